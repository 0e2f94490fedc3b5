"""Plain Pelican: an article for each claim, a page for everything else; nothing it need not make."""

import os

SITENAME = "Benchmark"
PATH = "content"
OUTPUT_PATH = os.environ.get("BENCH_OUTPUT", "output")
THEME = "theme"
TIMEZONE = "UTC"
ARTICLE_PATHS = ["claims"]
ARTICLE_URL = ARTICLE_SAVE_AS = "claims/{slug}.html"
PAGE_PATHS = ["lists"]
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
RELATIVE_URLS = True
JINJA_ENVIRONMENT = {"autoescape": True}

"""Settings of the book: what its owner decides. Plain `pelican` builds the whole site from here."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "scripts"))

import claimbook.site

SITENAME = "Kazakhstan, January 2022"
SITEURL = ""
DEFAULT_LANG = "en"
TIMEZONE = "UTC"

CLAIMBOOK = {
    "question": (
        "Who claimed what about the unrest in Kazakhstan in January 2022, on what evidence, "
        "and who answers them?"
    ),
    "description": (
        "Claims about the unrest in Kazakhstan in January 2022, from five documents and who answers them: "
        "each with its speaker, date, quotation, evidence and counter-statements."
    ),
    "start": "what-happened",
    "repository": "",
    "quoted_share_limit": 0.35,
}

# Below this line: how Pelican works for a book. A new book needs no change here.
PLUGINS = [claimbook.site]
PATH = "content"
OUTPUT_PATH = "output"
THEME = "themes/apparatus"
PAGE_PATHS = ["pages"]
PAGE_URL = PAGE_SAVE_AS = "{slug}.html"
ARTICLE_PATHS = ["corrections"]
ARTICLE_URL = ARTICLE_SAVE_AS = "corrections/{slug}.html"
DIRECT_TEMPLATES = ["corrections"]
CORRECTIONS_SAVE_AS = "corrections.html"
STATIC_PATHS = ["images"]
RELATIVE_URLS = True
DELETE_OUTPUT_DIRECTORY = False
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = TAG_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "extensions": []}
# Pelican rewrites {…} and |…| in links after every reader; this pattern never matches, so it cannot.
INTRASITE_LINK_REGEX = "(?P<what>(?!x)x)"

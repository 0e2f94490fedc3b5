"""Text for people: Markdown to safe HTML, links between records, slugs, typographic marks, forbidden
characters, letters that look the same.

Owns every step from an editor's Markdown to HTML a page may hold. Refuses raw HTML, images, unknown link
schemes and texts that would take long to read; nothing else in the package may turn Markdown into HTML.
"""

from claimbook.text.characters import text_hazards
from claimbook.text.links import RecordLink, record_links, safe_url, unsafe_hint, unsafe_links
from claimbook.text.lookalikes import hidden_mixture, skeleton
from claimbook.text.reading import (
    MARKDOWN_LIMIT,
    NOTE_LIMIT,
    TextError,
    TextTooComplex,
    TextTooLong,
    is_simple,
    markdown_hazards,
    plain,
)
from claimbook.text.rendering import LinkError, render
from claimbook.text.wording import curly, shorten, slug

__all__ = [
    "MARKDOWN_LIMIT",
    "NOTE_LIMIT",
    "LinkError",
    "RecordLink",
    "TextError",
    "TextTooComplex",
    "TextTooLong",
    "curly",
    "hidden_mixture",
    "is_simple",
    "markdown_hazards",
    "plain",
    "record_links",
    "render",
    "safe_url",
    "shorten",
    "skeleton",
    "slug",
    "text_hazards",
    "unsafe_hint",
    "unsafe_links",
]

"""Markdown to safe HTML.

Owns rendering and sanitising. bleach stands behind `sanitise` alone, and comes last, after every rewriting
of links. Refuses links to records that do not exist; drops links to addresses that are not safe, keeping
their words.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import Markup

from claimbook.text.links import record_target
from claimbook.text.reading import MARKDOWN_LIMIT, NOTE_LIMIT, TextError, check_bounds, html, is_simple
from claimbook.text.wording import slug

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner

ALLOWED_TAGS = frozenset(
    {
        "p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3", "h4",
        "table", "thead", "tbody", "tr", "th", "td", "br", "hr",
    }
)  # fmt: skip
_SCHEMES = frozenset({"http", "https", "mailto"})
REL = "noopener noreferrer nofollow"
"""The `rel` of every link to another site."""
_RELATIVE = re.compile(r"(?!/)[A-Za-z0-9._~/-]*(?:#[A-Za-z0-9._~!$&()*+,;=:@/?%-]*)?")


class LinkError(TextError):
    """Links to records that do not exist: `targets` holds each once, as "claim:ID", in reading order."""

    def __init__(self, targets: tuple[str, ...]) -> None:
        super().__init__("expected links to records of this book, got " + ", ".join(map(repr, targets)))
        self.targets = targets


def render(
    markdown: str, resolve: Callable[[str, str], str | None], *, inline: bool = False, note: bool = False
) -> Markup:
    """Safe HTML for a Markdown text; `resolve(kind, id)` gives the relative address of a record, or None.

    `note` is for texts of records: at most NOTE_LIMIT characters instead of MARKDOWN_LIMIT, and no heading
    ids, since a page holds several. `inline` is a note for a table cell: a single paragraph comes without
    its `<p>`, anything else as it is. Headings become h2-h4. Raises LinkError, TextTooLong and
    TextTooComplex. Not remembered: a simple text takes microseconds, and callers know which texts return.
    """
    note = note or inline
    check_bounds(markdown, NOTE_LIMIT if note else MARKDOWN_LIMIT)
    if is_simple(markdown):
        return Markup(markdown) if inline else Markup(f"<p>{markdown}</p>")  # markup is not in it
    addresses = _Addresses(resolve)
    made = html(markdown, addresses.page, with_ids=not note)
    if addresses.missing:
        raise LinkError(tuple(addresses.missing))
    safe = sanitise(made)
    return Markup(_unwrapped(safe) if inline else safe)


class _Addresses:
    """The pages of a text's record links, each asked for once; `missing` are those without one, in order."""

    def __init__(self, resolve: Callable[[str, str], str | None]) -> None:
        self._resolve = resolve
        self._known: dict[str, str | None] = {}
        self.missing: list[str] = []

    def page(self, href: str) -> str | None:
        """The relative address of the record that `href` names; None for any other link."""
        target = record_target(href)
        if target is None:
            return None
        if href not in self._known:
            address = self._known[href] = self._resolve(*target)
            if address is None:
                self.missing.append(href)
            elif not _RELATIVE.fullmatch(address):
                raise ValueError(f"expected a relative address for {href!r}, got {address!r}")
        return self._known[href]


def sanitise(unsafe: str) -> str:
    """The one place that knows the sanitiser: HTML reduced to the allowed tags and attributes."""
    cleaner = _taken.cleaner or _cleaner()
    _taken.cleaner = None  # one that fails half-way is not used again
    safe = cleaner.clean(unsafe)
    _taken.cleaner = cleaner
    return safe


class _Taken(threading.local):
    """The sanitiser of each thread: bleach keeps the text it is at in the cleaner."""

    cleaner: Cleaner | None = None


_taken = _Taken()


def _cleaner() -> Cleaner:
    from bleach.sanitizer import Cleaner  # imported where a text first needs it: most notes do not

    return Cleaner(tags=ALLOWED_TAGS, attributes=_may_stay, protocols=_SCHEMES, strip=True)


def _may_stay(tag: str, name: str, value: str) -> bool:
    if tag == "a":
        return name == "href" or (name == "rel" and value == REL)
    return name == "id" and tag in ("h2", "h3", "h4") and value == slug(value)


def _unwrapped(html: str) -> str:
    inside = html.removeprefix("<p>").removesuffix("</p>")
    single = len(inside) == len(html) - len("<p></p>") and "<p>" not in inside and "</p>" not in inside
    return inside if single else html

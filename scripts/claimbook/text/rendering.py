"""Markdown to safe HTML.

Owns rendering and sanitising. bleach stands behind `sanitise` alone, and comes last, after every rewriting
of links. Refuses links to records that do not exist; drops links to addresses that are not safe, keeping
their words.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from functools import lru_cache

import bleach
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from claimbook.text.links import allowed_url, hrefs, mentions_records, record_target
from claimbook.text.reading import (
    MARKDOWN_LIMIT,
    NOTE_LIMIT,
    TextError,
    check_bounds,
    convert,
    decoded,
    parser,
)
from claimbook.text.wording import slug

ALLOWED_TAGS = frozenset(
    {
        "p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3", "h4",
        "table", "thead", "tbody", "tr", "th", "td", "br", "hr",
    }
)  # fmt: skip
_SCHEMES = frozenset({"http", "https", "mailto"})
_REL = "noopener noreferrer nofollow"
_RELATIVE = re.compile(r"(?!/)[A-Za-z0-9._~/-]*(?:#[A-Za-z0-9._~!$&()*+,;=:@/?%-]*)?")
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}

Resolved = tuple[tuple[str, str], ...]


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
    TextTooComplex; remembered by content and resolved addresses.
    """
    note = note or inline
    check_bounds(markdown, NOTE_LIMIT if note else MARKDOWN_LIMIT)
    resolved: dict[str, str] = {}
    missing: dict[str, None] = {}
    for target in _targets(markdown):
        kind, _, record_id = target.partition(":")
        address = resolve(kind, record_id)
        if address is None:
            missing[target] = None
        elif not _RELATIVE.fullmatch(address):
            raise ValueError(f"expected a relative address for {target!r}, got {address!r}")
        else:
            resolved[target] = address
    if missing:
        raise LinkError(tuple(missing))
    return _render(markdown, tuple(resolved.items()), inline, note)


@lru_cache(maxsize=4096)
def _targets(markdown: str) -> tuple[str, ...]:
    if not mentions_records(markdown):
        return ()
    return tuple(dict.fromkeys(href for href in hrefs(markdown) if record_target(href)))


@lru_cache(maxsize=4096)
def _render(markdown: str, resolved: Resolved, inline: bool, note: bool) -> Markup:
    reader, _ = parser()
    # After Python-Markdown's own processors: only then are addresses complete, escapes included.
    reader.treeprocessors.register(_Links(dict(resolved)), "links", -10)
    reader.treeprocessors.register(_Headings(with_ids=not note), "headings", -11)
    safe = sanitise(convert(reader, markdown, MARKDOWN_LIMIT))
    return Markup(_unwrapped(safe) if inline else safe)


def sanitise(html: str) -> str:
    """The one place that knows the sanitiser: HTML reduced to the allowed tags and attributes."""
    return bleach.clean(html, tags=ALLOWED_TAGS, attributes=_may_stay, protocols=_SCHEMES, strip=True)


def _may_stay(tag: str, name: str, value: str) -> bool:
    if tag == "a":
        return name == "href" or (name == "rel" and value == _REL)
    return name == "id" and tag in ("h2", "h3", "h4") and value == slug(value)


def _unwrapped(html: str) -> str:
    inside = html.removeprefix("<p>").removesuffix("</p>")
    single = len(inside) == len(html) - len("<p></p>") and "<p>" not in inside and "</p>" not in inside
    return inside if single else html


class _Links(Treeprocessor):
    """Points record links at their pages, marks outside links, and takes the address off all others."""

    def __init__(self, resolved: dict[str, str]) -> None:
        super().__init__()
        self.resolved = resolved

    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            href = link.get("href", "")
            link.attrib.clear()
            page = self.resolved.get(href)
            address = page if page is not None else allowed_url(decoded(href))
            if address is None:
                link.tag = "span"
                continue
            # The serialiser leaves what looks like a character reference alone, so "&" is written out here.
            link.set("href", address.replace("&", "&amp;"))
            if page is None and not address.startswith("#"):
                link.set("rel", _REL)


class _Headings(Treeprocessor):
    """Moves headings between h2 and h4 (the page title is h1) and gives them ids unique in the text."""

    def __init__(self, *, with_ids: bool) -> None:
        super().__init__()
        self.with_ids = with_ids

    def run(self, root: etree.Element) -> None:
        taken: dict[str, int] = {}
        for heading in root.iter():
            if heading.tag not in _HEADINGS:
                continue
            heading.tag = _HEADINGS[heading.tag]
            if self.with_ids:
                heading.set("id", _unique(slug(decoded("".join(heading.itertext()))), taken))


def _unique(wanted: str, taken: dict[str, int]) -> str:
    """`wanted`, or with the first free number after it; `taken` counts how often each id was wanted."""
    name = wanted
    while name in taken:
        taken[wanted] += 1
        name = f"{wanted[:74].rstrip('-')}-{taken[wanted]}"
    taken[name] = 1
    return name

"""Links in Markdown: which records a text points at, and which outside addresses may stay.

Owns the link syntax `[words](claim:ID)` (`page:NAME` for a page of the site). Which outside addresses are
safe is the rule of `addresses`.
"""

import re
from functools import lru_cache
from typing import Literal, get_args

from claimbook import addresses
from claimbook.frozen import frozen
from claimbook.text.reading import MARKDOWN_LIMIT, check_bounds, decoded, tree

RecordKind = Literal["claim", "actor", "topic", "source", "page"]
RECORD_KINDS: tuple[str, ...] = get_args(RecordKind)

_RECORD = re.compile(rf"({'|'.join(RECORD_KINDS)}):(.*)", re.DOTALL)
_MENTION = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(RECORD_KINDS)}):")
_MARK = re.compile(r"^([a-z]+:)zq([0-9]+)zq", re.DOTALL)
_ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,32};")
_FRAGMENT = re.compile(r"#[a-z0-9]+(?:-[a-z0-9]+)*")


@frozen
class RecordLink:
    """A link to a record; `line` and `column` count from 1 and point at its target, as in `claim:ID`."""

    kind: str
    id: str
    line: int
    column: int


def record_links(markdown: str) -> list[RecordLink]:
    """Every link to a record, in reading order, as the rendering parser sees them. Raises TextError.

    Each mention of `claim:` and so on is numbered before the text is parsed, so the parser itself says
    which mentions are links (and not code, say) and where they stand.
    """
    check_bounds(markdown, MARKDOWN_LIMIT)
    return list(_record_links(markdown)) if mentions_records(markdown) else []


@lru_cache(maxsize=2048)
def _record_links(markdown: str) -> tuple[RecordLink, ...]:
    truth = [target for href in hrefs(markdown) if (target := record_target(href))]
    numbered, offsets = _numbered(markdown)
    found: list[tuple[tuple[str, str], int | None]] = []
    for href, number in map(_unmark, hrefs(numbered, bounded=False)):
        if target := record_target(href):
            found.append((target, number))
    if [target for target, _ in found] != truth:
        found = [(target, None) for target in truth]
    links = []
    for (kind, record_id), number in found:
        offset = _searched(markdown, kind, record_id) if number is None else offsets[number]
        line, column = _place(markdown, offset)
        links.append(RecordLink(kind, record_id, line, column))
    return tuple(links)


def _numbered(markdown: str) -> tuple[str, list[int]]:
    offsets: list[int] = []

    def number(match: re.Match[str]) -> str:
        offsets.append(match.start())
        return f"{match[0]}zq{len(offsets) - 1}zq"

    return _MENTION.sub(number, markdown), offsets


def _unmark(href: str) -> tuple[str, int | None]:
    match = _MARK.match(href)
    return (match[1] + href[match.end() :], int(match[2])) if match else (href, None)


def _searched(markdown: str, kind: str, record_id: str) -> int:
    """Where the text first names the record: for the rare link that numbering would change."""
    exact = markdown.find(f"{kind}:{record_id}")
    return exact if exact >= 0 else max(markdown.find(f"{kind}:"), 0)


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def mentions_records(markdown: str) -> bool:
    """Whether a text may hold links to records; saves a parse where it does not."""
    return _may_link(markdown) and _MENTION.search(markdown) is not None


def _may_link(markdown: str) -> bool:
    """Whether a text has one of the characters without which Markdown makes no link."""
    return "[" in markdown or "<" in markdown


def hrefs(markdown: str, *, bounded: bool = True) -> list[str]:
    """The addresses of all links in reading order, as written."""
    if bounded:
        check_bounds(markdown, MARKDOWN_LIMIT)
    root = tree(markdown) if _may_link(markdown) else None
    return [] if root is None else [link.get("href", "") for link in root.iter("a")]


def outside_links(markdown: str) -> list[str]:
    """The addresses outside the book that readers can follow from a text, in reading order."""
    return [url for href in hrefs(markdown) if not record_target(href) and (url := safe_url(decoded(href)))]


def record_target(href: str) -> tuple[str, str] | None:
    """(kind, id) when an address names a record, whether or not that record exists."""
    match = _RECORD.fullmatch(href)
    return (match[1], match[2]) if match else None


def unsafe_links(markdown: str) -> list[str]:
    """Addresses that `render` drops, in reading order: no record, no heading of the page, no safe URL."""
    return [
        href for href in hrefs(markdown) if not record_target(href) and allowed_url(decoded(href)) is None
    ]


def unsafe_hint(href: str) -> str:
    """What would mend a web address that `render` drops; "" for what is no web address at all."""
    found = addresses.fault(decoded(href))
    return found.hint if found and found.what != addresses.NO_SCHEME else ""


def allowed_url(href: str) -> str | None:
    """`href` when it is a heading of the same page or a safe outside address, else None."""
    return href if _FRAGMENT.fullmatch(href) else safe_url(href)


def safe_url(url: str) -> str | None:
    """`url` unchanged when it is a plain http, https or mailto address (see `addresses`), else None."""
    return url if addresses.fault(url) is None or addresses.is_mail(url) else None

"""Content files: the Markdown pages and corrections below `content/`.

Owns: their small format (head lines `Name: value`, a blank line, Markdown) and where each page goes. Refuses:
rendering (see `text`) and links (see `checks`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from claimbook.frozen import frozen
from claimbook.intake import Fault, Unreadable, decode, entries, read

_HEAD = re.compile(r"([A-Za-z]+):[ \t]*(.*)")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SIZE_LIMIT = 100_000  # bytes; a page may have 20,000 characters (`text`)
SLUG_LIMIT = 80  # characters of a file's name without its ending
HEAD_LIMIT = 500  # characters of a line in the head
FIELDS = ("title", "date", "summary")
# Pages the book makes itself, by the names that content may link to as `page:NAME`.
OWN_PAGES = {
    "index": "index.html",
    "explore": "explore.html",
    "claims": "claims/index.html",
    "actors": "actors/index.html",
    "sources": "sources/index.html",
    "topics": "topics/index.html",
    "positions": "positions.html",
    "disputes": "disputes.html",
    "map": "map.html",
    "figures": "figures.html",
    "timeline": "timeline.html",
    "balance": "balance.html",
    "data": "data.html",
    "corrections": "corrections.html",
}
RESERVED = {*OWN_PAGES, "404"}
# Pages of the book with room for a text of the owner's, from content/parts/NAME.md.
PARTS = ("balance",)


@frozen
class ContentFile:
    """One page or correction. `line` is the line its Markdown begins at."""

    slug: str
    title: str
    date: str | None
    summary: str
    markdown: str
    line: int


def read_content(path: Path) -> ContentFile:
    """Read a content file; raises `Unreadable` or `OSError`."""
    source = decode(read(path, SIZE_LIMIT), SIZE_LIMIT, "a text of the book")
    lines = [line.removesuffix("\r") for line in source.split("\n")]
    if not _SLUG.fullmatch(path.stem):
        raise _wrong(1, "the file's name must be lower-case letters, digits and hyphens", "Rename it.")
    if len(path.stem) > SLUG_LIMIT:
        raise _wrong(1, f"the file's name must have at most {SLUG_LIMIT} characters", "Rename it.")
    head, at = _head(lines)
    if not head.get("title"):
        raise _wrong(1, "the file needs a title", "Begin it with 'Title: …' and an empty line.")
    while at < len(lines) and not lines[at].strip():
        at += 1
    markdown = "\n".join(lines[at:]).rstrip()
    return ContentFile(path.stem, head["title"], head.get("date"), head.get("summary", ""), markdown, at + 1)


def _wrong(line: int, what: str, hint: str = "", column: int = 1) -> Unreadable:
    return Unreadable(Fault(what, hint, line, column))


def _head(lines: list[str]) -> tuple[dict[str, str], int]:
    head: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            return head, number
        if len(line) > HEAD_LIMIT:
            what = f"a line of the head has more than {HEAD_LIMIT} characters"
            raise _wrong(number, what, "Shorten it.", HEAD_LIMIT + 1)
        match = _HEAD.fullmatch(line.strip())
        if match is None:
            raise _wrong(number, "expected 'Name: value' or an empty line after the head")
        name, value = match[1].lower(), match[2].strip()
        if name not in FIELDS:
            raise _wrong(number, f"unknown head line {match[1]!r}", f"Known: {', '.join(FIELDS)}.")
        if name in head:
            raise _wrong(number, f"the head line {match[1]!r} stands twice")
        if name == "date":
            _check_day(number, value)
        head[name] = value
    return head, len(lines)


def _check_day(line: int, value: str) -> None:
    try:
        if datetime.date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        raise _wrong(line, f"expected a day as YYYY-MM-DD, got {value!r}") from None


def content_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Every content file of the book at `root`: `page`, `correction` or `part`, and its path, in order."""
    listed = [each for each in entries(root, "content") if each.path.suffix == ".md" and each.kind != "other"]
    for kind, folder in (("page", "pages"), ("correction", "corrections"), ("part", "parts")):
        for each in listed:
            if each.path.parent == root / "content" / folder:
                yield kind, each.path


def page_addresses(root: Path) -> dict[str, str]:
    """The address, from the site's root, of every page that content may link to as `page:NAME`."""
    found = dict(OWN_PAGES)
    for kind, path in content_files(root):
        if kind == "page":
            found.setdefault(path.stem, f"{path.stem}.html")
    return found


def texts(root: Path) -> dict[str, ContentFile]:
    """Every content file by the address of the page it stands on; raises `Unreadable` or `OSError`."""
    folders = {"page": "", "correction": "corrections/", "part": ""}
    return {f"{folders[kind]}{path.stem}.html": read_content(path) for kind, path in content_files(root)}

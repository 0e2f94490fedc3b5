"""Content files: the Markdown pages and corrections below `content/`.

Owns: their small format (head lines `Name: value`, a blank line, Markdown) and where each page goes. Refuses:
rendering (see `text`) and links (see `checks`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD = re.compile(r"([A-Za-z]+):[ \t]*(.*)")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
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


class ContentError(ValueError):
    """A content file is not well formed; `line` counts from 1."""

    def __init__(self, line: int, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.line = line
        self.hint = hint


@dataclass(frozen=True, slots=True)
class ContentFile:
    """One page or correction. `line` is the line its Markdown begins at."""

    slug: str
    title: str
    date: str | None
    summary: str
    markdown: str
    line: int


def read_content(path: Path) -> ContentFile:
    """Read a content file; raises `ContentError` or `OSError`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ContentError(1, "the file is not valid UTF-8", "Save it as UTF-8.") from error
    if lines and lines[0].startswith("\ufeff"):
        raise ContentError(1, "the file begins with a byte order mark", "Save it as UTF-8 without BOM.")
    if not _SLUG.fullmatch(path.stem):
        raise ContentError(1, "the file's name must be lower-case letters, digits and hyphens", "Rename it.")
    head, at = _head(lines)
    if not head.get("title"):
        raise ContentError(1, "the file needs a title", "Begin it with 'Title: …' and an empty line.")
    while at < len(lines) and not lines[at].strip():
        at += 1
    markdown = "\n".join(lines[at:]).rstrip()
    return ContentFile(path.stem, head["title"], head.get("date"), head.get("summary", ""), markdown, at + 1)


def _head(lines: list[str]) -> tuple[dict[str, str], int]:
    head: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            return head, number
        match = _HEAD.fullmatch(line.strip())
        if match is None:
            raise ContentError(number, "expected 'Name: value' or an empty line after the head")
        name, value = match[1].lower(), match[2].strip()
        if name not in FIELDS:
            raise ContentError(number, f"unknown head line {match[1]!r}", f"Known: {', '.join(FIELDS)}.")
        if name in head:
            raise ContentError(number, f"the head line {match[1]!r} stands twice")
        if name == "date":
            _check_day(number, value)
        head[name] = value
    return head, len(lines)


def _check_day(line: int, value: str) -> None:
    try:
        if datetime.date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        raise ContentError(line, f"expected a day as YYYY-MM-DD, got {value!r}") from None


def content_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Every content file of the book at `root`: `page`, `correction` or `part`, and its path, in order."""
    for kind, folder in (("page", "pages"), ("correction", "corrections"), ("part", "parts")):
        for path in sorted((root / "content" / folder).glob("*.md")):
            yield kind, path


def page_addresses(root: Path) -> dict[str, str]:
    """The address, from the site's root, of every page that content may link to as `page:NAME`."""
    found = dict(OWN_PAGES)
    for kind, path in content_files(root):
        if kind == "page":
            found.setdefault(path.stem, f"{path.stem}.html")
    return found


def texts(root: Path) -> dict[str, ContentFile]:
    """Every content file by the address of the page it stands on; raises `ContentError` or `OSError`."""
    folders = {"page": "", "correction": "corrections/", "part": ""}
    return {f"{folders[kind]}{path.stem}.html": read_content(path) for kind, path in content_files(root)}

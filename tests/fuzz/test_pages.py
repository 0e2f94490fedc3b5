"""Pages whose every word is hostile: they have the elements they always have, and nothing else."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from claimbook.site.build import build
from tests.fuzz.strategies import effort, texts
from tests.support import CONFIG, PARTS, small_book, write

FIELDS = {
    *("statement", "title", "name", "question", "label", "unit", "reason", "said_basis", "published_basis"),
    *("what", "place", "role", "also_known_as"),
}
RECORDS = ("first", "second", "references", "actors", "topics", "quantities")
METHOD: dict[str, str | bytes] = {"content/pages/method.md": "Title: Method\n\nHow it is *made*.\n"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """What a page is made of: elements with the names of their attributes, closed in order; its data."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: set[tuple[str, str]] = set()
        self.open: list[str] = []
        self.data: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts |= {(tag, ""), *((tag, name) for name, _ in attrs)}
        if tag == "script":
            self.data += [""] if dict(attrs).get("type", "").endswith("json") else []
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts |= {(tag, ""), *((tag, name) for name, _ in attrs)}

    def handle_endtag(self, tag: str) -> None:
        while (
            self.open and self.open[-1] != tag and self.open[-1] in ("p", "li", "dt", "dd", "tr", "td", "th")
        ):
            self.open.pop()  # what HTML lets a writer leave open
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script" and data.strip():
            self.data[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def parts(site: Path) -> set[tuple[str, str]]:
    """What all pages of a site are made of; its data can be read."""
    found: set[tuple[str, str]] = set()
    for path in site.rglob("*.html"):
        page = Page()
        page.feed(path.read_text(encoding="utf-8"))
        page.close()
        found |= page.parts
        for data in page.data:
            json.loads(data)
    return found


def replaced(value: Any, text: Any, numbers: count[int], key: str = "") -> Any:
    """A record's part with every text in it replaced, each made another by its number."""
    if isinstance(value, dict):
        return {name: replaced(each, text, numbers, name) for name, each in value.items()}
    if isinstance(value, list):
        return [replaced(each, text, numbers, key) for each in value]
    return f"{next(text)} {next(numbers)}" if key in FIELDS else value


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book with an address."""
    config = f"{CONFIG}SITEURL = 'https://example.org/b'\nCLAIMBOOK['social_cards'] = False\n"
    return small_book(tmp_path_factory.mktemp("book"), files=METHOD, config=config)


@pytest.fixture(scope="module")
def usual(root: Path) -> set[tuple[str, str]]:
    """What the small book is made of, and what sets letters apart that run from right to left."""
    found = parts(build(root).output)
    return found | {("bdi", "")} | {(tag, "dir") for tag, _ in found}


@effort(8)
@given(st.lists(texts(70), min_size=6, max_size=6))
def test_no_text_becomes_markup(root: Path, usual: set[tuple[str, str]], texts: list[str]) -> None:
    """Names, titles, statements, labels and all other texts of records, on every page."""
    numbers, text = count(), cycle(texts)
    for name in RECORDS:
        path, content = PARTS[name]
        data = replaced(yaml.safe_load(content), text, numbers)
        write(root, path, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    assert parts(build(root).output) <= usual

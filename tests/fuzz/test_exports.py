"""What goes out comes back: every form of the data says what the records said."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from claimbook import exports
from claimbook.book import Book
from claimbook.checks import check
from claimbook.exports.search.postings import gather, postings
from claimbook.exports.search.tokens import words
from claimbook.pages import Desk
from claimbook.text import curly
from tests.exports.test_search import places
from tests.fuzz.strategies import DOCUMENTS, effort, texts
from tests.support import REFERENCES, SETTINGS, small_book, write

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FIELDS = ("statement", "said_basis", "place", "what", "title", "name")
TEXTS = st.fixed_dictionaries(dict.fromkeys(FIELDS, texts(200)))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book."""
    return small_book(tmp_path_factory.mktemp("book"))


def book_with(root: Path, texts: dict[str, str]) -> Book:
    """The small book with one more claim, which has these texts."""
    data = yaml.safe_load(REFERENCES)
    data["source"] |= {"title": texts["title"], "publisher": "anybody", "published": "2030-01-01"}
    data["actors"] = [{"id": "anybody", "name": texts["name"], "kind": "person"}]
    claim = {"id": "any", "speaker": "anybody", "voice": "reported", "certainty": "hedged", "quote": None}
    claim |= {key: texts[key] for key in ("statement", "said_basis")} | {"said": "2029"}
    claim["about"] = {"place": texts["place"]}
    claim["evidence"] = [{"kind": "document", "what": texts["what"]}]
    data["claims"].append(claim)
    write(root, "claims/sources/town-report.yml", yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    return check(root, SETTINGS)


def cell(text: str) -> str:
    """A text as it stands in a table: what would be a formula, behind an apostrophe."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


@effort(60)
@given(TEXTS)
def test_every_form_of_the_data_says_what_the_record_said(root: Path, texts: dict[str, str]) -> None:
    """JSON, JSON-LD, CSV and Atom, read by the libraries that everybody has."""
    book = book_with(root, texts)
    said = {key: " ".join(text.split()) for key, text in texts.items()}
    claim = book.claims["any"]

    files = dict(exports.claim_files(book))
    told: dict[str, Any] = json.loads(files["claims/any.json"])
    assert told["statement"] == said["statement"]
    assert told["speakers"] == [{"id": "anybody", "name": said["name"]}]
    assert told["source"]["title"] == said["title"]
    assert (told["said_basis"], told["about"]["place"]) == (said["said_basis"], said["place"])
    assert [each["what"] for each in told["evidence"]] == [said["what"]]
    head = exports.book_head(book, SETTINGS)
    whole = json.loads(b"".join(exports.book_json(head, files.values())))
    assert whole["claims"] == [json.loads(line) for line in files.values()]

    linked = exports.claim_jsonld(book, SETTINGS, claim)
    assert not set("<>&") & set(linked)
    assert json.loads(linked)["name"] == said["statement"]
    assert json.loads(linked)["author"] == [{"@type": "Person", "name": said["name"]}]

    lines = (exports.TABLES[0].lines(book, claim) for claim in book.live)
    table = b"".join(exports.csv_table(exports.TABLES[0], lines)).decode()
    [row] = [row for row in csv.DictReader(io.StringIO(table, newline="")) if row["id"] == "any"]
    assert row["statement"] == cell(said["statement"])
    assert (row["speaker_names"], row["source_title"]) == (cell(said["name"]), cell(said["title"]))

    feed = ET.fromstring(
        exports.atom(SETTINGS, "feeds/x.atom.xml", "claims", exports.claim_entries(book), "index.html")
    )
    [entry] = [
        e for e in feed.findall("a:entry", ATOM) if e.find("a:author/a:name", ATOM).text == said["name"]
    ]
    assert entry.findtext("a:title", "", ATOM) == said["statement"]
    assert entry.findtext("a:summary", "", ATOM) == f"In: {said['title']}"


@effort(40)
@given(TEXTS)
def test_the_search_shows_what_the_record_said(root: Path, texts: dict[str, str]) -> None:
    """In a block of data that nothing ends but its own element."""
    data = str(exports.search_index(Desk(book_with(root, texts), SETTINGS, {})).data)
    assert "<" not in data
    [shown] = [row[1] for row in json.loads(data)["texts"] if row[0] == "any"]
    assert shown == curly(" ".join(texts["statement"].split()))


@effort(100)
@given(st.lists(st.tuples(DOCUMENTS, texts(80) | st.just("")), max_size=8))
def test_every_word_is_found(claims: list[tuple[str, str]]) -> None:
    """The packed lists name the same claims and fields for each word as the texts themselves."""
    wanted: dict[str, list[tuple[int, int]]] = {}
    for number, (statement, quote) in enumerate(claims):
        fields = set(words(statement)), set(words(quote))
        for word in fields[0] | fields[1]:
            field = 2 if word in fields[0] & fields[1] else int(word in fields[1])
            wanted.setdefault(word, []).append((number, field))
    found: dict[str, list[tuple[int, int]]] = {}
    for _, names, text in postings(gather(claims, {}).lists):
        found |= places(names, text)
    assert found == wanted

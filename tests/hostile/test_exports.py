"""Every payload in the data: JSON, CSV, Atom, the sitemap, the search and the cards of the hostile book."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from PIL import Image

from claimbook.records.model import TOP_KEYS
from claimbook.text import curly
from tests.hostile.conftest import Built

ATOM = {"a": "http://www.w3.org/2005/Atom"}
# Texts of records that the data leave out, for they are told on pages alone.
UNTOLD = {"source.note", "source.skipped[0].reason", "actor.note", "topic.note", "quantity.note"}


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _at(record: Any, place: str) -> Any:
    """What stands at a place such as `evidence[0].what`."""
    for name in re.findall(r"\w+", place):
        record = record[int(name) if name.isdigit() else name]
    return record


def test_every_json_file_parses(built: Built) -> None:
    """All of both books, those of the search included."""
    for folder in ("full", "short"):
        files = sorted(built.output(folder).rglob("*.json"))
        assert len(files) > 200
        assert all(_json(path) is not None for path in files)


def test_every_text_comes_back_from_json(built: Built) -> None:
    """As it was put in, letter for letter."""
    data = _json(built.output("full") / "data" / "claims.json")
    lists = {kind: data["sources" if kind == "source" else key] for key, kind in TOP_KEYS.items()}
    records = {kind: {one["id"]: one for one in listed} for kind, listed in lists.items()}
    told = set()
    for field, texts in built.made.put.items():
        kind, _, place = field.partition(".")
        if field in UNTOLD:
            continue
        told.add(field)
        assert {name: _at(records[kind][name], place) for name in texts} == texts
    assert built.made.put.keys() - told == UNTOLD


def test_every_claim_has_the_same_file(built: Built) -> None:
    """What stands in the whole stands in the claim's own file, at former addresses too."""
    folder = built.output("full")
    for claim in _json(folder / "data" / "claims.json")["claims"]:
        assert _json(folder / "claims" / f"{claim['id']}.json") == claim
        old = folder / "claims" / f"old-{claim['id']}.json"
        assert claim["withdrawn"] or _json(old) == claim


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _freed(cell: str) -> str:
    """A cell without the apostrophes that keep spreadsheets from computing it."""
    return re.sub(r"((?:^|[;\t\r\n])\s*)'('*[=+\-@＝＋－＠])", r"\1\2", cell)


def test_every_text_comes_back_from_tables(built: Built) -> None:
    """And no cell is a formula, whichever of comma, semicolon, tab and line break begins one."""
    folder, put = built.output("full") / "data", built.made.put
    rows = {row["id"]: row for row in _rows(folder / "claims.csv")}
    for field, column in (("claim.statement", "statement"), ("claim.quote", "quote")):
        assert {name: _freed(rows[name][column]) for name in put[field]} == put[field]
    number = len(put["claim.statement"])
    titles = {name: _freed(rows[f"c-{name[2:]}"]["source_title"]) for name in put["source.title"]}
    assert (titles, len(rows)) == (put["source.title"], number)
    links = _rows(folder / "links.csv")
    notes = {_freed(row["note"]) for row in links if row["note"]}
    assert notes == set(put["claim.counter_statements[0].note"].values())
    cells = [cell for row in [*rows.values(), *links] for cell in row.values()]
    begun = [part.strip() for cell in cells for part in re.split(r"[;\t\r\n]", cell)]
    assert [part for part in begun if part.startswith(tuple("=+-@＝＋－＠"))] == []


def test_every_xml_file_parses(built: Built) -> None:
    """Feeds and sitemaps; the feed of claims tells their statements as they were put in."""
    for folder in ("full", "short"):
        files = sorted(built.output(folder).rglob("*.xml"))
        assert len(files) >= 3
        for path in files:
            ET.parse(path)
    put = built.made.put["claim.statement"]
    feed = ET.parse(built.output("full") / "feeds" / "claims.atom.xml")
    entries = {
        (e.findtext("a:id", "", ATOM).rpartition("/")[2][:-5], e.findtext("a:title", "", ATOM))
        for e in feed.iterfind("a:entry", ATOM)
    }
    assert len(entries) == 50
    assert entries <= set(put.items())


def test_the_search_holds_what_was_put_in(built: Built) -> None:
    """Letter for letter, but for typographic marks of statements."""
    found = [row for path in (built.output("full") / "search").glob("texts-*.json") for row in _json(path)]
    put = built.made.put
    assert {row[0]: row[1] for row in found} == {n: curly(text) for n, text in put["claim.statement"].items()}
    assert {row[0]: row[2] for row in found} == put["claim.quote"]


def test_every_card_is_a_picture(built: Built) -> None:
    """One for each actor, topic and source, and for the book, whatever they are called."""
    cards = sorted(built.output("full").rglob("*.card.png"))
    counts = built.made.counts
    assert len(cards) >= counts["actor"] + counts["topic"] + counts["source"]
    for path in cards[::25]:
        with Image.open(path) as card:
            card.verify()
            assert card.size == (1200, 630)

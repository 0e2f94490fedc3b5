"""The book in other tools' forms: JSON, JSON-LD, CSV, Atom, sitemap."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.book import Book
from claimbook.checks import check
from claimbook.exports import (
    TABLES,
    Entry,
    atom,
    book_head,
    book_json,
    claim_entries,
    claim_files,
    claim_json,
    claim_jsonld,
    csv_table,
    former_files,
    renewed,
    sitemap,
    sitemap_files,
)
from claimbook.exports.contract import number
from claimbook.exports.pieces import gathered
from claimbook.exports.tables import free_cell
from claimbook.records import Claim, CounterStatement, Evidence, Figure, Stand
from claimbook.records.model import About
from claimbook.settings import Settings
from tests.support import SETTINGS, small_book

ATOM = {"a": "http://www.w3.org/2005/Atom"}
PUBLIC = replace(SETTINGS, site_url="https://example.org/bridge/")


def json_files(book: Book, settings: Settings) -> dict[str, bytes]:
    """The content of every JSON file of a book, by its path."""
    files = dict(claim_files(book))
    files["data/claims.json"] = b"".join(book_json(book_head(book, settings), [*files.values()]))
    return files | dict(former_files(book))


def csv_files(book: Book) -> dict[str, bytes]:
    """The content of every CSV file of a book, by its path."""
    return {path: b"".join(pieces) for path, pieces in csv_pieces(book)}


def csv_pieces(book: Book) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every CSV file of a book in pieces, by its path."""
    for table in TABLES:
        yield table.path, csv_table(table, (table.lines(book, claim) for claim in book.live))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book."""
    return check(small_book(tmp_path_factory.mktemp("book")), SETTINGS)


def claim_data(book: Book, claim: Claim) -> dict[str, Any]:
    """A claim's file, read."""
    found: dict[str, Any] = json.loads(claim_json(book, claim))
    return found


# JSON


def test_a_claim_as_json(book: Book) -> None:
    """Every field of the contract, in its order."""
    assert claim_data(book, book.claims["telegraph-crowd-300"]) == {
        "id": "telegraph-crowd-300",
        "url": "claims/telegraph-crowd-300.html",
        "statement": "About 300 people waited on the eastern bank.",
        "speakers": [{"id": "coast-telegraph", "name": "Coast Telegraph"}],
        "via": [],
        "voice": "reported",
        "certainty": "asserted",
        "said": "2021-03-10",
        "said_basis": "The paper of that day.",
        "about": None,
        "source": {"id": "coast-weekly", "title": "The bridge is shut", "url": "https://example.org/bridge"},
        "quote": "About 300 people waited on the eastern bank",
        "position": {"start": 50, "end": 58, "of": 185},
        "evidence": [],
        "mentions": [],
        "positions": [],
        "figures": [{"quantity": "crowd", "low": 300, "high": 300, "approximate": True}],
        "restates": [],
        "supports": [],
        "counter_statements": [
            {
                "claim": "magazine-crowd-450",
                "relation": "alternative",
                "linked_by": "editor",
                "note": "Both count *one* bank.",
            }
        ],
        "counters": [],
        "withdrawn": None,
        "note": None,
    }


def test_an_answer_names_what_it_counters(book: Book) -> None:
    """The inverse of the other claim's entry."""
    assert claim_data(book, book.claims["hale-no-cable-snapped"])["counters"] == [
        {"claim": "lund-cables-snapped", "relation": "contradicts", "linked_by": "source", "note": None}
    ]


def test_the_document_s_own_voice_carries_its_date(book: Book) -> None:
    """Derived from the source, as the record leaves it out."""
    assert claim_data(book, book.claims["magazine-crowd-450"])["said"] == "2021-04"


def test_a_withdrawn_claim_says_nothing_more(tmp_path: Path) -> None:
    """Words left in its record are not published; its fields are all there, and empty."""
    gone = "- id: vik-withdrawn\n  statement: Secret words.\n  speaker: mara-vik\n  evidence: none\n"
    made = check(small_book(tmp_path, first=("- id: vik-withdrawn\n", gone)), SETTINGS)
    found = claim_data(made, made.claims["vik-withdrawn"])
    assert {name: value for name, value in found.items() if value} == {
        "id": "vik-withdrawn",
        "url": "claims/vik-withdrawn.html",
        "withdrawn": {"date": "2021-06-01", "reason": "It was a question."},
    }
    assert list(found) == list(claim_data(made, made.claims["lund-cables-snapped"]))


def test_a_claim_with_all_it_can_have(tmp_path: Path) -> None:
    """Quotes, backslashes and line ends in every field that holds free text, and every list filled."""
    hostile = 'a "b" \\ c\n\td – é </script>'
    made = check(small_book(tmp_path), SETTINGS)
    claim = replace(
        made.claims["telegraph-crowd-300"],
        statement=hostile,
        said_basis=hostile,
        about=About(date="2021-03", place=hostile),
        quote=hostile,
        evidence=(
            Evidence(
                kind="dataset", what=hostile, by=("edda-lund", "mara-vik"), url="https://example.org/?a=1&b"
            ),
            Evidence(kind="eyewitness", what="seen"),
        ),
        mentions=("edda-lund", "mara-vik"),
        positions=(
            Stand(topic="why-closed", position="damage"),
            Stand(topic="why-closed", position="profit"),
        ),
        figures=(Figure(quantity="crowd", low=Decimal("1.5"), high=None),),
        restates=("a", "b"),
        supports=("c", "d"),
        counter_statements=(
            CounterStatement(claim="x", relation="qualifies", linked_by="source", note=hostile),
            CounterStatement(claim="y", relation="contradicts", linked_by="editor"),
        ),
        note=hostile,
    )
    line = claim_json(made, claim)
    found = json.loads(line)
    told = ("statement", "said_basis", "quote", "note")
    assert [found[name] for name in told] == [hostile] * len(told)
    assert found["about"] == {"date": "2021-03", "place": hostile}
    assert found["evidence"] == [
        {
            "kind": "dataset",
            "what": hostile,
            "by": ["edda-lund", "mara-vik"],
            "url": "https://example.org/?a=1&b",
        },
        {"kind": "eyewitness", "what": "seen", "by": [], "url": None},
    ]
    assert found["mentions"] == ["edda-lund", "mara-vik"]
    assert found["positions"] == [
        {"topic": "why-closed", "position": "damage"},
        {"topic": "why-closed", "position": "profit"},
    ]
    assert found["figures"] == [{"quantity": "crowd", "low": 1.5, "high": None, "approximate": False}]
    assert (found["restates"], found["supports"]) == (["a", "b"], ["c", "d"])
    assert found["counter_statements"] == [
        {"claim": "x", "relation": "qualifies", "linked_by": "source", "note": hostile},
        {"claim": "y", "relation": "contradicts", "linked_by": "editor", "note": None},
    ]
    assert line == _compact(found)


def test_a_claim_is_one_line_without_spaces(book: Book) -> None:
    """As a JSON encoder writes it that is told to leave none."""
    for claim in book.claims.values():
        line = claim_json(book, claim)
        assert line == _compact(json.loads(line))


def _compact(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def test_the_whole_is_made_of_the_claims_lines(book: Book) -> None:
    """The same bytes, made while the whole is written; every line but the first and last is a claim's."""
    order: list[str] = []

    def lines() -> Iterator[bytes]:
        for path, line in claim_files(book):
            order.append(path)
            yield line

    pieces = book_json(book_head(book, SETTINGS), lines())
    assert order == []
    whole = b"".join(pieces)
    assert whole == (json_files(book, SETTINGS))["data/claims.json"]
    assert order == [f"claims/{name}.json" for name in book.claims]
    claims = [line.removeprefix(b",") for line in whole.splitlines(keepends=True)[1:-1]]
    assert claims == [line for _, line in claim_files(book)]


def test_a_book_without_claims_is_json() -> None:
    """An empty list."""
    assert b"".join(book_json(b'{"claims":[\n', [])) == b'{"claims":[\n]}\n'


def test_parts_are_gathered_to_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """None much larger than asked, none empty, nothing lost."""
    monkeypatch.setattr("claimbook.exports.pieces.PIECE", 5)
    assert list(gathered([b"abc", b"def", b"", b"g"])) == [b"abcdef", b"g"]
    assert list(gathered([])) == []


def test_the_envelope_names_book_schema_and_commit(book: Book) -> None:
    """So that a copy of the file still says what it is."""
    files = json_files(book, replace(PUBLIC, commit="abc123", question="Why?"))
    envelope = json.loads(files["data/claims.json"])["book"]
    assert envelope.pop("generator").startswith("claimbook ")
    assert envelope == {
        "title": "The bridge at Varnholm",
        "question": "Why?",
        "language": "en",
        "url": "https://example.org/bridge/",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "schema_version": 1,
        "commit": "abc123",
    }


def test_every_claim_has_a_file_of_its_own(book: Book) -> None:
    """Equal to its entry in the whole; a former id gives the claim it became."""
    files = json_files(book, SETTINGS)
    whole: dict[str, Any] = json.loads(files.pop("data/claims.json"))
    assert files.pop("claims/lund-two-cables.json") == files["claims/lund-cables-snapped.json"]
    assert {path: json.loads(content) for path, content in files.items()} == {
        f"claims/{claim['id']}.json": claim for claim in whole["claims"]
    }


def test_a_source_as_json(book: Book) -> None:
    """The original's address and the page here are two fields; shares are rounded."""
    whole = json.loads((json_files(book, SETTINGS))["data/claims.json"])
    assert whole["sources"][1] == {
        "id": "tide-magazine-report",
        "title": "A man on a boat",
        "kind": "document",
        "authors": [],
        "publisher": "tide-magazine",
        "published": "2021-04",
        "published_basis": "The issue of April.",
        "url": None,
        "archived": None,
        "republished_from": None,
        "language": "en",
        "words": 189,
        "coverage": 0.1693,
        "decomposed": 0.3757,
        "quoted_share": 0.1693,
        "page": "sources/tide-magazine-report.html",
        "withdrawn": None,
    }
    assert [whole["sources"][2][name] for name in ("words", "coverage", "quoted_share")] == [None, None, None]


def test_numbers_are_whole_where_they_are_whole() -> None:
    """Not 300.0."""
    values = [number(Decimal(text)) for text in ("300", "3E+2", "0.5")]
    assert values == [300, 300, 0.5]
    assert [type(value) for value in values] == [int, int, float]
    assert number(None) is None


# JSON-LD


def test_a_claim_as_json_ld(book: Book) -> None:
    """schema.org Claim with its speaker and its appearance, and no rating."""
    assert json.loads(claim_jsonld(book, PUBLIC, book.claims["lund-cables-snapped"])) == {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": "https://example.org/bridge/claims/lund-cables-snapped.html",
        "url": "https://example.org/bridge/claims/lund-cables-snapped.html",
        "name": "The bridge was closed because two of its cables had broken.",
        "author": [{"@type": "Person", "name": "Edda Lund"}],
        "dateCreated": "2021-03-09",
        "appearance": {
            "@type": "CreativeWork",
            "name": "The bridge is shut",
            "inLanguage": "en",
            "url": "https://example.org/bridge",
            "publisher": {"@type": "Organization", "name": "Coast Weekly"},
        },
    }


def test_json_ld_of_a_large_book_is_short(book: Book) -> None:
    """Of the document its address alone, or its title where it has none."""
    short = replace(PUBLIC, detail="short")
    assert json.loads(claim_jsonld(book, short, book.claims["lund-cables-snapped"])) == {
        "@context": "https://schema.org",
        "@type": "Claim",
        "url": "https://example.org/bridge/claims/lund-cables-snapped.html",
        "name": "The bridge was closed because two of its cables had broken.",
        "author": [{"@type": "Person", "name": "Edda Lund"}],
        "dateCreated": "2021-03-09",
        "appearance": {"@type": "CreativeWork", "url": "https://example.org/bridge"},
    }
    offline = json.loads(claim_jsonld(book, short, book.claims["magazine-crowd-450"]))
    assert offline["appearance"] == {"@type": "CreativeWork", "name": "A man on a boat"}


def test_json_ld_cannot_end_its_element(tmp_path: Path) -> None:
    """No character that HTML reads stands in it, and it still says the same."""
    change = ("statement: The inspection came too late.", 'statement: "</script><!-- & x"')
    made = check(small_book(tmp_path, first=change), SETTINGS)
    text = claim_jsonld(made, SETTINGS, made.claims["vik-inspection-late"])
    assert not set("<>&") & set(text)
    assert json.loads(text)["name"] == "</script><!-- & x"


# CSV


def _table(book: Book, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((csv_files(book))[path].decode(), newline="")))


def test_claims_as_a_table(book: Book) -> None:
    """One row a live claim; lists are joined; no evidence is the word none."""
    rows = {row["id"]: row for row in _table(book, "data/claims.csv")}
    assert list(rows) == [claim.id for claim in book.live]
    assert rows["lund-cables-snapped"] == {
        "id": "lund-cables-snapped",
        "statement": "The bridge was closed because two of its cables had broken.",
        "speakers": "edda-lund",
        "speaker_names": "Edda Lund",
        "via": "",
        "voice": "quoted",
        "certainty": "asserted",
        "said": "2021-03-09",
        "source": "coast-weekly",
        "source_title": "The bridge is shut",
        "published": "2021-03-10",
        "quote": "We shut the bridge because two cables had snapped",
        "word_start": "9",
        "word_end": "18",
        "evidence_kinds": "none",
        "topics": "why-closed:damage",
        "answered_by": "1",
        "answers": "0",
    }


def test_links_as_a_table(book: Book) -> None:
    """Counter-statements, restatements and supports, each once."""
    rows = [
        (row["from"], row["relation"], row["to"], row["linked_by"]) for row in _table(book, "data/links.csv")
    ]
    assert sorted(rows) == [
        ("hale-no-cable-snapped", "contradicts", "lund-cables-snapped", "source"),
        ("hale-nothing-gained", "undercuts", "residents-ferry-company", "editor"),
        ("harbour-master-rust", "supports", "lund-cables-snapped", "editor"),
        ("lund-cables-repeated", "restates", "lund-cables-snapped", "editor"),
        ("magazine-crowd-450", "alternative", "telegraph-crowd-300", "editor"),
    ]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_table_runs_no_formula(tmp_path: Path, formula: str) -> None:
    """Text that a spreadsheet would compute is marked as text."""
    change = ("statement: The inspection came too late.", f"statement: '{formula}'")
    made = check(small_book(tmp_path, first=change), SETTINGS)
    rows = {row["id"]: row for row in _table(made, "data/claims.csv")}
    assert rows["vik-inspection-late"]["statement"] == f"'{formula}"


@given(st.text(alphabet=st.sampled_from("a ,;\"'\n\r=+-@\té＝\u00a0")))
def test_any_text_comes_back_from_a_table(text: str) -> None:
    """As the library writes and reads it, less the apostrophes before what begins like a formula."""
    line = f"x,{free_cell(text)},y\r\n"
    [_, cell, _] = next(csv.reader(io.StringIO(line, newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(["x", cell, "y"])
    assert line == out.getvalue()
    assert re.sub(r"((?:^|[;\t\r\n])\s*)'('*[=+\-@＝])", r"\1\2", cell) == text


@given(st.text(alphabet=st.sampled_from("a ,;\"'\n\r=+-@\té＝＋－＠\u00a0\u3000")))
def test_no_cell_is_a_formula_whatever_parts_cells(text: str) -> None:
    """Where semicolons or tabs part cells, quotation marks within a line are letters like others."""
    [cell] = next(csv.reader(io.StringIO(free_cell(text), newline="")), [""])
    cells = re.split("[;\t\r\n]", cell)
    assert [cell for cell in cells if cell.strip().startswith(tuple("=+-@＝＋－＠"))] == []


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("x;=1+1", "x;'=1+1"),
        ("x; +1", "x; '+1"),
        ("'=1+1", "''=1+1"),
        ("＝1+1", "'＝1+1"),
        ("a\n=1+1", '"a\n\'=1+1"'),
        ("x-1; y", "x-1; y"),
        ("'tis", "'tis"),
        ("x, =1+1", '"x, =1+1"'),
    ],
)
def test_cells_that_a_spreadsheet_might_compute(text: str, cell: str) -> None:
    """An apostrophe at the beginning, and behind what some spreadsheets part cells with."""
    assert free_cell(text) == cell


def test_dates_in_a_table_may_hold_commas(book: Book) -> None:
    """A set of dates is one cell, for the claim and for its source."""
    claim = book.claims["lund-cables-snapped"]
    source = replace(book.sources[claim.source], published="[2021-03-09,2021-03-11]")
    said = replace(claim, said="{2021-03-09,2021-03-11}")
    changed = replace(book, live=(said,), sources={**book.sources, source.id: source})
    [row] = _table(changed, "data/claims.csv")
    assert (row["said"], row["published"]) == ("{2021-03-09,2021-03-11}", "[2021-03-09,2021-03-11]")
    assert (row["source"], row["quote"]) == ("coast-weekly", claim.quote)


def test_tables_come_in_pieces(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes, never much more than asked at once."""
    monkeypatch.setattr("claimbook.exports.pieces.PIECE", 300)
    made = {path: list(pieces) for path, pieces in csv_pieces(book)}
    assert {path: b"".join(pieces) for path, pieces in made.items()} == (csv_files(book))
    assert 5 < len(made["data/claims.csv"]) <= len(book.live)


@pytest.mark.parametrize("statement", ["Short.", 'A, "b"\r\nand more,\r\n', "=1;\r\n,"])
def test_a_table_is_renewed_line_by_line(book: Book, statement: str) -> None:
    """Whichever claims were edited, the first, the last or all: as if it were made of the new book."""
    table, old = TABLES[0], csv_files(book)["data/claims.csv"]
    ids = [claim.id for claim in book.live]
    for names in ([], ids[:1], ids[-1:], ids[1:3], ids):
        live = tuple(replace(one, statement=statement) if one.id in names else one for one in book.live)
        new = replace(book, live=live)
        pieces = renewed(table, old, new, names)
        assert pieces is not None
        assert b"".join(pieces) == csv_files(new)["data/claims.csv"]
        back = renewed(table, b"".join(pieces), book, names)
        assert back is not None
        assert b"".join(back) == old


def test_a_table_whose_lines_are_unclear_is_not_renewed(book: Book) -> None:
    """A cell that looks like another claim's line, and a line that is missing."""
    table, (first, second, *_) = TABLES[0], book.live
    unclear = replace(first, statement=f"It says:\r\n{second.id},more")
    odd = replace(book, live=(unclear, *book.live[1:]))
    content = csv_files(odd)["data/claims.csv"]
    assert renewed(table, content, book, [first.id]) is None
    assert renewed(table, content, book, [second.id]) is None
    assert renewed(table, content, book, [book.live[-1].id]) is not None
    assert renewed(table, table.head, book, [first.id]) is None


# Feeds and sitemap


def test_the_feed_lists_the_newest_claims_first(book: Book) -> None:
    """By the day they entered the book, or the last day their source may have been published."""
    entries = claim_entries(book)
    assert [(entry.day, entry.path) for entry in entries[:1]] == [
        ("2021-05-01", "claims/vik-inspection-late.html")
    ]
    days = [entry.day for entry in entries]
    assert days == sorted(days, reverse=True)
    assert set(days) == {"2021-05-01", "2021-04-30"}
    assert "claims/report-cables-worn.html" not in {entry.path for entry in entries}


ENTRY = Entry("claims/a.html", "A title", "A summary", "2021-05-01", ("Edda Lund", "Jon Hale"))


def test_a_feed_with_an_address(book: Book) -> None:
    """Absolute links and ids; every speaker is an author."""
    feed = ET.fromstring(atom(PUBLIC, "feeds/x.atom.xml", "claims", [ENTRY], "claims/index.html"))
    assert [child.tag.rpartition("}")[2] for child in feed] == [
        *("title", "id", "updated", "link", "link", "author", "rights", "entry")
    ]
    assert feed.findtext("a:id", "", ATOM) == "https://example.org/bridge/feeds/x.atom.xml"
    assert {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)} == {
        "self": "https://example.org/bridge/feeds/x.atom.xml",
        "alternate": "https://example.org/bridge/claims/index.html",
    }
    entry = feed.find("a:entry", ATOM)
    assert entry is not None
    assert (
        entry.findtext("a:updated", "", ATOM)
        == feed.findtext("a:updated", "", ATOM)
        == "2021-05-01T00:00:00Z"
    )
    assert [name.text for name in entry.iterfind("a:author/a:name", ATOM)] == ["Edda Lund", "Jon Hale"]


def test_a_feed_without_an_address() -> None:
    """Relative links, and an id that stays the same from build to build and differs from entry to entry."""
    made = atom(
        SETTINGS, "feeds/x.atom.xml", "claims", [ENTRY, replace(ENTRY, path="claims/b.html")], "data.html"
    )
    feed = ET.fromstring(made)
    links = [link.get("href") for link in feed.iterfind(".//a:link", ATOM)]
    assert links == ["../feeds/x.atom.xml", "../data.html", "../claims/a.html", "../claims/b.html"]
    ids = [found.text or "" for found in feed.iterfind(".//a:id", ATOM)]
    assert len(set(ids)) == 3
    assert all(found.startswith("urn:uuid:") for found in ids)


def test_an_empty_feed_is_a_feed() -> None:
    """A book without corrections has a date of update all the same."""
    feed = ET.fromstring(atom(SETTINGS, "feeds/x.atom.xml", "corrections", [], "corrections.html"))
    assert feed.findtext("a:updated", "", ATOM) == "1970-01-01T00:00:00Z"


def test_a_feed_is_well_formed_whatever_it_says() -> None:
    """Markup is text, and characters that XML forbids are replaced."""
    hostile = replace(ENTRY, title="<b>]]>&amp;\x01\ufffe", summary="\ud800")
    entry = ET.fromstring(atom(SETTINGS, "feeds/x.atom.xml", "x", [hostile], "data.html")).find(
        "a:entry", ATOM
    )
    assert entry is not None
    assert entry.findtext("a:title", "", ATOM) == "<b>]]>&amp;\ufffd\ufffd"
    assert entry.findtext("a:summary", "", ATOM) == "\ufffd"


def test_the_sitemap_is_sorted_and_absolute() -> None:
    """One address a page."""
    tree = ET.fromstring(sitemap(PUBLIC, ["b.html", "a/c.html"]))
    assert [loc.text for loc in tree.iterfind("{*}url/{*}loc")] == [
        "https://example.org/bridge/a/c.html",
        "https://example.org/bridge/b.html",
    ]


def test_a_sitemap_is_well_formed_whatever_the_address() -> None:
    """Markup is text, and characters that XML forbids are replaced."""
    tree = ET.fromstring(sitemap(PUBLIC, ["a&<b>.html", "b\x01.html", "é.html"]))
    assert [loc.text for loc in tree.iterfind("{*}url/{*}loc")] == [
        "https://example.org/bridge/a&<b>.html",
        "https://example.org/bridge/b\ufffd.html",
        "https://example.org/bridge/é.html",
    ]


def test_a_long_sitemap_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Into files of as many addresses as the protocol allows, listed by the first."""
    monkeypatch.setattr("claimbook.exports.feeds.ADDRESSES", 2)
    paths = ["b.html", "c.html", "a.html"]
    assert list(sitemap_files(PUBLIC, paths[:2])) == [("sitemap.xml", sitemap(PUBLIC, paths[:2]))]
    files = dict(sitemap_files(PUBLIC, paths))
    assert list(files) == ["sitemap.xml", "sitemap.1.xml", "sitemap.2.xml"]
    tree = ET.fromstring(files["sitemap.xml"])
    assert tree.tag.endswith("}sitemapindex")
    assert [loc.text for loc in tree.iterfind("{*}sitemap/{*}loc")] == [
        "https://example.org/bridge/sitemap.1.xml",
        "https://example.org/bridge/sitemap.2.xml",
    ]
    assert files["sitemap.1.xml"] == sitemap(PUBLIC, ["a.html", "b.html"])
    assert files["sitemap.2.xml"] == sitemap(PUBLIC, ["c.html"])

"""The book in other tools' forms: JSON, JSON-LD, CSV, Atom, sitemap."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from claimbook.book import Book
from claimbook.checks import check
from claimbook.exports import (
    Entry,
    atom,
    claim_data,
    claim_entries,
    claim_jsonld,
    csv_files,
    json_files,
    sitemap,
)
from claimbook.exports.contract import number
from tests.support import SETTINGS, small_book

ATOM = {"a": "http://www.w3.org/2005/Atom"}
PUBLIC = replace(SETTINGS, site_url="https://example.org/bridge/")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book."""
    return check(small_book(tmp_path_factory.mktemp("book")), SETTINGS)


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


def test_the_envelope_names_book_schema_and_commit(book: Book) -> None:
    """So that a copy of the file still says what it is."""
    files = dict(json_files(book, replace(PUBLIC, commit="abc123", question="Why?")))
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
    files = dict(json_files(book, SETTINGS))
    whole: dict[str, Any] = json.loads(files.pop("data/claims.json"))
    assert files.pop("claims/lund-two-cables.json") == files["claims/lund-cables-snapped.json"]
    assert {path: json.loads(content) for path, content in files.items()} == {
        f"claims/{claim['id']}.json": claim for claim in whole["claims"]
    }


def test_a_source_as_json(book: Book) -> None:
    """The original's address and the page here are two fields; shares are rounded."""
    whole = json.loads(dict(json_files(book, SETTINGS))["data/claims.json"])
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


def test_json_ld_cannot_end_its_element(tmp_path: Path) -> None:
    """No character that HTML reads stands in it, and it still says the same."""
    change = ("statement: The inspection came too late.", 'statement: "</script><!-- & x"')
    made = check(small_book(tmp_path, first=change), SETTINGS)
    text = claim_jsonld(made, SETTINGS, made.claims["vik-inspection-late"])
    assert not set("<>&") & set(text)
    assert json.loads(text)["name"] == "</script><!-- & x"


# CSV


def _table(book: Book, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(dict(csv_files(book))[path].decode(), newline="")))


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

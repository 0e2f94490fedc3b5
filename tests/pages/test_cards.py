"""What cards and descriptions say of the small book's records."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claimbook.cards import BARS, Bar, Card, Figure
from claimbook.checks import check
from claimbook.content import page_addresses
from claimbook.pages import Desk, card_files, pages
from claimbook.pages.cards import actor_card, topic_card
from claimbook.pages.parts import CardLink
from claimbook.pages.preview import actor_link
from claimbook.records import Position
from tests.support import SETTINGS, small_book

BOOK = "The bridge at Varnholm"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk of the small book."""
    return _desk(small_book(tmp_path_factory.mktemp("book")))


def _desk(root: Path) -> Desk:
    return Desk(check(root, SETTINGS), SETTINGS, page_addresses(root))


@pytest.fixture(scope="module")
def cards(desk: Desk) -> dict[str, Card]:
    """Its cards by address."""
    return {path: made.card for made in card_files(desk) for path in made.paths}


def test_every_live_record_has_a_card(desk: Desk, cards: dict[str, Card]) -> None:
    """Actors, topics and sources, and the book; each at an address of its own."""
    book = desk.book
    groups = {"actors": book.actors, "topics": book.topics, "sources": book.sources}
    wanted = {
        f"{f}/{r.id}.card.png" for f, group in groups.items() for r in group.values() if not r.withdrawn
    }
    old = {f"{kind}s/{name}.card.png" for kind, name in book.former if f"{kind}s" in groups}
    assert set(cards) == {"card.png", *wanted, *old}


def test_an_actor_that_speaks(cards: dict[str, Card]) -> None:
    """Its claims, and of how many of them they are answered and have evidence cited."""
    assert cards["actors/edda-lund.card.png"] == Card(
        BOOK,
        "Person",
        "Edda Lund",
        figures=(
            Figure(2, "claims"),
            Figure(1, "answered in this book", 2),
            Figure(0, "with evidence cited", 2),
        ),
    )


def test_an_actor_that_does_not_speak(cards: dict[str, Card]) -> None:
    """What it has to do with the book, each number with its word."""
    assert cards["actors/coast-weekly-paper.card.png"].figures == (Figure(1, "source from this actor"),)


def test_a_topic_lists_its_positions(cards: dict[str, Card]) -> None:
    """In the editors' order, each with its claims."""
    card = cards["topics/why-closed.card.png"]
    assert (card.kicker, card.title) == ("2 claims by 2 voices in this book", "Why was the bridge closed?")
    assert [bar.value for bar in card.bars] == [1, 1]
    assert card.note == ""


def test_many_positions_are_counted(desk: Desk) -> None:
    """Those there is no room for are not left out in silence."""
    topic = desk.book.topics["why-closed"]
    for number, shown, note in ((BARS, BARS, ""), (BARS + 1, BARS - 1, "and 2 more positions")):
        positions = tuple(Position(id=f"p{n}", label=f"P {n}") for n in range(number))
        card = topic_card(desk, replace(topic, positions=positions))
        assert (card.bars, card.note) == (tuple(Bar(f"P {n}", 0) for n in range(shown)), note)


def test_a_document_and_a_reference(cards: dict[str, Card]) -> None:
    """Author, publisher, date; only a document has the strip of its claims."""
    card = cards["sources/coast-weekly.card.png"]
    assert (card.kicker, card.title, card.line) == (
        "Document",
        "The bridge is shut",
        "Mara Vik · Coast Weekly · 10 March 2021",
    )
    assert len(card.marks) == card.figures[0].value == 5
    reference = next(c for c in cards.values() if c.kicker == "Reference")
    assert reference.marks == ()


def test_the_book_s_card(cards: dict[str, Card]) -> None:
    """Its title on the cover, its numbers below."""
    card = cards["card.png"]
    assert (card.title, card.cover, card.book) == (BOOK, True, "")
    assert [figure.label for figure in card.figures] == ["claims", "voices", "sources", "answered"]


def test_a_name_that_cannot_be_drawn(desk: Desk) -> None:
    """Another spelling stands for it, or else its id; a title gives way to the site's address."""
    lund = desk.book.actors["edda-lund"]
    foreign = replace(lund, name="习近平", also_known_as=("习", "Xi Jinping"))
    assert actor_card(desk, foreign).title == "Xi Jinping"
    assert actor_card(desk, replace(foreign, also_known_as=())).title == "edda-lund"
    settings = replace(SETTINGS, title="习近平", site_url="https://example.org/book/")
    there = Desk(desk.book, settings, {})
    assert actor_card(there, lund).book == "example.org/book"


def test_pages_name_their_card(desk: Desk) -> None:
    """A claim's page its first speaker's, lists none; every named card is made."""
    views = {page.view.head.path: page.view for page in pages(desk)}
    claim = views["claims/lund-cables-snapped.html"].head.card
    assert claim == CardLink("actors/edda-lund.card.png", "Edda Lund, with numbers of claims in this book")
    assert views["actors/edda-lund.html"].head.card == claim
    assert views["index.html"].head.card is None
    made = {path for one in card_files(desk) for path in one.paths}
    assert {v.head.card.href for v in views.values() if v.head.card} <= made


def test_a_withdrawn_actor_has_no_card(desk: Desk) -> None:
    """Its claims are previewed with the book's."""
    book = desk.book
    gone = replace(book.actors["edda-lund"], withdrawn=book.claims["vik-withdrawn"].withdrawn)
    assert actor_link(replace(book, actors={**book.actors, "edda-lund": gone}), "edda-lund") is None


def _described(desk: Desk) -> dict[str, str]:
    return {
        page.view.row.id: page.view.head.description for page in pages(desk) if page.template == "claim.html"
    }


def test_claims_are_described_by_their_words(desk: Desk) -> None:
    """In quotation marks, and as the document's words where it gives them in indirect speech."""
    found = _described(desk)
    assert found["lund-cables-snapped"] == (
        "Edda Lund, in Coast Weekly, 9 March 2021: “We shut the bridge because two cables had snapped”. "
        "Answered by 1 claim in this book."
    )
    reported = next(c for c in desk.book.live if c.voice == "reported" and c.quote)
    assert ", in the words of " in found[reported.id]
    assert found["magazine-crowd-450"].startswith("Tide Magazine, ")
    assert found["magazine-crowd-450"].count("Tide Magazine") == 1
    paraphrase = next(c for c in desk.book.live if c.quote is None)
    assert "“" not in found[paraphrase.id]
    assert paraphrase.statement[:40] in found[paraphrase.id]


def test_descriptions_are_short(tmp_path: Path) -> None:
    """At most 200 characters, with the answers always there."""
    long = "Edda " + "Lund-Varnholm " * 13
    desk = _desk(small_book(tmp_path))
    lund = replace(desk.book.actors["edda-lund"], name=long)
    there = Desk(replace(desk.book, actors={**desk.book.actors, "edda-lund": lund}), SETTINGS, {})
    found = _described(there)
    assert max(map(len, found.values())) <= 200
    assert all(text.endswith(" in this book.") for text in found.values())

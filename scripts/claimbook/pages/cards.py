"""What the cards say: pictures for link previews, one for each actor, topic and source and one for the book.

Owns: the words and numbers on them, and their addresses. What a source calls an actor is left out: a picture
that travels alone has no room to say whose words those are.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimbook import dates, text
from claimbook.book import Book
from claimbook.cards import BARS, Bar, Card, Figure, drawable
from claimbook.frozen import frozen
from claimbook.pages.actor import KIND_WORDS
from claimbook.pages.desk import Desk
from claimbook.pages.home import totals
from claimbook.pages.parts import count_of
from claimbook.pages.preview import BOOK_CARD, card_path
from claimbook.pages.source import UNSIGNED
from claimbook.pages.topic import topic_entry
from claimbook.records import Actor, Source, Topic

_SOURCE_WORDS = {"document": "Document", "reference": "Reference"}


@frozen
class CardFile:
    """A card and where it is found: its address, and those its record had before."""

    paths: tuple[str, ...]
    card: Card


def card_files(desk: Desk) -> Iterator[CardFile]:
    """Every card of the book, in a fixed order; a withdrawn record has none."""
    book = desk.book
    old: dict[tuple[str, str], list[str]] = {}
    for (kind, former), now in sorted(book.former.items()):
        old.setdefault((kind, now), []).append(former)
    yield CardFile((BOOK_CARD,), book_card(desk))
    for kind, name, card in _records(desk):
        names = (name, *old.get((kind, name), ()))
        yield CardFile(tuple(card_path(kind, known) for known in names), card)


def _records(desk: Desk) -> Iterator[tuple[str, str, Card]]:
    book = desk.book
    yield from (("actor", r.id, actor_card(desk, r)) for r in book.actors.values() if not r.withdrawn)
    yield from (("topic", r.id, topic_card(desk, r)) for r in book.topics.values() if not r.withdrawn)
    yield from (("source", r.id, source_card(desk, r)) for r in book.sources.values() if not r.withdrawn)


def book_card(desk: Desk) -> Card:
    """The card of the book itself, for its home and for pages about no single record."""
    numbers = totals(desk)
    figures = (
        _counted(numbers.claims, "claim"),
        _counted(numbers.voices, "voice"),
        _counted(numbers.documents + numbers.references, "source"),
        Figure(numbers.answered, "answered", numbers.claims),
    )
    return Card("", "", _wordmark(desk), line=desk.settings.question, figures=figures, cover=True)


def actor_card(desk: Desk, actor: Actor) -> Card:
    """An actor's card: its claims and how many are answered, or else what it has to do with the book."""
    names = (actor.name, *actor.also_known_as)
    figures = _said(desk, actor) or _involved(desk.book, actor)
    return Card(_wordmark(desk), KIND_WORDS[actor.kind], _first(names, actor.id), figures=figures)


def _said(desk: Desk, actor: Actor) -> tuple[Figure, ...]:
    tally = desk.book.tally(desk.book.said_by.get(actor.id, ()))
    if not tally.claims:
        return ()
    return (
        _counted(tally.claims, "claim"),
        Figure(tally.answered, "answered in this book", tally.claims),
        Figure(tally.with_evidence, "with evidence cited", tally.claims),
    )


def _involved(book: Book, actor: Actor) -> tuple[Figure, ...]:
    sources = {*book.published.get(actor.id, ()), *book.wrote.get(actor.id, ())}
    found = (
        _counted(len(book.relayed_by.get(actor.id, ())), "claim", "relayed"),
        _counted(len(book.mentioning.get(actor.id, ())), "claim", "about this actor"),
        _counted(len(book.cited_by.get(actor.id, ())), "claim", "that cite it"),
        _counted(sum(not book.sources[name].withdrawn for name in sources), "source", "from this actor"),
    )
    return tuple(figure for figure in found if figure.value)[:3]


def topic_card(desk: Desk, topic: Topic) -> Card:
    """A topic's card: its positions in the editors' order, each with its number of claims."""
    entry = topic_entry(desk, topic)
    over = len(entry.positions) - (BARS - 1)
    shown = entry.positions if over <= 1 else entry.positions[: BARS - 1]
    return Card(
        _wordmark(desk),
        f"{count_of(entry.claims, 'claim')} by {count_of(entry.actors, 'voice')} in this book",
        _first((text.curly(topic.question),), topic.id),
        figures=(_counted(entry.claims, "claim"), _counted(entry.actors, "voice")),
        bars=tuple(Bar(label, number) for label, number in shown),
        note=f"and {over} more positions" if over > 1 else "",
    )


def source_card(desk: Desk, source: Source) -> Card:
    """A source's card: who wrote and published it and when, and for a document where its claims stand."""
    book = desk.book
    claims = book.by_source.get(source.id, ())
    tally = book.tally(claims)
    places = [found for claim in claims if (found := book.matches.get(claim.id))]
    return Card(
        _wordmark(desk),
        _SOURCE_WORDS[source.kind],
        _first((text.curly(source.title),), source.id),
        line=_origin(desk, source),
        figures=(
            _counted(tally.claims, "claim"),
            _counted(len({name for claim in claims for name in claim.speaker}), "voice"),
            Figure(tally.answered, "answered in this book", tally.claims),
        ),
        marks=tuple((place.start / place.of, place.end / place.of) for place in places),
        note="Where its claims stand, from the first word to the last",
    )


def _origin(desk: Desk, source: Source) -> str:
    """Authors, publisher, date; an author who is the publisher too is named once."""
    authors = ", ".join(link.text for link in desk.actors(source.authors))
    publisher = desk.actor(source.publisher).text if source.publisher else ""
    if not authors and (source.kind == "document" or not publisher):
        authors = UNSIGNED[source.kind]
    published = dates.parse(source.published).words if source.published else ""
    parts = dict.fromkeys((authors, publisher, published))
    return " · ".join(part for part in parts if drawable(part))


def _counted(number: int, word: str, rest: str = "") -> Figure:
    return Figure(number, f"{word if number == 1 else f'{word}s'} {rest}".rstrip())


def _first(names: tuple[str, ...], name: str) -> str:
    """The first spelling that a card can show whole; failing that, the record's id."""
    return next((found for found in map(drawable, names) if found), name)


def _wordmark(desk: Desk) -> str:
    """The book's title, or its address where the title is in a script that cards cannot show."""
    address = desk.settings.site_url.rstrip("/").partition("://")[2]
    return _first((desk.settings.title,), address)

"""Which pages of records no longer stand after an edit of claims.

Owns: the walk from the claims that changed to every record whose pages may tell something else, over the book
as it was and as it is. It may name too many, never too few. Of pages of no record it says whether the edit
was one of words alone. Refuses: edits of anything but claims, after which no page is trusted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from claimbook.book import Book, topic_of
from claimbook.frozen import values_of
from claimbook.pages.desk import Desk
from claimbook.pages.figures import figure_addresses
from claimbook.pages.listings import Section
from claimbook.pages.map import listed
from claimbook.pages.parts import AnswerRow, Row, Rows
from claimbook.records import Claim, pack_record

_WORDS = ("statement", "note", "said_basis", "origin")
_ATOMS = frozenset({str, int, float, bool, type(None)})


@dataclass(slots=True)
class Stale:
    """Ids of records whose pages are to be made again. Lists may show something else of the claims `moved`;
    `cards` and `data` are those of claims too, `questions` topics or "". With `words` the edit was one of
    words alone, see `are_words`; `were` are the claims `moved` as they were.
    """

    words: bool = True
    were: dict[str, Claim] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    cards: set[str] = field(default_factory=set)
    data: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)

    def add(self, other: Stale) -> None:
        """Take in what another edit made stale."""
        self.words = self.words and other.words
        for name in ("moved", "claims", "cards", "data", "actors", "sources", "topics", "questions"):
            getattr(self, name).update(getattr(other, name))


def stale(before: Desk, after: Desk, changed: Iterable[str]) -> Stale | None:
    """What no longer stands after an edit of claims, of which all others than those `changed` are the same
    records; None where nothing can be told, since claims that are as they were stand in another order.
    """
    both = before.book, after.book
    edited = frozenset(changed)
    moved = {name for name in edited | _tied(both, edited) if _shown(both[0], name) != _shown(both[1], name)}
    found = [book.claims[name] for book in both for name in moved if name in book.claims]
    sources = {claim.source for claim in found}
    touched = {book.claims[name].source for book in both for name in edited & book.claims.keys()}
    if _reordered(both, touched, moved):
        return None
    tied = moved | _tied(both, moved)
    topics = {stand.topic for claim in found for stand in claim.positions}
    claims = tied | _elsewhere(before, after, edited)
    for desk in (before, after):
        claims |= _beside(desk, moved, sources, topics)
    if not after.short:  # its argument map goes two steps
        claims |= _tied(both, tied)
    questions = {topic for book in both for topic in _asked(book, tied)}
    speaking = [book.claims[name] for book in both for name in tied if name in book.claims]
    return Stale(
        words=are_words(*both, edited),
        were={name: both[0].claims[name] for name in moved if name in both[0].claims},
        moved=moved,
        claims=claims,
        cards={*moved},
        data=tied,
        actors={
            *(name for claim in speaking for name in claim.speaker),
            *(name for claim in found for name in _named(claim)),
            *_listed_otherwise(before, after, moved, sources),
        },
        sources=sources | _carrying(after.book, moved),
        topics=topics | questions,
        questions=questions,
    )


def are_words(before: Book, after: Book, changed: Iterable[str]) -> bool:
    """Whether an edit of these claims was one of words: statements, notes, what dates rest on. No link is
    another then, no count, no place in a document, and no order of claims.
    """
    sources = set()
    for name in changed:
        then, now = before.claims.get(name), after.claims.get(name)
        if then is None or now is None or before.matches.get(name) != after.matches.get(name):
            return False
        if replace(then, **{field: getattr(now, field) for field in _WORDS}) != now:
            return False
        sources.add(now.source)
    return all(_order(before, name) == _order(after, name) for name in sources)


def rows_of(view: Any) -> set[str]:
    """The claims that a page has rows of."""
    found: set[str] = set()
    _collect(view, found)
    return found


def _collect(value: Any, found: set[str]) -> None:
    kind = value.__class__
    if kind in _ATOMS or isinstance(value, str):
        return
    if kind is Row:
        found.add(value.id)
    elif kind is AnswerRow:
        found.add(value.row.id)
    elif kind is Rows:
        found.update(value.ids)
    elif kind is Section:
        found.update(value.names())
    elif kind is tuple or kind is list:
        for one in value:
            _collect(one, found)
    elif callable(value):
        _collect(value(), found)
    else:
        for one in values_of(kind)(value):
            _collect(one, found)


def ties(book: Book, name: str) -> Iterable[str]:
    """The claims that a claim is linked with, and itself where others say the same."""
    yield from [answer.by for answer in book.answered_by.get(name, ())]
    yield from [answer.claim for answer in book.answers.get(name, ())]
    yield from book.claims[name].supports
    yield from [claim.id for claim in book.supported_by.get(name, ())]
    if name in book.clusters:
        yield from book.clusters[name].members


def _tied(both: Iterable[Book], names: Collection[str]) -> set[str]:
    """The claims with links from or to one of these, then or now."""
    return {one for book in both for name in names if name in book.claims for one in ties(book, name)}


def _shown(book: Book, name: str) -> object:
    """All that a list may show of a claim: its record, and how many claims answer it or are answered."""
    claim = book.claims.get(name)
    if claim is None:
        return None
    source, *_, values = pack_record(claim)[1:]
    return source, values, len(book.answered(claim)), len(book.answers.get(name, ()))


def _listed_otherwise(
    before: Desk, after: Desk, moved: Collection[str], sources: Collection[str]
) -> Collection[str]:
    """The actors that have a place on the map's page only then or only now."""
    then, now = (
        ([_spoken(book, name) for name in moved], [_order(book, name) for name in sources])
        for book in (before.book, after.book)
    )
    return () if then == now else listed(before) ^ listed(after)  # which takes long to tell


def _spoken(book: Book, name: str) -> object:
    """Who says a live claim, and what answers it."""
    claim = book.claims.get(name)
    if claim is None or claim.withdrawn:
        return None
    return claim.speaker, [(answer.by, answer.relation) for answer in book.answered(claim)]


def _asked(book: Book, names: Iterable[str]) -> Iterator[str]:
    """The questions, as in `Book.questions`, among whose claims these are."""
    for name in names:
        claim, answers = book.claims.get(name), book.live_answers.get(name)
        if claim is not None and answers and not claim.withdrawn:
            yield topic_of(claim, answers, book.claims)


def _named(claim: Claim) -> Iterable[str]:
    """The actors that relay a claim or are named in it."""
    return (*claim.via, *claim.mentions, *(name for piece in claim.evidence for name in piece.by))


def _reordered(both: tuple[Book, Book], sources: Iterable[str], moved: Collection[str]) -> bool:
    """Whether claims of one of these sources that did not move stand in another order."""
    before, after = ({name: _order(book, name, moved) for name in sources} for book in both)
    return before != after


def _order(book: Book, source: str, moved: Collection[str] = ()) -> list[str]:
    """The claims of a source in document order, but those that moved."""
    return [claim.id for claim in book.by_source.get(source, ()) if claim.id not in moved]


def _beside(desk: Desk, moved: Collection[str], sources: Iterable[str], topics: Iterable[str]) -> set[str]:
    """The claims before and after one that moved, in its document and on its topics' pages."""
    found: set[str] = set()
    orders = [[claim.id for claim in desk.book.by_source.get(name, ())] for name in sources]
    orders += [[*desk.topic_order(name)] for name in topics if name in desk.book.topics]
    for order in orders:
        for at, name in enumerate(order):
            if name in moved:
                found.update(order[max(0, at - 1) : at + 2])
    return found


def _elsewhere(before: Desk, after: Desk, edited: Iterable[str]) -> set[str]:
    """The claims whose pages alone tell something else: their place in a file, or where their numbers are."""
    then, now = before.book.claims, after.book.claims
    placed = {
        name for name in edited if name in then and name in now and then[name].origin != now[name].origin
    }
    addresses = before.once(figure_addresses)
    numbers = {name for name, at in after.once(figure_addresses).items() if addresses.get(name) != at}
    return placed.union(claim.id for name in numbers for claim in after.book.figured.get(name, ()))


def _carrying(book: Book, moved: Collection[str]) -> set[str]:
    """The sources that name one of these claims for a stretch of their words."""
    return {
        source.id
        for source in book.sources.values()
        if any(name in moved for stretch in source.skipped for name in stretch.claim)
    }

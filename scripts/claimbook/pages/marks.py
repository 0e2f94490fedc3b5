"""What the pages of records rested on, and which of them no longer stand after an edit.

Owns: the marks that one build leaves for the next, and the walk from the claims that moved to every record
whose pages may tell something else. It may name too many, never too few. Refuses: pages of no record, which
are judged by their views (see `digests`), and edits of anything but claims, after which no page is trusted.
"""

from __future__ import annotations

import marshal
import struct
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import chain
from typing import Any, NamedTuple

from claimbook.book import Book
from claimbook.pages.desk import Desk
from claimbook.pages.digests import digest
from claimbook.pages.figures import figure_addresses
from claimbook.pages.map import listed
from claimbook.records import Claim, pack_record

_COUNTS = struct.Struct("<II")
Names = tuple[str, ...]


class Mark(NamedTuple):
    """Of a claim: `shown` is a digest of what a list may show, its record and how many claims answer it or
    are answered; `place` is that in its file, which its own page alone tells; `others` are actors that relay
    it or are named in it.
    """

    shown: bytes
    place: str
    tied: Names
    speakers: Names
    others: Names
    topics: Names


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a book's claims, and the ids of claims in each source, topic and question in the order in
    which they stand there; `figures` are addresses of quantities, `listed` the actors on the page of the map.
    """

    claims: Mapping[str, Mark]
    sources: Mapping[str, Names]
    topics: Mapping[str, Names]
    questions: Mapping[str, Names]
    figures: Mapping[str, str]
    listed: frozenset[str]

    def dump(self) -> bytes:
        """The marks in a form to keep; made as anew by `read`."""
        claims = {name: tuple(mark) for name, mark in self.claims.items()}  # `Mark` is no plain value
        plain: Any = (claims, self.sources, self.topics, self.questions, self.figures, self.listed)
        return zlib.compress(marshal.dumps(plain), 1)  # to a fifth: it goes from process to process

    @classmethod
    def read(cls, kept: bytes) -> Marks:
        """What `dump` gave; only our own may be read."""
        claims, *others = marshal.loads(zlib.decompress(kept))
        return cls({name: Mark._make(mark) for name, mark in claims.items()}, *others)

    def renewed(self, desk: Desk, anew: Iterable[str]) -> Marks:
        """The marks after an edit of claims, on the desk after it; `anew` are they and all tied to them."""
        claims = desk.book.claims
        made = {name: _mark(desk.book, claims[name]) for name in anew}
        return _marks(desk, {**self.claims, **made})


@dataclass(slots=True)
class Stale:
    """Ids of records whose pages are to be made again. Lists may show something else of the claims `moved`;
    `cards` and `data` are those of claims too, `questions` topics or "".
    """

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
        for each in fields(self):
            getattr(self, each.name).update(getattr(other, each.name))


def marks(desk: Desk) -> Marks:
    """The marks of a book."""
    return _marks(desk, {name: _mark(desk.book, claim) for name, claim in desk.book.claims.items()})


def _marks(desk: Desk, claims: Mapping[str, Mark]) -> Marks:
    book = desk.book
    return Marks(
        claims,
        {name: tuple([claim.id for claim in group]) for name, group in book.by_source.items()},
        {name: desk.topic_order(name) for name in book.topics},
        {name: tuple([claim.id for claim in group]) for name, group in book.questions.items()},
        desk.once(figure_addresses),
        listed(desk),
    )


def _mark(book: Book, claim: Claim) -> Mark:
    name = claim.id
    source, *_, values = pack_record(claim)[1:]
    counts = _COUNTS.pack(len(book.answered(claim)), len(book.answers.get(name, ())))
    others = [*claim.via, *claim.mentions, *[one for piece in claim.evidence for one in piece.by]]
    return Mark(
        digest((source, values)) + counts,
        f"{claim.origin.path}:{claim.origin.line}" if claim.origin else "",
        tuple(ties(book, name)),
        claim.speaker,
        tuple(others),
        tuple([stand.topic for stand in claim.positions]),
    )


def ties(book: Book, name: str) -> Iterable[str]:
    """The claims that a claim is linked with, and itself where others say the same."""
    yield from [answer.by for answer in book.answered_by.get(name, ())]
    yield from [answer.claim for answer in book.answers.get(name, ())]
    yield from book.claims[name].supports
    yield from [claim.id for claim in book.supported_by.get(name, ())]
    if name in book.clusters:
        yield from book.clusters[name].members


def stale(before: Marks, after: Marks, desk: Desk) -> Stale | None:
    """What no longer stands after an edit of claims, on the desk after it; None where nothing can be told,
    since claims that are as they were stand in another order.
    """
    both = before.claims, after.claims
    moved = {name for name in {*both[0], *both[1]} if _shown(both[0], name) != _shown(both[1], name)}
    if _reordered(before.sources, after.sources, moved):
        return None
    tied = moved | _tied(both, moved)
    claims = tied | _beside(before, after, moved) | _elsewhere(before, after, desk.book)
    if not desk.short:  # its argument map goes two steps
        claims |= _tied(both, tied)
    questions = {
        name
        for groups in (before.questions, after.questions)
        for name, group in groups.items()
        if not tied.isdisjoint(group)
    }
    found = [marks[name] for marks in both for name in moved if name in marks]
    speaking = [marks[name].speakers for marks in both for name in tied if name in marks]
    return Stale(
        moved=moved,
        claims=claims,
        cards={*moved},
        data=tied,
        actors={*chain(*speaking), *chain(*[one.others for one in found]), *before.listed ^ after.listed},
        sources=_sources(before, after, moved) | _carrying(desk.book, moved),
        topics={*chain(*[one.topics for one in found]), *questions},
        questions=questions,
    )


def _shown(claims: Mapping[str, Mark], name: str) -> bytes:
    mark = claims.get(name)
    return mark.shown if mark else b""


def _tied(both: Iterable[Mapping[str, Mark]], names: Iterable[str]) -> set[str]:
    """The claims with links from or to one of these, then or now."""
    return set(chain(*[marks[name].tied for marks in both for name in names if name in marks]))


def _reordered(before: Mapping[str, Names], after: Mapping[str, Names], moved: Collection[str]) -> bool:
    """Whether claims of a source that did not move stand in another order."""
    for name, now in after.items():
        then = before.get(name, ())
        if then != now and _unmoved(then, moved) != _unmoved(now, moved):
            return True
    return False


def _unmoved(names: Names, moved: Collection[str]) -> list[str]:
    return [name for name in names if name not in moved]


def _beside(before: Marks, after: Marks, moved: Collection[str]) -> set[str]:
    """The claims before and after one that moved, in its document and on its topics' pages, then and now."""
    found: set[str] = set()
    for marks in (before, after):
        for order in (*marks.sources.values(), *marks.topics.values()):
            if moved.isdisjoint(order):  # type: ignore[attr-defined]
                continue
            for at, name in enumerate(order):
                if name in moved:
                    found.update(order[max(0, at - 1) : at + 2])
    return found


def _elsewhere(before: Marks, after: Marks, book: Book) -> set[str]:
    """The claims whose pages alone tell something else: their place in a file, or where their numbers are."""
    placed = {
        name
        for name, mark in after.claims.items()
        if name in before.claims and before.claims[name].place != mark.place
    }
    numbers = {name for name, at in after.figures.items() if before.figures.get(name) != at}
    return placed.union(claim.id for name in numbers for claim in book.figured.get(name, ()))


def _sources(before: Marks, after: Marks, moved: set[str]) -> set[str]:
    groups: Sequence[tuple[str, Names]] = [*before.sources.items(), *after.sources.items()]
    return {name for name, group in groups if not moved.isdisjoint(group)}


def _carrying(book: Book, moved: Collection[str]) -> set[str]:
    """The sources that name one of these claims for a stretch of their words."""
    return {
        source.id
        for source in book.sources.values()
        if any(name in moved for stretch in source.skipped for name in stretch.claim)
    }

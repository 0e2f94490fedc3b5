"""What a page rests on, as a digest: a page whose digest is that of the last build need not be made again.

Owns: the digests of views, and of a claim's page without its view, which would cost more than the rest of an
unchanged book together. A digest may change where the page does not; the other way round must never happen.
"""

from __future__ import annotations

import hashlib
import marshal
import struct
from collections.abc import Callable, Iterable
from dataclasses import fields
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from markupsafe import Markup

from claimbook.book import Book
from claimbook.pages.desk import Desk, outline
from claimbook.pages.disputes import disputes_about
from claimbook.pages.figures import figure_href
from claimbook.pages.lazy import Later
from claimbook.pages.map import on_map
from claimbook.pages.parts import Row
from claimbook.records import Actor, Claim, Source, Topic, pack_record

_SIZE = 16
_ATOMS = frozenset({str, int, float, bool, bytes, type(None)})
_PLAIN_FORM = 2  # of `marshal`: without references, so that equal values are written the same


_NOBODY = b"-"
_COUNTS = struct.Struct("<II")


def _sum(parts: list[bytes]) -> bytes:
    return hashlib.blake2b(b"".join(parts), digest_size=_SIZE).digest()


def digest(value: Any) -> bytes:
    """A digest of plain values."""
    return hashlib.blake2b(marshal.dumps(value, _PLAIN_FORM), digest_size=_SIZE).digest()


class Digests:
    """The digests of one book's pages; `world` is that of everything but the claims."""

    def __init__(self, desk: Desk, world: bytes) -> None:
        self.desk = desk
        self.world = world
        self._shown: dict[str, bytes] = {}
        self._tied: dict[str, bytes] = {}

    def renewed(self, desk: Desk, anew: Iterable[str]) -> Digests:
        """The digests after an edit of claims: of those among `anew` a list may show something else."""
        made = Digests(desk, self.world)
        made._shown, made._tied = dict(self._shown), dict(self._tied)
        for name in anew:
            made._shown.pop(name, None)
            for one in (name, *ties(self.desk.book, name), *ties(desk.book, name)):
                made._tied.pop(one, None)
        return made

    def view(self, view: Any) -> bytes:
        """The digest of a page from its view."""
        return digest((self.world, self._plain(view)))

    def claim(self, claim: Claim) -> bytes:
        """The digest of a live claim's page."""
        desk, book = self.desk, self.desk.book
        around, at = book.by_source[claim.source], book.places[claim.id]
        found = [self.world, _place(claim), self.tied(claim.id)]
        if not desk.short:  # its argument map goes two steps
            found += [self.tied(name) for name in ties(book, claim.id)]
        found += [
            self.shown(one.id) if one else _NOBODY
            for one in (around[at - 1] if at else None, around[at + 1] if at + 1 < len(around) else None)
        ]
        for stand in claim.positions:
            found += [self.shown(row.id) if row else _NOBODY for row in desk.in_topic(stand.topic, claim.id)]
        found += [figure_href(desk, figure.quantity).encode() for figure in claim.figures]
        cluster = book.clusters.get(claim.id)
        if cluster:
            found.append(f"{cluster.earliest} {cluster.members}".encode())
        return _sum(found)

    def card(self, claim: Claim) -> bytes:
        """The digest of a claim's card."""
        return self.world + self.shown(claim.id)

    def data(self, claim: Claim) -> bytes:
        """The digest of a claim's own file of data."""
        return self.world + self.tied(claim.id)

    def actor(self, actor: Actor) -> bytes:
        """The digest of an actor's pages: the claims on its lists, and what is tied to its own."""
        book, name = self.desk.book, actor.id
        found = [self.world, name.encode(), (on_map(self.desk, name) or "").encode()]
        for group in (book.relayed_by, book.mentioning, book.cited_by):
            found += [_NOBODY, *[self.shown(claim.id) for claim in group.get(name, ())]]
        return _sum([*found, _NOBODY, *[self.tied(claim.id) for claim in book.said_by.get(name, ())]])

    def source(self, source: Source) -> bytes:
        """The digest of a source's pages."""
        claims = [claim.id for claim in self.desk.book.by_source.get(source.id, ())]
        claims += [name for stretch in source.skipped for name in stretch.claim]
        return _sum([self.world, source.id.encode(), *map(self.shown, claims)])

    def topic(self, topic: Topic) -> bytes:
        """The digest of a topic's pages."""
        book = self.desk.book
        found = [self.world, topic.id.encode(), str(disputes_about(book, topic.id)).encode()]
        for position in topic.positions:
            claims = book.stands.get(f"{topic.id}/{position.id}", ())
            found += [_NOBODY, *[self.shown(claim.id) for claim in claims]]
        return _sum(found)

    def question(self, topic: str) -> bytes:
        """The digest of the pages of disputes about one question."""
        claims = self.desk.book.questions[topic]
        return _sum([self.world, topic.encode(), *[self.tied(claim.id) for claim in claims]])

    def structure(self, kind: str) -> bytes:
        """The digest of a page that tells who says, answers and holds what, but in nobody's words."""
        return _sum([self.world, kind.encode(), self.desk.once(_structure)])

    def tied(self, name: str) -> bytes:
        """A claim with all that is linked with it."""
        found = self._tied.get(name)
        if found is None:
            shown, others = self.shown, ties(self.desk.book, name)
            found = self._tied[name] = _sum([shown(name), *[shown(one) for one in others]])
        return found

    def shown(self, name: str) -> bytes:
        """What a list may show of a claim: its record, and how many claims answer it or are answered."""
        found = self._shown.get(name)
        if found is None:
            book = self.desk.book
            claim = book.claims[name]
            counts = len(book.answered(claim)), len(book.answers.get(name, ()))
            source, *_, values = pack_record(claim)[1:]  # its place in its file is told on its page alone
            found = self._shown[name] = digest((source, values)) + _COUNTS.pack(*counts)
        return found

    def _plain(self, value: Any) -> object:
        kind = value.__class__
        if kind in _ATOMS:
            return value
        if kind is Row:
            return self.shown(value.id)
        if kind is tuple or kind is list:
            return [self._plain(one) for one in value]
        if kind is Markup or kind is Decimal:
            return str(value)
        if isinstance(value, dict):
            return [(self._plain(key), self._plain(one)) for key, one in value.items()]
        if kind is Later:
            return value.rests(self)
        if callable(value):
            return self._plain(value())
        return [kind.__name__, *[self._plain(one) for one in _values(kind)(value)]]


@outline
def _structure(book: Book) -> bytes:
    """Everything about claims that pages without their words tell."""
    return digest(
        [
            (
                claim.id,
                claim.source,
                claim.speaker,
                claim.via,
                claim.mentions,
                claim.voice,
                claim.certainty,
                claim.said,
                claim.quote is None,
                [(stand.topic, stand.position) for stand in claim.positions],
                [(answer.claim, answer.relation, answer.linked_by) for answer in claim.counter_statements],
                [(piece.kind, piece.by) for piece in claim.evidence],
                claim.supports,
                claim.restates,
                claim.withdrawn is None,
                (place.start, place.end, place.spans) if (place := book.matches.get(claim.id)) else None,
            )
            for claim in book.claims.values()
        ]
    )


def ties(book: Book, name: str) -> Iterable[str]:
    """The claims that a claim is linked with, and itself where others say the same."""
    yield from [answer.by for answer in book.answered_by.get(name, ())]
    yield from [answer.claim for answer in book.answers.get(name, ())]
    yield from book.claims[name].supports
    yield from [claim.id for claim in book.supported_by.get(name, ())]
    if name in book.clusters:
        yield from book.clusters[name].members


def _place(claim: Claim) -> bytes:
    return f"{claim.origin.path}:{claim.origin.line}".encode() if claim.origin else b""


@cache
def _values(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Gives the values of all fields of a view."""
    names = [field.name for field in fields(kind)]
    getter = attrgetter(*names)
    return getter if len(names) > 1 else lambda view: (getter(view),)

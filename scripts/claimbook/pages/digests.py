"""What a page tells, as a digest: one whose digest is that of the last build need not be made again.

Owns: the digests of views, and of pages without claims' words. Rows stand in a digest by their ids alone:
of which claims a row shows something else is told by `stale`. A digest may change where the page does not;
the other way round must never happen.
"""

from __future__ import annotations

import hashlib
import marshal
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from claimbook.book import Book
from claimbook.frozen import values_of
from claimbook.pages.desk import Desk, outline
from claimbook.pages.parts import Row

_SIZE = 16
_ATOMS = frozenset({str, int, float, bool, bytes, type(None)})
_PLAIN_FORM = 2  # of `marshal`: without references, so that equal values are written the same


def digest(value: Any) -> bytes:
    """A digest of plain values."""
    return hashlib.blake2b(marshal.dumps(value, _PLAIN_FORM), digest_size=_SIZE).digest()


class Digests:
    """The digests of one book's pages; `world` is that of everything but the claims."""

    def __init__(self, desk: Desk, world: bytes) -> None:
        self.desk = desk
        self.world = world

    def view(self, view: Any) -> tuple[bytes, set[str]]:
        """The digest of a page from its view, and the claims it has rows of."""
        rows: set[str] = set()
        return digest((self.world, _plain(view, rows))), rows

    def structure(self, kind: str) -> bytes:
        """The digest of a page that tells who says, answers and holds what, but in nobody's words."""
        return digest((self.world, kind, self.desk.once(_structure)))


def _plain(value: Any, rows: set[str]) -> object:
    kind = value.__class__
    if kind in _ATOMS:
        return value
    if kind is Row:
        rows.add(value.id)
        return value.id
    if kind is tuple or kind is list:
        return [_plain(one, rows) for one in value]
    if kind is Markup or kind is Decimal:
        return str(value)
    if isinstance(value, dict):
        return [(_plain(key, rows), _plain(one, rows)) for key, one in value.items()]
    if callable(value):
        return _plain(value(), rows)
    return [kind.__name__, *[_plain(one, rows) for one in values_of(kind)(value)]]


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

"""Which records' pages an edit of claims can change.

Owns: the walk from the claims that changed along the links of both books, before and after. It may name too
many; pages that rest on counts over the whole book are not its matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from claimbook.book import Book
from claimbook.pages import Desk, Digests, ties
from claimbook.records import Claim


@dataclass(frozen=True, slots=True)
class Affected:
    """Ids of live records. `shown` are claims of which a list may show something else, `near` those with
    links from or to the edited ones, `claims` all those whose pages may change; `questions` are topics or "".
    """

    shown: frozenset[str]
    near: frozenset[str]
    claims: frozenset[str]
    actors: frozenset[str]
    sources: frozenset[str]
    topics: frozenset[str]
    questions: frozenset[str]


def near(before: Book, after: Book, changed: Iterable[str]) -> frozenset[str]:
    """The claims with links from or to one of these, then or now, and these."""
    found = set(changed)
    for book in (before, after):
        found.update(one for name in [*changed] for one in ties(book, name))
    return frozenset(found)


def affected(before: Digests, after: Digests, changed: Collection[str], around: frozenset[str]) -> Affected:
    """What the edit of the claims `changed`, with those `near` them, can change on pages of records."""
    books = before.desk.book, after.desk.book
    shown = frozenset(name for name in around if before.shown(name) != after.shown(name))
    tied = near(*books, shown)
    claims = {*changed, *around, *tied}
    if not after.desk.short:
        claims |= near(*books, claims)
    for desk in (before.desk, after.desk):
        claims.update(name for one in {*shown, *changed} for name in _beside(desk, one))
    records = [book.claims[name] for book in books for name in shown]
    speakers = [book.claims[name] for book in books for name in tied]
    wide = {*around, *tied}
    questions = {
        topic
        for book in books
        for topic, group in book.questions.items()
        if any(claim.id in wide for claim in group)
    }
    live = books[1]
    return Affected(
        shown=shown,
        near=around,
        claims=frozenset(name for name in claims if not live.claims[name].withdrawn),
        actors=frozenset([name for one in records for name in _named(one)]).union(
            *[one.speaker for one in speakers]
        ),
        sources=frozenset({one.source for one in records} | _carrying(live, shown)),
        topics=frozenset({stand.topic for one in records for stand in one.positions} | (questions - {""})),
        questions=frozenset(questions & live.questions.keys()),
    )


def _beside(desk: Desk, name: str) -> Iterable[str]:
    """The claims before and after one, in its document and on its topics' pages."""
    book = desk.book
    claim = book.claims[name]
    if claim.withdrawn:
        return
    at = book.places[name]
    yield from (one.id for one in book.by_source[claim.source][max(0, at - 1) : at + 2])
    for stand in claim.positions:
        yield from (row.id for row in desk.in_topic(stand.topic, name) if row)


def _named(claim: Claim) -> Iterable[str]:
    yield from claim.speaker
    yield from claim.via
    yield from claim.mentions
    yield from (name for piece in claim.evidence for name in piece.by)


def _carrying(book: Book, shown: Collection[str]) -> set[str]:
    """The sources that name one of these claims for a stretch of their words."""
    return {
        source.id
        for source in book.sources.values()
        if any(name in shown for stretch in source.skipped for name in stretch.claim)
    }

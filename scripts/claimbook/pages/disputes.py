"""The page of disputes: every claim beside the claims that answer it, by question."""

from __future__ import annotations

from dataclasses import dataclass

from claimbook.book import Answer, Book
from claimbook.pages.claim import QuoteView, quote_view
from claimbook.pages.parts import AnswerRow, Count, Desk, Head, Link, Row
from claimbook.records import Claim


@dataclass(frozen=True, slots=True)
class Dispute:
    """One claim with all its answers in the book."""

    claim: Row
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class DisputeGroup:
    """The disputes about one question; `topic` is None for claims that take no position."""

    id: str
    title: str
    topic: Link | None
    disputes: tuple[Dispute, ...]
    pairs: int


@dataclass(frozen=True, slots=True)
class DisputesPage:
    """All disputes, with the number of pairs by relation."""

    head: Head
    pairs: int
    relations: tuple[Count, ...]
    groups: tuple[DisputeGroup, ...]


@dataclass(frozen=True, slots=True)
class Sharp:
    """A dispute shown with both sides' words."""

    claim: Row
    claim_quote: QuoteView | None
    answer: AnswerRow
    answer_quote: QuoteView | None
    more: int


def disputes_page(desk: Desk) -> DisputesPage:
    """The view of the page of disputes; a claim with several positions stands under its first."""
    head = Head(
        "Disputes", "Claims and the claims that answer them, side by side.", "disputes.html", "disputes"
    )
    book = desk.book
    groups: dict[str, list[Dispute]] = {}
    counts: dict[str, int] = {}
    for claim in (c for group in book.by_source.values() for c in group):
        answers = tuple(desk.answer(a, answering=True, path=head.path) for a in book.answered(claim))
        if not answers:
            continue
        for answer in answers:
            counts[answer.relation] = counts.get(answer.relation, 0) + 1
        topic = claim.positions[0].topic if claim.positions else ""
        groups.setdefault(topic, []).append(Dispute(desk.row(claim.id), answers))
    pairs = sum(counts.values())
    made = [_group(desk, topic, disputes) for topic, disputes in groups.items()]
    ordered = sorted(made, key=lambda g: (g.topic is None, -g.pairs, g.id))
    relations = tuple(
        Count(n, pairs, relation) for relation, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
    )
    return DisputesPage(head, pairs, relations, tuple(ordered))


def _group(desk: Desk, topic: str, disputes: list[Dispute]) -> DisputeGroup:
    link = desk.topic(topic) if topic else None
    pairs = sum(len(d.answers) for d in disputes)
    return DisputeGroup(topic or "other", link.text if link else "Other claims", link, tuple(disputes), pairs)


def sharpest(desk: Desk, limit: int) -> tuple[Sharp, ...]:
    """Up to `limit` flat contradictions between different speakers, to show different questions and voices.

    Pairs from two documents come first, then pairs of named voices, then the most answered claims; each topic
    and each pair of speakers is shown once.
    """
    book = desk.book
    pairs = [
        (claim, answer)
        for claim in book.live
        for answer in book.answered(claim)
        if answer.relation == "contradicts" and claim.positions
    ]
    chosen: list[Sharp] = []
    seen: set[object] = set()
    for claim, answer in sorted(pairs, key=lambda pair: _weight(book, *pair)):
        other = book.claims[answer.by]
        topic, voices = claim.positions[0].topic, frozenset([claim.speaker, other.speaker])
        if len(voices) == 1 or {topic, voices} & seen:
            continue
        seen |= {topic, voices}
        row = desk.answer(answer, answering=True, path="index.html")
        more = len(book.answered(claim)) - 1
        chosen.append(Sharp(desk.row(claim.id), quote_view(book, claim), row, quote_view(book, other), more))
        if len(chosen) == limit:
            break
    return tuple(chosen)


def _weight(book: Book, claim: Claim, answer: Answer) -> tuple[bool, bool, int, str, str]:
    other = book.claims[answer.by]
    unnamed = any(book.actors[name].kind == "unnamed" for name in (*claim.speaker, *other.speaker))
    return (claim.source == other.source, unnamed, -len(book.answered(claim)), claim.id, other.id)

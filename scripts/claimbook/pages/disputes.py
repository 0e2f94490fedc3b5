"""The page of disputes: every claim beside the claims that answer it, by question."""

from __future__ import annotations

from dataclasses import dataclass

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
    """Up to `limit` flat contradictions between different speakers, the most answered claims first.

    One dispute a topic and one a pair of speakers, so that the selection shows different questions.
    """
    book = desk.book

    def weight(claim: Claim) -> tuple[int, int, str]:
        answers = book.answered(claim)
        voices = {name for a in answers for name in book.claims[a.by].speaker} - set(claim.speaker)
        return (-len(voices), -len(answers), claim.id)

    chosen: list[Sharp] = []
    seen: set[object] = set()
    for claim in sorted(book.live, key=weight):
        topic = claim.positions[0].topic if claim.positions else ""
        for answer in book.answered(claim):
            other = book.claims[answer.by]
            pair = frozenset([claim.speaker, other.speaker])
            if answer.relation != "contradicts" or len(pair) == 1 or not topic or {topic, pair} & seen:
                continue
            seen |= {topic, pair}
            row = desk.answer(answer, answering=True, path="index.html")
            more = len(book.answered(claim)) - 1
            chosen.append(
                Sharp(desk.row(claim.id), quote_view(book, claim), row, quote_view(book, other), more)
            )
            break
        if len(chosen) == limit:
            break
    return tuple(chosen)

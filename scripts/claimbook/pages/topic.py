"""A topic's page: a question, its positions, and who takes which in which claim."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from claimbook import text
from claimbook.pages import preview
from claimbook.pages.desk import Desk
from claimbook.pages.disputes import disputes_about, question_link
from claimbook.pages.parts import Head, Link, Row, count_of
from claimbook.records import Claim, Topic


@dataclass(frozen=True, slots=True)
class Holder:
    """An actor that takes a position, with the claims in which it does."""

    actor: Link
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PositionView:
    """One answer to the question: who gives it, and in which claims (in document order)."""

    id: str
    label: str
    holders: tuple[Holder, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Everything a topic's page shows.

    `disputes` leads to the pairs of claim and answer on the question, where there are any; `wavering` are
    actors found under more than one position.
    """

    head: Head
    question: str
    note: Markup | None
    claims: int
    actors: int
    positions: tuple[PositionView, ...]
    wavering: tuple[Link, ...]
    disputes: Link | None


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A topic as one entry of the index."""

    link: Link
    claims: int
    actors: int
    positions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """The index of topics, the most argued first."""

    head: Head
    entries: tuple[TopicEntry, ...]


def topic_page(desk: Desk, topic: Topic) -> TopicPage:
    """The view of one topic."""
    path = f"topics/{topic.id}.html"
    positions = tuple(
        PositionView(
            p.id,
            text.curly(p.label),
            _holders(desk, _claims(desk, topic, p.id)),
            desk.rows(_claims(desk, topic, p.id)),
        )
        for p in topic.positions
    )
    entry = topic_entry(desk, topic)
    seen: dict[Link, int] = {}
    for position in positions:
        for holder in position.holders:
            seen[holder.actor] = seen.get(holder.actor, 0) + 1
    question = text.curly(topic.question)
    taken = sum(bool(p.rows) for p in positions)
    voices, places = count_of(entry.actors, "voice"), count_of(taken, "position")
    description = f"{voices} on {places} in {count_of(entry.claims, 'claim')}."
    return TopicPage(
        head=Head(question, description, path, "topics", card=preview.topic_link(desk.book, topic.id)),
        question=question,
        note=desk.note(topic.note, path),
        claims=entry.claims,
        actors=entry.actors,
        positions=positions,
        wavering=tuple(link for link, count in seen.items() if count > 1),
        disputes=_disputes(desk, topic.id),
    )


def _disputes(desk: Desk, topic: str) -> Link | None:
    pairs = disputes_about(desk.book, topic)
    return question_link(topic, f"{count_of(pairs, 'pair')} of claim and answer") if pairs else None


def _claims(desk: Desk, topic: Topic, position: str) -> tuple[Claim, ...]:
    return desk.book.stands.get(f"{topic.id}/{position}", ())


def _holders(desk: Desk, claims: tuple[Claim, ...]) -> tuple[Holder, ...]:
    found: dict[str, list[Row]] = {}
    for claim in claims:
        for name in claim.speaker:
            found.setdefault(name, []).append(desk.row(claim.id))
    return tuple(Holder(desk.actor(name), tuple(rows)) for name, rows in found.items())


def topic_entry(desk: Desk, topic: Topic) -> TopicEntry:
    """A topic as an entry of the index and of the home page."""
    groups = [(text.curly(p.label), _claims(desk, topic, p.id)) for p in topic.positions]
    claims = {claim.id: claim for _, group in groups for claim in group}
    actors = {name for claim in claims.values() for name in claim.speaker}
    return TopicEntry(
        desk.topic(topic.id), len(claims), len(actors), tuple((label, len(group)) for label, group in groups)
    )


def topics_page(desk: Desk) -> TopicsPage:
    """The view of the index of topics."""
    head = Head(
        "Topics", "Questions that the voices in this book answer differently.", "topics/index.html", "topics"
    )
    entries = [topic_entry(desk, topic) for topic in desk.book.topics.values() if not topic.withdrawn]
    return TopicsPage(head, tuple(sorted(entries, key=lambda e: (-e.claims, e.link.href))))

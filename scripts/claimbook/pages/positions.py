"""The page of positions: voices by questions, each cell the positions a voice takes, as letters.

Letters follow the order of a topic's record. They say which positions are the same, not which is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claimbook import text
from claimbook.pages.desk import Desk
from claimbook.pages.parts import Head, Link
from claimbook.records import Topic

VOICES, QUESTIONS = 40, 30  # rows and columns of the table at most
LEAST = 2  # questions a voice takes a position on


@dataclass(frozen=True, slots=True)
class Sign:
    """A position with its letter; `href` is None where nobody in the book takes it."""

    letter: str
    label: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A column: the question under its number, with all its positions."""

    number: int
    id: str
    link: Link
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Stance:
    """A row: a voice, and for each question the positions it takes; none is an empty cell."""

    voice: Link
    cells: tuple[tuple[Sign, ...], ...]


@dataclass(frozen=True, slots=True)
class PositionsPage:
    """The table and its key. Left out: voices on a `single` question, `further` voices beyond the table's
    length, and `unasked` questions beyond its width.
    """

    head: Head
    questions: tuple[Question, ...]
    stances: tuple[Stance, ...]
    single: int
    further: int
    unasked: int


def positions_page(desk: Desk) -> PositionsPage:
    """The view of the page of positions: questions with most claims first, voices on most questions first."""
    topics = sorted(
        (topic for topic in desk.book.topics.values() if not topic.withdrawn and _claims(desk, topic)),
        key=lambda topic: (-len(_claims(desk, topic)), topic.id),
    )
    questions = tuple(
        _question(desk, number, topic) for number, topic in enumerate(topics[:QUESTIONS], start=1)
    )
    taken = _taken(desk, topics[:QUESTIONS])
    several = [name for name, held in taken.items() if len({topic for topic, _ in held}) >= LEAST]
    several.sort(
        key=lambda name: (-len({topic for topic, _ in taken[name]}), text.slug(desk.actor(name).text), name)
    )
    return PositionsPage(
        Head(
            "Positions",
            "Who takes which position on which question, side by side.",
            "positions.html",
            "topics",
        ),
        questions,
        tuple(_stance(desk, name, questions, taken[name]) for name in several[:VOICES]),
        single=len(taken) - len(several),
        further=max(0, len(several) - VOICES),
        unasked=max(0, len(topics) - QUESTIONS),
    )


def _claims(desk: Desk, topic: Topic) -> set[str]:
    found = desk.book.stands
    return {claim.id for p in topic.positions for claim in found.get(f"{topic.id}/{p.id}", ())}


def _taken(desk: Desk, topics: Iterable[Topic]) -> dict[str, set[tuple[str, str]]]:
    """For each voice the topics and positions it takes, as pairs."""
    taken: dict[str, set[tuple[str, str]]] = {}
    for topic in topics:
        for position in topic.positions:
            for claim in desk.book.stands.get(f"{topic.id}/{position.id}", ()):
                for name in claim.speaker:
                    taken.setdefault(name, set()).add((topic.id, position.id))
    return taken


def _question(desk: Desk, number: int, topic: Topic) -> Question:
    link = desk.topic(topic.id)
    signs = tuple(
        Sign(
            letters(at),
            text.curly(p.label),
            f"{link.href}#position-{p.id}" if desk.book.stands.get(f"{topic.id}/{p.id}") else None,
        )
        for at, p in enumerate(topic.positions)
    )
    return Question(number, topic.id, link, signs)


def _stance(desk: Desk, name: str, questions: Iterable[Question], held: set[tuple[str, str]]) -> Stance:
    cells = tuple(
        tuple(
            sign
            for sign, position in zip(question.signs, desk.book.topics[question.id].positions, strict=True)
            if (question.id, position.id) in held
        )
        for question in questions
    )
    return Stance(desk.actor(name), cells)


def letters(number: int) -> str:
    """The sign of position `number`, from 0: a to z, then aa, ab …"""
    sign = ""
    while number >= 0:
        sign = chr(ord("a") + number % 26) + sign
        number = number // 26 - 1
    return sign

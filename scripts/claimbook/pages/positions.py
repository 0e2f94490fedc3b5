"""The page of positions: voices by questions, each cell the positions a voice takes, as letters.

Letters follow the order of a topic's record. They say which positions are the same, not which is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimbook import text
from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.pages.cut import numbered
from claimbook.pages.desk import Desk
from claimbook.pages.parts import Head, Link, Pager, page_name, pager
from claimbook.records import Topic

VOICES, QUESTIONS = 40, 30  # rows and columns of a page's table at most
LEAST = 2  # questions a voice takes a position on


@frozen
class Sign:
    """A position with its letter; `href` is None where nobody in the book takes it."""

    letter: str
    label: str
    href: str | None


@frozen
class Question:
    """A column: the question under its number, with all its positions."""

    number: int
    id: str
    link: Link
    signs: tuple[Sign, ...]


@frozen
class Stance:
    """A row: a voice, and for each question the positions it takes; none is an empty cell."""

    voice: Link
    cells: tuple[tuple[Sign, ...], ...]


@frozen
class PositionsPage:
    """The table of some of `asked` questions, and its key. Left out: voices on a `single` one of them, and
    `further` voices beyond the table's length.
    """

    head: Head
    description: str
    questions: tuple[Question, ...]
    stances: tuple[Stance, ...]
    single: int
    further: int
    asked: int
    pager: Pager


def positions_pages(desk: Desk) -> Iterator[PositionsPage]:
    """The pages of positions: questions with most claims first, voices on most questions first."""
    topics = desk.once(_topics)
    pages = max(1, -(-len(topics) // QUESTIONS))
    description = "Who takes which position on which question, side by side."
    for number in range(1, pages + 1):
        first = (number - 1) * QUESTIONS
        part = topics[first : first + QUESTIONS]
        questions = tuple(_question(desk, at, topic) for at, topic in enumerate(part, start=first + 1))
        taken = _taken(desk, part)
        several = {name: held for name, held in taken.items() if len(held) >= LEAST}
        voices = sorted(
            several, key=lambda name: (-len(several[name]), text.slug(desk.actor(name).text), name)
        )
        yield PositionsPage(
            Head(numbered("Positions", number), description, page_name("positions", number), "topics"),
            description,
            questions,
            tuple(_stance(desk, name, questions, taken[name]) for name in voices[:VOICES]),
            single=len(taken) - len(voices),
            further=max(0, len(voices) - VOICES),
            asked=len(topics),
            pager=pager("positions", number, pages),
        )


def _topics(book: Book) -> list[Topic]:
    """The live topics on which somebody takes a position, those with most claims first."""
    claims = {
        topic.id: {c.id for p in topic.positions for c in book.stands.get(f"{topic.id}/{p.id}", ())}
        for topic in book.topics.values()
        if not topic.withdrawn
    }
    ordered = sorted((name for name in claims if claims[name]), key=lambda name: (-len(claims[name]), name))
    return [book.topics[name] for name in ordered]


def _taken(desk: Desk, topics: Iterable[Topic]) -> dict[str, dict[str, set[str]]]:
    """For each voice the positions it takes, by topic."""
    taken: dict[str, dict[str, set[str]]] = {}
    for topic in topics:
        for position in topic.positions:
            for claim in desk.book.stands.get(f"{topic.id}/{position.id}", ()):
                for name in claim.speaker:
                    taken.setdefault(name, {}).setdefault(topic.id, set()).add(position.id)
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


def _stance(desk: Desk, name: str, questions: Iterable[Question], held: dict[str, set[str]]) -> Stance:
    cells = tuple(
        tuple(
            sign
            for sign, position in zip(question.signs, desk.book.topics[question.id].positions, strict=True)
            if position.id in held.get(question.id, ())
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

"""An actor's page: what it said, what others report it as saying, what it relayed, who answers it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from claimbook import charts, text
from claimbook.book import Answer, Tally
from claimbook.pages import preview
from claimbook.pages.desk import Desk
from claimbook.pages.map import on_map
from claimbook.pages.parts import VOICE_WORDS, AnswerRow, Head, Link, Row, count_of
from claimbook.records import Actor, Claim

TALLIED = 3  # claims from which on an actor's counts are drawn; fewer are told in words alone

KIND_WORDS = {
    "person": "Person",
    "government": "Government body",
    "intergovernmental": "Intergovernmental body",
    "organisation": "Organisation",
    "media": "Media",
    "group": "Group",
    "unnamed": "Unnamed voice",
}


@dataclass(frozen=True, slots=True)
class Described:
    """What a source calls the actor."""

    role: str
    source: Link


@dataclass(frozen=True, slots=True)
class Exchange:
    """One claim of this actor with the claims that answer it, or that it answers, each with its relation."""

    own: Row
    others: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A count of the actor's claims, with its bar; the denominator is all of its claims."""

    label: str
    value: int
    bar: Markup


@dataclass(frozen=True, slots=True)
class Section:
    """One list of the page, ready for its heading and its place in the jump list."""

    id: str
    title: str
    explanation: str
    rows: tuple[Row, ...]
    exchanges: tuple[Exchange, ...]

    @property
    def count(self) -> int:
        """Claims listed, or answers."""
        return len(self.rows) + sum(len(one.others) for one in self.exchanges)


@dataclass(frozen=True, slots=True)
class ActorPage:
    """Everything an actor's page shows."""

    head: Head
    name: str
    kind: str
    kind_words: str
    also_known_as: tuple[str, ...]
    described_as: tuple[Described, ...]
    part_of: tuple[Link, ...]
    parts: tuple[Link, ...]
    only_in: Link | None
    wrote: tuple[Link, ...]
    published: tuple[Link, ...]
    note: Markup | None
    tally: Tally
    measures: tuple[Measure, ...]
    sections: tuple[Section, ...]
    on_map: str | None


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor as one entry of the index."""

    link: Link
    kind: str
    kind_words: str
    also_known_as: tuple[str, ...]
    said: int
    answered: int
    relayed: int
    about: int


@dataclass(frozen=True, slots=True)
class ActorGroup:
    """The index's actors of one kind."""

    kind: str
    title: str
    entries: tuple[ActorEntry, ...]


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """The index of actors: those heard most, then all by kind, by name."""

    head: Head
    loudest: tuple[ActorEntry, ...]
    groups: tuple[ActorGroup, ...]


def actor_page(desk: Desk, actor: Actor) -> ActorPage:
    """The view of one actor."""
    book, path = desk.book, f"actors/{actor.id}.html"
    said = book.said_by.get(actor.id, ())
    tally = book.tally(said)
    return ActorPage(
        head=Head(
            actor.name, _description(actor, tally), path, "actors", card=preview.actor_link(book, actor.id)
        ),
        name=actor.name,
        kind=actor.kind,
        kind_words=KIND_WORDS[actor.kind],
        also_known_as=actor.also_known_as,
        described_as=tuple(
            Described(text.curly(d.role), desk.publisher_or_source(d.source)) for d in actor.described_as
        ),
        part_of=desk.actors(actor.part_of),
        parts=desk.actors(a.id for a in book.actors.values() if actor.id in a.part_of),
        only_in=desk.source(actor.source) if actor.source else None,
        wrote=tuple(desk.source(s.id) for s in book.sources.values() if actor.id in s.authors),
        published=tuple(desk.source(s.id) for s in book.sources.values() if actor.id == s.publisher),
        note=desk.note(actor.note, path),
        tally=tally,
        measures=_measures(said, tally),
        sections=_sections(desk, actor, said),
        on_map=on_map(desk, actor.id),
    )


def _measures(said: Iterable[Claim], tally: Tally) -> tuple[Measure, ...]:
    """How many of the actor's claims are given in each voice it has, cite evidence and are answered."""
    if tally.claims < TALLIED:
        return ()
    voices = [claim.voice for claim in said]
    counts = (
        *((words, voices.count(voice)) for voice, words in VOICE_WORDS.items() if voice in voices),
        ("evidence cited", tally.with_evidence),
        ("answered in this book", tally.answered),
    )
    return tuple(Measure(label, value, charts.tally(value, tally.claims)) for label, value in counts)


def _description(actor: Actor, tally: Tally) -> str:
    claims = count_of(tally.claims, "claim")
    return f"{KIND_WORDS[actor.kind]}: {claims} in this book, {tally.answered} of them answered."


def _sections(desk: Desk, actor: Actor, said: Iterable[Claim]) -> tuple[Section, ...]:
    book = desk.book
    own = [c for c in said if c.voice in ("author", "quoted")]
    reported = [c for c in said if c.voice == "reported"]
    mine = {c.id for c in said}
    received = [a for c in said for a in book.answered(c)]
    given = [a for c in said for a in book.answers.get(c.id, ()) if not book.claims[a.claim].withdrawn]
    about = [c for c in book.mentioning.get(actor.id, ()) if c.id not in mine]
    rows, path = desk.rows, f"actors/{actor.id}.html"
    found = (
        Section(
            "said", "Said", "In quotation marks in a document, or in the document’s own voice.", rows(own), ()
        ),
        Section(
            "reported",
            "Reported as saying",
            "In indirect speech: another voice chose the words.",
            rows(reported),
            (),
        ),
        Section(
            "relayed",
            "Relayed",
            "Somebody else’s claims that came through this actor.",
            rows(book.relayed_by.get(actor.id, ())),
            (),
        ),
        Section("about", "Written about", "Claims by others that are about this actor.", rows(about), ()),
        Section(
            "cited",
            "Cited as evidence",
            "Claims for which the document offers something that comes from this actor.",
            rows(book.cited_by.get(actor.id, ())),
            (),
        ),
        Section(
            "answered-by",
            "Answered by",
            "Counter-statements to this actor’s claims.",
            (),
            _exchanges(desk, received, False, path),
        ),
        Section(
            "answers",
            "Answers",
            "Claims by others that this actor’s claims answer.",
            (),
            _exchanges(desk, given, True, path),
        ),
    )
    return tuple(section for section in found if section.count)


def _exchanges(desk: Desk, answers: Iterable[Answer], giving: bool, path: str) -> tuple[Exchange, ...]:
    found: dict[str, list[AnswerRow]] = {}
    for answer in answers:
        other = desk.answer(answer, answering=not giving, path=path)
        found.setdefault(answer.by if giving else answer.claim, []).append(other)
    return tuple(Exchange(desk.row(own), tuple(others)) for own, others in found.items())


def actors_page(desk: Desk) -> ActorsPage:
    """The view of the index of actors."""
    head = Head(
        "Actors",
        "Everybody who speaks, relays, publishes or is spoken of in this book.",
        "actors/index.html",
        "actors",
    )
    entries = [_entry(desk, actor) for actor in desk.book.actors.values() if not actor.withdrawn]
    groups = tuple(
        ActorGroup(
            kind,
            title,
            tuple(sorted((e for e in entries if e.kind == kind), key=lambda e: text.slug(e.link.text))),
        )
        for kind, title in _GROUP_TITLES.items()
    )
    loudest = sorted((e for e in entries if e.said), key=lambda e: (-e.said, e.link.href))[:12]
    return ActorsPage(head, tuple(loudest), tuple(g for g in groups if g.entries))


_GROUP_TITLES = {
    "person": "Persons",
    "government": "Governments and their parts",
    "intergovernmental": "Intergovernmental bodies",
    "organisation": "Organisations",
    "media": "Media",
    "group": "Groups",
    "unnamed": "Unnamed voices",
}


def _entry(desk: Desk, actor: Actor) -> ActorEntry:
    book = desk.book
    tally = book.tally(book.said_by.get(actor.id, ()))
    return ActorEntry(
        desk.actor(actor.id),
        actor.kind,
        KIND_WORDS[actor.kind],
        actor.also_known_as,
        tally.claims,
        tally.answered,
        len(book.relayed_by.get(actor.id, ())),
        len(book.mentioning.get(actor.id, ())),
    )

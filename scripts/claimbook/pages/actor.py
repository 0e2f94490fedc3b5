"""An actor's pages: what it said, what others report it as saying, what it relayed, who answers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from claimbook import charts, text
from claimbook.book import Tally
from claimbook.frozen import frozen
from claimbook.pages import preview
from claimbook.pages.cut import Jump, Part, cut, jump, numbered, size_of
from claimbook.pages.desk import Desk
from claimbook.pages.lazy import Later
from claimbook.pages.listings import Listing, Section, listings
from claimbook.pages.map import on_map
from claimbook.pages.parts import VOICE_WORDS, Head, Link, Pager, count_of, page_name, pager
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


@frozen
class Described:
    """What a source calls the actor."""

    role: str
    source: Link


@frozen
class Measure:
    """A count of the actor's claims, with its bar; the denominator is all of its claims."""

    label: str
    value: int
    bar: Markup


@frozen
class ActorPage:
    """Everything one page of an actor shows; the facts stand on the first, `start`, alone.

    `answerers` are those who answer its claims, in the order of the claims.
    """

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
    measures: Later[tuple[Measure, ...]]
    answerers: Later[tuple[str, ...]]
    sections: tuple[Section, ...]
    jumps: tuple[Jump, ...]
    on_map: Later[str | None]
    start: str
    pager: Pager


def actor_pages(desk: Desk, actor: Actor) -> Iterator[ActorPage]:
    """The views of one actor: its lists in one sequence, cut into pages."""
    lists = tuple(listings(desk, actor))
    pages = cut([one.weights for one in lists], size_of(desk))
    first = _first(desk, actor, lists, pages)
    yield first
    for number, parts in enumerate(pages[1:], start=2):
        path = page_name(f"actors/{actor.id}", number)
        yield replace(
            first,
            head=replace(first.head, title=numbered(actor.name, number), path=path),
            sections=tuple([lists[part.of].section(desk, part, path) for part in parts]),
            pager=pager(f"actors/{actor.id}", number, len(pages)),
        )


def _first(desk: Desk, actor: Actor, lists: Sequence[Listing], pages: list[tuple[Part, ...]]) -> ActorPage:
    book, stem = desk.book, f"actors/{actor.id}"
    path = f"{stem}.html"
    said = book.said_by.get(actor.id, ())
    tally = book.tally(said)
    card = preview.actor_link(book, actor.id)
    return ActorPage(
        head=Head(actor.name, _description(actor, tally), path, "actors", card=card),
        name=actor.name,
        kind=actor.kind,
        kind_words=KIND_WORDS[actor.kind],
        also_known_as=actor.also_known_as,
        described_as=tuple(
            Described(text.curly(d.role), desk.publisher_or_source(d.source)) for d in actor.described_as
        ),
        part_of=desk.actors(actor.part_of),
        parts=desk.actors(book.parts_of.get(actor.id, ())),
        only_in=desk.source(actor.source) if actor.source else None,
        wrote=tuple(desk.source(name) for name in book.wrote.get(actor.id, ())),
        published=tuple(desk.source(name) for name in book.published.get(actor.id, ())),
        note=desk.note(actor.note, path),
        tally=tally,
        measures=Later(lambda: _measures(said, tally)),
        answerers=Later(lambda: _answerers(desk, said)),
        sections=tuple([lists[part.of].section(desk, part, path) for part in pages[0]]),
        jumps=tuple(jump(pages, of, stem, (one.id, one.title, one.count), 1) for of, one in enumerate(lists)),
        on_map=Later(lambda: on_map(desk, actor.id)),
        start=path,
        pager=pager(stem, 1, len(pages)),
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


def _answerers(desk: Desk, said: Iterable[Claim]) -> tuple[str, ...]:
    claims, answers = desk.book.claims, desk.book.live_answers
    by = [claims[answer.by] for claim in said for answer in answers.get(claim.id, ())]
    names = dict.fromkeys([name for claim in by for name in claim.speaker])
    return tuple([desk.actor(name).text for name in names])

"""The index of actors: those heard most, then all by kind and name, cut into pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from claimbook import text
from claimbook.frozen import frozen
from claimbook.pages.actor import KIND_WORDS
from claimbook.pages.cut import Jump, Part, cut, jump, numbered
from claimbook.pages.desk import Desk, outline
from claimbook.pages.parts import Head, Link, Pager, page_name, pager
from claimbook.records import Actor

ENTRIES = 200  # on one page
LOUDEST = 12
_STEM = "actors/index"
_TITLES = {
    "person": "Persons",
    "government": "Governments and their parts",
    "intergovernmental": "Intergovernmental bodies",
    "organisation": "Organisations",
    "media": "Media",
    "group": "Groups",
    "unnamed": "Unnamed voices",
}


@frozen
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


@frozen
class ActorGroup:
    """The actors of one kind that stand on this page, from number `first` on; `count` counts all of them."""

    kind: str
    title: str
    count: int
    first: int
    entries: tuple[ActorEntry, ...]


@frozen
class KindJump:
    """The way to a kind of actors, and in a long index to each first letter."""

    to: Jump
    letters: tuple[Link, ...]


@frozen
class ActorsPage:
    """One page of the index; `loudest` are empty but on the first. `anchors` mark the first entry of each
    letter in a long index, by the entry's address.
    """

    head: Head
    description: str
    loudest: tuple[ActorEntry, ...]
    jumps: tuple[KindJump, ...]
    groups: tuple[ActorGroup, ...]
    anchors: Mapping[str, str]
    pager: Pager


@frozen
class _Shelf:
    """All actors of one kind by name, with what each name is sorted by."""

    kind: str
    title: str
    names: tuple[str, ...]
    entries: tuple[ActorEntry, ...]


def loudest(desk: Desk) -> tuple[ActorEntry, ...]:
    """The actors with most claims."""
    entries = chain.from_iterable(shelf.entries for shelf in desk.keep(_shelves))
    return tuple(sorted((e for e in entries if e.said), key=lambda e: (-e.said, e.link.href))[:LOUDEST])


def actors_pages(desk: Desk) -> Iterator[ActorsPage]:
    """The views of the index of actors."""
    shelves = desk.keep(_shelves)
    pages = cut([[1] * len(shelf.entries) for shelf in shelves], ENTRIES)
    long = len(pages) > 1
    found = [_letters(pages, of, shelf) if long else {} for of, shelf in enumerate(shelves)]
    anchors = {href: link.href.partition("#")[2] for letters in found for href, link in letters.items()}
    description = "Everybody who speaks, relays, publishes or is spoken of in this book."
    for number, parts in enumerate(pages, start=1):
        yield ActorsPage(
            Head(numbered("Actors", number), description, page_name(_STEM, number), "actors"),
            description,
            loudest(desk) if number == 1 else (),
            tuple(
                KindJump(
                    jump(pages, of, _STEM, (shelf.kind, shelf.title, len(shelf.entries)), number),
                    tuple(found[of].values()),
                )
                for of, shelf in enumerate(shelves)
            ),
            tuple(_group(shelves[part.of], part) for part in parts),
            anchors,
            pager(_STEM, number, len(pages)),
        )


def _group(shelf: _Shelf, part: Part) -> ActorGroup:
    entries = shelf.entries[part.start : part.stop]
    return ActorGroup(shelf.kind, shelf.title, len(shelf.entries), part.start + 1, entries)


def _letters(pages: list[tuple[Part, ...]], of: int, shelf: _Shelf) -> dict[str, Link]:
    """The way to the first entry of each letter, by the entry's address."""
    found: dict[str, Link] = {}
    known: set[str] = set()
    for number, part in (
        (n, part) for n, page in enumerate(pages, start=1) for part in page if part.of == of
    ):
        for place in range(part.start, part.stop):
            letter = shelf.names[place][0]
            if letter not in known:
                known.add(letter)
                href = f"{page_name(_STEM, number)}#{shelf.kind}-{letter}"
                title = f"{shelf.title}: {letter.upper()}"
                found[shelf.entries[place].link.href] = Link(href, letter.upper(), title=title)
    return found


@outline
def _shelves(desk: Desk) -> tuple[_Shelf, ...]:
    """The live actors by kind, each kind by name; kinds without actors are left out."""
    kinds: dict[str, list[tuple[str, ActorEntry]]] = {kind: [] for kind in _TITLES}
    for actor in desk.book.actors.values():
        if not actor.withdrawn:
            entry = _entry(desk, actor)
            kinds[actor.kind].append((text.slug(entry.link.text), entry))
    shelves = []
    for kind, found in kinds.items():
        if found:
            found.sort(key=lambda one: one[0])
            names, entries = zip(*found, strict=True)
            shelves.append(_Shelf(kind, _TITLES[kind], names, entries))
    return tuple(shelves)


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

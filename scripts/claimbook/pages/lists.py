"""Paged lists of claims: the index of all claims, and one list for every facet, rendered at build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from claimbook.book import Book
from claimbook.pages.claim import EVIDENCE_WORDS
from claimbook.pages.desk import Desk
from claimbook.pages.parts import VOICE_WORDS, Head, Link, Pager, Row, page_name, paged, pager, reading_order
from claimbook.records import Claim


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value of a facet, with its number of claims; `current` on its own list."""

    link: Link
    claims: int
    current: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One facet with its values."""

    title: str
    values: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list of claims. `total` counts the whole list; `of` counts the whole book."""

    head: Head
    title: str
    rows: tuple[Row, ...]
    total: int
    of: int
    first: int
    pager: Pager
    facets: tuple[FacetGroup, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of one facet: its group, the list's address without `.html`, its words, and which claims it
    holds.
    """

    group: str
    stem: str
    label: str
    title: str
    holds: Callable[[Book, Claim], bool]


def _facets() -> Iterator[Facet]:
    for voice, words in VOICE_WORDS.items():
        label = words[0].upper() + words[1:]
        yield Facet("Voice", f"claims/voice.{voice}", label, f"Claims, voice: {words}", _is("voice", voice))
    for word in ("asserted", "hedged", "speculated", "rumoured"):
        yield Facet(
            "Certainty",
            f"claims/certainty.{word}",
            word.capitalize(),
            f"Claims, {word}",
            _is("certainty", word),
        )
    for kind, words in EVIDENCE_WORDS.items():
        yield Facet(
            "Evidence",
            f"claims/evidence.{kind}",
            words,
            f"Claims with evidence: {words.lower()}",
            _cites(kind),
        )
    none = "No evidence cited"
    yield Facet(
        "Evidence", "claims/evidence.none", none, "Claims with no evidence cited", lambda _, c: not c.evidence
    )
    yield Facet(
        "Answers",
        "claims/answered.yes",
        "Answered",
        "Claims answered in this book",
        lambda b, c: bool(b.answered(c)),
    )
    yield Facet(
        "Answers",
        "claims/answered.no",
        "No counter-statement",
        "Claims with no counter-statement in this book",
        lambda b, c: not b.answered(c),
    )


def _is(field: str, value: str) -> Callable[[Book, Claim], bool]:
    return lambda _, claim: getattr(claim, field) == value


def _cites(kind: str) -> Callable[[Book, Claim], bool]:
    return lambda _, claim: any(e.kind == kind for e in claim.evidence)


def list_pages(desk: Desk) -> Iterator[ListPage]:
    """Every page of the index of claims and of every facet that holds a claim."""
    book = desk.book
    ordered = list(reading_order(book))
    held = _held(book, ordered)
    everything = Facet("", "claims/index", "All claims", "Claims", lambda _book, _claim: True)
    for facet, claims in [(everything, ordered), *held]:
        groups = _groups(held, facet)
        pages = paged(desk.rows(claims), desk.settings.page_size)
        for number, rows in enumerate(pages, start=1):
            path = page_name(facet.stem, number)
            title = facet.title if number == 1 else f"{facet.title}, page {number}"
            description = f"{len(claims)} of {len(ordered)} claims in this book."
            first = (number - 1) * desk.settings.page_size + 1
            head = Head(title, description, path, "claims")
            yield ListPage(
                head,
                facet.title,
                rows,
                len(claims),
                len(ordered),
                first,
                pager(facet.stem, number, len(pages)),
                groups,
            )


def facet_groups(book: Book) -> tuple[FacetGroup, ...]:
    """Every facet that holds a claim, for pages that are none of its lists."""
    return _groups(_held(book, book.live), None)


def _held(book: Book, claims: Sequence[Claim]) -> list[tuple[Facet, list[Claim]]]:
    held = [(facet, [c for c in claims if facet.holds(book, c)]) for facet in _facets()]
    return [(facet, found) for facet, found in held if found]


def _groups(held: list[tuple[Facet, list[Claim]]], current: Facet | None) -> tuple[FacetGroup, ...]:
    titles = dict.fromkeys(facet.group for facet, _ in held)
    return tuple(
        FacetGroup(
            title,
            tuple(
                FacetLink(Link(f"{facet.stem}.html", facet.label), len(claims), facet is current)
                for facet, claims in held
                if facet.group == title
            ),
        )
        for title in titles
    )

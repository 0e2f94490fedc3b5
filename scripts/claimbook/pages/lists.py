"""Paged lists of claims: the index of all claims, and one list for every facet, rendered at build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.pages.claim_parts import EVIDENCE_WORDS
from claimbook.pages.desk import Desk, outline
from claimbook.pages.lazy import Later
from claimbook.pages.parts import VOICE_WORDS, Head, Link, Pager, Rows, page_name, pager, reading_order
from claimbook.records import Claim
from claimbook.records.vocabulary import CERTAINTIES

PAGES, PAGES_SHORT = 20, 5  # of a facet's list; the index of all claims has as many as it takes


@frozen
class FacetLink:
    """One value of a facet, with its number of claims; `current` on its own list."""

    link: Link
    claims: int
    current: bool


@frozen
class FacetGroup:
    """One facet with its values."""

    title: str
    values: tuple[FacetLink, ...]


@frozen
class ListPage:
    """One page of a list of claims. `total` counts the whole list; `of` counts the whole book.

    A facet's list ends before its last claims in large books: `beyond` counts them on its last page, and
    `search` leads to all of them. `facets` stand on every page, or in short books on the first.
    """

    head: Head
    title: str
    rows: Rows
    total: int
    of: int
    first: int
    pager: Pager
    facets: Later[tuple[FacetGroup, ...]]
    beyond: int
    search: str


@frozen
class Facet:
    """One value of one facet: its group, its name and the value's in addresses, and its words."""

    group: str
    name: str
    value: str
    label: str
    title: str

    @property
    def stem(self) -> str:
        """The list's address without `.html`; the dot keeps it apart from every id."""
        return f"claims/{self.name}.{self.value}"

    @property
    def search(self) -> str:
        """The address of the same choice on the page to search and to sift."""
        return f"explore.html?{self.name}={self.value}"


def _facets() -> Iterator[Facet]:
    for voice, words in VOICE_WORDS.items():
        label = words[0].upper() + words[1:]
        yield Facet("Voice", "voice", voice, label, f"Claims, voice: {words}")
    for word in CERTAINTIES.values:
        yield Facet("Certainty", "certainty", word, word.capitalize(), f"Claims, {word}")
    for kind, words in EVIDENCE_WORDS.items():
        yield Facet("Evidence", "evidence", kind, words, f"Claims with evidence: {words.lower()}")
    yield Facet("Evidence", "evidence", "none", "No evidence cited", "Claims with no evidence cited")
    yield Facet("Answers", "answered", "yes", "Answered", "Claims answered in this book")
    none = "No counter-statement"
    yield Facet("Answers", "answered", "no", none, "Claims with no counter-statement in this book")


def _values(book: Book, claim: Claim) -> Iterator[tuple[str, str]]:
    """The values a claim has, as pairs of a facet's name and the value's."""
    yield "voice", claim.voice
    yield "certainty", claim.certainty
    for kind in dict.fromkeys(piece.kind for piece in claim.evidence) or ("none",):
        yield "evidence", kind
    yield "answered", "yes" if book.answered(claim) else "no"


@outline
def _held(book: Book) -> list[tuple[Facet, list[Claim]]]:
    """Every facet that holds a claim, with its claims in reading order."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in reading_order(book):
        for value in _values(book, claim):
            found.setdefault(value, []).append(claim)
    facets = ((facet, found.get((facet.name, facet.value))) for facet in _facets())
    return [(facet, claims) for facet, claims in facets if claims]


@outline
def _indexed(book: Book) -> tuple[Claim, ...]:
    """The claims as they stand in the index of all of them."""
    return reading_order(book)


def index_numbers(desk: Desk) -> range:
    """The numbers of the pages of the index of claims."""
    return range(1, max(1, -(-len(desk.book.live) // desk.settings.page_size)) + 1)


def index_page(desk: Desk, number: int) -> ListPage:
    """One page of the index of claims."""
    return next(_pages(desk, None, desk.once(_indexed), (number,)))


def facet_pages(desk: Desk) -> Iterator[ListPage]:
    """Every page of every facet that holds a claim."""
    for facet, claims in desk.once(_held):
        yield from _pages(desk, facet, claims)


def _pages(
    desk: Desk, facet: Facet | None, claims: Sequence[Claim], numbers: Iterable[int] = ()
) -> Iterator[ListPage]:
    """The pages of one list: a facet's, or of all claims."""
    size, most = desk.settings.page_size, PAGES_SHORT if desk.short else PAGES
    stem, words = (facet.stem, facet.title) if facet else ("claims/index", "Claims")
    needed = max(1, -(-len(claims) // size))
    pages = min(needed, most) if facet else needed
    groups, none = Later(lambda: _groups(desk.once(_held), facet)), Later(_no_groups)
    of = len(desk.book.live)
    description = f"{len(claims)} of {of} claims in this book."
    for number in numbers or range(1, pages + 1):
        first = (number - 1) * size
        yield ListPage(
            Head(
                words if number == 1 else f"{words}, page {number}",
                description,
                page_name(stem, number),
                "claims",
            ),
            words,
            desk.listed(claims[first : first + size]),
            len(claims),
            of,
            first + 1,
            pager(stem, number, pages),
            groups if number == 1 or not desk.short else none,
            beyond=max(0, len(claims) - pages * size) if number == pages else 0,
            search=facet.search if facet else "explore.html",
        )


def _no_groups() -> tuple[FacetGroup, ...]:
    return ()


def facet_groups(desk: Desk) -> tuple[FacetGroup, ...]:
    """Every facet that holds a claim, for pages that are none of its lists."""
    return _groups(desk.once(_held), None)


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

"""The index of sources: documents, then references by publisher, cut into pages."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook import text
from claimbook.book import Share, Tally
from claimbook.frozen import frozen
from claimbook.pages.cut import Jump, cut, jump, numbered
from claimbook.pages.desk import Desk, outline
from claimbook.pages.lazy import made
from claimbook.pages.parts import Head, Pager, page_name, pager
from claimbook.pages.source import UNSIGNED, published_in
from claimbook.records import Source

ENTRIES = 100  # on one page
_STEM = "sources/index"
_KINDS = (
    ("documents", "Documents, decomposed whole"),
    ("references", "References, cited for single answers"),
)
_DESCRIPTION = "The documents this book is made from, and the references that answer them."


class SourceEntry:
    """A source as one entry of the index; counts are made when a template names them."""

    def __init__(self, desk: Desk, source: Source) -> None:
        self._book = desk.book
        self._id = source.id
        self._claims = desk.book.by_source.get(source.id, ())
        self.link = desk.source(source.id)
        self.language = source.language
        self.authors = desk.actors(source.authors)
        self.unsigned = UNSIGNED[source.kind]
        self.publisher = desk.actor(source.publisher) if source.publisher else None
        self.published = published_in(source)

    @made
    def share(self) -> Share:
        """How much of it is used."""
        return self._book.share(self._id)

    @made
    def tally(self) -> Tally:
        """Counts over its claims."""
        return self._book.tally(self._claims)

    @made
    def voices(self) -> int:
        """The number of actors that say something in it."""
        return len({name for claim in self._claims for name in claim.speaker})

    @property
    def shelf(self) -> str:
        """What the source is sorted under: its publisher's name, or its title where there is none."""
        return self.publisher.text if self.publisher else self.link.text


@frozen
class SourceGroup:
    """The sources of one kind that stand on this page, from number `first` on; `count` counts all of them."""

    count: int
    first: int
    entries: tuple[SourceEntry, ...]


@frozen
class SourcesPage:
    """One page of the index of sources: documents, then references by publisher; None for a kind that does
    not stand on it.
    """

    head: Head
    description: str
    jumps: tuple[Jump, ...]
    documents: SourceGroup | None
    references: SourceGroup | None
    pager: Pager


def documents(desk: Desk) -> tuple[SourceEntry, ...]:
    """The documents decomposed whole."""
    return desk.keep(_entries)[0]


def sources_pages(desk: Desk) -> Iterator[SourcesPage]:
    """The views of the index of sources."""
    lists = desk.keep(_entries)
    pages = cut([[1] * len(entries) for entries in lists], ENTRIES)
    for number, parts in enumerate(pages, start=1):
        groups: list[SourceGroup | None] = [None, None]
        for part in parts:
            entries = lists[part.of][part.start : part.stop]
            if entries:
                groups[part.of] = SourceGroup(len(lists[part.of]), part.start + 1, entries)
        yield SourcesPage(
            Head(numbered("Sources", number), _DESCRIPTION, page_name(_STEM, number), "sources"),
            _DESCRIPTION,
            tuple(jump(pages, of, _STEM, (*kind, len(lists[of])), number) for of, kind in enumerate(_KINDS)),
            groups[0],
            groups[1],
            pager(_STEM, number, len(pages)),
        )


@outline
def _entries(desk: Desk) -> tuple[tuple[SourceEntry, ...], tuple[SourceEntry, ...]]:
    """The live documents, and the references by publisher."""
    entries: dict[str, list[SourceEntry]] = {"document": [], "reference": []}
    for source in desk.book.sources.values():
        if not source.withdrawn:
            entries[source.kind].append(SourceEntry(desk, source))
    references = sorted(entries["reference"], key=lambda e: (text.slug(e.shelf), e.link.href))
    return tuple(entries["document"]), tuple(references)

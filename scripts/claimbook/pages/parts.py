"""The parts that several kinds of page share.

Owns: links, dates in words, attribution chains and claim rows as plain frozen data. Every `href` is relative
to the site's root, without a leading slash; templates put the page's `root` ("" or "../") before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import overload

from markupsafe import Markup

from claimbook import dates
from claimbook.book import Answer, Book
from claimbook.frozen import frozen
from claimbook.records import Claim

VOICE_WORDS = {"quoted": "quoted", "reported": "reported", "author": "document’s own voice"}
RELATION_WORDS = {
    # relation: (seen from the claim that is answered, seen from the claim that answers)
    "contradicts": ("contradicted by", "contradicts"),
    "undercuts": ("undercut by", "undercuts"),
    "alternative": ("alternative", "alternative to"),
    "qualifies": ("qualified by", "qualifies"),
    "denies-saying": ("saying denied by", "denies the saying of"),
}
RELATION_SIGNS = {
    "contradicts": "≠",
    "undercuts": "÷",
    "alternative": "‖",
    "qualifies": "≤",
    "denies-saying": "¬",
}
LINKED_BY_WORDS = {"source": "linked by the source", "editor": "linked by this book’s editors"}


@frozen
class _Link:
    href: str
    text: str
    withdrawn: bool = False
    title: str = ""
    language: str = ""


class Link(_Link):
    """A link to a page of this site, or with an `https:` address out of it. `title` says more than the text,
    to tell links of the same text apart; `language` is the text's, where it is not the book's. `shown` may
    hold what was last made of it, and for which way to the site's root: most links stand on many pages.
    """

    __slots__ = ("shown",)
    shown: tuple[str, Markup]


@frozen
class When:
    """A date: in words, as the value of `<time datetime>` where it has one, and what it rests on."""

    words: str
    machine: str | None
    basis: str | None = None


@frozen
class Chain:
    """Who said it, through whom, in which source, when: one line of attribution."""

    speakers: tuple[Link, ...]
    via: tuple[Link, ...]
    source: Link
    when: When | None


@frozen
class _Entry:
    id: str
    href: str
    statement: str
    record: Claim
    attribute: Callable[[Claim], Chain]
    voice: str
    voice_words: str
    paraphrased: bool
    certainty: str
    evidence: int
    answered: int
    answers: int
    withdrawn: bool


class Row(_Entry):
    """A claim as one entry of a list. `evidence`, `answered` and `answers` are counts; `paraphrased` is true
    where this book does not quote the document. `attribute` makes the chain when a template names it.
    """

    __slots__ = ("_chain",)
    _chain: Chain | None

    @property
    def chain(self) -> Chain | None:
        """Its attribution; None for a withdrawn claim."""
        try:
            return self._chain
        except AttributeError:
            self._chain = None if self.withdrawn else self.attribute(self.record)
        return self._chain

    def _shown(self) -> list[object]:
        names = (field.name for field in fields(_Entry) if field.name not in ("record", "attribute"))
        return [self.chain, *(getattr(self, name) for name in names)]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self._shown() == other._shown()

    def __hash__(self) -> int:
        return hash(self.id)


class Rows(Sequence[Row]):
    """Entries of a list, `make` of each claim's id, made when the first is asked for."""

    __slots__ = ("_made", "_make", "ids")

    def __init__(self, make: Callable[[str], Row], ids: Sequence[str]) -> None:
        self._make = make
        self._made: list[Row] | None = None
        self.ids = ids

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows())

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        return self._rows()[at]

    def _rows(self) -> list[Row]:
        if self._made is None:
            make = self._make
            self._made = [make(name) for name in self.ids]
        return self._made


@frozen
class AnswerRow:
    """The other claim of a counter-statement, with the relation in words seen from this page's claim.

    The note is made by `render`, for the page at `path`, when a template names it.
    """

    row: Row
    found: Answer
    words: str
    render: Callable[[str, str], Markup | None]
    path: str

    @property
    def relation(self) -> str:
        """How it answers, as in the records."""
        return self.found.relation

    @property
    def sign(self) -> str:
        """The same as one character."""
        return RELATION_SIGNS[self.found.relation]

    @property
    def linked_by(self) -> str:
        """Who linked the two: the source, or the editors."""
        return self.found.linked_by

    @property
    def linked_by_words(self) -> str:
        """The same in words."""
        return LINKED_BY_WORDS[self.found.linked_by]

    @property
    def note(self) -> Markup | None:
        """Why they were linked."""
        return self.render(self.found.note, self.path) if self.found.note else None


@frozen
class CardLink:
    """A picture for link previews: its address from the site's root, and what it shows in words."""

    href: str
    alt: str


@frozen
class Head:
    """What every page has. `path` is its address from the site's root; `root` leads back there. Without a
    `card` of its own a page is previewed with the book's.
    """

    title: str
    description: str
    path: str
    section: str
    card: CardLink | None = None

    @property
    def root(self) -> str:
        """The way from this page to the site's root: "" or "../" once per folder."""
        return "../" * self.path.count("/")


@frozen
class Pager:
    """Where a page stands among the pages of one long list."""

    number: int
    pages: int
    previous: str | None
    next: str | None


def when(moment: dates.Moment, basis: str | None = None) -> When:
    """A date as pages show it."""
    return When(moment.words, moment.machine, basis)


def reading_order(book: Book) -> tuple[Claim, ...]:
    """All live claims: the documents' in document order, then the references'."""
    groups = sorted(book.by_source.items(), key=lambda item: book.sources[item[0]].kind == "reference")
    return tuple(claim for _, group in groups for claim in group)


def count_of(number: int, word: str) -> str:
    """`1 claim`, `2 claims`, for descriptions."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def paged(items: tuple[Row, ...], size: int) -> list[tuple[Row, ...]]:
    """`items` cut into pages of `size`; at least one page."""
    return [items[i : i + size] for i in range(0, len(items), size)] or [()]


def pager(stem: str, number: int, pages: int) -> Pager:
    """The pager of page `number` (from 1) of the list whose first page is `<stem>.html`, then `<stem>.2.html`
    …
    """
    return Pager(
        number,
        pages,
        page_name(stem, number - 1) if number > 1 else None,
        page_name(stem, number + 1) if number < pages else None,
    )


def page_name(stem: str, number: int) -> str:
    """The address of page `number` of a paged list; the dot keeps it apart from every id."""
    return f"{stem}.html" if number == 1 else f"{stem}.{number}.html"

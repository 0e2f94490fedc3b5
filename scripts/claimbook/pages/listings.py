"""The lists on an actor's pages: what it said, relayed and answers, and what is said about it.

Owns: which claims each list holds, what of it short pages leave out, and the part that stands on a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby
from operator import attrgetter
from urllib.parse import quote_plus

from claimbook.book import Answer, Book
from claimbook.frozen import frozen
from claimbook.pages.cut import Part
from claimbook.pages.desk import Desk
from claimbook.pages.lazy import Later
from claimbook.pages.parts import AnswerRow, Link, Row, Rows
from claimbook.records import Actor, Claim

LISTED = 50  # claims about an actor, or that cite it, listed in short pages

_Answers = tuple[str, tuple[Answer, ...]]
_BY_SOURCE = ("said", "reported")
_SECTIONS = {
    # section: (its title, what it holds)
    "said": ("Said", "In quotation marks in a document, or in the document’s own voice."),
    "reported": ("Reported as saying", "In indirect speech: another voice chose the words."),
    "relayed": ("Relayed", "Somebody else’s claims that came through this actor."),
    "about": ("Written about", "Claims by others that are about this actor."),
    "cited": (
        "Cited as evidence",
        "Claims for which the document offers something that comes from this actor.",
    ),
    "answered-by": ("Answered by", "Counter-statements to this actor’s claims."),
    "answers": ("Answers", "Claims by others that this actor’s claims answer."),
}


@frozen
class Exchange:
    """One claim of this actor with the claims that answer it, or that it answers, each with its relation."""

    own: Row
    others: tuple[AnswerRow, ...]


@frozen
class Group:
    """Claims of a section that stand in one source; `total` counts those on other pages too."""

    source: Link
    rows: tuple[Row, ...]
    total: int


@frozen
class Section:
    """The part of one list that stands on this page.

    `count` counts the whole list: claims, or answers, which are to or by `claims` claims of this actor.
    `first` is the number of the first one shown, and `shown` counts claims, or answers, listed here. Short
    pages tell exchanges by their count alone and leave claims out: `unlisted` of them. `search` is where to
    look for what is not shown. `names` gives the ids of the claims that its rows and exchanges show.
    """

    id: str
    title: str
    explanation: str
    count: int
    claims: int
    first: int
    shown: int
    rows: Rows
    groups: Later[tuple[Group, ...]]
    exchanges: Later[tuple[Exchange, ...]]
    unlisted: int
    search: str
    names: Callable[[], Iterable[str]]


class Listing:
    """One list of an actor, whole: claims, or exchanges as a claim of its own with the answers.

    `most` is how many claims are shown, or exchanges; None for all.
    """

    def __init__(
        self,
        name: str,
        claims: Sequence[Claim],
        exchanges: Sequence[_Answers] = (),
        *,
        most: int | None = None,
        search: str = "",
    ) -> None:
        self.id = name
        self.title, self.explanation = _SECTIONS[name]
        self.count = len(claims) + sum([len(answers) for _, answers in exchanges])
        self.claims = claims if most is None else claims[:most]
        self.exchanges = exchanges if most is None else exchanges[:most]
        self.weights = [1] * len(self.claims) or [1 + len(answers) for _, answers in self.exchanges]
        self._unlisted = len(claims) - len(self.claims)
        self._search = search
        self._own = len({own for own, _ in exchanges})
        self._before = list(accumulate([len(answers) for _, answers in self.exchanges], initial=0))
        self._whole = claims

    def section(self, desk: Desk, part: Part, path: str) -> Section:
        """The part of it that stands on one page."""
        claims = self.claims[part.start : part.stop]
        exchanges = self.exchanges[part.start : part.stop]
        return Section(
            id=self.id,
            title=self.title,
            explanation=self.explanation,
            count=self.count,
            claims=self._own,
            first=1 + (self._before[part.start] if self.exchanges else part.start),
            shown=len(claims) + sum([len(answers) for _, answers in exchanges]),
            rows=desk.listed(claims),
            groups=Later(lambda: self._groups(desk, claims)),
            exchanges=Later(
                lambda: tuple([_exchange(desk, one, path, self.id == "answers") for one in exchanges])
            ),
            unlisted=self._unlisted if part.stop == len(self.claims) else 0,
            search=self._search,
            names=lambda: chain((claim.id for claim in claims), _named(exchanges)),
        )

    def _groups(self, desk: Desk, claims: Sequence[Claim]) -> tuple[Group, ...]:
        """The claims by source: in document order they stand together already."""
        if self.id not in _BY_SOURCE or desk.short:
            return ()
        totals = Counter([claim.source for claim in self._whole])
        return tuple(
            [
                Group(desk.publisher_or_source(source), desk.rows(found), totals[source])
                for source, found in groupby(claims, attrgetter("source"))
            ]
        )


def _named(exchanges: Iterable[_Answers]) -> Iterator[str]:
    for own, answers in exchanges:
        yield own
        for one in answers:
            yield one.by
            yield one.claim


def listings(desk: Desk, actor: Actor) -> Iterator[Listing]:
    """Every list of the actor that holds something; short pages cut those that cost most and tell least."""
    book, name = desk.book, actor.id
    most = LISTED if desk.short else None
    named = f"explore.html?q={quote_plus(actor.name or name)}"
    said = book.said_by.get(name, ())
    mine = {c.id for c in said}
    reported = [c for c in said if c.voice == "reported"]
    for section, claims, shown, search in (
        ("said", [c for c in said if c.voice != "reported"] if reported else said, None, ""),
        ("reported", reported, None, ""),
        ("relayed", book.relayed_by.get(name, ()), None, ""),
        ("about", [c for c in book.mentioning.get(name, ()) if c.id not in mine], most, named),
        ("cited", book.cited_by.get(name, ()), most, named),
    ):
        if claims:
            yield Listing(section, claims, most=shown, search=search)
    own = f"explore.html?actor={name}"
    none = 0 if desk.short else None
    answers = book.live_answers
    received = _runs([(c.id, found) for c in said if (found := answers.get(c.id))], desk)
    if received:
        yield Listing("answered-by", (), received, most=none, search=f"{own}&answered=yes")
    given = _runs([(c.id, found) for c in said if c.id in book.answers and (found := _given(book, c))], desk)
    if given:
        yield Listing("answers", (), given, most=none, search=own)


def _given(book: Book, claim: Claim) -> tuple[Answer, ...]:
    """What a claim answers, withdrawn claims left out."""
    claims, found = book.claims, book.answers[claim.id]
    return tuple([a for a in found if not claims[a.claim].withdrawn])


def _runs(exchanges: Sequence[_Answers], desk: Desk) -> Sequence[_Answers]:
    """The exchanges; one with more than a page of answers is told in several, where they are shown at all."""
    size = desk.settings.page_size
    if desk.short or all(len(answers) <= size for _, answers in exchanges):
        return exchanges
    return [
        (own, answers[start : start + size])
        for own, answers in exchanges
        for start in range(0, len(answers), size)
    ]


def _exchange(desk: Desk, one: _Answers, path: str, giving: bool) -> Exchange:
    own, answers = one
    return Exchange(desk.row(own), tuple([desk.answer(a, answering=not giving, path=path) for a in answers]))

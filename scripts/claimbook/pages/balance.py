"""The page of balance: what this book covers, every count with its denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from markupsafe import Markup

from claimbook.book import Book, Tally
from claimbook.frozen import frozen
from claimbook.pages.desk import Desk
from claimbook.pages.naming import Naming
from claimbook.pages.parts import Head, Link, count_of
from claimbook.quotes import Match, covered
from claimbook.records import Claim

WHOLE, ROWS = 100, 50  # rows of one table that stays whole, and of one that does not


@frozen
class Used:
    """Words of documents, and how many of them lie in sentences with a claim or are quoted."""

    words: int
    decomposed: int
    quoted: int


@frozen
class BalanceRow:
    """One source, actor or topic, or several together; `share` is None where there is no document to
    measure.
    """

    link: Link
    tally: Tally
    share: Used | None

    @property
    def unanswered(self) -> int:
        """Claims without a counter-statement in this book."""
        return self.tally.claims - self.tally.answered


@frozen
class BalanceTable:
    """One table: `first` heads the column of names; `count` counts what has a row or is told together in
    `rest`; `few` counts what is left out because it holds a single claim; `folded` opens on demand.
    """

    id: str
    title: str
    first: str
    rows: tuple[BalanceRow, ...]
    count: int
    rest: BalanceRow | None
    few: int
    folded: bool


@frozen
class BalancePage:
    """All tables, with the references together and the whole book below the documents, and the editors' words
    on what is left out.
    """

    head: Head
    together: BalanceRow | None
    whole: BalanceRow
    tables: tuple[BalanceTable, ...]
    left_out: Markup | None


def balance_page(desk: Desk) -> BalancePage:
    """The view of the page of balance."""
    head = Head("Balance", "What this book covers, and what it leaves out.", "balance.html", "balance")
    book = desk.book
    documents, references = _sources(book, "document"), _sources(book, "reference")
    answering = [claim for name in references for claim in references[name]]
    together = Link("sources/index.html#references", f"{count_of(len(references), 'reference')} together")
    several = {name: claims for name, claims in book.said_by.items() if len(claims) > 1}
    whole = Link("claims/index.html", "The whole book")
    return BalancePage(
        head,
        BalanceRow(together, book.tally(answering), None) if references else None,
        BalanceRow(whole, book.tally(book.live), _of_all(desk, book.live)),
        (
            _table(desk, _DOCUMENTS, documents),
            _table(desk, _TOPICS, _by_topic(book)),
            _table(desk, _ACTORS, several, few=len(book.said_by) - len(several)),
            *((_table(desk, _REFERENCES, references),) if references else ()),
        ),
        desk.part(head.path),
    )


@frozen
class _Kind:
    """What a table is about: its anchor, its title, the head of its names, and the index of all of them."""

    id: str
    title: str
    first: str
    index: str
    link: Callable[[Naming, str], Link]


_DOCUMENTS = _Kind("documents", "By document", "Document", "sources/index.html", Naming.source)
_TOPICS = _Kind("topics", "By topic", "Topic", "topics/index.html", Naming.topic)
_ACTORS = _Kind("actors", "By actor", "Actor", "actors/index.html", Naming.actor)
_REFERENCES = _Kind("references", "By reference", "Reference", "sources/index.html#references", Naming.source)


def _sources(book: Book, kind: str) -> dict[str, Sequence[Claim]]:
    live = (source for source in book.sources.values() if source.kind == kind and not source.withdrawn)
    return {source.id: book.by_source.get(source.id, ()) for source in live}


def _by_topic(book: Book) -> dict[str, Sequence[Claim]]:
    """The claims that take a position on each live topic."""
    found: dict[str, list[Claim]] = {t.id: [] for t in book.topics.values() if not t.withdrawn}
    for claim in book.live:
        for topic in {stand.topic for stand in claim.positions}:
            if topic in found:
                found[topic].append(claim)
    return dict(found)


def _table(desk: Desk, kind: _Kind, groups: Mapping[str, Sequence[Claim]], *, few: int = 0) -> BalanceTable:
    """The rows with most claims, and one for all others together, in which every claim counts once."""
    ordered = sorted(groups, key=lambda name: (-len(groups[name]), f"{name}.html"))
    rows = len(ordered) if len(ordered) <= WHOLE else ROWS
    shown, left = ordered[:rows], ordered[rows:]
    told = tuple(_row(desk, kind, kind.link(desk.naming, name), groups[name], (name,)) for name in shown)
    rest = None
    if left:
        link = Link(kind.index, f"{count_of(len(left), f'further {kind.first.lower()}')} together")
        claims = {claim.id: claim for name in left for claim in groups[name]}
        rest = _row(desk, kind, link, list(claims.values()), left)
    folded = kind is _REFERENCES
    return BalanceTable(kind.id, kind.title, kind.first, told, len(ordered), rest, few, folded)


def _row(desk: Desk, kind: _Kind, link: Link, claims: Sequence[Claim], names: Iterable[str]) -> BalanceRow:
    """A row; the words of sources are counted in these sources `names`, all others' in all documents."""
    own = kind is _DOCUMENTS or kind is _REFERENCES
    share = _used(desk.book, claims, _words(desk.book, names)) if own else _of_all(desk, claims)
    return BalanceRow(link, desk.book.tally(claims), share)


def _of_all(desk: Desk, claims: Iterable[Claim]) -> Used | None:
    return _used(desk.book, claims, desk.once(_every_word))


def _every_word(book: Book) -> int:
    return _words(book, book.fingerprints)


def _words(book: Book, sources: Iterable[str]) -> int:
    return sum(book.fingerprints[name].words for name in sources if name in book.fingerprints)


def _used(book: Book, claims: Iterable[Claim], words: int) -> Used | None:
    """How much of so many words `claims` use."""
    groups: dict[str, list[Match]] = {}
    for claim in claims:
        if claim.id in book.matches and claim.source in book.fingerprints:
            groups.setdefault(claim.source, []).append(book.matches[claim.id])
    decomposed = quoted = 0
    for source, places in groups.items():
        passage = book.fingerprints[source].passage
        decomposed += covered([passage(place.start, place.end) for place in places])
        quoted += covered([span for place in places for span in place.spans])
    return Used(words, decomposed, quoted) if words else None

"""The page of balance: what this book covers, every count with its denominator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from claimbook.book import Share, Tally
from claimbook.pages.desk import Desk
from claimbook.pages.parts import Head, Link, count_of
from claimbook.records import Claim


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One source, actor or topic; `share` is None where there is no document to measure."""

    link: Link
    tally: Tally
    share: Share | None

    @property
    def unanswered(self) -> int:
        """Claims without a counter-statement in this book."""
        return self.tally.claims - self.tally.answered


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """One table: `first` heads the column of names; `few` counts the rows left out because they hold a single
    claim; `folded` opens on demand.
    """

    id: str
    title: str
    first: str
    rows: tuple[BalanceRow, ...]
    few: int = 0
    folded: bool = False


@dataclass(frozen=True, slots=True)
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
    documents, references = _sources(desk, "document"), _sources(desk, "reference")
    answering = [c for c in book.live if book.sources[c.source].kind == "reference"]
    together = Link("sources/index.html#references", f"{count_of(len(references), 'reference')} together")
    actors = [_row(desk, desk.actor(name), claims) for name, claims in book.said_by.items()]
    topics = [
        _row(desk, desk.topic(t.id), _on_topic(desk, t.id)) for t in book.topics.values() if not t.withdrawn
    ]
    return BalancePage(
        head,
        BalanceRow(together, book.tally(answering), None) if references else None,
        _row(desk, Link("claims/index.html", "The whole book"), book.live),
        (
            BalanceTable("documents", "By document", "Document", _most_first(documents)),
            BalanceTable("topics", "By topic", "Topic", _most_first(topics)),
            BalanceTable(
                "actors",
                "By actor",
                "Actor",
                _most_first(r for r in actors if r.tally.claims > 1),
                _single(actors),
            ),
            *_by_reference(references),
        ),
        desk.part(head.path),
    )


def _sources(desk: Desk, kind: str) -> list[BalanceRow]:
    book = desk.book
    return [
        BalanceRow(desk.source(s.id), book.tally(book.by_source.get(s.id, ())), _measured(book.share(s.id)))
        for s in book.sources.values()
        if s.kind == kind and not s.withdrawn
    ]


def _row(desk: Desk, link: Link, claims: Iterable[Claim]) -> BalanceRow:
    """A row whose words are counted over all documents together."""
    listed = list(claims)
    return BalanceRow(link, desk.book.tally(listed), _measured(desk.book.used(listed)))


def _by_reference(rows: list[BalanceRow]) -> Iterator[BalanceTable]:
    if rows:
        yield BalanceTable("references", "By reference", "Reference", _most_first(rows), folded=True)


def _measured(share: Share) -> Share | None:
    return share if share.words else None


def _single(rows: Iterable[BalanceRow]) -> int:
    return sum(row.tally.claims == 1 for row in rows)


def _most_first(rows: Iterable[BalanceRow]) -> tuple[BalanceRow, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.tally.claims, row.link.href)))


def _on_topic(desk: Desk, topic: str) -> list[Claim]:
    return [claim for claim in desk.book.live if any(stand.topic == topic for stand in claim.positions)]

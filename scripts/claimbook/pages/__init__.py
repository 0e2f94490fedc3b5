"""Pages: book -> views. One module per kind of page; views are plain frozen data, the only thing templates
see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from claimbook import dates
from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.pages.actor import actor_pages
from claimbook.pages.actors import actors_pages
from claimbook.pages.balance import balance_page
from claimbook.pages.cards import CardFile, card_files
from claimbook.pages.claim import claim_page, claim_path
from claimbook.pages.claim_parts import Tombstone, Withdrawn
from claimbook.pages.desk import Desk
from claimbook.pages.disputes import disputes_pages, question_pages
from claimbook.pages.embed import embed_page, embed_path
from claimbook.pages.explore import explore_page
from claimbook.pages.figures import figures_pages
from claimbook.pages.home import MissingPage, data_page, home_page
from claimbook.pages.lists import facet_pages, index_numbers, index_page
from claimbook.pages.map import map_page
from claimbook.pages.parts import Head, Link, Row, When
from claimbook.pages.positions import positions_pages
from claimbook.pages.prose import Correction, CorrectionsPage, ProsePage, corrections_page, prose_page
from claimbook.pages.source import source_pages
from claimbook.pages.sources import sources_pages
from claimbook.pages.stale import Stale, are_words, rows_of, stale, ties
from claimbook.pages.timeline import timeline_pages
from claimbook.pages.topic import topic_pages, topics_pages
from claimbook.records import Claim

__all__ = [
    "KINDS",
    "CardFile",
    "Correction",
    "CorrectionsPage",
    "Desk",
    "Head",
    "Kind",
    "Link",
    "Page",
    "ProsePage",
    "Redirect",
    "Row",
    "Stale",
    "When",
    "are_words",
    "card_files",
    "corrections_page",
    "index_numbers",
    "pages",
    "prose_page",
    "rows_of",
    "stale",
    "ties",
]


@frozen
class Redirect:
    """The page left at a renamed record's old address."""

    head: Head
    target: str


@frozen
class Page:
    """A template's name and the view it lays out; `view.head.path` is the page's address."""

    template: str
    view: Any


@frozen
class Kind:
    """The pages that one template lays out: `make` gives the views of one of the `items`, which stand in a
    fixed order. About `batch` items are a piece of work worth giving to another process. `among` names the
    part of `Stale` that tells which items' pages are to be made again; where an item is always one page,
    `path` tells its address. `shows` gives what of a view tells claims' words, where that is rows alone; of a
    record's pages it counts for those after the first. Without `among`, `wordless` are pages that tell
    nobody's words. What is `first` is made before all else: other pages show its entries too.
    """

    template: str
    items: Callable[[Desk], Iterable[Any]]
    make: Callable[[Desk, Any], Iterable[Any]]
    batch: int = 1
    among: str = ""
    path: Callable[[Any], str] | None = None
    shows: Callable[[Any], Any] | None = None
    wordless: bool = False
    first: bool = False

    def name(self, item: Any) -> str:
        """The id of an item of a kind with `among`: a record, or a question's topic."""
        return item if isinstance(item, str) else item.id


def _live(folder: str) -> Callable[[Desk], Iterable[Any]]:
    return lambda desk: [record for record in getattr(desk.book, folder).values() if not record.withdrawn]


def _whole(view: Any) -> Any:
    return view


def _claims(desk: Desk) -> Iterable[Claim]:
    """The live claims, source by source: those whose pages are made together lie together in memory."""
    return [claim for group in desk.book.by_source.values() for claim in group]


def _questions(desk: Desk) -> Iterable[str]:
    return desk.book.questions


def _cards(desk: Desk) -> Iterable[Claim]:
    return desk.book.claims.values()


def _card_path(claim: Claim) -> str:
    return embed_path(claim.id)


def _outline(template: str, make: Callable[[Desk], Iterable[Any]]) -> Kind:
    """Pages for the book that tell nobody's words."""
    return Kind(template, lambda _: (None,), lambda desk, _: make(desk), wordless=True)


def _listing(
    template: str, make: Callable[[Desk], Iterable[Any]], shows: Callable[[Any], Any] = _whole
) -> Kind:
    """Pages for the book on which claims' words stand in rows alone."""
    return Kind(template, lambda _: (None,), lambda desk, _: make(desk), shows=shows)


def _several(template: str, make: Callable[[Desk], Iterable[Any]]) -> Kind:
    """Pages for the book that are made in one go."""
    return Kind(template, lambda _: (None,), lambda desk, _: make(desk))


_MISSING = Head("Page not found", "There is no page at this address.", "404.html", "")

# What takes long comes first, so that no process is left alone with it at the end.
KINDS: tuple[Kind, ...] = (
    Kind(
        "claims.html",
        index_numbers,
        lambda desk, one: (index_page(desk, one),),
        10,
        shows=attrgetter("rows"),
        first=True,
    ),
    _listing("timeline.html", timeline_pages),
    _outline("map.html", lambda desk: (map_page(desk),)),
    _listing("figures.html", figures_pages),
    _outline("positions.html", positions_pages),
    _outline("balance.html", lambda desk: (balance_page(desk),)),
    _several("index.html", lambda desk: (home_page(desk),)),
    _several("disputes.html", disputes_pages),
    _outline("actors.html", actors_pages),
    _outline("sources.html", sources_pages),
    _outline("topics.html", topics_pages),
    Kind("question.html", _questions, question_pages, 10, "questions", shows=attrgetter("disputes")),
    _listing("facet.html", facet_pages, attrgetter("rows")),
    Kind("actor.html", _live("actors"), actor_pages, 20, "actors", shows=attrgetter("sections")),
    Kind("topic.html", _live("topics"), topic_pages, 10, "topics", shows=attrgetter("lists")),
    Kind("source.html", _live("sources"), source_pages, 10, "sources"),
    Kind("claim.html", _claims, lambda desk, one: (claim_page(desk, one),), 100, "claims", claim_path),
    Kind("embed.html", _cards, lambda desk, one: (embed_page(desk, one),), 400, "cards", _card_path),
    _outline("explore.html", lambda desk: (explore_page(desk),)),
    _outline("data.html", lambda desk: (data_page(desk),)),
    _outline("404.html", lambda _: (MissingPage(_MISSING),)),
    Kind("tombstone.html", lambda desk: _tombstones(desk.book), lambda _, view: (view,), 100, shows=_whole),
    Kind("redirect.html", lambda desk: _redirects(desk.book), lambda _, view: (view,), 100, shows=_whole),
)


def pages(desk: Desk) -> Iterator[Page]:
    """Every page of the book, in a fixed order."""
    for kind in KINDS:
        for item in kind.items(desk):
            for view in kind.make(desk, item):
                yield Page(kind.template, view)


_FOLDERS = {"claim": "claims", "actor": "actors", "source": "sources", "topic": "topics"}


def _tombstones(book: Book) -> Iterator[Tombstone]:
    for kind, folder in _FOLDERS.items():
        for record in getattr(book, folder).values():
            if not record.withdrawn:
                continue
            head = Head(f"Withdrawn {kind}", record.withdrawn.reason, f"{folder}/{record.id}.html", folder)
            withdrawn = Withdrawn(_day(record.withdrawn.date), record.withdrawn.reason)
            json = f"claims/{record.id}.json" if kind == "claim" else None
            embed = embed_path(record.id) if kind == "claim" else None
            yield Tombstone(head, kind, record.id, withdrawn, json, embed)


def _day(day: str) -> When:
    moment = dates.parse(day)
    return When(moment.words, moment.machine)


def _redirects(book: Book) -> Iterator[Redirect]:
    for (kind, old), new in sorted(book.former.items()):
        if kind in _FOLDERS:
            folder = _FOLDERS[kind]
            head = Head("Moved", f"This {kind} has a new address.", f"{folder}/{old}.html", folder)
            yield Redirect(head, f"{folder}/{new}.html")
        if kind == "claim":
            head = Head("Moved", "This card has a new address.", embed_path(old), "claims")
            yield Redirect(head, embed_path(new))

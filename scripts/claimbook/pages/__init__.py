"""Pages: book -> views. One module per kind of page; views are plain frozen data, the only thing templates
see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from claimbook import dates
from claimbook.book import Book
from claimbook.pages.actor import actor_page, actors_page
from claimbook.pages.balance import balance_page
from claimbook.pages.cards import CardFile, card_files
from claimbook.pages.claim import Tombstone, Withdrawn, claim_page
from claimbook.pages.desk import Desk
from claimbook.pages.disputes import disputes_page, question_pages
from claimbook.pages.embed import embed_page, embed_path
from claimbook.pages.explore import explore_page
from claimbook.pages.figures import figures_page
from claimbook.pages.home import MissingPage, data_page, home_page
from claimbook.pages.lists import list_pages
from claimbook.pages.map import map_page
from claimbook.pages.parts import Head, When
from claimbook.pages.positions import positions_page
from claimbook.pages.prose import Correction, CorrectionsPage, ProsePage, corrections_page, prose_page
from claimbook.pages.source import source_page, sources_page
from claimbook.pages.timeline import timeline_page
from claimbook.pages.topic import topic_page, topics_page

__all__ = [
    "CardFile",
    "Correction",
    "CorrectionsPage",
    "Desk",
    "Head",
    "Page",
    "ProsePage",
    "Redirect",
    "card_files",
    "corrections_page",
    "pages",
    "prose_page",
]


@dataclass(frozen=True, slots=True)
class Redirect:
    """The page left at a renamed record's old address."""

    head: Head
    target: str


@dataclass(frozen=True, slots=True)
class Page:
    """A template's name and the view it lays out; `view.head.path` is the page's address."""

    template: str
    view: Any


def pages(desk: Desk) -> Iterator[Page]:
    """Every page of the book, in a fixed order."""
    book = desk.book
    yield Page("index.html", home_page(desk))
    for claim in book.live:
        yield Page("claim.html", claim_page(desk, claim))
    for claim in book.claims.values():
        yield Page("embed.html", embed_page(desk, claim))
    for actor in book.actors.values():
        if not actor.withdrawn:
            yield Page("actor.html", actor_page(desk, actor))
    for source in book.sources.values():
        if not source.withdrawn:
            yield Page("source.html", source_page(desk, source))
    for topic in book.topics.values():
        if not topic.withdrawn:
            yield Page("topic.html", topic_page(desk, topic))
    yield from (Page("claims.html", view) for view in list_pages(desk))
    yield Page("explore.html", explore_page(desk))
    yield Page("actors.html", actors_page(desk))
    yield Page("sources.html", sources_page(desk))
    yield Page("topics.html", topics_page(desk))
    yield Page("positions.html", positions_page(desk))
    yield Page("disputes.html", disputes_page(desk))
    yield from (Page("question.html", view) for view in question_pages(desk))
    yield Page("map.html", map_page(desk))
    yield Page("figures.html", figures_page(desk))
    yield Page("timeline.html", timeline_page(desk))
    yield Page("balance.html", balance_page(desk))
    yield Page("data.html", data_page(desk))
    yield Page(
        "404.html", MissingPage(Head("Page not found", "There is no page at this address.", "404.html", ""))
    )
    yield from _tombstones(book)
    yield from _redirects(book)


_FOLDERS = {"claim": "claims", "actor": "actors", "source": "sources", "topic": "topics"}


def _tombstones(book: Book) -> Iterator[Page]:
    for kind, folder in _FOLDERS.items():
        for record in getattr(book, folder).values():
            if not record.withdrawn:
                continue
            head = Head(f"Withdrawn {kind}", record.withdrawn.reason, f"{folder}/{record.id}.html", folder)
            withdrawn = Withdrawn(_day(record.withdrawn.date), record.withdrawn.reason)
            json = f"claims/{record.id}.json" if kind == "claim" else None
            embed = embed_path(record.id) if kind == "claim" else None
            yield Page("tombstone.html", Tombstone(head, kind, record.id, withdrawn, json, embed))


def _day(day: str) -> When:
    moment = dates.parse(day)
    return When(moment.words, moment.machine)


def _redirects(book: Book) -> Iterator[Page]:
    for (kind, old), new in sorted(book.former.items()):
        if kind in _FOLDERS:
            folder = _FOLDERS[kind]
            head = Head("Moved", f"This {kind} has a new address.", f"{folder}/{old}.html", folder)
            yield Page("redirect.html", Redirect(head, f"{folder}/{new}.html"))
        if kind == "claim":
            head = Head("Moved", "This card has a new address.", embed_path(old), "claims")
            yield Page("redirect.html", Redirect(head, embed_path(new)))

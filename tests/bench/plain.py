"""Limits a book to the plain pages that the peers write: no cards to embed, facets, JSON, feeds or tables.

Called by the settings of the plain book. The press has no setting for this yet, so the functions it calls are
replaced; everything else, the checks, Pelican and the writing, stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimbook.pages import Desk, Page
from claimbook.pages.actor import actor_page, actors_page
from claimbook.pages.claim import claim_page
from claimbook.pages.home import home_page
from claimbook.pages.lists import list_pages
from claimbook.pages.source import source_page, sources_page
from claimbook.pages.topic import topic_page, topics_page
from claimbook.site import press


def _pages(desk: Desk) -> Iterator[Page]:
    book = desk.book
    yield Page("index.html", home_page(desk))
    yield from (Page("claim.html", claim_page(desk, claim)) for claim in book.live)
    yield from (Page("actor.html", actor_page(desk, actor)) for actor in book.actors.values())
    yield from (Page("source.html", source_page(desk, source)) for source in book.sources.values())
    yield from (Page("topic.html", topic_page(desk, topic)) for topic in book.topics.values())
    lists = (view for view in list_pages(desk) if view.head.path.startswith("claims/index."))
    yield from (Page("claims.html", view) for view in lists)
    yield Page("actors.html", actors_page(desk))
    yield Page("sources.html", sources_page(desk))
    yield Page("topics.html", topics_page(desk))


class _Nothing(str):
    """Stands for whatever an export returns: no files, no text."""

    files = ()


class _NoExports:
    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_named: _Nothing()


def limit() -> None:
    """Make the press write plain pages alone."""
    replaced: Any = press
    replaced.pages = _pages
    replaced.exports = _NoExports()
    replaced.Press._feeds = lambda *_: None

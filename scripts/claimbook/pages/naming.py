"""Links to records by the names that pages call them, and the attribution of a claim.

Owns: what pages call actors, sources, topics and positions, and who said a claim, where and when. None of it
rests on any other claim, so that it holds after every edit of claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from claimbook import text
from claimbook.book import Book, said
from claimbook.pages.parts import Chain, Link, When, when
from claimbook.records import Claim
from claimbook.settings import Settings


class Naming:
    """Makes links to records of a book and attributions of its claims, most of them once."""

    def __init__(self, book: Book, settings: Settings) -> None:
        self._known_actors, self._sources, self._topics = book.actors, book.sources, book.topics
        self._language = settings.language
        self._links: dict[tuple[str, str], Link] = {}
        self._actors: dict[str, Link] = {}  # named so often that they have a place of their own
        self._positions: dict[tuple[str, str], str] = {}
        self._own_dates: dict[str, When | None] = {}

    def _link(self, kind: str, name: str, make: Callable[[str], Link]) -> Link:
        found = self._links.get((kind, name))
        if found is None:
            found = self._links[kind, name] = make(name)
        return found

    def actor(self, name: str) -> Link:
        """A link to an actor's page."""
        found = self._actors.get(name)
        if found is None:
            found = self._actors[name] = self._actor(name)
        return found

    def _actor(self, name: str) -> Link:
        actor = self._known_actors[name]
        return Link(f"actors/{name}.html", actor.name or name, actor.withdrawn is not None)

    def actors(self, names: Iterable[str]) -> tuple[Link, ...]:
        """Links to several actors' pages."""
        known, actor = self._actors, self.actor
        return tuple([known.get(name) or actor(name) for name in names])

    def source(self, name: str) -> Link:
        """A link to a source's page."""
        return self._link("source", name, self._source)

    def _source(self, name: str) -> Link:
        source = self._sources[name]
        return Link(
            f"sources/{name}.html",
            text.curly(source.title or name),
            source.withdrawn is not None,
            language=self.foreign(source.language),
        )

    def publisher_or_source(self, name: str) -> Link:
        """A link to a source's page under its publisher's name, as attribution lines have it."""
        return self._link("publisher", name, self._publisher)

    def _publisher(self, name: str) -> Link:
        source = self._sources[name]
        label = (
            self._known_actors[source.publisher].name if source.publisher else text.shorten(source.title, 60)
        )
        language = "" if source.publisher else self.foreign(source.language)
        title = text.curly(source.title)
        return Link(f"sources/{name}.html", label, source.withdrawn is not None, title, language)

    def foreign(self, language: str) -> str:
        """A language as pages mark it: "" for the book's own."""
        return "" if language == self._language else language

    def topic(self, name: str) -> Link:
        """A link to a topic's page."""
        return self._link("topic", name, self._topic)

    def _topic(self, name: str) -> Link:
        topic = self._topics[name]
        return Link(f"topics/{name}.html", text.curly(topic.question or name), topic.withdrawn is not None)

    def position(self, topic: str, name: str) -> str:
        """The label of a position."""
        known = (topic, name)
        found = self._positions.get(known)
        if found is None:
            positions = self._topics[topic].positions
            found = self._positions[known] = text.curly(next(p.label for p in positions if p.id == name))
        return found

    def when(self, claim: Claim) -> When | None:
        """When a claim was said, with its basis."""
        if claim.voice != "author":
            moment = said(claim, self._sources)
            return When(moment.words, moment.machine, claim.said_basis) if moment else None
        if claim.source not in self._own_dates:
            source = self._sources[claim.source]
            stated = f" {source.published_basis}" if source.published_basis else ""
            moment = said(claim, self._sources)
            self._own_dates[claim.source] = (
                when(moment, f"The document’s own date.{stated}") if moment else None
            )
        return self._own_dates[claim.source]

    def chain(self, claim: Claim) -> Chain:
        """The attribution line of a claim."""
        source = self.publisher_or_source(claim.source)
        return Chain(self.actors(claim.speaker), self.actors(claim.via), source, self.when(claim))

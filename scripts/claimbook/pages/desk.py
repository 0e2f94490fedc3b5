"""The desk on which the shared parts are made: one for a build.

Owns: what is made once and shown on many pages, and where the links in notes lead.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import TypeVar, cast

from markupsafe import Markup

from claimbook import text
from claimbook.book import Answer, Book
from claimbook.content import ContentFile
from claimbook.pages.parts import (
    RELATION_WORDS,
    VOICE_WORDS,
    AnswerRow,
    Chain,
    Link,
    Row,
    Rows,
    When,
    when,
)
from claimbook.pages.quotation import QuoteView, quote_view
from claimbook.records import Claim
from claimbook.settings import Settings

Made = TypeVar("Made")
Make = TypeVar("Make", bound=Callable[..., object])

_OUTLINES: set[object] = set()


def outline(make: Make) -> Make:
    """Marks what is made, for `once` or `keep`, of everything but claims' words: statements, notes, and what
    dates rest on. After an edit of words it still holds; claims in it may be older records, of which only ids
    count.
    """
    _OUTLINES.add(make)
    return make


class Desk:
    """Makes the shared parts from a book; rows are made once each.

    `addresses` are the pages content may name; `texts` are the owner's texts by the page they stand on.
    """

    def __init__(
        self,
        book: Book,
        settings: Settings,
        addresses: Mapping[str, str],
        texts: Mapping[str, ContentFile] | None = None,
    ) -> None:
        self.book = book
        self.settings = settings
        self.addresses = addresses
        self.texts = texts or {}
        self.short = settings.is_short(len(book.live))
        self.cited_in = _citations(self.texts)
        self._rows: dict[str, Row] = {}
        self._links: dict[tuple[str, str], Link] = {}
        self._actors: dict[str, Link] = {}  # named so often that they have a place of their own
        self._positions: dict[tuple[str, str], str] = {}
        self._own_dates: dict[str, When | None] = {}
        self._quotes: dict[str, QuoteView | None] = {}
        self._notes: dict[tuple[str, int], Markup] = {}
        self._once: dict[object, object] = {}
        self._topic_orders: dict[str, tuple[tuple[str, ...], dict[str, int]]] = {}

    def renewed(self, book: Book, anew: Container[str], *, outlines: bool) -> Desk:
        """A desk for the book after an edit of claims: of those among `anew` a list may show something else.
        All other claims' parts are kept, and those of other records, which nobody edited; with `outlines`
        also what `outline` marks, since the edit was one of words.
        """
        made = self.beside(book)
        made._rows = {name: row for name, row in self._rows.items() if name not in anew}
        made._quotes = {name: quote for name, quote in self._quotes.items() if name not in anew}
        made._links, made._actors, made._positions = self._links, self._actors, self._positions
        made._own_dates, made._notes = self._own_dates, self._notes
        if outlines:
            made._once = {make: one for make, one in self._once.items() if make in _OUTLINES}
        return made

    def beside(self, book: Book) -> Desk:
        """A desk for another state of the book, with nothing made yet."""
        return Desk(book, self.settings, self.addresses, self.texts)

    def once(self, make: Callable[[Book], Made]) -> Made:
        """What `make` derives from the book, made at the first call."""
        if make not in self._once:
            self._once[make] = make(self.book)
        return cast(Made, self._once[make])

    def keep(self, make: Callable[[Desk], Made]) -> Made:
        """What `make` makes of this desk, made at the first call."""
        if make not in self._once:
            self._once[make] = make(self)
        return cast(Made, self._once[make])

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
        actor = self.book.actors[name]
        return Link(f"actors/{name}.html", actor.name or name, actor.withdrawn is not None)

    def actors(self, names: Iterable[str]) -> tuple[Link, ...]:
        """Links to several actors' pages."""
        known, actor = self._actors, self.actor
        return tuple([known.get(name) or actor(name) for name in names])

    def source(self, name: str) -> Link:
        """A link to a source's page."""
        return self._link("source", name, self._source)

    def _source(self, name: str) -> Link:
        source = self.book.sources[name]
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
        source = self.book.sources[name]
        label = (
            self.book.actors[source.publisher].name if source.publisher else text.shorten(source.title, 60)
        )
        language = "" if source.publisher else self.foreign(source.language)
        title = text.curly(source.title)
        return Link(f"sources/{name}.html", label, source.withdrawn is not None, title, language)

    def foreign(self, language: str) -> str:
        """A language as pages mark it: "" for the book's own."""
        return "" if language == self.settings.language else language

    def topic(self, name: str) -> Link:
        """A link to a topic's page."""
        return self._link("topic", name, self._topic)

    def _topic(self, name: str) -> Link:
        topic = self.book.topics[name]
        return Link(f"topics/{name}.html", text.curly(topic.question or name), topic.withdrawn is not None)

    def position(self, topic: str, name: str) -> str:
        """The label of a position."""
        known = (topic, name)
        found = self._positions.get(known)
        if found is None:
            positions = self.book.topics[topic].positions
            found = self._positions[known] = text.curly(next(p.label for p in positions if p.id == name))
        return found

    def when(self, claim: Claim) -> When | None:
        """When a claim was said, with its basis."""
        if claim.voice != "author":
            moment = self.book.said(claim)
            return When(moment.words, moment.machine, claim.said_basis) if moment else None
        if claim.source not in self._own_dates:
            source = self.book.sources[claim.source]
            stated = f" {source.published_basis}" if source.published_basis else ""
            moment = self.book.said(claim)
            self._own_dates[claim.source] = (
                when(moment, f"The document’s own date.{stated}") if moment else None
            )
        return self._own_dates[claim.source]

    def chain(self, claim: Claim) -> Chain:
        """The attribution line of a claim."""
        source = self.publisher_or_source(claim.source)
        return Chain(self.actors(claim.speaker), self.actors(claim.via), source, self.when(claim))

    def row(self, name: str) -> Row:
        """A claim as a list entry; a withdrawn one keeps its place and says so."""
        found = self._rows.get(name)
        if found is None:
            found = self._rows[name] = self._row(self.book.claims[name])
        return found

    def quote(self, name: str) -> QuoteView | None:
        """A claim's quotation; None for a paraphrase."""
        if name not in self._quotes:
            self._quotes[name] = quote_view(self.book, self.book.claims[name])
        return self._quotes[name]

    def _row(self, claim: Claim) -> Row:
        href = f"claims/{claim.id}.html"
        if claim.withdrawn:
            return Row(claim.id, href, "A withdrawn claim", None, "", "", False, "", 0, 0, 0, True)
        return Row(
            id=claim.id,
            href=href,
            statement=text.curly(claim.statement),
            chain=self.chain(claim),
            voice=claim.voice,
            voice_words=VOICE_WORDS[claim.voice],
            paraphrased=claim.quote is None,
            certainty=claim.certainty,
            evidence=len(claim.evidence),
            answered=len(self.book.answered(claim)),
            answers=len(self.book.answers.get(claim.id, ())),
            withdrawn=False,
        )

    def rows(self, claims: Iterable[Claim]) -> tuple[Row, ...]:
        """Several claims as list entries."""
        return tuple([self.row(claim.id) for claim in claims])

    def listed(self, claims: Iterable[Claim]) -> Rows:
        """As `rows`, made when a page that shows them is."""
        return Rows(self.row, [claim.id for claim in claims])

    def in_topic(self, topic: str, claim: str) -> tuple[Row | None, Row | None]:
        """The claims before and after `claim` on a topic's page, where those under each position follow one
        another.
        """
        order = self.topic_order(topic)
        at = self._topic_orders[topic][1][claim]
        before = self.row(order[at - 1]) if at else None
        return before, self.row(order[at + 1]) if at + 1 < len(order) else None

    def topic_order(self, topic: str) -> tuple[str, ...]:
        """The claims on a topic's page, each where it stands first."""
        if topic not in self._topic_orders:
            positions = self.book.topics[topic].positions
            listed = (c.id for p in positions for c in self.book.stands.get(f"{topic}/{p.id}", ()))
            order = tuple(dict.fromkeys(listed))
            self._topic_orders[topic] = order, {name: place for place, name in enumerate(order)}
        return self._topic_orders[topic][0]

    def answer(self, found: Answer, *, answering: bool, path: str) -> AnswerRow:
        """A counter-statement: the answering claim's row, or with `answering` false the answered claim's."""
        row = self.row(found.by if answering else found.claim)
        words = RELATION_WORDS[found.relation][0 if answering else 1]
        return AnswerRow(row, found, words, self.note, path)

    def note(self, markdown: str | None, path: str) -> Markup | None:
        """An editors' note as safe HTML for the page at `path`."""
        if not markdown:
            return None
        known = (markdown, path.count("/"))  # addresses differ from page to page by their depth alone
        if known not in self._notes:
            self._notes[known] = text.render(
                markdown, lambda kind, name: self.resolve(kind, name, path), inline=True
            )
        return self._notes[known]

    def part(self, path: str) -> Markup | None:
        """The owner's text for the page at `path` as safe HTML, where there is one."""
        if path not in self.texts:
            return None
        return text.render(self.texts[path].markdown, lambda kind, name: self.resolve(kind, name, path))

    def resolve(self, kind: str, name: str, path: str) -> str | None:
        """A record's page, relative to the page at `path`; None where there is no such record."""
        root = "../" * path.count("/")
        if kind == "page":
            return f"{root}{self.addresses[name]}" if name in self.addresses else None
        known = {"claim": self.book.claims, "actor": self.book.actors, "topic": self.book.topics}
        if name not in known.get(kind, self.book.sources):
            return None
        return f"{root}{kind}s/{name}.html"

    def repository(self, path: str) -> str | None:
        """An address in the owner's repository, where the settings name one."""
        base = self.settings.repository.rstrip("/")
        return f"{base}/{path}" if base else None


def _citations(texts: Mapping[str, ContentFile]) -> dict[str, tuple[Link, ...]]:
    """The pages of prose that link to a claim, by claim."""
    found: dict[str, dict[str, Link]] = {}
    for path, file in sorted(texts.items()):
        for link in text.record_links(file.markdown):
            if link.kind == "claim":
                found.setdefault(link.id, {})[path] = Link(path, text.curly(file.title))
    return {name: tuple(links.values()) for name, links in found.items()}

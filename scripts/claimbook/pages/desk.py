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
from claimbook.pages.naming import Naming
from claimbook.pages.parts import RELATION_WORDS, VOICE_WORDS, AnswerRow, Link, Row, Rows
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
    """Makes the shared parts from a book; rows are made once each. What `naming` does it does too.

    `addresses` are the pages content may name; `texts` are the owner's texts by the page they stand on.
    """

    def __init__(
        self,
        book: Book,
        settings: Settings,
        addresses: Mapping[str, str],
        texts: Mapping[str, ContentFile] | None = None,
        naming: Naming | None = None,
    ) -> None:
        self.naming = naming = naming or Naming(book, settings)
        self.actor, self.actors, self.topic, self.position = (
            naming.actor,
            naming.actors,
            naming.topic,
            naming.position,
        )
        self.source, self.publisher_or_source, self.foreign = (
            naming.source,
            naming.publisher_or_source,
            naming.foreign,
        )
        self.when, self.chain = naming.when, naming.chain
        self.book = book
        self.settings = settings
        self.addresses = addresses
        self.texts = texts or {}
        self.short = settings.is_short(len(book.live))
        self.cited_in = _citations(self.texts)
        self._rows: dict[str, Row] = {}
        self._quotes: dict[str, QuoteView | None] = {}
        self._notes: dict[tuple[str, int], Markup] = {}
        self._once: dict[object, object] = {}
        self._topic_orders: dict[str, tuple[tuple[str, ...], dict[str, int]]] = {}

    def renewed(self, book: Book, anew: Container[str], *, outlines: bool) -> Desk:
        """A desk for the book after an edit of claims: of those among `anew` a list may show something else.
        All other claims' parts are kept, and those of other records, which nobody edited; with `outlines`
        also what `outline` marks, since the edit was one of words.
        """
        made = Desk(book, self.settings, self.addresses, self.texts, self.naming)
        made._rows = {name: row for name, row in self._rows.items() if name not in anew}
        made._quotes = {name: quote for name, quote in self._quotes.items() if name not in anew}
        made._notes = self._notes
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

    def row(self, name: str) -> Row:
        """A claim as a list entry; a withdrawn one keeps its place and says so."""
        found = self._rows.get(name)
        if found is None:
            found = self._rows[name] = self._row(self.book.claims[name])
        return found

    def quote(self, name: str) -> QuoteView | None:
        """A claim's quotation; None for a paraphrase."""
        if self.short:  # it stands on two pages: to keep all takes longer than to make them anew
            return quote_view(self.book, self.book.claims[name])
        if name not in self._quotes:
            self._quotes[name] = quote_view(self.book, self.book.claims[name])
        return self._quotes[name]

    def _row(self, claim: Claim) -> Row:
        name, voice, book, chain = claim.id, claim.voice, self.book, self.chain
        href = f"claims/{name}.html"
        if claim.withdrawn:
            return Row(name, href, "A withdrawn claim", claim, chain, "", "", False, "", 0, 0, 0, True)
        return Row(  # by position, which takes less time: there is one for each claim
            name,
            href,
            text.curly(claim.statement),
            claim,
            chain,
            voice,
            VOICE_WORDS[voice],
            claim.quote is None,
            claim.certainty,
            len(claim.evidence),
            len(book.live_answers.get(name, ())),
            len(book.answers.get(name, ())),
            False,
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
        if known in self._notes:
            return self._notes[known]
        made = text.render(markdown, lambda kind, name: self.resolve(kind, name, path), inline=True)
        if not self.short:  # where it stands on one page alone
            self._notes[known] = made
        return made

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

"""The home page, and the page of downloads."""

from __future__ import annotations

from claimbook import text
from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.pages.actors import ActorEntry, loudest
from claimbook.pages.desk import Desk
from claimbook.pages.disputes import Sharp, sharpest
from claimbook.pages.lazy import made
from claimbook.pages.parts import Head, Link
from claimbook.pages.sources import SourceEntry, documents
from claimbook.pages.topic import TopicEntry, topic_entries

SHARP = 4
ENTRIES = 8
DOCUMENTS = 12


@frozen
class Totals:
    """The book in numbers. `voices` are actors that say something; `pairs` are claim ↔ counter-statement
    links; for `unevidenced` claims the document cites no evidence.
    """

    claims: int
    voices: int
    documents: int
    references: int
    pairs: int
    answered: int
    unevidenced: int


@frozen
class Start:
    """The page of prose for newcomers."""

    link: Link
    summary: str


class HomePage:
    """Everything the home page shows, each part made when a template names it."""

    def __init__(self, desk: Desk) -> None:
        settings = desk.settings
        self._desk = desk
        self.head = Head(settings.title, settings.description or settings.question, "index.html", "home")
        self.question = settings.question
        self.start = _start(desk)

    @made
    def totals(self) -> Totals:
        """The book in numbers."""
        return totals(self._desk)

    @made
    def sharpest(self) -> tuple[Sharp, ...]:
        """The sharpest disputes."""
        return sharpest(self._desk, SHARP)

    @made
    def topics(self) -> tuple[TopicEntry, ...]:
        """The most argued topics."""
        return topic_entries(self._desk)[:ENTRIES]

    @made
    def voices(self) -> tuple[ActorEntry, ...]:
        """The actors with most claims."""
        return loudest(self._desk)[:ENTRIES]

    @made
    def documents(self) -> tuple[SourceEntry, ...]:
        """The documents; of many those with most claims."""
        shown = documents(self._desk)
        if len(shown) > DOCUMENTS:
            shown = tuple(sorted(shown, key=lambda one: (-one.tally.claims, one.link.href))[:DOCUMENTS])
        return shown

    @property
    def further(self) -> int:
        """The number of documents that are not shown."""
        return len(documents(self._desk)) - len(self.documents)


@frozen
class Download:
    """One file to take away."""

    href: str
    name: str
    form: str
    what: str


@frozen
class DataPage:
    """The page of downloads."""

    head: Head
    totals: Totals
    downloads: tuple[Download, ...]


@frozen
class MissingPage:
    """The page for addresses that lead nowhere; its links work from any folder where the site's address is
    known.
    """

    head: Head


def totals(desk: Desk) -> Totals:
    """The book in numbers."""
    return desk.once(_totals)


def _totals(book: Book) -> Totals:
    tally = book.tally(book.live)
    kinds = [source.kind for source in book.sources.values() if not source.withdrawn]
    return Totals(
        claims=tally.claims,
        voices=len(book.said_by),
        documents=kinds.count("document"),
        references=kinds.count("reference"),
        pairs=sum(map(len, book.live_answers.values())),
        answered=tally.answered,
        unevidenced=tally.claims - tally.with_evidence,
    )


def home_page(desk: Desk) -> HomePage:
    """The view of the home page."""
    return HomePage(desk)


def _start(desk: Desk) -> Start | None:
    path = f"{desk.settings.start}.html"
    found = desk.texts.get(path)
    return Start(Link(path, text.curly(found.title)), text.curly(found.summary)) if found else None


def data_page(desk: Desk) -> DataPage:
    """The view of the page of downloads."""
    head = Head("Data", "The whole book as files for research.", "data.html", "data")
    return DataPage(head, totals(desk), DOWNLOADS)


DOWNLOADS = (
    Download(
        "data/claims.json",
        "claims.json",
        "JSON",
        "The whole book: sources, actors, topics, quantities and claims with their links.",
    ),
    Download(
        "data/claims.csv",
        "claims.csv",
        "CSV",
        "One row a claim: statement, speakers, date, source, quotation, counts. "
        "An apostrophe before =, +, - or @ keeps spreadsheets from computing a text.",
    ),
    Download(
        "data/links.csv",
        "links.csv",
        "CSV",
        "One row a link between two claims: counter-statement, restatement, support.",
    ),
    Download("feeds/claims.atom.xml", "claims.atom.xml", "Atom", "The claims that entered the book last."),
    Download("feeds/corrections.atom.xml", "corrections.atom.xml", "Atom", "Corrections."),
)

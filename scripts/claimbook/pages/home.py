"""The home page, and the page of downloads."""

from __future__ import annotations

from claimbook import text
from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.pages.actors import ActorEntry, loudest
from claimbook.pages.desk import Desk
from claimbook.pages.disputes import Sharp, sharpest
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


@frozen
class HomePage:
    """Everything the home page shows; of many documents those with most claims, and `further` counts the
    rest.
    """

    head: Head
    question: str
    start: Start | None
    totals: Totals
    sharpest: tuple[Sharp, ...]
    topics: tuple[TopicEntry, ...]
    voices: tuple[ActorEntry, ...]
    documents: tuple[SourceEntry, ...]
    further: int


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
        pairs=len(book.disputes()),
        answered=tally.answered,
        unevidenced=tally.claims - tally.with_evidence,
    )


def home_page(desk: Desk) -> HomePage:
    """The view of the home page."""
    settings = desk.settings
    shown = documents(desk)
    if len(shown) > DOCUMENTS:
        shown = tuple(sorted(shown, key=lambda one: (-one.tally.claims, one.link.href))[:DOCUMENTS])
    return HomePage(
        head=Head(settings.title, settings.description or settings.question, "index.html", "home"),
        question=settings.question,
        start=_start(desk),
        totals=totals(desk),
        sharpest=sharpest(desk, SHARP),
        topics=topic_entries(desk)[:ENTRIES],
        voices=loudest(desk)[:ENTRIES],
        documents=shown,
        further=len(documents(desk)) - len(shown),
    )


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

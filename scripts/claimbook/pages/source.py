"""A source's page: what it is, who is quoted in it, its coverage, and its claims in document order."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from claimbook import charts, dates, text
from claimbook.book import Share, Tally
from claimbook.pages import preview
from claimbook.pages.desk import Desk
from claimbook.pages.parts import Head, Link, Row, When, count_of, when
from claimbook.records import Source

# What stands in place of authors: a document was read whole, a reference perhaps without its byline.
UNSIGNED = {"document": "unsigned", "reference": "byline not recorded"}
KIND_WORDS = {"document": "Document, decomposed whole", "reference": "Reference, cited for single claims"}


@dataclass(frozen=True, slots=True)
class Voice:
    """An actor heard in the source, with the number of its claims by voice."""

    actor: Link
    claims: int
    quoted: int
    reported: int
    author: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim with the numbers of its first and last word; None for a paraphrase."""

    row: Row
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of words that holds no claim of its own, with the reason and the claims that carry it."""

    start: int
    end: int
    reason: str
    carried_by: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Everything a source's page shows; the strip has `line` words to a line."""

    head: Head
    title: str
    kind: str
    kind_words: str
    language: str
    authors: tuple[Link, ...]
    unsigned: str
    publisher: Link | None
    published: When | None
    published_basis: str | None
    url: str | None
    archived: str | None
    first_publisher: Link | None
    first_url: str | None
    note: Markup | None
    share: Share
    tally: Tally
    strip: Markup | None
    line: int
    voices: tuple[Voice, ...]
    claims: tuple[Placed, ...]
    skipped: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source as one entry of the index."""

    link: Link
    language: str
    authors: tuple[Link, ...]
    unsigned: str
    publisher: Link | None
    published: When | None
    share: Share
    tally: Tally
    voices: int

    @property
    def shelf(self) -> str:
        """What the source is sorted under: its publisher's name, or its title where there is none."""
        return self.publisher.text if self.publisher else self.link.text


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The index of sources: documents, then references by publisher."""

    head: Head
    documents: tuple[SourceEntry, ...]
    references: tuple[SourceEntry, ...]


def source_page(desk: Desk, source: Source) -> SourcePage:
    """The view of one source."""
    book, path = desk.book, f"sources/{source.id}.html"
    claims = book.by_source.get(source.id, ())
    share = book.share(source.id)
    placed = tuple(_placed(desk, claim.id) for claim in claims)
    title = text.curly(source.title)
    first = source.republished_from
    return SourcePage(
        head=Head(
            text.shorten(title, 90),
            _description(desk, source),
            path,
            "sources",
            card=preview.source_link(book, source.id),
        ),
        title=title,
        kind=source.kind,
        kind_words=KIND_WORDS[source.kind],
        language=source.language,
        authors=desk.actors(source.authors),
        unsigned=UNSIGNED[source.kind],
        publisher=desk.actor(source.publisher) if source.publisher else None,
        published=_published(source),
        published_basis=source.published_basis,
        url=source.url,
        archived=source.archived,
        first_publisher=desk.actor(first.publisher) if first else None,
        first_url=first.url if first else None,
        note=desk.note(source.note, path),
        share=share,
        tally=book.tally(claims),
        strip=_strip(source, placed, share.words),
        line=charts.WORDS,
        voices=_voices(desk, source.id),
        claims=placed,
        skipped=tuple(
            Stretch(s.start, s.end, text.curly(s.reason), tuple(desk.row(name) for name in s.claim))
            for s in source.skipped
        ),
    )


def _strip(source: Source, placed: tuple[Placed, ...], words: int) -> Markup | None:
    """The document as lines of words; None where no claim has a place in it."""
    marks = [
        charts.Mark(
            p.start - 1, p.end, f"../{p.row.href}", f"{p.row.statement} ({p.row.voice_words})", p.row.voice
        )
        for p in placed
        if p.start and p.end
    ]
    blanks = [
        charts.Blank(s.start - 1, s.end, f"No claim of its own: {text.curly(s.reason)}")
        for s in source.skipped
    ]
    label = f"Where the claims stand in “{text.curly(source.title)}”"
    return charts.strip(marks, blanks, words, label=label) if marks else None


def _description(desk: Desk, source: Source) -> str:
    authors = ", ".join(link.text for link in desk.actors(source.authors)) or UNSIGNED[source.kind]
    claims = len(desk.book.by_source.get(source.id, ()))
    published = _published(source)
    return (
        f"{authors}{', ' + published.words if published else ''}: {count_of(claims, 'claim')} in this book."
    )


def _published(source: Source) -> When | None:
    return when(dates.parse(source.published), source.published_basis) if source.published else None


def _placed(desk: Desk, name: str) -> Placed:
    found = desk.book.matches.get(name)
    return Placed(desk.row(name), found.start + 1 if found else None, found.end if found else None)


def _voices(desk: Desk, source: str) -> tuple[Voice, ...]:
    counts: dict[str, dict[str, int]] = {}
    for claim in desk.book.by_source.get(source, ()):
        for name in claim.speaker:
            voices = counts.setdefault(name, {"quoted": 0, "reported": 0, "author": 0})
            voices[claim.voice] += 1
    found = [Voice(desk.actor(name), sum(voices.values()), **voices) for name, voices in counts.items()]
    return tuple(sorted(found, key=lambda v: (-v.claims, v.actor.href)))


def sources_page(desk: Desk) -> SourcesPage:
    """The view of the index of sources."""
    head = Head(
        "Sources",
        "The documents this book is made from, and the references that answer them.",
        "sources/index.html",
        "sources",
    )
    entries: dict[str, list[SourceEntry]] = {kind: [] for kind in KIND_WORDS}
    for source in desk.book.sources.values():
        if source.withdrawn:
            continue
        claims = desk.book.by_source.get(source.id, ())
        entries[source.kind].append(
            SourceEntry(
                desk.source(source.id),
                source.language,
                desk.actors(source.authors),
                UNSIGNED[source.kind],
                desk.actor(source.publisher) if source.publisher else None,
                _published(source),
                desk.book.share(source.id),
                desk.book.tally(claims),
                len({name for claim in claims for name in claim.speaker}),
            )
        )
    references = sorted(entries["reference"], key=lambda e: (text.slug(e.shelf), e.link.href))
    return SourcesPage(head, tuple(entries["document"]), tuple(references))

"""A source's pages: what it is, who is quoted in it, its coverage, and its claims in document order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from claimbook import charts, dates, text
from claimbook.book import Share, Tally
from claimbook.frozen import frozen
from claimbook.pages import preview
from claimbook.pages.cut import Part, evenly, numbered, size_of
from claimbook.pages.desk import Desk
from claimbook.pages.lazy import Later
from claimbook.pages.parts import (
    VOICE_WORDS,
    Head,
    Link,
    Pager,
    Row,
    When,
    count_of,
    page_name,
    pager,
    when,
)
from claimbook.records import Claim, Source

MARKS = 250  # claims drawn one by one; where there are more, or the document is longer, lines are drawn
VOICES = 50  # named, those with most claims
SKIPPED = 50  # stretches without a claim that are listed

# What stands in place of authors: a document was read whole, a reference perhaps without its byline.
UNSIGNED = {"document": "unsigned", "reference": "byline not recorded"}
KIND_WORDS = {"document": "Document, decomposed whole", "reference": "Reference, cited for single claims"}


@frozen
class Voice:
    """An actor heard in the source, with the number of its claims by voice."""

    actor: Link
    claims: int
    quoted: int
    reported: int
    author: int


@frozen
class Placed:
    """A claim with the numbers of its first and last word; None for a paraphrase."""

    row: Row
    start: int | None
    end: int | None


@frozen
class Stretch:
    """A stretch of words that holds no claim of its own, with the reason and the claims that carry it."""

    start: int
    end: int
    reason: str
    carried_by: tuple[Row, ...]


@frozen
class SourcePage:
    """Everything one page of a source shows; what is not a claim stands on the first, `start`, alone.

    The strip has `line` words to a line and a mark for each claim, or with `merged` one for all of a line.
    `voices` and `skipped` are the first of `heard` and `gaps`; `claims` begin with number `first`.
    """

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
    first_archived: str | None
    note: Markup | None
    share: Later[Share]
    tally: Tally
    strip: Later[Markup | None]
    line: int
    merged: bool
    voices: tuple[Voice, ...]
    heard: int
    claims: tuple[Placed, ...]
    first: int
    skipped: tuple[Stretch, ...]
    gaps: int
    start: str
    pager: Pager


def source_pages(desk: Desk, source: Source) -> Iterator[SourcePage]:
    """The views of one source: its claims cut into pages."""
    stem = f"sources/{source.id}"
    claims = desk.book.by_source.get(source.id, ())
    pages = evenly(len(claims), size_of(desk))
    first = _first(desk, source, claims, pages)
    yield first
    for number, (part,) in enumerate(pages[1:], start=2):
        yield replace(
            first,
            head=replace(first.head, title=numbered(first.head.title, number), path=page_name(stem, number)),
            claims=_placed(desk, claims[part.start : part.stop]),
            first=part.start + 1,
            pager=pager(stem, number, len(pages)),
        )


def _first(
    desk: Desk, source: Source, claims: tuple[Claim, ...], pages: Sequence[tuple[Part, ...]]
) -> SourcePage:
    book, path = desk.book, f"sources/{source.id}.html"
    made = book.fingerprints.get(source.id)
    title = text.curly(source.title)
    first = source.republished_from
    voices, words = _voices(desk, claims), made.words if made else 0
    merged = len(claims) > MARKS or words > charts.WORDS * MARKS
    card = preview.source_link(book, source.id)
    return SourcePage(
        head=Head(text.shorten(title, 90), _description(desk, source), path, "sources", card=card),
        title=title,
        kind=source.kind,
        kind_words=KIND_WORDS[source.kind],
        language=source.language,
        authors=desk.actors(source.authors),
        unsigned=UNSIGNED[source.kind],
        publisher=desk.actor(source.publisher) if source.publisher else None,
        published=published_in(source),
        published_basis=source.published_basis,
        url=source.url,
        archived=source.archived,
        first_publisher=desk.actor(first.publisher) if first else None,
        first_url=first.url if first else None,
        first_archived=first.archived if first else None,
        note=desk.note(source.note, path),
        share=Later(lambda: book.share(source.id)),
        tally=book.tally(claims),
        strip=Later(
            lambda: _band(desk, source, pages, words) if merged else _strip(desk, source, claims, words)
        ),
        line=charts.line_of(words) if merged else charts.WORDS,
        merged=merged,
        voices=voices[:VOICES],
        heard=len(voices),
        claims=_placed(desk, claims[: pages[0][0].stop]),
        first=1,
        skipped=tuple(
            Stretch(s.start, s.end, text.curly(s.reason), tuple(desk.row(name) for name in s.claim))
            for s in source.skipped[:SKIPPED]
        ),
        gaps=len(source.skipped),
        start=path,
        pager=pager(f"sources/{source.id}", 1, len(pages)),
    )


def _strip(desk: Desk, source: Source, claims: tuple[Claim, ...], words: int) -> Markup | None:
    """The document as lines of words, a mark for each claim; None where no claim has a place in it."""
    marks = []
    for claim in claims:
        found = desk.book.matches.get(claim.id)
        if found and found.end:
            voice = VOICE_WORDS[claim.voice]
            title = voice if desk.short else f"{text.curly(claim.statement)} ({voice})"
            marks.append(
                charts.Mark(found.start, found.end, f"../claims/{claim.id}.html", title, claim.voice)
            )
    blanks = [
        charts.Blank(s.start - 1, s.end, f"No claim of its own: {text.curly(s.reason)}")
        for s in source.skipped
    ]
    return charts.strip(marks, blanks, words, label=_label(source)) if marks else None


def _band(desk: Desk, source: Source, pages: Sequence[tuple[Part, ...]], words: int) -> Markup | None:
    """The document as lines of words that lead to the pages with their claims, for more than can be drawn one
    by one; None where no claim has a place in it.
    """
    line = charts.line_of(words)
    begin: dict[int, list[int]] = {}
    spans = []
    for place, claim in enumerate(desk.book.by_source[source.id]):
        found = desk.book.matches.get(claim.id)
        if found and found.end:
            spans.append((found.start, found.end))
            begin.setdefault(found.start // line, []).append(place)
    page = [n for n, (part,) in enumerate(pages, start=1) for _ in range(part.start, part.stop)]
    ways = []
    for number in range(max(1, -(-words // line))):
        start, end, places = number * line, min(words, (number + 1) * line), begin.get(number, [])
        href = f"../{page_name(f'sources/{source.id}', page[places[0]])}#claims" if places else ""
        title = f"words {start + 1}–{end}: {count_of(len(places), 'claim')}"
        ways.append(charts.Mark(start, end, href, title, "quoted"))
    return charts.band(spans, ways, words, label=_label(source)) if spans else None


def _label(source: Source) -> str:
    return f"Where the claims stand in “{text.curly(source.title)}”"


def _description(desk: Desk, source: Source) -> str:
    authors = ", ".join(link.text for link in desk.actors(source.authors)) or UNSIGNED[source.kind]
    claims = len(desk.book.by_source.get(source.id, ()))
    day = published_in(source)
    return f"{authors}{', ' + day.words if day else ''}: {count_of(claims, 'claim')} in this book."


def published_in(source: Source) -> When | None:
    """When a source was published."""
    return when(dates.parse(source.published), source.published_basis) if source.published else None


def _placed(desk: Desk, claims: Iterable[Claim]) -> tuple[Placed, ...]:
    found = ((desk.row(claim.id), desk.book.matches.get(claim.id)) for claim in claims)
    return tuple([Placed(row, at.start + 1 if at else None, at.end if at else None) for row, at in found])


def _voices(desk: Desk, claims: tuple[Claim, ...]) -> tuple[Voice, ...]:
    counts: dict[str, dict[str, int]] = {}
    for claim in claims:
        for name in claim.speaker:
            voices = counts.setdefault(name, {"quoted": 0, "reported": 0, "author": 0})
            voices[claim.voice] += 1
    found = [Voice(desk.actor(name), sum(voices.values()), **voices) for name, voices in counts.items()]
    return tuple(sorted(found, key=lambda v: (-v.claims, v.actor.href)))

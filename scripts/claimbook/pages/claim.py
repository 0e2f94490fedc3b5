"""A claim's page: whose words, when, on what evidence, and who answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from claimbook import dates, text
from claimbook.pages import preview
from claimbook.pages.argument import ArgumentMap, argument_map
from claimbook.pages.desk import Desk
from claimbook.pages.embed import embed_code, embed_path
from claimbook.pages.figures import amount, figure_href
from claimbook.pages.parts import AnswerRow, Chain, Head, Link, Row, When, when
from claimbook.pages.quotation import QuoteView
from claimbook.records import Claim

WORDED = 12  # answers up to which their words are shown: a page of many stays small enough for one round trip
EVIDENCE_WORDS = {
    "official-statement": "Official statement",
    "document": "Document",
    "dataset": "Data",
    "media-report": "Media report",
    "linked-page": "Linked page",
    "image-or-video": "Picture or recording",
    "eyewitness": "Eyewitness",
    "named-source": "Named source",
    "unnamed-source": "Unnamed source",
    "own-reasoning": "The speaker’s own reasoning",
}


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One piece of evidence."""

    kind: str
    words: str
    what: str
    by: tuple[Link, ...]
    url: str | None


@dataclass(frozen=True, slots=True)
class StandView:
    """Where the claim stands on a question, and the claims before and after it on that topic's page."""

    topic: Link
    position: str
    anchor: str
    previous: Row | None
    next: Row | None


@dataclass(frozen=True, slots=True)
class FigureView:
    """A number the claim gives."""

    quantity: Link
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Restatement:
    """The same proposition said elsewhere; `this` marks the page's own claim."""

    row: Row
    earliest: bool
    this: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A tombstone's date and reason."""

    when: When
    reason: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Everything a claim's page shows; `words` are quotations of its answers, by claim, if there is room.

    What costs time and a theme may leave out is made when it is called for.
    """

    head: Head
    row: Row
    chain: Chain
    said: When | None
    said_basis: str | None
    about_when: When | None
    about_place: str | None
    quote: QuoteView | None
    original_url: str | None
    source_title: Link
    published: When | None
    evidence: tuple[EvidenceView, ...]
    answered_by: tuple[AnswerRow, ...]
    answers: tuple[AnswerRow, ...]
    words: Callable[[], Mapping[str, QuoteView]]
    restatements: tuple[Restatement, ...]
    order_known: bool
    supports: tuple[Row, ...]
    supported_by: tuple[Row, ...]
    argument: Callable[[], ArgumentMap | None]
    stands: tuple[StandView, ...]
    figures: tuple[FigureView, ...]
    mentions: tuple[Link, ...]
    cited_in: tuple[Link, ...]
    note: Markup | None
    citation: Callable[[], Markup]
    json: str
    embed: str
    embed_code: Callable[[], str | None]
    correction: Callable[[], str | None]
    record: str | None
    previous: Row | None
    next: Row | None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The page of a withdrawn record; a claim's data and card stay too."""

    head: Head
    kind: str
    id: str
    withdrawn: Withdrawn
    json: str | None
    embed: str | None


def claim_page(desk: Desk, claim: Claim) -> ClaimPage:
    """The view of one live claim."""
    book, row = desk.book, desk.row(claim.id)
    path = row.href
    source = book.sources[claim.source]
    assert row.chain is not None
    around = book.by_source[claim.source]
    at = book.places[claim.id]
    cluster = book.clusters.get(claim.id)
    earliest = cluster.earliest if cluster else None
    quote = desk.quote(claim.id)
    return ClaimPage(
        head=Head(
            text.shorten(row.statement, 90),
            preview.claim_description(claim, row),
            path,
            "claims",
            card=preview.actor_link(book, claim.speaker[0]),
        ),
        row=row,
        chain=row.chain,
        said=row.chain.when,
        said_basis=row.chain.when.basis if row.chain.when else claim.said_basis,
        about_when=_moment(claim.about.date) if claim.about else None,
        about_place=claim.about.place if claim.about else None,
        quote=quote,
        original_url=source.url,
        source_title=desk.source(source.id),
        published=_moment(source.published),
        evidence=tuple(
            EvidenceView(e.kind, EVIDENCE_WORDS[e.kind], text.curly(e.what), desk.actors(e.by), e.url)
            for e in claim.evidence
        ),
        answered_by=tuple(
            desk.answer(a, answering=True, path=path) for a in book.answered_by.get(claim.id, ())
        ),
        answers=tuple(desk.answer(a, answering=False, path=path) for a in book.answers.get(claim.id, ())),
        words=partial(_words, desk, claim),
        restatements=tuple(
            Restatement(desk.row(name), name == earliest, name == claim.id)
            for name in (cluster.members if cluster else ())
        ),
        order_known=earliest is not None,
        supports=tuple(desk.row(name) for name in claim.supports),
        supported_by=desk.rows(book.supported_by.get(claim.id, ())),
        argument=partial(argument_map, desk, claim.id),
        stands=_stands(desk, claim),
        figures=tuple(
            FigureView(
                Link(figure_href(desk, f.quantity), book.quantities[f.quantity].label),
                amount(f.low, f.high, f.approximate),
                book.quantities[f.quantity].unit,
            )
            for f in claim.figures
        ),
        mentions=desk.actors(claim.mentions),
        cited_in=desk.cited_in.get(claim.id, ()),
        note=desk.note(claim.note, path),
        citation=partial(_citation, desk, claim, row),
        json=f"claims/{claim.id}.json",
        embed=embed_path(claim.id),
        embed_code=partial(embed_code, desk.settings, row, quote),
        correction=partial(correction_url, desk, claim.id),
        record=desk.repository(f"blob/HEAD/{claim.origin.path}#L{claim.origin.line}")
        if claim.origin
        else None,
        previous=desk.row(around[at - 1].id) if at else None,
        next=desk.row(around[at + 1].id) if at + 1 < len(around) else None,
    )


def _words(desk: Desk, claim: Claim) -> dict[str, QuoteView]:
    """The quotations of the claims that answer this one or are answered by it; none where they are many."""
    book = desk.book
    answers = [a.by for a in book.answered_by.get(claim.id, ())] + [
        a.claim for a in book.answers.get(claim.id, ())
    ]
    if len(answers) > WORDED:
        return {}
    found = ((name, desk.quote(name)) for name in answers if not book.claims[name].withdrawn)
    return {name: quote for name, quote in found if quote}


def _moment(edtf: str | None) -> When | None:
    return when(dates.parse(edtf)) if edtf else None


def _stands(desk: Desk, claim: Claim) -> tuple[StandView, ...]:
    """Where it stands, topic by topic: two positions on one question follow one another."""
    found = []
    topics = [stand.topic for stand in claim.positions]
    for stand in sorted(claim.positions, key=lambda stand: topics.index(stand.topic)):
        topic = desk.book.topics[stand.topic]
        label = next(p.label for p in topic.positions if p.id == stand.position)
        around = desk.in_topic(topic.id, claim.id)
        found.append(StandView(desk.topic(topic.id), text.curly(label), stand.position, *around))
    return tuple(found)


def _citation(desk: Desk, claim: Claim, row: Row) -> Markup:
    """How to cite the claim: speaker, statement, source, and this book with the record's id."""
    assert row.chain is not None
    speakers = ", ".join(link.text for link in row.chain.speakers)
    via = f", per {', '.join(link.text for link in row.chain.via)}" if row.chain.via else ""
    said = f", {row.chain.when.words}" if row.chain.when else ""
    source = desk.book.sources[claim.source]
    foreign = desk.foreign(source.language)
    marked = Markup('<span lang="{}">{}</span>' if foreign else "{1}")
    title = marked.format(foreign, text.curly(source.title))
    address = (
        f"{desk.settings.site_url.rstrip('/')}/{row.href}" if desk.settings.site_url else f"claim {claim.id}"
    )
    return Markup("{}: {} In: {} ({}). Claim record in {}, {}.").format(
        f"{speakers}{via}{said}", row.statement, title, row.chain.source.text, desk.settings.title, address
    )


def correction_url(desk: Desk, name: str) -> str | None:
    """The address of the repository's form for proposing a correction, with the claim's id filled in."""
    query = f"template=correction.yml&title=Correction%3A+{name}&claim={name}"  # ids need no escaping
    return desk.repository(f"issues/new?{query}")

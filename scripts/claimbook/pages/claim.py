"""A claim's page: whose words, when, on what evidence, and who answers them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup

from claimbook import dates, text
from claimbook.pages.argument import ArgumentMap, argument_map
from claimbook.pages.cite import ClaimHead, citation
from claimbook.pages.claim_parts import (
    EVIDENCE_WORDS,
    EvidenceView,
    FigureView,
    Restatement,
    StandView,
)
from claimbook.pages.desk import Desk
from claimbook.pages.embed import embed_code, embed_path
from claimbook.pages.figures import amount, figure_href
from claimbook.pages.lazy import made
from claimbook.pages.parts import AnswerRow, Chain, Link, Row, When, when
from claimbook.pages.quotation import QuoteView
from claimbook.records import Claim

WORDED = 12  # answers up to which their words are shown: a page of many stays small enough for one round trip


class ClaimPage:
    """Everything a live claim's page shows.

    Each part is made when a template names it: most themes leave some out, and every claim has such a page.
    """

    def __init__(self, desk: Desk, claim: Claim) -> None:
        self._desk, self._claim = desk, claim
        self.row = desk.row(claim.id)

    @made
    def head(self) -> ClaimHead:
        """What every page has."""
        return ClaimHead(self._desk, self._claim, self.row)

    @property
    def chain(self) -> Chain:
        """The attribution line."""
        assert self.row.chain is not None
        return self.row.chain

    @property
    def said(self) -> When | None:
        """When it was said."""
        return self.chain.when

    @property
    def said_basis(self) -> str | None:
        """What the date rests on."""
        said = self.said
        return said.basis if said else self._claim.said_basis

    @made
    def about_when(self) -> When | None:
        """When the event happened that it speaks of."""
        about = self._claim.about
        return _moment(about.date) if about else None

    @property
    def about_place(self) -> str | None:
        """Where the event happened that it speaks of."""
        about = self._claim.about
        return about.place if about else None

    @made
    def quote(self) -> QuoteView | None:
        """Its quotation; None for a paraphrase."""
        return self._desk.quote(self._claim.id)

    @property
    def original_url(self) -> str | None:
        """The address of the original page."""
        return self._desk.book.sources[self._claim.source].url

    @property
    def archived(self) -> str | None:
        """The address of an archived copy of it."""
        return self._desk.book.sources[self._claim.source].archived

    @property
    def source_title(self) -> Link:
        """Its source, by title."""
        return self._desk.source(self._claim.source)

    @made
    def published(self) -> When | None:
        """When its source was published."""
        return _moment(self._desk.book.sources[self._claim.source].published)

    @made
    def evidence(self) -> tuple[EvidenceView, ...]:
        """What the document cites for it."""
        if not self._claim.evidence:
            return ()
        actors = self._desk.actors
        return tuple(
            [
                EvidenceView(
                    e.kind, EVIDENCE_WORDS[e.kind], text.curly(e.what), actors(e.by), e.url, e.archived
                )
                for e in self._claim.evidence
            ]
        )

    @made
    def answered_by(self) -> tuple[AnswerRow, ...]:
        """The counter-statements to it."""
        found = self._desk.book.answered_by.get(self._claim.id, ())
        answer, path = self._desk.answer, self.row.href
        return tuple([answer(one, answering=True, path=path) for one in found])

    @made
    def answers(self) -> tuple[AnswerRow, ...]:
        """The claims it is a counter-statement to."""
        found = self._desk.book.answers.get(self._claim.id, ())
        answer, path = self._desk.answer, self.row.href
        return tuple([answer(one, answering=False, path=path) for one in found])

    def words(self) -> Mapping[str, QuoteView]:
        """Quotations of claims that answer it or are answered by it, by claim; none where they are many."""
        desk, book = self._desk, self._desk.book
        answers = [a.by for a in book.answered_by.get(self._claim.id, ())]
        answers += [a.claim for a in book.answers.get(self._claim.id, ())]
        if len(answers) > WORDED:
            return {}
        found = ((name, desk.quote(name)) for name in answers if not book.claims[name].withdrawn)
        return {name: quote for name, quote in found if quote}

    @made
    def restatements(self) -> tuple[Restatement, ...]:
        """The claims that say the same, with this one."""
        own = self._claim.id
        cluster = self._desk.book.clusters.get(own)
        if cluster is None:
            return ()
        row = self._desk.row
        return tuple([Restatement(row(name), cluster, name == own) for name in cluster.members])

    @property
    def order_known(self) -> bool:
        """Whether one of the restatements was provably said first."""
        cluster = self._desk.book.clusters.get(self._claim.id)
        return cluster is not None and cluster.earliest is not None

    @made
    def supports(self) -> tuple[Row, ...]:
        """The claims it supports."""
        return tuple([self._desk.row(name) for name in self._claim.supports])

    @made
    def supported_by(self) -> tuple[Row, ...]:
        """The claims that support it."""
        return self._desk.rows(self._desk.book.supported_by.get(self._claim.id, ()))

    def argument(self) -> ArgumentMap | None:
        """The map of what speaks to it."""
        return argument_map(self._desk, self._claim.id)

    @made
    def stands(self) -> tuple[StandView, ...]:
        """Where it stands, topic by topic: two positions on one question follow one another."""
        desk, stands = self._desk, self._claim.positions
        if len(stands) > 2:
            topics = [stand.topic for stand in stands]
            stands = tuple(sorted(stands, key=lambda stand: topics.index(stand.topic)))
        return tuple([StandView(desk, self._claim.id, one.topic, one.position) for one in stands])

    @made
    def figures(self) -> tuple[FigureView, ...]:
        """The numbers it gives."""
        if not self._claim.figures:
            return ()
        known = self._desk.book.quantities
        return tuple(
            [
                FigureView(
                    Link(figure_href(self._desk, f.quantity), known[f.quantity].label),
                    amount(f.low, f.high, f.approximate),
                    known[f.quantity].unit,
                )
                for f in self._claim.figures
            ]
        )

    @made
    def mentions(self) -> tuple[Link, ...]:
        """The actors it is about."""
        return self._desk.actors(self._claim.mentions)

    @property
    def cited_in(self) -> tuple[Link, ...]:
        """The pages of prose that link to it."""
        return self._desk.cited_in.get(self._claim.id, ())

    @made
    def note(self) -> Markup | None:
        """The editors' note."""
        return self._desk.note(self._claim.note, self.row.href)

    def citation(self) -> Markup:
        """How to cite it."""
        return citation(self._desk, self._claim, self.row)

    @property
    def json(self) -> str:
        """The address of its data."""
        return f"claims/{self._claim.id}.json"

    @property
    def embed(self) -> str:
        """The address of its card for other people's pages."""
        return embed_path(self._claim.id)

    def embed_code(self) -> str | None:
        """HTML that shows its card on another page; None where the site's own address is not known."""
        return embed_code(self._desk.settings, self.row, self.quote)

    def correction(self) -> str | None:
        """The address of the form for proposing a correction."""
        return correction_url(self._desk, self._claim.id)

    @made
    def record(self) -> str | None:
        """The address of its record in the owner's repository."""
        origin = self._claim.origin
        return self._desk.repository(f"blob/HEAD/{_percent(origin.path)}#L{origin.line}") if origin else None

    @made
    def previous(self) -> Row | None:
        """The claim before it in the document."""
        return self._beside(-1)

    @made
    def next(self) -> Row | None:
        """The claim after it in the document."""
        return self._beside(1)

    def _beside(self, step: int) -> Row | None:
        book = self._desk.book
        around = book.by_source[self._claim.source]
        at = book.places[self._claim.id] + step
        return self._desk.row(around[at].id) if 0 <= at < len(around) else None


@lru_cache(maxsize=64)  # claims of one file come one after another
def _percent(path: str) -> str:
    return quote(path)


def claim_path(claim: Claim) -> str:
    """The address of a claim's page."""
    return f"claims/{claim.id}.html"


def claim_page(desk: Desk, claim: Claim) -> ClaimPage:
    """The view of one live claim."""
    return ClaimPage(desk, claim)


def _moment(edtf: str | None) -> When | None:
    return when(dates.parse(edtf)) if edtf else None


def correction_url(desk: Desk, name: str) -> str | None:
    """The address of the repository's form for proposing a correction, with the claim's id filled in."""
    query = f"template=correction.yml&title=Correction%3A+{name}&claim={name}"  # ids need no escaping
    return desk.repository(f"issues/new?{query}")

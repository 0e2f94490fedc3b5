"""How a claim is named elsewhere: in the head of its page, and in what is to be cited."""

from __future__ import annotations

from markupsafe import Markup

from claimbook import text
from claimbook.pages import preview
from claimbook.pages.desk import Desk
from claimbook.pages.lazy import made
from claimbook.pages.parts import CardLink, Row
from claimbook.records import Claim


class ClaimHead:
    """The head of a claim's page, as `Head`."""

    section = "claims"
    root = "../"

    def __init__(self, desk: Desk, claim: Claim, row: Row) -> None:
        self._desk, self._claim, self._row = desk, claim, row
        self.path = row.href

    @made
    def title(self) -> str:
        """The statement, shortened."""
        return text.shorten(self._row.statement, 60 if self._desk.short else 90)

    @made
    def description(self) -> str:
        """See `preview.claim_description`."""
        return preview.claim_description(self._claim, self._row)

    @made
    def card(self) -> CardLink | None:
        """The card of the first speaker."""
        return preview.actor_link(self._desk.book, self._claim.speaker[0])


def citation(desk: Desk, claim: Claim, row: Row) -> Markup:
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

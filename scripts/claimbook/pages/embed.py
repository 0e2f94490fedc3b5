"""A claim's card for other people's pages: small, complete, safe in a frame, with a link back."""

from __future__ import annotations

from html import escape

from claimbook.frozen import frozen
from claimbook.pages.desk import Desk
from claimbook.pages.parts import Head, Row
from claimbook.pages.quotation import QuoteView
from claimbook.records import Claim
from claimbook.settings import Settings

FRAME_WIDTH = 560  # CSS pixels
_LETTERS = {"statement": 48, "quote": 58}  # in one line of a frame that wide
_LINES = {"statement": 27, "quote": 25}  # the height of such a line
_REST = 165  # the height of a card besides its statement and its quotation
# Nothing but links, which open beside the page in windows that are free again; no word of whose page it is.
_FRAME = 'sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"'


@frozen
class EmbedPage:
    """What a card shows. A withdrawn claim's card has a row without a chain."""

    head: Head
    row: Row
    quote: QuoteView | None


def embed_path(name: str) -> str:
    """The address of a claim's card; the dot keeps it apart from every id."""
    return f"claims/{name}.embed.html"


def embed_page(desk: Desk, claim: Claim) -> EmbedPage:
    """The card of one claim, withdrawn ones included: frames on other sites must not break."""
    row = desk.row(claim.id)
    head = Head(row.statement, "A claim and who answers it.", embed_path(claim.id), "claims")
    return EmbedPage(head, row, None if claim.withdrawn else desk.quote(claim.id))


def embed_code(settings: Settings, row: Row, quote: QuoteView | None) -> str | None:
    """HTML that shows the card on another page; None where the site's own address is not known."""
    if not settings.site_url:
        return None
    address = f"{settings.site_url.rstrip('/')}/{embed_path(row.id)}"
    title = escape(f"A claim in {settings.title}")
    size = f'width="{FRAME_WIDTH}" height="{_height(row, quote)}"'
    return f'<iframe src="{escape(address)}" title="{title}" {size} loading="lazy" {_FRAME}></iframe>'


def _height(row: Row, quote: QuoteView | None) -> int:
    """About how many CSS pixels a card needs in a frame of `FRAME_WIDTH`; in a smaller one it scrolls."""
    height = _REST + _lines(row.statement, "statement")
    return height + (_lines(" … ".join(quote.parts), "quote") + 10 if quote else 0)


def _lines(text: str, kind: str) -> int:
    return -(-len(text) // _LETTERS[kind]) * _LINES[kind]

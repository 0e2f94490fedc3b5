"""A claim's quotation as pages show it, with its place in the document."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote as percent

from claimbook.book import Book
from claimbook.quotes import parts
from claimbook.records import Claim


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A verbatim quote. `start` and `end` are the first and last word's numbers (from 1) of `of`; `original`
    leads to the words on the original page; `left` and `width` are the passage's place and length in percent.
    """

    parts: tuple[str, ...]
    language: str
    start: int
    end: int
    of: int
    left: float
    width: float
    original: str | None


def quote_view(book: Book, claim: Claim) -> QuoteView | None:
    """A claim's quotation; None for a paraphrase."""
    found = book.matches.get(claim.id)
    if claim.quote is None or found is None:
        return None
    source = book.sources[claim.source]
    pieces = tuple(parts(claim.quote))
    return QuoteView(
        parts=pieces,
        language=source.language,
        start=found.start + 1,
        end=found.end,
        of=found.of,
        left=round(100 * found.start / found.of, 2),
        width=round(100 * (found.end - found.start) / found.of, 2),
        original=text_fragment(source.url, pieces) if source.url else None,
    )


def text_fragment(url: str, pieces: tuple[str, ...]) -> str:
    """The address of the quoted words on the original page (WICG, URL text fragments)."""
    base = url.split("#", 1)[0]
    return f"{base}#:~:" + "&".join("text=" + percent(piece, safe="").replace("-", "%2D") for piece in pieces)

"""CSV tables for spreadsheets: one row a claim, and one row a link between two claims."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from claimbook.book import Book
from claimbook.records import Claim

_CLAIM_COLUMNS = (
    *("id", "statement", "speakers", "speaker_names", "via", "voice", "certainty", "said"),
    *("source", "source_title", "published", "quote", "word_start", "word_end"),
    *("evidence_kinds", "topics", "answered_by", "answers"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The path and content of every CSV file of the book; lists inside a cell are joined by `; `."""
    yield "data/claims.csv", _csv(_CLAIM_COLUMNS, (_claim(book, claim) for claim in book.live))
    yield "data/links.csv", _csv(("from", "relation", "to", "linked_by", "note"), _links(book))


def _csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return out.getvalue().encode()


def _cell(value: object) -> str:
    """A cell; text that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, CSV
    injection).
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _claim(book: Book, claim: Claim) -> list[object]:
    source, match, moment = book.sources[claim.source], book.matches.get(claim.id), book.said(claim)
    return [
        claim.id,
        claim.statement,
        "; ".join(claim.speaker),
        "; ".join(book.actors[name].name for name in claim.speaker),
        "; ".join(claim.via),
        claim.voice,
        claim.certainty,
        moment.edtf if moment else None,
        source.id,
        source.title,
        source.published,
        claim.quote,
        match.start if match else None,
        match.end if match else None,
        "; ".join(e.kind for e in claim.evidence) or "none",
        "; ".join(f"{s.topic}:{s.position}" for s in claim.positions),
        len(book.answered(claim)),
        len(book.answers.get(claim.id, ())),
    ]


def _links(book: Book) -> Iterator[list[object]]:
    for claim in book.live:
        for answer in book.answered_by.get(claim.id, ()):
            yield [answer.by, answer.relation, claim.id, answer.linked_by, answer.note]
        for name in claim.restates:
            yield [claim.id, "restates", name, "editor", None]
        for name in claim.supports:
            yield [claim.id, "supports", name, "editor", None]

"""CSV tables for spreadsheets: one row a claim, and one row a link between two claims.

Texts that a spreadsheet might take for a formula hold one more apostrophe than the records; see `free_cell`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, zip_longest

from claimbook.book import Book
from claimbook.exports.pieces import gathered
from claimbook.frozen import frozen
from claimbook.records import Claim

_CLAIM_COLUMNS = (
    *("id", "statement", "speakers", "speaker_names", "via", "voice", "certainty", "said"),
    *("source", "source_title", "published", "quote", "word_start", "word_end"),
    *("evidence_kinds", "topics", "answered_by", "answers"),
)
_LINK_COLUMNS = ("from", "relation", "to", "linked_by", "note")
# Where a cell may begin: at its start, and, for spreadsheets that part cells otherwise, behind a semicolon, a
# tab or a line break. Then white space, apostrophes, and what begins a formula, wide forms included.
_FORMULA = re.compile(r"(^|[;\t\r\n])(\s*)(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])")


@frozen
class Table:
    """One file: its path, its first line, the lines of one live claim, and whether these tell its words."""

    path: str
    head: bytes
    lines: Callable[[Book, Claim], bytes]
    words: bool


def csv_table(table: Table, lines: Iterable[bytes]) -> Iterator[bytes]:
    """One file in pieces, made of the lines of all live claims. Lists in a cell are joined by `; `."""
    return gathered(chain((table.head,), lines))


def renewed(table: Table, content: bytes, book: Book, names: Collection[str]) -> list[bytes] | None:
    """One file in pieces: its `content` before an edit of words, with the lines of these claims made anew;
    None where the lines of one cannot be told from the others.
    """
    found, done = [], 0
    for claim, after in zip_longest(book.live, book.live[1:]):
        if claim.id in names:
            start, stop = _begin(content, claim), _begin(content, after) if after else len(content)
            if not done <= start < stop:
                return None
            found += [content[done:start], table.lines(book, claim)]
            done = stop
    return [*found, content[done:]]


def _begin(content: bytes, claim: Claim) -> int:
    """Where the lines of a claim begin; -1 where that is not clear: a cell may hold line breaks too."""
    before = b"\r\n%b," % claim.id.encode()
    at = content.find(before)
    return at + 2 if at >= 0 and content.rfind(before) == at else -1


def free_cell(text: str | None) -> str:
    """Free text as a cell, with an apostrophe before whatever a spreadsheet would run as a formula (OWASP,
    CSV Injection). Ids, words of a vocabulary, dates and numbers cannot begin like one.

    An apostrophe that stood there gets another, so `'` before `=`, `+`, `-` and `@` can be taken off again.
    """
    if not text:
        return ""
    if text[0].isalnum() and ";" not in text and text.isprintable():  # most texts, at a tenth of the cost
        return _cell(text)
    return _cell(_FORMULA.sub(r"\1\2'", text))


def _cell(text: str | None) -> str:
    """A cell as RFC 4180 has it. The library's writer goes through every character twice as slowly."""
    if not text:
        return ""
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _claim(book: Book, claim: Claim) -> bytes:
    """A claim's row, with its end; ids, words of a vocabulary and numbers need no quotes."""
    source, match, moment = book.sources[claim.source], book.matches.get(claim.id), book.said(claim)
    names = "; ".join([book.actors[name].name for name in claim.speaker])
    return (
        f"{claim.id},{free_cell(claim.statement)},{'; '.join(claim.speaker)},{free_cell(names)}"
        f",{'; '.join(claim.via)},{claim.voice},{claim.certainty},{_cell(moment.edtf if moment else None)}"
        f",{source.id},{free_cell(source.title)},{_cell(source.published)},{free_cell(claim.quote)}"
        f",{match.start if match else ''},{match.end if match else ''}"
        f",{'; '.join([e.kind for e in claim.evidence]) or 'none'}"
        f",{'; '.join([f'{s.topic}:{s.position}' for s in claim.positions])}"
        f",{len(book.answered(claim))},{len(book.answers.get(claim.id, ()))}\r\n"
    ).encode()


def _links(book: Book, claim: Claim) -> bytes:
    """A row for each link to a claim that answers this one, and from this one to others."""
    rows = [
        f"{a.by},{a.relation},{claim.id},{a.linked_by},{free_cell(a.note)}\r\n"
        for a in book.answered_by.get(claim.id, ())
    ]
    rows += [f"{claim.id},restates,{name},editor,\r\n" for name in claim.restates]
    rows += [f"{claim.id},supports,{name},editor,\r\n" for name in claim.supports]
    return "".join(rows).encode()


def _head(columns: tuple[str, ...]) -> bytes:
    return f"{','.join(columns)}\r\n".encode()


TABLES = (
    Table("data/claims.csv", _head(_CLAIM_COLUMNS), _claim, words=True),
    Table("data/links.csv", _head(_LINK_COLUMNS), _links, words=False),
)

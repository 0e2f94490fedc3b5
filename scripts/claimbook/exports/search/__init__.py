"""The index that the page to search and to sift works with.

Owns: what `themes/apparatus/static/js/search.js` reads. It is no public contract: page, script and index are
always written by one build. Deterministic; made from the book alone.

A small book's index (`WHOLE` bytes of JSON or less) stands in the page itself, as a block of data that no
content policy minds, that works from the disk too, and that costs no request of its own:

    {"columns": {…}, "facets": {…}, "texts": [[…], …]}

A larger one is written below `search/`; the page holds only what tells the files apart:

    {"claims": 10000, "chunk": 16, "words": ["", "age", …]}  the first word of each file of words
    search/columns.json    columns and labels that words are searched with, needed for every query (`columns`)
    search/facets.json     columns and labels that claims are sifted by, fetched next
    search/texts-<k>.json  `chunk` claims each: what a result shows; fetched for the results that are drawn
    search/words-<k>.json  words with their claims; fetched for the words that are typed (`postings`)

Claims are numbered in reading order. A row of texts is `[id, statement, quote, date in words, answered by,
answers]`, the last two as counts. A small book has no files of words: the script makes them from the texts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from markupsafe import Markup

from claimbook.book import Book
from claimbook.exports.search.columns import columns, facets
from claimbook.exports.search.postings import Words, gather, postings
from claimbook.exports.search.tokens import spellings
from claimbook.frozen import frozen
from claimbook.pages import Desk
from claimbook.pages.parts import reading_order
from claimbook.records import Claim
from claimbook.text import curly

WHOLE = 240_000  # bytes of JSON, about 70 kB on the wire: a slow line brings them while it waits for scripts
CHUNK = 16  # claims in one file of texts


@frozen
class IndexFile:
    """One file: its path, what makes its content, and the claims whose words it tells; None for all."""

    path: str
    content: Callable[[], bytes]
    claims: Sequence[str] | None


@frozen
class SearchIndex:
    """A book's index: the data in the page, the files beside it, none for a small book, and the words."""

    data: Markup
    files: tuple[IndexFile, ...]
    words: Words


def search_index(
    desk: Desk, last: Words | None = None, were: Mapping[str, Claim] | None = None
) -> SearchIndex:
    """The index of a book; one of at most `WHOLE` bytes stands in the page.

    `last` are the words before an edit of nothing else, to be mended, and `were` the edited claims then.
    """
    book, claims = desk.book, reading_order(desk.book)
    live = (actor for _, actor in sorted(book.actors.items()) if not actor.withdrawn)
    same = spellings(live)  # of a withdrawn one an id may be all that is left
    if last is None or were is None:
        held = gather(map(_searched, claims), same)
    else:
        held = last
        for place, claim in enumerate(claims):
            if claim.id in were:
                held.amend(place, _searched(were[claim.id]), _searched(claim), same)
    if sum(len(claim.statement) for claim in claims) <= WHOLE:  # else it is longer without being made
        everything = _json(
            {
                "columns": columns(desk, claims, same, held.lengths),
                "facets": facets(desk, claims),
                "texts": _texts(book, claims),
            }
        )
        if len(everything.encode()) <= WHOLE:
            return SearchIndex(_block(everything), (), held)
    words = list(postings(held.lists))
    begin = {"claims": len(claims), "chunk": CHUNK, "words": [first for first, _, _ in words]}
    files = [
        _file("columns", lambda: columns(desk, claims, same, held.lengths)),
        _file("facets", lambda: facets(desk, claims), ()),
        *(_file(f"words-{k}", partial(list, parts)) for k, (_, *parts) in enumerate(words)),
        *(
            _file(f"texts-{k}", partial(_texts, book, chunk), [claim.id for claim in chunk])
            for k, chunk in enumerate(_chunks(claims))
        ),
    ]
    return SearchIndex(_block(_json(begin)), tuple(files), held)


def _searched(claim: Claim) -> tuple[str, str]:
    """The words of a claim that are searched."""
    return claim.statement, claim.quote or ""


def _file(name: str, make: Callable[[], object], claims: Sequence[str] | None = None) -> IndexFile:
    return IndexFile(f"search/{name}.json", lambda: _json(make()).encode(), claims)


def _texts(book: Book, claims: Iterable[Claim]) -> list[list[object]]:
    return [_text(book, claim) for claim in claims]


def _text(book: Book, claim: Claim) -> list[object]:
    moment = book.said(claim)
    answered, answers = len(book.answered(claim)), len(book.answers.get(claim.id, ()))
    said = moment.words if moment else ""
    return [claim.id, curly(claim.statement), claim.quote or "", said, answered, answers]


def _chunks(claims: Sequence[Claim]) -> Iterable[Sequence[Claim]]:
    return (claims[start : start + CHUNK] for start in range(0, len(claims), CHUNK))


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _block(data: str) -> Markup:
    """JSON as it may stand in a script element: nothing in it can end the element."""
    return Markup(data.replace("<", "\\u003c"))

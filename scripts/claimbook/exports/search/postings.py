"""Which claims hold a word: lists for the words of statements and quotes, cut into files.

Owns: the files of words of a larger book. One holds neighbouring words in the order of their UTF-16 units, as
JavaScript compares them: `["word word …", "lists"]`, a list being the number of claims and for each claim
`gap * 3 + field`; the gap is counted from the claim before (from -1), the field is 0 for the statement, 1 for
the quote, 2 for both.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from claimbook.exports.search.pack import number, numbers
from claimbook.exports.search.tokens import spread, words

SIZE = 12_000  # characters of one file of words, about 7 kB on the wire


def gather(
    texts: Iterable[tuple[str, str]], same: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, array[int]], list[int]]:
    """For each word the claims that hold it, as `place * 3 + field`, and for each claim its number of words.

    `texts` are statements and quotes in the order of the claims.
    """
    where: defaultdict[str, array[int]] = defaultdict(_places)
    lengths = []
    for place, (statement, quote) in enumerate(texts):
        said, cited = words(statement), words(quote)
        lengths.append(len(said) + len(cited))
        stated, quoted = spread(said, same), spread(cited, same)
        first = place * 3
        for word in stated:
            where[word].append(first + 2 if word in quoted else first)
        for word in quoted - stated:
            where[word].append(first + 1)
    return where, lengths


def _places() -> array[int]:
    """Empty; four bytes for each place, where a list would take nine times as much."""
    return array("I")


def postings(where: Mapping[str, array[int]]) -> Iterator[tuple[str, str, str]]:
    """For each file the first word it may hold ("" for the first file), its words, and their lists."""
    first, length = "", 0
    names: list[str] = []
    found: list[str] = []
    for word in sorted(where, key=_units):
        text = _list(where[word])
        if names and length + len(word) + len(text) > SIZE:
            yield first, " ".join(names), "".join(found)
            first, names, found, length = word, [], [], 0
        names.append(word)
        found.append(text)
        length += len(word) + len(text)
    yield first, " ".join(names), "".join(found)


def _units(word: str) -> bytes:
    return word.encode("utf-16-be")


def _list(places: array[int]) -> str:
    gaps, start = [], 0
    for place in places:
        gaps.append(place - start)
        start = place - place % 3 + 3
    return number(len(gaps)) + numbers(gaps)

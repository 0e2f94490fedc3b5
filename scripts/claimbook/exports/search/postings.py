"""Which claims hold a word: lists for the words of statements and quotes, cut into files, and mended after an
edit.

Owns: the files of words of a larger book. One holds neighbouring words in the order of their UTF-16 units, as
JavaScript compares them: `["word word …", "lists"]`, a list being the number of claims and for each claim
`gap * 3 + field`; the gap is counted from the claim before (from -1), the field is 0 for the statement, 1 for
the quote, 2 for both.
"""

from __future__ import annotations

import bisect
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from claimbook.exports.search.pack import DIGITS, number, numbers, unpacked
from claimbook.exports.search.tokens import spread, words

SIZE = 12_000  # characters of one file of words, about 7 kB on the wire


Texts = tuple[str, str]
"""A claim's statement and quote."""


@dataclass(slots=True)
class Words:
    """The list of each word, and the number of words of each claim."""

    lists: dict[str, str]
    lengths: list[int]

    def amend(self, place: int, old: Texts, new: Texts, same: Mapping[str, tuple[str, ...]]) -> None:
        """Follow an edit of the claim at a place."""
        (before, _), (after, length) = _held(old, same), _held(new, same)
        self.lengths[place] = length
        for word in before.keys() | after.keys():
            if before.get(word) != after.get(word):
                places = [one for one in _places_of(self.lists.get(word, DIGITS[0])) if one // 3 != place]
                if word in after:
                    bisect.insort(places, place * 3 + after[word])
                if places:
                    self.lists[word] = _list(places)
                else:
                    del self.lists[word]


def _held(texts: Texts, same: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, int], int]:
    """The field of each word of one claim, and how many words it has."""
    where, (length,) = _gather([texts], same)
    return {word: places[0] for word, places in where.items()}, length


def gather(texts: Iterable[Texts], same: Mapping[str, tuple[str, ...]]) -> Words:
    """The words of all claims; `texts` are in the order of the claims."""
    where, lengths = _gather(texts, same)
    return Words({word: _list(places) for word, places in where.items()}, lengths)


def _gather(
    texts: Iterable[Texts], same: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, array[int]], list[int]]:
    """For each word the claims that hold it, as `place * 3 + field`; for each claim its number of words."""
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


def postings(lists: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """For each file the first word it may hold ("" for the first file), its words, and their lists."""
    first, length = "", 0
    names: list[str] = []
    found: list[str] = []
    for word in sorted(lists, key=_units):
        text = lists[word]
        if names and length + len(word) + len(text) > SIZE:
            yield first, " ".join(names), "".join(found)
            first, names, found, length = word, [], [], 0
        names.append(word)
        found.append(text)
        length += len(word) + len(text)
    yield first, " ".join(names), "".join(found)


def _units(word: str) -> bytes:
    return word.encode("utf-16-be")


def _list(places: Iterable[int]) -> str:
    gaps, start = [], 0
    for place in places:
        gaps.append(place - start)
        start = place - place % 3 + 3
    return number(len(gaps)) + numbers(gaps)


def _places_of(text: str) -> list[int]:
    """The places that a list was made of."""
    found, start = [], 0
    for gap in unpacked(text)[1:]:
        place = start + gap
        found.append(place)
        start = place - place % 3 + 3
    return found

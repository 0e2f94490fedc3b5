"""Which claims hold a word: lists for the words of statements and quotes, cut into files.

Owns: the files of words of a larger book. One holds neighbouring words in the order of their UTF-16 units, as
JavaScript compares them: `["word word …", "lists"]`, a list being the number of claims and for each claim
`gap * 3 + field`; the gap is counted from the claim before (from -1), the field is 0 for the statement, 1 for
the quote, 2 for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from claimbook.exports.search.pack import number
from claimbook.exports.search.tokens import spread, words

SIZE = 12_000  # characters of one file of words, about 7 kB on the wire


def postings(
    texts: Iterable[tuple[str, str]], same: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str, str]]:
    """For each file the first word it may hold ("" for the first file), its words, and their lists."""
    lists = _lists(texts, same)
    first, length = "", 0
    names: list[str] = []
    found: list[str] = []
    for word in sorted(lists, key=lambda word: word.encode("utf-16-be")):
        text = lists[word]
        if names and length + len(word) + len(text) > SIZE:
            yield first, " ".join(names), "".join(found)
            first, names, found, length = word, [], [], 0
        names.append(word)
        found.append(text)
        length += len(word) + len(text)
    yield first, " ".join(names), "".join(found)


def _lists(texts: Iterable[tuple[str, str]], same: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    where: dict[str, list[int]] = {}
    for place, (statement, quote) in enumerate(texts):
        stated, quoted = spread(words(statement), same), spread(words(quote), same)
        for word in stated | quoted:
            field = (2 if word in quoted else 0) if word in stated else 1
            where.setdefault(word, []).append(place * 3 + field)
    return {word: number(len(places)) + _gaps(places) for word, places in where.items()}


def _gaps(places: list[int]) -> str:
    out, last = [], -1
    for value in places:
        place, field = divmod(value, 3)
        out.append(number((place - last - 1) * 3 + field))
        last = place
    return "".join(out)

"""Records survive being packed into plain tuples, every one and to the last field."""

import marshal
from typing import Any

import pytest

from claimbook.records import read_bytes
from claimbook.records.pack import pack, unpack
from tests.support import ACTORS, FIRST, QUANTITIES, REFERENCES, REPOSITORY, SECOND, TOPICS

FULL = """\
source: {id: s, title: T, kind: reference, published: null, language: en,
  republished_from: {publisher: p, url: null}, skipped: {start: 1, end: 2, reason: R., claim: [c, d]}}
claims:
- {id: c, statement: S., speaker: [a, b], voice: author, certainty: asserted, quote: null, occurrence: 2,
  about: {date: 2022-01, place: P}, evidence: [{kind: document, what: W., by: a}],
  positions: {topic: t, position: p},
  figures: [{quantity: q, low: 10.50, high: null, approximate: true}, {quantity: q, low: 0, high: 0}],
  counter_statements: {claim: d, relation: qualifies, linked_by: editor}}
- {id: d, withdrawn: {date: 2022-05-01, reason: R.}}
"""


@pytest.mark.parametrize("content", [FIRST, SECOND, REFERENCES, ACTORS, TOPICS, QUANTITIES, FULL, ""])
def test_what_is_unpacked_is_what_was_read(content: str) -> None:
    """Records, ids and places are equal, and print the same, after a journey through `marshal`."""
    found = read_bytes("f.yml", content.encode())
    assert found.problems == []
    back = unpack("f.yml", pack(found))
    assert back == found
    assert repr(back) == repr(found)


def test_the_real_book_survives() -> None:
    """So does every file of this repository's book."""
    for path in sorted((REPOSITORY / "claims").rglob("*.yml")):
        found = read_bytes("f.yml", path.read_bytes())
        assert repr(unpack("f.yml", pack(found))) == repr(found)


def test_only_plain_values_are_packed() -> None:
    """Nothing but tuples, texts, whole numbers, flags and None, so that no class is named in what is kept."""

    def types(value: Any) -> set[type]:
        return {type(value)}.union(*map(types, value)) if isinstance(value, tuple) else {type(value)}

    assert types(marshal.loads(pack(read_bytes("f.yml", FULL.encode())))) == {
        tuple,
        str,
        int,
        bool,
        type(None),
    }

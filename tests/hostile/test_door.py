"""Every payload in every field, at the door: what a field refuses is a problem with its place, and what it
takes is what was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from claimbook.records import read_bytes
from claimbook.records.model import KINDS, TOP_KEYS
from claimbook.records.scalars import ScalarError, read_scalar
from claimbook.records.shapes import Markdown, Scalar, Text, Url
from tests.hostile.book import all_leaves, leaves, yaml
from tests.hostile.payloads import payloads

LINES = {key: number for number, key in enumerate(TOP_KEYS, start=1)}
# What an id, a date, a number, a language or a word of a list may be made of: nothing that could mean more.
_TAME = re.compile(r"[A-Za-z0-9.,:~?%/+\[\]{}-]*")
PLACES = {
    f"{key}{'' if key == 'source' else '[0]'}.{place}": shape
    for key, kind in TOP_KEYS.items()
    for place, shape in leaves(KINDS[kind])
}


def _file(payload: str) -> bytes:
    """A file with a record of each kind, every field of which holds the payload, each kind on its line."""
    lines = []
    for key, kind in TOP_KEYS.items():
        record = yaml(all_leaves(KINDS[kind], payload))
        lines.append(f"{key}: {record}" if key == "source" else f"{key}: [{record}]")
    return "\n".join(lines).encode()


def _harmless(shape: Scalar, payload: str, value: object) -> bool:
    """Whether a field may take the payload as it did."""
    if isinstance(shape, Text | Markdown):
        folded = payload.strip() if isinstance(shape, Markdown) else " ".join(payload.split())
        return value == folded and len(payload) <= shape.limit
    if isinstance(shape, Url):
        parts = urlsplit(payload)
        host = parts.hostname or ""
        return (
            value == payload
            and parts.scheme in ("http", "https")
            and bool(host)
            and not re.search(r"[\s\\<>\"'`{}|^\x00-\x20\x7f-\xa0]", payload)
            and "@" not in parts.netloc
            and "%" not in parts.netloc
        )
    return _TAME.fullmatch(payload) is not None


def _judged(payload: str, counts: Counter[str]) -> Iterator[str]:
    """What is wrong with the reading of a file full of the payload."""
    read = read_bytes("claims/x.yml", _file(payload))
    if read.cut:  # YAML itself takes no such text
        counts["refused"] += len(PLACES)
        assert [problem.line for problem in read.problems] == [1]
        return
    found = {problem.where: problem for problem in read.problems}
    for place, shape in PLACES.items():
        problem = found.get(place)
        try:
            value = read_scalar(shape, payload)
        except ScalarError as error:
            counts["refused"] += 1
            line = LINES[re.split(r"[.\[]", place)[0]]
            if not problem or (problem.line, problem.what) != (line, str(error)) or problem.column < 2:
                yield f"{place}: {payload!r}: {problem}"
            continue
        counts[type(shape).__name__] += 1
        if problem or not _harmless(shape, payload, value):
            yield f"{place}: took {payload!r}: {problem}"


def test_what_is_refused_is_located() -> None:
    """In every field of every kind of record, nested ones included: a problem with the line and the name of
    the field, or the same text.
    """
    counts = Counter[str]()
    assert [what for payload in payloads() for what in _judged(payload, counts)] == []
    assert counts["refused"] > 50_000
    assert counts["Text"] > 15_000

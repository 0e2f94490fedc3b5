"""Record files as nobody would write them: what is sound comes back, and of all else it is said where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.records import Claim, Record
from claimbook.records.model import KINDS
from claimbook.records.shapes import table
from tests.fuzz.properties import reading, reading_slowly
from tests.fuzz.strategies import damaged, effort, files
from tests.support import ACTORS, FIRST, PARTS, SECOND, TOPICS, problems_of, small_book, write

Held = list[tuple[str, dict[str, Any]]]


def values(record: Record) -> tuple[str, dict[str, Any]]:
    """The kind of a record, and its fields that have a value."""
    kind = next(kind for kind, made in KINDS.items() if isinstance(record, made))
    found = {name: getattr(record, name) for name in table(type(record))}
    return kind, {name: value for name, value in found.items() if value not in (None, (), False)}


@effort(150)
@given(files())
def test_a_sound_file_comes_back(made: tuple[str, Held]) -> None:
    """However it is written: every record with every field, from both parsers."""
    content, held = made
    wanted = [
        (kind, {name: value for name, value in fields.items() if value not in (None, (), False)})
        for kind, fields in held
    ]
    for read in (reading, reading_slowly):
        found = read(content.encode())
        assert [str(problem) for problem in found.problems] == []
        assert [values(record) for record in found.records] == wanted
        source = wanted[0][1]["id"]
        assert {record.source for record in found.records if isinstance(record, Claim)} <= {source}


@effort(200)
@given(files().flatmap(lambda made: damaged(made[0])))
def test_a_damaged_file_is_read(content: bytes) -> None:
    """After accidents: records, or problems that stand in the file."""
    reading(content)


@effort(150)
@given(st.sampled_from([FIRST, SECOND, ACTORS, TOPICS]).flatmap(damaged))
def test_a_damaged_document_is_read(content: bytes) -> None:
    """The same for files as people write them, from the slower parser too."""
    reading(content)
    reading_slowly(content)


@effort(150)
@given(st.binary(max_size=300))
def test_bytes_are_read(content: bytes) -> None:
    """Anything at all has problems that stand in it, or nothing to read."""
    reading(content)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book."""
    return small_book(tmp_path_factory.mktemp("book"))


@effort(40)
@given(st.sampled_from(["first", "second", "actors", "topics", "quantities", "about"]), st.data())
def test_a_book_with_a_damaged_file_is_checked(root: Path, part: str, data: st.DataObject) -> None:
    """Every rule runs on whatever could be read; each problem names a file of the book and a line of it."""
    path, sound = PARTS[part]
    content = data.draw(damaged(sound))
    write(root, path, content)
    found = problems_of(root)
    write(root, path, sound)
    for problem in found:
        place, _, rest = problem.partition(" ")
        name, _, numbers = place.rstrip(":").partition(":")
        assert (root / name).exists(), problem
        assert rest.isprintable()
        lines = content.count(b"\n") + content.count(b"\r") + 2 if name == path else 200
        assert all(1 <= int(number) <= max(lines, 300) for number in numbers.split(":") if number), problem

"""Whatever a file holds, reading it ends in records and problems, never in another error."""

from unittest import mock

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.records import FileRecords, read_bytes, stream
from tests.support import FIRST, SECOND

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]
SNIPPETS = [
    "&a ",
    "*a ",
    "!!str ",
    "<<: ",
    "- ",
    "\t",
    "'",
    '"',
    "[",
    "{",
    "}",
    ": ",
    "\n",
    "\x85",
    "---\n",
    "%",
    "|",
]


def read(content: bytes) -> list[FileRecords]:
    """What each parser makes of a file."""
    found = []
    for loader in LOADERS:
        with mock.patch.object(stream, "LOADER", loader):
            found.append(read_bytes("f.yml", content))
    return found


@settings(derandomize=True, deadline=None)
@given(st.binary(max_size=200) | st.text(st.characters(codec="utf-8"), max_size=200).map(str.encode))
def test_anything_can_be_read(content: bytes) -> None:
    """Arbitrary bytes and texts give problems with a place."""
    for found in read(content):
        assert all(problem.line >= 1 and problem.column >= 1 for problem in found.problems)
        assert not found.cut or found.problems


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.sampled_from([FIRST, SECOND]), st.data())
def test_damaged_records_can_be_read(content: str, data: st.DataObject) -> None:
    """A sound file with a stretch cut out and a piece of YAML put in is read by both parsers."""
    first = data.draw(st.integers(0, len(content)))
    last = data.draw(st.integers(first, min(len(content), first + 30)))
    damaged = content[:first] + data.draw(st.sampled_from(SNIPPETS)) + content[last:]
    for found in read(damaged.encode()):
        assert all(problem.line >= 1 and problem.what for problem in found.problems)
        assert not found.cut or found.problems


@pytest.mark.parametrize("content", [FIRST, SECOND], ids=["first", "second"])
def test_both_parsers_give_the_same_records(content: str) -> None:
    """Records, ids and places are equal, whichever parser read them."""
    results = [(found.records, found.declared, found.problems) for found in read(content.encode())]
    assert all(result == results[0] for result in results)
    assert results[0][0]

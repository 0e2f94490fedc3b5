"""The file a new document begins with."""

import re

import pytest

from claimbook.records import Claim, read_bytes
from claimbook.records.scaffold import source_file


def test_the_file_is_sound() -> None:
    """It holds one source with the title given, whatever characters that has, and no claims."""
    found = read_bytes("f.yml", source_file("new-one", 'A "title": {x} # y').encode())
    assert found.problems == []
    (source,) = found.records
    assert (source.id, getattr(source, "title", "")) == ("new-one", 'A "title": {x} # y')


def test_the_lines_for_a_claim_are_sound() -> None:
    """Without their comment signs, the example lines are a claim that can be read."""
    content = source_file("new-one", "T")
    head, _, lines = content.partition("# One record a proposition.")
    example = re.sub(r"^# ", "", lines.split("\n", 1)[1], flags=re.M)
    found = read_bytes("f.yml", (head.replace("claims: []", "claims:") + example).encode())
    assert found.problems == []
    assert [record.id for record in found.records if isinstance(record, Claim)] == ["speaker-short-words"]


@pytest.mark.parametrize("name", ["New One", "../x", "", "a" * 81, "a\n"])
def test_a_bad_id_is_refused(name: str) -> None:
    """What cannot be an id becomes no file's name."""
    with pytest.raises(ValueError, match=r"^id: expected an id of "):
        source_file(name, "T")


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("", "title: expected text, got nothing"),
        ("x" * 501, "title: expected at most 500 characters, got 501"),
    ],
)
def test_a_bad_title_is_refused(title: str, message: str) -> None:
    """What the next check would refuse is not written."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        source_file("new-one", title)

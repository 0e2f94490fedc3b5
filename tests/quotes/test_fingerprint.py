"""Fingerprint files: written, read, and refused where they are damaged."""

import json
from pathlib import Path

import pytest

from claimbook.quotes import Fingerprint, FingerprintError, dump, fingerprint, parse, path_of
from tests.support import FIRST_TEXT, SECOND_TEXT


@pytest.mark.parametrize("text", [FIRST_TEXT, SECOND_TEXT, "just four words here", "局势已经稳定"])
def test_round_trip(text: str) -> None:
    """What is written is read again, and is written the same each time."""
    made = fingerprint("some-id", text)
    assert parse(dump(made)) == made
    assert dump(parse(dump(made))) == dump(made)
    assert dump(made).endswith("}\n")
    assert max(map(len, dump(made).splitlines())) < 100


def test_the_form_is_fixed() -> None:
    """A change of the hashes or of the cut into words would make every fingerprint in use worthless."""
    assert json.loads(dump(fingerprint("d", "It’s *one* text, of SIX words."))) == {
        "format": 1,
        "source": "d",
        "words": 6,
        "sha256": SHA,
        "sentences": ["0"],
        "shingles": [SHINGLES],
    }


SHA = "ff82bede9ed4d2f54555c2773962dd53e63b7c7877a880b967a10694d4b54081"
SHINGLES = "4Sna2KM2mZvt"


@pytest.mark.parametrize(("text", "count"), [("", 0), ("three words only", 3), ("— … “”", 0)])
def test_too_short_a_text_has_none(text: str, count: int) -> None:
    """Four words are the least."""
    with pytest.raises(FingerprintError) as caught:
        fingerprint("d", text)
    assert str(caught.value) == f"the text has {count} words; a fingerprint needs at least 4"


SOUND = json.loads(dump(fingerprint("d", FIRST_TEXT)))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "not a fingerprint file"),
        ("[]", "not a fingerprint file"),
        ("null", "not a fingerprint file"),
        ("{}", "not a fingerprint file"),
        ("[" * 100_000, "not a fingerprint file"),
        (json.dumps({**SOUND, "words": "many"}), "not a fingerprint file"),
        (json.dumps({**SOUND, "words": float("inf")}), "not a fingerprint file"),
        (json.dumps({**SOUND, "shingles": ["ä"]}), "not a fingerprint file"),
        (json.dumps({**SOUND, "shingles": ["ab$="]}), "not a fingerprint file"),
        (json.dumps({**SOUND, "shingles": None}), "not a fingerprint file"),
        (json.dumps({**SOUND, "format": 2}), "a fingerprint of format 2; this program reads format 1"),
        (json.dumps({**SOUND, "sha256": "0"}), "the SHA-256 is not one"),
        (json.dumps({**SOUND, "words": 184}), "the hashes do not fit the number of words"),
        (json.dumps({**SOUND, "words": -1}), "the hashes do not fit the number of words"),
        (
            json.dumps({**SOUND, "shingles": SOUND["shingles"][1:]}),
            "the hashes do not fit the number of words",
        ),
    ],
    ids=range(15),
)
def test_damage_is_told(content: str, what: str) -> None:
    """Whatever is not a whole fingerprint is refused, and nothing else is raised."""
    with pytest.raises(FingerprintError) as caught:
        parse(content)
    assert str(caught.value) == what


def test_where_it_is_kept() -> None:
    """One file a source, below `claims/fingerprints`."""
    assert path_of(Path("book"), "an-id").as_posix() == "book/claims/fingerprints/an-id.json"


def test_hashes_are_met_only_where_they_begin() -> None:
    """Bytes that are the end of one hash and the beginning of another are no place of a quote."""
    wanted = fingerprint("d", "one two three four").shingles
    shingles = b"x" + wanted + b"xx" + wanted + wanted
    made = Fingerprint("d", len(shingles) // 3 + 3, "", shingles, (0,))
    assert made.starts(["one", "two", "three", "four"]) == [2, 3]
    assert made.starts(["one", "two", "three"]) == []

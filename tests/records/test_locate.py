"""Line and column of a place in a file."""

from claimbook.records.locate import locate, marks

CONTENT = """\
claims:
- id: a
  speaker: [x, y]
  evidence: {kind: k}
- id: b
"""


def test_every_value_has_its_mark() -> None:
    """Mappings, lists and scalars are found by their place."""
    assert marks(CONTENT) == {
        "": (1, 1),
        "claims": (2, 1),
        "claims[0]": (2, 3),
        "claims[0].id": (2, 7),
        "claims[0].speaker": (3, 12),
        "claims[0].speaker[0]": (3, 13),
        "claims[0].speaker[1]": (3, 16),
        "claims[0].evidence": (4, 13),
        "claims[0].evidence.kind": (4, 20),
        "claims[1]": (5, 3),
        "claims[1].id": (5, 7),
    }


def test_the_nearest_place_stands_for_what_is_not_there() -> None:
    """A lone value stands for its list, a record for its missing field; else there is no place."""
    found = marks(CONTENT)
    assert locate(found, "claims[0].evidence[0].what") == (4, 13)
    assert locate(found, "claims[1].said") == (5, 3)
    assert locate(found, "claims[7]") == (2, 1)
    assert locate(found, "topics") is None
    assert locate({}, "claims[0]") is None


def test_what_cannot_be_parsed_ends_the_marks() -> None:
    """Marks up to the break are kept."""
    assert marks("a: 1\nb: [\n") == {"": (1, 1), "a": (1, 4), "b": (2, 4)}

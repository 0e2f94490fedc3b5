"""Charts: well-formed SVG with the numbers given, safe with hostile text, readable as links."""

import xml.etree.ElementTree as ET

import pytest

from claimbook.charts import Bar, Mark, ranges, strip

HOSTILE = "<script>alert('&\"')</script>"
SPACE = "\u202f"


def drawn(svg: str) -> ET.Element:
    """The chart as a tree; it must be well formed."""
    return ET.fromstring(svg)


def attributes(svg: str, tag: str, *names: str) -> list[tuple[str | None, ...]]:
    """Some attributes of every element of a kind."""
    return [tuple(element.get(name) for name in names) for element in drawn(svg).iter(tag)]


def test_a_strip_places_marks_by_their_words() -> None:
    """Marks are as far along, and as long, as their words are in the document; titles count words from 1."""
    svg = strip([Mark(0, 50, "a.html", "First"), Mark(100, 200, "b.html", "Second")], 400, label="Where")
    assert attributes(svg, "a", "href") == [("a.html",), ("b.html",)]
    assert [element.text for element in drawn(svg).iter("title")] == [
        "First (words 1–50)",
        "Second (words 101–200)",
    ]
    assert attributes(svg, "rect", "class", "x", "y", "width", "height")[1:] == [
        ("strip-mark", "0", "0", "125", "40"),
        ("strip-mark", "250", "0", "250", "40"),
    ]
    assert drawn(svg).get("aria-label") == "Where"


def test_overlapping_marks_have_rows_of_their_own() -> None:
    """Two marks over the same words do not hide one another; a third fits into the first row again."""
    marks = [Mark(0, 100, "a", "A"), Mark(50, 150, "b", "B"), Mark(100, 200, "c", "C")]
    svg = strip(marks, 200, label="L")
    assert attributes(svg, "rect", "y", "height")[1:] == [("0", "19"), ("21", "19"), ("0", "19")]


def test_a_short_mark_can_still_be_seen() -> None:
    """Four words of a hundred thousand are drawn two and a half units wide."""
    assert attributes(strip([Mark(0, 4, "a", "A")], 100_000, label="L"), "rect", "width")[1] == ("2.5",)


@pytest.mark.parametrize("of", [0, 100])
def test_a_strip_without_marks_is_its_ground(of: int) -> None:
    """A document without claims, or without words, has an empty strip."""
    assert attributes(strip([], of, label="L"), "rect", "class") == [("strip-ground",)]


def test_ranges_share_an_axis_from_zero() -> None:
    """A number is a dot, a range a bar, an open end an arrow to the edge; ticks are round."""
    bars = [
        Bar("A", "100", 100, 100, "a.html"),
        Bar("B", "50–200", 50, 200, "b.html"),
        Bar("C", "at least 150", 150, None, "c.html"),
        Bar("D", "at most 10", None, 10, "d.html"),
    ]
    svg = ranges(bars, label="People")
    assert attributes(svg, "a", "href") == [("a.html",), ("b.html",), ("c.html",), ("d.html",)]
    assert attributes(svg, "circle", "class", "cx") == [("range-dot", "258.4")]
    assert attributes(svg, "line", "class", "x1", "x2") == [
        ("range-axis", "12", "628"),
        ("range-bar", "135.2", "504.8"),
        ("range-bar range-open", "381.6", "628"),
        ("range-bar range-open", "12", "36.6"),
    ]
    texts = [element.text for element in drawn(svg).iter("text")]
    assert texts == [
        "0",
        "50",
        "100",
        "150",
        "200",
        "250",
        "A: 100",
        "B: 50–200",
        "C: at least 150",
        "D: at most 10",
    ]


@pytest.mark.parametrize(
    ("value", "last"),
    [
        (0, "1"),
        (0.004, "0.005"),
        (999, f"2{SPACE}000"),
        (12_000, f"20{SPACE}000"),
        (1.5e9, f"2{SPACE}000{SPACE}000{SPACE}000"),
    ],
)
def test_the_axis_ends_at_a_round_number(value: float, last: str) -> None:
    """1, 2, 2.5 or 5 times a power of ten, a little above the greatest value."""
    texts = [
        element.text for element in drawn(ranges([Bar("A", "v", value, value, "a")], label="L")).iter("text")
    ]
    assert texts[5] == last


def test_no_bars_make_an_axis() -> None:
    """Nothing to draw still gives a chart."""
    assert attributes(ranges([], label="L"), "line", "class") == [("range-axis",)]


def test_hostile_text_stays_text() -> None:
    """Whatever stands in a label, a value, a title or an address cannot become an element."""
    for svg in (
        strip([Mark(0, 4, HOSTILE, HOSTILE)], 10, label=HOSTILE),
        ranges([Bar(HOSTILE, HOSTILE, 1, 2, HOSTILE)], label=HOSTILE),
    ):
        assert "<script" not in svg
        assert drawn(svg).get("aria-label") == HOSTILE
        assert attributes(svg, "a", "href") == [(HOSTILE,)]

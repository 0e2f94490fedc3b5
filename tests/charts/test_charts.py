"""Charts: well-formed SVG with the numbers given, safe with hostile text, readable as links."""

import xml.etree.ElementTree as ET

import pytest

from claimbook.charts import (
    WORDS,
    Bar,
    Blank,
    Lane,
    Mark,
    Span,
    Tick,
    band,
    line_of,
    ranges,
    strip,
    tally,
    timeline,
    zoom,
)
from claimbook.charts.strip import CELLS, LINES

HOSTILE = "<script>alert('&\"')</script>"
SPACE = "\u202f"


def drawn(svg: str) -> ET.Element:
    """The chart as a tree; it must be well formed."""
    return ET.fromstring(f"<chart>{svg}</chart>")


def attributes(svg: str, tag: str, *names: str) -> list[tuple[str | None, ...]]:
    """Some attributes of every element of a kind."""
    return [tuple(element.get(name) for name in names) for element in drawn(svg).iter(tag)]


def texts(svg: str, tag: str) -> list[str | None]:
    """The text of every element of a kind."""
    return [element.text for element in drawn(svg).iter(tag)]


def boxes(svg: str, kind: str, *names: str) -> list[tuple[str | None, ...]]:
    """Some attributes of the rectangles of a class."""
    found = attributes(svg, "rect", "class", *names)
    return [rest for name, *rest in (tuple(one) for one in found) if name == kind for rest in [tuple(rest)]]


# The strip


def test_a_strip_places_marks_by_their_words() -> None:
    """Marks are as far along, and as long, as their words are in the line; titles count words from 1."""
    marks = [Mark(0, 50, "a.html", "First", "quoted"), Mark(100, 200, "b.html", "Second", "author")]
    svg = strip(marks, [], 250, label="Where")
    assert attributes(svg, "a", "href", "tabindex") == [("a.html", "-1"), ("b.html", "-1")]
    assert texts(svg, "title") == ["First (words 1–50)", "Second (words 101–200)"]
    assert boxes(svg, "strip-quoted", "x", "y", "width", "height") == [("0%", "3", "20%", "24")]
    assert boxes(svg, "strip-author", "x", "width") == [("40%", "40%")]
    assert attributes(svg, "svg", "height", "aria-label") == [("30", "Where")]


def test_a_strip_is_wrapped_as_text_is() -> None:
    """A mark over the end of a line goes on in the next one; the last line ends where the document does."""
    svg = strip([Mark(WORDS - 25, WORDS + 50, "a", "A", "quoted")], [], WORDS + 125, label="L")
    assert boxes(svg, "strip-quoted", "x", "y", "width") == [("90%", "3", "10%"), ("0%", "33", "20%")]
    assert boxes(svg, "strip-ground", "y", "width") == [("3", "100%"), ("33", "50%")]
    assert len(attributes(svg, "a")) == 1


def test_overlapping_marks_have_rows_of_their_own() -> None:
    """Two marks over the same words do not hide one another; a third fits into the first row again; a mark
    apart from them has its full height.
    """
    spans = [(0, 100), (50, 150), (100, 140), (200, 210)]
    svg = strip([Mark(a, b, "a", "A", "quoted") for a, b in spans], [], 250, label="L")
    assert boxes(svg, "strip-quoted", "y", "height") == [("3", "11"), ("16", "11"), ("3", "11"), ("3", "24")]


def test_voices_and_blanks_are_told_apart_without_colour() -> None:
    """Striped where reported, a class for each voice, dots and the reason where there is no claim."""
    marks = [Mark(0, 9, "a", "A", "reported"), Mark(20, 29, "b", "B", "author")]
    svg = strip(marks, [Blank(100, 150, "Service information.")], 250, label="L")
    (pattern,) = attributes(svg, "pattern", "id")
    found = [one for one in attributes(svg, "rect", "class", "fill") if one[1]]
    assert found == [("strip-reported", f"url(#{pattern[0]})")]
    assert texts(svg, "title")[0] == "Service information. (words 101–150)"
    assert attributes(svg, "line", "x1", "x2") == [("40%", "60%")]


def test_a_short_mark_can_still_be_seen() -> None:
    """One word is drawn as wide as four."""
    assert boxes(strip([Mark(0, 1, "a", "A", "quoted")], [], 250, label="L"), "strip-quoted", "width") == [
        ("1.6%",)
    ]


def test_a_band_has_one_link_for_a_line() -> None:
    """Lines hold so many words that there are at most forty; a line in which no claim begins is no link."""
    assert [line_of(words) for words in (0, 250, 10_000, 10_001, 1_000_000)] == [250, 250, 250, 500, 25_000]
    ways = [Mark(0, 250, "a", "A", "quoted"), Mark(250, 300, "", "B", "quoted")]
    svg = band([(0, 300)], ways, 300, label="L")
    assert attributes(svg, "a", "href", "tabindex") == [("a", "-1")]
    assert attributes(svg, "svg", "height") == [("60",)]
    assert boxes(svg, "strip-quoted", "x", "width") == [("0%", "100%"), ("0%", "20%")]


def test_a_band_is_filled_as_far_as_words_lie_in_claims() -> None:
    """In quarters of the height, from below; words in two claims count once, cells filled alike are one."""
    spans = [(0, 3), (1, 3), (25, 50), (100, 112), (110, 113)]
    svg = band(spans, [Mark(0, 250, "a", "A", "quoted")], 250, label="L")
    assert boxes(svg, "strip-quoted", "x", "width", "y", "height") == [
        ("0%", "5%", "21", "6"),
        ("10%", "10%", "3", "24"),
        ("40%", "5%", "3", "24"),
        ("45%", "5%", "21", "6"),
    ]


def test_a_band_has_a_limit_whatever_the_document() -> None:
    """A document of a million words and twenty thousand claims has no more boxes than cells."""
    spans = [(start, start + start % 700) for start in range(0, 1_000_000, 50)]
    ways = [Mark(0, 0, "a", "A", "quoted")] * LINES
    svg = band(spans, ways, 1_000_000, label="L")
    assert len(boxes(svg, "strip-quoted", "x")) <= LINES * CELLS
    assert len(attributes(svg, "a")) == LINES


@pytest.mark.parametrize(("of", "width"), [(0, "0%"), (100, "40%")])
def test_a_strip_without_marks_is_its_ground(of: int, width: str) -> None:
    """A document without claims, or without words, has an empty strip."""
    svg = strip([], [], of, label="L")
    assert boxes(svg, "strip-ground", "width") == [(width,)]
    assert attributes(svg, "a") == []


# Ranges


def test_ranges_share_an_axis_from_zero() -> None:
    """A number is a dot, a range a bar with ends, an open end an arrow at the edge; ticks are round."""
    bars = [
        Bar("A", "100", 100, 100, "a.html", "What A says"),
        Bar("B", "50–200", 50, 200, "b.html", ""),
        Bar("C", "at least 150", 150, None, "c.html", ""),
        Bar("D", "at most 10", None, 10, "d.html", ""),
    ]
    svg = ranges(bars)
    assert attributes(svg, "a", "href", "title")[:2] == [("a.html", "What A says"), ("b.html", "")]
    assert [" ".join(a.itertext()) for a in drawn(svg).iter("a")] == [
        *("100  A", "50–200  B", "at least 150  C", "at most 10  D")
    ]
    assert attributes(svg, "circle", "class", "cx") == [("range-dot", "40%")]
    lines = attributes(svg, "line", "class", "x1", "x2")
    assert [one[1:] for one in lines if one[0] == "range-bar"] == [
        ("20%", "80%"),
        ("60%", "100%"),
        ("0%", "4%"),
    ]
    assert [one[1] for one in lines if one[0] == "range-end"] == ["20%", "80%", "60%", "4%"]
    arrows = [one for one in attributes(svg, "svg", "class", "x") if one[0] == "range-open"]
    assert arrows == [("range-open", "100%"), ("range-open", "0%")]
    assert texts(svg, "text") == ["0", "50", "100", "150", "200", "250"]


def test_about_is_hollow_or_dashed() -> None:
    """An approximate number and range are marked as such, an exact one is not."""
    svg = ranges([Bar("A", "v", 1, 1, "a", "", True), Bar("B", "v", 1, 2, "b", "", True)])
    assert attributes(svg, "circle", "class") == [("range-dot range-about",)]
    assert ("range-bar range-about",) in attributes(svg, "line", "class")


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
    assert texts(ranges([Bar("A", "v", value, value, "a", "")]), "text")[-1] == last


def test_no_bars_make_an_axis() -> None:
    """Nothing to draw still gives a chart."""
    assert texts(ranges([]), "text") == ["0", "0.2", "0.4", "0.6", "0.8", "1"]


# The tally


@pytest.mark.parametrize(
    ("part", "of", "width"), [(12, 48, "25%"), (1, 3, "33.3%"), (1, 1000, "2.5%"), (7, 7, "100%")]
)
def test_a_tally_is_a_share_of_its_line(part: int, of: int, width: str) -> None:
    """A small part can still be seen."""
    assert attributes(tally(part, of), "rect", "width") == [(width,)]


@pytest.mark.parametrize("of", [0, 9])
def test_nothing_has_no_bar(of: int) -> None:
    """Only the line is left, hidden from screen readers as every tally is."""
    assert attributes(tally(0, of), "rect") == []
    assert attributes(tally(0, of), "svg", "aria-hidden") == [("true",)]


# The timeline


def span(start: float | None, end: float | None, count: int = 1, **more: object) -> Span:
    """A mark that leads to `#a`."""
    given = {"vague": False, "own": 0, "href": "#a", "title": "T", **more}
    return Span(start, end, count=count, **given)  # type: ignore[arg-type]


def test_a_column_is_as_tall_as_its_number() -> None:
    """All columns, of both lanes, share one scale; what a document says itself stands hollow on top."""
    lanes = [Lane("Events", [span(0, 1, 10)]), Lane("Sayings", [span(1, 2, 40, own=30)])]
    svg = timeline(lanes, 10, [], label="Dates")
    assert boxes(svg, "dates-mark", "x", "width", "height") == [("1.5%", "7%", "16"), ("11.5%", "7%", "16")]
    assert boxes(svg, "dates-own", "x", "height") == [("11.5%", "48")]
    assert texts(svg, "text") == ["Events", "10", "Sayings", "40"]
    assert attributes(svg, "a", "href", "tabindex") == [("#a", "-1")] * 2
    assert attributes(svg, "svg", "role", "aria-label")[0] == ("group", "Dates")


def test_a_date_is_as_wide_as_it_is_vague() -> None:
    """A span is a bar over all its days, an uncertain day a dashed one, an open end an arrow at its bound."""
    spans = [span(2, 5), span(6, 7, vague=True), span(None, 4), span(8, None)]
    svg = timeline([Lane("L", spans)], 10, [], label="Dates")
    assert boxes(svg, "dates-mark", "x", "width") == [("20%", "30%")]
    assert boxes(svg, "dates-vague", "x", "width") == [("60%", "10%")]
    tails = [e.get("x") for e in drawn(svg).iter("svg") if e.find("path") is not None]
    assert tails == ["40%", "80%"]
    left, right = [e.get("d", "").split("h")[1].split("M")[0] for e in drawn(svg).iter("path")]
    assert (left, right) == ("-20", "20")


def test_bars_over_the_same_days_have_rows_of_their_own() -> None:
    """Neither a bar nor its number covers another; a third bar fits into the first row again."""
    svg = timeline([Lane("L", [span(0, 4), span(1, 5), span(6, 9)])], 10, [], label="Dates")
    assert [y for (y,) in boxes(svg, "dates-mark", "y")] == ["29", "47", "29"]


def test_numbers_of_neighbours_do_not_meet() -> None:
    """The greater one is written; the other is in its title."""
    days = [span(at, at + 1, count) for at, count in ((0, 100), (1, 200), (30, 5))]
    assert texts(timeline([Lane("L", days)], 60, [], label="Dates"), "text") == ["L", "200", "5"]


def test_the_number_of_a_last_bar_stands_before_it() -> None:
    """There is no room behind it."""
    svg = timeline([Lane("L", [span(3, 10, 7)])], 10, [], label="Dates")
    assert attributes(svg, "text", "text-anchor")[-1] == ("end",)


def test_ticks_stand_in_the_middle_of_their_unit() -> None:
    """Named ones have a line through the chart."""
    svg = timeline([Lane("L", [])], 4, [Tick(0, "1 Jan"), Tick(1)], label="Dates")
    assert attributes(svg, "line", "class", "x1")[:2] == [("dates-grid", "12.5%"), (None, "37.5%")]
    assert "1 Jan" in texts(svg, "text")


def test_the_enlarged_part_is_led_to() -> None:
    """From its place above to the whole width below."""
    lines = attributes(zoom(2, 3, 4), "line", "x1", "x2")
    assert lines == [("50%", "0%"), ("75%", "100%")]


def test_hostile_text_stays_text() -> None:
    """Whatever stands in a label, a value, a title or an address cannot become an element."""
    lane = Lane(HOSTILE, [span(0, 1, href=HOSTILE, title=HOSTILE)])
    for svg in (
        strip([Mark(0, 4, HOSTILE, HOSTILE, HOSTILE)], [Blank(5, 6, HOSTILE)], 10, label=HOSTILE),
        ranges([Bar(HOSTILE, HOSTILE, 1, 2, HOSTILE, HOSTILE)]),
        timeline([lane], 2, [Tick(0, HOSTILE)], label=HOSTILE),
    ):
        assert "<script" not in svg
        assert attributes(svg, "a", "href") == [(HOSTILE,)]

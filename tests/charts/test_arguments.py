"""The argument map: a tree in rows, every statement a link, lines that tell answers from support."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import pytest
from markupsafe import Markup

from claimbook.charts import More, Node, arguments, saying

HOSTILE = "<script>alert('&\"')</script>"
SO = saying("b.html", "It is so.", "Bo: It is so, at length.")
LEAF = Node("+", "supported by", "Bo", SO, backed=True)
NO = saying("a.html", "No.", "Ann: No, not at all.")
ANSWER = Node("≠", "contradicted by", "Ann", NO, nodes=(LEAF,))
AGAIN = replace(LEAF, says=saying("c.html", "It is so.", "Bo: It is so, at length."))


def drawn(nodes: list[Node]) -> ET.Element:
    """The map as a tree; it must be well formed."""
    return ET.fromstring(arguments("This", nodes, label="Map"))


def names(svg: ET.Element) -> list[tuple[str | None, str | None, str]]:
    """Every link: address, name, text shown."""
    return [
        (a.get("href"), a.findtext("title"), "".join(t.text or "" for t in a.iter("text")))
        for a in svg.iter("a")
    ]


def places(svg: ET.Element) -> list[tuple[str | None, str | None]]:
    """Where the rows stand."""
    return [(row.get("x"), row.get("y")) for row in svg.findall("svg") if row.get("y")]


def trunks(svg: ET.Element) -> list[tuple[str | None, ...]]:
    """The lines that join rows."""
    return [tuple(line.get(n) for n in ("class", "x1", "y1", "x2", "y2")) for line in svg.findall("line")]


def test_every_statement_has_a_row_and_a_link() -> None:
    """In reading order, one step in for each step away; a link is named by speaker and whole statement."""
    svg = drawn([ANSWER, AGAIN])
    assert names(svg) == [
        ("a.html", "Ann: No, not at all.", "No."),
        ("b.html", "Bo: It is so, at length.", "It is so."),
        ("c.html", "Bo: It is so, at length.", "It is so."),
    ]
    assert places(svg) == [("2.15em", "2em"), ("3.75em", "4em"), ("2.15em", "6em")]
    assert (svg.get("height"), svg.get("width"), svg.get("viewBox")) == ("8em", "100%", None)


def test_support_hangs_on_a_dashed_line() -> None:
    """The trunk is solid down to the last answer and dashed from there; every row says it in a sign too."""
    svg = drawn([ANSWER, AGAIN])
    assert trunks(svg) == [
        (None, "0.55em", "1em", "0.55em", "3em"),
        ("map-support", "0.55em", "3em", "0.55em", "7em"),
        ("map-support", "2.15em", "3.5em", "2.15em", "5em"),
    ]
    signs = [text.text for text in svg.iter("text") if text.get("class") == "map-sign"]
    assert signs == ["≠", "+", "+"]


def test_an_answer_below_support_keeps_the_trunk_solid() -> None:
    """No dashed line is drawn over a solid one."""
    svg = drawn([LEAF, replace(ANSWER, nodes=())])
    assert trunks(svg) == [(None, "0.55em", "1em", "0.55em", "5em")]


def test_what_is_left_out_is_a_link_beside_the_speaker() -> None:
    """It says whose it is."""
    more = More("a.html#answered-by", "3 more", "3 more on: No, not at all.")
    assert names(drawn([replace(ANSWER, nodes=(), more=more)]))[0][:2] == (more.href, more.full)


def test_a_map_of_hostile_text_is_only_text() -> None:
    """Wherever it stands."""
    node = Node(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        saying(HOSTILE, HOSTILE, HOSTILE),
        more=More(HOSTILE, HOSTILE, HOSTILE),
    )
    svg = ET.fromstring(arguments(HOSTILE, [node], label=HOSTILE))
    assert not list(svg.iter("script"))
    assert [href for href, _, _ in names(svg)] == [HOSTILE, HOSTILE]


HOSTILE_FIELDS: dict[str, Callable[[str], Markup]] = {
    "root": lambda bad: arguments(bad, [ANSWER], label="Map"),
    "label": lambda bad: arguments("This", [ANSWER], label=bad),
    "sign": lambda bad: arguments("This", [replace(ANSWER, sign=bad)], label="Map"),
    "words": lambda bad: arguments("This", [replace(ANSWER, words=bad)], label="Map"),
    "who": lambda bad: arguments("This", [replace(ANSWER, who=bad)], label="Map"),
    "href": lambda bad: saying(bad, "No.", "No."),
    "says": lambda bad: saying("a.html", bad, "No."),
    "full": lambda bad: saying("a.html", "No.", bad),
    "more href": lambda bad: left_out(More(bad, "3 more", "3 more on this")),
    "more words": lambda bad: left_out(More("a.html", bad, "3 more on this")),
    "more full": lambda bad: left_out(More("a.html", "3 more", bad)),
}


def left_out(more: More) -> Markup:
    """A map with a link to what it leaves out."""
    return arguments("This", [replace(ANSWER, more=more)], label="Map")


@pytest.mark.parametrize("field", HOSTILE_FIELDS)
def test_a_hostile_text_is_escaped_once(field: str) -> None:
    """In every field, and to the letter as everywhere else on the pages."""
    draw = HOSTILE_FIELDS[field]
    escaped = "&lt;script&gt;alert(&#39;&amp;&#34;&#39;)&lt;/script&gt;"
    assert str(draw(HOSTILE)) == str(draw("KEPT")).replace("KEPT", escaped)
    assert draw("KEPT").count("KEPT") == 1

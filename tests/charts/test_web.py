"""The web of voices: names that do not run into each other, lines that tell who answers whom."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from claimbook.charts import Place, Reply, Voice, web

HOSTILE = "<script>alert('&\"')</script>"


def voice(number: int) -> Voice:
    """A voice of one name."""
    return Voice(f"v{number}", (Place(f"v{number}.html", f"Voice {number}"),), f"Says {number}", 0.25)


def drawn(number: int, replies: list[Reply]) -> ET.Element:
    """The web of so many voices as a tree; it must be well formed."""
    return ET.fromstring(web([voice(i) for i in range(number)], replies, label="Web"))


def groups(svg: ET.Element) -> list[ET.Element]:
    """The voices, around the circle."""
    return [g for g in svg.findall("g") if g.get("class") == "web-voice"]


def points(path: str) -> list[float]:
    """The numbers of a path, in order."""
    return [float(n) for n in re.findall(r"-?[\d.]+", path)]


@pytest.mark.parametrize("number", [1, 2, 3, 9, 40])
def test_every_voice_is_drawn_once_with_room_for_its_name(number: int) -> None:
    """On each side the names stand below each other, at least 20 units apart, inside the picture."""
    replies = [Reply(i, (i * 7 + 1) % number, 1 + i % 3, "t") for i in range(number) if number > 1]
    svg = drawn(number, replies)
    found = groups(svg)
    assert sorted(g.get("data-id") or "" for g in found) == sorted(f"v{i}" for i in range(number))
    height = float((svg.get("viewBox") or "").split()[3])
    for side in ("start", "end"):
        ys = sorted(
            float(t.get("y") or 0) for g in found for t in g.iter("text") if t.get("text-anchor") == side
        )
        assert all(lower - upper >= 20 for upper, lower in pairwise(ys))
        assert all(0 < y < height for y in ys)


def test_a_line_is_broad_where_the_answer_comes_from() -> None:
    """Its ends lie at the two voices; it names the pair."""
    svg = drawn(2, [Reply(1, 0, 9, "Voice 1 answers 9 claims of Voice 0")])
    (line,) = svg.iter("path")
    assert (line.get("data-by"), line.get("data-to"), line.get("class")) == ("1", "0", "web-5")
    assert line.findtext("title") == "Voice 1 answers 9 claims of Voice 0"
    found = points(line.get("d") or "")
    circle = {g.get("data-id"): g.find("circle") for g in groups(svg)}
    from_, to = circle["v1"], circle["v0"]
    assert from_ is not None
    assert to is not None
    # The path goes M by Q bend to L to Q bend by, on one side and back on the other.
    assert (found[0] + found[10]) / 2 == pytest.approx(float(from_.get("cx") or 0), abs=0.1)
    assert (found[4] + found[6]) / 2 == pytest.approx(float(to.get("cx") or 0), abs=0.1)
    assert abs(found[1] - found[11]) > 5 * abs(found[5] - found[7])


@pytest.mark.parametrize(("count", "kind"), [(1, "web-1"), (2, "web-2"), (4, "web-2"), (5, "web-5")])
def test_lines_are_of_three_kinds(count: int, kind: str) -> None:
    """Of one claim, of a few, of many."""
    assert [p.get("class") for p in drawn(2, [Reply(0, 1, count, "t")]).iter("path")] == [kind]


def test_two_that_answer_each_other_have_two_lines() -> None:
    """Bent apart, so that neither hides the other."""
    paths = [
        points(p.get("d") or "") for p in drawn(2, [Reply(0, 1, 1, "a"), Reply(1, 0, 1, "b")]).iter("path")
    ]
    bends = [path[3] for path in paths]
    assert abs(bends[0] - bends[1]) > 20


def test_voices_that_answer_each_other_stand_together() -> None:
    """Of sixteen in pairs, those that are free to move stand beside the one they are tied to."""
    pairs = [(i, i + 8) for i in range(8)]
    order = [
        int((g.get("data-voice")) or 0) for g in groups(drawn(16, [Reply(a, b, 4, "t") for a, b in pairs]))
    ]
    steps = [abs(order.index(a) - order.index(b)) for a, b in pairs]
    assert [min(step, 16 - step) for step in steps] == [1] * 8


def test_the_same_replies_give_the_same_picture() -> None:
    """To the byte."""
    replies = [Reply(i, (i * 5 + 2) % 20, 1 + i % 6, "t") for i in range(20)]
    assert web([voice(i) for i in range(20)], replies, label="W") == web(
        [voice(i) for i in range(20)], list(reversed(replies)), label="W"
    )


def test_a_joint_voice_has_a_link_for_each_name() -> None:
    """Joined as in a sentence."""
    names = tuple(Place(f"{n}.html", n) for n in ("Ann", "Bo", "Cy"))
    svg = ET.fromstring(web([Voice("a b c", names, "t", 1.0)], [], label="W"))
    assert [a.get("href") for a in svg.iter("a")] == ["Ann.html", "Bo.html", "Cy.html"]
    (text,) = svg.iter("text")
    assert "".join(text.itertext()) == "Ann, Bo and Cy"


def test_a_web_of_hostile_text_is_only_text() -> None:
    """In names, titles and addresses."""
    made = Voice(HOSTILE, (Place(HOSTILE, HOSTILE),), HOSTILE, 1.0)
    svg = ET.fromstring(web([made, voice(1)], [Reply(0, 1, 1, HOSTILE)], label=HOSTILE))
    assert not list(svg.iter("script"))
    assert [a.get("href") for a in svg.iter("a")].count(HOSTILE) == 1

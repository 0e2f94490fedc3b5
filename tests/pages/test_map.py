"""The map's view: what a voice is, how answers are counted, who is drawn and who is only named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from claimbook.checks import check
from claimbook.content import page_addresses
from claimbook.pages import Desk, map
from claimbook.pages.map import MapPage, Side, map_page, on_map
from tests.support import SETTINGS, Change, small_book


def desk(tmp_path: Path, **changes: Change) -> Desk:
    """The desk of the small book with `changes`."""
    root = small_book(tmp_path, **changes)
    return Desk(check(root, SETTINGS), SETTINGS, page_addresses(root))


def told(side: Side) -> list[tuple[tuple[str, ...], int, str]]:
    """The partners of one side: addresses, number, relations."""
    return [(tuple(link.href for link in one.to), one.count, one.relations) for one in side.partners]


def ids(page: MapPage) -> list[tuple[str, ...]]:
    """The voices in their order."""
    return [voice.ids for voice in page.voices]


def test_a_voice_tells_whom_it_answers_and_who_answers_it(tmp_path: Path) -> None:
    """Each other voice with the number of claims and the way to where they stand."""
    page = map_page(desk(tmp_path))
    by_id = {voice.ids[0]: voice for voice in page.voices}
    hale, lund = by_id["jon-hale"], by_id["edda-lund"]
    assert (hale.answers.claims, hale.answers.voices, hale.answered_by.voices) == (2, 2, 0)
    assert told(hale.answers) == [
        (("actors/edda-lund.html#answered-by",), 1, "contradicts\N{NO-BREAK SPACE}1"),
        (("actors/residents-coast-weekly.html#answered-by",), 1, "undercuts\N{NO-BREAK SPACE}1"),
    ]
    assert told(lund.answered_by) == [
        (("actors/jon-hale.html#answers",), 1, "contradicts\N{NO-BREAK SPACE}1")
    ]


def test_those_that_answer_most_come_first(tmp_path: Path) -> None:
    """Answers given and received count alike; ids settle the rest. Who answers nobody is not there."""
    assert ids(map_page(desk(tmp_path))) == [
        ("jon-hale",),
        ("coast-telegraph",),
        ("edda-lund",),
        ("residents-coast-weekly",),
        ("tide-magazine",),
    ]


def test_actors_that_never_speak_apart_are_one_voice(tmp_path: Path) -> None:
    """In the record's order; a claim they make together counts once, and both places on the map are found."""
    joint = desk(
        tmp_path,
        second=("speaker: tide-magazine", "speaker: [tide-magazine, coast-weekly-paper]"),
    )
    page = map_page(joint)
    (voice,) = (v for v in page.voices if "tide-magazine" in v.ids)
    assert voice.ids == ("tide-magazine", "coast-weekly-paper")
    assert told(voice.answers) == [
        (("actors/coast-telegraph.html#answered-by",), 1, "alternative to\N{NO-BREAK SPACE}1")
    ]
    assert on_map(joint, "coast-weekly-paper") == "map.html#coast-weekly-paper"
    assert page.chart is not None
    assert "Tide Magazine and Coast Weekly answer 1 claim of 1 voice." in page.chart
    assert 'data-id="tide-magazine coast-weekly-paper"' in page.chart


def test_one_who_speaks_alone_too_is_a_voice_of_his_own(tmp_path: Path) -> None:
    """Each speaker of a joint claim then has a line, and the claim counts once for each pair."""
    page = map_page(desk(tmp_path, second=("speaker: tide-magazine", "speaker: [tide-magazine, jon-hale]")))
    by_id = {voice.ids[0]: voice for voice in page.voices}
    assert by_id["jon-hale"].answers.claims == 3
    assert (by_id["tide-magazine"].ids, by_id["tide-magazine"].answers.claims) == (("tide-magazine",), 1)
    assert by_id["coast-telegraph"].answered_by.claims == 1
    assert by_id["coast-telegraph"].answered_by.voices == 2


def test_answers_to_oneself_are_told_and_not_drawn(tmp_path: Path) -> None:
    """As a number; no line leads from a voice to itself."""
    page = map_page(
        desk(tmp_path, second=("speaker: tide-magazine", "speaker: [tide-magazine, coast-telegraph]"))
    )
    by_id = {voice.ids[0]: voice for voice in page.voices}
    assert by_id["coast-telegraph"].own == 1
    assert by_id["coast-telegraph"].answers.voices == 0
    assert page.chart is not None
    assert page.chart.count("<path") == 3


def test_what_is_not_drawn_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is not listed is counted; those have no place to link to."""
    monkeypatch.setattr(map, "DRAWN", 2)
    monkeypatch.setattr(map, "LISTED", 3)
    made = desk(tmp_path)
    page = map_page(made)
    assert [voice.drawn for voice in page.voices] == [True, True, False]
    assert (page.drawn, page.unlisted) == (2, 2)
    assert on_map(made, "edda-lund") == "map.html#edda-lund"
    assert on_map(made, "tide-magazine") is None
    assert on_map(made, "mara-vik") is None


def test_a_voice_of_many_partners_leaves_some_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their number is told, and all of them are counted."""
    monkeypatch.setattr(map, "DRAWN", 1)
    (hale, *_) = map_page(desk(tmp_path)).voices
    assert (len(hale.answers.partners), hale.answers.left_out, hale.answers.voices) == (1, 1, 2)


def test_the_picture_has_no_line_that_the_list_does_not_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two partners with one claim each the first by id is told; the line to the other is counted."""
    monkeypatch.setattr(map, "_most", lambda *_: 1)
    page = map_page(desk(tmp_path))
    (hale, *_) = page.voices
    assert told(hale.answers) == [
        (("actors/edda-lund.html#answered-by",), 1, "contradicts\N{NO-BREAK SPACE}1")
    ]
    assert page.chart is not None
    assert (page.lines, page.chart.count("<path")) == (1, 2)


@pytest.mark.parametrize(("limit", "partners"), [(1200, 40), (60, 20), (61, 20), (9, 3), (0, 2)])
def test_partners_of_all_voices_have_a_limit(limit: int, partners: int) -> None:
    """Three sides of 40 partners each share it evenly; two of each are always told."""
    many = {(f"voice-{number}",): 1 for number in range(40)}
    one, other = ("one",), ("other",)
    web: Any = SimpleNamespace(out={one: many, other: many}, back={one: many, other: {}})
    assert map._most(web, [one, other], limit) == partners


def test_a_book_without_answers_has_no_chart(tmp_path: Path) -> None:
    """The page stays and says so."""
    root = small_book(tmp_path)
    whole = check(root, SETTINGS)
    page = map_page(Desk(replace(whole, answered_by={}, live_answers={}), SETTINGS, {}))
    assert (page.chart, page.voices, page.unlisted) == (None, (), 0)

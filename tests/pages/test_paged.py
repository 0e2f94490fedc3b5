"""The pages of long actors, sources, topics and indexes, and what short pages leave out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimbook.checks import check
from claimbook.pages import Desk, actors, listings, pages, source, sources, topic
from claimbook.settings import Settings
from tests.support import SETTINGS, small_book

Views = dict[str, Any]
SHORT = replace(SETTINGS, detail="short")
_WIDE = (
    "  - {claim: hale-no-cable-snapped, relation: contradicts, linked_by: source}\n",
    "  - {claim: hale-no-cable-snapped, relation: contradicts, linked_by: source}\n"
    "  - {claim: hale-nothing-gained, relation: qualifies, linked_by: editor}\n"
    "  - {claim: magazine-crowd-450, relation: qualifies, linked_by: editor}\n",
)
_STANDS = "  restates: lund-cables-snapped\n"


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Views]:
    """Views of the small book, by address, with settings and changes to its records."""

    def views(settings: Settings = SETTINGS, **parts: Any) -> Views:
        desk = Desk(check(small_book(tmp_path, **parts), settings), settings, {})
        return {page.view.head.path: page.view for page in pages(desk)}

    return views


def _ids(rows: Any) -> list[str]:
    return [row.id for row in rows]


def _named(views: Views, stem: str) -> list[Any]:
    """The views of one list, in order."""
    found = [f"{stem}.html", *(f"{stem}.{number}.html" for number in range(2, 9))]
    return [views[path] for path in found if path in views]


# Actors


def test_an_actor_s_lists_go_on_from_page_to_page(make: Callable[..., Views]) -> None:
    """In one sequence; each page says which part of which list it shows."""
    found = _named(make(replace(SETTINGS, page_size=2)), "actors/edda-lund")
    shown = [[(s.id, s.first, s.shown, s.count) for s in view.sections] for view in found]
    assert shown == [
        [("said", 1, 1, 1), ("reported", 1, 1, 1)],
        [("about", 1, 1, 1)],
        [("answered-by", 1, 1, 1)],
    ]
    assert [view.head.title for view in found] == ["Edda Lund", "Edda Lund, page 2", "Edda Lund, page 3"]
    assert [view.pager.next for view in found] == ["actors/edda-lund.2.html", "actors/edda-lund.3.html", None]
    assert {view.start for view in found} == {"actors/edda-lund.html"}


def test_an_actor_s_first_page_leads_to_every_list(make: Callable[..., Views]) -> None:
    """To the page where it begins, or within the first page."""
    view = make(replace(SETTINGS, page_size=2))["actors/edda-lund.html"]
    assert [(jump.href, jump.here, jump.count) for jump in view.jumps] == [
        ("actors/edda-lund.html#said", True, 1),
        ("actors/edda-lund.html#reported", True, 1),
        ("actors/edda-lund.2.html#about", False, 1),
        ("actors/edda-lund.3.html#answered-by", False, 1),
    ]
    assert view.answerers() == ("Jon Hale",)


def test_a_claim_with_more_answers_than_a_page_holds_is_told_in_several(make: Callable[..., Views]) -> None:
    """Each time with the claim itself; the answers are numbered through."""
    views = make(replace(SETTINGS, page_size=2), first=_WIDE)
    parts = [s for v in _named(views, "actors/edda-lund") for s in v.sections if s.id == "answered-by"]
    assert [(s.first, s.shown, s.count, s.claims) for s in parts] == [(1, 2, 3, 1), (3, 1, 3, 1)]
    assert [[(e.own.id, _ids(a.row for a in e.others)) for e in s.exchanges()] for s in parts] == [
        [("lund-cables-snapped", ["hale-no-cable-snapped", "hale-nothing-gained"])],
        [("lund-cables-snapped", ["magazine-crowd-450"])],
    ]


def test_claims_by_source_say_how_many_stand_on_other_pages(make: Callable[..., Views]) -> None:
    """Each group counts all of its source; a list by other people has no groups."""
    change = ("speaker: tide-magazine", "speaker: jon-hale")
    views = make(replace(SETTINGS, page_size=1), second=change)
    parts = [s for v in _named(views, "actors/jon-hale") for s in v.sections if s.id == "reported"]
    assert [[(g.source.text, _ids(g.rows), g.total) for g in s.groups()] for s in parts] == [
        [("Tide Magazine", ["hale-no-cable-snapped"], 2)],
        [("Tide Magazine", ["hale-nothing-gained"], 2)],
    ]
    about = [s for s in views["actors/town-council.2.html"].sections if s.id == "about"]
    assert [(s.shown, s.groups()) for s in about] == [(1, ())]


def test_short_pages_count_answers_and_say_where_to_look(make: Callable[..., Views]) -> None:
    """No exchange is told; the claims themselves are all there, without groups."""
    view = make(SHORT, first=_WIDE)["actors/edda-lund.html"]
    found = {s.id: s for s in view.sections}
    assert [(s.id, s.count, s.claims, s.shown, s.exchanges()) for s in view.sections][-1] == (
        "answered-by",
        3,
        1,
        0,
        (),
    )
    assert found["answered-by"].search == "explore.html?actor=edda-lund&answered=yes"
    assert (_ids(found["said"].rows), found["said"].groups()) == (["lund-cables-snapped"], ())


def test_short_pages_list_some_of_what_others_say(
    make: Callable[..., Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claims about an actor have a limit there, and only there; how many are left out is told once."""
    monkeypatch.setattr(listings, "LISTED", 1)
    council = "actors/town-council.html"
    (about,) = [s for s in make(SHORT)[council].sections if s.id == "about"]
    assert (_ids(about.rows), about.count, about.unlisted) == (["lund-cables-snapped"], 2, 1)
    assert about.search == "explore.html?q=Town+council+of+Varnholm"
    (about,) = [s for s in make()[council].sections if s.id == "about"]
    assert (len(about.rows), about.count, about.unlisted) == (2, 2, 0)


# Sources


def test_a_source_s_claims_are_paged(make: Callable[..., Views]) -> None:
    """In document order; voices and counts are the whole source's on every page."""
    found = _named(make(replace(SETTINGS, page_size=2)), "sources/coast-weekly")
    assert [(view.first, [p.row.id for p in view.claims]) for view in found] == [
        (1, ["lund-cables-snapped", "harbour-master-rust"]),
        (3, ["telegraph-crowd-300", "residents-ferry-company"]),
        (5, ["vik-inspection-late"]),
    ]
    assert {(view.tally.claims, view.heard) for view in found} == {(5, 5)}
    assert [view.head.title for view in found][1] == "The bridge is shut, page 2"


def test_many_claims_are_drawn_as_lines_that_lead_to_pages(
    make: Callable[..., Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One link for a line, to the page on which the first claim that begins in it is listed."""
    monkeypatch.setattr(source, "MARKS", 4)
    view = make()["sources/coast-weekly.html"]
    assert (view.merged, view.line, view.strip().count("<a ")) == (True, 250, 1)
    assert 'href="../sources/coast-weekly.html#claims"' in view.strip()
    assert "<title>words 1–185: 5 claims</title>" in view.strip()
    assert not make()["sources/tide-magazine-report.html"].merged


def test_voices_and_gaps_of_a_source_have_a_limit(
    make: Callable[..., Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are counted."""
    monkeypatch.setattr(source, "VOICES", 2)
    monkeypatch.setattr(source, "SKIPPED", 0)
    view = make()["sources/coast-weekly.html"]
    assert ([v.actor.text for v in view.voices], view.heard) == (["Coast Telegraph", "Edda Lund"], 5)
    assert (view.skipped, view.gaps) == ((), 1)


def test_marks_of_short_pages_name_words_alone(make: Callable[..., Views]) -> None:
    """The statements stand in the list with the same numbers of words."""
    strip = make(SHORT)["sources/coast-weekly.html"].strip()
    assert "<title>quoted (words 10–18)</title>" in strip


# Topics


def test_a_topic_s_claims_are_paged_by_position(make: Callable[..., Views]) -> None:
    """The table leads to the page on which a position begins."""
    more = (_STANDS, f"{_STANDS}  positions: [{{topic: why-closed, position: damage}}]\n")
    found = _named(make(replace(SETTINGS, page_size=2), second=more), "topics/why-closed")
    assert [[(p.id, p.first, _ids(p.rows), p.count) for p in view.lists] for view in found] == [
        [("damage", 1, ["lund-cables-snapped", "lund-cables-repeated"], 2)],
        [("profit", 1, ["residents-ferry-company"], 1)],
    ]
    assert [(p.href, p.here, p.claims) for p in found[0].positions] == [
        ("topics/why-closed.html#position-damage", True, 2),
        ("topics/why-closed.2.html#position-profit", False, 1),
    ]
    assert found[1].head.title == "Why was the bridge closed?, page 2"


def test_holders_of_a_position_have_a_limit(
    make: Callable[..., Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those with most claims are named."""
    monkeypatch.setattr(topic, "HOLDERS", 1)
    stand = "  positions: [{topic: why-closed, position: damage}]\n"
    again = (_STANDS, f"{_STANDS}{stand}")
    other = ("  mentions: [edda-lund, town-council]\n", f"  mentions: [edda-lund, town-council]\n{stand}")
    (damage, _) = make(second=[again, other])["topics/why-closed.html"].positions
    assert ([(h.actor.text, h.claims) for h in damage.holders], damage.more) == ([("Edda Lund", 2)], 1)


# Indexes


def test_a_long_index_of_actors_has_letters(
    make: Callable[..., Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kind and first letter is led to; those heard most stand on the first page alone."""
    monkeypatch.setattr(actors, "ENTRIES", 3)
    found = _named(make(), "actors/index")
    assert [[(g.kind, g.first, len(g.entries), g.count) for g in view.groups] for view in found] == [
        [("person", 1, 3, 4)],
        [("person", 4, 1, 4), ("government", 1, 1, 1), ("media", 1, 1, 3)],
        [("media", 2, 2, 3), ("unnamed", 1, 1, 1)],
    ]
    persons = found[2].jumps[0]
    assert (persons.to.href, persons.to.here) == ("actors/index.html#person", False)
    assert [(letter.text, letter.href) for letter in persons.letters] == [
        ("E", "actors/index.html#person-e"),
        ("H", "actors/index.html#person-h"),
        ("J", "actors/index.html#person-j"),
        ("M", "actors/index.2.html#person-m"),
    ]
    assert found[1].anchors["actors/mara-vik.html"] == "person-m"
    assert "actors/coast-weekly-paper.html" not in found[1].anchors
    assert [bool(view.loudest) for view in found] == [True, False, False]


def test_a_short_index_of_actors_has_no_letters(make: Callable[..., Views]) -> None:
    """On one page the kinds are way enough."""
    view = make()["actors/index.html"]
    assert (view.pager.pages, view.anchors, {jump.letters for jump in view.jumps}) == (1, {}, {()})


def test_indexes_of_sources_and_topics_are_paged(
    make: Callable[..., Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page leads to the references wherever they begin."""
    monkeypatch.setattr(sources, "ENTRIES", 2)
    monkeypatch.setattr(topic, "ENTRIES", 1)
    answers = "[{id: a, label: A}, {id: b, label: B}]"
    late = {"claims/late.yml": f"topics:\n- {{id: why-late, question: Why?, positions: {answers}}}\n"}
    views = make(files=late)
    first, second = _named(views, "sources/index")
    assert [e.link.text for e in first.documents.entries] == ["The bridge is shut", "A man on a boat"]
    assert (first.references, second.documents, second.references.count) == (None, None, 1)
    assert [(jump.href, jump.here) for jump in first.jumps] == [
        ("sources/index.html#documents", True),
        ("sources/index.2.html#references", False),
    ]
    assert [[e.link.text for e in view.entries] for view in _named(views, "topics/index")] == [
        ["Why was the bridge closed?"],
        ["Why?"],
    ]

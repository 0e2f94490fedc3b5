"""The pictures of pages: what stands in them, at which scale, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from claimbook import dates
from claimbook.checks import check
from claimbook.content import page_addresses
from claimbook.pages import Desk, chronology, figures, pages, positions
from claimbook.pages.chronology import Dated, picture
from claimbook.pages.positions import letters
from tests.support import SETTINGS, TOPICS, small_book

Views = dict[str, Any]
# Another question, on which the mayor and the captain take positions; the mayor takes two on the first one.
SECOND_QUESTION = f"""\
{TOPICS}\
- id: who-knew
  question: Who knew?
  positions:
  - {{id: nobody, label: Nobody}}
  - {{id: mayor, label: The mayor}}
"""
STANDS = [
    (
        "  restates: lund-cables-snapped\n",
        "  restates: lund-cables-snapped\n  positions:\n  - {topic: why-closed, position: profit}\n"
        "  - {topic: who-knew, position: mayor}\n",
    ),
    (
        "  mentions: [edda-lund, town-council]\n",
        "  mentions: [edda-lund, town-council]\n  positions: [{topic: why-closed, position: profit}]\n",
    ),
]


def _views(root: Path) -> Views:
    desk = Desk(check(root, SETTINGS), SETTINGS, page_addresses(root))
    return {page.view.head.path: page.view for page in pages(desk)}


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Views:
    """The views of the small book by address."""
    return _views(small_book(tmp_path_factory.mktemp("book")))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The page of positions of a book with two questions."""
    root = small_book(tmp_path_factory.mktemp("asked"), topics=SECOND_QUESTION, second=STANDS)
    return _views(root)["positions.html"]


# The timeline


def _dated(*given: tuple[str, int, int, int]) -> list[Dated]:
    """Dates with their numbers of claims: of what happened, said, written."""
    return [
        Dated(dates.parse(edtf), f"#date-{number}", *counts)
        for number, (edtf, *counts) in enumerate(given, start=1)
    ]


def _titles(found: Sequence[Dated], panel: int) -> list[str]:
    made = picture(found)
    assert made is not None
    return re.findall(r"<title>(.*?)</title>", made.panels[panel].chart)


BUSY = _dated(
    ("2019", 3, 0, 0),
    ("2022-01", 9, 0, 0),
    ("2022-01-10", 0, 20, 5),
    ("[..2022-01-10]", 0, 4, 0),
    ("2022-01-12?", 0, 2, 0),
    ("2022-02-10", 0, 0, 30),
    ("2023-04", 0, 2, 0),
    ("2023-06-05", 0, 1, 0),
)


def test_the_busy_weeks_are_enlarged() -> None:
    """All dates by year, then by day the weeks that hold most claims, with the months that lie in them."""
    made = picture(BUSY)
    assert made is not None
    assert [panel.caption for panel in made.panels] == [
        "Every date, 2019 to 2023. A column is a year.",
        "Enlarged: 1 January – 10 February 2022. A column is a day.",
    ]
    assert made.zoom is not None
    assert [panel.left_out for panel in made.panels] == [0, 0]


def test_dates_of_one_year_are_one_mark_and_days_are_apart() -> None:
    """A mark for several dates says how many, and leads to the first of them."""
    assert _titles(BUSY, 0) == [
        "2019: 3 claims of what happened",
        "January 2022: 9 claims of what happened",
        "2022, 3 dates: 57 claims, 35 of them in a document’s own voice",
        "2023, 2 dates: 3 claims",
        "10 January 2022 or earlier: 4 claims",
    ]
    made = picture(BUSY)
    assert made is not None
    assert '<a href="#date-7" tabindex="-1"><title>2023' in made.panels[0].chart


def test_only_what_lies_within_is_enlarged() -> None:
    """Each date stands once, in its own words."""
    assert _titles(BUSY, 1) == [
        "January 2022: 9 claims of what happened",
        "10 January 2022: 25 claims, 5 of them in a document’s own voice",
        "10 February 2022: 30 claims, in a document’s own voice",
        "10 January 2022 or earlier: 4 claims",
        "12 January 2022, uncertain: 2 claims",
    ]


def test_a_book_of_a_few_weeks_has_one_scale() -> None:
    """There is nothing to enlarge; every tenth day is named, and the month with the first."""
    made = picture(_dated(("2022-01-04", 1, 0, 0), ("2022-02-03", 0, 1, 0)))
    assert made is not None
    assert (len(made.panels), made.zoom) == (1, None)
    assert made.panels[0].caption == "Every date: 4 January – 3 February 2022. A column is a day."
    assert re.findall(r">([^<>]+)</text>", made.panels[0].chart)[:3] == ["10 Jan", "20", "1 Feb"]


def test_an_even_book_is_not_enlarged() -> None:
    """No weeks hold half of its claims."""
    made = picture(_dated(*((f"{year}-05-01", 1, 0, 0) for year in range(1990, 2000))))
    assert made is not None
    assert [panel.caption for panel in made.panels] == ["Every date, 1990 to 1999. A column is a year."]


@pytest.mark.parametrize(
    ("first", "caption"),
    [
        ("1962", "Every date, 1962 to 2020. A column is a year."),
        ("1871", "Every date, 1870 to 2029. A column is a decade."),
        ("0962", "Every date, 900 to 2099. A column is a century."),
    ],
)
def test_long_books_have_coarser_columns(first: str, caption: str) -> None:
    """So the picture never has more than sixty or so."""
    made = picture(_dated((first, 2, 0, 0), ("2020", 1, 0, 0)))
    assert made is not None
    assert made.panels[0].caption == caption


def test_vague_dates_beyond_a_number_are_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those with most claims stay."""
    monkeypatch.setattr(chronology, "_BARS", 1)
    found = _dated(("2001/2003", 1, 0, 0), ("2004/2009", 5, 0, 0), ("2010", 1, 0, 0))
    made = picture(found)
    assert made is not None
    assert made.panels[0].left_out == 1
    assert _titles(found, 0) == [
        "2010: 1 claim of what happened",
        "2004–2009: 5 claims of what happened",
    ]


def test_a_book_without_dates_has_no_picture() -> None:
    """Nor has one without claims."""
    assert picture([]) is None


def test_every_mark_leads_to_a_date_of_the_list(views: Views) -> None:
    """And every date of the list is led to from the picture."""
    view = views["timeline.html"]
    linked = {h for panel in view.picture.panels for h in re.findall(r'href="#([^"]+)"', panel.chart)}
    assert linked <= {moment.id for moment in view.moments}
    counted = sum(len(m.events) + len(m.sayings) + sum(n for _, n in m.documents) for m in view.moments)
    titles = re.findall(r"<title>[^<]*: (\d+) claims?\b", view.picture.panels[0].chart)
    assert sum(map(int, titles)) == counted


# Positions


def test_positions_are_voices_by_questions(asked: Any) -> None:
    """Voices on two questions or more; two positions on one question are two letters; the rest is counted."""
    assert [(q.number, q.link.text, [s.letter for s in q.signs]) for q in asked.questions] == [
        (1, "Why was the bridge closed?", ["a", "b"]),
        (2, "Who knew?", ["a", "b"]),
    ]
    assert [(s.voice.text, [[sign.letter for sign in c] for c in s.cells]) for s in asked.stances] == [
        ("Edda Lund", [["a", "b"], ["b"]])
    ]
    assert (asked.single, asked.further, asked.asked) == (2, 0, 2)
    assert asked.stances[0].cells[1][0].href == "topics/who-knew.html#position-mayor"


def test_a_position_that_nobody_takes_leads_nowhere(asked: Any) -> None:
    """Its section does not exist."""
    assert [sign.href for sign in asked.questions[1].signs] == [None, "topics/who-knew.html#position-mayor"]


def test_the_table_of_positions_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Voices beyond it are counted; further questions stand on further pages, numbered on."""
    monkeypatch.setattr(positions, "VOICES", 0)
    monkeypatch.setattr(positions, "QUESTIONS", 1)
    monkeypatch.setattr(positions, "LEAST", 1)
    made = _views(small_book(tmp_path, topics=SECOND_QUESTION, second=STANDS))
    pages = made["positions.html"], made["positions.2.html"]
    assert [[(q.number, q.id) for q in view.questions] for view in pages] == [
        [(1, "why-closed")],
        [(2, "who-knew")],
    ]
    assert [(view.asked, len(view.stances), view.further) for view in pages] == [(2, 0, 3), (2, 0, 1)]


def test_one_question_makes_no_table(views: Views) -> None:
    """Nobody stands on two."""
    view = views["positions.html"]
    assert (view.stances, view.single, len(view.questions)) == ((), 2, 1)


@pytest.mark.parametrize(("number", "sign"), [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (701, "zz")])
def test_letters_never_end(number: int, sign: str) -> None:
    """After z comes aa."""
    assert letters(number) == sign


# Sources, actors, figures, answers


def test_a_strip_shows_voices_and_what_was_skipped(views: Views) -> None:
    """Each voice in its own style and in a word; the reason why a stretch holds no claim."""
    drawn = views["sources/coast-weekly.html"].strip()
    assert [drawn.count(f'class="strip-{voice}"') for voice in ("quoted", "reported", "author")] == [1, 3, 1]
    assert "rust on the bridge for years. (reported) (words 42–50)" in drawn
    assert "<title>No claim of its own: Service information. (words 120–130)</title>" in drawn


def test_an_actor_s_counts_have_bars_from_three_claims_on(tmp_path: Path, views: Views) -> None:
    """Two are told in words alone; voices that are not there are left out, evidence and answers never."""
    assert views["actors/edda-lund.html"].measures() == ()
    change = ("speaker: tide-magazine", "speaker: edda-lund")
    lund = _views(small_book(tmp_path, second=change))["actors/edda-lund.html"]
    assert [(m.label, m.value) for m in lund.measures()] == [
        ("quoted", 1),
        ("reported", 1),
        ("document’s own voice", 1),
        ("evidence cited", 1),
        ("answered in this book", 1),
    ]
    assert 'width="33.3%"' in lund.measures()[0].bar


def test_a_long_list_of_numbers_is_drawn_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table has them all."""
    monkeypatch.setattr(figures, "DRAWN", 1)
    (crowd,) = _views(small_book(tmp_path))["figures.html"].disputed
    assert (len(crowd.given), crowd.undrawn, crowd.chart.count("<li>")) == (2, 1, 1)


def test_answers_are_shown_in_their_words_where_they_are_few(
    views: Views, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On both pages; none where a page has many."""
    path, answer = "claims/lund-cables-snapped.html", "hale-no-cable-snapped"
    assert views[path].words()[answer].parts == ("Not a single cable snapped at Varnholm",)
    assert list(views[f"claims/{answer}.html"].words()) == ["lund-cables-snapped"]
    monkeypatch.setattr("claimbook.pages.claim.WORDED", 0)
    assert _views(small_book(tmp_path))[path].words() == {}

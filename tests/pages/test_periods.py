"""Dates cut into periods."""

from __future__ import annotations

import pytest

from claimbook import dates
from claimbook.pages import periods as module
from claimbook.pages.periods import Period, periods


def cut(*found: str) -> tuple[Period, ...]:
    """The periods of dates in EDTF, which weigh one each."""
    moments = sorted(map(dates.parse, found), key=lambda moment: moment.sort_key)
    return periods(moments, [1] * len(moments))


def told(period: Period) -> tuple[str, int, list[str]]:
    """A period's words, its weight, and the words of its parts."""
    return period.words, period.weight, [part.words for part in period.parts]


def test_a_year_is_split_where_it_holds_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """By month; what is less precise than a month stays with the year, and months are never split."""
    monkeypatch.setattr(module, "HEAVY", 2)
    quiet, busy = cut("2021-05", "2022", "2022-01/2022-02", "2022-01-03", "2022-01", "2022-01-09", "2022-03")
    assert told(quiet) == ("2021", 1, [])
    assert told(busy) == ("2022", 6, ["January 2022", "March 2022"])
    assert [len(busy.own), *(len(part.own) for part in busy.parts)] == [2, 3, 1]
    assert [one.name for one in busy.walk()] == ["2022", "2022-01", "2022-03"]


def test_every_date_stands_in_one_period(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it begins; where it ends if its beginning is open."""
    monkeypatch.setattr(module, "HEAVY", 1)
    made = cut("199X", "1990-02-01", "[..1991-07-02]", "1992-12-30/1993-01-02", "1993/..", "1991-07")
    assert [told(period) for period in made] == [
        ("1990", 2, ["February 1990"]),
        ("1991", 2, ["July 1991"]),
        ("1992", 1, []),
        ("1993", 1, []),
    ]
    assert sorted(at for period in made for at in period.every()) == list(range(6))


@pytest.mark.parametrize(
    ("abreast", "names"),
    [
        (4, ["0962", "1893", "1899", "1962"]),
        (3, ["096X", "189X", "196X"]),
        (2, ["09XX", "18XX", "19XX"]),
    ],
)
def test_a_book_of_many_years_begins_with_longer_periods(
    monkeypatch: pytest.MonkeyPatch, abreast: int, names: list[str]
) -> None:
    """Decades, or else centuries, of which no book has too many."""
    monkeypatch.setattr(module, "ABREAST", abreast)
    assert [period.name for period in cut("0962", "1893", "1899-12-31", "1962")] == names


def test_a_long_period_is_split_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decade into years, and a year that holds much into months."""
    monkeypatch.setattr(module, "ABREAST", 1)
    monkeypatch.setattr(module, "HEAVY", 1)
    (decade,) = cut("1962-01", "1962-02", "1963")
    assert [one.words for one in decade.walk()] == [
        *("the 1960s", "1962", "January 1962", "February 1962", "1963")
    ]

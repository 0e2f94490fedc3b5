"""The calendar's own reading of dates, held against the library, and without it."""

import random
import subprocess
import sys
from collections.abc import Callable

import pytest

from claimbook.dates import DateError, Moment, parse, shapes
from claimbook.dates.parse import _read

MARKS = ("", "?", "~", "%")


def plain(dice: random.Random) -> str:
    """A year, month or day of the years 1-9999; every tenth day does not exist in most months."""
    year, month = f"{dice.randint(1, 9999):04}", f"{dice.randint(1, 12):02}"
    day = f"{dice.choice([*range(1, 29)] * 3 + [29, 30, 31]):02}"
    return dice.choice([year, f"{year}-{month}", f"{year}-{month}-{day}", f"{year}-{month}-{day}"])


def masked(dice: random.Random) -> str:
    """A decade, a century, or a year or month of which no more is known."""
    year, month = f"{dice.randint(10, 9999):04}", f"{dice.randint(1, 12):02}"
    return dice.choice([f"{year[:3]}X", f"{dice.randint(1, 99):02}XX", f"{year}-XX-XX", f"{year}-{month}-XX"])


def season(dice: random.Random) -> str:
    """Spring, summer or autumn; the library's winter is another than ours."""
    return f"{dice.randint(1, 9999):04}-{dice.randint(21, 23)}"


def run(dice: random.Random) -> str:
    """Two dates of one precision, the first not after the last."""
    form = dice.choice(["{:04}", "{:04}-02", "{:04}-05-17"])
    first, last = sorted((dice.randint(1, 9999), dice.randint(1, 9999)))
    return f"{form.format(first)}..{form.format(last)}"


def moment(dice: random.Random) -> str:
    """A day with a time, with or without its zone."""
    zone = dice.choice(["", "Z", f"{dice.choice('+-')}{dice.randint(1, 13):02}", "+05:30", "-13:59"])
    clock = f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}:{dice.randint(0, 59):02}"
    return f"{dice.randint(1, 9999):04}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}T{clock}{zone}"


def one(dice: random.Random) -> str:
    """One date alone."""
    year = f"{dice.randint(1, 9999):04}"
    marked = dice.choice([plain(dice), masked(dice), f"{year}-XX"]) + dice.choice(MARKS)
    return dice.choice([marked, marked, season(dice), moment(dice)])


def interval(dice: random.Random) -> str:
    """An interval, often with an open or unknown end."""
    first, last = (dice.choice([plain(dice) + dice.choice(MARKS), season(dice)]) for _ in range(2))
    bare = [dice.choice([plain, season, masked])(dice) for _ in range(2)]
    if dice.random() < 0.7:  # the years in their order, so that few are refused
        first, last = sorted((first, last))
        bare.sort()
    return dice.choice(
        [f"{first}/{last}", "/".join(bare), f"../{last}", f"/{last}", f"{first}/..", f"{first}/"]
    )


def several(dice: random.Random) -> str:
    """A set: one of its members or all of them, or a choice open at one end."""
    makers = [plain, masked, run]
    inner = ",".join(dice.choice(makers)(dice) for _ in range(dice.randint(2, 4)))
    marked = f"{plain(dice)}{dice.choice(MARKS)},{masked(dice)}{dice.choice(MARKS)}"
    choice = dice.choice([f"[..{plain(dice)}]", f"[{plain(dice)}..]"])
    bodies = dice.choice([inner, marked, run(dice)])
    return dice.choice([choice, f"[{bodies}]", f"{{{bodies}}}"])


def read(text: str) -> Moment | str:
    """What `text` is read as, unremembered, or the message with which it is refused."""
    try:
        return _read(text)
    except DateError as error:
        return str(error)


@pytest.mark.parametrize(("make", "count"), [(one, 300), (interval, 100), (several, 50)])
def test_the_calendar_agrees_with_the_library(
    make: Callable[[random.Random], str], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every form that is read without the library is read as with it: bounds, words and refusals."""
    dice = random.Random(20220105)
    texts = [text for text in (make(dice) for _ in range(count)) if len(text) <= 80]
    assert [text for text in texts if not shapes.known(text)] == []
    ours = [read(text) for text in texts]
    assert sum(isinstance(found, Moment) for found in ours) > count / 2
    monkeypatch.setattr(shapes, "known", lambda text: False)
    assert [read(text) for text in texts] == ours


@pytest.mark.parametrize(
    "text", ["2022-24", "2022-24/2023-03", "2021-12~/2022-24", "../2022-24", "2022-24/.."]
)
def test_winters_are_in_the_librarys_grammar(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Winter has bounds of its own, but stands only where the library knows it."""
    assert shapes.known(text)
    assert isinstance(read(text), Moment)
    monkeypatch.setattr(shapes, "known", lambda text: False)
    assert isinstance(read(text), Moment)


@pytest.mark.parametrize(
    "text",
    ["199X-02", "19XX-01-05", "2022-33", "2022-21?", "2022-24~", "199X/2022?", "[2022]", "[2022..2023-01]",
     "[..199X]", "[2022-21,2023]", "{..2022}", "2022-XX/2023", "2022-01-05T12:00:00Z/2022",
     "2022-01-05T24:00:00", "2022-01-05T12:00:00+00:00", "2022-13",
     "2022-00", "2022-1", "2022-01-05\n", "[2022-01-05..2022-01-07"],
)  # fmt: skip
def test_other_forms_are_left_to_the_library(text: str) -> None:
    """What the library refuses, or reads in a way of its own, is not on the list."""
    assert not shapes.known(text)


@pytest.mark.parametrize("text", ["9999-24", "[9999-02-30..]", "2022-02-29/2022-03", "1900-02-29?"])
def test_days_that_do_not_exist(text: str) -> None:
    """A known form is no promise that the calendar has its days."""
    assert shapes.known(text)
    with pytest.raises(DateError, match=r"^expected an EDTF date, got '"):
        parse(text)


def test_ordinary_dates_never_import_the_library() -> None:
    """A book of usual dates is read without the quarter of a second that the library's grammar takes."""
    code = """
import sys
from collections.abc import Callable
from claimbook.dates import parse
for text in ("2022", "2022-01?", "2022-01-05~", "[..2022-01-05]", "[2022-01-05..]",
             "[2022-01-05..2022-01-07]", "2022-01/2022-03?", "../2022", "2022-24", "199X", "{2019,2020,2021}",
             "2022-01-10T12:00:00Z"):
    parse(text)
print(sorted({"edtf", "pyparsing"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

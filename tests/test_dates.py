"""Reading, saying, guessing and ordering dates."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.dates import DateError, order, parse, suggest

DAY = datetime.date

WORDS = {
    "2022-01-10": "10 January 2022",
    "2022-01": "January 2022",
    "2022": "2022",
    "0500": "500",
    "2022-01-10?": "10 January 2022, uncertain",
    "2022-01-10~": "about 10 January 2022",
    "2022-01-10%": "about 10 January 2022, uncertain",
    "[..2022-03-21]": "21 March 2022 or earlier",
    "[2022-03-21..]": "21 March 2022 or later",
    "[2022-01-05,2022-01-07]": "one of 5 January 2022, 7 January 2022",
    "{2022-01-05,2022-01-07}": "5 January 2022 and 7 January 2022",
    "[2022-01-05..2022-01-07]": "one of 5–7 January 2022",
    "2022-01-05/..": "from 5 January 2022 on",
    "../2022-01-05": "until 5 January 2022",
    "2022-01-05/": "from 5 January 2022, end unknown",
    "/2022-01-05": "until 5 January 2022, start unknown",
    "2022-01-05/2022-01-10": "5–10 January 2022",
    "2022-01-29/2022-02-03": "29 January – 3 February 2022",
    "2021-12-29/2022-01-03": "29 December 2021 – 3 January 2022",
    "2022-01/2022-03": "January–March 2022",
    "2021/2022": "2021–2022",
    "2022-01-10?/2022-01-12~": "10 January 2022, uncertain – about 12 January 2022",
    "199X": "the 1990s",
    "19XX": "1900–1999",
    "2022-XX": "a month in 2022",
    "2022-01-XX": "a day in January 2022",
    "2022-24": "winter 2022",
    "2022-01-10T12:00:00Z": "10 January 2022, 12:00 UTC",
    "2022-01-10T12:00:30+05:00": "10 January 2022, 12:00:30 UTC+05:00",
}


@pytest.mark.parametrize(("text", "words"), WORDS.items())
def test_words(text: str, words: str) -> None:
    """Every accepted form is said in English."""
    assert parse(text).words == words


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2022-01-10", DAY(2022, 1, 10), DAY(2022, 1, 10), "day"),
        ("2020-02", DAY(2020, 2, 1), DAY(2020, 2, 29), "month"),
        ("2022?", DAY(2022, 1, 1), DAY(2022, 12, 31), "year"),
        ("199X", DAY(1990, 1, 1), DAY(1999, 12, 31), "decade"),
        ("19XX", DAY(1900, 1, 1), DAY(1999, 12, 31), "century"),
        ("2022-21", DAY(2022, 3, 1), DAY(2022, 5, 31), "season"),
        ("2022-24", DAY(2022, 1, 1), DAY(2023, 2, 28), "season"),
        ("[..2022-03-21]", None, DAY(2022, 3, 21), "range"),
        ("2022-01-05/", DAY(2022, 1, 5), None, "range"),
        ("{2022-01-05,2021}", DAY(2021, 1, 1), DAY(2022, 1, 5), "set"),
    ],
)
def test_bounds(text: str, earliest: DAY | None, latest: DAY | None, precision: str) -> None:
    """Bounds are inclusive days, None where open or unknown."""
    moment = parse(text)
    assert (moment.earliest, moment.latest, moment.precision) == (earliest, latest, precision)


def test_qualifiers() -> None:
    """`?`, `~` and `%` set the two flags, also from within an interval."""
    flags = {text: (parse(text).approximate, parse(text).uncertain) for text in ("2022?", "2022~", "2022%")}
    assert flags == {"2022?": (False, True), "2022~": (True, False), "2022%": (True, True)}
    assert parse("2021?/2022").uncertain


def test_machine_value() -> None:
    """Only plain days, months and years have a value for `<time datetime>`."""
    plain = ["2022", "2022-01", "2022-01-10", "2022-01-10T12:00:00Z"]
    assert [parse(text).machine for text in plain] == ["2022", "2022-01", "2022-01-10", "2022-01-10"]
    assert [parse(text).machine for text in ("2022?", "2022-XX", "199X", "2022-24", "[..2022]")] == [None] * 5


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("Jan 2022", "expected an EDTF date, got 'Jan 2022'", "Did you mean '2022-01'?"),
        (" 2022", "expected an EDTF date, got ' 2022'", "Did you mean '2022'?"),
        ("2022\n", "expected an EDTF date, got '2022\\n'", "Did you mean '2022'?"),
        ("", "expected an EDTF date, got ''", None),
        ("2022-02-30", "expected an EDTF date, got '2022-02-30': February 2022 has 28 days", None),
        (
            "[2022,2022-02-29]",
            "expected an EDTF date, got '[2022,2022-02-29]': February 2022 has 28 days",
            None,
        ),
        (
            "2022-01-10/2022-01-05",
            "expected an EDTF date, got '2022-01-10/2022-01-05': the interval ends before it begins",
            "Did you mean '2022-01-05/2022-01-10'?",
        ),
        ("../..", "expected an EDTF date, got '../..': an interval needs at least one date", None),
        (
            "-0044-03-15",
            "expected an EDTF date, got '-0044-03-15': years before 0001 and after 9999 are not supported",
            None,
        ),
        (
            "Y20220",
            "expected an EDTF date, got 'Y20220': years before 0001 and after 9999 are not supported",
            None,
        ),
        (
            "2022-XX-10",
            "expected an EDTF date, got '2022-XX-10': a day without its month is not supported",
            None,
        ),
        ("2022-1X", "expected an EDTF date, got '2022-1X'", None),
        (
            "2021-25",
            "expected an EDTF date, got '2021-25': of seasons only 21 to 24, spring to winter, are supported",
            None,
        ),
        (
            "2021-41",
            "expected an EDTF date, got '2021-41': of seasons only 21 to 24, spring to winter, are supported",
            None,
        ),
        ("[" * 81, "expected an EDTF date of at most 80 characters, got 81", None),
    ],
)
def test_refusals(text: str, message: str, hint: str | None) -> None:
    """Bad dates say what was expected and, where it can be guessed, what was meant."""
    with pytest.raises(DateError) as caught:
        parse(text)
    assert (str(caught.value), caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Jan 2022", "2022-01"),
        ("January 10, 2022", "2022-01-10"),
        ("10 January 2022", "2022-01-10"),
        ("10.01.2022", None),
        ("13.01.2022", "2022-01-13"),
        ("01.01.2022", "2022-01-01"),
        ("2022/01/10", "2022-01-10"),
        ("2022-1-5", "2022-01-05"),
        ("c. 2022", "2022~"),
        ("before 21 March 2022", "[..2022-03-21]"),
        ("5–10 January 2022", "2022-01-05/2022-01-10"),
        ("winter 2022", "2022-24"),
        ("2022/open", "2022/.."),
        ("30 February 2022", None),
        ("early 2022", None),
        ("2022", None),
    ],
)
def test_suggest(text: str, meant: str | None) -> None:
    """Common spellings lead to one EDTF date; ambiguous and impossible ones to none."""
    assert suggest(text) == meant


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2022-01-05", "2022-01-10", "before"),
        ("2022-01-10", "2022-01-05", "after"),
        ("2022-01-10", "2022-01-10", "same"),
        ("2022-01", "2022-01", "unknown"),
        ("2022-01", "2022-01-10", "unknown"),
        ("2022-01", "2022-02-01", "before"),
        ("2022-01-10?", "2022-01-10", "unknown"),
        ("2022-01-10~", "2022-01-20", "unknown"),
        ("2022-01-10~", "2022-03-20", "before"),
        ("[..2022-03-21]", "2022-03-22", "before"),
        ("[..2022-03-21]", "2022-01-10", "unknown"),
        ("2022-01-05/..", "2030", "unknown"),
        ("2022-01-05/..", "2021", "after"),
    ],
)
def test_order(a: str, b: str, expected: str) -> None:
    """Dates that may overlap are order unknown."""
    assert order(parse(a), parse(b)) == expected


def test_sort_key() -> None:
    """Sorting goes by earliest, then latest, then text; an open start stands at its latest day."""
    texts = ["2022", "2022-01-10", "[..2022-01-05]", "2022-01", "2022-01-05/..", "2022-01-05"]
    ordered = sorted(texts, key=lambda text: parse(text).sort_key)
    assert ordered == ["2022-01", "2022", "2022-01-05", "[..2022-01-05]", "2022-01-05/..", "2022-01-10"]


EDTF_LIKE = st.text("0123456789XYT-/.,?~%[]{}Z:+ ", max_size=40)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=100), EDTF_LIKE))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Arbitrary text gives a moment with ordered bounds or a DateError, and nothing else."""
    suggest(text)
    try:
        moment = parse(text)
    except DateError:
        return
    assert moment.words
    assert moment.earliest is None or moment.latest is None or moment.earliest <= moment.latest


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.dates(), st.dates())
def test_order_is_antisymmetric(a: DAY, b: DAY) -> None:
    """Plain days always have an order, and the other way round it is the opposite."""
    opposite = {"before": "after", "after": "before", "same": "same"}
    first, second = parse(a.isoformat()), parse(b.isoformat())
    assert order(second, first) == opposite[order(first, second)]

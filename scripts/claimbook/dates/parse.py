"""EDTF text to `Moment`, with the help of the library python-edtf.

Owns which EDTF forms this book accepts. The library decides grammar and bounds of the forms that `shapes`
does not know; for all others it is not even imported. Days and order are checked here first, because the
library accepts 29 February in common years and reversed intervals, gives an unknown end ten years, prints to
standard output on some bad input, and raises errors of several kinds. Refuses padding, more than 80
characters, level 2 forms other than sets, impossible days and years outside 1-9999.
"""

import calendar
import datetime
import re
from dataclasses import replace
from functools import cache
from typing import Any

from claimbook.dates import shapes, words
from claimbook.dates.guess import guess
from claimbook.dates.moment import DateError, Moment, Precision

MAX_LENGTH = 80

_ATOM = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX)"
    r"(?:T(?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?)?)?"
    r"(?P<mark>[?~%])?"
)
_OUT_OF_RANGE = re.compile(
    r"-[0-9]{4}(?:-[0-9X-]*)?[?~%]?|Y-?[0-9]+(?:E[0-9]+)?|[0-9]{5,7}(?:-[0-9]{2}){0,2}"
)

# Level 2 writes seasons of a hemisphere, quarters, thirds and halves of a year as if they were months.
_PARTS_OF_YEARS = frozenset(map(str, range(25, 42)))


def parse(text: str) -> Moment:
    """Read one EDTF date; remembered by text.

    Raises DateError, and nothing else, with a message that begins "expected an EDTF date" and, where the
    intended spelling can be guessed, a hint.
    """
    if not isinstance(text, str):
        raise DateError(f"expected an EDTF date, got {type(text).__name__}")
    if len(text) > MAX_LENGTH:
        raise DateError(f"expected an EDTF date of at most {MAX_LENGTH} characters, got {len(text)}")
    return _parse(text)


def suggest(text: str) -> str | None:
    """The EDTF date an editor probably meant by `text`, or None when there is no single good guess."""
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        return None
    found = guess(text)
    if found is None or found == text:
        return None
    try:
        _read(found)
    except DateError:
        return None
    return found


@cache  # a text of at most 80 characters each, and only where a date was read
def _parse(text: str) -> Moment:
    try:
        return _read(text)
    except DateError as error:
        meant = None if error.hint else suggest(text)
        raise DateError(str(error), error.hint or (f"Did you mean '{meant}'?" if meant else None)) from None


def _fail(text: str, reason: str | None = None, hint: str | None = None) -> DateError:
    return DateError(f"expected an EDTF date, got {text!r}" + (f": {reason}" if reason else ""), hint)


def _read(text: str) -> Moment:
    if text[:1] + text[-1:] in ("[]", "{}"):
        return _read_set(text)
    if text.count("/") == 1:
        return _read_interval(text)
    return _read_atom(text, text)


def _read_atom(atom: str, text: str) -> Moment:
    """One date, season or time; `text` is the whole field, for messages."""
    if _OUT_OF_RANGE.fullmatch(atom):
        raise _fail(text, "years before 0001 and after 9999 are not supported")
    match = _ATOM.fullmatch(atom)
    if match is None or (match["time"] and match["mark"]):
        raise _fail(text)
    year, month, day, mark = match["year"], match["month"], match["day"], match["mark"]
    if month == "XX" and day not in (None, "XX"):
        raise _fail(text, "a day without its month is not supported")
    if month in _PARTS_OF_YEARS:
        raise _fail(text, "of seasons only 21 to 24, spring to winter, are supported")
    if year in ("0000", "000X", "00XX"):
        raise _fail(text, "years before 0001 and after 9999 are not supported")
    if day and day != "XX":
        _check_day(int(year) if year.isdigit() else 2000, int(month), int(day), text)
    earliest, latest = _bounds(match, text)
    return Moment(
        edtf=atom,
        earliest=earliest,
        latest=latest,
        precision=_precision(year, month, day),
        approximate=mark in ("~", "%"),
        uncertain=mark in ("?", "%"),
        words=words.of_date(year, month, day, match["time"], match["zone"], mark),
    )


def _check_day(year: int, month: int, day: int, text: str) -> None:
    if not 1 <= month <= 12:
        raise _fail(text)
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise _fail(text, f"{words.MONTHS[month - 1]} {year} has {length} days")


def _precision(year: str, month: str | None, day: str | None) -> Precision:
    if month is None or month == "XX":
        return "century" if year.endswith("XX") else "decade" if year.endswith("X") else "year"
    if int(month) > 12:
        return "season"
    return "month" if day is None or day == "XX" else "day"


def _bounds(match: re.Match[str], text: str) -> tuple[datetime.date, datetime.date]:
    """First and last day of a date without open ends; `text` is the whole field, for messages."""
    year, month, day = match["year"], match["month"], match["day"]
    if shapes.known(match[0]):
        try:
            return shapes.bounds(year, month, day)
        except ValueError:
            raise _fail(text, "years before 0001 and after 9999 are not supported") from None
    parsed = _library(match[0], text)
    try:
        first, last = parsed.lower_strict(), parsed.upper_strict()
        return datetime.date(*first[:3]), datetime.date(*last[:3])
    except Exception:
        raise _fail(text) from None


def _check_grammar(text: str) -> None:
    """Raise `DateError` where the library does not know an interval or a set."""
    if not shapes.known(text):
        _library(text, text)


def _library(text: str, whole: str) -> Any:
    # Imported here because the grammar takes a quarter of a second to build and most commands read no date.
    from edtf import parse_edtf

    try:
        return parse_edtf(text)
    except Exception:  # the library raises AttributeError, TypeError and others besides its own error
        raise _fail(whole) from None


def _read_interval(text: str) -> Moment:
    start_text, end_text = text.split("/")
    if start_text in ("", "..") and end_text in ("", ".."):
        raise _fail(text, "an interval needs at least one date")
    start = None if start_text in ("", "..") else _read_atom(start_text, text)
    end = None if end_text in ("", "..") else _read_atom(end_text, text)
    _check_grammar(text)
    known = [part for part in (start, end) if part]
    if start and end and start.earliest and end.latest and start.earliest > end.latest:
        raise _fail(text, "the interval ends before it begins", f"Did you mean '{end_text}/{start_text}'?")
    return Moment(
        edtf=text,
        earliest=start.earliest if start else None,
        latest=end.latest if end else None,
        precision="range",
        approximate=any(part.approximate for part in known),
        uncertain=any(part.uncertain for part in known),
        words=words.of_interval(start, end, start_text, end_text),
    )


def _read_set(text: str) -> Moment:
    inner = text[1:-1]
    if text[0] == "[" and "," not in inner and (inner.startswith("..") or inner.endswith("..")):
        return _read_open_choice(text)
    elements = [_read_element(element, text) for element in inner.split(",")]
    _check_grammar(text)
    firsts = [part.earliest for part in elements if part.earliest]
    lasts = [part.latest for part in elements if part.latest]
    return Moment(
        edtf=text,
        earliest=min(firsts),
        latest=max(lasts),
        precision="set",
        approximate=any(part.approximate for part in elements),
        uncertain=any(part.uncertain for part in elements),
        words=words.of_set([part.words for part in elements], every=text[0] == "{"),
    )


def _read_open_choice(text: str) -> Moment:
    inner = text[1:-1]
    earlier = inner.startswith("..")
    part = _read_atom(inner[2:] if earlier else inner[:-2], text)
    _check_grammar(text)
    if earlier:
        return replace(part, edtf=text, earliest=None, precision="range", words=f"{part.words} or earlier")
    return replace(part, edtf=text, latest=None, precision="range", words=f"{part.words} or later")


def _read_element(element: str, text: str) -> Moment:
    """One member of a set: a date, or a run of dates `a..b`."""
    first_text, dots, last_text = element.partition("..")
    if not dots:
        return _read_atom(element, text)
    first, last = _read_atom(first_text, text), _read_atom(last_text, text)
    if first.earliest and last.latest and first.earliest > last.latest:
        raise _fail(text, f"the run {element} ends before it begins")
    return replace(last, earliest=first.earliest, words=words.of_interval(first, last, first_text, last_text))

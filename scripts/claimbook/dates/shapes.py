"""EDTF forms whose grammar and bounds need no library: nearly all that editors write.

Owns the list of those forms and their first and last days, by the calendar alone: a thousandth of the
library's time, and its import, a quarter of a second, is saved. A test holds every form against the library.
Refuses whatever is not on the list; `parse` asks the library about the rest.
"""

import calendar
import datetime
import re

_PLAIN = "[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"
_MASKED = "[0-9]{3}X|[0-9]{2}XX|[0-9]{4}-XX-XX|[0-9]{4}-(?:0[1-9]|1[0-2])-XX"
_SEASON = "[0-9]{4}-2[1-4]"
_TIME = "(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:Z|[+-](?:0[1-9]|1[0-3])(?::[0-5][0-9])?)?"
_MARK = "[?~%]"
_DATE = re.compile(_PLAIN)
_MEMBER = re.compile(f"(?:{_PLAIN}|{_MASKED}){_MARK}?")
_END = re.compile(f"(?P<plain>{_PLAIN}|{_SEASON})|(?P<marked>{_PLAIN}{_MARK})|(?P<masked>{_MASKED})")
_ONE = re.compile(f"(?:{_PLAIN}|{_MASKED}|[0-9]{{4}}-XX){_MARK}?|{_SEASON}|{_PLAIN}(?<=-..-..)T{_TIME}")
# First and last month. Winter has its own rule, see `bounds`.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}
_WINTER = 24


def known(text: str) -> bool:
    """Whether a date, interval or set has one of the forms that need no library; its days may not exist."""
    if text[:1] in ("[", "{"):
        return _known_set(text)
    first, slash, last = text.partition("/")
    if not slash:
        return _ONE.fullmatch(text) is not None
    ends = {_end(first), _end(last)}
    return None not in ends and ends != {"open"} and not ("masked" in ends and ends & {"marked", "open"})


def _end(text: str) -> str | None:
    """What stands at one end of an interval; None for what is not known there."""
    match = _END.fullmatch(text)
    return match.lastgroup if match else "open" if text in ("", "..") else None


def _known_set(text: str) -> bool:
    inner, closing = text[1:-1], text[-1:]
    if closing != {"[": "]", "{": "}"}[text[0]]:
        return False
    if closing == "]" and (inner.startswith("..") or inner.endswith("..")):
        return _DATE.fullmatch(inner[2:] if inner.startswith("..") else inner[:-2]) is not None
    members = inner.split(",")
    return all(_is_run(each) or (len(members) > 1 and _MEMBER.fullmatch(each)) for each in members)


def _is_run(text: str) -> bool:
    """Whether it is two dates of one precision, `a..b`."""
    first, _, last = text.partition("..")
    return bool(len(first) == len(last) and _DATE.fullmatch(first) and _DATE.fullmatch(last))


def bounds(year: str, month: str | None, day: str | None) -> tuple[datetime.date, datetime.date]:
    """First and last day of one known date from its EDTF parts; ValueError where the years 1-9999 lack one.

    Winter is January to the following February: "winter 2022" may mean the winter at either end of the year.
    (The library says December alone, which would put a saying of January 2022 outside the winter of 2022.)
    """
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    start, end = 1, 12
    if month is not None and month != "XX":
        start = end = int(month)
    if start == _WINTER:
        start, end, last = 1, 2, last + 1
    start, end = _SEASONS.get(start, (start, end))
    if day is not None and day != "XX":
        only = datetime.date(first, start, int(day))
        return only, only
    return datetime.date(first, start, 1), datetime.date(last, end, _length(last, end))


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]

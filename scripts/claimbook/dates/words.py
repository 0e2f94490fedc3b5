"""Dates in English words.

Owns wording only: "10 January 2022", "5–10 January 2022", "21 March 2022 or earlier". Refuses to read EDTF
or to judge whether a date is possible; `parse` hands it checked parts.
"""

from claimbook.dates.moment import Moment

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


def of_date(
    year: str, month: str | None, day: str | None, time: str | None, zone: str | None, mark: str | None
) -> str:
    """One date from its EDTF parts, qualifier included."""
    said = _clock(_plain(year, month, day), time, zone)
    if mark in ("~", "%"):
        said = f"about {said}"
    return f"{said}, uncertain" if mark in ("?", "%") else said


def of_interval(start: Moment | None, end: Moment | None, start_text: str, end_text: str) -> str:
    """An interval; a missing end is open when its text is "..", unknown when its text is empty."""
    if start and end:
        return _joined(start, end)
    if start:
        return f"from {start.words} on" if end_text else f"from {start.words}, end unknown"
    said = end.words if end else ""
    return f"until {said}" if start_text else f"until {said}, start unknown"


def of_set(members: list[str], *, every: bool) -> str:
    """A set: all of its members ("a, b and c") or one of them ("one of a, b")."""
    if not every:
        return "one of " + ", ".join(members)
    if len(members) == 1:
        return members[0]
    return ", ".join(members[:-1]) + " and " + members[-1]


def _plain(year: str, month: str | None, day: str | None) -> str:
    if month is None:
        return _year(year)
    if month == "XX":
        return f"a {'month' if day is None else 'day'} in {_year(year)}"
    if month in SEASONS:
        return f"{SEASONS[month]} {_year(year)}"
    named = f"{MONTHS[int(month) - 1]} {_year(year)}"
    if day is None:
        return named
    return f"a day in {named}" if day == "XX" else f"{int(day)} {named}"


def _year(year: str) -> str:
    """Years without leading zeros; "199X" is "the 1990s", "19XX" is "1900–1999".

    Not "the 20th century", which counts from 1901, and not "the 1900s", which is read as a decade.
    """
    if year.endswith("XX"):
        return f"{int(year[:2])}00–{int(year[:2])}99"
    if year.endswith("X"):
        return f"the {int(year[:3])}0s"
    return str(int(year))


def _clock(date: str, time: str | None, zone: str | None) -> str:
    if time is None:
        return date
    shown = time.removesuffix(":00")
    if zone is None:
        return f"{date}, {shown}"
    return f"{date}, {shown} UTC" + ("" if zone == "Z" else zone.replace("-", "−"))


def _joined(start: Moment, end: Moment) -> str:
    """Two dates as one phrase, without saying a shared month or year twice."""
    if start.words == end.words:
        return start.words
    plain = start.machine and end.machine and "T" not in start.edtf + end.edtf
    if not plain or start.precision != end.precision:
        return f"{start.words} – {end.words}"
    first, last = start.words.split(" "), end.words.split(" ")
    if len(first) == 1:
        return f"{first[0]}–{last[0]}"
    if first[-1] != last[-1]:
        return f"{start.words} – {end.words}"
    if len(first) == 2:
        return f"{first[0]}–{end.words}"
    return f"{first[0]}–{end.words}" if first[1] == last[1] else f"{first[0]} {first[1]} – {end.words}"

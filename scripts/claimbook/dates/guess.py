"""What an editor probably meant by a date that is not EDTF.

Owns the table of common spellings. Refuses to choose where a spelling is ambiguous (05.04.2022). Its
guesses are not checked against the calendar; `parse.suggest` does that.
"""

import re
from collections.abc import Callable

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_MAX_DEPTH = 3
_DASHES = str.maketrans("–—", "--")


def guess(text: str, depth: int = 0) -> str | None:
    """The likely EDTF spelling of `text`, unchecked, or None."""
    said = " ".join(text.split())
    if not said or depth > _MAX_DEPTH or not said.translate(_DASHES).isascii():
        return None
    for pattern, build in _FRAMES:
        match = re.fullmatch(pattern, said, re.IGNORECASE)
        inner = match and [guess(group, depth + 1) for group in match.groups()]
        if inner and all(inner):
            return build(*[part for part in inner if part])
    for pattern, read in _SPELLINGS:
        match = re.fullmatch(pattern, said, re.IGNORECASE)
        found = read(match) if match else None
        if found:
            return found
    return None


def _month(name: str) -> str | None:
    low = name.lower().rstrip(".")
    if low == "sept":
        return "09"
    for table in (_LONG, _NAMES):
        if low in table:
            return f"{table.index(low) + 1:02}"
    return None


def _named(match: re.Match[str]) -> str | None:
    month = _month(match["month"])
    if month is None:
        return None
    day = match.groupdict().get("day")
    return f"{match['year']}-{month}" + (f"-{int(day):02}" if day else "")


def _numbers(match: re.Match[str]) -> str | None:
    """A day and a month as numbers, year last: only when one cannot be a month or both are the same."""
    a, b = int(match["a"]), int(match["b"])
    if a == b or (a > 12 and b <= 12):
        return f"{match['year']}-{b:02}-{a:02}"
    if b > 12 and a <= 12:
        return f"{match['year']}-{a:02}-{b:02}"
    return None


def _iso(match: re.Match[str]) -> str | None:
    day = match.groupdict().get("day")
    return f"{match['year']}-{int(match['month']):02}" + (f"-{int(day):02}" if day else "")


def _days(match: re.Match[str]) -> str | None:
    month = _month(match["month"])
    if month is None:
        return None
    return f"{match['year']}-{month}-{int(match['a']):02}/{match['year']}-{month}-{int(match['b']):02}"


_YEAR, _DAY, _NAME = r"(?P<year>\d{4})", r"(?P<day>\d{1,2})", r"(?P<month>[a-z]{3,9}\.?)"
_SPELLINGS: tuple[tuple[str, Callable[[re.Match[str]], str | None]], ...] = (
    (r"\d{4}(?:-\d\d(?:-\d\d)?)?[?~%]?", lambda match: match[0]),
    (r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:\?~|~\?)", lambda match: f"{match[1]}%"),
    (rf"{_NAME},? {_YEAR}", _named),
    (rf"{_NAME} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}", _named),
    (rf"{_DAY}(?:st|nd|rd|th)? {_NAME},? {_YEAR}", _named),
    (rf"(?P<a>\d{{1,2}}) ?(?:-|–|—|to) ?(?P<b>\d{{1,2}}) {_NAME} {_YEAR}", _days),
    (rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.]{_DAY}", _iso),
    (rf"{_YEAR}[-/.](?P<month>\d{{1,2}})", _iso),
    (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _iso),
    (rf"(?P<a>\d{{1,2}})[./-](?P<b>\d{{1,2}})[./-]{_YEAR}", _numbers),
    (r"(?:the )?(\d{3})0s", lambda match: f"{match[1]}X"),
    (r"(\d{3})x", lambda match: f"{match[1]}X"),
    (rf"(?P<season>{'|'.join(_SEASONS)})(?: of)? {_YEAR}",
     lambda match: f"{match['year']}-{_SEASONS[match['season'].lower()]}"),
)  # fmt: skip
_FRAMES: tuple[tuple[str, Callable[..., str]], ...] = (
    (r"(?:c\.|ca\.?|circa|about|around|~) ?(.+)", lambda date: f"{date.rstrip('?~%')}~"),
    (r"(?:by|before|until|up to) (.+)", lambda date: f"[..{date}]"),
    (r"(.+) or (?:earlier|before)", lambda date: f"[..{date}]"),
    (r"(?:after|since|from) (.+)", lambda date: f"[{date}..]"),
    (r"(.+) or (?:later|after)", lambda date: f"[{date}..]"),
    (r"(?:possibly|perhaps|probably) (.+)", lambda date: f"{date.rstrip('?~%')}?"),
    (r"(.+),? uncertain", lambda date: f"{date.rstrip('?~%')}?"),
    (r"(.+)/(?:open|now|present)", lambda date: f"{date}/.."),
    (r"(?:from )?(.+?) ?(?:/|–|—| - | to ) ?(.+)", lambda first, last: f"{first}/{last}"),
)  # fmt: skip

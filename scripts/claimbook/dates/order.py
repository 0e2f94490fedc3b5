"""Interval ordering of dates: what certainly came first.

Owns the comparison. Refuses to guess: dates that overlap are order unknown.
"""

from typing import Literal

from claimbook.dates.moment import Moment, Precision

Order = Literal["before", "after", "same", "unknown"]

# "About" and "uncertain" widen a date by one unit of the next coarser precision, in days.
_SLACK: dict[Precision, int] = {
    "day": 31, "month": 366, "season": 366, "year": 3653,
    "decade": 36525, "century": 36525, "range": 366, "set": 366,
}  # fmt: skip


def order(a: Moment, b: Moment) -> Order:
    """How `a` stands to `b` in time.

    "before" and "after" only when the two cannot overlap, "same" only for one and the same unqualified day,
    else "unknown". An approximate or uncertain date is widened first: a day by a month, a month by a year,
    a year by ten years, and so on.
    """
    if _is_plain_day(a) and _is_plain_day(b) and a.earliest == b.earliest:
        return "same"
    if _ends_before(a, b):
        return "before"
    if _ends_before(b, a):
        return "after"
    return "unknown"


def _is_plain_day(moment: Moment) -> bool:
    return moment.precision == "day" and not (moment.approximate or moment.uncertain)


def _ends_before(a: Moment, b: Moment) -> bool:
    if a.latest is None or b.earliest is None:
        return False
    return a.latest.toordinal() + _slack(a) < b.earliest.toordinal() - _slack(b)


def _slack(moment: Moment) -> int:
    return _SLACK[moment.precision] if moment.approximate or moment.uncertain else 0

"""Dates cut into periods: centuries, decades, years and months, each split where it holds much.

Owns: which date belongs to which period, and how many there are side by side. Refuses to know what stands at
a date: a date has a weight, nothing else.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence

from claimbook import dates
from claimbook.frozen import frozen

ABREAST = 100  # periods side by side; a book of more years begins with decades
HEAVY = 200  # weight beyond which a period is split

_UNITS: tuple[Callable[[datetime.date], str], ...] = (  # as EDTF has them
    lambda day: f"{day.year // 100:02}XX",
    lambda day: f"{day.year // 10:03}X",
    lambda day: f"{day.year:04}",
    lambda day: f"{day.year:04}-{day.month:02}",
)
_YEARS, _DECADES, _CENTURIES = 2, 1, 0


@frozen
class Period:
    """A stretch of time: its name in EDTF, the places of the dates that lie in none of its `parts`, and what
    all dates of it weigh. The dates of a period that is split are those less precise than its parts.
    """

    name: str
    own: tuple[int, ...]
    parts: tuple[Period, ...]
    weight: int

    @property
    def words(self) -> str:
        """The period in English: `January 2022`, `2022`, `the 1990s`."""
        return dates.parse(self.name).words

    def every(self) -> Iterator[int]:
        """The places of all its dates."""
        yield from self.own
        for part in self.parts:
            yield from part.every()

    def walk(self) -> Iterator[Period]:
        """The period and all its parts, in order of time."""
        yield self
        for part in self.parts:
            yield from part.walk()


def periods(found: Sequence[dates.Moment], weights: Sequence[int]) -> tuple[Period, ...]:
    """The periods of dates in order, at most `ABREAST` side by side: there are no more centuries.

    A date stands where it begins, or where it ends if its beginning is open.
    """
    for unit in (_YEARS, _DECADES, _CENTURIES):
        groups = _grouped((_UNITS[unit](_begin(moment)), at) for at, moment in enumerate(found))
        if len(groups) <= ABREAST:
            break
    return tuple(_period(name, held, unit, found, weights) for name, held in groups.items())


def _period(
    name: str, held: list[int], unit: int, found: Sequence[dates.Moment], weights: Sequence[int]
) -> Period:
    weight = sum(weights[at] for at in held)
    if weight <= HEAVY or unit + 1 == len(_UNITS):
        return Period(name, tuple(held), (), weight)
    part = _UNITS[unit + 1]
    within = {at for at in held if part(_begin(found[at])) == part(_end(found[at]))}
    parts = _grouped((part(_begin(found[at])), at) for at in held if at in within)
    own = tuple(at for at in held if at not in within)
    return Period(
        name,
        own,
        tuple(_period(key, group, unit + 1, found, weights) for key, group in parts.items()),
        weight,
    )


def _grouped(named: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for name, at in named:
        groups.setdefault(name, []).append(at)
    return dict(sorted(groups.items()))


# Every date has a bound (see `dates.parse`).
def _begin(moment: dates.Moment) -> datetime.date:
    return moment.earliest or moment.latest or datetime.date.max


def _end(moment: dates.Moment) -> datetime.date:
    return moment.latest or moment.earliest or datetime.date.max

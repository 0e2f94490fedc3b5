"""What a read date is: its bounds, its precision and its English words.

Owns the value types. Refuses to read EDTF text, which is `parse`'s work.
"""

import datetime
from typing import Literal

from claimbook.frozen import frozen

Precision = Literal["day", "month", "year", "decade", "century", "season", "range", "set"]


class DateError(ValueError):
    """A text that is no usable date; `hint` is a ready sentence naming a likely spelling, or None."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


@frozen
class Moment:
    """One EDTF date. `earliest` and `latest` are inclusive days; None means open or unknown on that side.

    The bounds ignore `approximate` and `uncertain`; `order` takes those two into account. A time of day is
    kept in `edtf` and in `words` only.
    """

    edtf: str
    earliest: datetime.date | None
    latest: datetime.date | None
    precision: Precision
    approximate: bool
    uncertain: bool
    words: str

    @property
    def machine(self) -> str | None:
        """The value for `<time datetime>`: a plain year, month or day (of a time, its day), else None."""
        if self.approximate or self.uncertain or self.precision not in ("day", "month", "year"):
            return None
        plain = self.edtf.partition("T")[0]
        return None if "X" in plain else plain

    @property
    def sort_key(self) -> tuple[datetime.date, datetime.date, str]:
        """A total, deterministic order: earliest, latest, text. An open start sorts by its latest day."""
        first = self.earliest or self.latest or datetime.date.max
        return first, self.latest or datetime.date.max, self.edtf

"""Dates as precise as the source, no more: EDTF text to comparable, readable moments.

Owns reading EDTF (levels 0 and 1, plus `[..date]`, `[date..]` and sets), saying a date in English, guessing
what an editor meant, and interval ordering. Refuses to read a clock, to invent precision, and to hold years
outside 1-9999.
"""

from claimbook.dates.moment import DateError, Moment, Precision
from claimbook.dates.order import order
from claimbook.dates.parse import parse, suggest

__all__ = ["DateError", "Moment", "Precision", "order", "parse", "suggest"]

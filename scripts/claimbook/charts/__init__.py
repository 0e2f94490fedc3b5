"""Charts: SVG from plain numbers, drawn at build, readable without script. Knows no books or records."""

from claimbook.charts.ranges import Bar, ranges
from claimbook.charts.strip import Mark, strip

__all__ = ["Bar", "Mark", "ranges", "strip"]

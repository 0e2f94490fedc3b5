"""Charts: SVG from plain numbers, drawn at build, readable without script. Knows no books or records."""

from claimbook.charts.arguments import More, Node, arguments, saying
from claimbook.charts.ranges import Bar, ranges
from claimbook.charts.strip import WORDS, Blank, Mark, band, line_of, strip
from claimbook.charts.tally import tally
from claimbook.charts.timeline import Lane, Span, Tick, timeline, zoom
from claimbook.charts.web import Place, Reply, Voice, web

__all__ = [
    "WORDS",
    "Bar",
    "Blank",
    "Lane",
    "Mark",
    "More",
    "Node",
    "Place",
    "Reply",
    "Span",
    "Tick",
    "Voice",
    "arguments",
    "band",
    "line_of",
    "ranges",
    "saying",
    "strip",
    "tally",
    "timeline",
    "web",
    "zoom",
]

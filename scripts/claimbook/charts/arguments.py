"""The argument map: a statement, what is said for and against it, and what is said of that in turn.

A tree that reads from the top: one node a row, its sign in a circle on the line that leads to it. All lengths
are in `em`, none in a share of the picture, so that the type keeps its size on every screen; the stylesheet
sets how high a row is and whether a node's text stands in one line or in two. Text that is too long for the
screen is cut off at its right edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

ROW = 2.0  # em
_STEP, _FIRST, _MIDDLE, _RADIUS = 1.6, 0.55, 1.0, 0.5  # em: one step in, the root, within a row

# All of a row but its place is the same from row to row, so that the page stays small when it is packed.
_ROW = Markup(
    '<svg x="{}" y="{}"><line{} x1="-1.6em" x2="-.5em" y1="1em" y2="1em"/><circle cy="1em" r=".5em"/>'
    '<svg y="1em"><text class="map-sign">{}</text></svg>'
    '<svg x=".9em"><text class="map-who" y="1.1em">{} <tspan>{}</tspan>{}</text>'
    '<a href="{}"><title>{}</title><text class="map-says" y="2.15em">{}</text></a></svg></svg>'
)
_MORE = Markup(' · <a href="{}"><title>{}</title>{}</a>')
_ROOT = Markup(
    '<circle class="map-root" cx=".55em" cy="1em" r=".3em"/>'
    '<svg x="1.45em"><text class="map-who" y="1.6em"><tspan>{}</tspan></text></svg>'
)
_SUPPORT = Markup(' class="map-support"')


@dataclass(frozen=True, slots=True)
class More:
    """A link to what the map leaves out below a node; `full` names it."""

    href: str
    words: str
    full: str


@dataclass(frozen=True, slots=True)
class Node:
    """One statement: `sign` and `words` tell how it stands to the one it hangs on, `who` says it.

    `full` names the link; `backed` draws the line of support, dashed.
    """

    href: str
    sign: str
    words: str
    who: str
    says: str
    full: str
    backed: bool = False
    nodes: tuple[Node, ...] = ()
    more: More | None = None


def arguments(root: str, nodes: Sequence[Node], *, label: str) -> Markup:
    """An SVG of the tree below the statement called `root`; `label` names it to screen readers."""
    drawn = Markup("").join(_draw(nodes, 0, 0))
    return Markup(
        '<svg class="arguments" width="100%" height="{}" role="group" aria-label="{}">{}{}</svg>'
    ).format(_em(ROW * (1 + rows(nodes))), label, drawn, _ROOT.format(root))


def rows(nodes: Sequence[Node]) -> int:
    """How many rows the nodes take, with all that hangs on them."""
    return sum(1 + rows(node.nodes) for node in nodes)


def _draw(nodes: Sequence[Node], step: int, row: int) -> Iterator[Markup]:
    """The nodes that hang on the one in `row`, `step` steps in: first their trunk, then row by row."""
    starts = [row + 1 + rows(nodes[:i]) for i in range(len(nodes))]
    trunk = _FIRST + _STEP * step
    yield from _trunks(nodes, starts, trunk, ROW * row + _MIDDLE + (_RADIUS if step else 0))
    for node, at in zip(nodes, starts, strict=True):
        more = _MORE.format(node.more.href, node.more.full, node.more.words) if node.more else ""
        yield _ROW.format(
            _em(trunk + _STEP),
            _em(ROW * at),
            _SUPPORT if node.backed else "",
            node.sign,
            node.words,
            node.who,
            more,
            node.href,
            node.full,
            node.says,
        )
        yield from _draw(node.nodes, step + 1, at)


def _trunks(nodes: Sequence[Node], starts: Sequence[int], x: float, top: float) -> Iterator[Markup]:
    """The line down to the last node: solid to the last that answers, dashed from there."""
    for backed in (False, True):
        ends = [ROW * at + _MIDDLE for node, at in zip(nodes, starts, strict=True) if node.backed == backed]
        if ends and ends[-1] > top:
            yield Markup('<line{} x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
                _SUPPORT if backed else "", _em(x), _em(top), _em(x), _em(ends[-1])
            )
            top = ends[-1]


def _em(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "em"

"""The argument map: a statement, what is said for and against it, and what is said of that in turn.

A tree that reads from the top: one node a row, its sign in a circle on the line that leads to it. All lengths
are in `em`, none in a share of the picture, so that the type keeps its size on every screen; the stylesheet
sets how high a row is and whether a node's text stands in one line or in two. Text that is too long for the
screen is cut off at its right edge. Texts come in plain and are escaped where they are set into the markup,
by `escape` or `_safe`; `Node.says` alone is markup, and `saying` makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from claimbook.frozen import frozen

ROW = 2.0  # em
_STEP, _FIRST, _MIDDLE, _RADIUS = 1.6, 0.55, 1.0, 0.5  # em: one step in, the root, within a row
_SUPPORT = ' class="map-support"'


@frozen
class More:
    """A link to what the map leaves out below a node; `full` names it."""

    href: str
    words: str
    full: str


@frozen
class Node:
    """One statement: `sign` and `words` tell how it stands to the one it hangs on, `who` says it.

    `says` is made by `saying`; `backed` draws the line of support, dashed.
    """

    sign: str
    words: str
    who: str
    says: Markup
    backed: bool = False
    nodes: Sequence[Node] = ()
    more: More | None = None


def arguments(root: str, nodes: Sequence[Node], *, label: str) -> Markup:
    """An SVG of the tree below the statement called `root`; `label` names it to screen readers."""
    drawn: list[str] = []
    rows = _draw(drawn, nodes, 0, 0)
    return Markup(
        f'<svg class="arguments" width="100%" height="{_em(ROW * rows)}" role="group"'
        f' aria-label="{_safe(label)}">{"".join(drawn)}'
        '<circle class="map-root" cx=".55em" cy="1em" r=".3em"/>'
        f'<svg x="1.45em"><text class="map-who" y="1.6em"><tspan>{_safe(root)}</tspan></text></svg></svg>'
    )


def saying(href: str, words: str, full: str) -> Markup:
    """The words of a statement as a link, which `full` names.

    They are the same on every map that shows the statement: who draws many may keep them.
    """
    return Markup(
        f'<a href="{escape(href)}"><title>{escape(full)}</title>'
        f'<text class="map-says" y="2.15em">{escape(words)}</text></a>'
    )


def _draw(drawn: list[str], nodes: Sequence[Node], step: int, row: int) -> int:
    """Adds the nodes that hang on the one in `row`, `step` steps in: first their trunk, then row by row.

    Gives the first row below them.
    """
    trunk = _FIRST + _STEP * step
    x = _em(trunk + _STEP)
    place = len(drawn)
    drawn.append("")  # the trunk, as long as it comes out
    at, solid, dashed = row + 1, row, row
    for node in nodes:
        if node.backed:
            dashed = at
        else:
            solid = at
        drawn.append(_row(node, x, at))
        at = _draw(drawn, node.nodes, step + 1, at) if node.nodes else at + 1
    drawn[place] = _trunk(_em(trunk), ROW * row + _MIDDLE + (_RADIUS if step else 0), solid, dashed)
    return at


def _row(node: Node, x: str, row: int) -> str:
    """A node with its sign. All but its place is the same from row to row, so that the page packs well."""
    support = _SUPPORT if node.backed else ""
    more = _more(node.more) if node.more else ""
    return (
        f'<svg x="{x}" y="{_em(ROW * row)}"><line{support} x1="-1.6em" x2="-.5em" y1="1em" y2="1em"/>'
        '<circle cy="1em" r=".5em"/>'
        f'<svg y="1em"><text class="map-sign">{_safe(node.sign)}</text></svg>'
        '<svg x=".9em">'
        f'<text class="map-who" y="1.1em">{_safe(node.words)} <tspan>{_safe(node.who)}</tspan>{more}</text>'
        f"{node.says}</svg></svg>"
    )


def _more(more: More) -> str:
    return f' · <a href="{escape(more.href)}"><title>{escape(more.full)}</title>{escape(more.words)}</a>'


def _trunk(x: str, top: float, solid: int, dashed: int) -> str:
    """The line down from `top` to the last node: solid to the last row that answers, dashed from there.

    Rows without a node of their kind lie above `top`.
    """
    lines = ""
    for row, support in ((solid, ""), (dashed, _SUPPORT)):
        end = ROW * row + _MIDDLE
        if end > top:
            lines += f'<line{support} x1="{x}" y1="{_em(top)}" x2="{x}" y2="{_em(end)}"/>'
            top = end
    return lines


@lru_cache(maxsize=4096)
def _safe(text: str) -> str:
    """`text` as it stands in markup; for the short ones, which many rows repeat."""
    return str(escape(str(text)))


@lru_cache(maxsize=1024)
def _em(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "em"

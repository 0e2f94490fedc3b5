"""The argument map on a claim's page: who answers or backs it, and who answers or backs that in turn.

Owns: which claims the map shows, the nearest first, and what it leaves out. The drawing is a chart's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from claimbook import charts, text
from claimbook.pages.desk import Desk
from claimbook.pages.parts import RELATION_SIGNS, RELATION_WORDS, Row

_SIGNS = {**RELATION_SIGNS, "supports": "+"}
MOST, FEWEST = 24, 12  # statements on one map: a claim with many ties has a long page already
_MANY = 30  # statements and ties together, beyond which a map gets smaller
EACH = 6  # claims of the second step below one of the first
_LETTERS = 80
_WORDS = {
    **RELATION_WORDS,
    "alternative": ("alternative by", "alternative to"),
    "supports": ("supported by", "supports"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A claim of the map. `words` and `sign` are its relation, seen from the claim it hangs on; `arrow` is ←
    where it speaks to that claim, → where that claim speaks to it, ↔ for both. `more` counts what answers or
    supports it and is left out.
    """

    row: Row
    who: str
    sign: str
    words: str
    arrow: str
    backed: bool
    steps: tuple[Step, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class ArgumentMap:
    """The picture, the same as a list, and how many claims of the first step it leaves out."""

    chart: Markup
    steps: tuple[Step, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Tie:
    """A link seen from one claim: the claim at its other end, the relation, which way it leads."""

    to: str
    relation: str
    arrow: str


def argument_map(desk: Desk, claim: str) -> ArgumentMap | None:
    """The map of a live claim; None where nothing is said of any claim it is linked with."""
    first = _ties(desk, claim)
    size = max(FEWEST, min(MOST, _MANY - len(first)))
    shown = first[: 2 * size // 3]  # so that there is room for a second step
    seconds = {tie.to: [t for t in _ties(desk, tie.to) if t.arrow != "→" and t.to != claim] for tie in shown}
    if not any(seconds.values()):
        return None
    room = _shared([len(seconds[tie.to]) for tie in shown], size - len(shown))
    steps = tuple(
        _step(desk, tie, seconds[tie.to][:place], len(seconds[tie.to]) - place)
        for tie, place in zip(shown, room, strict=True)
    )
    chart = charts.arguments(
        "This claim", [_node(step) for step in steps], label="Argument map; the list below says the same"
    )
    return ArgumentMap(chart, steps, len(first) - len(shown))


def _ties(desk: Desk, claim: str) -> list[_Tie]:
    """What speaks to a claim, then what it speaks to; each other claim once, by its first link."""
    book = desk.book
    inward = [(a.by, a.relation) for a in book.answered_by.get(claim, ())]
    inward += [(c.id, "supports") for c in book.supported_by.get(claim, ())]
    outward = [(a.claim, a.relation) for a in book.answers.get(claim, ())]
    outward += [(name, "supports") for name in book.claims[claim].supports]
    back = {name for name, _ in outward}
    found: dict[str, _Tie] = {}
    for name, relation in inward:
        found.setdefault(name, _Tie(name, relation, "↔" if name in back else "←"))
    for name, relation in outward:
        found.setdefault(name, _Tie(name, relation, "→"))
    return [tie for tie in found.values() if not book.claims[tie.to].withdrawn]


def _shared(wishes: list[int], room: int) -> list[int]:
    """`room` places dealt out in turn to those who wish for so many, at most `EACH` to one."""
    given = [0] * len(wishes)
    for turn in range(EACH):
        for i, wish in enumerate(wishes):
            if wish > turn and room:
                given[i] += 1
                room -= 1
    return given


def _step(desk: Desk, tie: _Tie, below: Iterable[_Tie], more: int) -> Step:
    row = desk.row(tie.to)
    assert row.chain is not None
    return Step(
        row=row,
        who=", ".join(link.text for link in row.chain.speakers),
        sign=_SIGNS[tie.relation],
        words=_WORDS[tie.relation][1 if tie.arrow == "→" else 0],
        arrow=tie.arrow,
        backed=tie.relation == "supports",
        steps=tuple(_step(desk, one, (), 0) for one in below),
        more=more,
    )


def _node(step: Step) -> charts.Node:
    address = f"{step.row.id}.html"  # from one claim's page to another's
    more = None
    if step.more:
        words = f"{step.more} {'more' if step.steps else 'on it'}"
        full = f"{step.more} {'more ' if step.steps else ''}on: {step.row.statement}"
        more = charts.More(f"{address}#answered-by", words, full)
    return charts.Node(
        href=address,
        sign=step.sign,
        words=f"{step.arrow} {step.words}",
        who=text.shorten(step.who, 22 if more else 30),
        says=text.shorten(step.row.statement, _LETTERS),
        full=f"{step.who}: {step.row.statement}",
        backed=step.backed,
        nodes=tuple(_node(one) for one in step.steps),
        more=more,
    )

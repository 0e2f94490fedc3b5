"""The argument map on a claim's page: who answers or backs it, and who answers or backs that in turn.

Owns: which claims the map shows, the nearest first, and what it leaves out. The drawing is a chart's.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from claimbook import charts, text
from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.pages.desk import Desk
from claimbook.pages.parts import RELATION_SIGNS, RELATION_WORDS, Row

MOST, FEWEST = 24, 12  # statements on one map: a claim with many ties has a long page already
_MANY = 30  # statements and ties together, beyond which a map gets smaller
EACH = 6  # claims of the second step below one of the first
_LETTERS = 80
_SIGNS = {**RELATION_SIGNS, "supports": "+"}
_WORDS = {
    **RELATION_WORDS,
    "alternative": ("alternative by", "alternative to"),
    "supports": ("supported by", "supports"),
}


@frozen
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


@frozen
class ArgumentMap:
    """The picture, the same as a list, and how many claims of the first step it leaves out."""

    chart: Markup
    steps: tuple[Step, ...]
    left_out: int


@frozen
class _Tie:
    """How a claim stands to the one it is seen from: a relation, and which way it leads."""

    sign: str
    words: str
    arrow: str
    backed: bool


_TIES = {
    (relation, arrow): _Tie(_SIGNS[relation], words[arrow == "→"], arrow, relation == "supports")
    for relation, words in _WORDS.items()
    for arrow in "←→↔"
}
_Ties = dict[str, _Tie]  # by the claim at the other end


@frozen
class _Told:
    """A claim as every map tells it; `says` is its drawn words."""

    row: Row
    who: str
    says: Markup


class _Board:
    """What the maps of one book have in common, made once for each claim."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ties: dict[str, _Ties] = {}
        self._told: dict[str, _Told] = {}

    def ties(self, claim: str) -> _Ties:
        """What a claim is linked with, the nearest first."""
        if claim not in self._ties:
            self._ties[claim] = _ties(self._desk.book, claim)
        return self._ties[claim]

    def told(self, claim: str) -> _Told:
        """What a live claim says, and who says it."""
        if claim not in self._told:
            self._told[claim] = _told(self._desk.row(claim))
        return self._told[claim]


def argument_map(desk: Desk, claim: str) -> ArgumentMap | None:
    """The map of a live claim; None where nothing is said of any claim it is linked with."""
    board = desk.keep(_Board)
    first = board.ties(claim)
    size = max(FEWEST, min(MOST, _MANY - len(first)))
    shown = list(first.items())[: 2 * size // 3]  # so that there is room for a second step
    seconds = [
        [(to, tie) for to, tie in board.ties(name).items() if to != claim and tie.arrow != "→"]
        for name, _ in shown
    ]
    if not any(seconds):
        return None
    room = _shared([len(below) for below in seconds], size - len(shown))
    steps = tuple(
        [
            _step(board, name, tie, below[:place], len(below) - place)
            for (name, tie), below, place in zip(shown, seconds, room, strict=True)
        ]
    )
    chart = charts.arguments(
        "This claim",
        [_node(board, step) for step in steps],
        label="Argument map; the list below says the same",
    )
    return ArgumentMap(chart, steps, len(first) - len(shown))


def _ties(book: Book, claim: str) -> _Ties:
    """What speaks to a claim, then what it speaks to; each other claim once, by its first link."""
    inward = [(a.by, a.relation) for a in book.answered_by.get(claim, ())]
    inward += [(c.id, "supports") for c in book.supported_by.get(claim, ())]
    outward = [(a.claim, a.relation) for a in book.answers.get(claim, ())]
    outward += [(name, "supports") for name in book.claims[claim].supports]
    back = {name for name, _ in outward}
    links = [(name, relation, "↔" if name in back else "←") for name, relation in inward]
    links += [(name, relation, "→") for name, relation in outward]
    found: _Ties = {}
    for name, relation, arrow in links:
        if name not in found and not book.claims[name].withdrawn:
            found[name] = _TIES[relation, arrow]
    return found


def _told(row: Row) -> _Told:
    assert row.chain is not None
    who = ", ".join([link.text for link in row.chain.speakers])
    says = charts.saying(_address(row), text.shorten(row.statement, _LETTERS), f"{who}: {row.statement}")
    return _Told(row, who, says)


def _address(row: Row) -> str:
    return f"{row.id}.html"  # from one claim's page to another's


def _shared(wishes: list[int], room: int) -> list[int]:
    """`room` places dealt out in turn to those who wish for so many, at most `EACH` to one."""
    given = [0] * len(wishes)
    for turn in range(EACH):
        for i, wish in enumerate(wishes):
            if wish > turn and room:
                given[i] += 1
                room -= 1
    return given


def _step(board: _Board, claim: str, tie: _Tie, below: Sequence[tuple[str, _Tie]], more: int) -> Step:
    told = board.told(claim)
    steps = tuple([_step(board, name, one, (), 0) for name, one in below]) if below else ()
    return Step(told.row, told.who, tie.sign, tie.words, tie.arrow, tie.backed, steps, more)


def _node(board: _Board, step: Step) -> charts.Node:
    return charts.Node(
        sign=step.sign,
        words=f"{step.arrow} {step.words}",
        who=text.shorten(step.who, 22 if step.more else 30),
        says=board.told(step.row.id).says,
        backed=step.backed,
        nodes=[_node(board, one) for one in step.steps] if step.steps else (),
        more=_more(step) if step.more else None,
    )


def _more(step: Step) -> charts.More:
    """The link to what answers or supports a claim of the map and has no room on it."""
    words = f"{step.more} {'more' if step.steps else 'on it'}"
    full = f"{step.more} {'more ' if step.steps else ''}on: {step.row.statement}"
    return charts.More(f"{_address(step.row)}#answered-by", words, full)

"""The web: voices around a circle, a line for everyone who answers somebody.

The voices stand on the two halves of a circle at even heights, so that every name is written level and none
runs into the next. A line is broad where it leaves the voice that answers and thin where it comes to the one
answered; two that answer each other have two lines, each bent to its own side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from claimbook.frozen import frozen

WIDTH = 1220
_PITCH, _EDGE, _LEAST = 27.0, 26.0, 150.0  # units: a name's height, above the first name, the least radius
_TO_A_HUB = 8  # voices for each of those that are spread evenly
_TURNS = 12  # passes over the order; it settles in fewer
_HELD = 0.3  # how far a line keeps away from the middle: 0 goes through it, 1 is straight
_APART = 0.09  # how far two lines between the same voices stand apart, as a share of their length


@frozen
class Place:
    """One part of a voice's name with the page it leads to."""

    href: str
    text: str


@frozen
class Voice:
    """One name on the circle. `id` is what scripts know it by, `size` how large its dot is, 0 to 1."""

    id: str
    names: tuple[Place, ...]
    title: str
    size: float


@frozen
class Reply:
    """A line from `voices[by]`, who answers, to `voices[to]`; `count` tells how broad it is."""

    by: int
    to: int
    count: int
    title: str


def web(voices: Sequence[Voice], replies: Sequence[Reply], *, label: str) -> Markup:
    """An SVG of the voices in an order that keeps the lines short; `label` names it to screen readers."""
    order = _order(len(voices), replies)
    half = (len(voices) + 1) // 2
    radius = max(_LEAST, _PITCH * half / 2)
    places = _places(order, half, radius)
    lines = Markup("").join(_line(reply, places, radius) for reply in sorted(replies, key=_breadth))
    names = Markup("").join(_name(voices[i], i, places[i]) for i in order)
    return Markup(
        '<svg class="web" viewBox="0 0 {} {}" role="group" aria-label="{}"><g>{}</g>{}</svg>'
    ).format(WIDTH, _n(2 * (radius + _EDGE)), label, lines, names)


def _order(number: int, replies: Sequence[Reply]) -> list[int]:
    """The voices around the circle, so that many answers go a short way.

    The most connected stand evenly apart, so that the circle is filled evenly too. Of the others two are
    exchanged as long as that shortens the lines, weighed by their breadth. The same replies give the same
    order.
    """
    near: list[dict[int, float]] = [{} for _ in range(number)]
    for reply in replies:
        weight = math.sqrt(reply.count)
        for one, other in ((reply.by, reply.to), (reply.to, reply.by)):
            near[one][other] = near[one].get(other, 0.0) + weight
    ranked = sorted(range(number), key=lambda i: (-sum(near[i].values()), i))
    hubs = ranked[: max(1, number // _TO_A_HUB)]
    fixed = {place * number // len(hubs): hub for place, hub in enumerate(hubs)}
    free = iter(ranked[len(hubs) :])
    order = [fixed[place] if place in fixed else next(free) for place in range(number)]
    at = sorted(range(number), key=order.__getitem__)
    movable = sorted(ranked[len(hubs) :])
    for _ in range(_TURNS):
        better = False
        for n, a in enumerate(movable):
            for b in movable[n + 1 :]:
                before = _length(a, at, near, number) + _length(b, at, near, number)
                at[a], at[b] = at[b], at[a]
                if _length(a, at, near, number) + _length(b, at, near, number) < before - 1e-9:
                    better = True
                else:
                    at[a], at[b] = at[b], at[a]
        if not better:
            break
    order.sort(key=at.__getitem__)
    return order


def _length(of: int, at: Sequence[int], near: Sequence[dict[int, float]], number: int) -> float:
    """The weighed length of a voice's lines, in steps around the circle."""
    here = at[of]
    return sum(
        weight * min(abs(here - at[other]), number - abs(here - at[other]))
        for other, weight in near[of].items()
    )


def _places(order: Sequence[int], half: int, radius: float) -> dict[int, tuple[float, float]]:
    """Where each voice stands: down the right half, then up the left."""
    places = {}
    for place, i in enumerate(order):
        right = place < half
        many = half if right else len(order) - half
        step = place if right else len(order) - 1 - place
        # Even heights; a lone voice of a half stands in its middle.
        high = radius * (1 - 1 / half) * (2 * step / (many - 1) - 1) if many > 1 else 0.0
        across = math.sqrt(radius * radius - high * high)
        places[i] = (WIDTH / 2 + (across if right else -across), radius + _EDGE + high)
    return places


def _breadth(reply: Reply) -> tuple[int, int, int]:
    return reply.count, reply.by, reply.to


def _line(reply: Reply, places: dict[int, tuple[float, float]], radius: float) -> Markup:
    (x1, y1), (x2, y2) = places[reply.by], places[reply.to]
    across, down = x2 - x1, y2 - y1
    long = math.hypot(across, down) or 1.0
    ux, uy = -down / long, across / long  # to the right of the way
    cx = WIDTH / 2 + ((x1 + x2) / 2 - WIDTH / 2) * _HELD + ux * long * _APART
    cy = radius + _EDGE + ((y1 + y2) / 2 - radius - _EDGE) * _HELD + uy * long * _APART
    broad = 0.9 + 0.9 * math.sqrt(reply.count)
    thin = 0.25
    path = (
        f"M{_n(x1 + ux * broad)} {_n(y1 + uy * broad)}"
        f"Q{_n(cx + ux * broad / 2)} {_n(cy + uy * broad / 2)} {_n(x2 + ux * thin)} {_n(y2 + uy * thin)}"
        f"L{_n(x2 - ux * thin)} {_n(y2 - uy * thin)}"
        f"Q{_n(cx - ux * broad / 2)} {_n(cy - uy * broad / 2)} {_n(x1 - ux * broad)} {_n(y1 - uy * broad)}Z"
    )
    kind = "web-1" if reply.count == 1 else "web-2" if reply.count < 5 else "web-5"
    return Markup('<path class="{}" data-by="{}" data-to="{}" d="{}"><title>{}</title></path>').format(
        kind, reply.by, reply.to, path, reply.title
    )


def _name(voice: Voice, number: int, place: tuple[float, float]) -> Markup:
    x, y = place
    right = x >= WIDTH / 2
    size = 3 + 8 * math.sqrt(voice.size)
    parts = [Markup('<a href="{}">{}</a>').format(part.href, part.text) for part in voice.names]
    links = Markup(" and ").join([*([Markup(", ").join(parts[:-1])] if parts[1:] else []), parts[-1]])
    return Markup(
        '<g class="web-voice" data-voice="{}" data-id="{}"><title>{}</title><circle cx="{}" cy="{}" r="{}"/>'
        '<text x="{}" y="{}" text-anchor="{}">{}</text></g>'
    ).format(
        number,
        voice.id,
        voice.title,
        _n(x),
        _n(y),
        _n(size),
        _n(x + (size + 5) * (1 if right else -1)),
        _n(y + 4.5),
        "start" if right else "end",
        links,
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

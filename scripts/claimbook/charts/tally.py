"""The tally bar: a part of a whole, small enough to stand in a line of text."""

from __future__ import annotations

from markupsafe import Markup

_LEAST = 2.5  # percent, so that one of many can still be seen


def tally(part: int, of: int) -> Markup:
    """An SVG line of `of` with a bar over `part` of it; the numbers belong in words beside it.

    Hidden from screen readers. No part has no bar, however small the least bar is.
    """
    width = f"{max(_LEAST, 100 * part / of):.1f}".removesuffix(".0") if part and of else ""
    bar = f'<rect width="{width}%" y="1" height="8"/>' if width else ""
    return Markup(f'<svg class="bar" aria-hidden="true"><line x1="0" x2="100%" y1="5" y2="5"/>{bar}</svg>')

"""Cards: pictures for link previews, drawn from plain strings and numbers. Knows no books or records."""

from claimbook.cards.card import Bar, Card, Figure
from claimbook.cards.faces import drawable
from claimbook.cards.layout import BARS, HEIGHT, WIDTH
from claimbook.cards.paint import draw

__all__ = ["BARS", "HEIGHT", "WIDTH", "Bar", "Card", "Figure", "draw", "drawable"]

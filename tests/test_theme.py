"""Colours and faces that stand in more than one place: in the theme, in a card's frame, in its picture."""

from __future__ import annotations

import re

from claimbook.cards.paint import ACCENT, INK_COLOUR, PAPER
from tests.support import REPOSITORY

STYLES = REPOSITORY / "themes" / "apparatus" / "static" / "css"


def tokens(sheet: str) -> list[dict[str, str]]:
    """The custom properties of a sheet's blocks for the root, light before dark."""
    blocks = re.findall(r":root \{([^}]*)\}", (STYLES / sheet).read_text(encoding="utf-8"))
    return [dict(re.findall(r"--(\w+): ([^;]+);", block)) for block in blocks]


def test_a_framed_card_has_the_theme_s_tokens() -> None:
    """Its sheet stands alone, so that a frame asks for one file; what it repeats is the same."""
    light, dark = tokens("embed.css")
    assert {"paper", "ink", "accent"} <= light.keys() & dark.keys()
    assert light.items() <= tokens("style.css")[0].items()
    assert dark.items() <= tokens("style.css")[1].items()


def test_pictures_of_cards_have_the_theme_s_colours() -> None:
    """As pages in light have them."""
    light = tokens("style.css")[0]
    for name, colour in (("paper", PAPER), ("ink", INK_COLOUR), ("accent", ACCENT)):
        assert light[name] == f"#{bytes(colour).hex()}"

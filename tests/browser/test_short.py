"""The short pages of large books, as readers of every kind find them: one of each kind, on two screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser import axe, looks
from tests.browser.chromium import complaints, set_screen
from tests.browser.conftest import served
from tests.whole.kinds import chosen

pytestmark = pytest.mark.browser
# The kinds of pages that short books lay out in another way.
KINDS = ("actor", "claim", "claims", "embed", "facet", "question", "source", "timeline", "topic")
SMALLEST = 24  # CSS pixels: WCAG 2.2, 2.5.8


@pytest.fixture(scope="module")
def pages(short: Path) -> Iterator[list[str]]:
    """The addresses of the pages to look at."""
    found = chosen(short, short / "output")
    with served(short / "output") as origin:
        yield [f"{origin}{path}" for kind in KINDS for path in found[f"{kind}.html"]]


def _claims(targets: list[str]) -> bool:
    """Links to claims are named by their statements: those of one name say the same."""
    return all("/claims/" in target for target in targets)


@pytest.mark.parametrize("width", [375, 1440])
def test_axe_finds_nothing_on_short_pages(screen: Chrome, pages: list[str], width: int) -> None:
    """In light by all rules, in dark by those about colours; and nothing has to be scrolled sideways."""
    axe.need()
    found = []
    for page in pages:
        set_screen(screen, width, dark=False)
        screen.get(page)
        found += [f"{page}: {line}" for line in (*axe.broken(screen), *looks.wide(screen))]
        found += [f"{page}: {line}" for line in looks.ambiguous(screen, _claims)]
        set_screen(screen, width, dark=True)
        found += [f"{page}, dark: {line}" for line in (*axe.broken(screen, axe.COLOURS), *looks.pale(screen))]
    assert found == []
    assert complaints(screen) == []


def test_every_entry_of_a_list_is_easy_to_hit(screen: Chrome, pages: list[str]) -> None:
    """On a telephone the statement that leads to a claim is no lower than what WCAG asks for."""
    set_screen(screen, 375, dark=False)
    low, seen = [], 0
    for page in pages:
        screen.get(page)
        for link in screen.find_elements(By.CSS_SELECTOR, ".brief a:first-of-type"):
            seen += 1
            if link.rect["height"] < SMALLEST:
                low.append(f"{page}: {link.text}: {link.rect['height']}")
    assert seen > len(KINDS)
    assert low == []

"""What templates know of the site, and numbers in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimbook.content import OWN_PAGES
from claimbook.site.templates import NAV, plural, site_of
from tests.support import SETTINGS


@pytest.mark.parametrize(
    ("number", "word", "words"),
    [
        (0, "claim", "0 claims"),
        (1, "claim", "1 claim"),
        (2, "reply", "2 replies"),
        (2, "day", "2 days"),
        (12345, "claim", "12\u202f345 claims"),
    ],
)
def test_numbers_agree_with_their_word(number: int, word: str, words: str) -> None:
    """One of a thing, several of it, and thin spaces between thousands."""
    assert plural(number, word) == words


def test_the_navigation_lists_only_pages_that_exist() -> None:
    """A book without an about page has no dead link to it."""
    own = site_of(SETTINGS, OWN_PAGES.values())
    assert [item.href for item in own.nav] == [href for _, _, href in NAV if href != "about.html"]
    assert [item.label for item in site_of(SETTINGS, ["about.html"]).nav] == ["About"]


def test_addresses_lose_their_last_slash() -> None:
    """Templates put one between the address and the path."""
    given = replace(SETTINGS, site_url="https://example.org/book/", repository="https://example.org/repo/")
    site = site_of(given, [])
    assert (site.url, site.repository) == ("https://example.org/book", "https://example.org/repo")

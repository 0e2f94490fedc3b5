"""What every page knows of the site.

Owns: the values that all templates share besides the view: the site's names, its navigation, and how numbers
are written.
"""

from __future__ import annotations

from collections.abc import Iterable

from claimbook import __version__
from claimbook.frozen import frozen
from claimbook.settings import Settings

NAV = (
    ("explore", "Explore", "explore.html"),
    ("claims", "Claims", "claims/index.html"),
    ("actors", "Actors", "actors/index.html"),
    ("topics", "Topics", "topics/index.html"),
    ("sources", "Sources", "sources/index.html"),
    ("disputes", "Disputes", "disputes.html"),
    ("timeline", "Timeline", "timeline.html"),
    ("figures", "Figures", "figures.html"),
    ("about", "About", "about.html"),
)
FOOT = (
    ("map", "Who answers whom", "map.html"),
    ("method", "Method", "method.html"),
    ("balance", "Balance", "balance.html"),
    ("corrections", "Corrections", "corrections.html"),
    ("data", "Data", "data.html"),
    ("fields", "Fields", "fields.html"),
)


@frozen
class NavItem:
    """One entry of the site's navigation."""

    section: str
    label: str
    href: str


@frozen
class Site:
    """What every template knows of the site. `url` is "" or the absolute base without a trailing slash;
    `cards` says whether pages have pictures for link previews; the navigation differs on pages in `known`.
    """

    title: str
    question: str
    description: str
    language: str
    editors: str
    licence: str
    licence_url: str
    repository: str
    url: str
    cards: bool
    nav: tuple[NavItem, ...]
    foot: tuple[NavItem, ...]
    known: frozenset[str]
    generator: str


def site_of(settings: Settings, addresses: Iterable[str]) -> Site:
    """The site as templates see it; pages that do not exist are left out of the navigation."""
    known = set(addresses)
    return Site(
        title=settings.title,
        question=settings.question,
        description=settings.description,
        language=settings.language,
        editors=settings.editors,
        licence=settings.licence,
        licence_url=settings.licence_url,
        repository=settings.repository.rstrip("/"),
        url=settings.site_url.rstrip("/"),
        cards=settings.draws_cards,
        nav=tuple(NavItem(*item) for item in NAV if item[2] in known),
        foot=tuple(NavItem(*item) for item in FOOT if item[2] in known),
        known=frozenset({*(item[2] for item in NAV), "explore.html", "index.html"} & known),
        generator=f"Claimbook {__version__}",
    )


def plural(number: int, word: str) -> str:
    """`1 claim`, `2 claims`, `1 reply`, `2 replies`."""
    if number == 1:
        return f"1 {word}"
    stem = f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in tuple("aeiou") else f"{word}s"
    return f"{digits(number)} {stem}"


def digits(number: int) -> str:
    """A whole number with its thousands set apart by a narrow space."""
    return f"{number:,}".replace(",", "\u202f")

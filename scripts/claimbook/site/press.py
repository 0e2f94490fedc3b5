"""The press: renders views and writes files.

Owns: what templates get besides their view, the rendering of every page of the book, and the writing of pages
and exports. A page is `render(template, view)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from claimbook import __version__, cards, exports
from claimbook.content import ContentFile
from claimbook.pages import Desk, Page, card_files, pages
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


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the site's navigation."""

    section: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Site:
    """What every template knows of the site. `url` is "" or the absolute base without a trailing slash;
    `cards` says whether pages have pictures for link previews.
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


@dataclass(frozen=True, slots=True)
class Written:
    """What a press wrote: numbers of pages and files, and bytes of all files."""

    pages: int
    files: int
    bytes: int


class Press:
    """Renders one book into one folder."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder
        self._made: set[Path] = set()
        self._bytes = 0
        self._files = 0

    def print_book(self, env: Environment, corrections: Iterable[ContentFile]) -> Written:
        """Write every page and every export of the book."""
        number = 0
        for page in pages(self.desk):
            self._write(page.view.head.path, self.render(env, page).encode())
            number += 1
        for path, content in exports.json_files(self.desk.book, self.desk.settings):
            self._write(path, content)
        for path, content in exports.csv_files(self.desk.book):
            self._write(path, content)
        for path, content in self._index.files:
            self._write(path, content)
        self._feeds(corrections)
        if self.desk.settings.draws_cards:
            self._draw_cards()
        self._write(".nojekyll", b"")
        return Written(number, self._files, self._bytes)

    def render(self, env: Environment, page: Page) -> str:
        """One page as HTML."""
        extra: dict[str, Any] = {}
        if page.template == "claim.html":
            claim = self.desk.book.claims[page.view.row.id]
            extra["jsonld"] = Markup(exports.claim_jsonld(self.desk.book, self.desk.settings, claim))
        if page.template == "explore.html":
            extra["index"] = self._index
        return env.get_template(page.template).render(view=page.view, short=self.desk.short, **extra)

    @cached_property
    def _index(self) -> exports.SearchIndex:
        return exports.search_index(self.desk)

    def _feeds(self, corrections: Iterable[ContentFile]) -> None:
        settings = self.desk.settings
        entries = exports.claim_entries(self.desk.book)
        path = "feeds/claims.atom.xml"
        self._write(path, exports.atom(settings, path, "claims", entries, "claims/index.html"))
        mended = [
            exports.Entry(f"corrections/{c.slug}.html", c.title, c.summary, c.date or "") for c in corrections
        ]
        newest = sorted(mended, key=lambda e: (e.day, e.path), reverse=True)
        path = "feeds/corrections.atom.xml"
        self._write(path, exports.atom(settings, path, "corrections", newest, "corrections.html"))

    def _draw_cards(self) -> None:
        for made in card_files(self.desk):
            picture = cards.draw(made.card)
            for path in made.paths:
                self._write(path, picture)

    def write_sitemap(self) -> None:
        """Write the sitemap of all pages in the folder, where the site's address is known."""
        if self.desk.settings.site_url:
            found = (p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*.html"))
            left_out = {"404.html", *self._moved()}
            paths = [path for path in found if path not in left_out and not path.endswith(".embed.html")]
            self._write("sitemap.xml", exports.sitemap(self.desk.settings, paths))

    def _moved(self) -> set[str]:
        return {f"{kind}s/{old}.html" for kind, old in self.desk.book.former}

    def _write(self, path: str, content: bytes) -> None:
        target = self.folder / path
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        target.write_bytes(content)
        self._files += 1
        self._bytes += len(content)

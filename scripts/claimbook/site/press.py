"""The press: renders views and writes files.

Owns: the rendering of every page of the book, and the writing of pages and exports, cut into pieces of work
that may be done in any order. A page is `render(template, view)`; a theme that lacks a template gets no such
page.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup

from claimbook import cards, exports
from claimbook.content import ContentFile
from claimbook.pages import KINDS, CardFile, Desk, Kind, card_files

Piece = Callable[[], object]
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_CARDS = 10  # drawn as one piece of work


@dataclass(frozen=True, slots=True)
class Written:
    """What a press wrote: numbers of pages and files, and bytes of all files."""

    pages: int = 0
    files: int = 0
    bytes: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.pages + other.pages, self.files + other.files, self.bytes + other.bytes)


class Press:
    """Renders one book into one folder; `corrections` are told in a feed of their own."""

    def __init__(
        self, desk: Desk, folder: Path, env: Environment, corrections: Iterable[ContentFile]
    ) -> None:
        self.desk = desk
        self.folder = folder
        self.env = env
        self.corrections = list(corrections)
        self._pages = 0
        self._sizes: dict[str, int] = {}
        env.globals["short"] = desk.short
        self._found = frozenset(env.list_templates())
        self._linked = "jsonld" in desk.settings.exports and not desk.short
        self._templates: dict[str, Template] = {}
        self._made: set[str] = set()

    @property
    def written(self) -> Written:
        """What was written in this process."""
        return Written(self._pages, len(self._sizes), sum(self._sizes.values()))

    def pieces(self) -> Iterator[Piece]:
        """All there is to print, in pieces of work that do not touch each other's files."""
        if "search" in self.desk.settings.exports:
            yield self._search
        yield from self._exports()
        for kind in KINDS:
            if kind.template in self._found and kind.template != "explore.html":
                for some in _runs(kind.items(self.desk), kind.batch):
                    yield partial(self._print, kind, some)
        if self.desk.settings.draws_cards:
            for few in _runs(card_files(self.desk), _CARDS):
                yield partial(self._draw, few)

    def _print(self, kind: Kind, items: Sequence[Any]) -> None:
        for item in items:
            for view in kind.make(self.desk, item):
                self.write(view.head.path, self.render(kind.template, view).encode(), page=True)

    def render(self, name: str, view: Any, **more: Any) -> str:
        """One page as HTML."""
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self.env.get_template(self._best(name))
        if name == "claim.html" and self._linked:
            book, settings = self.desk.book, self.desk.settings
            more["jsonld"] = Markup(exports.claim_jsonld(book, settings, book.claims[view.row.id]))
        return template.render(view=view, **more)

    def _best(self, name: str) -> str:
        """The theme's template for short pages where they are wanted and it has one."""
        short = f"short/{name}"
        return short if self.desk.short and short in self._found else name

    def _exports(self) -> Iterator[Piece]:
        wanted = self.desk.settings.exports
        if "json" in wanted:
            yield self._json
        if "csv" in wanted:
            yield self._csv
        if "feeds" in wanted:
            yield self._feeds
        yield lambda: self.write(".nojekyll", b"")

    def _json(self) -> None:
        """Each claim is put into words once, for its own file and for the book's."""
        book = self.desk.book

        def lines() -> Iterator[bytes]:
            for path, line in exports.claim_files(book):
                self.write(path, line)
                yield line

        head = exports.book_head(book, self.desk.settings)
        self.stream("data/claims.json", exports.book_json(head, lines()))
        self._files(exports.former_files(book))

    def _csv(self) -> None:
        for path, lines in exports.csv_pieces(self.desk.book):
            self.stream(path, lines)

    def _search(self) -> None:
        """The search index, and the page that knows its files."""
        index = exports.search_index(self.desk)
        self._files(index.files)
        for kind in KINDS:
            if kind.template == "explore.html" and kind.template in self._found:
                for view in kind.make(self.desk, None):
                    html = self.render(kind.template, view, index=index)
                    self.write(view.head.path, html.encode(), page=True)

    def _files(self, files: Iterable[tuple[str, bytes]]) -> None:
        for path, content in files:
            self.write(path, content)

    def _feeds(self) -> None:
        settings = self.desk.settings
        entries = exports.claim_entries(self.desk.book)
        path = "feeds/claims.atom.xml"
        self.write(path, exports.atom(settings, path, "claims", entries, "claims/index.html"))
        mended = [
            exports.Entry(f"corrections/{c.slug}.html", c.title, c.summary, c.date or "")
            for c in self.corrections
        ]
        newest = sorted(mended, key=lambda e: (e.day, e.path), reverse=True)
        path = "feeds/corrections.atom.xml"
        self.write(path, exports.atom(settings, path, "corrections", newest, "corrections.html"))

    def _draw(self, few: Sequence[CardFile]) -> None:
        for made in few:
            picture = cards.draw(made.card)
            for path in made.paths:
                self.write(path, picture)

    def write_sitemap(self) -> None:
        """Write the sitemap of all pages in the folder, where the site's address is known."""
        if self.desk.settings.site_url:
            found = (p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*.html"))
            left_out = {"404.html", *self._moved()}
            paths = [path for path in found if path not in left_out and not path.endswith(".embed.html")]
            self._files(exports.sitemap_files(self.desk.settings, paths))

    def _moved(self) -> set[str]:
        return {f"{kind}s/{old}.html" for kind, old in self.desk.book.former}

    def write(self, path: str, content: bytes, *, page: bool = False) -> None:
        """Write a file of the site: with few system calls, since a large book has a hundred thousand."""
        self.stream(path, (content,))
        self._pages += page

    def stream(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write a file of the site that need not be held in memory whole."""
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        size = 0
        file = os.open(f"{self.folder}/{path}", _NEW, 0o666)
        try:
            for piece in pieces:
                size += len(piece)
                written = os.write(file, piece)
                while written < len(piece):  # a system may write less than it was asked to
                    piece = piece[written:]
                    written = os.write(file, piece)
        finally:
            os.close(file)
        self._sizes[path] = size


def _runs(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """`items` in lists of at most `size`."""
    rest = iter(items)
    while run := list(islice(rest, size)):
        yield run

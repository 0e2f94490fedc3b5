"""The press: renders views, and puts exports in words.

Owns: what makes every page and export of the book, cut into pieces of work that may be done in any order, and
the choice of those that can stay. A page is `render(template, view)`; a theme that lacks a template gets no
such page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup

from claimbook import cards, exports
from claimbook.content import ContentFile
from claimbook.frozen import frozen
from claimbook.pages import KINDS, CardFile, Desk, Kind, Stale, card_files, rows_of
from claimbook.site.past import Past
from claimbook.site.wordlists import WordLists
from claimbook.site.writer import Writer

Piece = Callable[[], object]
_DATA = b"data"  # the key of a claim's own file of data
_BOOK = "data/claims.json"
_CARDS = 10  # drawn as one piece of work


@frozen
class Share:
    """Which share of a site is made here: `number` counts from 1."""

    number: int
    of: int

    def pieces(self, every: Iterable[Piece]) -> Iterator[Piece]:
        """The pieces of work that belong to it: the same ones on every machine."""
        return islice(every, self.number - 1, None, self.of)


class Press(Writer):
    """Renders one book into one folder; `corrections` are told in a feed of their own.

    What did not change since the build that `past` knows of is taken over from it: whatever is not `stale`.
    Without that every page is made anew.
    """

    def __init__(
        self,
        desk: Desk,
        folder: Path,
        env: Environment,
        corrections: Iterable[ContentFile],
        past: Past | None = None,
        stale: Stale | None = None,
        words: WordLists | None = None,
    ) -> None:
        super().__init__(folder, past)
        self.desk = desk
        self.env = env
        self.corrections = list(corrections)
        env.globals["short"] = desk.short
        self._found = frozenset(env.list_templates())
        self._linked = "jsonld" in desk.settings.exports and not desk.short
        self._templates: dict[str, Template] = {}
        self._stale = stale
        self._words = words

    def rows(self) -> Iterator[Piece]:
        """What is printed first, in such pieces of work: the rows of all claims, which many pages show."""
        return self._kinds(first=True)

    def pieces(self) -> Iterator[Piece]:
        """All else there is to print, in pieces of work that do not touch each other's files."""
        if "search" in self.desk.settings.exports:
            yield self._search
        yield from self._exports()
        yield from self._kinds(first=False)
        if self.desk.settings.draws_cards:
            for few in _runs(card_files(self.desk), _CARDS):
                yield partial(self._draw, few)

    def _kinds(self, *, first: bool) -> Iterator[Piece]:
        for kind in KINDS:
            if kind.first == first and kind.template in self._found and kind.template != "explore.html":
                for some in _runs(kind.items(self.desk), kind.batch):
                    yield partial(self.print, kind, some)

    @property
    def starts_anew(self) -> bool:
        """Whether nothing of the last build's can stay unseen, so that every page is made."""
        return self._stale is None

    @property
    def has_little(self) -> bool:
        """Whether so little is to be made that another process would cost more than it does: after an edit of
        words alone, where no export holds those of the whole book.
        """
        settings = self.desk.settings
        return self._edited is not None and not settings.exports and not settings.draws_cards

    def print(self, kind: Kind, items: Iterable[Any]) -> None:
        """Make the pages of some items of a kind, but those that can stay."""
        if kind.among and self._stale is not None:
            stale = getattr(self._stale, kind.among, None)
            for item in self._unsettled(kind, list(items), stale):
                self._print_item(kind, item, stale)
        elif kind.among:
            for item in items:
                key = _key_of(kind, item)
                for view in kind.make(self.desk, item):
                    self.write(view.head.path, self.render(kind.template, view).encode(), key)
        else:
            for item in items:
                self._print_views(kind, item)

    def _unsettled(self, kind: Kind, items: Sequence[Any], stale: set[str] | None) -> Sequence[Any]:
        """The items, but those whose pages can stay and stand in the folder already, which are most."""
        if stale is None or not kind.path:
            return items
        settled = [item for item in items if item.id not in stale]
        paths = list(map(kind.path, settled))
        taken = self._take_standing(paths, _key(kind.template))
        if len(taken) == len(paths):
            return () if len(paths) == len(items) else [item for item in items if item.id in stale]
        return [item for item in items if kind.path(item) not in taken]

    def _print_item(self, kind: Kind, item: Any, stale: set[str] | None) -> None:
        """The pages of an item, by what is known of the claims they show."""
        name = kind.name(item)
        key = _key_of(kind, item)
        if stale is not None and name not in stale and self._stays(kind, item, key):
            return
        paths: list[str] = []
        edited = self._edited if kind.shows else None
        for view in kind.make(self.desk, item):
            path = view.head.path
            if not paths or not self._shows_same(kind, view, edited) or not self._take(path, key):
                self.write(path, self.render(kind.template, view).encode(), key)
            paths.append(path)
        if not kind.path:
            self._printed(key, paths)
        if stale:
            stale.discard(name)

    def _stays(self, kind: Kind, item: Any, key: bytes) -> bool:
        return self._take(kind.path(item), key) if kind.path else self._take_all(key)

    def _printed(self, key: bytes, paths: Iterable[str]) -> None:
        """Told of all pages that were made of an item."""

    @property
    def _edited(self) -> Stale | None:
        """What no longer stands, after an edit of words alone."""
        return self._stale if self._stale and self._stale.words else None

    def _print_views(self, kind: Kind, item: Any) -> None:
        """The pages of an item of no record: after an edit of words alone some need not be made again."""
        key, edited = _key(kind.template), self._edited
        if edited and kind.wordless and self._take_all(key):
            return
        for view in kind.make(self.desk, item):
            path = view.head.path
            if not self._shows_same(kind, view, edited) or not self._take(path, key):
                self.write(path, self.render(kind.template, view).encode(), key)

    @staticmethod
    def _shows_same(kind: Kind, view: Any, edited: Stale | None) -> bool:
        """Whether a page tells none of the words that were edited, if nothing else was."""
        if edited is None or not edited.moved:
            return edited is not None
        return kind.shows is not None and edited.moved.isdisjoint(rows_of(kind.shows(view)))

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
        """Each claim is put into words once, for its own file and for the book's; those that stand are taken
        out of the last build's.
        """
        book = self.desk.book
        stale = self._stale.data if self._stale else frozenset[str]()
        last = self._past.content(_BOOK) if self._past and self._stale else b""
        known_head, known = exports.known_json(last)

        def lines() -> Iterator[bytes]:
            for claim in book.claims.values():
                line = None if claim.id in stale else known.get(claim.id)
                if line is None:
                    line = exports.claim_json(book, claim)
                self._print_data(claim.id, f"claims/{claim.id}.json", line)
                yield line

        head = known_head if self._edited and last else exports.book_head(book, self.desk.settings)
        self.stream(_BOOK, exports.book_json(head, lines()))
        self._files(exports.former_files(book))

    def _print_data(self, name: str, path: str, line: bytes) -> None:
        stale = self._stale
        if stale is None or name in stale.data or not self._take(path, _DATA):
            self.write(path, line, _DATA)
            if stale is not None:
                stale.data.discard(name)

    def _csv(self) -> None:
        book = self.desk.book
        for table in exports.TABLES:
            if not self._renew(table):
                lines = (table.lines(book, claim) for claim in book.live)
                self.stream(table.path, exports.csv_table(table, lines))

    def _renew(self, table: exports.Table) -> bool:
        """After an edit of words alone, make a table out of the last build's; false where that cannot be."""
        edited = self._edited
        if edited is None or self._past is None:
            return False
        if not table.words or not edited.moved:
            return self._take(table.path, b"")
        pieces = exports.renewed(table, self._past.content(table.path), self.desk.book, edited.moved)
        if pieces is not None:
            self.write(table.path, b"".join(pieces))
        return pieces is not None

    def _search(self) -> None:
        """The search index, and the page that knows its files."""
        edited = self._edited
        last = self._words.read() if self._words and edited else None
        index = exports.search_index(self.desk, last, edited.were if edited else {})
        if self._words and index.files:
            self._words.write(index.words)
        for file in index.files:
            stands = edited and file.claims is not None and edited.moved.isdisjoint(file.claims)
            if not stands or not self._take(file.path, b""):
                self.write(file.path, file.content())
        for kind in KINDS:
            if kind.template == "explore.html" and kind.template in self._found:
                for view in kind.make(self.desk, None):
                    html = self.render(kind.template, view, index=index)
                    self.write(view.head.path, html.encode())

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

    def write_sitemap(self, files: Iterable[str], share: Share | None = None) -> None:
        """Write the sitemap of the pages among `files`, where the site's address is known; `share` says which
        of a site's shares they are.
        """
        if self.desk.settings.site_url:
            left_out = {"404.html", *self._moved()}
            pages = (path for path in files if path.endswith(".html") and not path.endswith(".embed.html"))
            paths = [path for path in pages if path not in left_out]
            if share:
                self._files(exports.shared_sitemap(self.desk.settings, paths, share.number, share.of))
            else:
                self._files(exports.sitemap_files(self.desk.settings, paths))

    def _moved(self) -> set[str]:
        return {f"{kind}s/{old}.html" for kind, old in self.desk.book.former}


def _key_of(kind: Kind, item: Any) -> bytes:
    """The key of an item's pages."""
    return _key(kind.template) if kind.path else f"{kind.template} {kind.name(item)}".encode()


@cache
def _key(template: str) -> bytes:
    """The key of pages that are known by their addresses: one object for all of them."""
    return template.encode()


def _runs(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """`items` in lists of at most `size`."""
    rest = iter(items)
    while run := list(islice(rest, size)):
        yield run

"""The press that mends a published site in its place, file by file.

Owns: how a file of a served site is replaced: written in a folder beside the site and renamed, so that nobody
ever reads half of one, and a file of an older site with the same inode stays as it is. What is held back is
written whole before the first file is replaced: a full disk leaves the site as it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

from claimbook import exports
from claimbook.pages import KINDS, Desk, Stale
from claimbook.site.job import Job
from claimbook.site.past import OTHERS, is_same
from claimbook.site.press import Piece, Press
from claimbook.site.staging import MARKER, Staging

_KINDS = {kind.template: kind for kind in KINDS}
_FIRST = ("facet.html", "timeline.html")  # lists on which claims' words stand


class Mender(Press):
    """Goes on from a finished build. `rendered` counts the pages made since, `replaced` names the files
    that were written or removed."""

    def __init__(self, job: Job) -> None:
        press = job.press
        self.stale = Stale()  # of the served site, what is still to be made again
        super().__init__(press.desk, job.staging.target, press.env, press.corrections, stale=self.stale)
        self.entries = job.entries
        self._paths: dict[bytes, set[str]] = {}
        for path, (key, _, _) in self.entries.items():
            self._paths.setdefault(key, set()).add(path)
        self.rendered = 0
        self.replaced: list[str] = []
        self._job = job
        self._lines: dict[str, bytes] = {}  # of JSON, by the claim's file
        self._rows: dict[str, dict[str, bytes]] = {}  # of CSV, by table and claim
        self._head = b""
        self._seen: set[str] = set()
        self._held: list[tuple[str, Iterable[bytes], bytes]] | None = None
        self._staging = Staging(self.folder)
        self._place = _place(self.folder)

    @property
    def stands(self) -> bool:
        """Whether the site is still there that this one goes on from, and no other build's."""
        return (self.folder / MARKER).is_file() and _place(self.folder) == self._place

    def claim(self) -> None:
        """Wait until no build is at work on the site, and keep others off; raises `StagingError`."""
        self._staging.claim(inf)

    def leave(self) -> None:
        """Let others work on the site."""
        self._staging.discard()

    def turn(self, desk: Desk, stale: Stale, near: Iterable[str], *, words: bool) -> None:
        """Go on with another state of the book, after which some pages are `stale`; `near` are the claims
        that were edited and all tied to them, and `words` says that the edit was one of words alone.
        """
        self.desk = desk
        self.stale.add(stale)
        self._job.kept.forget(near)
        if not words:
            self._head = b""

    def warm(self) -> Iterator[None]:
        """Make beforehand what the first edit needs, step by step."""
        if "json" in self.desk.settings.exports:
            self._lines = dict(exports.claim_files(self.desk.book))
            self._head = exports.book_head(self.desk.book, self.desk.settings)
            yield
        if "csv" in self.desk.settings.exports:
            for table in exports.TABLES:
                lines = {claim.id: table.lines(self.desk.book, claim) for claim in self.desk.book.live}
                self._rows[table.path] = lines
                yield
        for number, claim in enumerate(self.desk.book.live):
            self.desk.row(claim.id)
            if number % 1000 == 0:
                yield
        for name in sorted(self._found):
            if name.endswith(".html"):
                with suppress(Exception):  # one that no page needs may be wrong
                    self.env.get_template(name)
                yield

    def pages(self, template: str, items: Iterable[Any]) -> None:
        """Make the pages of some items that are not as they were, where the theme has such a template."""
        if template in self._found:
            self.print(_KINDS[template], items)

    def data(self, claims: Iterable[str]) -> None:
        """Write the data of the book, with that of these claims made anew."""
        if "json" in self.desk.settings.exports:
            self._data_json(claims)
        if "csv" in self.desk.settings.exports:
            self._data_csv(claims)

    def _data_csv(self, claims: Iterable[str]) -> None:
        book = self.desk.book
        for table in exports.TABLES:
            lines = self._rows.get(table.path)
            if not lines:
                lines = self._rows[table.path] = {one.id: table.lines(book, one) for one in book.live}
            for name in claims:
                if name in lines:
                    lines[name] = table.lines(book, book.claims[name])
            self.stream(table.path, exports.csv_table(table, lines.values()))

    def _data_json(self, claims: Iterable[str]) -> None:
        book = self.desk.book
        if not self._lines:
            self._lines = dict(exports.claim_files(book))
        for name in claims:
            path, claim = f"claims/{name}.json", book.claims[name]
            self._lines[path] = exports.claim_json(book, claim)
            self._print_data(name, path, self._lines[path])
        self._book()

    def _json(self) -> None:
        book = self.desk.book
        for claim, (path, line) in zip(book.claims.values(), exports.claim_files(book), strict=True):
            self._lines[path] = line
            self._print_data(claim.id, path, line)
        self._head = b""
        self._book()

    def _book(self) -> None:
        if not self._head:
            self._head = exports.book_head(self.desk.book, self.desk.settings)
        self.stream("data/claims.json", exports.book_json(self._head, self._lines.values()))
        self._files(exports.former_files(self.desk.book))

    def feeds(self) -> None:
        """Write the feeds."""
        if "feeds" in self.desk.settings.exports:
            self._feeds()

    def rest(self) -> Iterator[None]:
        """Make everything that is no longer as it was, step by step; whoever stops in between leaves pages of
        another state of the book.
        """
        self._seen = set()
        for piece in sorted([*self.rows(), *self.pieces()], key=self._rank):
            piece()
            yield
        self._remove(lambda path: path.endswith(".html"))
        self.write_sitemap(self.entries)
        self._remove(lambda _: True)
        self.stale.moved.clear()
        self.stale.words = True
        yield
        self._job.case.loaded.keep()
        self._job.keep()

    def _rank(self, piece: Piece) -> int:
        """Files with claims' own words come first, but those that were written at once."""
        if isinstance(piece, partial):
            return 0 if piece.args and getattr(piece.args[0], "template", "") in _FIRST else 2
        return 1 if piece == self._search else 3

    def hold(self) -> None:
        """Hold back what is written from now on."""
        self._held = []

    def release(self) -> None:
        """Write what was held back."""
        held, self._held = self._held or [], None
        written = [
            (self._put_beside(number, pieces), path, key) for number, (path, pieces, key) in enumerate(held)
        ]
        for beside, path, key in written:
            self._move(beside, path, key)

    def drop(self) -> None:
        """Forget what was held back."""
        self._held = None

    def render(self, name: str, view: Any, **more: Any) -> str:
        """One page as HTML."""
        self.rendered += 1
        return super().render(name, view, **more)

    def _take(self, path: str, key: bytes) -> bool:
        if self.entries.get(path, (b"",))[0] != key or not self._is_kept(path):
            return False
        self._seen.add(path)
        return True

    def _take_all(self, key: bytes) -> bool:
        paths = [*self._paths.get(key, ())]
        return bool(paths) and all(self._take(path, key) for path in paths)

    def _printed(self, key: bytes, paths: Iterable[str]) -> None:
        """What else there was of the item is no part of the site any more."""
        for path in self._paths.get(key, set()).difference(paths):
            _, *rest = self.entries[path]
            self._leave(path)
            self.entries[path] = (b"", *rest)  # type: ignore[assignment]
            self._paths.setdefault(b"", set()).add(path)

    def _is_kept(self, path: str) -> bool:
        """Whether the file is there as it was written."""
        try:
            status = os.lstat(f"{self.folder}/{path}")
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) == self.entries.get(path, (b"", -1, 0))[1:]

    def write(self, path: str, content: bytes, key: bytes = b"") -> None:
        """Write a file of the site, unless it holds just this; `key` names what it belongs to."""
        self._seen.add(path)
        if self._holds(path, content):
            self._enter(path, key)
        elif self._held is None:
            self._replace(path, (content,), key)
        else:
            self._held.append((path, (content,), key))

    def stream(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write a file of the site that need not be held in memory whole."""
        self._seen.add(path)
        if self._held is None:
            self._replace(path, pieces, b"")
        else:
            self._held.append((path, pieces, b""))

    def _holds(self, path: str, content: bytes) -> bool:
        try:
            with open(f"{self.folder}/{path}", "rb", buffering=0) as file:
                return os.fstat(file.fileno()).st_size == len(content) and file.read() == content
        except OSError:
            return False

    def _enter(self, path: str, key: bytes) -> None:
        status = os.lstat(f"{self.folder}/{path}")
        self._leave(path)
        self.entries[path] = key, status.st_size, status.st_mtime_ns
        self._paths.setdefault(key, set()).add(path)

    def _leave(self, path: str) -> None:
        entry = self.entries.pop(path, None)
        if entry:
            paths = self._paths[entry[0]]
            paths.discard(path)
            if not paths:
                del self._paths[entry[0]]

    def _replace(self, path: str, pieces: Iterable[bytes], key: bytes) -> None:
        self._move(self._put_beside(0, pieces), path, key)

    def _put_beside(self, number: int, pieces: Iterable[bytes]) -> str:
        beside = f"{self._staging.folder}/{number}"
        with open(beside, "wb") as file:
            file.writelines(pieces)
        return beside

    def _move(self, beside: str, path: str, key: bytes) -> None:
        target = f"{self.folder}/{path}"
        self._prepare(path)
        if is_same(beside, target):
            os.unlink(beside)
        else:
            os.replace(beside, target)
            self.replaced.append(path)
        self._enter(path, key)

    def _remove(self, some: Callable[[str], bool]) -> None:
        """Remove files that are no part of the site any more, and the folders they leave empty."""
        for path in [path for path in self.entries if path not in self._seen and some(path)]:
            if self.entries[path][0].startswith(OTHERS):
                continue
            self._leave(path)
            self.replaced.append(path)
            with suppress(OSError):
                os.unlink(f"{self.folder}/{path}")
                os.rmdir(os.path.dirname(f"{self.folder}/{path}"))


def _place(folder: Path) -> tuple[int, int] | None:
    """What tells one folder from another of the same name."""
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino

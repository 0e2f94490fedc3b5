"""Files of one site: written, or taken over from the last build.

Owns: how a file comes into the folder aside, with few system calls, and the list of what is there.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook.site.past import Entry, Past

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@dataclass(slots=True)
class Written:
    """What a press wrote: every file of the book's own, and how many of them were taken over as they were."""

    entries: dict[str, Entry] = field(default_factory=dict)
    reused: int = 0

    def add(self, other: Written) -> None:
        """Take in what another press wrote."""
        self.entries.update(other.entries)
        self.reused += other.reused

    def __reduce__(self) -> tuple[Any, ...]:
        """From process to process it goes as `marshal` writes it: of a large book it is large."""
        return _sent, (marshal.dumps(self.entries), self.reused)

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len([path for path in self.entries if path.endswith(".html")])

    @property
    def bytes(self) -> int:
        """The bytes of all files."""
        return sum([size for _, size, _ in self.entries.values()])


def _sent(entries: bytes, reused: int) -> Written:
    return Written(marshal.loads(entries), reused)  # from our own copy, as all that `spread` gives


class Writer:
    """Writes into one folder what cannot be taken over from the build that `past` knows of."""

    def __init__(self, folder: Path, past: Past | None = None) -> None:
        self.folder = folder
        self._within = f"{folder}/"
        self.written = Written()
        self._made: set[str] = set()
        self._past = past

    def write(self, path: str, content: bytes, key: bytes = b"") -> None:
        """Write a file of the site, unless the last build wrote the same; `key` names what it belongs to."""
        self._prepare(path)
        if self._past and (entry := self._past.take_same(path, content, key)):
            self._taken(path, entry)
        else:
            self._put(path, (content,), key)

    def stream(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write a file of the site that need not be held in memory whole."""
        self._prepare(path)
        self._put(path, pieces, b"")
        if self._past and (entry := self._past.take_back(path, self.written.entries[path])):
            self._taken(path, entry)

    def _prepare(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)

    def _put(self, path: str, pieces: Iterable[bytes], key: bytes) -> None:
        """With few system calls, since a large book has a hundred thousand files."""
        size = 0
        if self._past:
            self._past.clear(path)
        file = os.open(self._within + path, _NEW, 0o666)
        try:
            for piece in pieces:
                size += len(piece)
                written = os.write(file, piece)
                while written < len(piece):  # a system may write less than it was asked to
                    piece = piece[written:]
                    written = os.write(file, piece)
            self.written.entries[path] = key, size, os.fstat(file).st_mtime_ns
        except OSError as error:
            error.filename = self._within + path  # the system does not say which
            raise
        finally:
            os.close(file)

    def _take(self, path: str, key: bytes) -> bool:
        """Whether the page can stay as the last build made it."""
        past = self._past
        entry = past.entries.get(path) if past else None
        if past is None or entry is None or entry[0] != key:
            return False
        if not past.has(path):
            self._prepare(path)
        return past.take(path, entry) and self._taken(path, entry)

    def _take_standing(self, paths: Iterable[str], key: bytes) -> Collection[str]:
        """Take over those of the pages that stand in the folder already, and tell which."""
        found = self._past.standing(paths, key) if self._past else {}
        self.written.entries.update(found)
        self.written.reused += len(found)
        return found

    def _take_all(self, key: bytes) -> bool:
        """Whether all pages of an item can stay as the last build made them."""
        paths = self._past.paths(key) if self._past else ()
        taken = self._take_standing(paths, key)
        return bool(paths) and all(self._take(path, key) for path in paths if path not in taken)

    def _taken(self, path: str, entry: Entry) -> bool:
        self.written.entries[path] = entry
        self.written.reused += 1
        return True

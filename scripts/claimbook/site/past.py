"""The last build of a site: what it made, from what, and which of its files can stand in the new one.

Owns: when a published file may be taken over instead of being made or written again. A file that changed
since is never taken over; neither is one with another key. Files are linked, never copied. Of a large
site even that takes time: the site before the last is kept as a spare, whose files are mostly the last one's
too, and the next build goes on in its folder.
"""

from __future__ import annotations

import filecmp
import os
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from itertools import chain
from pathlib import Path

from claimbook.private import Keep, own_folder
from claimbook.site.staging import MARKER
from claimbook.site.wordlists import WordLists, state_of

Entry = tuple[bytes, int, int]
"""Of a file: its key, which names what it belongs to (b"" where nothing needs to be known); its size in
bytes; when it was written (ns).
"""

Seen = tuple[list[str], list[str]]
"""Of a spare: files to be made or linked anew, and files that are no part of the site any more."""

OTHERS = b"others"  # what the key begins with of files that the press does not write
SPARED = 10_000  # files of a site from which a spare is worth a second tree of links


class Past:
    """The files of the site at `target` as the last build left them; the next one is made in `into`."""

    def __init__(self, target: Path, into: Path, keep: Keep | None, words: Keep | None) -> None:
        self.target = str(target)
        self.into = str(into)
        self._there: set[str] = set()  # files of the last build's that stand in `into`
        self._keep, self._words = keep, words
        kept = keep.read() if keep else None
        self.world = b""  # of the last build, like `sums`, the digests of the record files
        self.sums: dict[str, bytes] = {}
        self.entries: dict[str, Entry] = {}
        if isinstance(kept, tuple):
            self.world, self.sums, self.entries = kept
        self._by_key: dict[bytes, list[str]] | None = None
        self._link: Callable[[str, str], None] | None = getattr(os, "link", None)

    @property
    def spares(self) -> bool:
        """Whether the site is large enough to keep a spare."""
        return self._keep is not None and self._link is not None and len(self.entries) >= SPARED

    def look(self, spare: str) -> Seen:
        """Look through the site before the last one: which of the last build's files do not stand there as
        they were left, and what else does.
        """
        there, others = files_below(spare, self.entries.keys())
        changed = [
            path
            for path, entry in self.entries.items()
            if path not in there or not is_as_left(f"{spare}/{path}", entry)
        ]
        return changed, others

    def go_on(self, seen: Seen) -> None:
        """Go on in that site, which stands in `into` now: only what is the last build's stays."""
        for path in chain(*seen):
            if path != MARKER:
                with suppress(FileNotFoundError):
                    os.unlink(f"{self.into}/{path}")
        self._there = self.entries.keys() - seen[0]

    def end(self, entries: Mapping[str, Entry]) -> None:
        """Remove what of the spare is no part of the new site."""
        for path in self._there - entries.keys():
            full = f"{self.into}/{path}"
            with suppress(OSError):  # another process has removed it, or other files stand in its folder
                os.unlink(full)
                os.rmdir(os.path.dirname(full))

    def paths(self, key: bytes) -> Sequence[str]:
        """All files with one key."""
        if self._by_key is None:
            self._by_key = {}
            for path, entry in self.entries.items():
                self._by_key.setdefault(entry[0], []).append(path)
        return self._by_key.get(key, ())

    def words(self, world: bytes, sums: Mapping[str, bytes]) -> WordLists | None:
        """The search index's words as the last build made them, to be kept as those of another state."""
        if self._words is None:
            return None
        return WordLists(self._words, state_of(self.world, self.sums), state_of(world, sums))

    def has(self, path: str) -> bool:
        """Whether the file at `path` stands in the new site's folder already."""
        return path in self._there

    def standing(self, paths: Iterable[str], key: bytes) -> dict[str, Entry]:
        """Those of the files with one key that stand in the new site's folder already."""
        there, entries = self._there, self.entries
        return {path: entries[path] for path in paths if path in there and entries[path][0] == key}

    def take_same(self, path: str, content: bytes, key: bytes) -> Entry | None:
        """Take the file at `path` over if it holds just this content."""
        entry = self.entries.get(path)
        if entry is None or entry[1] != len(content):
            return None
        try:
            with open(
                f"{self.into if path in self._there else self.target}/{path}", "rb", buffering=0
            ) as file:
                same = file.read() == content
        except OSError:
            return None
        made = (key, *entry[1:])
        return made if same and self.take(path, made) else None

    def content(self, path: str) -> bytes:
        """What the file at `path` of the published site holds; nothing where it is not as it was left."""
        entry = self.entries.get(path)
        if entry is None or not is_as_left(f"{self.target}/{path}", entry):
            return b""
        try:
            return Path(f"{self.target}/{path}").read_bytes()
        except OSError:
            return b""

    def take_back(self, path: str, made: Entry) -> Entry | None:
        """Take the file at `path` over in place of the one just `made`, if they are the same."""
        entry = self.entries.get(path)
        beside = f"{self.into}/{path}"
        if entry is None or entry[1] != made[1] or not is_same(f"{self.target}/{path}", beside):
            return None
        os.rename(beside, f"{beside}~")
        if not self.take(path, entry):
            os.rename(f"{beside}~", beside)
            return None
        os.unlink(f"{beside}~")
        return entry

    def of(self, key: bytes) -> dict[str, Entry]:
        """The files with one key, as the last build left them."""
        return {path: entry for path, entry in self.entries.items() if entry[0] == key}

    def take_all(self, key: bytes) -> bool:
        """Take all files with one key over; none of them where one changed or is gone."""
        wanted = self.of(key)
        for path, entry in wanted.items():
            os.makedirs(os.path.dirname(f"{self.into}/{path}"), exist_ok=True)
            if not self.take(path, entry):
                for taken in wanted:
                    self.clear(taken)
                return False
        return True

    def clear(self, path: str) -> None:
        """Make room for another file at `path`: what stands there may be the published site's own."""
        if path in self._there:
            self._there.discard(path)
            os.unlink(f"{self.into}/{path}")

    def clear_others(self) -> None:
        """Make room for everything that the press does not write."""
        for path in [path for path in self._there if self.entries[path][0].startswith(OTHERS)]:
            self.clear(path)

    def is_left(self, path: str) -> bool:
        """Whether the file at `path` is the press's own of an older build."""
        return path in self._there and not self.entries[path][0].startswith(OTHERS)

    def take(self, path: str, entry: Entry) -> bool:
        """Take the file at `path` over, which was left as `entry` says; false where it is another now."""
        if path in self._there:
            return True
        if self._link is None:
            return False
        source = f"{self.target}/{path}"
        try:
            if not is_as_left(source, entry):
                return False
            self._link(source, f"{self.into}/{path}")
            self._there.add(path)
        except OSError:  # removed in the meantime, or a file system without links
            return False
        return True

    def keep(self, world: bytes, sums: dict[str, bytes], entries: dict[str, Entry]) -> None:
        """Remember a build that was published, of record files with the digests `sums`."""
        if self._keep and (self._link or not self.entries):
            self._keep.write((world, sums, entries))


def is_as_left(path: str, entry: Entry) -> bool:
    """Whether a file has the size and the time that it was left with; false where it is gone."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return status.st_mtime_ns == entry[2] and status.st_size == entry[1]


def is_same(one: str, other: str) -> bool:
    """Whether two files hold the same; false where one cannot be read."""
    try:
        return filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False


def files_below(folder: str, known: Set[str]) -> tuple[set[str], list[str]]:
    """The paths of all files below a folder: those that are known, and the others."""
    found: set[str] = set()
    others: list[str] = []
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        names: list[str] = []
        with suppress(OSError):  # one that is gone holds nothing
            names = os.listdir(f"{folder}/{inside}")
        paths = {inside + name for name in names}
        here = paths & known
        found |= here
        for path in sorted(paths - here):
            full = f"{folder}/{path}"
            if os.path.isdir(full) and not os.path.islink(full):
                waiting.append(f"{path}/")
            else:
                others.append(path)
    return found, others


def open_past(root: Path, target: Path, into: Path, code: bytes) -> Past:
    """What is known of the site at `target`, made of the book at `root` by programs of the digest `code`."""
    folder = own_folder(root)
    site, words = (Keep(folder, kind, target, code) if folder else None for kind in ("site", "words"))
    return Past(target, into, site, words)

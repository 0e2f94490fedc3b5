"""Records kept from one run to the next, so that files which did not change are not parsed again.

Owns: one file for each book in the user's own cache folder, and the trust in it: it is read with `marshal`,
so neither the folder nor the file may be in the repository, belong to somebody else or be open to others.
Refuses: to keep files with problems, and ever to fail: without a place that can be trusted, or with a file
that is damaged or was made by other code, everything is parsed.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
import tempfile
from contextlib import suppress
from functools import cache as once
from pathlib import Path

import yaml

from claimbook import dates, text
from claimbook.records.cursor import FileRecords
from claimbook.records.pack import Packed, is_sound, pack, unpack

_SUM = 32  # bytes of a checksum
_BOOKS = 8  # files kept; the one written longest ago goes first


class Cache:
    """The kept records of one book; made by `open_cache`, used by one `load`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, tuple[bytes, Packed]] = _read(path)
        self._used: dict[str, tuple[bytes, Packed]] = {}
        self._changed = False

    def get(self, name: str, content: bytes) -> FileRecords | None:
        """The records of a file with this very content, if they are kept."""
        entry = self._known.get(name)
        if entry is None or entry[0] != _sum(content):
            return None
        self._used[name] = entry
        return unpack(name, entry[1])

    def put(self, content: bytes, found: FileRecords) -> None:
        """Keep what was read from a file, if it has no problem."""
        if is_sound(found):
            self._used[found.path] = (_sum(content), pack(found))
            self._changed = True

    def save(self) -> None:
        """Write what `get` and `put` met, and forget other files; does nothing where it cannot."""
        if not self._changed and self._used.keys() == self._known.keys():
            return
        with suppress(OSError):
            _write(self._path, marshal.dumps(self._used))


def open_cache(root: Path, folder: Path | None = None) -> Cache | None:
    """The cache of the book at `root`; None where there is no folder for it that can be trusted.

    `folder` is the user's cache folder, by default the system's usual one; `claimbook` is made in it.
    """
    base = folder or _user_folder()
    if base is None:
        return None
    try:
        own = base.resolve() / "claimbook"
        if own.is_relative_to(_repository(root.resolve())):
            return None
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = own.lstat()
    except (OSError, RuntimeError):
        return None
    if not stat.S_ISDIR(status.st_mode) or not _is_private(status):
        return None
    return Cache(own / f"{hashlib.blake2b(os.fsencode(root.resolve()), digest_size=16).hexdigest()}.records")


def _user_folder() -> Path | None:
    """Where the system wants caches: XDG Base Directory, Library/Caches on macOS, LOCALAPPDATA on Windows."""
    try:
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA", "")
            return Path(local) if local else None
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches"
        named = Path(os.environ.get("XDG_CACHE_HOME", ""))
        return named if named.is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # nobody's home
        return None


def _repository(root: Path) -> Path:
    """The folder of the working copy that holds the book: what contributors can write."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)


def _is_private(status: os.stat_result) -> bool:
    """Whether only this user can write; Windows keeps a user's cache folder so by itself."""
    if sys.platform == "win32":
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _sum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_SUM).digest()


@once
def _code() -> bytes:
    """A sum over everything that decides what a file's records are: Python, the parser, and our own code."""
    made = hashlib.blake2b(digest_size=_SUM)
    made.update(f"{sys.version} {yaml.__version__} {marshal.version}".encode())
    for package in (__file__, text.__file__, dates.__file__):
        for path in sorted(Path(package).parent.glob("*.py")):
            made.update(_sum(path.read_bytes()))
    return made.digest()


def _read(path: Path) -> dict[str, tuple[bytes, Packed]]:
    try:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as handle:
            status = os.fstat(handle.fileno())
            if not stat.S_ISREG(status.st_mode) or not _is_private(status):
                return {}
            code, checksum = handle.read(_SUM), handle.read(_SUM)
            kept = handle.read() if code == _code() else b""
        if checksum != _sum(kept):
            return {}
        known: dict[str, tuple[bytes, Packed]] = marshal.loads(kept)
        return known
    except (OSError, ValueError, EOFError, TypeError):
        return {}


def _write(path: Path, kept: bytes) -> None:
    """Write beside and rename, so that no reader ever meets half a file."""
    handle, beside = tempfile.mkstemp(prefix=".", dir=path.parent)  # readable by its owner only
    try:
        with open(handle, "wb") as file:
            file.writelines((_code(), _sum(kept), kept))
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            os.unlink(beside)
        raise
    books = sorted(path.parent.glob("*.records"), key=lambda book: book.stat().st_mtime)
    for book in books[:-_BOOKS]:
        book.unlink()

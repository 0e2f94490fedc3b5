"""Files kept from one run to the next, in a place that this user alone can write to.

Owns: one file of each kind for each book or site in the user's own cache folder, and the trust in it: it is
read with `marshal`, so neither the folder nor the file may be in the repository, belong to somebody else or
be open to others. Refuses ever to fail: without a place that can be trusted, or with a file that is damaged
or was made by other code, there is nothing to read.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

_SUM = 32  # bytes of a checksum
_BEGUN = time.time() - 1.0  # before any program of ours was read: seconds since 1970
_LIBRARIES = ("bleach", "jinja2", "markdown", "markupsafe", "pelican", "pyyaml")
_STALE = 3600.0  # seconds after which what a killed process left half written is removed
_MOST = 8  # files kept of one kind; the one written longest ago goes first


def digest(content: bytes) -> bytes:
    """A sum that differs for different content: SHA-256, for which processors have instructions."""
    return hashlib.sha256(content).digest()


@cache
def code() -> bytes:
    """A digest of what is at work here: Python, the libraries that pages are made with, and our own programs.

    One of these that was changed on the disk since this process began may be another than the one at work:
    then the digest is like no other, and what is kept with it is never read.
    """
    made = hashlib.blake2b(f"{sys.version} {installed(*_LIBRARIES)}".encode(), digest_size=_SUM)
    for path in _programs(os.path.dirname(__file__)):
        with open(path, "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            if max(status.st_mtime, status.st_ctime) > _BEGUN:
                return os.urandom(_SUM)
            made.update(digest(file.read()))
    return made.digest()


def _programs(folder: str) -> Iterator[str]:
    """All modules below a folder, in the order of their names."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith(".py"):
            yield entry.path
        elif entry.name != "__pycache__" and entry.is_dir():
            yield from _programs(entry.path)


def installed(*names: str) -> list[str]:
    """What is installed of each library: the name of the folder about it, or else its version."""
    found = _folders_about()
    if all(name in found for name in names):
        return [found[name] for name in names]
    from importlib.metadata import version  # which takes as long to import as half of our own modules

    return [version(name) for name in names]


@cache
def _folders_about() -> dict[str, str]:
    """The folders about libraries (PyPA, Recording installed projects) by name; the first found counts."""
    found: dict[str, str] = {}
    for place in sys.path:
        for path in Path(place).glob("*.dist-info"):
            found.setdefault(path.name.partition("-")[0].replace("_", "-").lower(), path.name)
    return found


class Keep:
    """One file: `kind` names what it holds, `of` the book or site it belongs to; `code` is a digest of
    whatever decides what its content means.
    """

    def __init__(self, folder: Path, kind: str, of: Path, code: bytes) -> None:
        name = hashlib.blake2b(os.fsencode(of.resolve()), digest_size=16).hexdigest()
        self.path = folder / f"{name}.{kind}"
        self._code = code

    def read(self) -> Any:
        """What was kept; None where there is nothing, or nothing that can be trusted."""
        try:
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            with open(os.open(self.path, flags), "rb", buffering=0) as handle:  # it is read in one go
                status = os.fstat(handle.fileno())
                if not stat.S_ISREG(status.st_mode) or not _is_private(status):
                    return None
                code, checksum = handle.read(_SUM), handle.read(_SUM)
                kept = handle.read() if code == self._code else b""
            return marshal.loads(kept) if checksum == digest(kept) else None
        except (OSError, ValueError, EOFError, TypeError):
            return None

    def write(self, what: Any) -> None:
        """Keep `what`, made of plain values, in place of what was; does nothing where it cannot."""
        with suppress(OSError):
            self._write(marshal.dumps(what))

    def _write(self, kept: bytes) -> None:
        """Write beside and rename, so that no reader ever meets half a file."""
        handle, beside = tempfile.mkstemp(prefix=".", dir=self.path.parent)  # readable by its owner only
        try:
            with open(handle, "wb") as file:
                file.writelines((self._code, digest(kept), kept))
            os.replace(beside, self.path)
        except OSError:
            with suppress(OSError):
                os.unlink(beside)
            raise
        others = sorted(self.path.parent.glob(f"*{self.path.suffix}"), key=lambda path: path.stat().st_mtime)
        left = [path for path in self.path.parent.glob(".*") if time.time() - path.stat().st_mtime > _STALE]
        for path in (*others[:-_MOST], *left):
            path.unlink()


def own_folder(root: Path, base: Path | None = None) -> Path | None:
    """The folder for what is kept of the book at `root`; None where there is none that can be trusted.

    `base` is the user's cache folder, by default the system's usual one; `claimbook` is made in it.
    """
    base = base or _user_folder()
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
    return own if stat.S_ISDIR(status.st_mode) and _is_private(status) else None


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

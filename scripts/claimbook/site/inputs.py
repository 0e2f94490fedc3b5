"""The files a build reads, and whether they stayed as they were while it ran.

Owns: that a site is made of one state of its book. Pages are kept for later builds by digests of what they
were made from (see `world`); a file that changed between the digest and its use would spoil them for good. So
all files are noted before the first is read and looked at again before the site is published.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from claimbook.private import digest
from claimbook.quotes import FINGERPRINTS
from claimbook.settings import CONFIGS

Stamp = tuple[int, int, int, int]
"""Of a file: its inode, its size in bytes, when it was written and when anything of it changed (ns)."""

_COARSE = 2_100_000_000  # ns; a clock of files may count in steps of two seconds
_TOLD = 3  # files named in the message


class Changed(Exception):
    """A file changed while the site was made of it; the message names it."""


class Inputs:
    """The files of the book at `root`, as they are now: those of its settings, at first."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: list[Path] = []
        self._begun = time.time_ns()
        self._seen = {name: self._look(path) for name, path in self._files()}

    def add(self, values: Mapping[str, Any]) -> None:
        """Note the records, texts and templates that belong to the settings `values`."""
        claims = self._root / "claims"
        self._folders = [claims, *(f for f in folders_of(self._root, values) if not f.is_relative_to(claims))]
        self._begun = time.time_ns()
        self._seen = {name: self._look(path) for name, path in self._files()} | self._seen

    def check(self) -> None:
        """Raise `Changed` where any of them is not what it was."""
        now = dict(self._files())
        names = now.keys() ^ self._seen.keys()
        for name, path in now.items():
            before = self._seen.get(name)
            if before and (stamp_of(path) != before[0] or (before[1] and _sum(path) != before[1])):
                names.add(name)
        if names:
            told = ", ".join(sorted(names)[:_TOLD])
            more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
            raise Changed(
                f"{told}{more} changed while the site was built. Nothing was published; build again."
            )

    def _look(self, path: str) -> tuple[Stamp, bytes]:
        """A file's stamp, and a digest of what it holds where it is too young for its stamp to tell."""
        stamp = stamp_of(path)
        if max(stamp[2:]) < self._begun - _COARSE:
            return stamp, b""
        return stamp, _sum(path)

    def _files(self) -> Iterator[tuple[str, str]]:
        """The name of each file, from the root where it is below that, and its path."""
        for name in CONFIGS.values():
            yield name, str(self._root / name)
        for folder in self._folders:
            for inside, _, names in os.walk(folder):
                place = Path(inside)
                within = place.is_relative_to(self._root)
                told = place.relative_to(self._root).as_posix() if within else inside
                for name in names:
                    if not name.startswith(".") and not name.endswith("~"):  # editors' own, for a moment
                        yield f"{told}/{name}", os.path.join(inside, name)


def folders_of(root: Path, values: Mapping[str, Any]) -> list[Path]:
    """The folders of texts, fingerprints and templates that every page may rest on."""
    folders = [root / "content", root / FINGERPRINTS, Path(values["THEME"])]
    return folders + [Path(folder) for folder in values.get("THEME_TEMPLATES_OVERRIDES", ())]


def stamp_of(path: str | Path) -> Stamp:
    """A file's stamp; zeros where there is none, as behind a link that leads nowhere."""
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0, 0, 0
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _sum(path: str) -> bytes:
    try:
        return digest(Path(path).read_bytes())
    except OSError:
        return b""

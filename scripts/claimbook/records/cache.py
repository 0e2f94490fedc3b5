"""Records kept from one run to the next, so that files which did not change are not parsed again.

Owns: which files' records may be taken from what was kept. Refuses: to keep files with problems. Where they
are kept, and the trust in it, is `private`'s.
"""

from __future__ import annotations

import marshal
import sys
from functools import cache as once
from pathlib import Path

import yaml

from claimbook import dates, text
from claimbook.private import Keep, digest, own_folder, programs
from claimbook.records.cursor import FileRecords
from claimbook.records.pack import Packed, is_sound, pack, unpack


class Cache:
    """The kept records of one book; made by `open_cache`, used by one `load`."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._known: dict[str, tuple[bytes, Packed]] = keep.read() or {}
        self._used: dict[str, tuple[bytes, Packed | FileRecords]] = {}
        self._changed = False

    def get(self, name: str, content: bytes) -> FileRecords | None:
        """The records of a file with this very content, if they are kept."""
        entry = self._known.get(name)
        if entry is None or entry[0] != digest(content):
            return None
        self._used[name] = entry
        return unpack(name, entry[1])

    def put(self, content: bytes, found: FileRecords, packed: Packed | None = None) -> None:
        """Keep what was read from a file, if it has no problem; `packed` is the same in that form."""
        if is_sound(found):
            self._used[found.path] = digest(content), packed or found
            self._changed = True

    def save(self) -> None:
        """Write what `get` and `put` met, and forget other files; does nothing where it cannot."""
        if self._changed or self._used.keys() != self._known.keys():
            self._keep.write({name: (made, _packed(one)) for name, (made, one) in self._used.items()})


def _packed(one: Packed | FileRecords) -> Packed:
    return pack(one) if isinstance(one, FileRecords) else one


def open_cache(root: Path, folder: Path | None = None) -> Cache | None:
    """The cache of the book at `root`; None where there is no folder for it that can be trusted.

    `folder` is the user's cache folder, by default the system's usual one.
    """
    own = own_folder(root, folder)
    return Cache(Keep(own, "records", root, _code())) if own else None


@once
def _code() -> bytes:
    """A sum over everything that decides what a file's records are: Python, the parser, and our own code."""
    folders = [Path(package).parent for package in (__file__, text.__file__, dates.__file__)]
    return programs(
        f"{sys.version} {yaml.__version__} {marshal.version}",
        [path for folder in folders for path in sorted(folder.glob("*.py"))],
    )

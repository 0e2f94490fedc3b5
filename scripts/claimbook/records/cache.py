"""Records kept from one run to the next, so that files which did not change are not parsed again.

Owns: which files' records may be taken from what was kept: of each file as it was read last, and of those
that changed since the site was built as they were then, so that a build can tell what an edit changed. Of a
large book all is written seldom: what a few edits changed is kept beside it. Refuses: to keep files with
problems. Where they are kept, and the trust in it, is `private`'s.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from claimbook.private import Keep, code, own_folder
from claimbook.records.found import FileRecords
from claimbook.records.pack import is_sound, pack, unpack

_OLDER = 1_000  # files of which an older state is kept
_FEW = 8  # where no more than one in so many files changed, the others are not written again

_Entry = tuple[bytes, bytes]  # the digest of the file's bytes, and its records as `pack` has them
_Entries = dict[str, _Entry]
_GONE: _Entry = b"", b""


class Cache:
    """The kept records of one book; made by `open_cache`, used by one `load` and for the edits after it.

    `whole` has those of all files, and `edits` what changed since that was written.
    """

    def __init__(self, whole: Keep, edits: Keep) -> None:
        self._whole, self._edits = whole, edits
        self._read()
        self._used: dict[str, tuple[bytes, bytes | FileRecords]] = {}
        self._changed = False
        self._released = False

    def _read(self) -> None:
        kept, edited = self._whole.read(), self._edits.read()
        # What both files have in common, what `whole` has, and older states.
        self._mark, self._base, self._older = kept if isinstance(kept, tuple) else (b"", {}, {})
        self._known: _Entries = self._base
        if isinstance(edited, tuple) and edited[0] == self._mark:
            _, since, self._older = edited
            self._known = {name: entry for name, entry in {**self._base, **since}.items() if entry != _GONE}

    def knows(self, name: str) -> bool:
        """Whether anything is kept of a file."""
        return name in self._known

    def get(self, name: str, made: bytes) -> FileRecords | None:
        """The records of a file with the digest `made`, if they are kept."""
        entry = self._known.get(name)
        if entry is None or entry[0] != made:
            return None
        self._used[name] = entry
        return unpack(name, entry[1])

    def put(self, found: FileRecords, packed: bytes = b"") -> None:
        """Keep what was read from a file, if it has no problem; `packed` is the same in that form."""
        if is_sound(found):
            self._used[found.path] = found.sum, packed or found
            self._changed = True

    def was(self, name: str, made: bytes) -> FileRecords | None:
        """The records of a file when it had the digest `made`, if they are still kept."""
        for kept in (self._known, self._older):
            if name in kept and kept[name][0] == made:
                return unpack(name, kept[name][1])
        return None

    def save(self, built: Mapping[str, bytes] | None = None) -> None:
        """Write what `get` and `put` met, and forget other files; does nothing where it cannot.

        What changed stays beside it in the state that `built` tells by digests, that of the published site;
        without it in the oldest state that is known.
        """
        if not self._changed and (self._released or self._used.keys() == self._known.keys()):
            return
        if self._released:
            self._read()
        used = dict(self._known) if self._released else {}
        used.update((name, (made, _packed(one))) for name, (made, one) in self._used.items())
        older = {
            name: entry
            for name, entry in (*self._known.items(), *self._older.items())
            if (built is None or built.get(name) == entry[0]) and used.get(name, _GONE)[0] != entry[0]
        }
        self._write(used, older if len(older) <= _OLDER else {})

    def _write(self, used: _Entries, older: _Entries) -> None:
        base = self._base
        names = base.keys() | used.keys()
        since = {name: used.get(name, _GONE) for name in names if base.get(name) != used.get(name)}
        if len(since) * _FEW <= len(used):
            self._edits.write((self._mark, since, older))
        else:
            self._mark, self._base = os.urandom(16), used
            self._whole.write((self._mark, used, older))

    def release(self) -> None:
        """Let go of what was saved, by this process or a copy of it; a later `save` leaves it as it is."""
        self._used.clear()
        self._changed = False
        self._released = True


def _packed(one: bytes | FileRecords) -> bytes:
    return pack(one) if isinstance(one, FileRecords) else one


def open_cache(root: Path, folder: Path | None = None) -> Cache | None:
    """The cache of the book at `root`; None where there is no folder for it that can be trusted.

    `folder` is the user's cache folder, by default the system's usual one.
    """
    own = own_folder(root, folder)
    return Cache(*(Keep(own, kind, root, code()) for kind in ("records", "edits"))) if own else None

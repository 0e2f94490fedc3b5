"""What an edit of record files changed.

Owns: which files have to be read again, and whether claims' fields are all that changed. Refuses to judge the
records: see `checks`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from claimbook.frozen import frozen
from claimbook.records import Claim, FileRecords, Record, is_sound, pack_record, read_file, record_files
from claimbook.site.inputs import Stamp, stamp_of


@frozen
class Edit:
    """New records of live claims by id, what the files that were read again hold, and all files' stamps."""

    changed: Mapping[str, Claim]
    read: Mapping[str, FileRecords]
    stamps: Mapping[str, Stamp]


class Known:
    """The records of the last good build by file; `stamps` were taken before it read them."""

    def __init__(self, root: Path, stamps: Mapping[str, Stamp], records: Iterable[Record]) -> None:
        self._root = root
        self._stamps = stamps
        self._records: dict[str, list[Record]] = {}
        for record in records:
            assert record.origin is not None
            self._records.setdefault(record.origin.path, []).append(record)

    def edit(self, named: Container[str]) -> Edit | None:
        """What changed since, read anew from the files `named` and those with other stamps; None where it is
        more than fields of live claims, or where a file has a problem.
        """
        stamps = stamps_of(self._root)
        if stamps.keys() != self._stamps.keys():
            return None
        read: dict[str, FileRecords] = {}
        changed: dict[str, Claim] = {}
        for name, stamp in stamps.items():
            if stamp == self._stamps[name] and name not in named:
                continue
            found = read_file(self._root, name)
            differing = _differing(self._records.get(name, []), found.records) if is_sound(found) else None
            if differing is None:
                return None
            read[name] = found
            changed.update((claim.id, claim) for claim in differing)
        return Edit(changed, read, stamps)

    def accept(self, edit: Edit) -> None:
        """Go on from an edit that was found good."""
        self._stamps = edit.stamps
        self._records.update((name, found.records) for name, found in edit.read.items())


def _differing(before: list[Record], after: list[Record]) -> list[Claim] | None:
    """The claims with other values or another place; None where anything else differs."""
    known = {(type(record), record.id): record for record in before}
    if len(before) != len(after) or known.keys() != {(type(record), record.id) for record in after}:
        return None
    found: list[Claim] = []
    for record in after:
        old = known[type(record), record.id]
        same = _values(old) == _values(record)
        if isinstance(record, Claim) and not record.withdrawn and not old.withdrawn:
            if old.formerly != record.formerly:
                return None
            if not same or old.origin != record.origin:
                found.append(record)
        elif not same:  # of what is no live claim no page tells the place in its file
            return None
    return found


def _values(record: Record) -> tuple[object, object]:
    source, *_, values = pack_record(record)[1:]
    return source, values


def stamps_of(root: Path) -> dict[str, Stamp]:
    """The stamps of all record files of the book at `root`."""
    return {name: stamp_of(path) for name, path in record_files(root).items()}

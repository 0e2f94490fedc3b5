"""All record files of a book.

Owns: finding `claims/**/*.yml`, reading each, and gathering their records and problems. Refuses: rules
between records (see `checks`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from claimbook.intake import Entry, Unreadable, decode, entries, read
from claimbook.private import digest
from claimbook.records.cache import Cache
from claimbook.records.found import FileRecords
from claimbook.records.limits import SIZE_LIMIT
from claimbook.records.model import Origin, Record
from claimbook.records.pack import is_sound, pack, unpack
from claimbook.records.problems import Problem
from claimbook.records.quick import read_sound
from claimbook.spread import spread

Work = Callable[[FileRecords], Any]

_FILES_MARKED = 4  # whose places are held at once; those of the largest files take 30 MB each
WORTH = 1_000_000  # bytes of YAML, parsing which is worth another process


@dataclass(slots=True)
class Loaded:
    """Everything read below `claims/`, in the order of the files' names and of the records in them.

    `cut` says that some file could not be read to its end, so that records are missing which may well exist;
    `sums` are the digests of the files' bytes by their names, `worked` what was worked out of each; `parsed`
    counts the bytes that did not come out of the cache.
    """

    root: Path
    records: list[Record] = field(default_factory=list)
    declared: list[tuple[str, str, Origin]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cut: bool = False
    sums: dict[str, bytes] = field(default_factory=dict)
    worked: dict[str, Any] = field(default_factory=dict)
    parsed: int = 0
    kept: bool = False
    _of: dict[str, list[Record]] = field(default_factory=dict, repr=False)  # `records` by file
    _marks: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict, repr=False)
    _cache: Cache | None = field(default=None, repr=False)

    def keep(self, built: Mapping[str, bytes] | None = None) -> None:
        """Keep what was parsed for the next run, once, where a cache was given; see `Cache.save`."""
        if self._cache and not self.kept:
            self._cache.save(built)
        self.kept = True

    def was_kept(self) -> None:
        """Know that a copy of this process kept what was parsed, and let go of it."""
        self.kept = True
        if self._cache:
            self._cache.release()

    def renew(self, read: Iterable[FileRecords]) -> None:
        """Know of files, and keep them, as they were read anew; `records` stay those of the `load`."""
        self.kept = False
        for found in read:
            self.sums[found.path] = found.sum
            if self._cache:
                self._cache.put(found)

    def since(self, sums: Mapping[str, bytes]) -> tuple[set[str], list[Record], list[Record]] | None:
        """The files that differ from those with these digests, and their records as they were and as they
        are; None where it is not known any more what they were.
        """
        names = {name for name in {*sums, *self.sums} if sums.get(name) != self.sums.get(name)}
        were: list[Record] = []
        for name in sorted(names & sums.keys()):
            found = self._cache.was(name, sums[name]) if self._cache else None
            if found is None:
                return None
            were += found.records
        return (
            names,
            were,
            self.within(names),
        )

    def within(self, files: Collection[str]) -> list[Record]:
        """The records of these files, in the order of `records`."""
        return [record for name, found in self._of.items() if name in files for record in found]

    def problem(self, origin: Origin, field_path: str, what: str, hint: str = "") -> Problem:
        """A problem with one field of a record; its file is parsed once more for line and column."""
        from claimbook.records.locate import locate  # imports PyYAML, which a sound book hardly needs

        where = f"{origin.where}.{field_path}" if field_path else origin.where
        if origin.path not in self._marks:
            if len(self._marks) >= _FILES_MARKED:
                self._marks.pop(next(iter(self._marks)))
            self._marks[origin.path] = _marks(self.root / origin.path)
        line, column = locate(self._marks[origin.path], where) or (origin.line, origin.column)
        return Problem(origin.path, line, column, where, what, hint)


def _marks(path: Path) -> dict[str, tuple[int, int]]:
    from claimbook.records.locate import marks

    try:
        return marks(decode(read(path, SIZE_LIMIT), SIZE_LIMIT, "a record file"))
    except (OSError, Unreadable):  # the file was changed while it was read
        return {}


def load(
    root: Path,
    *,
    cache: Cache | None = None,
    workers: int = 1,
    work: Work | None = None,
) -> Loaded:
    """Read every record file of the book at `root`; problems are collected, never raised.

    With a `cache` unchanged files are not parsed, and `Loaded.keep` keeps the others; `workers` processes
    share them. What comes back is the same. `work` is done on each file without problems where it is parsed,
    and gives plain values, as `marshal` writes them, that are kept with the records.
    """
    loaded = Loaded(root, _cache=cache)
    claims = root / "claims"
    if not claims.is_dir():
        hint = "Run the command in a book's folder, or give it with --book."
        loaded.problems.append(Problem("claims", 0, 0, "", "there is no folder of records here", hint))
        return loaded
    listed = entries(root, "claims")
    for each in listed:
        loaded.problems += _problems(each)
        loaded.cut |= each.kind == "other"
    names = _record_files(listed)
    for found, parsed in _read_all(root, names, cache, workers, work or _idle):
        loaded.parsed += parsed
        loaded.records += found.records
        loaded._of[found.path] = found.records
        loaded.declared += found.declared
        loaded.problems += found.problems
        loaded.cut |= found.cut
        loaded.sums[found.path] = found.sum
        loaded.worked[found.path] = found.worked
    return loaded


def _idle(_: FileRecords) -> None:
    return None


def record_files(root: Path) -> dict[str, Path]:
    """Every record file of the book at `root` by its name from there, in order."""
    return _record_files(entries(root, "claims"))


def _record_files(listed: Iterable[Entry]) -> dict[str, Path]:
    return {each.name: each.path for each in listed if each.kind == "file" and each.path.suffix == ".yml"}


def _problems(entry: Entry) -> Iterator[Problem]:
    """What is wrong with a file or folder below `claims/`, whatever it holds."""
    if entry.fault:
        yield Problem(entry.name, 0, 0, "", entry.fault.what, entry.fault.hint)
    ending = entry.path.suffix.lower()
    if entry.kind == "file" and ending in (".yml", ".yaml") and entry.path.suffix != ".yml":
        yield Problem(entry.name, 0, 0, "", "a record file's name must end in .yml", "Rename it.")
    if entry.kind == "folder" and ending == ".yml":
        yield Problem(entry.name, 0, 0, "", "cannot be read: Is a directory")


def read_bytes(path: str, content: bytes) -> FileRecords:
    """Read one file's content; every problem is collected, none raised. `path` is for messages only."""
    try:
        source = decode(content, SIZE_LIMIT, "a record file")
    except Unreadable as error:
        wrong = [Problem(path, each.line, each.column, "", each.what, each.hint) for each in error.faults]
        return FileRecords(path, problems=wrong, cut=True)
    sound = read_sound(path, source)
    if sound:
        return sound
    from claimbook.records.reader import read_carefully  # imports PyYAML, which few files need

    return read_carefully(path, source)


def read_file(root: Path, name: str) -> FileRecords:
    """What one record file holds."""
    try:
        content = read(root / name, SIZE_LIMIT)
    except OSError as error:
        return FileRecords(name, problems=[Problem(name, 0, 0, "", f"cannot be read: {error.strerror}")])
    found = read_bytes(name, content)
    found.sum = digest(content)
    return found


def _read_all(
    root: Path,
    names: Mapping[str, Path],
    cache: Cache | None,
    workers: int,
    work: Work,
) -> Iterator[tuple[FileRecords, int]]:
    """What every file holds, in the order of their names, and how many bytes of it were parsed."""
    found: dict[str, FileRecords] = {}
    unread: dict[str, int] = {}
    for name, path in names.items():
        if kept := _kept(name, path, cache):
            found[name] = kept
        else:
            unread[name] = _size(path)
    parsed = _parsed(root, unread, workers, work)
    for name in names:
        if name in found:
            yield found[name], 0
            continue
        one, packed = parsed(name)
        if cache:
            cache.put(one, packed)
        yield one, unread[name]


def _kept(name: str, path: Path, cache: Cache | None) -> FileRecords | None:
    """What a file holds, if that was kept and it has not changed since."""
    if cache is None or not cache.knows(name):
        return None
    try:
        made = digest(read(path, SIZE_LIMIT))
    except OSError:
        return None  # whoever parses it says why
    found = cache.get(name, made)
    if found:
        found.sum = made
    return found


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _parsed(
    root: Path,
    unread: Mapping[str, int],
    workers: int,
    work: Work,
) -> Callable[[str], tuple[FileRecords, bytes]]:
    """Gives what a file among `unread` holds, and its packed form where there is one; many are read by
    several processes at once. `unread` tells the files' sizes.

    Another process sends packed records, and those of sound files alone: problems are found again here.
    """

    def parse(name: str) -> FileRecords:
        one = read_file(root, name)
        if is_sound(one):
            one.worked = work(one)
        return one

    if workers == 1 or sum(unread.values()) < WORTH:
        return lambda name: (parse(name), b"")
    here: dict[str, FileRecords | tuple[bytes, bytes]] = {}
    parent = os.getpid()

    def piece(name: str) -> None:
        one = parse(name)
        if os.getpid() == parent:
            here[name] = one
        elif is_sound(one):
            here[name] = one.sum, pack(one)

    largest = sorted(unread, key=lambda name: (-unread[name], name))
    for process in spread([partial(piece, name) for name in largest], lambda: here, str, workers):
        here.update(process)

    def read(name: str) -> tuple[FileRecords, bytes]:
        got = here.get(name)
        if isinstance(got, tuple):
            one = unpack(name, got[1])
            one.sum = got[0]
            return one, got[1]
        return got or parse(name), b""

    return read

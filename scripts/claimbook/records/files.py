"""All record files of a book.

Owns: finding `claims/**/*.yml`, reading each, and gathering their records and problems. Refuses: rules
between records (see `checks`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from claimbook.records.cursor import FileRecords
from claimbook.records.locate import locate, marks
from claimbook.records.model import Origin, Record
from claimbook.records.problems import Problem
from claimbook.records.reader import read_bytes
from claimbook.records.stream import SIZE_LIMIT


@dataclass(slots=True)
class Loaded:
    """Everything read below `claims/`, in the order of the files' names and of the records in them.

    `cut` says that some file could not be read to its end, so that records are missing which may well exist.
    """

    root: Path
    records: list[Record] = field(default_factory=list)
    declared: list[tuple[str, str, Origin]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cut: bool = False
    _marks: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict, repr=False)

    def problem(self, origin: Origin, field_path: str, what: str, hint: str = "") -> Problem:
        """A problem with one field of a record; its file is parsed once more for line and column."""
        where = f"{origin.where}.{field_path}" if field_path else origin.where
        if origin.path not in self._marks:
            self._marks[origin.path] = _marks(self.root / origin.path)
        line, column = locate(self._marks[origin.path], where) or (origin.line, origin.column)
        return Problem(origin.path, line, column, where, what, hint)


def _marks(path: Path) -> dict[str, tuple[int, int]]:
    try:
        return marks(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):  # the file was changed while it was read
        return {}


def load(root: Path) -> Loaded:
    """Read every record file of the book at `root`; problems are collected, never raised."""
    loaded = Loaded(root)
    claims = root / "claims"
    if not claims.is_dir():
        hint = "Run the command in a book's folder, or give it with --book."
        loaded.problems.append(Problem("claims", 0, 0, "", "there is no folder of records here", hint))
        return loaded
    for path in _files(claims):
        name = path.relative_to(root).as_posix()
        if path.suffix != ".yml":
            loaded.problems.append(
                Problem(name, 0, 0, "", "a record file's name must end in .yml", "Rename it.")
            )
            continue
        found = _read(path, name)
        loaded.records += found.records
        loaded.declared += found.declared
        loaded.problems += found.problems
        loaded.cut |= found.cut
    return loaded


def _files(claims: Path) -> Iterable[Path]:
    """Record files; hidden ones are left by editors and systems while they work (`.#x.yml`, `._x.yml`)."""
    paths = [
        p for p in claims.rglob("*") if p.suffix.lower() in (".yml", ".yaml") and not p.name.startswith(".")
    ]
    return sorted(paths, key=lambda p: p.as_posix())


def _read(path: Path, name: str) -> FileRecords:
    try:
        with path.open("rb") as handle:
            return read_bytes(name, handle.read(SIZE_LIMIT + 1))
    except OSError as error:
        return FileRecords(name, problems=[Problem(name, 0, 0, "", f"cannot be read: {error.strerror}")])

"""What one file held, however it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from claimbook.records.model import Origin, Record
from claimbook.records.problems import Problem

NULLS = ("", "~", "null", "Null", "NULL")  # how YAML writes nothing (1.2.2, 10.3.2)


@dataclass(slots=True)
class FileRecords:
    """What one file held.

    `declared` names every id seen, those of broken records included; `cut` says that the file could not be
    read to its end. `sum` is the digest of its bytes, where they were read from a file; `worked` is what
    the work given to `load` made of it.
    """

    path: str
    records: list[Record] = field(default_factory=list)
    declared: list[tuple[str, str, Origin]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cut: bool = False
    sum: bytes = b""
    worked: Any = None

"""Records: YAML files -> typed, frozen objects, with problems that name file, line and column."""

from claimbook.records import reference, scaffold, schema
from claimbook.records.cache import Cache, open_cache
from claimbook.records.files import WORTH, Loaded, load, read_bytes, read_file, record_files
from claimbook.records.found import FileRecords
from claimbook.records.model import (
    Actor,
    Claim,
    CounterStatement,
    Evidence,
    Figure,
    Origin,
    Position,
    Quantity,
    Record,
    Source,
    Stand,
    Topic,
    Withdrawal,
)
from claimbook.records.pack import is_sound, pack_record
from claimbook.records.problems import BookError, Problem, counted, excerpt, nearest

__all__ = [
    "WORTH",
    "Actor",
    "BookError",
    "Cache",
    "Claim",
    "CounterStatement",
    "Evidence",
    "Figure",
    "FileRecords",
    "Loaded",
    "Origin",
    "Position",
    "Problem",
    "Quantity",
    "Record",
    "Source",
    "Stand",
    "Topic",
    "Withdrawal",
    "counted",
    "excerpt",
    "is_sound",
    "load",
    "nearest",
    "open_cache",
    "pack_record",
    "read_bytes",
    "read_file",
    "record_files",
    "reference",
    "scaffold",
    "schema",
]

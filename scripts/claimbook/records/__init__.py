"""Records: YAML files -> typed, frozen objects, with problems that name file, line and column."""

from claimbook.records import reference, scaffold, schema
from claimbook.records.files import Loaded, load
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
from claimbook.records.problems import BookError, Problem, counted, excerpt, nearest
from claimbook.records.reader import FileRecords, read_bytes

__all__ = [
    "Actor",
    "BookError",
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
    "load",
    "nearest",
    "reference",
    "read_bytes",
    "scaffold",
    "schema",
]

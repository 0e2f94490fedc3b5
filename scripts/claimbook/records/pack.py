"""Records as plain tuples and back.

Owns: the form in which sound files are kept or handed from process to process: tuples of texts, numbers,
flags and None, as `marshal` writes them. It changes with the field table and has no version of its
own. Refuses: files with problems, and any check: only what `pack` made may be unpacked.
"""

from __future__ import annotations

import marshal
import operator
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import starmap
from typing import Any

from claimbook.records.found import FileRecords
from claimbook.records.model import KINDS, Claim, Origin, Record
from claimbook.records.shapes import Many, Nested, NoneOrMany, Number, Shape, table

_NAMES = {record: kind for kind, record in KINDS.items()}


def is_sound(found: FileRecords) -> bool:
    """Whether a file was read to its end without a problem: no other can be packed."""
    return not found.problems and not found.cut


def pack(found: FileRecords) -> bytes:
    """The records of a file without problems, and what was worked out of them; the file's name is not among
    it.
    """
    assert not found.problems
    return marshal.dumps((tuple([pack_record(record) for record in found.records]), found.worked))


def unpack(path: str, packed: bytes) -> FileRecords:
    """What reading the file at `path` gave."""
    records, worked = marshal.loads(packed)  # only ever what `pack` made
    found = FileRecords(path, worked=worked)
    add, declare, makers = found.records.append, found.declared.append, _makers()
    for kind, source, where, line, column, values in records:
        origin = Origin(path, where, line, column)
        make = makers[kind]
        record = make(values, origin) if source is None else make(values, source, origin)
        add(record)
        declare((kind, record.id, origin))
    return found


@cache
def _makers() -> dict[str, Callable[..., Any]]:
    return {kind: _maker(record) for kind, record in KINDS.items()}


def pack_record(record: Record) -> tuple[Any, ...]:
    """One record: its kind, its source, its place in the file, line, column, and its fields' values."""
    assert record.origin is not None
    source = record.source if isinstance(record, Claim) else None
    at = record.origin
    kind = _NAMES[type(record)]
    return kind, source, at.where, at.line, at.column, _flattener(KINDS[kind])(record)


@cache
def _flattener(record: type) -> Callable[[Any], tuple[Any, ...]]:
    """Gives a record's fields' values in the order of the table."""
    get = operator.attrgetter(*table(record))
    flattened = [
        (place, flatten)
        for place, spec in enumerate(table(record).values())
        if (flatten := _flatten(spec.shape))
    ]

    def values(made: Any) -> tuple[Any, ...]:
        found = get(made)
        if not flattened:
            return found
        changed = list(found)
        for place, flatten in flattened:
            if changed[place] is not None:
                changed[place] = flatten(changed[place])
        return tuple(changed)

    return values


def _flatten(shape: Shape) -> Callable[[Any], Any] | None:
    """How a value becomes plain; None where it is."""
    if isinstance(shape, Nested):
        return _flattener(shape.record)
    if isinstance(shape, Number):
        return str
    if isinstance(shape, Many | NoneOrMany) and (flatten := _flatten(shape.item)):
        return lambda values: tuple(map(flatten, values))
    return None


@cache
def _maker(record: type) -> Callable[..., Any]:
    """Makes a record from its fields' values in the order of the table, and those of the fields behind it."""
    rebuilt = [
        (place, rebuild)
        for place, spec in enumerate(table(record).values())
        if (rebuild := _rebuilder(spec.shape))
    ]
    if not rebuilt:
        return lambda values, *more: record(*values, *more)

    def make(values: tuple[Any, ...], *more: Any) -> Any:
        made = list(values)
        for place, rebuild in rebuilt:
            if made[place]:  # neither None nor an empty list
                made[place] = rebuild(made[place])
        return record(*made, *more)

    return make


def _is_flat(record: type) -> bool:
    """Whether a record's fields' values have their types as they come."""
    return not any(_rebuilder(spec.shape) for spec in table(record).values())


def _rebuilder(shape: Shape) -> Callable[[Any], Any] | None:
    """How a value gets its type back; None where it never lost it."""
    if isinstance(shape, Nested):
        return _maker(shape.record)
    if isinstance(shape, Number):
        return Decimal
    if not isinstance(shape, Many | NoneOrMany):
        return None
    item = shape.item
    if isinstance(item, Nested) and _is_flat(item.record):
        return lambda values: tuple(starmap(item.record, values))  # most claims hold several of them
    rebuild = _rebuilder(item)
    return (lambda values: tuple(map(rebuild, values))) if rebuild else None

"""Sound files to typed records, quickly.

Owns: one reader for each record class, put together once from the field table, that pulls events from the
parser and never says what is wrong: at the first thing that is not as the table wants it, it gives up, and
the file is read again by `reader`, which words what is wrong. Refuses: any rule of its own; what is read
here, `reader` would read without a problem, to the same records.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import yaml

from claimbook.records import stream
from claimbook.records.cursor import NULLS, FileRecords
from claimbook.records.model import KINDS, TOP_KEYS, Claim, Origin
from claimbook.records.scalars import ScalarError, scalar_reader
from claimbook.records.shapes import LIST_LIMIT, Many, Nested, NoneOrMany, Shape, table

Pull = Callable[[], Any]  # the parser's next event
Fill = Callable[[Any, Pull], dict[str, Any]]  # the fields of the mapping whose first event is given
_NULL_LIMIT = max(map(len, NULLS))
_SCALAR = yaml.ScalarEvent
_LIST, _LIST_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent
_MAPPING, _MAPPING_END = yaml.MappingStartEvent, yaml.MappingEndEvent


class Unusual(Exception):
    """Something stands here that only `reader` can judge."""


def read_sound(path: str, content: bytes) -> FileRecords | None:
    """The records of a file of UTF-8; None where it has a problem, nothing in it, or perhaps too much."""
    if stream.may_be_endless(content):
        return None
    try:
        return _File(path, stream.LOADER(content).get_event).read()
    # A KeyError is an unknown or missing key; the parser written in Python raises the last two as well.
    except (Unusual, ScalarError, KeyError, yaml.YAMLError, ArithmeticError, RecursionError):
        return None


class _File:
    """One file while it is read; the records are made last, when the claims' source is known."""

    def __init__(self, path: str, pull: Pull) -> None:
        self.found = FileRecords(path)
        self.pull = pull
        self.parts: list[tuple[type, dict[str, Any]]] = []

    def read(self) -> FileRecords:
        pull = self.pull
        pull()  # start of stream
        pull()  # start of document
        _plain(pull(), _MAPPING)
        seen: set[str] = set()
        while type(event := pull()) is not _MAPPING_END:
            key = _plain(event, _SCALAR).value
            kind = TOP_KEYS[key]
            if key in seen:
                raise Unusual
            seen.add(key)
            if key == "source":
                self._record(pull(), kind, key)
            else:
                self._records(kind, key)
        pull()  # end of document
        if type(pull()) is not yaml.StreamEndEvent:
            raise Unusual
        self._make()
        return self.found

    def _records(self, kind: str, key: str) -> None:
        event = self.pull()
        if type(event) is _SCALAR and _is_null(event):
            return
        _plain(event, _LIST)
        index = 0
        while type(event := self.pull()) is not _LIST_END:
            self._record(event, kind, f"{key}[{index}]")
            index += 1

    def _record(self, event: Any, kind: str, where: str) -> None:
        record = KINDS[kind]
        values = _filler(record)(event, self.pull)
        mark = event.start_mark
        values["origin"] = origin = Origin(self.found.path, where, mark.line + 1, mark.column + 1)
        self.found.declared.append((kind, values["id"], origin))
        self.parts.append((record, values))

    def _make(self) -> None:
        source = next((name for kind, name, _ in self.found.declared if kind == "source"), None)
        for record, values in self.parts:
            if record is Claim:
                if source is None:
                    raise Unusual
                values["source"] = source
            self.found.records.append(record(**values))


def _plain(event: Any, kind: type[Any]) -> Any:
    """The event, which must be of a kind and bear neither anchor nor tag."""
    if type(event) is not kind or event.tag is not None or event.anchor is not None:
        raise Unusual
    return event


def _is_null(event: Any) -> bool:
    return event.value in NULLS and not event.style and event.tag is None and event.anchor is None


@cache
def _filler(record: type) -> Fill:
    """A reader of the fields of a record class; raises `Unusual`, `KeyError` and `ScalarError`."""
    specs = table(record)
    words = {name: word for name, spec in specs.items() if (word := _of_word(spec.shape))}
    wholes = {name: whole for name, spec in specs.items() if (whole := _of_collection(spec.shape))}
    nulls = {
        name: () if isinstance(spec.shape, Many) else None
        for name, spec in specs.items()
        if spec.nullable or (isinstance(spec.shape, Many) and not spec.required)
    }
    required = frozenset(name for name, spec in specs.items() if spec.required)

    # One flat loop: it runs for every field of the book, and calls cost more than what they would do.
    def fill(event: Any, pull: Pull) -> dict[str, Any]:
        if type(event) is not _MAPPING or event.tag is not None or event.anchor is not None:
            raise Unusual
        values: dict[str, Any] = {}
        while type(event := pull()) is _SCALAR:  # a key
            name = event.value
            if event.tag is not None or event.anchor is not None or name in values:
                raise Unusual
            event = pull()
            if type(event) is not _SCALAR:
                values[name] = wholes[name](event, pull)
                continue
            if event.tag is not None or event.anchor is not None:
                raise Unusual
            value = event.value
            if len(value) <= _NULL_LIMIT and value in NULLS and not event.style:
                values[name] = nulls[name]
            else:
                values[name] = words[name](value)
        if type(event) is not _MAPPING_END:
            raise Unusual
        if not required <= values.keys() and (values.get("withdrawn") is None or "id" not in values):
            raise Unusual
        if record is Claim and values.get("withdrawn") is None:
            _said(values)
        return values

    return fill


def _said(values: dict[str, Any]) -> None:
    """The rule that ties `said` to `voice`."""
    if values["voice"] == "author":
        if "said" in values:
            raise Unusual
    elif "said" not in values or values.get("said_basis") is None:
        raise Unusual


def _of_word(shape: Shape) -> Callable[[str], Any] | None:
    """How a field is read where one word or text stands; None where none may."""
    if isinstance(shape, Nested):
        return None
    if isinstance(shape, NoneOrMany):
        return {"none": ()}.__getitem__
    if not isinstance(shape, Many):
        return scalar_reader(shape)
    alone = _of_word(shape.item)
    return (lambda value: (alone(value),)) if alone else None


def _of_collection(shape: Shape) -> Callable[[Any, Pull], Any] | None:
    """How a field is read where a list or a mapping begins; None where neither may."""
    if isinstance(shape, Nested):
        return _nested(shape.record)
    if isinstance(shape, NoneOrMany):
        return _entries(shape.item, empty=False)
    return _entries(shape.item, empty=True) if isinstance(shape, Many) else None


def _nested(record: type) -> Callable[[Any, Pull], Any]:
    fill = _filler(record)
    return lambda event, pull: record(**fill(event, pull))


def _entries(item: Shape, *, empty: bool) -> Callable[[Any, Pull], tuple[Any, ...]]:
    """A reader of a list, or of the one mapping that stands for a list."""
    word, whole = _of_word(item), _of_collection(item)

    def entries(event: Any, pull: Pull) -> tuple[Any, ...]:
        if whole and type(event) is _MAPPING:
            return (whole(event, pull),)
        if type(event) is not _LIST or event.tag is not None or event.anchor is not None:
            raise Unusual
        values: list[Any] = []
        while type(event := pull()) is not _LIST_END:
            if whole:
                values.append(whole(event, pull))
                continue
            if type(event) is not _SCALAR or event.tag is not None or event.anchor is not None:
                raise Unusual
            value = event.value
            if word is None or (len(value) <= _NULL_LIMIT and value in NULLS and not event.style):
                raise Unusual
            values.append(word(value))
        if len(values) > LIST_LIMIT or not (values or empty):
            raise Unusual
        return tuple(values)

    return entries

"""From one YAML file to typed records, straight from the parser's event stream.

Owns: structure (mappings, lists, keys) and the refusal of YAML's sharp edges: merge keys, several documents,
duplicate keys (anchors, aliases and tags are refused in `cursor`); what is said of each fault, and where.
Files without faults it leaves to `quick`. Refuses: anything that needs a second file. Values are read by
their field's shape (`scalars`), never by YAML's own guesses.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from claimbook.records.cursor import Cursor
from claimbook.records.found import FileRecords
from claimbook.records.model import KINDS, TOP_KEYS, Claim, Origin
from claimbook.records.problems import Problem, excerpt, nearest
from claimbook.records.scalars import ScalarError, read_scalar
from claimbook.records.shapes import (
    ID_LIMIT,
    ID_PATTERN,
    LIST_LIMIT,
    Id,
    Many,
    Nested,
    NoneOrMany,
    Shape,
    Spec,
    table,
)
from claimbook.records.stream import StreamError

_BAD = object()


def read_carefully(path: str, source: str) -> FileRecords:
    """Read a file's text, whatever is wrong with it."""
    found = FileRecords(path)
    try:
        _FileReader(found, source).read()
    except StreamError as error:
        return _cut(found, error)
    return found


def _cut(found: FileRecords, error: StreamError) -> FileRecords:
    found.cut = True
    found.problems.append(Problem(found.path, error.line, error.column, "", str(error), error.hint))
    return found


class _FileReader(Cursor):
    """A recursive descent over the event stream; depth is bounded by the shapes, not by the input."""

    def read(self) -> None:
        """Read to the end, or raise `StreamError`; what was read until there is kept."""
        try:
            self.advance()
            self._document()
        finally:
            self._attach_source()

    def _document(self) -> None:
        self.advance()  # start of stream
        if isinstance(self.event, yaml.StreamEndEvent):
            return
        self.advance()  # start of document
        if self.plain_null(self.event):
            self.advance()
        elif isinstance(self.event, yaml.MappingStartEvent):
            self._top()
        else:
            keys = ", ".join(TOP_KEYS)
            self.problem(self.event, "", f"expected a mapping with some of the keys {keys}")
            self.skip()
        self.advance()  # end of document
        if isinstance(self.event, yaml.DocumentStartEvent):
            self.problem(
                self.event, "", "expected one YAML document in a file, found another", "Remove the '---'."
            )

    def _top(self) -> None:
        self.refuse_properties(self.advance(), "")
        seen: dict[str, Any] = {}
        while not isinstance(self.event, yaml.MappingEndEvent):
            key = self._key("", seen, list(TOP_KEYS))
            if key is None:
                self.skip()
                continue
            kind = TOP_KEYS[key]
            if key == "source":
                self._record(kind, key)
            else:
                self._records(kind, key)
        self.advance()
        if "source" not in seen:
            self._require_source()

    def _records(self, kind: str, key: str) -> None:
        if self.plain_null(self.event):
            self.advance()
            return
        if not isinstance(self.event, yaml.SequenceStartEvent):
            self.problem(self.event, key, "expected a list of records", "Begin each record with '- id: …'.")
            self.skip()
            return
        self.refuse_properties(self.advance(), key)
        index = 0
        while not isinstance(self.event, yaml.SequenceEndEvent):
            self._record(kind, f"{key}[{index}]")
            index += 1
        self.advance()

    def _record(self, kind: str, where: str) -> None:
        mark = self.event.start_mark
        origin = Origin(self.found.path, where, mark.line + 1, mark.column + 1)
        values: dict[str, Any] = {}
        record = self._mapping(KINDS[kind], where, values)
        if "id" in values:
            self.found.declared.append((kind, values["id"], origin))
        if record is not _BAD:
            self.found.records.append(KINDS[kind](**values, origin=origin))

    def _attach_source(self) -> None:
        """Give every claim the file's source; it stays empty where the source's id could not be read."""
        source = next((name for kind, name, _ in self.found.declared if kind == "source"), "")
        for record in self.found.records:
            if isinstance(record, Claim):
                object.__setattr__(record, "source", source)  # nobody else holds the record yet

    def _require_source(self) -> None:
        for kind, _, at in self.found.declared:
            if kind == "claim":
                hint = "Put the document's 'source:' record into the same file."
                what = "a claim needs the source it stands in"
                self.report(Problem(at.path, at.line, at.column, at.where, what, hint))

    def _key(self, where: str, seen: dict[str, Any], known: list[str]) -> str | None:
        """Read a key and note its value's event; None (with a problem) where the value must be skipped."""
        event = self.event
        if not isinstance(event, yaml.ScalarEvent):
            self.problem(event, where, "expected a plain word as key")
            self.skip()
            return None
        self.advance()
        self.refuse_properties(event, where)
        key = event.value
        path = f"{where}.{key}" if where else key
        if key == "<<":
            self.problem(event, where, "merge keys ('<<') are not used here", "Write the fields out.")
            return None
        if key not in known:
            hint = nearest(key, known) or f"Known keys: {', '.join(known)}."
            self.problem(event, where, f"unknown key {excerpt(key)}", hint)
            return None
        if key in seen:
            self.problem(event, path, "duplicate key", "Keep one of the two.")
            return None
        seen[key] = self.event
        return str(key)

    def _mapping(self, record: type, where: str, values: dict[str, Any]) -> Any:
        """Fill `values` from the mapping that starts here; returns `_BAD` where anything in it was wrong."""
        before = len(self.found.problems)
        start = self.event
        if not isinstance(start, yaml.MappingStartEvent):
            self.problem(
                start,
                where,
                f"expected the fields of {record.__name__}",
                f"Known keys: {', '.join(table(record))}.",
            )
            self.skip()
            return _BAD
        self.refuse_properties(self.advance(), where)
        specs = table(record)
        seen: dict[str, Any] = {}
        while not isinstance(self.event, yaml.MappingEndEvent):
            key = self._key(where, seen, list(specs))
            if key is None:
                self.skip()
                continue
            value = self._field(specs[key], f"{where}.{key}")
            if value is not _BAD:
                values[key] = value
            elif isinstance(specs[key].shape, Id) and _is_miscased(seen[key]):
                values[key] = seen[key].value  # the record is broken, but may stand beside its correct twin
        self.advance()
        withdrawn = "withdrawn" in seen and values.get("withdrawn", _BAD) is not None
        for name, spec in specs.items():
            if spec.required and name not in seen and (not withdrawn or name == "id"):
                self.problem(start, where, f"missing key {name!r}", spec.doc)
        if record is Claim and not withdrawn:
            self._said(start, where, values, seen)
        return _BAD if len(self.found.problems) > before else None

    def _said(self, start: Any, where: str, values: dict[str, Any], seen: dict[str, Any]) -> None:
        """The rule that ties `said` to `voice` (words of the document's own have its own date)."""
        voice = values.get("voice")
        if voice == "author" and "said" in seen:
            hint = "Leave 'said' out: the document's own date holds, or set the voice to quoted or reported."
            self.problem(
                seen["said"],
                f"{where}.said",
                "a claim in the document's own voice has the document's date",
                hint,
            )
        if voice in ("quoted", "reported"):
            for name in ("said", "said_basis"):
                if name not in seen:
                    hint = "Write when it was said, or null, and say in 'said_basis' what that rests on."
                    self.problem(start, where, f"missing key {name!r}, needed for voice {voice}", hint)
                elif name == "said_basis" and values.get("said_basis", "") is None:
                    hint = "Say what the date rests on, or why there is none."
                    self.problem(seen[name], f"{where}.said_basis", "expected text, got nothing", hint)

    def _field(self, spec: Spec, where: str) -> Any:
        if self.plain_null(self.event):
            if spec.nullable or (isinstance(spec.shape, Many) and not spec.required):
                self.advance()
                return () if isinstance(spec.shape, Many) else None
            self.problem(self.event, where, "expected a value, got nothing", spec.doc)
            self.skip()
            return _BAD
        return self._shape(spec.shape, where)

    def _shape(self, shape: Shape, where: str) -> Any:
        if isinstance(shape, Nested):
            values: dict[str, Any] = {}
            return _BAD if self._mapping(shape.record, where, values) is _BAD else shape.record(**values)
        if isinstance(shape, NoneOrMany):
            return self._none_or_many(shape, where)
        if isinstance(shape, Many):
            return self._many(shape.item, where)
        event = self.event
        if not isinstance(event, yaml.ScalarEvent):
            found = "an alias" if isinstance(event, yaml.AliasEvent) else "a list or a mapping"
            self.problem(event, where, f"expected one value, got {found}")
            self.skip()
            return _BAD
        self.advance()
        if not self.refuse_properties(event, where):
            return _BAD
        try:
            return read_scalar(shape, event.value)
        except ScalarError as error:
            self.problem(event, where, str(error), error.hint)
            return _BAD

    def _none_or_many(self, shape: NoneOrMany, where: str) -> Any:
        event = self.event
        if isinstance(event, yaml.ScalarEvent):
            self.advance()
            if not self.refuse_properties(event, where):
                return _BAD
            if event.value == "none":
                return ()
            self.problem(event, where, f"expected 'none' or a list, got {excerpt(event.value)}")
            return _BAD
        values = self._many(shape.item, where)
        if values == ():
            self.problem(
                event, where, "expected 'none' or a list, got an empty list", "Write 'none': it is a finding."
            )
            return _BAD
        return values

    def _many(self, item: Shape, where: str) -> Any:
        if not isinstance(self.event, yaml.SequenceStartEvent):
            value = self._shape(item, where)
            return _BAD if value is _BAD else (value,)
        self.refuse_properties(self.advance(), where)
        values: list[Any] = []
        index = 0
        while not isinstance(self.event, yaml.SequenceEndEvent):
            if index >= LIST_LIMIT:
                if index == LIST_LIMIT:
                    self.problem(
                        self.event, where, f"expected at most {LIST_LIMIT} entries", "Remove the rest."
                    )
                    values.append(_BAD)
                self.skip()
            elif self.plain_null(self.event):
                self.problem(
                    self.event,
                    f"{where}[{index}]",
                    "expected a value, got nothing",
                    "Remove the empty entry.",
                )
                self.skip()
                values.append(_BAD)
            else:
                values.append(self._shape(item, f"{where}[{index}]"))
            index += 1
        self.advance()
        return _BAD if any(value is _BAD for value in values) else tuple(values)


def _is_miscased(event: Any) -> bool:
    """Whether an event is an id but for capital letters."""
    value = event.value if isinstance(event, yaml.ScalarEvent) else ""
    return len(value) <= ID_LIMIT and re.fullmatch(ID_PATTERN, value.lower()) is not None

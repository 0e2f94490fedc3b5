"""From one YAML file to typed records, straight from the parser's event stream.

Owns: structure (mappings, lists, keys), places (line and column) and the refusal of YAML's sharp edges: anchors,
aliases, tags, merge keys, several documents, duplicate keys. Refuses: anything that needs a second file.
Values are read by their field's shape (`scalars`), never by YAML's own guesses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from claimbook.records.model import KINDS, TOP_KEYS, Claim, Origin, Record, Source
from claimbook.records.problems import Problem, excerpt, nearest
from claimbook.records.scalars import ScalarError, read_scalar
from claimbook.records.shapes import Many, Nested, NoneOrMany, Shape, Spec, table

SIZE_LIMIT = 8_000_000  # bytes in one file
_NULLS = ("", "~", "null", "Null", "NULL")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BAD = object()


@dataclass(slots=True)
class FileRecords:
    """What one file held. `declared` names every id seen, those of broken records included."""

    path: str
    records: list[Record] = field(default_factory=list)
    declared: list[tuple[str, str, Origin]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_bytes(path: str, content: bytes) -> FileRecords:
    """Read one file's content; every problem is collected, none is raised. `path` is used in messages only."""
    found = FileRecords(path)
    if len(content) > SIZE_LIMIT:
        found.problems.append(
            Problem(path, 1, 1, "", f"the file has {len(content)} bytes, more than {SIZE_LIMIT}", "Split it.")
        )
        return found
    try:
        source = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        found.problems.append(Problem(path, line, column, "", "the file is not valid UTF-8", "Save it as UTF-8."))
        return found
    if source.startswith("\ufeff"):
        found.problems.append(
            Problem(path, 1, 1, "", "the file begins with a byte order mark", "Save it as UTF-8 without BOM.")
        )
        return found
    _FileReader(found, source).read()
    return found


class _FileReader:
    """A recursive descent over the event stream; depth is bounded by the shapes, not by the input."""

    def __init__(self, found: FileRecords, source: str) -> None:
        self.found = found
        self.events: Iterator[yaml.Event] = yaml.parse(source, Loader=_LOADER)
        self.event: Any = None

    def read(self) -> None:
        try:
            self._advance()
            self._document()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            what = f"not valid YAML: {error.problem or error.context}"
            self.found.problems.append(
                Problem(self.found.path, line, column, "", what, "Check indentation and quotation marks here.")
            )
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            what = f"not valid YAML: {str(error).splitlines()[0]}"
            self.found.problems.append(Problem(self.found.path, 1, 1, "", what))

    def _advance(self) -> Any:
        """Step to the next event and return the one just passed."""
        passed = self.event
        self.event = next(self.events, None)
        return passed

    def _problem(self, event: Any, where: str, what: str, hint: str = "") -> None:
        mark = event.start_mark
        self.found.problems.append(Problem(self.found.path, mark.line + 1, mark.column + 1, where, what, hint))

    def _document(self) -> None:
        self._advance()  # start of stream
        if isinstance(self.event, yaml.StreamEndEvent):
            return
        self._advance()  # start of document
        if self._plain_null(self.event):
            self._advance()
        elif isinstance(self.event, yaml.MappingStartEvent):
            self._top()
        else:
            keys = ", ".join(TOP_KEYS)
            self._problem(self.event, "", f"expected a mapping with some of the keys {keys}")
            self._skip()
        self._advance()  # end of document
        if isinstance(self.event, yaml.DocumentStartEvent):
            self._problem(self.event, "", "expected one YAML document in a file, found another", "Remove the '---'.")

    def _top(self) -> None:
        self._refuse_properties(self._advance(), "")
        seen: set[str] = set()
        while not isinstance(self.event, yaml.MappingEndEvent):
            key = self._key("", seen, list(TOP_KEYS))
            if key is None:
                self._skip()
                continue
            kind = TOP_KEYS[key]
            if key == "source":
                self._record(kind, key)
            else:
                self._records(kind, key)
        self._advance()
        self._attach_sources()

    def _records(self, kind: str, key: str) -> None:
        if self._plain_null(self.event):
            self._advance()
            return
        if not isinstance(self.event, yaml.SequenceStartEvent):
            self._problem(self.event, key, "expected a list of records", "Begin each record with '- id: …'.")
            self._skip()
            return
        self._refuse_properties(self._advance(), key)
        index = 0
        while not isinstance(self.event, yaml.SequenceEndEvent):
            self._record(kind, f"{key}[{index}]")
            index += 1
        self._advance()

    def _record(self, kind: str, where: str) -> None:
        mark = self.event.start_mark
        origin = Origin(self.found.path, where, mark.line + 1, mark.column + 1)
        values: dict[str, Any] = {}
        record = self._mapping(KINDS[kind], where, values)
        name = values.get("id")
        if isinstance(name, str):
            self.found.declared.append((kind, name, origin))
        if record is not _BAD:
            self.found.records.append(KINDS[kind](**values, origin=origin))

    def _attach_sources(self) -> None:
        """Give every claim of the file the file's source."""
        source = next((name for kind, name, _ in self.found.declared if kind == "source"), None)
        for i, record in enumerate(self.found.records):
            if not isinstance(record, Claim):
                continue
            if source is None:
                at = record.origin
                assert at is not None
                has_source = any(isinstance(r, Source) for r in self.found.records)
                if not has_source and not any(p.where.startswith("source") for p in self.found.problems):
                    hint = "Put the document's 'source:' record into the same file."
                    self.found.problems.append(
                        Problem(at.path, at.line, at.column, at.where, "a claim needs the source it stands in", hint)
                    )
                continue
            object.__setattr__(self.found.records[i], "source", source)

    def _key(self, where: str, seen: set[str], known: list[str]) -> str | None:
        """Read a mapping's key; None (with a problem) where its value must be skipped."""
        event = self.event
        if not isinstance(event, yaml.ScalarEvent):
            self._problem(event, where, "expected a plain word as key")
            self._skip()
            return None
        self._advance()
        self._refuse_properties(event, where)
        key = event.value
        path = f"{where}.{key}" if where else key
        if key == "<<":
            self._problem(event, where, "merge keys ('<<') are not used here", "Write the fields out.")
            return None
        if key not in known:
            hint = nearest(key, known) or f"Known keys: {', '.join(known)}."
            self._problem(event, where, f"unknown key {excerpt(key)}", hint)
            return None
        if key in seen:
            self._problem(event, path, "duplicate key", "Keep one of the two.")
            return None
        seen.add(key)
        return str(key)

    def _mapping(self, record: type, where: str, values: dict[str, Any]) -> Any:
        """Fill `values` from the mapping that starts here; returns `_BAD` where anything in it was wrong."""
        before = len(self.found.problems)
        start = self.event
        if not isinstance(start, yaml.MappingStartEvent):
            self._problem(start, where, f"expected the fields of {record.__name__}", f"Known keys: {', '.join(table(record))}.")
            self._skip()
            return _BAD
        self._refuse_properties(self._advance(), where)
        specs = table(record)
        seen: set[str] = set()
        while not isinstance(self.event, yaml.MappingEndEvent):
            key = self._key(where, seen, list(specs))
            if key is None:
                self._skip()
                continue
            value = self._field(specs[key], f"{where}.{key}")
            if value is not _BAD:
                values[key] = value
        self._advance()
        for name, spec in specs.items():
            if spec.required and name not in seen and ("withdrawn" not in seen or name == "id"):
                self._problem(start, where, f"missing key {name!r}", spec.doc)
        if record is Claim and "withdrawn" not in seen:
            self._said(start, where, values, seen)
        return _BAD if len(self.found.problems) > before else None

    def _said(self, start: Any, where: str, values: dict[str, Any], seen: set[str]) -> None:
        """The rule that ties `said` to `voice` (annotation guide, 11)."""
        voice = values.get("voice")
        if voice == "author" and "said" in seen:
            hint = "Leave 'said' out: the document's own date holds, or set the voice to quoted or reported."
            self._problem(start, f"{where}.said", "a claim in the document's own voice has the document's date", hint)
        if voice in ("quoted", "reported"):
            for name in ("said", "said_basis"):
                if name not in seen:
                    hint = "Write when it was said, or null, and say in 'said_basis' what that rests on."
                    self._problem(start, where, f"missing key {name!r}, needed for voice {voice}", hint)
                elif name == "said_basis" and values.get("said_basis", "") is None:
                    hint = "Say what the date rests on, or why there is none."
                    self._problem(start, f"{where}.said_basis", "expected text, got nothing", hint)

    def _field(self, spec: Spec, where: str) -> Any:
        if self._plain_null(self.event):
            if spec.nullable or (isinstance(spec.shape, Many) and not spec.required):
                self._advance()
                return () if isinstance(spec.shape, Many) else None
            self._problem(self.event, where, "expected a value, got nothing", spec.doc)
            self._skip()
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
            self._problem(event, where, f"expected one value, got {found}")
            self._skip()
            return _BAD
        self._advance()
        if not self._refuse_properties(event, where):
            return _BAD
        try:
            return read_scalar(shape, event.value)
        except ScalarError as error:
            self._problem(event, where, str(error), error.hint)
            return _BAD

    def _none_or_many(self, shape: NoneOrMany, where: str) -> Any:
        event = self.event
        if isinstance(event, yaml.ScalarEvent):
            self._advance()
            if event.value == "none":
                return ()
            self._problem(event, where, f"expected 'none' or a list, got {excerpt(event.value)}")
            return _BAD
        values = self._many(shape.item, where)
        if values == ():
            self._problem(event, where, "expected 'none' or a list, got an empty list", "Write 'none': it is a finding.")
            return _BAD
        return values

    def _many(self, item: Shape, where: str) -> Any:
        if not isinstance(self.event, yaml.SequenceStartEvent):
            value = self._shape(item, where)
            return _BAD if value is _BAD else (value,)
        self._refuse_properties(self._advance(), where)
        values: list[Any] = []
        index = 0
        while not isinstance(self.event, yaml.SequenceEndEvent):
            if self._plain_null(self.event):
                self._problem(self.event, f"{where}[{index}]", "expected a value, got nothing", "Remove the empty entry.")
                self._skip()
                values.append(_BAD)
            else:
                values.append(self._shape(item, f"{where}[{index}]"))
            index += 1
        self._advance()
        return _BAD if any(value is _BAD for value in values) else tuple(values)

    def _refuse_properties(self, event: Any, where: str) -> bool:
        """Report an anchor or a tag on `event`; returns whether it is free of both."""
        if getattr(event, "anchor", None) is not None:
            self._problem(event, where, f"anchors ('&{event.anchor}') are not used here", "Write the value out.")
            return False
        if getattr(event, "tag", None) is not None:
            self._problem(event, where, f"tags ({excerpt(event.tag)}) are not used here", "Quote the text instead.")
            return False
        return True

    @staticmethod
    def _plain_null(event: Any) -> bool:
        return (
            isinstance(event, yaml.ScalarEvent)
            and event.style in ("", None)
            and event.tag is None
            and event.anchor is None
            and event.value in _NULLS
        )

    def _skip(self) -> None:
        """Pass over the node that starts here, however deep, without recursion."""
        depth = 0
        while self.event is not None:
            event = self._advance()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.AliasEvent):
                self._problem(event, "", f"aliases ('*{event.anchor}') are not used here", "Write the value out.")
            if depth <= 0:
                return

"""Sound files to typed records, quickly: line by line, since from Python no parser of all YAML is as fast.

Owns: one reader for each record class, put together once from the field table, that fills in the fields from
a file's lines (`lines`) and the values in them (`inline`). It never says what is wrong: at the first thing
that is not written as nearly all records are, or is not as the table wants it, it gives up, and the file is
read by `reader`, from the parser's events. Refuses: any rule of its own; what is read here, `reader` would
read without a problem, to the same records.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from claimbook.records.found import NULLS, FileRecords
from claimbook.records.inline import (
    NULL_LIMIT,
    Fields,
    Unusual,
    bounded_by,
    in_braces,
    nulls_of,
    of_brackets,
    of_word,
    settler_of,
)
from claimbook.records.limits import may_be_endless
from claimbook.records.lines import BRACKETS, DASH, END, INDENT, KEY, Line, Lines
from claimbook.records.model import KINDS, TOP_KEYS, Claim, Origin
from claimbook.records.scalars import ScalarError
from claimbook.records.shapes import Many, Nested, NoneOrMany, Shape, table

_Fill = Callable[[Line, Lines], Fields]


def read_sound(path: str, source: str) -> FileRecords | None:
    """The records of a file's text; None where it has a problem, nothing in it, or perhaps too much."""
    if may_be_endless(source):
        return None
    try:
        return _File(path, Lines(source)).read()
    except (Unusual, ScalarError, KeyError):  # a KeyError is an unknown or missing key
        return None


class _File:
    """One file while it is read; the records are made last, when the claims' source is known."""

    def __init__(self, path: str, lines: Lines) -> None:
        self.found = FileRecords(path)
        self.lines = lines
        self.parts: list[tuple[type, Fields]] = []

    def read(self) -> FileRecords:
        lines = self.lines
        seen: set[str] = set()
        while (line := lines.line) is not END:
            indent, dash, key, plain, double, single, flow, _ = line
            kind = TOP_KEYS[key]
            if indent or dash or plain or double or single or key in seen:
                raise Unusual
            seen.add(key)
            if key == "source":
                if not flow and not lines.next()[INDENT]:
                    raise Unusual
                self._record(kind, key, len("source: ") if flow else len(lines.line[INDENT]), flow)
            elif flow and flow != "[]":
                raise Unusual
            elif (below := lines.next())[DASH]:
                self._records(below[INDENT], kind, key)
        if not seen:
            raise Unusual
        self._make()
        return self.found

    def _records(self, indent: str, kind: str, key: str) -> None:
        lines = self.lines
        index = 0
        while (line := lines.line)[DASH] and line[INDENT] == indent:
            self._record(
                kind, f"{key}[{index}]", len(indent) + len("- "), "" if line[KEY] else line[BRACKETS]
            )
            index += 1

    def _record(self, kind: str, where: str, before: int, flow: str) -> None:
        """Read a record that begins in this line behind so many characters, or is it whole: `flow`."""
        record, lines = KINDS[kind], self.lines
        origin = Origin(self.found.path, where, lines.number, before + 1)
        if flow:
            values = in_braces(record)(flow)
            lines.next()
        else:
            values = _filler(record)(lines.line, lines)
        values["origin"] = origin
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


def _alone(line: Line) -> str:
    """The value in brackets that is all of a line."""
    if not line[BRACKETS]:
        raise Unusual
    return line[BRACKETS]


@cache
def _filler(record: type) -> _Fill:
    """A reader of a record's fields from the line with the first of them on; raises `Unusual`, `KeyError` and
    `ScalarError`.
    """
    specs = table(record)
    words = {name: word for name, spec in specs.items() if (word := of_word(spec.shape))}
    brackets = {name: read for name, spec in specs.items() if (read := of_brackets(spec.shape))}
    blocks = {name: block for name, spec in specs.items() if (block := _of_block(spec.shape))}
    nulls = nulls_of(record)
    settle = settler_of(record)

    # One flat loop: it runs for every field of the book, and calls cost more than what they would do.
    def fill(line: Line, lines: Lines) -> Fields:
        values: Fields = {}
        indent, dash, name, plain, double, single, flow, _ = line
        column = f"{indent}  " if dash else indent
        step = lines.next
        while True:
            if name in values:
                raise Unusual
            if plain:
                if len(plain) <= NULL_LIMIT and plain in NULLS:
                    values[name] = nulls[name]
                else:
                    values[name] = words[name](plain)
                line = step()
            elif flow:
                values[name] = brackets[name](flow)
                line = step()
            elif double:
                values[name] = words[name](double)
                line = step()
            elif single:
                values[name] = words[name](single.replace("''", "'"))
                line = step()
            else:
                below = step()
                if (below[DASH] and len(below[INDENT]) >= len(column)) or len(below[INDENT]) > len(column):
                    values[name] = blocks[name](below, lines)
                    line = lines.line
                else:
                    values[name] = nulls[name]
                    line = below
            indent, dash, name, plain, double, single, flow, _ = line
            if indent != column or dash or line is END:
                break
        settle(values)
        return values

    return fill


def _of_block(shape: Shape) -> Callable[[Line, Lines], Any] | None:
    """How a field is read from the lines below its name; None where none may stand there."""
    if isinstance(shape, Nested):
        fill = _filler(shape.record)
        return lambda line, lines: shape.record(**fill(_unlisted(line), lines))
    if not isinstance(shape, Many | NoneOrMany):
        return None
    bounded = bounded_by(empty=isinstance(shape, Many))
    return _listed(shape.item, bounded)


def _unlisted(line: Line) -> Line:
    if line[DASH]:
        raise Unusual
    return line


def _listed(
    item: Shape, bounded: Callable[[list[Any]], tuple[Any, ...]]
) -> Callable[[Line, Lines], tuple[Any, ...]]:
    """A reader of a list with an entry a line, or of the one mapping that stands for a list."""
    word = of_word(item)
    record = item.record if isinstance(item, Nested) else None

    def entries(line: Line, lines: Lines) -> tuple[Any, ...]:
        indent, dash, *_ = line
        if not dash:
            if record is None:
                raise Unusual
            return (record(**_filler(record)(line, lines)),)
        values: list[Any] = []
        while line[DASH] and line[INDENT] == indent:
            _, _, name, plain, double, single, flow, _ = line
            if record:
                if name:
                    values.append(record(**_filler(record)(line, lines)))
                    line = lines.line
                    continue
                values.append(record(**in_braces(record)(_alone(line))))
            elif name or flow or word is None:
                raise Unusual
            elif double or single:
                values.append(word(double or single.replace("''", "'")))
            elif len(plain) <= NULL_LIMIT and plain in NULLS:
                raise Unusual
            else:
                values.append(word(plain))
            line = lines.next()
        return bounded(values)

    return entries

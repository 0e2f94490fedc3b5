"""Sound files to typed records, quickly: line by line, since from Python no parser of all YAML is as fast.

Owns: one reader for each record class, put together once from the field table, that fills in the fields from
a file's lines (`lines`). It never says what is wrong: at the first thing that is not written as nearly all
records are, or is not as the table wants it, it gives up, and the file is read by `reader`, from the parser's
events. Refuses: any rule of its own; what is read here, `reader` would read without a problem, to the same
records.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from claimbook.records import stream
from claimbook.records.cursor import NULLS, FileRecords
from claimbook.records.lines import END, ENTRIES, MAPPINGS, PAIRS, Line, Lines
from claimbook.records.model import KINDS, TOP_KEYS, Claim, Origin
from claimbook.records.scalars import ScalarError, scalar_reader
from claimbook.records.shapes import LIST_LIMIT, Id, Many, Name, Nested, NoneOrMany, Ref, Shape, table

_Fields = dict[str, Any]
_Words = Callable[[str], Any]
_Fill = Callable[[Line, Lines], _Fields]
_CLOSING = {"[": "]", "{": "}"}
_NULL_LIMIT = max(map(len, NULLS))


class Unusual(Exception):
    """Something stands here that only `reader` can judge."""


def read_sound(path: str, source: str) -> FileRecords | None:
    """The records of a file's text; None where it has a problem, nothing in it, or perhaps too much."""
    if stream.may_be_endless(source):
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
        self.parts: list[tuple[type, _Fields]] = []

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
                if not flow and not lines.next()[0]:
                    raise Unusual
                self._record(kind, key, len("source: ") if flow else len(lines.line[0]), flow)
            elif flow and flow != "[]":
                raise Unusual
            elif (below := lines.next())[1]:
                self._records(below[0], kind, key)
        if not seen:
            raise Unusual
        self._make()
        return self.found

    def _records(self, indent: str, kind: str, key: str) -> None:
        lines = self.lines
        index = 0
        while (line := lines.line)[1] and line[0] == indent:
            self._record(kind, f"{key}[{index}]", len(indent) + len("- "), "" if line[2] else line[6])
            index += 1

    def _record(self, kind: str, where: str, before: int, flow: str) -> None:
        """Read a record that begins in this line behind so many characters, or is it whole: `flow`."""
        record, lines = KINDS[kind], self.lines
        origin = Origin(self.found.path, where, lines.number, before + 1)
        if flow:
            values = _in_braces(record)(flow)
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
    if not line[6]:
        raise Unusual
    return line[6]


@cache
def _filler(record: type) -> _Fill:
    """A reader of a record's fields from the line with the first of them on; raises `Unusual`, `KeyError` and
    `ScalarError`.
    """
    specs = table(record)
    words = {name: word for name, spec in specs.items() if (word := _of_word(spec.shape))}
    brackets = {name: read for name, spec in specs.items() if (read := _of_brackets(spec.shape))}
    blocks = {name: block for name, spec in specs.items() if (block := _of_block(spec.shape))}
    nulls = _nulls(record)
    settle = _settler(record)

    # One flat loop: it runs for every field of the book, and calls cost more than what they would do.
    def fill(line: Line, lines: Lines) -> _Fields:
        values: _Fields = {}
        indent, dash, name, plain, double, single, flow, _ = line
        column = f"{indent}  " if dash else indent
        step = lines.next
        while True:
            if name in values:
                raise Unusual
            if plain:
                if len(plain) <= _NULL_LIMIT and plain in NULLS:
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
                if (below[1] and len(below[0]) >= len(column)) or len(below[0]) > len(column):
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


@cache
def _nulls(record: type) -> _Fields:
    """What a value left out stands for, for the fields that may be without."""
    return {
        name: () if isinstance(spec.shape, Many) else None
        for name, spec in table(record).items()
        if spec.nullable or (isinstance(spec.shape, Many) and not spec.required)
    }


@cache
def _settler(record: type) -> Callable[[_Fields], None]:
    """Raises `Unusual` where fields are missing or do not go together."""
    required = frozenset(name for name, spec in table(record).items() if spec.required)

    def settle(values: _Fields) -> None:
        withdrawn = values.get("withdrawn") is not None
        if not (required <= values.keys() or (withdrawn and "id" in values)):
            raise Unusual
        if record is Claim and not withdrawn:
            if values["voice"] == "author":
                if "said" in values:
                    raise Unusual
            elif "said" not in values or values.get("said_basis") is None:
                raise Unusual

    return settle


def _of_word(shape: Shape) -> _Words | None:
    """How a field is read where one word or text stands; None where none may."""
    if isinstance(shape, Nested):
        return None
    if isinstance(shape, NoneOrMany):
        return {"none": ()}.__getitem__
    if not isinstance(shape, Many):
        return scalar_reader(shape)
    alone = _of_word(shape.item)
    return (lambda value: (alone(value),)) if alone else None


def _of_brackets(shape: Shape) -> Callable[[str], Any] | None:
    """How a field is read from a list or a mapping in one line; None where neither may stand."""
    if isinstance(shape, Nested):
        return _nested(shape.record)
    if not isinstance(shape, Many | NoneOrMany):
        return None
    bounded = _bounded(empty=isinstance(shape, Many))
    if isinstance(shape.item, Nested):
        one = _nested(shape.item.record)

        def mappings(flow: str) -> tuple[Any, ...]:
            if flow.startswith("{"):
                return (one(flow),)
            return bounded([one(inner) for inner, _ in MAPPINGS.findall(_inside(flow, "["))])

        return mappings
    word = _entries(shape.item)
    return lambda flow: bounded(word(_inside(flow, "[")))


def _inside(flow: str, bracket: str) -> str:
    """What stands between the brackets, which must be a pair of which the first is `bracket`."""
    if flow[:1] != bracket or flow[-1] != _CLOSING[bracket]:
        raise Unusual
    inner = flow[1:-1]
    if inner and (inner[0] == " " or inner[-1] == " "):
        inner = inner.strip(" ")
    return inner


def _bounded(*, empty: bool) -> Callable[[list[Any]], tuple[Any, ...]]:
    """Makes a list's entries the field's value; raises `Unusual` for too many or too few."""

    def bounded(values: list[Any]) -> tuple[Any, ...]:
        if len(values) > LIST_LIMIT or not (values or empty):
            raise Unusual
        return tuple(values)

    return bounded


def _entries(item: Shape) -> Callable[[str], list[Any]]:
    """A reader of words and texts with commas between them."""
    word = _of_word(item)
    if word is None or isinstance(item, Many | NoneOrMany):
        raise TypeError(f"no list of {item} is read")

    def entries(inner: str) -> list[Any]:
        found = []
        for plain, double, single, _ in ENTRIES.findall(inner):
            if plain:
                if len(plain) <= _NULL_LIMIT and plain in NULLS:
                    raise Unusual
                found.append(word(plain))
            elif double:
                found.append(word(double))
            elif single:
                found.append(word(single.replace("''", "'")))
            else:
                raise Unusual
        return found

    def ids(inner: str) -> list[Any]:
        """Nothing but an id is one: there is no need to take the text apart first."""
        found = list(map(word, inner.replace(", ", ",").split(","))) if inner else []
        if "null" in found:
            raise Unusual
        return found

    return ids if isinstance(item, Id | Ref | Name) else entries


def _nested(record: type) -> Callable[[str], Any]:
    fill = _in_braces(record)
    return lambda flow: record(**fill(flow))


@cache
def _in_braces(record: type) -> Callable[[str], _Fields]:
    """A reader of a record's fields from a mapping in one line."""
    specs = table(record)
    words = {name: word for name, spec in specs.items() if (word := _of_word(spec.shape))}
    brackets = {name: read for name, spec in specs.items() if (read := _of_brackets(spec.shape))}
    nulls = _nulls(record)
    settle = _settler(record)

    def fill(flow: str) -> _Fields:
        values: _Fields = {}
        found = PAIRS.findall(_inside(flow, "{"))
        for name, plain, double, single, flow, _ in found:
            if plain:
                if len(plain) <= _NULL_LIMIT and plain in NULLS:
                    values[name] = nulls[name]
                else:
                    values[name] = words[name](plain)
            elif double:
                values[name] = words[name](double)
            elif single:
                values[name] = words[name](single.replace("''", "'"))
            else:
                values[name] = brackets[name](flow)
        if len(values) != len(found):
            raise Unusual
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
    bounded = _bounded(empty=isinstance(shape, Many))
    return _listed(shape.item, bounded)


def _unlisted(line: Line) -> Line:
    if line[1]:
        raise Unusual
    return line


def _listed(
    item: Shape, bounded: Callable[[list[Any]], tuple[Any, ...]]
) -> Callable[[Line, Lines], tuple[Any, ...]]:
    """A reader of a list with an entry a line, or of the one mapping that stands for a list."""
    word = _of_word(item)
    record = item.record if isinstance(item, Nested) else None

    def entries(line: Line, lines: Lines) -> tuple[Any, ...]:
        indent, dash = line[:2]
        if not dash:
            if record is None:
                raise Unusual
            return (record(**_filler(record)(line, lines)),)
        values: list[Any] = []
        while line[1] and line[0] == indent:
            _, _, name, plain, double, single, flow, _ = line
            if record:
                if name:
                    values.append(record(**_filler(record)(line, lines)))
                    line = lines.line
                    continue
                values.append(record(**_in_braces(record)(_alone(line))))
            elif (
                name
                or word is None
                or flow
                or (len(plain) <= _NULL_LIMIT and plain in NULLS and not (double or single))
            ):
                raise Unusual
            else:
                values.append(word(plain or double or single.replace("''", "'")))
            line = lines.next()
        return bounded(values)

    return entries

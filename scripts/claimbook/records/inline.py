"""Values of fields that stand in one line: a word or text, a list or mapping in brackets.

Owns: how such a value is read by its field's shape, and what goes for a record's fields together. Refuses:
to say what is wrong; whatever is not as the field table wants it is `Unusual` (see `quick`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from claimbook.records.found import NULLS
from claimbook.records.lines import ENTRIES, MAPPINGS, PAIRS
from claimbook.records.model import Claim
from claimbook.records.scalars import scalar_reader
from claimbook.records.shapes import LIST_LIMIT, Id, Many, Name, Nested, NoneOrMany, Ref, Shape, table

Fields = dict[str, Any]
NULL_LIMIT = max(map(len, NULLS))

_Words = Callable[[str], Any]
_CLOSING = {"[": "]", "{": "}"}


class Unusual(Exception):
    """Something stands here that only `reader` can judge."""


@cache
def nulls_of(record: type) -> Fields:
    """What a value left out stands for, for the fields that may be without."""
    return {
        name: () if isinstance(spec.shape, Many) else None
        for name, spec in table(record).items()
        if spec.nullable or (isinstance(spec.shape, Many) and not spec.required)
    }


@cache
def settler_of(record: type) -> Callable[[Fields], None]:
    """Raises `Unusual` where fields are missing or do not go together."""
    required = frozenset(name for name, spec in table(record).items() if spec.required)

    def settle(values: Fields) -> None:
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


def of_word(shape: Shape) -> _Words | None:
    """How a field is read where one word or text stands; None where none may."""
    if isinstance(shape, Nested):
        return None
    if isinstance(shape, NoneOrMany):
        return {"none": ()}.__getitem__
    if not isinstance(shape, Many):
        return scalar_reader(shape)
    alone = of_word(shape.item)
    return (lambda value: (alone(value),)) if alone else None


def of_brackets(shape: Shape) -> Callable[[str], Any] | None:
    """How a field is read from a list or a mapping in one line; None where neither may stand."""
    if isinstance(shape, Nested):
        return _nested(shape.record)
    if not isinstance(shape, Many | NoneOrMany):
        return None
    bounded = bounded_by(empty=isinstance(shape, Many))
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


def bounded_by(*, empty: bool) -> Callable[[list[Any]], tuple[Any, ...]]:
    """Makes a list's entries the field's value; raises `Unusual` for too many or too few."""

    def bounded(values: list[Any]) -> tuple[Any, ...]:
        if len(values) > LIST_LIMIT or not (values or empty):
            raise Unusual
        return tuple(values)

    return bounded


def _entries(item: Shape) -> Callable[[str], list[Any]]:
    """A reader of words and texts with commas between them."""
    word = of_word(item)
    if word is None or isinstance(item, Many | NoneOrMany):
        raise TypeError(f"no list of {item} is read")

    def entries(inner: str) -> list[Any]:
        found = []
        for plain, double, single, _ in ENTRIES.findall(inner):
            if plain:
                if len(plain) <= NULL_LIMIT and plain in NULLS:
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
    fill = in_braces(record)
    return lambda flow: record(**fill(flow))


@cache
def in_braces(record: type) -> Callable[[str], Fields]:
    """A reader of a record's fields from a mapping in one line."""
    specs = table(record)
    words = {name: word for name, spec in specs.items() if (word := of_word(spec.shape))}
    brackets = {name: read for name, spec in specs.items() if (read := of_brackets(spec.shape))}
    nulls = nulls_of(record)
    settle = settler_of(record)

    # The loop of `quick` once more, over pairs: it is as hot as that one.
    def fill(flow: str) -> Fields:
        values: Fields = {}
        found = PAIRS.findall(_inside(flow, "{"))
        for name, plain, double, single, flow, _ in found:
            if plain:
                if len(plain) <= NULL_LIMIT and plain in NULLS:
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

"""The fields of records that hold references, texts and lists, found once for each class of records.

Owns the quick questions that all records of a class are asked together, and the slow walks that name each
value's place, for the few that are not in order. Refuses to say what is wrong with them: see `references`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import chain
from operator import attrgetter, contains
from typing import Any

from claimbook.frozen import frozen
from claimbook.records.model import KINDS
from claimbook.records.shapes import Many, Markdown, Nested, NoneOrMany, Ref, Shape, table

Collect = Callable[[Any], Collection[Any]]


@frozen
class _Plan:
    """What takes the values out of the records of one class: references by kind, texts, lists."""

    references: tuple[tuple[str, Collect], ...]
    to_own_kind: tuple[Collect, ...]
    texts: tuple[Collect, ...]
    lists: tuple[Collect, ...]


_PLANS: dict[type, _Plan] = {}


def values(record: Any, prefix: str = "") -> Iterator[tuple[str, Shape, Any]]:
    """Every single value of a record with its place and shape, nested ones included."""
    for name, spec in table(type(record)).items():
        value = getattr(record, name)
        if value is None:
            continue
        many, item = _item(spec.shape)
        for i, each in enumerate(value if many else (value,)):
            place = f"{prefix}{name}[{i}]" if many else f"{prefix}{name}"
            if isinstance(item, Nested):
                yield from values(each, f"{place}.")
            else:
                yield place, item, each


def lists(record: Any, prefix: str = "") -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every list of a record with its place."""
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, tuple):
            yield f"{prefix}{field.name}", value
            for i, each in enumerate(value):
                if is_dataclass(each):
                    yield from lists(each, f"{prefix}{field.name}[{i}].")


def refer_within(records: Sequence[Any], known: Mapping[str, set[str]]) -> bool:
    """Whether all that records of one class name, nested fields included, is among those of its kind."""
    return all(
        known[kind].issuperset(chain.from_iterable(map(collect, records)))
        for kind, collect in _plan(records[0]).references
    )


def refer_to_themselves(records: Sequence[Any]) -> bool:
    """Whether one of these records of one class names its own id as one of its own kind."""
    ids = [record.id for record in records]
    return any(any(map(contains, map(collect, records), ids)) for collect in _plan(records[0]).to_own_kind)


def texts(record: Any) -> Iterable[str]:
    """Every Markdown text of a record."""
    return [text for collect in _plan(record).texts for text in collect(record)]


def worded(records: Sequence[Any]) -> list[Any]:
    """Those of these records of one class that have a Markdown text."""
    found = zip(records, *(map(collect, records) for collect in _plan(records[0]).texts), strict=True)
    return [record for record, *held in found if any(held)]


def repeat(records: Sequence[Any]) -> bool:
    """Whether a list of one of these records of one class holds an entry, or its counter-statements a claim,
    twice.
    """
    return any(
        len(listed) > 1 and len(set(listed)) < len(listed)
        for collect in _plan(records[0]).lists
        for listed in chain.from_iterable(map(collect, records))
    )


def _item(shape: Shape) -> tuple[bool, Any]:
    """Whether a field holds a list, and the shape of its items, or of itself."""
    return (True, shape.item) if isinstance(shape, Many | NoneOrMany) else (False, shape)


def _plan(record: Any) -> _Plan:
    kind = type(record)
    if kind not in _PLANS:
        _PLANS[kind] = _Plan(
            references=tuple((name, get) for name in KINDS for get in _collectors(kind, _refers_to(name))),
            to_own_kind=_collectors(kind, _refers_to(kind.__name__.lower())),
            texts=_collectors(kind, lambda shape: isinstance(shape, Markdown)),
            lists=_lists(kind),
        )
    return _PLANS[kind]


def _collectors(record: type, wanted: Callable[[Shape], bool]) -> tuple[Collect, ...]:
    """What takes the values of the wanted shape out of a record: a function for each field that has some."""
    found: list[Collect] = []
    for name, spec in table(record).items():
        many, item = _item(spec.shape)
        get = attrgetter(name)
        outer = get if many else _single(get)
        if isinstance(item, Nested):
            found += [_within(outer, inner) for inner in _collectors(item.record, wanted)]
        elif wanted(item):
            found.append(outer)
    return tuple(found)


def _refers_to(kind: str) -> Callable[[Shape], bool]:
    return lambda shape: isinstance(shape, Ref) and shape.kind == kind


def _single(get: Callable[[Any], Any]) -> Collect:
    def collect(record: Any) -> Collection[Any]:
        value = get(record)
        return () if value is None else (value,)

    return collect


def _within(outer: Collect, inner: Collect) -> Collect:
    def collect(record: Any) -> Collection[Any]:
        held = outer(record)
        return [value for each in held for value in inner(each)] if held else ()

    return collect


def _lists(record: type) -> tuple[Collect, ...]:
    """What takes the lists out of a record; of counter-statements the claims, which may stand there once."""
    found: list[Collect] = []
    plain = [name for name, spec in table(record).items() if _item(spec.shape)[0]]
    for name in plain:
        item = _item(table(record)[name].shape)[1]
        if isinstance(item, Nested):
            found += [_within(attrgetter(name), inner) for inner in _lists(item.record)]
    if "counter_statements" in plain:
        plain.remove("counter_statements")
        found.append(lambda record: ([each.claim for each in record.counter_statements],))
    if len(plain) == 1:
        plain *= 2  # of one name alone `attrgetter` gives the value, of several a tuple
    return (*((attrgetter(*plain),) if plain else ()), *found)

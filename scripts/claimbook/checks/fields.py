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
from claimbook.text import is_simple

Collect = Callable[[Any], Collection[Any]]


@frozen
class _Plan:
    """What takes the values out of the records of one class: references by kind, texts, lists; `listed` are
    references that one list may name but once.
    """

    references: tuple[tuple[str, Collect], ...]
    to_own_kind: tuple[Collect, ...]
    texts: tuple[Collect, ...]
    lists: tuple[Collect, ...]
    listed: tuple[Collect, ...]


_ONCE = "counter_statements.claim"  # may name a claim but once, whatever else the entries say
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


class Group:
    """Records of one class, asked together; what is taken out of them is kept for other questions."""

    def __init__(self, records: Sequence[Any]) -> None:
        self.records = records
        self._plan = _plan(records[0])
        self._taken: dict[Collect, list[Collection[Any]]] = {}

    def _take(self, collect: Collect) -> list[Collection[Any]]:
        if collect not in self._taken:
            self._taken[collect] = list(map(collect, self.records))
        return self._taken[collect]

    def refer_within(self, known: Mapping[str, set[str]]) -> bool:
        """Whether all that these records name, nested fields included, is among those of its kind."""
        return all(
            known[kind].issuperset(chain.from_iterable(self._take(collect)))
            for kind, collect in self._plan.references
        )

    def refer_to_themselves(self) -> bool:
        """Whether one of them names its own id as one of its own kind."""
        ids = [record.id for record in self.records]
        return any(any(map(contains, self._take(collect), ids)) for collect in self._plan.to_own_kind)

    def repeat(self) -> bool:
        """Whether a list of one of them holds an entry, or its counter-statements a claim, twice."""
        plan = self._plan
        lists = chain.from_iterable(map(collect, self.records) for collect in plan.lists)
        once = map(self._take, plan.listed)
        return any(
            len(listed) > 1 and len(set(listed)) < len(listed)
            for listed in chain(chain.from_iterable(lists), chain.from_iterable(once))
        )

    def are_plain(self) -> bool:
        """Whether all their Markdown is plain words."""
        return all(
            all(map(is_simple, chain.from_iterable(map(take, self.records)))) for take in self._plan.texts
        )


def texts(record: Any) -> Iterable[str]:
    """Every Markdown text of a record."""
    return [text for collect in _plan(record).texts for text in collect(record)]


def _item(shape: Shape) -> tuple[bool, Any]:
    """Whether a field holds a list, and the shape of its items, or of itself."""
    return (True, shape.item) if isinstance(shape, Many | NoneOrMany) else (False, shape)


def _plan(record: Any) -> _Plan:
    kind = type(record)
    if kind not in _PLANS:
        named = {name: _collectors(kind, _refers_to(name)) for name in KINDS}
        own = named.get(kind.__name__.lower(), {})
        _PLANS[kind] = _Plan(
            references=tuple((name, get) for name, found in named.items() for get in found.values()),
            to_own_kind=tuple(own.values()),
            texts=tuple(_collectors(kind, lambda shape: isinstance(shape, Markdown)).values()),
            lists=_lists(kind),
            listed=tuple(get for path, get in own.items() if path == _ONCE),
        )
    return _PLANS[kind]


def _collectors(record: type, wanted: Callable[[Shape], bool]) -> dict[str, Collect]:
    """What takes the values of the wanted shape out of a record: a function for each field that has some."""
    found: dict[str, Collect] = {}
    for name, spec in table(record).items():
        many, item = _item(spec.shape)
        get = attrgetter(name)
        outer = get if many else _single(get)
        if isinstance(item, Nested):
            inside = _collectors(item.record, wanted)
            found.update((f"{name}.{inner}", _within(outer, take)) for inner, take in inside.items())
        elif wanted(item):
            found[name] = outer
    return found


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
    """What takes the lists out of a record, but those of `_ONCE`."""
    found: list[Collect] = []
    plain = [name for name, spec in table(record).items() if _item(spec.shape)[0]]
    for name in plain:
        item = _item(table(record)[name].shape)[1]
        if isinstance(item, Nested):
            found += [_within(attrgetter(name), inner) for inner in _lists(item.record)]
    plain = [name for name in plain if name != _ONCE.partition(".")[0]]
    if len(plain) == 1:
        plain *= 2  # of one name alone `attrgetter` gives the value, of several a tuple
    return (*((attrgetter(*plain),) if plain else ()), *found)

"""Rules about links between records: every one leads somewhere, and not back to itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from claimbook import text
from claimbook.checks.rule import Case, rule
from claimbook.content import page_addresses
from claimbook.records import Claim, Problem, Record, nearest
from claimbook.records.shapes import Many, Markdown, Nested, NoneOrMany, Ref, Shape, table


def _values(record: Any, prefix: str = "") -> Iterator[tuple[str, Shape, Any]]:
    """Every single value of a record with its place and shape, nested ones included."""
    for name, spec in table(type(record)).items():
        value, shape = getattr(record, name), spec.shape
        if value is None:
            continue
        many = isinstance(shape, Many | NoneOrMany)
        item: Any = shape.item if isinstance(shape, Many | NoneOrMany) else shape
        for i, each in enumerate(value if many else (value,)):
            place = f"{prefix}{name}[{i}]" if many else f"{prefix}{name}"
            if isinstance(item, Nested):
                yield from _values(each, f"{place}.")
            else:
                yield place, item, each


def _lists(record: Any, prefix: str = "") -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every list of a record with its place."""
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, tuple):
            yield f"{prefix}{field.name}", value
            for i, each in enumerate(value):
                if is_dataclass(each):
                    yield from _lists(each, f"{prefix}{field.name}[{i}].")


def missing(case: Case, kind: str, name: str, known: dict[str, set[str]]) -> tuple[str, str] | None:
    """What is wrong with a link to the record or page `name`, and a hint; None where it is right.

    Where a record file could not be read to its end, an unknown record is not reported: it may stand in the
    rest.
    """
    if name in known[kind]:
        if kind == "page":
            return None
        target = getattr(case.book, f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s").get(name)
        if target is not None and target.withdrawn and kind != "claim":
            return f"the {kind} {name!r} was withdrawn", "Withdraw this record as well, or name another."
        return None
    renamed = case.book.former.get((kind, name))
    if renamed:
        return f"the {kind} {name!r} was renamed", f"Write {renamed!r}."
    if case.loaded.cut and kind != "page":
        return None
    return f"there is no {kind} {name!r}", nearest(name, known[kind])


def known_ids(case: Case) -> dict[str, set[str]]:
    """The ids a link may name, by kind; those of broken records count as known."""
    known: dict[str, set[str]] = {kind: set() for kind in ("source", "claim", "actor", "topic", "quantity")}
    known["page"] = set(page_addresses(case.loaded.root))
    for kind, name, _ in case.loaded.declared:
        known[kind].add(name)
    return known


@rule("links-lead-somewhere", "Every id a record names is the id of a record of the right kind.")
def dangling(case: Case) -> Iterator[Problem]:
    """Dangling ids, with the nearest ids as a hint; renamed and withdrawn targets are named as such."""
    known = known_ids(case)
    for record in case.loaded.records:
        for place, shape, value in _values(record):
            if isinstance(shape, Ref) and (wrong := missing(case, shape.kind, value, known)):
                yield case.problem(record, place, *wrong)
            elif isinstance(shape, Markdown):
                yield from _markdown(case, record, place, value, known)
        if isinstance(record, Claim):
            yield from _positions(case, record)


def _markdown(
    case: Case, record: Record, place: str, value: str, known: dict[str, set[str]]
) -> Iterator[Problem]:
    try:
        for found in text.record_links(value):
            if wrong := missing(case, found.kind, found.id, known):
                yield case.problem(record, place, *wrong)
        for href in text.unsafe_links(value):
            what = f"the address {href!r} is not a safe link"
            yield case.problem(record, place, what, "Link to https://…, or to a record as claim:ID.")
    except text.TextError as error:
        yield case.problem(record, place, str(error))


def _positions(case: Case, claim: Claim) -> Iterator[Problem]:
    for i, stand in enumerate(claim.positions):
        topic = case.book.topics.get(stand.topic)
        if topic is None or topic.withdrawn:
            continue
        names = [position.id for position in topic.positions]
        if stand.position not in names:
            what = f"the topic {topic.id!r} has no position {stand.position!r}"
            hint = nearest(stand.position, names) or f"Its positions: {', '.join(names)}."
            yield case.problem(claim, f"positions[{i}].position", what, hint)


@rule("no-self-links", "A record never links to itself.")
def self_links(case: Case) -> Iterator[Problem]:
    """A claim that answers, restates or supports itself; an actor that is part of itself."""
    for record in case.loaded.records:
        kind = type(record).__name__.lower()
        for place, shape, value in _values(record):
            if isinstance(shape, Ref) and shape.kind == kind and value == record.id:
                yield case.problem(record, place, f"the {kind} links to itself", "Remove the link.")


@rule("no-repeated-entries", "A list holds each entry once.")
def repeated(case: Case) -> Iterator[Problem]:
    """Equal entries in one list, and one claim listed twice among the counter-statements."""
    for record in case.loaded.records:
        for place, values in _lists(record):
            keys = [getattr(v, "claim", v) if place == "counter_statements" else v for v in values]
            for i, key in enumerate(keys):
                if key in keys[:i]:
                    yield case.problem(
                        record, f"{place}[{i}]", "this entry stands in the list already", "Remove it."
                    )

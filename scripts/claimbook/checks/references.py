"""Rules about links between records: every one leads somewhere, and not back to itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from claimbook import text
from claimbook.checks import fields
from claimbook.checks.fields import Group
from claimbook.checks.rule import Case, rule
from claimbook.content import page_addresses
from claimbook.records import Claim, Problem, Record, Topic
from claimbook.records.shapes import Markdown, Ref

_MARKED = 200_000  # characters of Markdown in one file: parsing so many takes more than half a second
_LISTED = 30  # names in one hint


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
    return f"there is no {kind} {name!r}", case.nearest(name, known[kind])


def known_ids(case: Case) -> dict[str, set[str]]:
    """The ids a link may name, by kind; those of broken records count as known."""
    return case.once(_known_ids)


def _known_ids(case: Case) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {kind: set() for kind in ("source", "claim", "actor", "topic", "quantity")}
    known["page"] = set(page_addresses(case.loaded.root))
    for kind, some in groupby(case.loaded.declared, itemgetter(0)):  # a file's claims stand together
        known[kind].update(map(itemgetter(1), some))
    return known


def _linkable(case: Case) -> dict[str, set[str]]:
    return case.once(_linkable_ids)


def _linkable_ids(case: Case) -> dict[str, set[str]]:
    """The known ids without those of withdrawn records, which claims alone may be named after."""
    gone: dict[str, set[str]] = {}
    for record in case.loaded.records:
        if record.withdrawn and not isinstance(record, Claim):
            gone.setdefault(type(record).__name__.lower(), set()).add(record.id)
    return {kind: names - gone.get(kind, set()) for kind, names in known_ids(case).items()}


def _offered(case: Case) -> set[tuple[str, str]]:
    """The positions of all topics."""
    topics = {record.id: record for record in reversed(case.loaded.records) if isinstance(record, Topic)}
    return {(topic.id, position.id) for topic in topics.values() for position in topic.positions}


@rule("links-lead-somewhere", "Every id a record names is the id of a record of the right kind.")
def dangling(case: Case) -> Iterator[Problem]:
    """Dangling ids, with the nearest ids as a hint; renamed and withdrawn targets are named as such."""
    linkable = _linkable(case)
    positions = case.once(_offered)
    astray = _unclear(case, lambda group: _lead_somewhere(group, linkable, positions))
    worded = _unclear(case, Group.are_plain)
    marked: Counter[str] = Counter()  # characters of Markdown that is more than plain words, by file
    for record in case.loaded.records if astray or worded else ():
        if type(record) not in astray and type(record) not in worded:
            continue
        size = sum([len(found) for found in fields.texts(record) if not text.is_simple(found)])
        if size and record.origin:
            marked[record.origin.path] += size
            if marked[record.origin.path] > _MARKED:
                if marked[record.origin.path] - size <= _MARKED:
                    what = f"from here on the file has more than {_MARKED:,} characters of Markdown"
                    yield case.problem(record, "", what, "Write notes in plain words, or split the file.")
                continue
        if size or type(record) in astray:
            yield from _links(case, record)
        if type(record) in astray and isinstance(record, Claim):
            yield from _positions(case, record)


def _unclear(case: Case, are_right: Callable[[Group], bool]) -> set[type]:
    """The classes of which not all records are right at first sight."""
    return {type(group.records[0]) for group in case.own(_by_class) if not are_right(group)}


def _by_class(case: Case) -> Iterable[Group]:
    groups: dict[type, list[Record]] = {}
    for record in case.loaded.records:
        groups.setdefault(type(record), []).append(record)
    return [Group(records) for records in groups.values()]


def _lead_somewhere(group: Group, linkable: Mapping[str, set[str]], positions: set[tuple[str, str]]) -> bool:
    """Whether the fields of records of one class name nothing but what there is."""
    stands = (stand for one in group.records if isinstance(one, Claim) for stand in one.positions)
    return group.refer_within(linkable) and all(
        (stand.topic, stand.position) in positions for stand in stands
    )


def _links(case: Case, record: Record) -> Iterator[Problem]:
    known = known_ids(case)
    for place, shape, value in fields.values(record):
        if isinstance(shape, Ref) and (wrong := missing(case, shape.kind, value, known)):
            yield case.problem(record, place, *wrong)
        elif isinstance(shape, Markdown):
            yield from _markdown(case, record, place, value, known)


def _markdown(
    case: Case, record: Record, place: str, value: str, known: dict[str, set[str]]
) -> Iterator[Problem]:
    try:
        for found in text.record_links(value):
            if wrong := missing(case, found.kind, found.id, known):
                yield case.problem(record, place, *wrong)
        for href in text.unsafe_links(value):
            what = f"the address {href!r} is not a safe link"
            hint = text.unsafe_hint(href) or "Link to https://…, or to a record as claim:ID."
            yield case.problem(record, place, what, hint)
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
            hint = case.nearest(stand.position, names) or f"Its positions: {_some(names)}."
            yield case.problem(claim, f"positions[{i}].position", what, hint)


def _some(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= _LISTED else f"{', '.join(names[:_LISTED])} …"


@rule("no-self-links", "A record never links to itself.")
def self_links(case: Case) -> Iterator[Problem]:
    """A claim that answers, restates or supports itself; an actor that is part of itself."""
    astray = _unclear(case, lambda group: not group.refer_to_themselves())
    for record in case.loaded.records if astray else ():
        if type(record) not in astray:
            continue
        kind = type(record).__name__.lower()
        for place, shape, value in fields.values(record):
            if isinstance(shape, Ref) and shape.kind == kind and value == record.id:
                yield case.problem(record, place, f"the {kind} links to itself", "Remove the link.")


@rule("no-repeated-entries", "A list holds each entry once.")
def repeated(case: Case) -> Iterator[Problem]:
    """Equal entries in one list, and one claim listed twice among the counter-statements."""
    unclear = _unclear(case, lambda group: not group.repeat())
    for record in case.loaded.records if unclear else ():
        if type(record) not in unclear:
            continue
        for place, values in fields.lists(record):
            seen: set[object] = set()
            for i, value in enumerate(values):
                key = getattr(value, "claim", value) if place == "counter_statements" else value
                if key in seen:
                    what = "this entry stands in the list already"
                    yield case.problem(record, f"{place}[{i}]", what, "Remove it.")
                seen.add(key)

"""Rules about ids: one meaning each, for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from claimbook.checks.references import known_ids
from claimbook.checks.rule import Case, rule
from claimbook.intake import is_device
from claimbook.records import Origin, Problem, Record


def _ids(case: Case) -> Collection[set[str]]:
    """All ids of the book, kind by kind."""
    return [names for kind, names in known_ids(case).items() if kind != "page"]


def _renamed(case: Case) -> list[Record]:
    return [record for record in case.loaded.records if record.formerly]


@rule("unique-ids", "Two records of one kind never share an id.")
def unique_ids(case: Case) -> Iterator[Problem]:
    """The second and every later record with an id is reported, naming the first."""
    if sum(map(len, _ids(case))) == len(case.loaded.declared):
        return
    first: dict[tuple[str, str], Origin] = {}
    for kind, name, origin in case.loaded.declared:
        before = first.setdefault((kind, name), origin)
        if before is not origin:
            what = f"another {kind} has the id {name!r} ({before.path}:{before.line})"
            yield case.at(origin, what, "Give one of the two another id.")


@rule("ids-differ-by-more-than-case", "Ids that differ only in case would be one file on some systems.")
def case_only(case: Case) -> Iterator[Problem]:
    """Ids are lower-case, so this meets a misspelt id beside its correct twin."""
    declared = case.loaded.declared  # nothing, where the case is part of a book whose ids are known
    if not declared or all(len(set(map(str.casefold, names))) == len(names) for names in _ids(case)):
        return
    spelt: dict[tuple[str, str], tuple[str, Origin]] = {}
    for kind, name, origin in declared:
        before, at = spelt.setdefault((kind, name.casefold()), (name, origin))
        if before != name:
            what = f"the id {name!r} differs only in case from {before!r} ({at.path}:{at.line})"
            yield case.at(origin, what, "Write ids in lower case.")


@rule("former-ids-are-free", "An id a record once had is not used again.")
def former_ids(case: Case) -> Iterator[Problem]:
    """A former id may be neither a present id of its kind nor another record's former id."""
    present = known_ids(case)
    seen: dict[tuple[str, str], str] = {}
    for record in _renamed(case):
        kind = type(record).__name__.lower()
        for i, old in enumerate(record.formerly):
            if old in present[kind]:
                yield case.problem(record, f"formerly[{i}]", f"{old!r} is the id of a present {kind}")
            elif seen.setdefault((kind, old), record.id) != record.id:
                what = f"{old!r} is listed as a former id of {seen[kind, old]!r} too"
                yield case.problem(record, f"formerly[{i}]", what)


@rule("ids-leave-room-for-indexes", "No record is called `index`: that address is the list of its kind.")
def reserved(case: Case) -> Iterator[Problem]:
    """`claims/index.html` and its like are pages of their own; a former id would lead away from them."""
    what, hint = "the id 'index' is taken by the list of records", "Choose another id."
    for _, name, origin in case.loaded.declared if any("index" in names for names in _ids(case)) else ():
        if name == "index":
            yield case.at(origin, what, hint)
    for record in _renamed(case):
        for i, old in enumerate(record.formerly):
            if old == "index":
                yield case.problem(record, f"formerly[{i}]", what, "Remove it.")


@rule("ids-are-file-names-everywhere", "No record is called like a device of Windows, such as `con`.")
def devices(case: Case) -> Iterator[Problem]:
    """Windows has no file `con.html` (Microsoft, Naming Files, Paths, and Namespaces)."""
    for _, name, origin in case.loaded.declared:
        if is_device(name):
            yield case.at(origin, f"Windows can have no file named {name!r}", "Choose another id.")
    for record in _renamed(case):
        for i, old in enumerate(record.formerly):
            if is_device(old):
                what = f"Windows can have no file named {old!r}"
                yield case.problem(record, f"formerly[{i}]", what, "Remove it.")

"""Checks: rules over the whole book. `check` is the one door to a book that may be published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from claimbook.book import Book, Quoted, link, relink
from claimbook.checks import content, ids, names, pictures, quotes, records, references, settings
from claimbook.checks.rule import RULES, Case, Rule, run
from claimbook.frozen import frozen
from claimbook.quotes import QuoteError
from claimbook.records import WORTH, BookError, Cache, Claim, load
from claimbook.settings import Settings
from claimbook.spread import spread

__all__ = [
    "RULES",
    "Before",
    "Case",
    "Rule",
    "again",
    "before",
    "check",
    "content",
    "examine",
    "ids",
    "names",
    "pictures",
    "prepare",
    "quotes",
    "records",
    "references",
    "run",
    "settings",
    "verify",
]


def check(root: Path, settings: Settings, *, cache: Cache | None = None, workers: int = 1) -> Book:
    """Read, verify and link the book at `root`; raises `BookError` with every problem of every file.

    `cache` and `workers` are those of `records.load`.
    """
    return examine(root, settings, cache=cache, workers=workers).book


def examine(root: Path, settings: Settings, *, cache: Cache | None = None, workers: int = 1) -> Case:
    """As `check`, with all that the rules looked at."""
    case = prepare(root, settings, cache=cache, workers=workers)
    verify(case)
    return case


def prepare(
    root: Path,
    settings: Settings,
    *,
    cache: Cache | None = None,
    workers: int = 1,
    built: Mapping[str, bytes] | None = None,
) -> Case:
    """The book with all that the rules look at, of which nothing may be published before `verify`.

    Where much was parsed, it is kept here, with `built` as `Loaded.keep` has it. Where something is wrong
    already, raises `BookError` as `check` does.
    """
    loaded = load(root, cache=cache, workers=workers, work=quotes.placing(root))
    quoted = quotes.place(loaded)
    case = Case(loaded, settings)
    if workers > 1 and loaded.parsed >= WORTH:
        _link_beside(case, quoted, workers, partial(loaded.keep, built))
    else:
        case.link(quoted)
    if loaded.problems:
        verify(case)
    return case


def _link_beside(case: Case, quoted: Quoted, workers: int, keep: Callable[[], None]) -> None:
    """Link the records, which one process must do alone, while others keep them and try the rules that need
    no links.
    """
    tries = [partial(case.try_ahead, rule) for rule in RULES.values()]
    for clear in spread([keep, *tries], lambda: case.clear, str, workers, first=partial(case.link, quoted)):
        case.clear |= clear
    case.loaded.was_kept()
    case.forget()


def verify(case: Case, files: Collection[str] | None = None) -> None:
    """Hold the book against every rule; raises `BookError` with every problem of every file.

    With `files` the book was verified before nothing but fields of live claims changed in these.
    """
    if files is not None and not case.loaded.problems and not any(run(case.within(files))):
        return
    problems = [*case.loaded.problems, *run(case)]
    if problems:
        raise BookError(problems)


def again(case: Case, book: Book, changed: Mapping[str, Claim]) -> Book | None:
    """`book` after live claims were edited and nothing else: `changed` has their new records, by the ids they
    had. None where there is a problem: a check of everything tells which.

    `case` is that of the last whole check, from which on nothing but claims was edited.
    """
    try:
        matches = quotes.place_again(book, changed.values())
    except QuoteError:
        return None
    made = relink(book, changed, matches)
    return None if any(True for _ in run(case.among(made, changed.values()))) else made


@frozen
class Before:
    """A book as it was, and the ids of the claims that were others then, in their fields or their places.

    `files` are those that differ, if the edits were of nothing but the fields of live claims.
    """

    book: Book
    changed: frozenset[str]
    files: frozenset[str] | None


def before(case: Case, sums: Mapping[str, bytes]) -> Before | None:
    """The book of `case` as it was when its record files had the digests `sums`, if nothing but claims was
    edited since; None where that is not known any more.
    """
    found = case.loaded.since(sums)
    if found is None:
        return None
    files, *both = found
    then, now = ({r.id: r for r in records if isinstance(r, Claim)} for records in both)
    changed = frozenset(name for name in {*then, *now} if then.get(name) != now.get(name))
    were = {name: claim for name, claim in then.items() if name in changed}
    book = case.book
    try:
        matches = quotes.place_again(book, were.values(), changed - were.keys())
    except QuoteError:
        return None
    if were.keys() == changed <= now.keys() and all(_is_edit(were[name], now[name]) for name in changed):
        return Before(relink(book, were, matches), changed, frozenset(files))
    others = [
        record for record in case.loaded.records if record.id not in changed or not isinstance(record, Claim)
    ]
    return Before(link([*others, *were.values()], Quoted(book.fingerprints, matches)), changed, None)


def _is_edit(before: Claim, after: Claim) -> bool:
    """Whether a live claim got other fields, and nothing else came of it."""
    return not before.withdrawn and not after.withdrawn and before.formerly == after.formerly

"""Checks: rules over the whole book. `check` is the one door to a book that may be published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from claimbook.book import Book, link, relink
from claimbook.checks import content, ids, names, pictures, quotes, records, references, settings
from claimbook.checks.rule import RULES, Case, Rule, run
from claimbook.quotes import QuoteError
from claimbook.records import BookError, Cache, Claim, load
from claimbook.settings import Settings

__all__ = [
    "RULES",
    "Case",
    "Rule",
    "again",
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


def prepare(root: Path, settings: Settings, *, cache: Cache | None = None, workers: int = 1) -> Case:
    """The book with all that the rules look at, of which nothing may be published before `verify`.

    Where something is wrong already, raises `BookError` as `check` does.
    """
    loaded = load(root, cache=cache, workers=workers)
    quoted = quotes.place(loaded)
    case = Case(link(loaded.records, quoted), loaded, settings)
    if loaded.problems:
        verify(case)
    return case


def verify(case: Case) -> None:
    """Hold the book against every rule; raises `BookError` with every problem of every file."""
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

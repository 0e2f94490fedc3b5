"""Checks: rules over the whole book. `check` is the one door to a book that may be published."""

from __future__ import annotations

from pathlib import Path

from claimbook.book import Book, link
from claimbook.checks import content, ids, quotes, records, references
from claimbook.checks.rule import RULES, Case, Rule, run
from claimbook.records import BookError, Cache, load
from claimbook.settings import Settings

__all__ = ["RULES", "Case", "Rule", "check", "content", "ids", "quotes", "records", "references", "run"]


def check(root: Path, settings: Settings, *, cache: Cache | None = None, workers: int = 1) -> Book:
    """Read, verify and link the book at `root`; raises `BookError` with every problem of every file.

    `cache` and `workers` are those of `records.load`.
    """
    loaded = load(root, cache=cache, workers=workers)
    quoted = quotes.place(loaded)
    book = link(loaded.records, quoted)
    problems = [*loaded.problems, *run(Case(book, loaded, settings))]
    if problems:
        raise BookError(problems)
    return book

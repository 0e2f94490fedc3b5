"""What a rule over the whole book is.

Owns: the case a rule looks at, and the registry. One rule is one function; it yields every problem it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar, cast

from claimbook.book import Book, Quoted, link
from claimbook.frozen import frozen
from claimbook.records import Claim, Loaded, Origin, Problem, Record, nearest
from claimbook.settings import Settings

Made = TypeVar("Made")
MOST = 1_000  # problems told of one rule
_LOOKS = 1_000_000  # at names that hints may take, all together: less than half a second


class Unlinked(Exception):
    """The book of a case was asked for before it was linked."""


@dataclass(slots=True)
class Case:
    """Everything a rule may look at; `clear` names the rules that found nothing already."""

    loaded: Loaded
    settings: Settings
    _book: Book | None = None
    clear: set[str] = field(default_factory=set)
    _kept: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    _own: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    _whole: Case | None = field(default=None, repr=False, compare=False)  # of which this one is a part

    @property
    def book(self) -> Book:
        """The linked book; raises `Unlinked` before that was made."""
        if self._book is None:
            raise Unlinked
        return self._book

    def link(self, quoted: Quoted) -> None:
        """Link the records, whose quotes are found."""
        self._book = link(self.loaded.records, quoted)

    def try_ahead(self, rule: Rule) -> None:
        """Hold the records against a rule before they are linked: it may need no more to find nothing."""
        with suppress(Unlinked):
            if next(iter(rule.check(self)), None) is None:
                self.clear.add(rule.name)

    def once(self, make: Callable[[Case], Made]) -> Made:
        """What `make` derives from the case, or from the one it is a part of, made at the first call."""
        if self._whole:
            return self._whole.once(make)
        if make not in self._kept:
            self._kept[make] = make(self)
        return cast(Made, self._kept[make])

    def own(self, make: Callable[[Case], Made]) -> Made:
        """What `make` derives from this very case, made at the first call since `forget`."""
        if make not in self._own:
            self._own[make] = make(self)
        return cast(Made, self._own[make])

    def forget(self) -> None:
        """Let go of what was derived from this very case: of a large book it is large."""
        self._own.clear()

    def among(self, book: Book, claims: Iterable[Claim]) -> Case:
        """The case of these live claims alone, in `book`, after an edit that left all other records and every
        id as they were: what was derived here still holds there.
        """
        some = list(claims)
        loaded = Loaded(self.loaded.root, [*some])
        return Case(loaded, self.settings, replace(book, live=tuple(some)), _whole=self)

    def within(self, files: Collection[str]) -> Case:
        """The case of the records in these files alone."""
        records = self.loaded.within(files)
        live = tuple([one for one in records if isinstance(one, Claim) and not one.withdrawn])
        loaded = Loaded(self.loaded.root, records)
        return Case(loaded, self.settings, replace(self.book, live=live), _whole=self)

    def nearest(self, word: str, known: Collection[str]) -> str:
        """As `records.nearest`, as long as all hints of the case together do not take a second."""
        budget = self._kept.setdefault("hints", [_LOOKS])
        return nearest(word, known, cast("list[int]", budget))

    def problem(self, record: Record, field: str, what: str, hint: str = "") -> Problem:
        """A problem with one field of `record`, with line and column."""
        assert record.origin is not None
        return self.loaded.problem(record.origin, field, what, hint)

    def at(self, origin: Origin, what: str, hint: str = "") -> Problem:
        """A problem with a record as a whole."""
        return Problem(origin.path, origin.line, origin.column, origin.where, what, hint)


Check = Callable[[Case], Iterable[Problem]]


@frozen
class Rule:
    """A named rule."""

    name: str
    description: str
    check: Check


RULES: dict[str, Rule] = {}


def rule(name: str, description: str) -> Callable[[Check], Check]:
    """Register the decorated function as the rule `name`."""

    def register(check: Check) -> Check:
        RULES[name] = Rule(name, description, check)
        return check

    return register


def run(case: Case) -> Iterator[Problem]:
    """Every problem that any rule finds, rule by rule; of each rule so many as anybody would read."""
    for each in RULES.values():
        if each.name not in case.clear:
            yield from first(each.check(case), f"the rule '{each.name}'")
    case.forget()


def first(problems: Iterable[Problem], by: str) -> Iterator[Problem]:
    """The problems, up to `MOST` of them, and one that says that there are more; `by` is who found them."""
    found = iter(problems)
    yield from islice(found, MOST)
    if next(found, None):
        what = f"{by} finds more than {MOST:,} problems; only the first are told"
        yield Problem("claims", 0, 0, "", what, "Mend those, then check again.")

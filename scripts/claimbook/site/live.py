"""A site that follows the edits of its book.

Owns: what is kept between two builds, and the choice between two ways: where nothing but fields of claims
changed, the pages that show them are mended in the served folder at once, and all others a moment later, step
by step; everything else, and everything that is unclear, is built as ever. Both make the same site.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from math import inf
from pathlib import Path

from claimbook import checks
from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.interrupts import undisturbed
from claimbook.pages import are_words, index_numbers, stale, ties
from claimbook.quotes import FINGERPRINTS
from claimbook.records import BookError
from claimbook.site.build import BuildFailed, Report, build_again
from claimbook.site.edits import Edit, Known, stamps_of
from claimbook.site.inputs import Stamp
from claimbook.site.job import Job
from claimbook.site.mender import Mender

_INDEXES = ("actors.html", "sources.html", "topics.html")  # of counts


@frozen
class Mended:
    """What an edit of claims changed at once: `files` were written; `seconds` is wall time."""

    output: Path
    claims: int
    files: int
    seconds: float

    def __str__(self) -> str:
        claims = f"{self.claims} claim{'' if self.claims == 1 else 's'} edited"
        return f"{claims}, {self.files} files in {self.seconds:.2f} s: {self.output.name}/"


class Live:
    """The site of the book at `root`, without cards: nobody links to this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mender: Mender | None = None
        self._case: checks.Case | None = None
        self._known: Known | None = None
        self._whole = True  # only a whole build is right: none was good yet, or more than claims changed
        self._left: Iterator[None] | None = None
        # Whether what is left is that of an edit: the site is not whole before it is done.
        self.mending = False

    @property
    def unfinished(self) -> bool:
        """Whether there is something left to do in steps."""
        return self._left is not None

    def build(self) -> Report:
        """Build the whole site; raises `BookError` or `BuildFailed`, and then the site is as it was."""
        self._whole = True
        if self.mender:
            self.mender.leave()  # the build takes the place itself
        return build_again(
            self.root, patience=inf, cards=False, done=partial(self._go_on_from, stamps_of(self.root))
        )

    def _go_on_from(self, stamps: dict[str, Stamp], job: Job) -> None:
        self._case = job.case
        self._known = Known(self.root, stamps, job.case.loaded.records)
        self.mender = Mender(job)
        self._left, self.mending = self.mender.warm(), False
        self._whole = False

    def edited(self, names: Collection[str]) -> Report | Mended:
        """Follow an edit of the files `names`, given from the book's root; raises as `build` does."""
        if self._whole or not all(map(_may_hold_claims, names)):
            return self.build()
        mended = self._mended(names)
        if mended:
            return mended
        spoilt = self._whole
        try:
            return self.build()
        except BookError:  # of record files alone: when they are mended, what is kept holds again
            self._whole = spoilt
            raise

    def later(self) -> list[str]:
        """The files that steps wrote or removed since the last edit or call."""
        assert self.mender
        found = [*self.mender.replaced]
        self.mender.replaced.clear()
        return found

    def step(self) -> bool:
        """Do one step of what is left; whether it was the last one. Raises whatever a template raises."""
        assert self._left is not None
        assert self.mender
        if self.mending:
            self._claim(self.mender)
        with undisturbed():
            try:
                next(self._left)
            except StopIteration:
                self._end()
            except Exception:
                self._end()
                self._whole = True
                raise
        return self._left is None

    def close(self) -> None:
        """Do what is left of an edit, so that the site is whole; raises as `step` does."""
        try:
            while self.mending:
                self.step()
        finally:
            self._end()

    def _claim(self, mender: Mender) -> None:
        mender.claim()
        if not mender.stands:
            self._end()
            self._whole = True
            raise BuildFailed("another build has replaced the site")

    def _end(self) -> None:
        self._left, self.mending = None, False
        if self.mender:
            self.mender.leave()

    def _mended(self, names: Collection[str]) -> Mended | None:
        """Mend the site; None where that cannot be done, and then nothing was written."""
        started = time.perf_counter()
        assert self.mender
        assert self._known
        assert self._case
        mender = self.mender
        edit = self._known.edit(names) if mender.stands else None
        if edit is None:
            return None
        mender.replaced.clear()
        if edit.changed:
            before = mender.desk.book
            after = checks.again(self._case, before, edit.changed)
            if after is None:
                return None
            try:
                self._claim(mender)
                with undisturbed():
                    if not self._mend(mender, edit, after):
                        return None
                    self._left, self.mending = mender.rest(), True
            except Exception:  # a template's, or there is no room, or the folder is gone: a whole build tells
                mender.drop()
                self._end()
                self._whole = True
                return None
        self._known.accept(edit)
        self._case.loaded.renew(edit.read.values())
        files = len(self.later())
        return Mended(mender.folder, len(edit.changed), files, time.perf_counter() - started)

    def _mend(self, mender: Mender, edit: Edit, after: Book) -> bool:
        """Make what shows the edited claims; false where it cannot be told which pages do."""
        before = mender.desk.book
        near = _near(before, after, edit.changed)
        words = are_words(before, after, edit.changed)
        desk = mender.desk.renewed(after, near, outlines=words)
        found = stale(mender.desk, desk, edit.changed)
        if found is None:
            return False
        mender.turn(desk, found, near, words=words)
        mender.hold()
        _show(mender, after, words=words)
        mender.release()
        return True


def _near(before: Book, after: Book, changed: Iterable[str]) -> frozenset[str]:
    """The claims with links from or to one of these, then or now, and these."""
    found = set(changed)
    for book in (before, after):
        found.update(one for name in [*changed] for one in ties(book, name))
    return frozenset(found)


def _show(mender: Mender, book: Book, *, words: bool) -> None:
    """Make every page that shows an edited claim, the lists of all records, and the data."""
    what = mender.stale
    for template, records, names in (
        ("claim.html", book.claims, what.claims),
        ("embed.html", book.claims, what.cards),
        ("actor.html", book.actors, what.actors),
        ("source.html", book.sources, what.sources),
        ("topic.html", book.topics, what.topics),
    ):
        found = [records[name] for name in sorted(names) if name in records]
        mender.pages(template, [one for one in found if template == "embed.html" or not one.withdrawn])
    mender.pages("question.html", sorted(what.questions & book.questions.keys()))
    mender.pages("claims.html", index_numbers(mender.desk))
    for template in () if words else _INDEXES:
        mender.pages(template, (None,))
    mender.feeds()
    mender.data(sorted(what.data & book.claims.keys()))


def _may_hold_claims(name: str) -> bool:
    """Whether nothing but claims need have changed with a file; whole builds alone read fingerprints."""
    return f"{name}/".startswith("claims/") and not name.startswith(FINGERPRINTS)

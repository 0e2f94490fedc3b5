"""One build, from the check of the book to the finished site.

Owns: the order of a build. Everything is written aside, and only the complete site of a book without problems
takes the published one's place. Knows nothing of Pelican, which makes the pages below
`content/` (see `plugin`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from claimbook import checks
from claimbook.content import ContentFile, page_addresses, texts
from claimbook.pages import Desk, Stale, corrections_page, prose_page, stale
from claimbook.private import code
from claimbook.records import open_cache
from claimbook.settings import Settings
from claimbook.site.compiled import Compiled, open_compiled
from claimbook.site.engine import environment
from claimbook.site.fragments import Kept, brief, direction, isolated, link, links, when, who
from claimbook.site.inputs import Inputs, folders_of
from claimbook.site.past import OTHERS, SPARED, Entry, Past, Seen, files_below, open_past
from claimbook.site.press import Piece, Press, Share
from claimbook.site.staging import MARKER, PATIENCE, Staging
from claimbook.site.templates import digits, plural, site_of
from claimbook.site.world import world_of
from claimbook.site.writer import Written
from claimbook.spread import Begun, Meeting, processes, spread


class Job:
    """One build of the book at `root`; `values` are the settings of its file, with absolute paths, and
    `inputs` its files as they were before that was read.
    """

    def __init__(
        self,
        root: Path,
        settings: Settings,
        values: Mapping[str, Any],
        share: Share | None = None,
        inputs: Inputs | None = None,
    ) -> None:
        self._inputs = inputs or Inputs(root)
        self._inputs.add(values)
        self.root = root
        self.settings = settings
        self.values = values
        self.share = share
        self.staging = Staging(Path(values["OUTPUT_PATH"]))
        self.kept = Kept()
        self.globals: dict[str, Any] = {
            "site": site_of(settings, page_addresses(root).values()),
            "plural": plural,
            "digits": digits,
            "content_view": self.content_view,
            "direction": direction,
            "isolated": isolated,
            "link": link,
            "links": links,
            "when": when,
            "kept": self.kept,
            "brief": brief,
            "tie": self.kept.tie,
            "who": who,
        }
        self.written = Written()
        self.content_key = b""  # of the pages below `content/`
        self.world = b""  # the digest of everything but the claims
        self.entries: dict[str, Entry] = {}  # of all files, once the site is in its place
        self._case: checks.Case | None = None
        self._verified = False
        self._edited: frozenset[str] | None = None  # the files to verify, where that is enough
        self._past: Past | None = None
        self._press: Press | None = None
        self._corrections: list[ContentFile] = []
        self._compiled = Compiled(None)
        self._content: dict[str, Entry] | None = None  # what was taken over of the pages below `content/`
        self._there: list[str] | None = None  # or what stood there when those had been made

    @property
    def press(self) -> Press:
        """The press of this job, once it was started."""
        assert self._press is not None
        return self._press

    @property
    def case(self) -> checks.Case:
        """What was checked, once it was."""
        assert self._case is not None
        return self._case

    def start(self, patience: float = PATIENCE, *, ahead: bool = False) -> None:
        """Check the book and open the folder aside, of which another build may be in possession for so many
        seconds; raises `BookError` or `StagingError`.

        With `ahead` the rules over the whole book are left to `print`, those that were not tried yet.
        """
        self.staging.claim(patience, self._own())
        if not self.share:  # a share of a site is no site to go on from
            self._past = open_past(self.root, self.staging.target, self.staging.folder, code())
        seen = self._read()
        if not ahead:
            self.verify()
        book = self.case.book
        if self._past:
            self.world = world_of(self.root, book, self.case.loaded.sums, self.settings, self.values)
        if self.staging.open(spare=seen is not None) and self._past and seen:
            self._past.go_on(seen)
        self.content_key = OTHERS + self.world
        known = texts(self.root)
        self._corrections = [file for path, file in known.items() if path.startswith("corrections/")]
        desk = Desk(book, self.settings, page_addresses(self.root), known)
        folders = [Path(folder) for folder in self.values.get("THEME_TEMPLATES_OVERRIDES", ())]
        folders.append(Path(self.values["THEME"]) / "templates")
        self._compiled = open_compiled(self.root, self.values)
        env = environment(self.values, folders, self.globals, self._compiled)
        found = self._compare(desk)
        if self._edited is not None:  # that is soon done, and sooner than in two processes
            self.verify()
        words = self._past.words(self.world, self.case.loaded.sums) if self._past else None
        self._press = Press(desk, self.staging.folder, env, self._corrections, self._past, found, words)

    def _read(self) -> Seen | None:
        """Read the book; meanwhile another process looks through the spare, if there is one."""
        past, spare, found = self._past, self.staging.spare, list[Seen]()
        cache = open_cache(self.root)

        def prepare() -> None:
            self._case = checks.prepare(
                self.root, self.settings, cache=cache, workers=processes(), built=past.sums if past else None
            )

        if past is None or spare is None or not past.spares:
            prepare()
            return None
        looks = [lambda: found.append(past.look(str(spare)))]
        made = spread(looks, lambda: found, str, processes(), first=prepare)
        return next(seen for each in made for seen in each)

    def verify(self) -> None:
        """Hold the book that was read against every rule, once; raises `BookError`."""
        if self._case and not self._verified:
            checks.verify(self._case, self._edited)
            self._verified = True

    def _compare(self, desk: Desk) -> Stale | None:
        """What of the last build's pages no longer stands; None where nothing of it can be trusted."""
        past = self._past
        if past is None or past.world != self.world:
            return None
        then = checks.before(self.case, past.sums)
        if then is None:
            return None
        self._edited = then.files
        return stale(desk.beside(then.book), desk, then.changed) if then.changed else Stale()

    def _own(self) -> list[Path]:
        """The folders that hold the book, and so no site."""
        return [self.root / "claims", self.root / "scripts", *folders_of(self.root, self.values)]

    def print(self, explain: Callable[[Exception], str], *more: Piece, begun: Begun | None = None) -> None:
        """Make all pages and exports, and `more` beside them; what `explain` says of an exception in another
        process becomes the message of a `WorkError` here. `begun` is told of every piece of work. Where that
        was left, the book is verified here, while other processes begin with the pages; raises `BookError`.
        Where every page is made, processes give each other the rows that they made; where few are, this one
        makes them.
        """
        keep = partial(self.case.loaded.keep, self._past.sums if self._past else None)
        rows = list(self.press.rows())
        pieces: Iterable[Piece] = (*rows, *more, keep, *self.press.pieces())
        meeting = None
        if self.share:
            pieces = self.share.pieces(pieces)
        elif self.press.starts_anew:  # otherwise few are made
            meeting = Meeting(len(rows), self.kept.give, self.kept.take)
        made = spread(
            list(pieces),
            lambda: (self.press.written, self._compiled.made, self._content, self._there),
            explain,
            1 if self.press.has_little else processes(),
            begun,
            first=self.verify,
            meeting=meeting,
        )
        (self.written, *_), *others = made
        for written, compiled, content, there in others:
            self.written.add(written)
            self._compiled.made.update(compiled)
            self._content = content if self._content is None else self._content
            self._there = there if self._there is None else self._there
        self.press.written = Written()

    def take_content(self) -> bool:
        """Take the pages below `content/` and the theme's files over from the last build, where nothing they
        rest on has changed; plugins of the owner's may rest on anything.
        """
        if self._past is None:
            return False
        same = self._past.world == self.world and len(self.values.get("PLUGINS", ())) == 1
        if same and self._past.take_all(self.content_key):
            self._content = self._past.of(self.content_key)
            return True
        self._past.clear_others()
        return False

    def look_round(self) -> None:
        """Note what stands in the folder, now that all is written that the press does not write: later that
        takes longer.
        """
        found = files_below(str(self.staging.folder), self.press.written.entries.keys())[1]
        self._there = [path for path in found if not self._is_left(path)]

    def content_view(self, what: Any) -> Any:
        """The view of one of Pelican's pages or articles, or of the list of corrections."""
        if what == "corrections":
            return corrections_page(self._corrections)
        return prose_page(self.press.desk, what.content_file, what.save_as)

    def finish(self) -> None:
        """Put the site in its place; raises `Changed` or `StagingError`."""
        others = self._others()
        self.press.write_sitemap([*others, *self.written.entries], self.share)
        self.written.add(self.press.written)
        entries = {**others, **self.written.entries}
        if self._past:
            self._past.end(entries)
        self._inputs.check()
        self.staging.publish(spare=self._past is not None and len(entries) >= SPARED)
        self.entries = entries
        self.keep()

    def keep(self) -> None:
        """Remember the published site for the next build."""
        self._compiled.save()
        if self._past:
            self._past.keep(self.world, self.case.loaded.sums, self.entries)

    def _is_left(self, path: str) -> bool:
        return self._past is not None and self._past.is_left(path)

    def _others(self) -> dict[str, Entry]:
        """The files in the folder that the press did not write."""
        if self._content is not None:  # nobody else wrote any
            return self._content
        folder, written, found = str(self.staging.folder), self.written.entries, dict[str, Entry]()
        for path in files_below(folder, written.keys())[1] if self._there is None else self._there:
            if path == MARKER or path in written or self._is_left(path):
                continue
            with suppress(FileNotFoundError):  # it stood there for a moment
                status = os.lstat(f"{folder}/{path}")
                found[path] = self.content_key, status.st_size, status.st_mtime_ns
        return found

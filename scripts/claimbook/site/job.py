"""One build, from the check of the book to the finished site.

Owns: the order of a build. The whole book is checked before anything is written; everything is written aside;
only a complete site takes the published one's place. Knows nothing of Pelican, which makes the pages below
`content/` (see `plugin`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from claimbook import checks
from claimbook.content import ContentFile, page_addresses, texts
from claimbook.pages import Desk, corrections_page, prose_page
from claimbook.settings import Settings
from claimbook.site.fragments import Kept, brief, link, links, tie, when, who
from claimbook.site.press import Piece, Press, Written
from claimbook.site.staging import Staging
from claimbook.site.templates import digits, environment, plural, site_of
from claimbook.spread import processes, spread


class Job:
    """One build of the book at `root`; `values` are the settings of its file, with absolute paths."""

    def __init__(self, root: Path, settings: Settings, values: Mapping[str, Any]) -> None:
        self.root = root
        self.settings = settings
        self.values = values
        self.staging = Staging(Path(values["OUTPUT_PATH"]))
        self.globals: dict[str, Any] = {
            "site": site_of(settings, page_addresses(root).values()),
            "plural": plural,
            "digits": digits,
            "content_view": self.content_view,
            "link": link,
            "links": links,
            "when": when,
            "kept": Kept(),
            "brief": brief,
            "tie": tie,
            "who": who,
        }
        self.written = Written()
        self._press: Press | None = None
        self._corrections: list[ContentFile] = []

    @property
    def press(self) -> Press:
        """The press of this job, once it was started."""
        assert self._press is not None
        return self._press

    def start(self) -> None:
        """Check the book and open the folder aside; raises `BookError` or `StagingError`."""
        self.staging.recover()
        book = checks.check(self.root, self.settings, workers=processes())
        self.staging.open()
        known = texts(self.root)
        self._corrections = [file for path, file in known.items() if path.startswith("corrections/")]
        desk = Desk(book, self.settings, page_addresses(self.root), known)
        folders = [Path(folder) for folder in self.values.get("THEME_TEMPLATES_OVERRIDES", ())]
        folders.append(Path(self.values["THEME"]) / "templates")
        env = environment(self.values, folders, self.globals)
        self._press = Press(desk, self.staging.folder, env, self._corrections)

    def print(self, explain: Callable[[Exception], str], *more: Piece) -> None:
        """Make all pages and exports, and `more` beside them; what `explain` says of an exception in another
        process becomes the message of a `WorkError` here.
        """
        made = spread([*more, *self.press.pieces()], lambda: self.press.written, explain, processes())
        self.written = sum(made, Written())

    def content_view(self, what: Any) -> Any:
        """The view of one of Pelican's pages or articles, or of the list of corrections."""
        if what == "corrections":
            return corrections_page(self._corrections)
        return prose_page(self.press.desk, what.content_file, what.save_as)

    def finish(self) -> None:
        """Put the site in its place; raises `StagingError`."""
        self.press.write_sitemap()
        self.staging.publish()

"""How the book joins Pelican's run.

Owns: the order of a build. The whole book is checked before anything is written; everything is written aside;
only a complete site without a single reported error takes the published one's place. Pelican makes the pages
below `content/`; the book's own pages pass by its writer.
"""

from __future__ import annotations

import atexit
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.readers import BaseReader, Readers

from claimbook import checks
from claimbook.content import ContentFile, page_addresses, read_content, texts
from claimbook.pages import Desk, corrections_page, prose_page
from claimbook.records import BookError
from claimbook.settings import SettingsError, from_pelican
from claimbook.site.press import Press, Written, digits, plural, site_of
from claimbook.site.staging import Staging, StagingError

_JOB = "CLAIMBOOK_JOB"


class Stopped(SystemExit):
    """The build stops; the message goes to standard error and the exit code is 1. `reason` is what stopped
    it.
    """

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


class BuildError(Exception):
    """Pelican reported errors; the message lists them."""


class _Errors(logging.Handler):
    """Keeps every error that Pelican logs: it would go on and exit with 0."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message, with the exception that is being handled: Pelican names only the file."""
        cause = sys.exc_info()[1]
        self.messages.append(f"{record.getMessage()}: {cause}" if cause else record.getMessage())


class Job:
    """One run of Pelican: its settings, its folder, and what came of it."""

    def __init__(self, pelican: Pelican) -> None:
        self.root = Path(pelican.settings["PATH"]).parent
        self.settings = from_pelican(pelican.settings)
        self.staging = Staging(Path(pelican.settings["OUTPUT_PATH"]))
        self.errors = _Errors()
        self.desk: Desk | None = None
        self.press: Press | None = None
        self.written: Written | None = None
        self.corrections: list[ContentFile] = []

    def watch(self) -> None:
        """Begin to collect the errors that Pelican logs; `pelican --autoreload` runs more than once."""
        self.errors.messages.clear()
        logging.getLogger().addHandler(self.errors)

    def start(self) -> None:
        """Check the book and open the folder aside; raises `BookError` or `StagingError`."""
        self.staging.recover()
        book = checks.check(self.root, self.settings)
        self.staging.open()
        self.desk = Desk(book, self.settings, page_addresses(self.root), texts(self.root))
        self.press = Press(self.desk, self.staging.folder)

    def content_view(self, what: Any) -> Any:
        """The view of one of Pelican's pages or articles, or of the list of corrections."""
        assert self.desk is not None
        if what == "corrections":
            return corrections_page(self.corrections)
        return prose_page(self.desk, what.content_file, what.save_as)


class ContentReader(BaseReader):  # type: ignore[misc]
    """Hands content files over unrendered: Markdown passes through `text.render` alone, after Pelican's
    rewriting.
    """

    enabled = True
    file_extensions: ClassVar = ["md"]

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Pelican's interface: HTML (none yet) and metadata."""
        found = read_content(Path(source_path))
        metadata = {"title": found.title, "slug": found.slug, "summary": found.summary}
        if found.date:
            metadata["date"] = self.process_metadata("date", found.date)
        return "", {**metadata, "content_file": found}


class BookGenerator(Generator):  # type: ignore[misc]
    """Makes the book's own pages and exports."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.job: Job = self.settings[_JOB]
        _guarded(self.job.start)

    def generate_context(self) -> None:
        """Pelican's interface; runs after the content files were read and before anything is written."""
        self.job.corrections = [article.content_file for article in self.context["articles"]]

    def generate_output(self, _writer: object) -> None:
        """Pelican's interface: write everything that Pelican does not."""
        press = self.job.press
        assert press is not None
        self.job.written = press.print_book(self.env, self.job.corrections)


def _guarded(step: Callable[[], None]) -> None:
    try:
        step()
    except (BookError, StagingError, BuildError) as error:
        raise Stopped(error) from error


def _initialized(pelican: Pelican) -> None:
    try:
        job = Job(pelican)
    except SettingsError as error:
        raise Stopped(error) from error
    atexit.register(job.staging.discard)
    addresses = {*page_addresses(job.root).values()}
    pelican.settings[_JOB] = job
    pelican.settings["JINJA_GLOBALS"] = {
        **pelican.settings["JINJA_GLOBALS"],
        "site": site_of(job.settings, addresses),
        "plural": plural,
        "digits": digits,
        "content_view": job.content_view,
    }


def _readers(readers: Readers) -> None:
    """Read Markdown alone: what another reader makes would pass by the check of content and the sanitiser."""
    readers.reader_classes = {"static": readers.reader_classes["static"], "md": ContentReader}


def _generators(pelican: Pelican) -> type[Generator]:
    """The run begins: only now is the output led aside, since `pelican --listen` serves where it was."""
    job: Job = pelican.settings[_JOB]
    job.watch()
    pelican.output_path = pelican.settings["OUTPUT_PATH"] = str(job.staging.folder)
    return BookGenerator


def _finalized(pelican: Pelican) -> None:
    job: Job = pelican.settings[_JOB]
    logging.getLogger().removeHandler(job.errors)
    _guarded(lambda: _finish(job))


def _finish(job: Job) -> None:
    if job.errors.messages:
        raise BuildError("Pelican reported errors; nothing was published:\n" + "\n".join(job.errors.messages))
    assert job.press is not None
    job.press.write_sitemap()
    job.staging.publish()


def connect() -> None:
    """Connect the handlers; connecting twice changes nothing."""
    signals.initialized.connect(_initialized)
    signals.readers_init.connect(_readers)
    signals.get_generators.connect(_generators)
    signals.finalized.connect(_finalized)

"""How the book joins Pelican's run.

Owns: what Pelican is told and asked. It makes the pages below `content/`; the book's own pages pass by its
writer. With `claimbook build` the job has begun already, and Pelican's run is one piece of its work; plain
`pelican` begins the job, and a single reported error keeps the site from being published.
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
from pelican.log import console
from pelican.log import init as init_logging
from pelican.readers import BaseReader, Readers
from pelican.settings import read_settings

from claimbook.content import read_content
from claimbook.records import BookError
from claimbook.settings import SettingsError, from_pelican
from claimbook.site.inputs import Changed
from claimbook.site.job import Job
from claimbook.site.staging import StagingError, advice
from claimbook.spread import WorkError

_JOB = "CLAIMBOOK_JOB"  # in Pelican's settings: the job
_JOINED = "CLAIMBOOK_JOINED"  # whether it had begun before Pelican did
_ERRORS = "CLAIMBOOK_ERRORS"


class Stopped(SystemExit):
    """The build stops; the message goes to standard error and the exit code is 1."""


class BuildError(Exception):
    """Pelican reported errors; the message lists them."""


class _Errors(logging.Handler):
    """Keeps every error that Pelican logs: it would go on and exit with 0.

    That a file cannot be copied, for want of room perhaps, is but a warning to it.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self._refused: OSError | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message, with the exception that is being handled: Pelican names only the file."""
        cause = sys.exc_info()[1]
        if record.levelno < logging.ERROR:
            if isinstance(cause, OSError) and self._refused is None:
                cause.filename = cause.filename2 or cause.filename
                self._refused = cause
            return
        self.messages.append(f"{record.getMessage()}: {cause}" if cause else record.getMessage())

    def watch(self) -> None:
        """Begin anew; `pelican --autoreload` runs more than once."""
        self.messages.clear()
        self._refused = None
        logging.getLogger().addHandler(self)

    def close_watch(self) -> None:
        """End; raises `BuildError` where there were errors, `OSError` where a file could not be copied."""
        logging.getLogger().removeHandler(self)
        if self._refused:
            raise self._refused
        if self.messages:
            raise BuildError("Pelican reported errors; nothing was published:\n" + "\n".join(self.messages))


def run_pelican(job: Job, name: str) -> None:
    """Let Pelican make its pages for a job that has begun, with the settings in the file `name`.

    Raises `BuildError`, and whatever a template or a plugin of the owner's raises.
    """
    init_logging(level=logging.WARNING, handler=logging.StreamHandler(), name="pelican")
    console.quiet = True  # Pelican counts articles; the report counts claims
    settings = read_settings(str(job.root / name))
    settings.update({_JOB: job, _JOINED: True})
    pelican = Pelican(settings)
    if _ERRORS not in settings:
        raise BuildError("PLUGINS in pelicanconf.py must hold claimbook.site")
    pelican.run()


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
    """Makes the book's own pages and exports, where nobody else does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.job: Job = self.settings[_JOB]
        if not self.settings[_JOINED]:
            _guarded(self.job.start)

    def generate_output(self, _writer: object) -> None:
        """Pelican's interface: write everything that Pelican does not."""
        if not self.settings[_JOINED]:
            _guarded(lambda: self.job.print(str))


def _guarded(step: Callable[[], None]) -> None:
    try:
        step()
    except (BookError, StagingError, BuildError, Changed, WorkError) as error:
        raise Stopped(str(error)) from error
    except OSError as error:
        raise Stopped(f"{error.filename}: {error.strerror}{advice(error)}. Nothing was published.") from error


def _initialized(pelican: Pelican) -> None:
    settings = pelican.settings
    settings.setdefault(_JOINED, False)
    if not settings[_JOINED]:
        try:
            settings[_JOB] = Job(Path(settings["PATH"]).parent, from_pelican(settings), settings)
        except SettingsError as error:
            raise Stopped(str(error)) from error
        atexit.register(settings[_JOB].staging.discard)
    settings[_ERRORS] = _Errors()
    settings["JINJA_GLOBALS"] = {**settings["JINJA_GLOBALS"], **settings[_JOB].globals}


def _readers(readers: Readers) -> None:
    """Read Markdown alone: what another reader makes would pass by the check of content and the sanitiser."""
    readers.reader_classes = {"static": readers.reader_classes["static"], "md": ContentReader}


def _generators(pelican: Pelican) -> type[Generator]:
    """The run begins: only now is the output led aside, since `pelican --listen` serves where it was."""
    pelican.settings[_ERRORS].watch()
    pelican.output_path = pelican.settings["OUTPUT_PATH"] = str(pelican.settings[_JOB].staging.folder)
    return BookGenerator


def _finalized(pelican: Pelican) -> None:
    settings = pelican.settings
    if settings[_JOINED]:
        settings[_ERRORS].close_watch()
    else:
        _guarded(settings[_ERRORS].close_watch)
        _guarded(settings[_JOB].finish)


def connect() -> None:
    """Connect the handlers; connecting twice changes nothing."""
    signals.initialized.connect(_initialized)
    signals.readers_init.connect(_readers)
    signals.get_generators.connect(_generators)
    signals.finalized.connect(_finalized)

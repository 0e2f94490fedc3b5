"""A build as one call: Pelican driven from Python, with its outcome as a value.

Owns: what `claimbook build` and `claimbook serve` do that plain `pelican` leaves to the shell.
"""

from __future__ import annotations

import gc
import logging
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

CONFIGS = {False: "pelicanconf.py", True: "publishconf.py"}


class BuildFailed(Exception):
    """The build stopped and nothing was published; the message says why."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made. `bytes` counts the book's own pages and exports; `seconds` is wall time."""

    output: Path
    claims: int
    pages: int
    bytes: int
    seconds: float

    def __str__(self) -> str:
        size = f"{self.bytes / 1e6:.1f} MB"
        return (
            f"{self.claims} claims, {self.pages} pages, {size} in {self.seconds:.1f} s: {self.output.name}/"
        )


def build(root: Path, *, publish: bool = False, output: Path | None = None, cards: bool = True) -> Report:
    """Build the site of the book at `root`; raises `BuildFailed`, or `BookError` for bad files.

    With `cards` false no pictures for link previews are drawn, whatever the settings say.
    """
    from pelican import Pelican
    from pelican.log import console
    from pelican.log import init as init_logging
    from pelican.settings import read_settings

    from claimbook.records import BookError
    from claimbook.settings import SettingsError
    from claimbook.site.plugin import Stopped

    started = time.perf_counter()
    init_logging(level=logging.WARNING, handler=logging.StreamHandler(), name="pelican")
    console.quiet = True  # Pelican counts articles; the report counts claims
    overrides = {"OUTPUT_PATH": str(output.absolute())} if output else {}
    job = None
    try:
        settings = read_settings(str(root / CONFIGS[publish]), override=overrides)
        if not cards and isinstance(settings.get("CLAIMBOOK"), dict):
            settings["CLAIMBOOK"] = {**settings["CLAIMBOOK"], "social_cards": False}
        pelican = Pelican(settings)
        job = settings.get("CLAIMBOOK_JOB")
        if job is None:
            raise BuildFailed("PLUGINS in pelicanconf.py must hold claimbook.site")
        gc.disable()  # nearly everything that is made lives until the end of the run
        pelican.run()
    except Stopped as stopped:
        if isinstance(stopped.reason, BookError):
            raise stopped.reason from None
        raise BuildFailed(str(stopped.reason)) from stopped.reason
    except SettingsError as error:
        raise BuildFailed(str(error)) from error
    except BuildFailed:
        raise
    except (
        Exception
    ) as error:  # templates and settings are programs of the owner's: anything may go wrong in them
        raise BuildFailed(_fault(error, root)) from error
    finally:
        gc.enable()
        if job is not None:
            job.staging.discard()
            logging.getLogger().removeHandler(job.errors)
    written = job.written
    claims = len(job.desk.book.live)
    return Report(job.staging.target, claims, written.pages, written.bytes, time.perf_counter() - started)


def output_of(root: Path) -> Path:
    """Where the book at `root` is built to; `output/` where its settings cannot be read."""
    from pelican.settings import read_settings

    try:
        return Path(read_settings(str(root / CONFIGS[False]))["OUTPUT_PATH"])
    except Exception:  # the build has said what is wrong with them
        return root / "output"


def _fault(error: Exception, root: Path) -> str:
    """`path:line: what`, with the line in the template or the settings where there is one."""
    if isinstance(error, SyntaxError) and error.filename:
        place = (error.filename, error.lineno)
    else:
        frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
        own = [frame for frame in frames if frame[0].endswith((".html", *CONFIGS.values()))]
        place = (own or frames)[-1]
    path = Path(place[0])
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    return f"{name}:{place[1]}: {type(error).__name__}: {error}"

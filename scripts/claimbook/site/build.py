"""A build as one call, with its outcome as a value.

Owns: what `claimbook build` and `claimbook serve` do that plain `pelican` leaves to the shell. Pelican
makes its pages beside the book's own, in another process where that is safe.
"""

from __future__ import annotations

import gc
import os
import time
import traceback
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from claimbook.records import BookError
from claimbook.settings import SettingsError, from_pelican, load_config
from claimbook.site.job import Job
from claimbook.site.staging import StagingError
from claimbook.spread import WorkError

_TOLD = (SettingsError, StagingError, WorkError)
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
    started = time.perf_counter()
    job = None
    gc.disable()  # nearly everything that is made lives until the end of the run
    try:
        values = _paths(root, load_config(root, CONFIGS[publish]))
        if output:
            values["OUTPUT_PATH"] = str(output.absolute())
        settings = from_pelican(values)
        if not cards:
            settings = replace(settings, social_cards=False)
        job = Job(root, settings, values)
        job.start()
        gc.freeze()  # what is there is shared with copies of this process; it need not be looked at again
        job.print(partial(_explained, root=root), partial(_pelican, job, CONFIGS[publish]))
        job.finish()
    except (BookError, BuildFailed):
        raise
    except _TOLD as error:
        raise BuildFailed(str(error)) from error
    except (
        Exception
    ) as error:  # templates and settings are programs of the owner's: anything may go wrong in them
        raise BuildFailed(_explained(error, root)) from error
    finally:
        gc.unfreeze()
        gc.enable()
        if job is not None:
            job.staging.discard()
    claims = len(job.press.desk.book.live)
    written = job.written
    return Report(job.staging.target, claims, written.pages, written.bytes, time.perf_counter() - started)


def _paths(root: Path, values: dict[str, Any]) -> dict[str, Any]:
    """The settings with the paths that count here made absolute, as Pelican does it."""
    for name, usual in (("OUTPUT_PATH", "output"), ("THEME", "themes/apparatus")):
        values[name] = os.path.normpath(root / values.get(name, usual))
    return values


def _pelican(job: Job, name: str) -> None:
    from claimbook.site.plugin import run_pelican  # Pelican takes a while to import: only where it runs

    run_pelican(job, name)


def output_of(root: Path) -> Path:
    """Where the book at `root` is built to; `output/` where its settings cannot be read."""
    try:
        return Path(_paths(root, load_config(root))["OUTPUT_PATH"])
    except SettingsError:  # the build has said what is wrong with them
        return root / "output"


def _explained(error: Exception, root: Path) -> str:
    """What went wrong, for a person."""
    told = isinstance(error, _TOLD) or type(error).__name__ == "BuildError"
    return str(error) if told else _fault(error, root)


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

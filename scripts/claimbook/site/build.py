"""A build as one call, with its outcome as a value.

Owns: what `claimbook build` and `claimbook serve` do that plain `pelican` leaves to the shell. Pelican
makes its pages beside the book's own, in another process where that is safe.
"""

from __future__ import annotations

import gc
import os
import re
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from claimbook.frozen import frozen
from claimbook.records import BookError
from claimbook.settings import CONFIGS, SettingsError, from_pelican, load_config
from claimbook.site.inputs import Changed, Inputs
from claimbook.site.job import Job
from claimbook.site.press import Share
from claimbook.site.staging import PATIENCE, StagingError, advice
from claimbook.spread import Begun, WorkError

_TOLD = (SettingsError, StagingError, WorkError)
_ASIDE = re.compile(r"\.new-[0-9]+(?=/)")
_AGAIN = 3  # times that a build is begun whose files keep changing under it


class BuildFailed(Exception):
    """The build stopped and nothing was published; the message says why."""


class _Changed(BuildFailed):
    """It stopped because a file changed in the meantime: the next one may be better off."""


@frozen
class Report:
    """What a build made. `pages`, `files` and `bytes` count the book's own pages and exports, `reused` the
    files that are those of the build before; `seconds` is wall time.
    """

    output: Path
    claims: int
    pages: int
    files: int
    bytes: int
    reused: int
    seconds: float

    def __str__(self) -> str:
        size = f"{self.bytes / 1e6:.1f} MB"
        reused = f", {self.reused} of {self.files} files reused" if self.reused else ""
        return (
            f"{self.claims} claims, {self.pages} pages, {size} in {self.seconds:.1f} s{reused}: "
            f"{self.output.name}/"
        )


def build_again(
    root: Path, *, patience: float, cards: bool, done: Callable[[Job], object] | None = None
) -> Report:
    """As `build`, but begun anew where a file changes in the meantime, unless that goes on and on."""
    for _ in range(_AGAIN - 1):
        with suppress(_Changed):
            return build(root, patience=patience, cards=cards, done=done)
    return build(root, patience=patience, cards=cards, done=done)


def build(
    root: Path,
    *,
    publish: bool = False,
    output: Path | None = None,
    cards: bool = True,
    share: Share | None = None,
    patience: float = PATIENCE,
    begun: Begun | None = None,
    done: Callable[[Job], object] | None = None,
) -> Report:
    """Build the site of the book at `root`; raises `BuildFailed`, or `BookError` for bad files.

    With `cards` false no pictures for link previews are drawn, whatever the settings say. Of a site that
    several machines make, `share` is the part to make here; all of them copied into one folder are the site.
    Another build to the same folder is waited for, `patience` seconds. `begun` is told of each piece of work
    that this process begins: its number and how many there are; `done` is given the finished build, to go on
    from.
    """
    started = time.perf_counter()
    job = None
    inputs = Inputs(root)
    explain = partial(_explained, root=root)
    collecting = gc.isenabled()
    gc.disable()  # nearly everything that is made lives until the end of the run
    try:
        values = _paths(root, load_config(root, CONFIGS[publish]))
        if output:
            values["OUTPUT_PATH"] = str(output.absolute())
        settings = from_pelican(values)
        if not cards:
            settings = replace(settings, social_cards=False)
        job = Job(root, settings, values, share, inputs)
        job.start(patience, ahead=True)
        gc.freeze()  # what is there is shared with copies of this process; it need not be looked at again
        job.print(explain, partial(_pelican, job, CONFIGS[publish]), begun=begun)
        job.finish()
        report = _report(job, started)
    except KeyboardInterrupt as error:
        error.args = ("the site was published" if job and job.staging.published else "nothing was published",)
        raise
    except Exception as error:  # templates and settings are programs of the owner's: anything may go wrong
        failure = _failure(error, inputs, job, explain)
        if failure is error:
            raise
        raise failure from error
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()
        if job is not None:
            job.staging.discard()
    if done:
        done(job)
    return report


def _report(job: Job, started: float) -> Report:
    """What a finished build made."""
    written = job.written
    return Report(
        output=job.staging.target,
        claims=len(job.press.desk.book.live),
        pages=written.pages,
        files=len(written.entries),
        bytes=written.bytes,
        reused=written.reused,
        seconds=time.perf_counter() - started,
    )


def _paths(root: Path, values: dict[str, Any]) -> dict[str, Any]:
    """The settings with the paths that count here made absolute, as Pelican does it."""
    for name, usual in (("OUTPUT_PATH", "output"), ("THEME", "themes/apparatus")):
        values[name] = os.path.normpath(root / values.get(name, usual))
    return values


def _pelican(job: Job, name: str) -> None:
    """Pelican's part of the work, unless nothing changed for it."""
    if job.take_content():
        return
    from claimbook.site.plugin import run_pelican  # Pelican takes a while to import: only where it runs

    run_pelican(job, name)
    job.look_round()


def output_of(root: Path) -> Path:
    """Where the book at `root` is built to; `output/` where its settings cannot be read."""
    try:
        return Path(_paths(root, load_config(root))["OUTPUT_PATH"])
    except SettingsError:  # the build has said what is wrong with them
        return root / "output"


def _failure(
    error: Exception, inputs: Inputs, job: Job | None, explain: Callable[[Exception], str]
) -> Exception:
    """The failure that `error` means: what is wrong with a file that is being written says little, and where
    the book has problems, whatever else went wrong is one of their consequences.
    """
    if not isinstance(error, StagingError | WorkError):
        try:
            inputs.check()
        except Changed as changed:
            return _Changed(str(changed))
    if isinstance(error, BookError):
        return error
    try:
        if job:
            job.verify()
    except BookError as problems:
        return problems
    return BuildFailed(explain(error))


def _explained(error: Exception, root: Path) -> str:
    """What went wrong, for a person."""
    if isinstance(error, _TOLD) or type(error).__name__ == "BuildError":
        return str(error)
    if isinstance(error, MemoryError):
        return "the machine ran out of memory. Nothing was published."
    if isinstance(error, OSError) and (what := advice(error)):
        where = _within(error.filename, root) if isinstance(error.filename, str) else "the site"
        return f"{where}: {error.strerror}{what}. Nothing was published."
    return _fault(error, root)


def _within(name: str, root: Path) -> str:
    """A file's path from the book's folder, if it is there; one in a folder aside by its name in the site."""
    path = Path(_ASIDE.sub("", name))
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


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

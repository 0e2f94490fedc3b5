"""A build as one call, with its outcome as a value.

Owns: what `claimbook build` and `claimbook serve` do that plain `pelican` leaves to the shell. Pelican
makes its pages beside the book's own, in another process where that is safe.
"""

from __future__ import annotations

import gc
import os
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimbook import checks
from claimbook.records import BookError, open_cache
from claimbook.settings import CONFIGS, SettingsError, from_pelican, load_config
from claimbook.site.staging import Staging, StagingError
from claimbook.spread import Begun, WorkError, processes

if TYPE_CHECKING:
    from claimbook.site.job import Job
    from claimbook.site.press import Share

_TOLD = (SettingsError, StagingError, WorkError)


class BuildFailed(Exception):
    """The build stopped and nothing was published; the message says why."""


@dataclass(frozen=True, slots=True)
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


def build(
    root: Path,
    *,
    publish: bool = False,
    output: Path | None = None,
    cards: bool = True,
    share: Share | None = None,
    begun: Begun | None = None,
    done: Callable[[Job], object] | None = None,
) -> Report:
    """Build the site of the book at `root`; raises `BuildFailed`, or `BookError` for bad files.

    With `cards` false no pictures for link previews are drawn, whatever the settings say. Of a site that
    several machines make, `share` is the part to make here; all of them copied into one folder are the site.
    `begun` is told of each piece of work that this process begins: its number and how many there are; `done`
    is given the finished build, to go on from.
    """
    started = time.perf_counter()
    case = job = None
    gc.disable()  # nearly everything that is made lives until the end of the run
    try:
        values = _paths(root, load_config(root, CONFIGS[publish]))
        if output:
            values["OUTPUT_PATH"] = str(output.absolute())
        settings = from_pelican(values)
        if not cards:
            settings = replace(settings, social_cards=False)
        Staging(Path(values["OUTPUT_PATH"])).recover()  # whatever is wrong with the book
        cache = open_cache(root)
        case = checks.prepare(root, settings, cache=cache, workers=processes(), meanwhile=_begin_imports)
        from claimbook.site.job import Job

        job = Job(root, settings, values, share)
        job.start(case)
        gc.freeze()  # what is there is shared with copies of this process; it need not be looked at again
        job.print(partial(_explained, root=root), partial(_pelican, job, CONFIGS[publish]), begun=begun)
        job.finish()
    except (BookError, BuildFailed):
        raise
    except Exception as error:  # templates and settings are programs of the owner's: anything may go wrong
        if case:
            checks.verify(case)  # and where the book has problems, they are why
        raise BuildFailed(_explained(error, root)) from error
    finally:
        gc.unfreeze()
        gc.enable()
        if job is not None:
            job.staging.discard()
    if done:
        done(job)
    claims = len(job.press.desk.book.live)
    written = job.written
    return Report(
        output=job.staging.target,
        claims=claims,
        pages=written.pages,
        files=len(written.entries),
        bytes=written.bytes,
        reused=written.reused,
        seconds=time.perf_counter() - started,
    )


def _begin_imports() -> None:
    """Import what makes pages, which takes as long as to parse a thousand claims."""
    import claimbook.site.job  # noqa: F401


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

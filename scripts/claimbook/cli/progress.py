"""How far a build has come: a bar on a terminal, plain lines elsewhere.

Owns: what is said and how often. Goes to standard error, so that standard output has the closing line alone.
"""

from __future__ import annotations

import sys
import time
from typing import Any

_PATIENCE = 1.0  # seconds before a bar is shown: most builds are done by then
_PAUSE = 5.0  # seconds before a line and between two
_STEP = 0.1  # seconds between two states of the bar


class Progress:
    """Told of each piece of work as it is begun; `bar` decides between a bar and lines."""

    def __init__(self, *, bar: bool | None = None) -> None:
        self._bar = sys.stderr.isatty() if bar is None else bar
        self._next = time.monotonic() + (_PATIENCE if self._bar else _PAUSE)
        self._shown: Any = None

    def __call__(self, done: int, of: int) -> None:
        """`done` of `of` pieces are behind us."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + (_STEP if self._bar else _PAUSE)
        if self._bar:
            self._draw(done, of)
        else:
            print(f"Making pages: {100 * done // of} %", file=sys.stderr, flush=True)

    def _draw(self, done: int, of: int) -> None:
        if self._shown is None:
            from rich.console import Console  # Pelican's own; only where a bar is shown
            from rich.progress import BarColumn, TaskProgressColumn, TextColumn
            from rich.progress import Progress as Bar

            columns = TextColumn("Making pages"), BarColumn(), TaskProgressColumn()
            # No thread of its own: where threads run, work cannot be shared with other processes.
            self._shown = Bar(
                *columns,
                console=Console(stderr=True, force_terminal=True),
                auto_refresh=False,
                transient=True,
            )
            self._shown.start()
            self._shown.add_task("", total=of)
        self._shown.update(0, completed=done, refresh=True)

    def end(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown.stop()
            self._shown = None

"""The watch over a book's files.

Owns: which files are watched, and that no edit is missed: neither one during a build nor one before the watch
begins.
"""

from __future__ import annotations

import os
import queue
import threading
from pathlib import Path

from claimbook.interrupts import undisturbed

WATCHED = ("claims", "content", "themes", "pelicanconf.py")
_STEP = 10  # milliseconds without another event, after which an edit counts as done
_MOST = 50  # milliseconds after which it counts as done in any case
_PAUSE = 500  # milliseconds after which the watch looks whether it is to end


class Watch:
    """Tells of edits below `root`, those between its making and its being entered among them."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._before = stamps(self._root)
        self._edits: queue.SimpleQueue[set[str] | Exception] = queue.SimpleQueue()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watch:
        with undisturbed():  # requests to stop are the main thread's
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    def next(self, seconds: float) -> set[str]:
        """The files of all edits that were not told yet, from the root; waits so long for one if need be.

        Raises what ended the watch, such as a system's limit.
        """
        found: set[str] = set()
        try:
            while True:
                wait = seconds > 0 and not found
                names = self._edits.get(timeout=seconds) if wait else self._edits.get_nowait()
                if isinstance(names, Exception):
                    raise names
                found |= names
        except queue.Empty:
            return found

    def _watch(self) -> None:
        try:
            self._tell()
        except Exception as error:
            self._edits.put(error)

    def _tell(self) -> None:
        from watchfiles import watch

        paths = [self._root / name for name in WATCHED if (self._root / name).exists()]
        begun = False
        for changes in watch(
            *paths,
            debounce=_MOST,
            step=_STEP,
            stop_event=self._ends,
            rust_timeout=_PAUSE,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            names = {self._name(path) for _, path in changes}
            if not begun:
                begun = True
                names |= self._missed()
            if names:
                self._edits.put(names)

    def _missed(self) -> set[str]:
        now = stamps(self._root)
        return {name for name in now.keys() | self._before.keys() if now.get(name) != self._before.get(name)}

    def _name(self, path: str) -> str:
        try:
            return Path(path).relative_to(self._root).as_posix()
        except ValueError:  # a system's other name for the place
            return path


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    """The size of every watched file and when it was written (ns), by its name from the root."""
    found: dict[str, tuple[int, int]] = {}
    for name in WATCHED:
        top = root / name
        for path in (top, *top.rglob("*")):
            try:
                status = os.stat(path)
            except OSError:  # removed in the meantime, or not there at all
                continue
            if not path.is_dir():
                found[path.relative_to(root).as_posix()] = status.st_size, status.st_mtime_ns
    return found

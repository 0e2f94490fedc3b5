"""Requests to stop: Ctrl-C, and what a system sends when it shuts down or a terminal is closed.

Owns: that such a request raises an exception, so that whatever was begun is tidied up, and the moments in
which it has to wait. Nothing helps against a process that is killed: see `site.staging`.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # not every system has all of them
REQUESTS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


class Ended(KeyboardInterrupt):
    """Somebody other than the reader at the keyboard asked this process to stop, by the signal `number`."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def heed() -> None:
    """Raise `Ended` where a request would end this process at once; leave those that are ignored (nohup)."""
    for number in REQUESTS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _frame: object) -> None:
    raise Ended(number)


def give_in() -> None:
    """Let requests end this process at once: for copies of a process, which have nothing to tidy up."""
    for number in REQUESTS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Requests wait until the end of this. Beside threads one of them may take a request all the same."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, REQUESTS)  # raises for a request that was under way
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

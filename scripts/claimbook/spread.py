"""Work spread over processes.

Owns: who does which piece. A process takes the next piece when it is done with one, so that none waits for
another; every piece writes files of its own, so that it does not matter who does it. Where a process cannot
safely be doubled, or the system refuses, all pieces are done here, in order.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from claimbook.interrupts import give_in, undisturbed

Result = TypeVar("Result")
Begun = Callable[[int, int], None]
_MOST = 15_000  # numbers of four bytes that a pipe holds


class WorkError(Exception):
    """A piece of work failed in another process; the message says how."""


def processes() -> int:
    """How many processes may share the work: 1 where threads run, or where a system cannot fork safely."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), 8)


def spread(
    pieces: Sequence[Callable[[], object]],
    result: Callable[[], Result],
    explain: Callable[[Exception], str],
    workers: int,
    begun: Begun | None = None,
    first: Callable[[], object] | None = None,
) -> list[Result]:
    """Do all `pieces` in this process and `workers` - 1 copies of it; what `result` gives at the end of each.

    `begun` is told of each piece that is begun here: its number, from 0, and how many there are; as pieces
    are taken in order, that many lie behind. `first` is done here before any piece, while the copies begin
    with them. Raises what `first` or a piece raises here, or `WorkError` with what `explain` says of an
    exception in a copy. If this process ends early, the copies do so with their next piece.
    """
    if len(pieces) > _MOST:
        raise ValueError(f"at most {_MOST} pieces of work, got {len(pieces)}")
    alone = workers < 2 or len(pieces) + (first is not None) < 2
    queue = None if alone else _queue(len(pieces))
    if queue is None:
        if first:
            first()
        for number, piece in enumerate(pieces):
            if begun:
                begun(number, len(pieces))
            piece()
        return [result()]
    helpers: list[_Helper[Result]] = []
    try:
        for _ in range(workers - 1):
            helpers.append(_Helper(result))
            if not helpers[-1].start(pieces, explain, queue):
                helpers.pop()  # no more processes or files for this user: fewer do it as well
                break
        if first:
            first()
        _work(pieces, queue, begun=begun)
        return [result(), *(helper.result() for helper in helpers)]
    finally:
        os.close(queue)
        for helper in helpers:
            helper.end()


def _queue(pieces: int) -> int | None:
    """A pipe out of which the numbers of all pieces come; None where the system refuses one."""
    try:
        queue, fill = os.pipe()
    except OSError:
        return None
    os.write(fill, struct.pack(f"<{pieces}I", *range(pieces)))
    os.close(fill)
    return queue


def _work(
    pieces: Sequence[Callable[[], object]],
    queue: int,
    parent: int = 0,
    begun: Begun | None = None,
) -> None:
    """Do the pieces whose numbers come out of `queue`, until there is none or the parent is gone."""
    while taken := os.read(queue, 4):
        if parent and os.getppid() != parent:
            return
        number = struct.unpack("<I", taken)[0]
        if begun:
            begun(number, len(pieces))
        pieces[number]()


class _Helper(Generic[Result]):
    """A copy of this process at work."""

    def __init__(self, result: Callable[[], Result]) -> None:
        self._result = result
        self._pid = 0
        self._read = -1

    def start(
        self, pieces: Sequence[Callable[[], object]], explain: Callable[[Exception], str], queue: int
    ) -> bool:
        """Begin the copy; false where the system refuses."""
        parent = os.getpid()
        try:
            self._read, write = os.pipe()
        except OSError:
            return False
        with undisturbed():
            try:
                self._pid = os.fork()
            except OSError:
                os.close(write)
                os.close(self._read)
                return False
            if not self._pid:
                give_in()
        if self._pid:
            os.close(write)
            return True
        try:  # the copy; it must never come back into the caller's code
            os.close(self._read)
            with open(write, "wb") as answer:  # piece by piece: of a large book it is large itself
                pickle.dump(_outcome(pieces, self._result, explain, queue, parent), answer)
        finally:
            os._exit(0)

    def result(self) -> Result:
        """What the copy sends when it is done."""
        with open(self._read, "rb") as answer:
            self._read = -1
            try:
                done, what = pickle.load(
                    answer
                )  # from our own copy, over a pipe that nobody else can write to
            except (EOFError, pickle.UnpicklingError):
                raise WorkError(f"a process of this build ended early{self._why()}") from None
        if not done:
            raise WorkError(what)
        found: Result = what
        return found

    def _why(self) -> str:
        """What ended the copy."""
        status, self._pid = os.waitpid(self._pid, 0)[1], 0
        if not os.WIFSIGNALED(status):
            return "; perhaps the machine ran out of memory"
        name = signal.Signals(os.WTERMSIG(status)).name
        return f" ({name})" + ("; perhaps the machine ran out of memory" if name == "SIGKILL" else "")

    def end(self) -> None:
        """Stop the copy if it still works, and take note that it is gone."""
        if self._read >= 0:
            os.close(self._read)
        if not self._pid:
            return  # it has been noted already
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGTERM)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


def _outcome(
    pieces: Sequence[Callable[[], object]],
    result: Callable[[], object],
    explain: Callable[[Exception], str],
    queue: int,
    parent: int,
) -> tuple[bool, object]:
    try:
        _work(pieces, queue, parent)
        return True, result()
    except Exception as error:
        return False, explain(error)
    except SystemExit as error:
        return False, str(error)

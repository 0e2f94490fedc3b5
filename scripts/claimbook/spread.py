"""Work spread over processes.

Owns: who does which piece, and what processes tell each other. A process takes the next piece when it is done
with one, so that none waits for another, but at a meeting; every piece writes files of its own, so that it
does not matter who does it. Where a process cannot safely be doubled, or the system refuses, all pieces are
done here, in order.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, BinaryIO, Generic, TypeVar

from claimbook.frozen import frozen
from claimbook.interrupts import give_in, undisturbed

Result = TypeVar("Result")
Begun = Callable[[int, int], None]
Piece = Callable[[], object]
_MOST = 15_000  # numbers of four bytes that a pipe holds


class WorkError(Exception):
    """A piece of work failed in another process; the message says how."""


@frozen
class Meeting:
    """When the first `after` pieces are done, processes wait for one another: each gives what it made that
    all need, part by part, and takes every part that another gave. Where the system has no room for that,
    each makes all of it.
    """

    after: int
    give: Callable[[], Iterable[object]]
    take: Callable[[Any], object]


def processes() -> int:
    """How many processes may share the work: 1 where threads run, or where a system cannot fork safely."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), 8)


def spread(
    pieces: Sequence[Piece],
    result: Callable[[], Result],
    explain: Callable[[Exception], str],
    workers: int,
    begun: Begun | None = None,
    first: Piece | None = None,
    meeting: Meeting | None = None,
) -> list[Result]:
    """Do all `pieces` in this process and `workers` - 1 copies of it; what `result` gives at the end of each.

    `begun` is told of each piece that is begun here: its number, from 0, and how many there are; as pieces
    are taken in order, that many lie behind. `first` is done here before any piece, while the copies begin
    with them; where there is a `meeting`, it is held among the pieces. Raises what `first` or a piece raises
    here, or `WorkError` with what `explain` says of an exception in a copy. If this process ends early, the
    copies do so with their next piece.
    """
    if len(pieces) > _MOST:
        raise ValueError(f"at most {_MOST} pieces of work, got {len(pieces)}")
    alone = workers < 2 or len(pieces) + (first is not None) < 2
    queues = None if alone else _queues(len(pieces), meeting.after if meeting else 0)
    if queues is None:
        if first:
            first()
        for number, piece in enumerate(pieces):
            if begun:
                begun(number, len(pieces))
            piece()
        return [result()]
    table = _table(meeting, workers) if meeting else None
    helpers: list[_Helper[Result]] = []
    try:
        for number in range(1, workers):
            helpers.append(_Helper(result, number))
            if not helpers[-1].start(pieces, explain, queues, table):
                helpers.pop()  # no more processes or files for this user: fewer do it as well
                break
        if first:
            first()
        _work(pieces, queues[0], begun=begun)
        if table and helpers:
            table.meet(0, partial(_wait, helpers))
        _work(pieces, queues[1], begun=begun)
        return [result(), *(helper.answer() for helper in helpers)]
    finally:
        for queue in queues:
            os.close(queue)
        if table:
            table.close()
        for helper in helpers:
            helper.end()


def _queues(pieces: int, early: int) -> tuple[int, int] | None:
    """Two pipes out of which come the numbers of the first `early` pieces, and of the others; None where the
    system refuses them.
    """
    opened: list[int] = []
    try:
        for numbers in (range(early), range(early, pieces)):
            queue, fill = os.pipe()
            opened.append(queue)
            os.write(fill, struct.pack(f"<{len(numbers)}I", *numbers))
            os.close(fill)
    except OSError:
        for queue in opened:
            os.close(queue)
        return None
    return opened[0], opened[1]


class _Table:
    """Where processes meet: each writes what it gives into a file of its own, which lies in memory, and all
    read the others' when everyone is done.
    """

    def __init__(self, meeting: Meeting, files: Sequence[int]) -> None:
        self._meeting = meeting
        self._files = files

    def meet(self, number: int, wait: Piece) -> None:
        """Be there as the process of that number; `wait` ends when all have given."""
        with open(self._files[number], "wb", closefd=False) as own:
            for part in self._meeting.give():
                packed = pickle.dumps(part)
                own.write(struct.pack("<Q", len(packed)))
                own.write(packed)
        wait()
        for file in self._files:
            if file != self._files[number]:
                self._take(file)

    def _take(self, file: int) -> None:
        at = 0  # a place of its own: copies share a file's
        while head := os.pread(file, 8, at):
            size = struct.unpack("<Q", head)[0]
            self._meeting.take(pickle.loads(os.pread(file, size, at + 8)))  # nobody else can write to it
            at += 8 + size

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            os.close(file)


def _table(meeting: Meeting, processes: int) -> _Table | None:
    """The table for so many processes; None where the system refuses the files."""
    files: list[int] = []
    try:
        for _ in range(processes):
            files.append(os.memfd_create("given"))
    except (OSError, AttributeError):  # an old system knows no such files
        for file in files:
            os.close(file)
        return None
    return _Table(meeting, files)


def _wait(helpers: Sequence[_Helper[Any]]) -> None:
    """Wait until all copies have given, then tell them so."""
    for helper in helpers:
        helper.answer()
    for helper in helpers:
        helper.go_on()


def _work(pieces: Sequence[Piece], queue: int, parent: int = 0, begun: Begun | None = None) -> None:
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

    def __init__(self, result: Callable[[], Result], number: int) -> None:
        self._result = result
        self._number = number
        self._pid = 0
        self._answers: BinaryIO | None = None
        self._go = -1

    def start(
        self,
        pieces: Sequence[Piece],
        explain: Callable[[Exception], str],
        queues: tuple[int, int],
        table: _Table | None,
    ) -> bool:
        """Begin the copy; false where the system refuses."""
        parent = os.getpid()
        opened: list[int] = []
        try:
            opened += os.pipe()
            opened += os.pipe()
            with undisturbed():
                self._pid = os.fork()
                if not self._pid:
                    give_in()
        except OSError:
            for one in opened:
                os.close(one)
            return False
        answers, answer, wait, self._go = opened
        if self._pid:
            os.close(answer)
            os.close(wait)
            self._answers = open(answers, "rb")  # noqa: SIM115 - closed by `end`
            return True
        try:  # the copy; it must never come back into the caller's code
            os.close(answers)
            os.close(self._go)
            with open(answer, "wb") as told:  # piece by piece: of a large book it is large itself
                meet = partial(table.meet, self._number, partial(_report, told, wait)) if table else None
                pickle.dump(_outcome(pieces, self._result, explain, queues, parent, meet), told)
        finally:
            os._exit(0)

    def answer(self) -> Any:
        """What the copy gives next: to the meeting, or when it is done."""
        assert self._answers is not None
        try:
            done, what = pickle.load(self._answers)  # from our own copy, over a pipe of its own
        except (EOFError, pickle.UnpicklingError):
            raise WorkError(f"a process of this build ended early{self._why()}") from None
        if not done:
            raise WorkError(what)
        return what

    def go_on(self) -> None:
        """Tell the copy that all have met."""
        with contextlib.suppress(BrokenPipeError):  # it ended early: its answer will be missing
            os.write(self._go, b".")

    def _why(self) -> str:
        """What ended the copy."""
        status, self._pid = os.waitpid(self._pid, 0)[1], 0
        if not os.WIFSIGNALED(status):
            return "; perhaps the machine ran out of memory"
        name = signal.Signals(os.WTERMSIG(status)).name
        return f" ({name})" + ("; perhaps the machine ran out of memory" if name == "SIGKILL" else "")

    def end(self) -> None:
        """Stop the copy if it still works, and take note that it is gone."""
        if self._answers:
            self._answers.close()
            os.close(self._go)
        if not self._pid:
            return  # it has been noted already
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGTERM)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


def _outcome(
    pieces: Sequence[Piece],
    result: Callable[[], object],
    explain: Callable[[Exception], str],
    queues: tuple[int, int],
    parent: int,
    meet: Piece | None,
) -> tuple[bool, object]:
    try:
        _work(pieces, queues[0], parent)
        if meet:
            meet()
        _work(pieces, queues[1], parent)
        return True, result()
    except Exception as error:
        return False, explain(error)
    except SystemExit as error:
        return False, str(error)


def _report(told: BinaryIO, wait: int) -> None:
    """Tell, as a copy, that all was given, and wait until the others have."""
    pickle.dump((True, None), told)
    told.flush()
    if not os.read(wait, 1):
        raise EOFError("nobody is there any more")

"""Work spread over processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimbook.spread import Meeting, WorkError, processes, spread
from tests.support import REPOSITORY

PATIENCE = 60.0  # seconds for a process to begin; a busy machine may need more than a moment
forking = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes fork on Linux alone")


def _children() -> set[str]:
    """The processes that this one has started: a browser perhaps, from other tests."""
    tasks = Path("/proc/self/task").iterdir()
    return {child for task in tasks for child in (task / "children").read_text(encoding="ascii").split()}


def _together(folder: Path, workers: int) -> None:
    """Wait until so many processes have come here: none has done all the work before another begins."""
    (folder / str(os.getpid())).touch()
    deadline = time.monotonic() + PATIENCE
    while len(os.listdir(folder)) < workers and time.monotonic() < deadline:
        time.sleep(0.001)


@forking
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_piece_is_done_once(tmp_path: Path, workers: int) -> None:
    """Whoever does it; each process sends one result, this one's first."""
    done: list[int] = []

    def piece(number: int) -> None:
        done.append(number)
        _together(tmp_path, workers)

    found = spread([lambda n=n: piece(n) for n in range(200)], lambda: list(done), str, workers)  # type: ignore[misc]
    assert len(found) == workers
    assert found[0] == done
    assert sorted(number for process in found for number in process) == list(range(200))
    assert all(found)


@forking
@pytest.mark.parametrize("workers", [1, 2])
def test_something_is_done_here_first(workers: int) -> None:
    """Before any piece of this process; where it fails nobody goes on, whatever the copies met meanwhile."""
    parent, before = os.getpid(), _children()
    done: list[str] = []

    def piece() -> None:
        done.append("piece")
        if os.getpid() != parent:
            raise ValueError("met by a copy")

    def fail() -> None:
        time.sleep(0.05)
        raise KeyError("first")

    spread([piece] * 3, lambda: None, str, 1, first=lambda: done.append("first"))
    assert done == ["first", "piece", "piece", "piece"]
    with pytest.raises(KeyError, match="first"):
        spread([piece] * 50, lambda: None, str, workers, first=fail)
    assert done == ["first", "piece", "piece", "piece"]
    assert _children() == before


@forking
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_processes_meet(workers: int) -> None:
    """After the first pieces each is given, part by part, what every other made; then it goes on."""
    made: list[int] = []
    taken: list[int] = []
    known: list[int] = []

    def early(number: int) -> None:
        made.append(number)
        time.sleep(0.002)

    def late() -> None:
        known.append(len({*made, *taken}))
        time.sleep(0.002)

    pieces = [*(lambda n=n: early(n) for n in range(60)), *[late] * 60]  # type: ignore[misc]
    meeting = Meeting(60, lambda: iter(made), taken.append)
    found = spread(pieces, lambda: (made, taken, known), str, workers, meeting=meeting)
    assert sorted(n for own, _, _ in found for n in own) == list(range(60))
    for own, others, seen in found:
        assert sorted([*own, *others]) == list(range(60))
        assert set(seen) == {60}
    assert sum(len(seen) for _, _, seen in found) == 60


@forking
def test_without_room_nobody_meets(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pieces are done all the same."""

    def refuse(_: str) -> int:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(os, "memfd_create", refuse)
    before, opened = _children(), os.listdir("/proc/self/fd")
    done: list[int] = []
    taken: list[object] = []

    def piece() -> None:
        done.append(1)
        time.sleep(0.002)

    meeting = Meeting(30, lambda: done, taken.append)
    found = spread([piece] * 60, lambda: (len(done), taken), str, 2, meeting=meeting)
    assert sum(number for number, _ in found) == 60
    assert [others for _, others in found] == [[], []]
    assert (_children(), os.listdir("/proc/self/fd")) == (before, opened)


@forking
@pytest.mark.parametrize(
    "fails", ["a piece here", "a piece there", "giving here", "giving there", "a process"]
)
def test_a_meeting_to_which_nobody_comes(tmp_path: Path, fails: str) -> None:
    """Whoever fails before or at it, all others are told, and end."""
    parent, before = os.getpid(), _children()

    def fail(where: str) -> None:
        here = "here" if os.getpid() == parent else "there"
        if fails == f"{where} {here}":
            raise ValueError("broken")
        if fails == "a process" and here == "there":
            os._exit(9)

    def piece() -> None:
        _together(tmp_path, 3)
        fail("a piece")

    def give() -> list[int]:
        fail("giving")
        return []

    with pytest.raises((ValueError, WorkError), match=r"^broken$|^a process of this build ended early"):
        spread([piece] * 20, lambda: None, str, 3, meeting=Meeting(10, give, lambda _: None))
    assert _children() == before


@forking
def test_a_fault_in_another_process_is_told_here(tmp_path: Path) -> None:
    """In the words of `explain`; the copies are gone afterwards."""
    parent, before = os.getpid(), _children()

    def piece() -> None:
        _together(tmp_path, 2)
        if os.getpid() != parent:
            raise ValueError("broken")

    with pytest.raises(WorkError, match=r"^a ValueError: broken$"):
        spread([piece] * 50, lambda: None, lambda error: f"a {type(error).__name__}: {error}", 2)
    assert _children() == before


@forking
def test_a_fault_here_ends_the_others(tmp_path: Path) -> None:
    """As it is raised; nobody goes on with the rest."""
    parent, before = os.getpid(), _children()

    def piece() -> None:
        _together(tmp_path, 2)
        if os.getpid() == parent:
            raise ValueError("broken")

    with pytest.raises(ValueError, match=r"^broken$"):
        spread([piece] * 500, lambda: None, str, 2)
    assert _children() == before


@forking
def test_a_process_that_dies_is_noticed(tmp_path: Path) -> None:
    """Killed by the system, for want of memory perhaps: never taken for done."""
    parent = os.getpid()

    def piece() -> None:
        _together(tmp_path, 2)
        if os.getpid() != parent:
            os._exit(9)

    with pytest.raises(WorkError, match=r"^a process of this build ended early"):
        spread([piece] * 20, lambda: None, str, 2)


def test_beside_threads_there_is_one_process() -> None:
    """A copy has none of the threads, and may wait for a lock that one of them held."""
    code = (
        "import threading, time\n"
        "from claimbook.spread import processes\n"
        "threading.Thread(target=time.sleep, args=[0.5]).start()\n"
        "print(processes())\n"
    )
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts")}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
    assert processes() >= 1


def test_too_many_pieces_are_refused() -> None:
    """Their numbers must stand in a pipe at once."""
    with pytest.raises(ValueError, match=r"^at most 15000 pieces of work, got 15001$"):
        spread([lambda: None] * 15_001, lambda: None, str, 2)

"""Real processes, real signals, real errors of the system, at places that can be named and counted.

A build runs in a copy of this process, which has all it imports: that takes a tenth of the time. The copy
counts what it does to files (Python's audit events: opening, renaming, linking, removing), and at the event
with a given number it is killed, or interrupted, or the system says no, or a file of the book changes. So
every step of a build can be tried, in the process itself and in those that help it.
"""

from __future__ import annotations

import ctypes
import errno
import faulthandler
import io
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from claimbook.cli import run
from claimbook.site import plugin, serve  # noqa: F401  # so that copies of this process need not import them

_WRITES = (
    *("os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.truncate", "os.utime"),
    "shutil.rmtree",
)
_ANY_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_LONGEST = 120.0  # seconds after which a process counts as hanging


@dataclass(frozen=True)
class Fault:
    """What happens at the event number `at`, counted in each process from 1, reads among them with `reads`.

    `who` is the process it happens in: "parent", "child" or "any". Which of them makes a page is a matter of
    chance, so a moment that must be met is counted among the events of paths that `end` in some way.
    """

    act: Callable[[], object]
    at: int
    who: str = "any"
    reads: bool = False
    end: str = ""


@dataclass(frozen=True)
class Outcome:
    """How a process ended: its exit code, negative for a signal, what it said, and the events it counted."""

    code: int
    out: str
    err: str
    events: int

    def __str__(self) -> str:
        return f"exit code {self.code} after {self.events} events: {self.out}{self.err}"


def kill(number: int = signal.SIGKILL, *, group: bool = False) -> Callable[[], None]:
    """Send a signal to the process itself, or to all of its group."""
    return lambda: os.killpg(0, number) if group else os.kill(os.getpid(), number)


def refuse(number: int) -> Callable[[], None]:
    """Say no, as a system does whose disk is full, for example."""

    def say() -> None:
        raise OSError(number, os.strerror(number))

    return say


REFUSALS = [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EIO, errno.EMFILE]


class Copy:
    """`claimbook ARGUMENTS` in a copy of this process, a group of its own."""

    def __init__(
        self,
        *arguments: str,
        fault: Fault | None = None,
        env: Mapping[str, str] | None = None,
        before: Callable[[], object] = lambda: None,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name)
        _adopt()
        self.pid = os.fork()
        if self.pid:
            os.setpgid(self.pid, self.pid)
            return
        try:
            self._run(arguments, fault, env or {}, before)
        finally:
            os._exit(99)

    def _run(
        self,
        arguments: tuple[str, ...],
        fault: Fault | None,
        env: Mapping[str, str],
        before: Callable[[], Any],
    ) -> None:
        os.setpgid(0, 0)
        os.environ.update(env)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (signal.SIGTERM, signal.SIGHUP):  # which nohup ignores, for example
            signal.signal(number, signal.SIG_DFL)
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(self._path / name, os.O_WRONLY | os.O_CREAT), number)
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "wb"), encoding="utf-8")
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "wb"), encoding="utf-8", write_through=True)
        faulthandler.enable(2)  # where it hangs, its end says where
        sys.argv[1:] = arguments
        self._watch(fault or Fault(lambda: None, 0))
        before()
        try:
            run()
        except BaseException:
            sys.excepthook(*sys.exc_info())  # as Python itself would
            os._exit(1)

    def _watch(self, fault: Fault) -> None:
        count, named, main = 0, 0, os.getpid()
        told = os.open(self._path / "events", os.O_WRONLY | os.O_CREAT)
        book = sys.argv[sys.argv.index("--book") + 1]

        def hear(event: str, args: tuple[Any, ...]) -> None:
            nonlocal count, named
            if not (event in _WRITES or (event == "open" and _counts(args, book if fault.reads else ""))):
                return
            count += 1
            ending = any(str(arg).endswith(fault.end) for arg in args)
            named += ending
            process = "parent" if os.getpid() == main else "child"
            if process == "parent":
                os.pwrite(told, b"%8d" % count, 0)
            if (named, ending) == (fault.at, True) and fault.who in (process, "any"):
                fault.act()

        sys.addaudithook(hear)

    def send(self, number: int) -> None:
        """A signal for this process alone."""
        os.kill(self.pid, number)

    def out(self) -> str:
        """What it has printed until now."""
        return _read(self._path / "out")

    def end(self) -> Outcome:
        """Wait for its end, and for that of its helpers."""
        until = time.monotonic() + _LONGEST
        while not (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            if time.monotonic() > until:
                os.kill(self.pid, signal.SIGABRT)
                time.sleep(1)
                os.killpg(self.pid, signal.SIGKILL)
                raise AssertionError(f"it hangs: {self.out()}{_read(self._path / 'err')}")
            time.sleep(0.002)
        while _helpers_live(self.pid):
            assert time.monotonic() < until, "its helpers do not end"
            time.sleep(0.002)
        code = os.waitstatus_to_exitcode(ended[1])
        said = (_read(self._path / name) for name in ("out", "err"))
        outcome = Outcome(code, *said, int(_read(self._path / "events") or 0))
        self._folder.cleanup()
        return outcome


def claimbook(*arguments: str, **more: Any) -> Outcome:
    """Run `claimbook ARGUMENTS` to its end."""
    return Copy(*arguments, **more).end()


def _counts(args: tuple[Any, ...], book: str) -> bool:
    """Whether a file is opened to be written, or one of the `book` at all; an open one is not opened."""
    path, _, flags = args
    if isinstance(path, int):
        return False
    return bool(flags & _ANY_WRITE) or (bool(book) and str(path).startswith(book))


def _helpers_live(group: int) -> bool:
    """Whether any process of a group is left, whose first one has ended."""
    try:
        while os.waitpid(-group, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


@cache
def _adopt() -> None:
    """Become the parent of processes whose own one has ended (Linux: PR_SET_CHILD_SUBREAPER)."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


class World:
    """A book, the folder its site stands in, and a cache, which can be put back as they were."""

    def __init__(self, folder: Path, book: Callable[[Path], object], place: Path | None = None) -> None:
        self.folder = folder
        self.book = folder / "book"
        self.place = place or folder / "place"
        self.output = self.place / "output"
        self.cache = folder / "cache"
        self.place.mkdir(parents=True, exist_ok=True)
        book(self.book)
        self._sites: dict[tuple[tuple[str, bytes], ...], dict[str, bytes]] = {}

    def build(
        self, *more: str, fault: Fault | None = None, before: Callable[[], object] = lambda: None
    ) -> Outcome:
        """Build the book to its place."""
        return self.copy("build", "--output", str(self.output), *more, fault=fault, before=before).end()

    def copy(self, *arguments: str, **more: Any) -> Copy:
        """Begin a command on the book."""
        env = {"XDG_CACHE_HOME": str(self.cache), **more.pop("env", {})}
        return Copy("--book", str(self.book), *arguments, env=env, **more)

    def site(self) -> dict[str, bytes]:
        """What a build without memory makes of the book as it is."""
        state = tuple(sorted(one for one in tree(self.book).items() if not one[0].startswith("output")))
        if state not in self._sites:
            with tempfile.TemporaryDirectory() as folder:
                where = ("--output", f"{folder}/place/output")
                done = self.copy("build", *where, env={"XDG_CACHE_HOME": f"{folder}/cache"}).end()
                assert done.code == 0, done
                self._sites[state] = tree(Path(folder, "place", "output"))
        return self._sites[state]

    def now(self) -> dict[str, bytes]:
        """The site that stands in its place."""
        return tree(self.output)

    def beside(self) -> list[str]:
        """What stands in the place."""
        return sorted(path.name for path in self.place.iterdir())

    def keep(self) -> None:
        """Remember everything as it is."""
        for part in (self.book, self.place, self.cache):
            _mirror(part, self.folder / f"{part.name}-kept")

    def put_back(self) -> None:
        """Make everything as it was when it was kept."""
        for part in (self.book, self.place, self.cache):
            _mirror(self.folder / f"{part.name}-kept", part)


def _mirror(source: Path, target: Path) -> None:
    """Copy what a folder holds, with all times, into another in place of what that holds."""
    target.mkdir(exist_ok=True)
    for child in target.iterdir():
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        else:
            child.unlink()
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)

"""Building aside and swapping: the last good site stays whole until the next one is complete.

Owns: the folder a build writes to, and its exchange with the published one, in one step where the system has
that. One process at a time works on a site: its folder aside is locked, so that what a killed one left is
known and removed. Refuses to replace a folder that no build of ours made, or one that holds the book.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from claimbook.interrupts import undisturbed
from claimbook.site.hold import UNKNOWN, exchange, hold, let_go, turn

MARKER = ".claimbook"  # stands in every folder a build made
PATIENCE = 5.0  # seconds that a build waits for another one of the same site
_TRIES = 5  # swaps tried, since without locks another build may publish between the two steps of one
_STALE = 3600.0  # seconds after which, where there are no locks, an abandoned build's folder is removed
_PAUSE = 0.05  # seconds between two looks at another build


class StagingError(Exception):
    """The output folder cannot be used; the message says why and what to do."""


class Staging:
    """The folder beside `target` that one build writes to. `published` tells whether it took its place."""

    def __init__(self, target: Path) -> None:
        # Of a symbolic link what it leads to is swapped, never the link itself.
        self.target = Path(os.path.realpath(target)) if target.is_symlink() else target
        beside = self.target.parent
        self.folder = beside / f"{self.target.name}.new-{os.getpid()}"
        self.published = False
        self._old = beside / f"{self.target.name}.old"
        self._spares = False
        self._held: list[int | None] = []

    def claim(self, patience: float = PATIENCE, own: Iterable[Path] = ()) -> None:
        """Take the place, unless it is taken here; wait so many seconds for another one at work there.

        Puts back a site that an interrupted swap had moved, and removes what killed builds left. The target
        may hold none of the folders `own`, nor stand in one of them. Raises `StagingError`.
        """
        if self._held:
            return
        self._check_place(own)
        until = time.monotonic() + patience
        while (busy := self._try_claim()) is not None:
            if time.monotonic() >= until:
                raise StagingError(
                    f"{self.target.name}/ is being written by another build (process {busy}). "
                    "Wait until it is done, or build to another folder."
                )
            time.sleep(_PAUSE)

    def recover(self) -> None:
        """Put back a site that an interrupted swap had moved; raises `StagingError`."""
        if self.target.exists() or not self._is_ours(self._old):
            return
        try:
            self._old.rename(self.target)
        except OSError as error:
            raise StagingError(f"cannot put {self.target.name}/ back: {error.strerror}") from error

    @property
    def spare(self) -> Path | None:
        """The site before the published one, if that was kept."""
        return self._old if self.target.is_dir() and self._is_ours(self._old) else None

    def open(self, *, spare: bool = False) -> bool:
        """Make it empty, in the place that this process has claimed or claims now; raises `StagingError`.

        With `spare` it may be the site before the published one, if that was kept; then gives true.
        """
        self.claim()
        if not (spare and self.spare):
            return False
        try:
            self._held.append(hold(self._old))
            (self.folder / MARKER).unlink()
            self._old.rename(self.folder)
            self._mark()
        except OSError as error:
            raise self._unwritable(error) from error
        return True

    def publish(self, *, spare: bool = False) -> None:
        """Put the finished folder in the target's place; raises `StagingError`.

        With `spare` the site that was there is kept beside it.
        """
        for left in reversed(range(_TRIES)):
            try:
                with undisturbed():
                    self._swap()
                    self.published = True
                break
            except OSError as error:
                if not left:
                    raise StagingError(
                        f"cannot replace {self.target.name}/: {error.strerror}{advice(error)}"
                    ) from error
        self._spares = spare
        self.discard()

    def _swap(self) -> None:
        """Raise `OSError` with the old site in its place, unless another build has put its own there."""
        remove(self._old)
        if not self.target.exists():
            self.folder.rename(self.target)
            return
        with contextlib.suppress(OSError):
            self._held.append(hold(self.target))
        if exchange(self.folder, self.target):
            with contextlib.suppress(OSError):  # it stands in the way of none, and the next build removes it
                self.folder.rename(self._old)
            return
        self.target.rename(self._old)
        try:
            self.folder.rename(self.target)
        except OSError:
            if not self.target.exists():
                self._old.rename(self.target)
            raise

    def discard(self) -> None:
        """Remove what an unfinished build wrote, or a finished one replaced; leave the place to others."""
        if self._held and not self.published:
            remove(self.folder)
        elif self._held and not self._spares:
            remove(self._old)
        self._let_go()

    def _let_go(self) -> None:
        while self._held:
            let_go(self._held.pop())

    def _check_place(self, own: Iterable[Path]) -> None:
        target = Path(os.path.realpath(self.target))
        for folder in own:
            real = Path(os.path.realpath(folder))
            if real.is_relative_to(target) or target.is_relative_to(real):
                raise StagingError(
                    f"{self.target.name}/ and the book's {real.name}/ stand in each other, so it is not "
                    "replaced. Build to another folder."
                )

    def _check_use(self) -> None:
        for folder in (self.target, self._old):
            if self._is_foreign(folder):
                raise StagingError(
                    f"{folder.name}/ was not made by Claimbook, so it is not replaced. "
                    "Move it away, delete it, or build to another folder."
                )
            if os.path.lexists(folder / ".git"):
                raise StagingError(
                    f"{folder.name}/ is a git working copy, whose history would be lost, so it is not "
                    "replaced. Build to another folder."
                )
        if os.path.ismount(self.target):
            raise StagingError(
                f"{self.target.name}/ is a mount point, which cannot be replaced. Build to a folder in it."
            )

    def _try_claim(self) -> str | None:
        """Make and lock the folder aside; where another process is at work, give its number instead."""
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            with turn(self.target.parent), undisturbed():
                busy = self._sweep()
                if busy is None:
                    self.recover()
                    self._check_use()
                    self.folder.mkdir()
                    self._held.append(hold(self.folder))
                    self._mark()
                return busy
        except OSError as error:
            raise self._unwritable(error) from error

    def _sweep(self) -> str | None:
        """Remove the folders of killed builds; the number of the process that is at work, if any."""
        for left in self.target.parent.glob(f"{_literal(self.target.name)}.new-*"):
            number = left.name.rpartition("-")[2]
            if not number.isdecimal() or left.is_symlink() or not left.is_dir():
                continue
            try:
                held = hold(left)
            except OSError:  # its build has just published it or removed it
                continue
            if held is None:
                return number
            if held != UNKNOWN or left == self.folder or _age(left) > _STALE:
                self._remove_left(left)
            let_go(held)
        return None

    def _remove_left(self, left: Path) -> None:
        if self._is_ours(left):
            remove(left)
        else:
            with contextlib.suppress(OSError):  # killed before it was marked: then it is empty
                left.rmdir()

    def _mark(self) -> None:
        (self.folder / MARKER).write_text(
            "Made by Claimbook; replaced at the next build.\n", encoding="utf-8"
        )

    def _unwritable(self, error: OSError) -> StagingError:
        return StagingError(
            f"cannot write beside {self.target.name}/: {error.strerror}{advice(error)}. "
            "Nothing was published."
        )

    def _is_foreign(self, folder: Path) -> bool:
        """Whether something stands there that no build made; an empty folder is nothing."""
        if folder.is_symlink() or not folder.is_dir():
            return os.path.lexists(folder)
        try:
            return any(folder.iterdir()) and not self._is_ours(folder)
        except FileNotFoundError:  # another build has just removed it
            return False

    @staticmethod
    def _is_ours(folder: Path) -> bool:
        return (folder / MARKER).is_file() and not folder.is_symlink()


def remove(folder: Path) -> None:
    """Remove a folder of ours as far as possible; its mark goes last, or half of it would be foreign."""
    if folder.is_symlink():
        return
    with contextlib.suppress(OSError):
        for child in [one for one in folder.iterdir() if one.name != MARKER]:
            if child.is_dir() and not child.is_symlink():
                shutil.rmtree(child, ignore_errors=True)
            else:
                child.unlink()
    shutil.rmtree(folder, ignore_errors=True)


_ADVICE = {
    errno.ENOSPC: "; free some space (of files too: df -i)",
    errno.EDQUOT: "; your quota of the disk is used up",
    errno.EFBIG: "; a limit on the size of files is in the way (ulimit -f)",
    errno.EROFS: "; build to a folder elsewhere with --output",
    errno.EACCES: "; give yourself the right to write there, or build elsewhere with --output",
    errno.EPERM: "; give yourself the right to write there, or build elsewhere with --output",
    errno.EMFILE: "; raise the limit of open files (ulimit -n)",
    errno.ENFILE: "; the machine has too many files open",
    errno.EIO: "; look after the disk",
}


def advice(error: OSError) -> str:
    """What to do about an error of the system's, as the end of a sentence; "" where nothing can be said."""
    return _ADVICE.get(error.errno or 0, "")


def _literal(name: str) -> str:
    """A name as a pattern for itself alone."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _age(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0

"""Building aside and swapping: the last good site stays whole until the next one is complete.

Owns: the folder a build writes to, and its exchange with the published one. Refuses to replace a folder that
no build of ours made.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path

MARKER = ".claimbook"  # stands in every folder a build made
_TRIES = 5  # swaps tried, since another build may publish between the two steps of one
_STALE = 3600.0  # seconds after which an abandoned build's folder is removed


class StagingError(Exception):
    """The output folder cannot be used; the message says why and what to do."""


class Staging:
    """The folder beside `target` that one build writes to."""

    def __init__(self, target: Path) -> None:
        # Of a symbolic link what it leads to is swapped, never the link itself.
        self.target = target.resolve() if target.is_symlink() else target
        beside = self.target.parent
        self.folder = beside / f"{self.target.name}.new-{os.getpid()}"
        self._old = beside / f"{self.target.name}.old"

    def recover(self) -> None:
        """Put back a site that an interrupted swap had moved; raises `StagingError`."""
        if self.target.exists() or not self._is_ours(self._old):
            return
        try:
            self._old.rename(self.target)
        except OSError as error:
            raise StagingError(f"cannot put {self.target.name}/ back: {error.strerror}") from error

    def open(self, *, spare: bool = False) -> bool:
        """Make it empty; put back a site that an interrupted swap had moved; raises `StagingError`.

        With `spare` it may be the site before the published one, if that was kept; then gives true.
        """
        self.recover()
        for folder in (self.target, self._old):
            if self._is_foreign(folder):
                raise StagingError(
                    f"{folder.name}/ was not made by Claimbook, so it is not replaced. "
                    "Move it away, delete it, or build to another folder."
                )
        try:
            self._sweep()
            self.discard()
            found = spare and self.target.is_dir() and self._is_ours(self._old)
            if found:
                self._old.rename(self.folder)
            else:
                self.folder.mkdir(parents=True)
            (self.folder / MARKER).write_text(
                "Made by Claimbook; replaced at the next build.\n", encoding="utf-8"
            )
        except OSError as error:
            raise StagingError(f"cannot write beside {self.target.name}/: {error.strerror}") from error
        return found

    def publish(self, *, spare: bool = False) -> None:
        """Put the finished folder in the target's place; of several builds at once the last one stays.

        With `spare` the site that was there is kept beside it.
        """
        for left in reversed(range(_TRIES)):
            try:
                self._swap()
                break
            except OSError as error:
                if not left:
                    raise StagingError(f"cannot replace {self.target.name}/: {error.strerror}") from error
        if not spare:
            self._remove_old()

    def _swap(self) -> None:
        """Raise `OSError` with the old site back in its place, unless another build has put its own there."""
        self._remove_old()
        try:
            if self.target.exists():
                self.target.rename(self._old)
            self.folder.rename(self.target)
        except OSError:
            if not self.target.exists() and self._old.exists():
                self._old.rename(self.target)
            raise

    def discard(self) -> None:
        """Remove what an unfinished build wrote."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _remove_old(self) -> None:
        """Remove the site moved aside; its mark goes last, or half of it would count as foreign."""
        with contextlib.suppress(OSError):
            for child in [one for one in self._old.iterdir() if one.name != MARKER]:
                if child.is_dir() and not child.is_symlink():
                    shutil.rmtree(child, ignore_errors=True)
                else:
                    child.unlink()
        shutil.rmtree(self._old, ignore_errors=True)

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
        return (folder / MARKER).is_file()

    def _sweep(self) -> None:
        """Remove the folders of builds that were killed long ago."""
        for left in self.target.parent.glob(f"{self.target.name}.new-*"):
            with contextlib.suppress(OSError):
                if self._is_ours(left) and time.time() - left.stat().st_mtime > _STALE:
                    shutil.rmtree(left, ignore_errors=True)

"""Who is at work on a folder, and the exchange of two folders in one step.

Owns: locks that the system lets go of however a process ends, so that none is ever left over; and what Linux
and macOS have for an exchange that no reader and no kill can come between. Where a system lacks one of them
these functions say so, and their callers do without.
"""

from __future__ import annotations

import errno
import functools
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

UNKNOWN = -1  # in place of a descriptor: there are no locks here
_EXCHANGE = 2  # Linux: RENAME_EXCHANGE; macOS: RENAME_SWAP
_HERE = {"linux": -100, "darwin": -2}  # AT_FDCWD
_FAR = 10.0  # seconds after which a turn is taken without a lock: its holder is stopped, or worse
_PAUSE = 0.01  # seconds between two tries


def hold(folder: Path) -> int | None:
    """Lock a folder for this process and its copies: gives a descriptor to close, `UNKNOWN` where folders
    cannot be locked, or None while somebody else holds it. Raises `OSError` where there is no such folder.
    """
    if sys.platform == "win32":
        return UNKNOWN
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        return None if error.errno in (errno.EACCES, errno.EAGAIN) else UNKNOWN
    return descriptor


def let_go(descriptor: int | None) -> None:
    """Give back what `hold` gave."""
    if descriptor is not None and descriptor != UNKNOWN:
        os.close(descriptor)


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """One process at a time, for a few milliseconds, where `folder` can be locked."""
    descriptor, until = None, time.monotonic() + _FAR
    real = Path(os.path.realpath(folder))
    try:
        while (descriptor := hold(real)) is None and time.monotonic() < until:
            time.sleep(_PAUSE)
    except OSError:  # it cannot be read
        descriptor = None
    try:
        yield
    finally:
        let_go(descriptor)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; false where this system or file system cannot."""
    call = _call()
    if call is None:
        return False
    here = _HERE[sys.platform]
    return call(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE) == 0


@functools.cache
def _call() -> Callable[..., int] | None:
    import ctypes

    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    try:
        found = getattr(ctypes.CDLL(None), name) if name else None
    except (OSError, AttributeError):  # a C library from before 2018, or none that can be asked
        return None
    if found is None:
        return None
    found.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    found.restype = ctypes.c_int
    return found  # type: ignore[no-any-return]

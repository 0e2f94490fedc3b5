"""Another machine: Python runs this before anything else where it stands as `sitecustomize.py` on its path.

Changes what differs between machines and cannot be set from outside without the rights of an administrator:
the clock, the order in which folders list their files, the number of processors, the mask of new files. Each
is told by a variable of the environment; one that is missing changes nothing.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Iterator
from typing import Any

AHEAD = float(os.environ.get("ELSEWHERE_AHEAD", 0))  # seconds
LISTING = os.environ.get("ELSEWHERE_LISTING", "")  # "forward" or "backward", by name
PROCESSORS = int(os.environ.get("ELSEWHERE_PROCESSORS", 0))
MASK = os.environ.get("ELSEWHERE_MASK", "")  # octal

_time, _time_ns, _now = time.time, time.time_ns, datetime.datetime.now
_listdir, _scandir = os.listdir, os.scandir


class _AnyDate(type):
    """Dates made by the interpreter itself are dates too."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__mro__[1])


class date(datetime.date, metaclass=_AnyDate):
    """`datetime.date` with the other clock."""

    @classmethod
    def today(cls) -> Any:
        return cls.fromtimestamp(_time() + AHEAD)


class later(datetime.datetime, metaclass=_AnyDate):
    """`datetime.datetime` with the other clock."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.fromtimestamp(_time() + AHEAD, tz)

    @classmethod
    def utcnow(cls) -> Any:
        return cls.now(datetime.UTC).replace(tzinfo=None)

    @classmethod
    def today(cls) -> Any:
        return cls.now()


class _Listed:
    """What `os.scandir` gives, in another order."""

    def __init__(self, entries: list[Any]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Iterator[Any]:
        return self._entries

    def __next__(self) -> Any:
        return next(self._entries)

    def __enter__(self) -> _Listed:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Everything was read at once."""


def _ordered_scandir(path: Any = ".") -> _Listed:
    with _scandir(path) as found:
        entries = sorted(found, key=lambda entry: entry.name, reverse=LISTING == "backward")
    return _Listed(entries)


def _ordered_listdir(path: Any = ".") -> list[Any]:
    return sorted(_listdir(path), reverse=LISTING == "backward")


def _clocked(function: Any, place: int) -> Any:
    """`time.localtime` and its like, which take the time of now where none is given."""
    return lambda *given: function(*given) if len(given) > place else function(*given, time.time())


def _format(form: str, moment: Any = None) -> str:
    return _strftime(form, time.localtime() if moment is None else moment)


_strftime = time.strftime

if AHEAD:
    time.time = lambda: _time() + AHEAD
    time.time_ns = lambda: _time_ns() + int(AHEAD * 1e9)
    for name in ("localtime", "gmtime", "ctime"):
        setattr(time, name, _clocked(getattr(time, name), 0))
    time.strftime = _format  # type: ignore[assignment]
    datetime.date, datetime.datetime = date, later  # type: ignore[misc]
if LISTING:
    os.listdir, os.scandir = _ordered_listdir, _ordered_scandir  # type: ignore[assignment]
if PROCESSORS and hasattr(os, "sched_getaffinity"):
    os.sched_getaffinity = lambda pid: set(range(PROCESSORS))  # type: ignore[assignment]
if MASK:
    os.umask(int(MASK, 8))

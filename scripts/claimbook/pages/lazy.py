"""Parts of views that are made when a template names them, and kept: what it leaves out costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Made = TypeVar("Made")


class made(Generic[Made]):
    """A property of a view that is made once, without the lock that `functools.cached_property` takes."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, view: None, kind: type) -> made[Made]: ...

    @overload
    def __get__(self, view: object, kind: type) -> Made: ...

    def __get__(self, view: object | None, kind: type) -> made[Made] | Made:
        if view is None:
            return self
        value = view.__dict__[self._name] = self._make(view)
        return value


class Later(Generic[Made]):
    """A part of a view that is made at the first call, and kept."""

    __slots__ = ("_kept", "_make")

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._kept: list[Made] = []

    def __call__(self) -> Made:
        """The part."""
        if not self._kept:
            self._kept.append(self._make())
        return self._kept[0]

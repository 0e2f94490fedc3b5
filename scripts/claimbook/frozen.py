"""Plain data that nobody changes: dataclasses that cost little to define and to make.

Owns: the decorator `frozen`. The standard library writes and compiles six functions for each frozen class
while a module is imported, and calls one for each field of each object made. Here the type checker alone
forbids changes (PEP 681), classes share what they need besides `__init__`, and that is written when the first
object is made: most runs need few of the classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def frozen(kind: type[Made]) -> type[Made]:
    """A class with the annotated fields of `kind`, in slots; equal and hashed by their values. Whatever is
    annotated is a field, so `ClassVar` has no meaning here.
    """
    texts = kind.__annotations__
    kind.__annotations__ = dict.fromkeys(texts, object)  # else each text is searched for a class variable
    made: Any = dataclass(slots=True, init=False, eq=False, repr=False)(kind)
    made.__annotations__ = texts
    for field in fields(made):
        field.type = texts.get(field.name, field.type)
    made.__init__ = _first_of(made)
    made.__eq__, made.__hash__, made.__repr__ = _equal, _hashed, _told
    return made  # type: ignore[no-any-return]


@cache
def values_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Gives the values of all fields of a dataclass's object, in their order."""
    names = [field.name for field in fields(kind)]
    if len(names) == 1:
        only = attrgetter(*names)
        return lambda made: (only(made),)
    return attrgetter(*names) if names else lambda _: ()


def _first_of(kind: type) -> Callable[..., None]:
    """An `__init__` that puts the real one in its place."""

    def first(self: Any, *args: Any, **named: Any) -> None:
        kind.__init__ = _init_of(kind)  # type: ignore[misc]
        kind.__init__(self, *args, **named)  # type: ignore[misc]

    return first


def _init_of(kind: type) -> Callable[..., None]:
    """What sets the fields, each from its argument, its default, or what its factory gives."""
    given: dict[str, Any] = {"MISSING": MISSING}
    asks, lines = ["self"], ["pass"]
    for each in fields(kind):
        name = value = each.name
        if each.default is not MISSING:
            given[f"default_{name}"] = each.default
            asks.append(f"{name}=default_{name}")
        elif each.default_factory is not MISSING:
            given[f"make_{name}"] = each.default_factory
            asks.append(f"{name}=MISSING")
            value = f"make_{name}() if {name} is MISSING else {name}"
        else:
            asks.append(name)
        lines.append(f"self.{name} = {value}")
    body = "\n    ".join(lines)
    exec(f"def __init__({', '.join(asks)}):\n    {body}", given)  # names of fields alone
    made: Callable[..., None] = given["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    return made


def _equal(self: Any, other: Any) -> bool:
    if self.__class__ is not other.__class__:
        return NotImplemented  # type: ignore[no-any-return]
    values = values_of(self.__class__)
    return bool(values(self) == values(other))


def _hashed(self: Any) -> int:
    return hash(values_of(self.__class__)(self))


def _told(self: Any) -> str:
    told = [f"{field.name}={getattr(self, field.name)!r}" for field in fields(self)]
    return f"{self.__class__.__qualname__}({', '.join(told)})"

"""The shapes a field can have, and the two small helpers that declare a field.

Owns: what a value of each kind looks like. Refuses: reading YAML (see `reader`) and knowing any record by
name. A record class in `model` declares each of its fields once, with `spec`; the reader, the JSON Schema and
the field reference are all driven by that declaration.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from claimbook.frozen import frozen

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
ID_LIMIT = 80
LANGUAGE_LIMIT = 35  # characters; RFC 5646, 4.4.1
LIST_LIMIT = 2_000  # entries in one list of a record
DAY_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
LANGUAGE_PATTERN = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"


@frozen
class Id:
    """A record's own id: lower-case words joined by hyphens, at most 80 characters."""


@frozen
class Ref:
    """The id of another record of the given kind (`actor`, `claim`, `source`, `topic`, `quantity`)."""

    kind: str


@frozen
class Name:
    """An id that is looked up inside another record (a topic's position), so only its form is read here."""


@frozen
class Text:
    """Plain text in one paragraph; never markup. `limit` is in characters."""

    limit: int = 500


@frozen
class Markdown:
    """Markdown, sanitised when it is rendered. `limit` is in characters."""

    limit: int = 2_000


@frozen
class Edtf:
    """A date in the Extended Date/Time Format (Library of Congress)."""


@frozen
class Day:
    """A calendar day, `YYYY-MM-DD`: used for what happened to the record itself."""


@frozen
class Url:
    """An absolute `https:` or `http:` address."""


@frozen
class Language:
    """A BCP 47 language tag such as `en` or `pt-BR`."""


@frozen
class Number:
    """A number in plain decimal digits, kept exactly as written."""


@frozen
class Count:
    """A whole number, 1 or more."""


@frozen
class Flag:
    """`true` or `false`."""


@frozen
class Choice:
    """One of a fixed list of words; `meanings` explains each, in order."""

    meanings: tuple[tuple[str, str], ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The allowed words, in the order they were declared."""
        return tuple(value for value, _ in self.meanings)


@frozen
class Nested:
    """A mapping with the fields of `record`, a class declared with `spec`."""

    record: type


@frozen
class Many:
    """A list of `item`; one value alone stands for a list of one."""

    item: Shape


@frozen
class NoneOrMany:
    """The word `none`, or a list with at least one `item`: leaving it empty is not an answer."""

    item: Shape


Scalar = Id | Ref | Name | Text | Markdown | Edtf | Day | Url | Language | Number | Count | Flag | Choice
Shape = Scalar | Nested | Many | NoneOrMany


@frozen
class Spec:
    """What the field table says about one field."""

    name: str
    shape: Shape
    doc: str
    required: bool
    nullable: bool
    inverse: str | None


def spec(
    shape: Shape,
    doc: str,
    *,
    required: bool = False,
    nullable: bool = False,
    inverse: str | None = None,
) -> Any:
    """Declare one field of a record class.

    `required` fields must be written (a `nullable` one may be written as `null`); others default to `None`,
    or to an empty tuple for lists. `inverse` is the label of the link seen from its target.
    """
    default = () if isinstance(shape, Many | NoneOrMany) else False if isinstance(shape, Flag) else None
    meta = {"shape": shape, "doc": doc, "required": required, "nullable": nullable, "inverse": inverse}
    return dataclasses.field(default=default, metadata=meta)


_TABLES: dict[type, dict[str, Spec]] = {}


def table(record: type) -> dict[str, Spec]:
    """The field table of a record class, in declared order."""
    if record not in _TABLES:
        _TABLES[record] = {
            f.name: Spec(name=f.name, **f.metadata)
            for f in dataclasses.fields(record)
            if "shape" in f.metadata
        }
    return _TABLES[record]

"""The field reference: a page of the site, made from the field table."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook.records.model import KINDS
from claimbook.records.shapes import (
    Choice,
    Count,
    Day,
    Edtf,
    Flag,
    Id,
    Language,
    Many,
    Markdown,
    Name,
    Nested,
    NoneOrMany,
    Number,
    Ref,
    Shape,
    Spec,
    Text,
    Url,
    table,
)

_WORDS = {
    Id: "id",
    Name: "id",
    Text: "text",
    Markdown: "Markdown",
    Edtf: "EDTF date",
    Day: "day, `YYYY-MM-DD`",
    Url: "address",
    Language: "language tag",
    Number: "number",
    Count: "whole number",
    Flag: "`true` or `false`",
}
_INTRO = """Title: Fields of a record
Summary: Every field of every kind of record, made from the table that the reader and the JSON Schema use.

This page is made by `claimbook schema` from the table that the reader and the JSON Schema use. Any file
`claims/**/*.yml` may hold the keys `source`, `actors`, `topics`, `quantities` and `claims`. Where a list is
expected, one value alone stands for a list of one. A withdrawn record may leave out everything but its id.
How to read a document into records is told on the page [Method](page:method).
"""


def render() -> str:
    """The text of `content/pages/fields.md`."""
    parts = [_INTRO]
    done: set[type] = set()
    for kind, record in KINDS.items():
        parts += _section(record, f"## {kind.capitalize()}", done)
    return "\n".join(parts)


def _section(record: type, title: str, done: set[type]) -> Iterator[str]:
    done.add(record)
    yield f"{title}\n"
    yield f"{(record.__doc__ or '').strip()}\n"
    yield "| field | value | needed | meaning |\n| --- | --- | --- | --- |"
    inner: list[type] = []
    for name, spec in table(record).items():
        yield f"| `{name}` | {_shape(spec.shape)} | {_needed(spec)} | {_meaning(spec)} |"
        item = spec.shape.item if isinstance(spec.shape, Many | NoneOrMany) else spec.shape
        if isinstance(item, Nested) and item.record not in done:
            inner.append(item.record)
    yield ""
    for choice in table(record).values():
        yield from _choice(choice)
    for nested in inner:
        yield from _section(nested, f"### {nested.__name__}", done)


def _shape(shape: Shape) -> str:
    if isinstance(shape, Many):
        return f"list of {_shape(shape.item)}"
    if isinstance(shape, NoneOrMany):
        return f"`none` or list of {_shape(shape.item)}"
    if isinstance(shape, Nested):
        return f"{shape.record.__name__}"
    if isinstance(shape, Ref):
        return f"{shape.kind} id"
    if isinstance(shape, Choice):
        return "one word"
    limit = f", at most {shape.limit} characters" if isinstance(shape, Text | Markdown) else ""
    return f"{_WORDS[type(shape)]}{limit}"


def _needed(spec: Spec) -> str:
    if not spec.required:
        return "no"
    return "yes, may be `null`" if spec.nullable else "yes"


def _meaning(spec: Spec) -> str:
    return f"{spec.doc} Seen from there: {spec.inverse}." if spec.inverse else spec.doc


def _choice(spec: Spec) -> Iterator[str]:
    if isinstance(spec.shape, Choice):
        yield f"`{spec.name}` is one of:\n"
        yield from (f"- `{value}`: {meaning}" for value, meaning in spec.shape.meanings)
        yield ""

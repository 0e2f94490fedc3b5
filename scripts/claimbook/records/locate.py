"""Finding a field's line and column again.

Owns: turning a place such as `claims[3].counter_statements[0].claim` back into line and column. Checks run on
typed records that carry no marks; only when something is wrong is the file parsed once more.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import yaml

from claimbook.records.stream import StreamError, events

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def marks(source: str) -> dict[str, tuple[int, int]]:
    """Line and column (from 1) of every value in a YAML text, by its place, as far as it can be parsed."""
    found: dict[str, tuple[int, int]] = {}
    stack: list[list[Any]] = []  # [prefix, next index or None for a mapping, pending key]
    with suppress(StreamError):
        for event in events(source):
            if isinstance(event, yaml.NodeEvent):
                _node(event, stack, found)
            elif isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
    return found


def _node(event: Any, stack: list[list[Any]], found: dict[str, tuple[int, int]]) -> None:
    where = ""
    if stack:
        prefix, index, key = stack[-1]
        if index is not None:
            where = f"{prefix}[{index}]"
            stack[-1][1] += 1
        elif key is None:
            stack[-1][2] = getattr(event, "value", "?")
            if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                return
        else:
            where = f"{prefix}.{key}" if prefix else key
            stack[-1][2] = None
    found.setdefault(where, (event.start_mark.line + 1, event.start_mark.column + 1))
    if isinstance(event, yaml.SequenceStartEvent):
        stack.append([where, 0, None])
    elif isinstance(event, yaml.MappingStartEvent):
        stack.append([where, None, None])


def locate(found: dict[str, tuple[int, int]], where: str) -> tuple[int, int] | None:
    """The mark of `where`, or of the nearest place around it (a lone value is a list of one), if any."""
    while where:
        if where in found:
            return found[where]
        steps = list(_STEP.finditer(where))
        where = where[: steps[-1].start()].rstrip(".") if len(steps) > 1 else ""
    return None

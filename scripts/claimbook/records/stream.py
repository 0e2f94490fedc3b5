"""The event stream of one YAML file.

Owns: the choice of parser, and the refusal of what no parser can be trusted with: endless nesting, endless
lists. Refuses: knowing what the events mean (see `reader`) and which characters a file may hold (`intake`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from claimbook.records.limits import DEPTH_LIMIT, EVENT_LIMIT

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where PyYAML has it


class StreamError(ValueError):
    """The file cannot be read to its end; `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.line = line
        self.column = column
        self.hint = hint


def events(source: str) -> Iterator[Any]:
    """The parser's events, one by one; raises `StreamError` at the first thing that is not YAML.

    Depth is counted here because every level slows the parser's search for keys down: 100,000 open brackets
    would take it minutes.
    """
    depth = 0
    try:
        for number, event in enumerate(yaml.parse(source, Loader=LOADER)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEPTH_LIMIT:
                what = f"nested more than {DEPTH_LIMIT} levels deep"
                raise _at(event, what, "Close brackets, or indent less.")
            if number > EVENT_LIMIT:
                raise _at(event, f"the file holds more than some {EVENT_LIMIT // 2:,} values", "Split it.")
            yield event
    except StreamError:
        raise
    except yaml.MarkedYAMLError as error:
        raise _invalid(error) from error
    # Of the parser written in Python; for a code point that there is none of, versions of it differ.
    except (yaml.YAMLError, ArithmeticError, ValueError, RecursionError) as error:
        raise StreamError(1, 1, f"not valid YAML: {str(error).splitlines()[0]}") from error


def _at(event: Any, what: str, hint: str) -> StreamError:
    mark = event.start_mark
    return StreamError(mark.line + 1, mark.column + 1, what, hint)


def _invalid(error: yaml.MarkedYAMLError) -> StreamError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = f"not valid YAML: {error.problem or error.context}"
    begun = error.context_mark.line + 1 if error.context_mark else line
    if begun != line:  # a quotation mark left open is found only where the file ends
        what += f" ({error.context}, begun in line {begun})"
    return StreamError(line, column, what, "Check indentation and quotation marks here.")

"""A place in the event stream of one file.

Owns: stepping through events, passing over whole nodes, reporting a problem at an event, and the refusal of
anchors, aliases and tags. Refuses: knowing any record (see `reader`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from claimbook.records.found import NULLS, FileRecords
from claimbook.records.problems import Problem, excerpt
from claimbook.records.stream import StreamError, events

PROBLEM_LIMIT = 1_000  # of one file


class Cursor:
    """Stands at `event`, the next one to be read; problems go to `found`."""

    def __init__(self, found: FileRecords, source: str) -> None:
        self.found = found
        self.events: Iterator[Any] = events(source)
        self.event: Any = None

    def advance(self) -> Any:
        """Step to the next event and return the one just passed."""
        passed = self.event
        self.event = next(self.events, None)
        return passed

    def problem(self, event: Any, where: str, what: str, hint: str = "") -> None:
        """Report a problem at an event."""
        mark = event.start_mark
        self.report(Problem(self.found.path, mark.line + 1, mark.column + 1, where, what, hint))

    def report(self, problem: Problem) -> None:
        """Report a problem; raises `StreamError` behind so many that nobody would read more of one file."""
        self.found.problems.append(problem)
        if len(self.found.problems) >= PROBLEM_LIMIT:
            what = f"the file has more than {PROBLEM_LIMIT:,} problems; what follows was not read"
            raise StreamError(problem.line, problem.column, what, "Mend those before it.")

    def refuse_properties(self, event: Any, where: str) -> bool:
        """Report an anchor or a tag on `event`; returns whether it is free of both."""
        if getattr(event, "anchor", None) is not None:
            what = f"anchors ({excerpt(f'&{event.anchor}')}) are not used here"
            self.problem(event, where, what, "Write the value out.")
            return False
        if getattr(event, "tag", None) is not None:
            self.problem(
                event, where, f"tags ({excerpt(event.tag)}) are not used here", "Quote the text instead."
            )
            return False
        return True

    @staticmethod
    def plain_null(event: Any) -> bool:
        """Whether an event is an empty value, or `null` without quotation marks."""
        return (
            isinstance(event, yaml.ScalarEvent)
            and event.style in ("", None)
            and event.tag is None
            and event.anchor is None
            and event.value in NULLS
        )

    def skip(self) -> None:
        """Pass over the node that starts here, however deep, without recursion."""
        depth = 0
        while self.event is not None:
            event = self.advance()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.AliasEvent):
                what = f"aliases ({excerpt(f'*{event.anchor}')}) are not used here"
                self.problem(event, "", what, "Write the value out.")
            if depth <= 0:
                return

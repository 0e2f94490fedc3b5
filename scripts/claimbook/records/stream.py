"""The event stream of one YAML file.

Owns: decoding, the choice of parser, and the refusal of what no parser should be given or can be trusted
with: other encodings, control characters, huge files, endless nesting. Refuses: knowing what the events mean
(see `reader`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

SIZE_LIMIT = 8_000_000  # bytes in one file
DEPTH_LIMIT = 50  # levels of nesting; records have fewer than ten, and parsers slow down with every level
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where PyYAML has it
# What YAML (1.2, 5.1) calls not printable, and byte order marks, which parsers treat differently.
_PLAIN = b"\t\n\r" + bytes(range(0x20, 0x7F))
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class StreamError(ValueError):
    """The file cannot be read to its end; `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.line = line
        self.column = column
        self.hint = hint


def decode(content: bytes) -> str:
    """The text of a file; raises `StreamError` with the place of what cannot stand in one."""
    if len(content) > SIZE_LIMIT:
        raise StreamError(1, 1, f"the file has more than {SIZE_LIMIT} bytes", "Split it.")
    try:
        source = content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place(content[: error.start].decode("utf-8"))
        raise StreamError(*place, "the file is not valid UTF-8", "Save it as UTF-8.") from error
    if source.startswith("\ufeff"):
        raise StreamError(1, 1, "the file begins with a byte order mark", "Save it as UTF-8 without BOM.")
    # What is left without plain ASCII is little and still UTF-8: the search takes long over whole files.
    if _UNPRINTABLE.search(content.translate(None, _PLAIN).decode("utf-8")):
        found = _UNPRINTABLE.search(source)
        assert found is not None
        what = f"the character U+{ord(found[0]):04X} may not stand in a record file"
        raise StreamError(*_place(source[: found.start()]), what, "Remove it.")
    return source


def events(source: str) -> Iterator[Any]:
    """The parser's events, one by one; raises `StreamError` at the first thing that is not YAML.

    Depth is counted here because every level slows the parser's search for keys down: 100,000 open brackets
    would take it minutes.
    """
    depth = 0
    try:
        for event in yaml.parse(source, Loader=LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEPTH_LIMIT:
                mark: Any = event.start_mark
                what = f"nested more than {DEPTH_LIMIT} levels deep"
                raise StreamError(mark.line + 1, mark.column + 1, what, "Close brackets, or indent less.")
            yield event
    except yaml.MarkedYAMLError as error:
        raise _invalid(error) from error
    except (yaml.YAMLError, ArithmeticError, RecursionError) as error:  # of the parser written in Python
        raise StreamError(1, 1, f"not valid YAML: {str(error).splitlines()[0]}") from error


def _invalid(error: yaml.MarkedYAMLError) -> StreamError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = f"not valid YAML: {error.problem or error.context}"
    begun = error.context_mark.line + 1 if error.context_mark else line
    if begun != line:  # a quotation mark left open is found only where the file ends
        what += f" ({error.context}, begun in line {begun})"
    return StreamError(line, column, what, "Check indentation and quotation marks here.")


def _place(before: str) -> tuple[int, int]:
    """Line and column (from 1, in characters) of what follows the text `before`."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")

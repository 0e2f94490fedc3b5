"""Markdown text to an element tree, within bounds of length and time.

Owns the limits that keep Python-Markdown fast, whose bracket search is quadratic and whose lists recurse, and
knows the texts that it leaves as they are, so that for most notes it is not even imported. Refuses raw HTML
(shown as text), images (their words are kept) and texts beyond the limits.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from claimbook.text.characters import NONCHARACTERS, text_hazards

if TYPE_CHECKING:
    import xml.etree.ElementTree as etree

MARKDOWN_LIMIT = 20_000
"""Characters in a content page."""
NOTE_LIMIT = 2_000
"""Characters in a note of a record."""
BRACKET_BUDGET = 60_000
"""Characters passed over to find the `]` of each `[` and the `)` of each `](`, summed."""
MARKS_BUDGET = 1_000_000
"""Markup characters of a paragraph times its length, summed: the library's cost grows with that product."""
LINES_LIMIT = 1_000
"""Lines of a text; the library copies the rest of a table or text for every line of it."""
NESTING_LIMIT = 12
"""Lists and quotations inside one another."""

_MARKERS = re.compile(r"(?:[ \t]*(?:>|[-+*](?=[ \t])|[0-9]+\.(?=[ \t])))*")
_MARKER = re.compile(r">|[-+*]|[0-9]+\.")
_MARKS = re.compile(r"[\\`*_#<\[!&]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_REFERENCE = re.compile(r"&(?:#([0-9]+)|#[xX]([0-9a-fA-F]+)|[A-Za-z][A-Za-z0-9]*);")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_UNREADABLE = re.compile(f"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{NONCHARACTERS}]")
# One line that no list or rule opens, without white space around it, markup or unreadable characters.
_SIMPLE = re.compile(
    r"(?![-+\s]|\d+\.[ ])[^\0-\x1f#&*<>\[\\\]_`|\x7f-\x9f\u2028\u2029"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]+(?<!\\s)"
)
_TOO_DEEP = "expected Markdown that is not nested so deeply"


class TextError(ValueError):
    """A Markdown text that is not rendered."""


class TextTooLong(TextError):
    """More characters than allowed: `count` and `limit`."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(f"expected at most {limit:,} characters of Markdown, got {count:,}")
        self.count = count
        self.limit = limit


class TextTooComplex(TextError):
    """Brackets or nesting that would take too long, or too deep a recursion, to read."""


def is_simple(markdown: str) -> bool:
    """Whether a text is one paragraph of words in which Markdown and HTML see nothing but text.

    False says nothing: a text that is not simple may still hold no markup.
    """
    return _SIMPLE.fullmatch(markdown) is not None


def tree(markdown: str) -> etree.Element | None:
    """The finished tree of a text within bounds; None for one without words. Raises TextTooComplex."""
    from claimbook.text import trees  # imports Python-Markdown, which a book of simple notes never needs

    try:
        return trees.tree(readable(markdown))
    except RecursionError:
        raise TextTooComplex(_TOO_DEEP) from None


def html(markdown: str, page: Callable[[str], str | None], *, with_ids: bool) -> str:
    """HTML, not yet sanitised, of a text within bounds; see `trees.html`. Raises TextTooComplex."""
    from claimbook.text import trees

    try:
        return trees.html(readable(markdown), page, with_ids=with_ids)
    except RecursionError:
        raise TextTooComplex(_TOO_DEEP) from None


def readable(text: str) -> str:
    """`text` with lone surrogates, noncharacters and the controls that HTML forbids replaced by U+FFFD."""
    return text if text.isprintable() else _UNREADABLE.sub("\ufffd", text)


def check_bounds(markdown: str, limit: int) -> None:
    """Raise TextTooLong or TextTooComplex for a text that is not worth starting on."""
    if len(markdown) > limit:
        raise TextTooLong(len(markdown), limit)
    if is_simple(markdown):
        return
    lines = markdown.count("\n") + 1
    if lines > LINES_LIMIT:
        raise TextTooComplex(f"expected at most {LINES_LIMIT:,} lines of Markdown, got {lines:,}")
    depth = max(_depth(line) for line in markdown.split("\n"))
    if depth > NESTING_LIMIT:
        raise TextTooComplex(f"expected at most {NESTING_LIMIT} nested lists and quotations, got {depth}")
    paragraphs = _BLANK_LINE.split(markdown)
    if sum(_bracket_cost(paragraph) for paragraph in paragraphs) > BRACKET_BUDGET:
        raise TextTooComplex("expected fewer opening brackets without a closing one")
    if sum(len(_MARKS.findall(paragraph)) * len(paragraph) for paragraph in paragraphs) > MARKS_BUDGET:
        raise TextTooComplex("expected shorter paragraphs or fewer markup characters in them")


def _depth(line: str) -> int:
    """How deep a line's own markers and its indentation put it."""
    opening = _MARKERS.match(line)
    lead = opening[0] if opening else ""
    indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" "))
    return len(_MARKER.findall(lead)) + indent // 4


def _bracket_cost(paragraph: str) -> int:
    """Summed distances from each `[` to its `]` and each `](` to the next `)`, or to the paragraph's end."""
    opened: list[int] = []
    cost = 0
    for match in re.finditer(r"\]\(", paragraph):
        closed = paragraph.find(")", match.start())
        cost += (closed if closed >= 0 else len(paragraph)) - match.start()
    for match in re.finditer(r"[\[\]]", paragraph):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            cost += match.start() - opened.pop()
    return cost + sum(len(paragraph) - start for start in opened)


@lru_cache(maxsize=2048)
def plain(markdown: str) -> str:
    """The words of a Markdown text without its markup, spaces collapsed. Raises TextError past the limits."""
    check_bounds(markdown, MARKDOWN_LIMIT)
    if is_simple(markdown):
        return " ".join(markdown.split())
    root = tree(markdown)
    return "" if root is None else " ".join(decoded("".join(root.itertext())).split())


def decoded(text: str) -> str:
    """`text` of the tree with its character references resolved, as a browser would after serialisation."""
    return _ENTITY.sub(lambda match: unescape(match[0]), text)


def markdown_hazards(markdown: str) -> dict[str, int]:
    """The characters that `text_hazards` finds where each character reference in `markdown` is the character
    it stands for, with the offsets in `markdown`.

    By HTML's own rules some references would stand for another character or for none; here the number counts,
    and one beyond Unicode stands for a noncharacter.
    """
    if "&" not in markdown:
        return text_hazards(markdown)
    spelled, places, end = "", [], 0
    for reference in _REFERENCE.finditer(markdown):
        char = _character(reference)
        places += [*range(end, reference.start()), *[reference.start()] * len(char)]
        spelled += markdown[end : reference.start()] + char
        end = reference.end()
    places += range(end, len(markdown))
    return {code: places[at] for code, at in text_hazards(spelled + markdown[end:]).items()}


def _character(reference: re.Match[str]) -> str:
    decimal, hexadecimal = reference.groups()
    if not (decimal or hexadecimal):
        return unescape(reference[0])
    digits = (decimal or hexadecimal).lstrip("0")
    code = int(digits or "0", 10 if decimal else 16) if len(digits) < 8 else sys.maxunicode
    return chr(min(code, sys.maxunicode))

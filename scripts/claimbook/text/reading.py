"""Markdown text to an element tree, within bounds of length and time.

Owns the one configuration of Python-Markdown and the limits that keep it fast: its bracket search is
quadratic and its lists recurse. Refuses raw HTML (shown as text), images (their words are kept) and texts
beyond the limits.
"""

import html
import re
import xml.etree.ElementTree as etree
from functools import lru_cache

import markdown as python_markdown
from markdown.treeprocessors import Treeprocessor

from claimbook.text.characters import is_noncharacter

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
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


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


class _WordsForImages(Treeprocessor):
    """Puts an image's alternative text where the image stood: pages hold no pictures from elsewhere."""

    def run(self, root: etree.Element) -> None:
        for parent in root.iter():
            for place, child in enumerate(list(parent)):
                if child.tag == "img":
                    words = etree.Element("span")
                    words.text, words.tail = child.get("alt"), child.tail
                    parent[place] = words


class _Keep(Treeprocessor):
    """Keeps the finished tree, so that links are found by the parser that renders."""

    root: etree.Element | None = None

    def run(self, root: etree.Element) -> None:
        self.root = root


def parser() -> tuple[python_markdown.Markdown, _Keep]:
    """A fresh Python-Markdown with tables and without raw HTML, and the keeper of the tree it makes.

    Tree processors that need finished attributes register below priority 0, the keeper stands at -100.
    """
    reader = python_markdown.Markdown(extensions=["tables"], output_format="html")
    reader.preprocessors.deregister("html_block")
    # Without "entity" character references stay in the text as written, and the serialiser leaves them alone.
    for name in ("html", "entity", "automail"):
        reader.inlinePatterns.deregister(name)
    reader.treeprocessors.register(_WordsForImages(reader), "words-for-images", -1)
    keep = _Keep(reader)
    reader.treeprocessors.register(keep, "keep", -100)
    return reader, keep


def convert(reader: python_markdown.Markdown, markdown: str, limit: int | None) -> str:
    """HTML, not yet sanitised, of a text within the limits; None for a text already checked.

    Raises TextTooLong and TextTooComplex.
    """
    if limit is not None:
        check_bounds(markdown, limit)
    try:
        return reader.convert(readable(markdown))
    except RecursionError:
        raise TextTooComplex("expected Markdown that is not nested so deeply") from None


def readable(text: str) -> str:
    """`text` with lone surrogates, noncharacters and the controls that HTML forbids replaced by U+FFFD."""
    return "".join("\ufffd" if _is_unreadable(char) else char for char in text)


def _is_unreadable(char: str) -> bool:
    code = ord(char)
    if code < 32:
        return char not in "\t\n\r"
    return 127 <= code < 160 or 0xD800 <= code <= 0xDFFF or is_noncharacter(char)


def check_bounds(markdown: str, limit: int) -> None:
    """Raise TextTooLong or TextTooComplex for a text that is not worth starting on."""
    if len(markdown) > limit:
        raise TextTooLong(len(markdown), limit)
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
    reader, keep = parser()
    convert(reader, markdown, MARKDOWN_LIMIT)
    if keep.root is None:
        return ""
    return " ".join(decoded("".join(keep.root.itertext())).split())


def decoded(text: str) -> str:
    """`text` of the tree with its character references resolved, as a browser would after serialisation."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)

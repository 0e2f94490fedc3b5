"""Python-Markdown as this book uses it: Markdown text to an element tree, and to HTML not yet sanitised.

Owns the library's configuration and the work on its trees: images, headings, the addresses of links. To
import this module is to import the library, so the rest of `text` does it where a text first needs it.
Refuses to judge whether a text is within bounds; see `reading`.
"""

import threading
import xml.etree.ElementTree as etree
from collections.abc import Callable

import markdown as python_markdown
from markdown.treeprocessors import Treeprocessor

from claimbook.text.links import allowed_url
from claimbook.text.reading import decoded
from claimbook.text.rendering import REL
from claimbook.text.wording import slug

Page = Callable[[str], str | None]
"""The address of the page that a record link leads to; None for any other link."""

_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}


class _Parser:
    """One Python-Markdown with tables and without raw HTML, for one text after another."""

    def __init__(self) -> None:
        reader = python_markdown.Markdown(extensions=["tables"], output_format="html")
        reader.preprocessors.deregister("html_block")
        # Without "entity" character references stay as written, and the serialiser leaves them alone.
        for name in ("html", "entity", "automail"):
            reader.inlinePatterns.deregister(name)
        # Below priority 0 attributes are finished: only then are addresses complete, escapes included.
        reader.treeprocessors.register(_WordsForImages(reader), "words-for-images", -1)
        self.reader = reader

    def convert(self, text: str) -> str:
        """HTML of `text`; what the text before has left behind is forgotten."""
        return self.reader.reset().convert(text)


class _Finder(_Parser):
    """Keeps the tree, so that links are found by the parser that renders."""

    def __init__(self) -> None:
        super().__init__()
        self._keep = _Keep(self.reader)
        self.reader.treeprocessors.register(self._keep, "keep", -100)

    def tree(self, text: str) -> etree.Element | None:
        """The tree of one text."""
        self._keep.root = None
        self.convert(text)
        return self._keep.root


class _Renderer(_Parser):
    """Has the links and headings of its trees put right."""

    def __init__(self) -> None:
        super().__init__()
        self._links = _Links(self.reader)
        self._headings = _Headings(self.reader)
        self.reader.treeprocessors.register(self._links, "links", -10)
        self.reader.treeprocessors.register(self._headings, "headings", -11)

    def html(self, text: str, page: Page, *, with_ids: bool) -> str:
        """The HTML of one text."""
        self._links.page = page
        self._headings.with_ids = with_ids
        return self.convert(text)


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
    """Keeps the finished tree."""

    root: etree.Element | None = None

    def run(self, root: etree.Element) -> None:
        self.root = root


class _Links(Treeprocessor):
    """Points record links at their pages, marks outside links, and takes the address off all others."""

    page: Page = staticmethod(lambda href: None)

    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            href = link.get("href", "")
            link.attrib.clear()
            page = self.page(href)
            address = page if page is not None else allowed_url(decoded(href))
            if address is None:
                link.tag = "span"
                continue
            # The serialiser leaves what looks like a character reference alone, so "&" is written out here.
            link.set("href", address.replace("&", "&amp;"))
            if page is None and not address.startswith("#"):
                link.set("rel", REL)


class _Headings(Treeprocessor):
    """Moves headings between h2 and h4 (the page title is h1) and gives them ids unique in the text."""

    with_ids = False

    def run(self, root: etree.Element) -> None:
        taken: dict[str, int] = {}
        for heading in root.iter():
            if heading.tag not in _HEADINGS:
                continue
            heading.tag = _HEADINGS[heading.tag]
            if self.with_ids:
                heading.set("id", _unique(slug(decoded("".join(heading.itertext()))), taken))


def _unique(wanted: str, taken: dict[str, int]) -> str:
    """`wanted`, or with the first free number after it; `taken` counts how often each id was wanted."""
    name = wanted
    while name in taken:
        taken[wanted] += 1
        name = f"{wanted[:74].rstrip('-')}-{taken[wanted]}"
    taken[name] = 1
    return name


class _Taken(threading.local):
    """The parsers of each thread: the library keeps the text it is at in the parser."""

    finder: _Finder | None = None
    renderer: _Renderer | None = None


_taken = _Taken()


def tree(text: str) -> etree.Element | None:
    """The finished tree of a Markdown text, its addresses as written; None for a text without words.

    Raises RecursionError for a text that is nested too deeply.
    """
    finder = _taken.finder or _Finder()
    _taken.finder = None  # a parser that fails half-way is not used again
    found = finder.tree(text)
    _taken.finder = finder
    return found


def html(text: str, page: Page, *, with_ids: bool) -> str:
    """HTML, not yet sanitised, of a Markdown text whose record links lead where `page` says.

    `with_ids` gives headings ids. Raises what `page` raises, and RecursionError for a text nested too deeply.
    """
    renderer = _taken.renderer or _Renderer()
    _taken.renderer = None
    made = renderer.html(text, page, with_ids=with_ids)
    _taken.renderer = renderer
    return made

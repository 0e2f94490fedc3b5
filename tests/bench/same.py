"""Whether two sites have the same plain pages, links and words.

Compares, page by page, the set of links and what stands in the first heading and the quotation. The pages of
one list (`x.html`, `x.2.html`, …) count as one page, since sites may cut a list at different places; links
between them are left out.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

_NUMBER = re.compile(r"\.[0-9]+\.html$")
_HREF = re.compile(r"""<a\b[^>]*?\bhref=(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)
_QUOTE = re.compile(r"<blockquote[^>]*>(.*?)</blockquote>", re.S)
_TAG = re.compile(r"<[^>]+>")


@dataclass(slots=True)
class Page:
    """What is compared: addresses linked to, from the site's root, and words."""

    links: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


def read(site: Path) -> dict[str, Page]:
    """Every page of a site by its address, those of one list together."""
    found: dict[str, Page] = {}
    for file in site.rglob("*.html"):
        path = file.relative_to(site).as_posix()
        name = _NUMBER.sub(".html", path)
        page, text = found.setdefault(name, Page()), file.read_text(encoding="utf-8")
        for groups in _HREF.findall(text):
            href = unescape("".join(groups)).partition("#")[0]
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), href))
            if href and _NUMBER.sub(".html", target) != name:
                page.links.add(_NUMBER.sub(".html", target))
        for piece in [*_HEADING.findall(text), *_QUOTE.findall(text)]:
            page.words.add(" ".join(unescape(_TAG.sub("", piece)).split()))
    return found


def differences(one: dict[str, Page], other: dict[str, Page]) -> list[str]:
    """What differs, in words; nothing where the two sites are the same."""
    found = [f"only in one of them: {path}" for path in sorted(one.keys() ^ other.keys())]
    for path in sorted(one.keys() & other.keys()):
        for what in ("links", "words"):
            here, there = getattr(one[path], what), getattr(other[path], what)
            if here != there:
                shown = ", ".join(sorted(here ^ there)[:3])
                found.append(f"{path}: {what} differ in {len(here ^ there)}: {shown}")
    return found

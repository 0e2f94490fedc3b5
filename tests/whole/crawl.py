"""Reading a built site as a browser would, and everything that is wrong with its links and markup.

`read_site` reads a folder; `problems_of_site` judges it, a line for each problem. Nothing is fetched: an
address is resolved as a browser resolves it and looked for among the files, which is also what `file://`
needs.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib

REL = {"noopener", "noreferrer", "nofollow"}
# Attributes that hold an address, and the elements whose address is loaded with the page.
_ADDRESSES = {
    "href",
    "src",
    "action",
    "data",
    "poster",
    "srcset",
    "{http://www.w3.org/1999/xlink}href",
    "xlink:href",
}
_LOADED = {"img", "script", "iframe", "object", "embed", "audio", "video", "source", "use", "image"}
_LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


@dataclass(frozen=True, slots=True)
class Address:
    """An address in a page, with its element and the words of `rel`."""

    tag: str
    value: str
    rel: frozenset[str]

    @property
    def loaded(self) -> bool:
        """Whether a browser fetches it with the page."""
        return self.tag in _LOADED or (self.tag == "link" and bool(self.rel & _LOADED_LINKS))


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page holds. `marks` are faults of its own markup; `shape` is every element with its attributes'
    names.
    """

    path: str
    title: str
    description: str
    canonical: str | None
    og_url: str | None
    redirect: str | None
    addresses: tuple[Address, ...]
    ids: frozenset[str]
    marks: tuple[str, ...]
    shape: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A built folder: its pages by path, and the paths of all its files."""

    pages: Mapping[str, PageFacts]
    files: frozenset[str]


def read_site(folder: Path, each: int | None = None) -> SiteFacts:
    """Read every HTML page below `folder`, or only the first `each` of every folder in it."""
    files = frozenset(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    groups = groupby(sorted(path for path in files if path.endswith(".html")), posixpath.dirname)
    paths = [path for _, group in groups for path in list(group)[:each]]
    return SiteFacts(
        {path: read_page(path, (folder / path).read_text(encoding="utf-8")) for path in paths}, files
    )


def read_page(path: str, html: str) -> PageFacts:
    """Read one page with the parser that the HTML standard gives to browsers."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    metas = {e.get("name") or e.get("property"): e.get("content", "") for e in elements if e.tag == "meta"}
    rels = {word: e.get("href") for e in elements if e.tag == "link" for word in e.get("rel", "").split()}
    refresh = next((e.get("content", "") for e in elements if e.get("http-equiv") == "refresh"), "")
    titles = ["".join(e.itertext()) for e in elements if e.tag == "title"]
    ids = [e.get("id", "") for e in elements if "id" in e.attrib]
    redirect = refresh.partition("url=")[2] or None
    marks = [*_marks(elements, ids), *(_parse_error(error) for error in parser.errors)]
    if len(titles) != 1:
        marks.append(f"{len(titles)} titles")
    if not redirect and not metas.get("description", "").strip():
        marks.append("no description")
    return PageFacts(
        path=path,
        title=titles[0].strip() if titles else "",
        description=metas.get("description", ""),
        canonical=rels.get("canonical"),
        og_url=metas.get("og:url"),
        redirect=redirect,
        addresses=tuple(_addresses(elements, redirect)),
        ids=frozenset(ids),
        marks=tuple(marks),
        shape=tuple((str(e.tag), tuple(sorted(e.attrib))) for e in elements),
    )


def _parse_error(error: tuple[tuple[int, int], str, dict[str, object]]) -> str:
    (line, _), kind, values = error
    return f"parse error: {kind} {values.get('name', '')} in line {line}".replace("  ", " ")


def _addresses(elements: list[ET.Element], redirect: str | None) -> Iterator[Address]:
    if redirect:
        yield Address("meta", redirect, frozenset())
    for element in elements:
        rel = frozenset(element.get("rel", "").split())
        tag = element.tag.rpartition("}")[2]
        for name in sorted(_ADDRESSES & element.attrib.keys()):
            yield Address(tag, element.attrib[name], rel)


def _marks(elements: list[ET.Element], ids: list[str]) -> Iterator[str]:
    for name, count in sorted(Counter(ids).items()):
        if count > 1 or not name:
            yield f"id {name!r} stands {count} times"
    tags = [e.tag.rpartition("}")[2] for e in elements]
    if not elements[0].get("lang"):
        yield "no language"
    levels = [int(tag[1]) for tag in tags if tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    if "meta" in tags and not any(e.get("http-equiv") == "refresh" for e in elements):
        if levels.count(1) != 1:
            yield f"{levels.count(1)} headings of level 1"
        if levels and levels[0] != 1:
            yield f"the first heading has level {levels[0]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"
    for element, tag in zip(elements, tags, strict=True):
        yield from _element_marks(element, tag)


_DATA = ("application/ld+json", "application/json")  # blocks that no browser runs


def _element_marks(element: ET.Element, tag: str) -> Iterator[str]:
    if tag == "style" or "style" in element.attrib:
        yield f"inline style in <{tag}>"
    if tag == "script" and "src" not in element.attrib and element.get("type") not in _DATA:
        yield "inline script"
    for name in element.attrib:
        if str(name).lower().startswith("on"):
            yield f"inline handler {name} in <{tag}>"
    if tag == "img" and "alt" not in element.attrib:
        yield "an image without alt"


def problems_of_site(site: SiteFacts, unlinked: frozenset[str] = frozenset({"404.html"})) -> list[str]:
    """Everything wrong with a site, sorted; pages need a way from index.html, except `unlinked` ones and
    redirects.
    """
    reached = reachable(site)
    lost = [path for path, page in site.pages.items() if path not in reached | unlinked and not page.redirect]
    return sorted(
        [*problems_of_pages(site), *(f"{path}: no way from index.html leads here" for path in lost)]
    )


def problems_of_pages(site: SiteFacts, address: str = "") -> list[str]:
    """Everything wrong with the pages read, sorted. `address` is the site's own, where it has one."""
    found = [f"{path}: {mark}" for path, page in site.pages.items() for mark in page.marks]
    for page in site.pages.values():
        for link in page.addresses:
            found += [f"{page.path}: {what}" for what in _link_problems(site, page, link, address)]
    return sorted(set(found))


def _link_problems(site: SiteFacts, page: PageFacts, link: Address, address: str) -> Iterator[str]:
    value = link.value
    if value.startswith("//"):
        yield f"link without a scheme: {value}"
    elif value.startswith("/"):
        yield f"root-absolute link: {value}"
    elif urlsplit(value).scheme:
        if address and (value == address or value.startswith(f"{address}/")):
            yield from _own_host(site, page, link, value[len(address) + 1 :])
        else:
            yield from _external(link)
    else:
        yield from _internal(site, page, value)


def _external(link: Address) -> Iterator[str]:
    scheme = urlsplit(link.value).scheme
    if scheme not in ("http", "https", "mailto"):
        yield f"scheme not allowed: {link.value}"
    elif link.loaded:
        yield f"loaded from elsewhere: {link.value}"
    elif link.tag == "a" and not link.rel >= REL:
        yield f"outside link without rel: {link.value}"


def _own_host(site: SiteFacts, page: PageFacts, link: Address, rest: str) -> Iterator[str]:
    """Only the canonical address, feeds, and the page served at any depth may name the site's own address."""
    if page.path != "404.html" and "canonical" not in link.rel and not rest.startswith("feeds/"):
        yield f"absolute link to the site itself: {link.value}"
    if (rest or "index.html") not in site.files:
        yield f"dead link: {link.value}"


def _internal(site: SiteFacts, page: PageFacts, value: str) -> Iterator[str]:
    target, anchor = resolve(page.path, value)
    if target not in site.files:
        yield f"dead link: {value}"
    elif anchor and target in site.pages and anchor not in site.pages[target].ids:
        yield f"no such anchor: {value}"


def resolve(path: str, value: str) -> tuple[str, str]:
    """The file, from the site's root, that the relative address `value` in the page `path` leads to; its
    anchor.
    """
    parts = urlsplit(value)
    joined = posixpath.join(posixpath.dirname(path), unquote(parts.path)) if parts.path else path
    return posixpath.normpath(joined), unquote(parts.fragment)


def reachable(site: SiteFacts, start: str = "index.html") -> set[str]:
    """Every file that following links from `start` leads to."""
    reached, ahead = {start}, [start]
    while ahead:
        page = site.pages.get(ahead.pop())
        for link in page.addresses if page else ():
            if urlsplit(link.value).scheme or link.value.startswith("/"):
                continue
            target = resolve(page.path, link.value)[0] if page else ""
            if target in site.files and target not in reached:
                reached.add(target)
                ahead.append(target)
    return reached

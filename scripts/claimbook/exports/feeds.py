"""Atom feeds (RFC 4287) of claims and corrections, and the sitemap."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from html import escape

from claimbook import dates
from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.records import Claim
from claimbook.settings import Settings
from claimbook.text.reading import readable

ENTRIES = 50
ADDRESSES = 50_000  # in one file of a sitemap (sitemaps.org)
_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@frozen
class Entry:
    """One entry of a feed. `path` is its page's address from the site's root; `day` is YYYY-MM-DD."""

    path: str
    title: str
    summary: str
    day: str
    authors: tuple[str, ...] = ()


def claim_entries(book: Book) -> list[Entry]:
    """The claims that entered the book last, newest first, at most 50."""
    found = [(day, claim) for claim in book.live if (day := _added(book, claim))]
    newest = sorted(found, key=lambda pair: (pair[0], pair[1].id), reverse=True)[:ENTRIES]
    return [
        Entry(
            path=f"claims/{claim.id}.html",
            title=claim.statement,
            summary=f"In: {book.sources[claim.source].title}",
            day=day,
            authors=tuple(book.actors[name].name for name in claim.speaker),
        )
        for day, claim in newest
    ]


def _added(book: Book, claim: Claim) -> str | None:
    """The day a claim entered the book; without a record of it, the last day its source may have been
    published.
    """
    source = book.sources[claim.source]
    if claim.added or source.added:
        return claim.added or source.added
    latest = dates.parse(source.published).latest if source.published else None
    return latest.isoformat() if latest else None


def atom(settings: Settings, path: str, title: str, entries: Iterable[Entry], page: str) -> bytes:
    """A feed at `path` about the page `page`. Links are absolute where the site's address is known."""
    listed = list(entries)
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": settings.language})
    _add(feed, "title", f"{settings.title}: {title}")
    _add(feed, "id", _identity(settings, path))
    _add(feed, "updated", f"{max((e.day for e in listed), default='1970-01-01')}T00:00:00Z")
    ET.SubElement(
        feed, "link", {"rel": "self", "type": "application/atom+xml", "href": _address(settings, path, path)}
    )
    ET.SubElement(
        feed, "link", {"rel": "alternate", "type": "text/html", "href": _address(settings, page, path)}
    )
    _add(ET.SubElement(feed, "author"), "name", settings.editors)
    _add(feed, "rights", f"Records and texts: {settings.licence}. Quotations belong to their authors.")
    for entry in listed:
        _entry(feed, settings, entry, path)
    return _document(feed)


def _entry(feed: ET.Element, settings: Settings, entry: Entry, path: str) -> None:
    item = ET.SubElement(feed, "entry")
    _add(item, "title", entry.title)
    _add(item, "id", _identity(settings, entry.path))
    _add(item, "updated", f"{entry.day}T00:00:00Z")
    ET.SubElement(
        item, "link", {"rel": "alternate", "type": "text/html", "href": _address(settings, entry.path, path)}
    )
    for author in entry.authors:
        _add(ET.SubElement(item, "author"), "name", author)
    _add(item, "summary", entry.summary)


def _add(parent: ET.Element, name: str, text: str) -> None:
    """Add an element; characters that XML forbids, which content files may hold, become U+FFFD."""
    ET.SubElement(parent, name).text = readable(text)


def _address(settings: Settings, target: str, start: str) -> str:
    base = settings.site_url.rstrip("/")
    return f"{base}/{target}" if base else "../" * start.count("/") + target


def _identity(settings: Settings, path: str) -> str:
    """A permanent id: the address where it is known, else a name-based UUID."""
    base = settings.site_url.rstrip("/")
    if base:
        return f"{base}/{path}"
    from uuid import NAMESPACE_URL, uuid5  # which asks the system what machine this is

    return uuid5(NAMESPACE_URL, f"{settings.title}/{path}").urn


def sitemap_files(settings: Settings, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """`sitemap.xml` for the pages at `paths`; beyond the 50,000 addresses that the protocol allows a file, it
    lists further files. Needs the site's address.
    """
    listed = sorted(paths)
    if len(listed) <= ADDRESSES:
        yield "sitemap.xml", sitemap(settings, listed)
        return
    starts = range(0, len(listed), ADDRESSES)
    parts = {f"sitemap.{number}.xml": listed[k : k + ADDRESSES] for number, k in enumerate(starts, start=1)}
    yield "sitemap.xml", _addresses(settings, parts, "sitemapindex", "sitemap")
    for path, part in parts.items():
        yield path, sitemap(settings, part)


def shared_sitemap(
    settings: Settings, paths: Iterable[str], share: int, of: int
) -> Iterator[tuple[str, bytes]]:
    """The sitemap of a site made in shares: each has a file for its own pages, and the same list of them all.

    Raises `ValueError` where a share has more pages than the protocol allows a file.
    """
    listed = sorted(paths)
    if len(listed) > ADDRESSES:
        raise ValueError(
            f"a share has {len(listed)} pages, and a sitemap holds {ADDRESSES}: make more shares"
        )
    parts = [f"sitemap.{number}.xml" for number in range(1, of + 1)]
    yield "sitemap.xml", _addresses(settings, parts, "sitemapindex", "sitemap")
    yield parts[share - 1], sitemap(settings, listed)


def sitemap(settings: Settings, paths: Iterable[str]) -> bytes:
    """The sitemap of the pages at `paths`; needs the site's address."""
    return _addresses(settings, sorted(paths), "urlset", "url")


def _addresses(settings: Settings, paths: Iterable[str], root: str, item: str) -> bytes:
    """Written as text: an element tree takes ten times as long, and a large book has as many addresses."""
    start, end = f"  <{item}>\n    <loc>", f"</loc>\n  </{item}>\n"
    lines = "".join([f"{start}{escape(_address(settings, path, ''), quote=False)}{end}" for path in paths])
    plain = lines.isascii() and lines.replace("\n", "").isprintable()
    text = lines if plain else readable(lines)
    return f'{_DECLARATION}<{root} xmlns="{_SITEMAP}">\n{text}</{root}>\n'.encode()


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    return f"{_DECLARATION}{ET.tostring(root, encoding='unicode')}\n".encode()

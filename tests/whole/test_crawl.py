"""The built site read as a browser reads it: from the disk, at the root of a host and below a path."""

from __future__ import annotations

import http.client
import http.server
import re
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from tests.conftest import SITE
from tests.support import write
from tests.whole.crawl import (
    SiteFacts,
    problems_of_pages,
    problems_of_site,
    reachable,
    read_page,
    read_site,
    resolve,
)

SOUND = (
    '<!doctype html><html lang="en"><head><title>{0}</title><meta name="description" content="{0}"></head>'
    "<body><h1>{0}</h1>{1}</body></html>"
)


@pytest.fixture(scope="module")
def site(built: Path) -> SiteFacts:
    """The real book's pages, read once."""
    return read_site(built)


def _tiny(folder: Path, **bodies: str) -> SiteFacts:
    """A site of sound pages with the bodies given."""
    for name, body in bodies.items():
        write(folder, f"{name}.html", SOUND.format(name, body))
    return read_site(folder)


def test_a_sound_site_has_no_problems(tmp_path: Path) -> None:
    """Links between pages, to anchors, to the page itself and out of the site are in order."""
    outside = '<a href="https://example.org/" rel="noopener noreferrer nofollow">out</a>'
    site = _tiny(
        tmp_path, index=f'<a href="other.html#x">o</a><a href="#">top</a>{outside}', other='<p id="x">'
    )
    assert problems_of_site(site, frozenset()) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="gone.html">x</a>', "index.html: dead link: gone.html"),
        ('<a href="other.html#gone">x</a>', "index.html: no such anchor: other.html#gone"),
        ('<a href="#gone">x</a>', "index.html: no such anchor: #gone"),
        ('<a href="/other.html">x</a>', "index.html: root-absolute link: /other.html"),
        ('<a href="//example.org/">x</a>', "index.html: link without a scheme: //example.org/"),
        ('<a href="javascript:x()">x</a>', "index.html: scheme not allowed: javascript:x()"),
        (
            '<a href="https://example.org/">x</a>',
            "index.html: outside link without rel: https://example.org/",
        ),
        (
            '<img src="https://example.org/x.png" alt="">',
            "index.html: loaded from elsewhere: https://example.org/x.png",
        ),
        ('<img src="other.html">', "index.html: an image without alt"),
        ('<p style="color: red">x</p>', "index.html: inline style in <p>"),
        ('<p onclick="x()">x</p>', "index.html: inline handler onclick in <p>"),
        ("<script>x()</script>", "index.html: inline script"),
        ('<p id="x"></p><p id="x"></p>', "index.html: id 'x' stands 2 times"),
        ("<h3>x</h3>", "index.html: a heading of level 3 follows one of level 1"),
        ("<h1>x</h1>", "index.html: 2 headings of level 1"),
        ("<p><ul></ul></p>", "index.html: parse error: unexpected-end-tag p in line 1"),
    ],
)
def test_each_fault_is_reported(tmp_path: Path, body: str, problem: str) -> None:
    """The crawl finds every fault it exists for."""
    site = _tiny(tmp_path, index=f'<a href="other.html">o</a>{body}', other="")
    assert problem in problems_of_site(site, frozenset())


def test_a_page_without_a_way_to_it_is_reported(tmp_path: Path) -> None:
    """Pages that link only to each other are lost; pages named as unlinked and redirects are not."""
    write(
        tmp_path,
        "old.html",
        '<html lang="en"><title>x</title><meta http-equiv="refresh" content="0; url=index.html">',
    )
    site = _tiny(
        tmp_path, index="", lost='<a href="adrift.html">x</a>', adrift='<a href="lost.html">x</a>', named=""
    )
    lost = [f"{name}.html: no way from index.html leads here" for name in ("adrift", "lost")]
    assert [p for p in problems_of_site(site, frozenset({"named.html"})) if "parse" not in p] == lost


def test_addresses_resolve_as_in_a_browser() -> None:
    """Relative paths, anchors, escapes and dots."""
    assert resolve("a/b.html", "../c.html#d%20e") == ("c.html", "d e")
    assert resolve("a/b.html", "#x") == ("a/b.html", "x")
    assert resolve("a/b.html", "c.html?q=1") == ("a/c.html", "")


def test_the_book_has_no_faults_from_the_disk(site: SiteFacts, data: dict[str, Any]) -> None:
    """No dead or root-absolute link, missing anchor, inline code, doubled id, lost page, bad markup."""
    folders = {"claims": "claims", "actors": "actors", "sources": "sources", "topics": "topics"}
    withdrawn = {
        f"{folder}/{r['id']}.html" for kind, folder in folders.items() for r in data[kind] if r["withdrawn"]
    }
    assert problems_of_site(site, frozenset({"404.html", *withdrawn})) == []


def test_titles_tell_pages_apart(site: SiteFacts, data: dict[str, Any]) -> None:
    """Every page but those and the cards of claims, which may say the same twice, and redirects has its own
    title.
    """
    claims = {f"claims/{claim['id']}{kind}.html" for claim in data["claims"] for kind in ("", ".embed")}
    titles = Counter(p.title for path, p in site.pages.items() if path not in claims and not p.redirect)
    assert [
        title for title, count in titles.items() if count > 1 and not title.startswith("Withdrawn ")
    ] == []


def test_every_title_names_the_book(site: SiteFacts, data: dict[str, Any]) -> None:
    """A bookmark or a search result says which book a page is from."""
    assert [path for path, page in site.pages.items() if not page.title.endswith(data["book"]["title"])] == []


def test_without_an_address_pages_name_none(site: SiteFacts) -> None:
    """No canonical and no social address is made up; a redirect's canonical leads to the page itself."""
    named = [
        path for path, page in site.pages.items() if page.og_url or (page.canonical and not page.redirect)
    ]
    assert named == []


def test_published_pages_name_their_address(published: Path) -> None:
    """Every page but the one served for missing addresses says where it is published, twice alike; a card
    names its claim's page.
    """
    wrong = []
    for file in published.rglob("*.html"):
        path, html = file.relative_to(published).as_posix(), file.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in html or path == "404.html":
            continue
        address = f"{SITE}/{'' if path == 'index.html' else path}"
        canonical = re.findall(r'<link rel="canonical" href="([^"]*)">', html)
        social = re.findall(r'<meta property="og:url" content="([^"]*)">', html)
        if path.endswith(".embed.html"):
            right = canonical == [address.replace(".embed.html", ".html")] and not social
        else:
            right = canonical == social == [address]
        if not right:
            wrong.append(path)
    assert wrong == []


def test_published_pages_have_no_faults(published: Path) -> None:
    """Built for an address, links stay relative; only canonical addresses, feeds and the 404 page name the
    site.
    """
    assert problems_of_pages(read_site(published, each=8), SITE) == []


def test_the_missing_page_works_at_any_depth(published: Path) -> None:
    """With the address known, all links of the 404 page are absolute, its style sheet's too."""
    page = read_page("404.html", (published / "404.html").read_text(encoding="utf-8"))
    relative = [link.value for link in page.addresses if not urlsplit(link.value).scheme]
    assert relative == ["#main"]
    assert f"{SITE}/theme/css/style.css" in {link.value for link in page.addresses}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or every answer waits 40 ms for an acknowledgement

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not reported."""


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize("base", ["/", "/some-book/"])
def test_the_book_works_over_http(built: Path, site: SiteFacts, base: str, tmp_path: Path) -> None:
    """From the start page on, every link answers with the file it means: at the root of a host and below a
    path.
    """
    folder = built
    if base != "/":
        shutil.copytree(built, tmp_path / base.strip("/"))
        folder = tmp_path
    with _served(folder) as port:
        fetched = _fetch_all(port, base, built, site)
    assert fetched == reachable(site)


def _fetch_all(port: int, base: str, folder: Path, site: SiteFacts) -> set[str]:
    """Follow every link that stays on the host, as a browser resolves it; the files that were answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    seen, ahead, fetched = {base}, [base], set()
    while ahead:
        address = ahead.pop()
        connection.request("GET", address)
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, address
        assert address.startswith(base)
        path = address[len(base) :] or "index.html"
        assert content == (folder / path).read_bytes(), address
        fetched.add(path)
        page = site.pages.get(path)
        for link in page.addresses if page else ():
            target = urlsplit(urljoin(f"http://site{address}", link.value))
            if target.netloc == "site" and target.path not in seen:
                seen.add(target.path)
                ahead.append(target.path)
    connection.close()
    return fetched

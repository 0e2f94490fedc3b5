"""Every payload in every field, on every page: parsed as a browser parses, and opened in one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

from claimbook.text import curly
from tests.browser.chromium import complaints, requests, set_scripts
from tests.hostile.book import SITE, text_fields
from tests.hostile.conftest import BOOKS, Built
from tests.support import write
from tests.whole.crawl import problems_of_pages, read_site

HERE = Path(__file__).parent
OPENED = 10  # pages of each kind
# What Markdown may add to a page, besides what the twin's plain words have.
MARKDOWN = {
    *(
        "em",
        "strong",
        "a",
        "a href",
        "a rel",
        "ul",
        "ol",
        "li",
        "blockquote",
        "code",
        "pre",
        "h2",
        "h3",
        "h4",
    ),
    *("h2 id", "h3 id", "h4 id", "table", "thead", "tbody", "tr", "th", "td", "br", "hr", "p"),
}


def test_every_text_field_is_attacked(built: Built) -> None:
    """The field table says which there are."""
    assert {field.replace("[1]", "[0]") for field in built.made.put} == text_fields().keys()


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _listed(built: Built, name: str) -> list[str]:
    """The files of a build; its pages are put into one file beside it: thousands of requests take long."""
    files = _files(built.output(name))
    pages = {path: (built.output(name) / path).read_text("utf-8") for path in files if path.endswith(".html")}
    write(built.root, f"{name}.pages.json", json.dumps(pages))
    return files


Facts = Mapping[str, Mapping[str, Mapping[str, Any]]]


@pytest.fixture(scope="module")
def facts(browser: Chrome, built: Built, address: str) -> Facts:
    """By build and page, what `facts.js` tells."""
    set_scripts(browser, on=True)
    browser.get(f"{address}harness.html")
    browser.set_script_timeout(300)
    script = (HERE / "facts.js").read_text(encoding="utf-8")
    found = {}
    for name in (*BOOKS, *(f"{name}-twin" for name in BOOKS)):
        told = browser.execute_async_script(script, name, _listed(built, name), SITE)  # type: ignore[no-untyped-call]
        assert "error" not in told, told
        found[name] = {one["page"]: one for one in told["found"]}
    return found


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.browser
def test_pages_hold_what_the_harmless_twin_holds(facts: Facts, name: str) -> None:
    """The same pages with the same active elements, handlers and styles; links lead to files of the site, or
    outside with https, http or mailto; blocks of data are JSON.
    """
    hostile, twin = facts[name], facts[f"{name}-twin"]
    assert hostile.keys() == twin.keys()
    assert len(hostile) > (100 if name == "few" else 1_500)
    shapes = {shape for page in twin.values() for shape in page["shapes"]} | MARKDOWN
    wrong = []
    for path, page in hostile.items():
        wrong += [f"{path}: {what}" for what in [*page["wrong"], *page["blocks"]]]
        wrong += [f"{path}: {shape}" for shape in page["shapes"] if shape not in shapes]
        for kind in ("active", "odd"):
            if page[kind] != twin[path][kind]:
                wrong.append(f"{path}: {sorted(set(page[kind]) ^ set(twin[path][kind])) or 'another number'}")
    assert wrong == []


@pytest.mark.browser
def test_headings_say_what_was_put_in(facts: Facts, built: Built) -> None:
    """Letter for letter, but for typographic apostrophes and quotation marks."""
    for kind, name in (("claim", "statement"), ("topic", "question"), ("source", "title"), ("actor", "name")):
        texts = built.made.put[f"{kind}.{name}"]
        said = {key: facts["full"][f"{kind}s/{key}.html"]["heading"] for key in texts}
        assert said == {key: text if kind == "actor" else curly(text) for key, text in texts.items()}


@pytest.mark.parametrize("name", BOOKS)
def test_pages_have_no_fault_for_another_parser(built: Built, name: str) -> None:
    """One page of each folder, where no browser is: no parse error, inline script or handler."""
    site = read_site(built.output(name), each=1)
    assert problems_of_pages(site, SITE) == []


OPEN = """
const [base, pages, done] = arguments;
const left = [...pages];
async function open() {
  while (left.length) {
    const frame = document.createElement("iframe");
    const page = left.pop();
    const loaded = new Promise((go) => { frame.onload = go; });
    frame.src = `/${base}/${page}`;
    document.body.append(frame);
    await loaded;
    for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame); // for what begins later
    frame.remove();
  }
}
const all = Promise.all(Array.from({ length: 6 }, open));
all.then(() => done(window.__told ?? []), (error) => done([String(error)]));
"""


def _of_each_kind(files: list[str]) -> list[str]:
    """Pages spread over the site: some of each folder and of each beginning of a name. The page for addresses
    that lead nowhere asks for its style by the site's public address, so it is left out.
    """
    kinds: dict[tuple[str, ...], list[str]] = {}
    for path in files:
        if path.endswith(".html") and path != "404.html":
            folder, _, name = path.rpartition("/")
            kinds.setdefault((folder, *re.findall("[a-z]+", name)), []).append(path)
    return [path for paths in kinds.values() for path in paths[:: max(1, -(-len(paths) // OPENED))]]


@pytest.mark.parametrize(("name", "bypass"), [("full", False), ("short", True), ("few", True)])
@pytest.mark.browser
def test_nothing_runs(watched: Chrome, built: Built, address: str, name: str, bypass: bool) -> None:
    """Opened, with the content policy or without it: no dialog, no script of a payload, nothing that the
    policy had to stop, no request to elsewhere, no complaint.
    """
    watched.execute_cdp_cmd("Page.setBypassCSP", {"enabled": bypass})
    try:
        watched.get(f"{address}harness.html")
        watched.set_script_timeout(120)
        pages = _of_each_kind(_files(built.output(name)))
        told = watched.execute_async_script(OPEN, name, pages)  # type: ignore[no-untyped-call]
        asked = [url for url in requests(watched) if not url.startswith((address, "data:", "about:"))]
        assert (told, asked, complaints(watched)) == ([], [], [])
    finally:
        watched.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})


@pytest.mark.browser
def test_faults_are_found(watched: Chrome, built: Built, address: str) -> None:
    """In a page where payloads broke out, by what reads pages and by what opens them."""
    watched.get(f"{address}harness.html")
    script = (HERE / "facts.js").read_text(encoding="utf-8")
    told = watched.execute_async_script(script, "broken", _listed(built, "broken"), SITE)  # type: ignore[no-untyped-call]
    page = next(one for one in told["found"] if one["page"] == "index.html")
    names = [what.split()[0] for what in page["active"]]
    assert {"script", "img", "animate", "template", "iframe"} <= set(names)
    assert [what.split("=")[0] for what in page["odd"]] == [
        "animate onbegin", "iframe srcdoc", "img onerror", "p style",
    ]  # fmt: skip
    assert sorted(page["wrong"]) == [
        "dead: nowhere.html", "dead: x", "outside: a href=//hostile.invalid/",
        "outside: a href=javascript:eval(1)",
    ]  # fmt: skip
    assert [block.partition(":")[0] for block in page["blocks"]] == ["", "application/ld+json"]
    watched.get(f"{address}harness.html")
    told = watched.execute_async_script(OPEN, "broken", ["index.html", "policy.html"])  # type: ignore[no-untyped-call]
    page, policy = "/broken/index.html", "/broken/policy.html"
    assert set(told) >= {
        f"a script of a payload in {page}", f"alert in {page}", f"confirm in {page}", f"prompt in {page}",
        f"script-src-elem inline in {policy}", f"style-src-attr inline in {policy}",
    }  # fmt: skip

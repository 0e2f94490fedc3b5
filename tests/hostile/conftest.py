"""The hostile books, built once, and a browser that tells what a page tried to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import complaints, requests
from tests.browser.conftest import browser, screen, served
from tests.conftest import Run
from tests.hostile.book import HostileBook, Texts, hostile_book
from tests.hostile.payloads import payloads
from tests.support import write

__all__ = ["browser", "screen"]

BOOKS = {"full": "full", "short": "short", "few": "full"}  # with their settings for `detail`
FEW = (
    12  # in a book of every twelfth payload the page to explore holds the index, and the timeline every mark
)
HARNESS = "<!doctype html><meta charset=utf-8><title>x</title><body></body>"
POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"""
# A page that payloads have broken out in, so that what looks for it is seen to find it.
BROKEN = """<!doctype html><html lang="en"><title>x</title><h1>x</h1>
<script>window.__hit = 1; alert(1)</script><img src="x" onerror="confirm(1)"><p style="color: red">x</p>
<svg><animate onbegin="prompt(1)" attributeName="x" dur="1s"></animate></svg>
<a href="javascript:eval(1)">x</a><a href="//hostile.invalid/">x</a><a href="nowhere.html">x</a>
<template><iframe srcdoc="x"></iframe></template><script type="application/ld+json">{"a": "b</script>
"""
# What no page may do, told to the outermost window. Runs before any script of the page, in frames too.
TELL = """
(() => {
  const told = (top.__told ??= []), tell = (what) => told.push(`${what} in ${location.pathname}`);
  for (const name of ["alert", "confirm", "prompt", "print", "open", "eval"]) window[name] = () => tell(name);
  Document.prototype.write = Document.prototype.writeln = () => tell("document.write");
  Object.defineProperty(window, "__hit", { set: () => tell("a script of a payload") });
  const stopped = (event) => tell(`${event.effectiveDirective} ${event.blockedURI}`);
  document.addEventListener("securitypolicyviolation", stopped);
  addEventListener("error", (event) => { if (event.message) tell(event.message); });
})();
"""


@dataclass(frozen=True, slots=True)
class Built:
    """The folder that holds every build: those of `BOOKS`, and their twins, such as `full-twin`."""

    root: Path
    made: HostileBook

    def output(self, name: str) -> Path:
        """One build's site."""
        return self.root / name


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The payloads, packed to the length of the fields."""
    return Texts(payloads(), packed=True)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, texts: Texts, run: Run) -> Built:
    """The hostile book with full and with short pages, a small one, and the harmless twin of each."""
    out, made = tmp_path_factory.mktemp("sites"), None
    for name, detail in BOOKS.items():
        held = Texts(payloads()[::FEW], packed=True) if name == "few" else texts
        for twin in ("", "-twin"):
            root = tmp_path_factory.mktemp(f"{name}{twin}")
            cards = name == "full" and not twin  # drawn once
            book = hostile_book(root, held, hostile=not twin, detail=detail, social_cards=cards)
            done = run(root, "-m", "claimbook", "build", "--quiet", "--output", str(out / f"{name}{twin}"))
            assert done.returncode == 0, done.stdout + done.stderr
            made = made or book
    assert made is not None
    write(out, "harness.html", HARNESS)
    write(out, "broken/index.html", BROKEN)
    write(out, "broken/policy.html", BROKEN.replace("<title>", f"{POLICY}<title>"))
    return Built(out, made)


@pytest.fixture(scope="session")
def address(built: Built) -> Iterator[str]:
    """All builds on a server of this machine: its address with a slash at the end."""
    with served(built.root) as found:
        yield found


@pytest.fixture
def watched(screen: Chrome) -> Iterator[Chrome]:
    """The browser with `TELL` in every page and frame."""
    key = screen.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": TELL})["identifier"]
    yield screen
    screen.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": key})
    screen.get("about:blank")
    complaints(screen)
    list(requests(screen))

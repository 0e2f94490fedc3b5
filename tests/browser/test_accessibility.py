"""Every kind of page for every kind of reader: axe-core, and by measuring what axe cannot judge.

The pages are chosen by what they hold (`tests.whole.kinds`): a new template or part needs no word here.
"""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from claimbook.text import curly
from tests.browser import axe, looks
from tests.browser.chromium import complaints, requests, set_screen
from tests.conftest import SITE
from tests.whole.kinds import chosen, templates

pytestmark = pytest.mark.browser
PATIENCE = 30.0  # seconds
WIDTHS = (375, 768, 1440)  # CSS pixels: a telephone, a tablet, a desk
SHOWN = ".preview:popover-open"
# A screen of 640 pixels at 200 %, or one of 1280 at 400 %.
HALF = {"width": 320, "height": 400, "deviceScaleFactor": 2, "mobile": False}
FIRST_PACKETS = 14_600  # bytes a server sends before it waits for the reader's first answer: 10 packets
SCRIPTS = 10_000  # bytes, compressed, of all scripts before the search is used


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to look at. `main` marks the one page of its template that gets the closest look."""

    template: str
    address: str
    main: bool


@pytest.fixture(scope="module")
def stops(clone: Path, built: Path, small: Path, origin: str, small_origin: str) -> list[Stop]:
    """The pages to look at: of the real book, and of the small one what the real one has none of."""
    real, other = chosen(clone, built), chosen(small, small / "output")
    found = [
        Stop(template, f"{origin}{path}", path == paths[0])
        for template, paths in real.items()
        for path in paths
    ]
    for template in sorted(other.keys() - real.keys()):
        for path in other[template]:
            shown = _halted(small / "output", path) if template == "redirect.html" else path
            found.append(Stop(template, f"{small_origin}{shown}", path == other[template][0]))
    return found


def _halted(output: Path, path: str) -> str:
    """The address of a copy of a redirect that does not send the browser on, or it could not be looked at."""
    html = (output / path).read_text(encoding="utf-8")
    still, lines = re.subn(r'<meta http-equiv="refresh"[^>]*>\n', "", html)
    assert lines == 1
    (output / path).with_suffix(".halted.html").write_text(still, encoding="utf-8")
    return path.replace(".html", ".halted.html")


@pytest.fixture
def mains(stops: list[Stop]) -> list[Stop]:
    """One page of every template."""
    return [stop for stop in stops if stop.main]


def _at(screen: Chrome, stop: Stop, width: int = 1440, *, dark: bool = False) -> str:
    """Open a page on a screen; its address as failures name it."""
    set_screen(screen, width, dark=dark)
    screen.get(stop.address)
    return f"{stop.template}: {stop.address.split('/', 3)[3]}"


def _claim(data: dict[str, Any], field: str) -> str:
    """The address of the claim with most of something, without the origin."""
    live = [claim for claim in data["claims"] if not claim["withdrawn"]]
    return str(max(live, key=lambda claim: (len(claim[field]), claim["id"]))["url"])


# Which pages


def test_every_template_is_looked_at(stops: list[Stop]) -> None:
    """A template that no page here is made by is a page type that nobody checks."""
    assert {stop.template for stop in stops} == templates()
    assert sorted(stop.template for stop in stops if stop.main) == sorted(templates())


# axe


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_kind_of_page(screen: Chrome, mains: list[Stop], width: int) -> None:
    """On a telephone folded, on wider screens with everything open. In dark only colours are other: there all
    text is measured, and on the telephone axe's rules about colours run once more.
    """
    axe.need()
    found = []
    for stop in mains:
        name = _at(screen, stop, width)
        if width > WIDTHS[0]:
            looks.open_all(screen)
        found += [f"{name}, light: {line}" for line in axe.broken(screen)]
        set_screen(screen, width, dark=True)
        found += [f"{name}, dark: {line}" for line in looks.pale(screen)]
        if width == WIDTHS[0]:
            found += [f"{name}, dark: {line}" for line in axe.broken(screen, axe.COLOURS)]
    assert found == []


def test_axe_finds_nothing_on_pages_with_other_parts(screen: Chrome, stops: list[Stop]) -> None:
    """The pages that hold what the main page of their template lacks, all open, in dark on a telephone."""
    axe.need()
    found = []
    for stop in stops:
        if not stop.main:
            name = _at(screen, stop, WIDTHS[0], dark=True)
            looks.open_all(screen)
            found += [f"{name}: {line}" for line in axe.broken(screen)]
    assert found == []


def test_axe_finds_nothing_on_the_card_of_a_link(screen: Chrome, origin: str, data: dict[str, Any]) -> None:
    """The card is shown while a link to a claim has the focus."""
    axe.need()
    found = []
    for dark in (False, True):
        _at(screen, Stop("claim.html", f"{origin}{_claim(data, 'counter_statements')}", True), dark=dark)
        link = screen.find_element(By.CSS_SELECTOR, ".entry-statement a")
        screen.execute_script("arguments[0].focus({focusVisible: true})", link)  # type: ignore[no-untyped-call]
        card = WebDriverWait(screen, PATIENCE).until(lambda d: d.find_element(By.CSS_SELECTOR, SHOWN))
        assert curly(link.text) in card.text
        found += axe.broken(screen) + looks.pale(screen)
        assert card.is_displayed()
    assert found == []


@pytest.mark.parametrize(
    ("address", "open_first", "shown"),
    [
        ("explore.html?q=president", "details", "#hits .row"),
        ("map.html#{voice}", "#none", ".web-chosen"),
    ],
)
def test_axe_finds_nothing_in_what_scripts_show(
    screen: Chrome, origin: str, data: dict[str, Any], address: str, open_first: str, shown: str
) -> None:
    """Claims that were searched for, with the filters open; a voice chosen on the map."""
    axe.need()
    voice = max(data["claims"], key=lambda claim: len(claim["counter_statements"]))["speakers"][0]["id"]
    found = []
    for width, dark in ((WIDTHS[0], True), (WIDTHS[-1], False)):
        screen.get("about:blank")  # another part of the same page would not load it anew
        _at(screen, Stop("", f"{origin}{address.format(voice=voice)}", True), width, dark=dark)
        WebDriverWait(screen, PATIENCE).until(lambda d: d.find_elements(By.CSS_SELECTOR, shown))
        for part in screen.find_elements(By.CSS_SELECTOR, open_first):
            screen.execute_script("arguments[0].open = true", part)  # type: ignore[no-untyped-call]
        found += [f"{address} at {width}: {line}" for line in axe.broken(screen) + looks.pale(screen)]
        found += [f"{address} at {width}: {line}" for line in looks.wide(screen)]
    assert found == []


def test_axe_finds_a_fault(screen: Chrome, tmp_path: Path) -> None:
    """What finds nothing must be able to: an image without words, pale text, an unfinished control."""
    axe.need()
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><img src="data:,">'
        '<p style="color: #999">pale</p><button></button></main>',
        encoding="utf-8",
    )
    screen.get((tmp_path / "index.html").as_uri())
    rules = {line.split(":")[0] for line in axe.broken(screen) if line.startswith("breaks")}
    assert rules == {"breaks image-alt", "breaks color-contrast", "breaks button-name"}
    assert [line.split(": ")[0] for line in looks.pale(screen)] == ["2.85:1"]


# What axe cannot judge


@pytest.fixture(scope="module")
def looked(browser: Chrome, stops: list[Stop], origin: str, data: dict[str, Any]) -> dict[str, list[str]]:
    """What is wrong with the pages by each of our own measures. Each page is opened once."""
    statements = {f"{origin}{claim['url']}": claim["statement"] for claim in data["claims"]}

    def alike(targets: list[str]) -> bool:
        said = {statements.get(target.partition("#")[0]) for target in targets}
        return len(said) == 1 and None not in said

    found: dict[str, list[str]] = {}
    for stop in stops:
        name = _at(browser, stop)
        looks.open_all(browser)
        measured = {"ambiguous": looks.ambiguous(browser, alike), "misnamed": looks.misnamed(browser)}
        if stop.main:
            measured |= {"moving": looks.moving(browser)}
            measured |= {"pale": looks.pale(browser), "unmarked": looks.unmarked(browser)}
            set_screen(browser, WIDTHS[-1], dark=True)
            measured |= {"unmarked in dark": looks.unmarked(browser)}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", HALF)
        measured |= {"wide": looks.wide(browser)}
        for what, lines in measured.items():
            found.setdefault(what, []).extend(f"{name}: {line}" for line in lines)
    return found


def test_all_text_stands_out(looked: dict[str, list[str]]) -> None:
    """4.5:1 for letters, signs and numbers in pictures alike, whatever their size; in dark, see above."""
    assert looked["pale"] == []


@pytest.mark.parametrize("what", ["unmarked", "unmarked in dark"])
def test_the_focus_shows_everywhere(looked: dict[str, list[str]], what: str) -> None:
    """Whatever takes the focus shows it, by an outline of 2 pixels and 3:1."""
    assert looked[what] == []


def test_links_of_one_name_lead_to_one_place(looked: dict[str, list[str]]) -> None:
    """Out of their context too: unless name or description differ, or both are claims that say the same."""
    assert looked["ambiguous"] == []


def test_what_is_seen_is_part_of_what_is_said(looked: dict[str, list[str]]) -> None:
    """Who steers by voice calls a link by the words that are seen (WCAG 2.2, 2.5.3)."""
    assert looked["misnamed"] == []


def test_nothing_moves_for_those_who_ask_for_it(looked: dict[str, list[str]]) -> None:
    """With reduced motion wished for there is no transition, no animation and no smooth scrolling."""
    assert looked["moving"] == []


def test_text_at_double_size_needs_no_sideways_scrolling(looked: dict[str, list[str]]) -> None:
    """On a screen of 640 pixels at 200 %, with everything open (WCAG 2.2, 1.4.10)."""
    assert looked["wide"] == []


def test_the_skip_link_leads_past_the_navigation(screen: Chrome, mains: list[Stop]) -> None:
    """The first press of the Tab key shows it; after it the next stop is in the text. Every page has it."""
    for stop in mains:
        name = _at(screen, stop)
        if screen.find_elements(By.TAG_NAME, "nav"):
            first = screen.find_element(By.CSS_SELECTOR, "body > :first-child")
            assert (first.tag_name, first.get_attribute("class")) == ("a", "skip"), name
        if stop.template in ("index.html", "claim.html"):
            ActionChains(screen).send_keys(Keys.TAB).perform()
            link = screen.switch_to.active_element
            assert link.text == "Skip to the text"
            assert min(link.rect["x"], link.rect["y"]) >= 0
            ActionChains(screen).send_keys(Keys.ENTER).send_keys(Keys.TAB).perform()
            inside = "return document.querySelector('main').contains(document.activeElement)"
            assert screen.execute_script(inside), name  # type: ignore[no-untyped-call]


def test_nothing_shifts_while_a_page_loads(screen: Chrome, mains: list[Stop]) -> None:
    """No element moves another, from the first byte to the end of the page (cumulative layout shift 0)."""
    found = []
    for width in (WIDTHS[0], WIDTHS[-1]):
        for stop in mains:
            found += [f"{_at(screen, stop, width)} at {width}: {line}" for line in looks.shifts(screen)]
    assert found == []


# On paper


@pytest.fixture
def sheet(screen: Chrome, published: Path, data: dict[str, Any]) -> Iterator[tuple[Chrome, dict[str, Any]]]:
    """An ordinary claim, its page of middle length, as the printer gets it."""
    claims = sorted(
        (claim for claim in data["claims"] if not claim["withdrawn"] and claim["quote"]),
        key=lambda claim: ((published / claim["url"]).stat().st_size, claim["id"]),
    )
    claim = claims[len(claims) // 2]
    screen.get((published / claim["url"]).as_uri())
    screen.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    yield screen, claim
    screen.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_claim_prints_as_a_sheet_to_cite(sheet: tuple[Chrome, dict[str, Any]]) -> None:
    """Statement, words, citation and address are on it; navigation, search and buttons are not."""
    screen, claim = sheet
    text = " ".join(screen.find_element(By.TAG_NAME, "body").text.split())
    assert curly(claim["statement"]) in text
    assert claim["quote"].split(" … ")[0] in text
    citation = screen.find_element(By.ID, "citation").text
    assert f"{SITE}/{claim['url']}" in citation
    assert citation in text
    for name in ("nav", "form", "button", ".skip", "footer"):
        assert not [e for e in screen.find_elements(By.CSS_SELECTOR, name) if e.is_displayed()], name


def test_a_claim_prints_on_two_sheets_at_most(sheet: tuple[Chrome, dict[str, Any]]) -> None:
    """Of A4 paper."""
    options = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
    pdf = base64.b64decode(sheet[0].execute_cdp_cmd("Page.printToPDF", options)["data"])
    assert pdf.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2


# What has to travel


def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def test_a_claim_comes_with_the_first_packets(built: Path, data: dict[str, Any]) -> None:
    """The page and its style sheets together: the reader sees it after one journey there and back."""
    sheets = partial(re.findall, r'<link rel="stylesheet" href="\.\./([^"]+)">')
    styles = {path: _packed(path) for path in built.glob("theme/css/*.css")}
    heavy = {}
    for claim in data["claims"]:
        page = built / claim["url"]
        linked = sheets(page.read_text(encoding="utf-8"))
        assert linked or claim["withdrawn"], claim["id"]
        size = _packed(page) + sum(styles[built / path] for path in linked)
        if size > FIRST_PACKETS:
            heavy[claim["id"]] = size
    assert heavy == {}


def test_pages_ask_for_little_and_only_of_their_own_site(
    screen: Chrome, mains: list[Stop], origin: str, built: Path, data: dict[str, Any]
) -> None:
    """All scripts of all pages but the one that is the search; no page complains or asks anything of another
    origin.
    """
    asked, needed = set[str](), set[str]()
    pages = [f"{origin}{_claim(data, 'counter_statements')}", *(stop.address for stop in mains)]
    for address in pages:
        if address.startswith(origin):
            screen.get(address)
            focus = "document.querySelector('main a[href*=\"claims/\"]')?.focus({focusVisible: true})"
            screen.execute_script(focus)  # type: ignore[no-untyped-call]
            new = set(requests(screen))
            asked |= new
            if address != f"{origin}explore.html":
                needed |= {urlsplit(url).path[1:] for url in new if url.endswith((".js", ".mjs"))}
    assert [url for url in asked if not url.startswith((origin, "data:", "about:"))] == []
    assert {"theme/js/book.js", "theme/js/cards.js"} <= needed
    assert sum(_packed(built / path) for path in needed) <= SCRIPTS
    assert complaints(screen) == []

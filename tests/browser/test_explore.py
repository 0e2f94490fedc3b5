"""The page to search and to sift, in a real browser: a small book with either form of the index, and the real
one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from claimbook.text import curly
from tests.browser.chromium import complaints, requests, set_screen, set_scripts
from tests.browser.conftest import served
from tests.conftest import Run
from tests.exports.tokens import TEXTS
from tests.support import small_book

pytestmark = pytest.mark.browser
PATIENCE = 30.0  # seconds

_LUNDS = ("also_known_as: [E. Lund]", "also_known_as: [E. Lund, Edda Lundh, Эдда Лунд]")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, run: Run) -> dict[str, Path]:
    """The small book with a name of three spellings, built twice: its index in the page, and in files."""
    root = small_book(tmp_path_factory.mktemp("small"), actors=_LUNDS)
    built = run(root, "-m", "pelican")
    assert built.returncode == 0, built.stdout + built.stderr
    shutil.copytree(root / "output", root / "whole")
    cut = (
        "import claimbook.exports.search as search; search.WHOLE = 0; "
        "import runpy, sys; sys.argv = ['pelican']; runpy.run_module('pelican', run_name='__main__')"
    )
    built = run(root, "-c", cut)
    assert built.returncode == 0, built.stdout + built.stderr
    assert (root / "output" / "search" / "texts-0.json").is_file()
    return {"whole": root / "whole", "files": root / "output"}


@pytest.fixture(scope="module", params=["whole", "files"])
def shelf(small: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[str]:
    """The small book on a server of this machine, with either form of the index."""
    with served(small[request.param]) as address:
        yield address


def ready(driver: Chrome, query: str = "") -> None:
    """Wait until the results of a query stand."""
    WebDriverWait(driver, PATIENCE, 0.02).until(
        lambda d: d.find_element(By.ID, "explore").get_attribute("data-ready") == query
    )


def ask(driver: Chrome, address: str, query: str = "", **choices: str) -> None:
    """Open the page with a query and choices in its address."""
    chosen = "".join(f"&{name}={value}" for name, value in choices.items())
    driver.get(f"{address}explore.html?q={query}{chosen}")
    ready(driver, query)


def found(driver: Chrome) -> list[str]:
    """The ids of the claims that are shown, in order."""
    links = driver.find_elements(By.CSS_SELECTOR, "#hits .row-statement a")
    return [Path(urlsplit(link.get_attribute("href") or "").path).stem for link in links]


def heading(driver: Chrome) -> str:
    """The line above the results."""
    return driver.find_element(By.ID, "found").text


def counts(driver: Chrome, facet: str) -> dict[str, int]:
    """The values of a facet that are offered, with their numbers of claims."""
    script = """
    return [...document.querySelectorAll(`input[type=checkbox][name=${arguments[0]}]`)]
      .filter((box) => !box.closest("li").hidden)
      .map((box) => [box.value, Number(box.closest("label").querySelector(".count").textContent)]);
    """
    return dict(driver.execute_script(script, facet))  # type: ignore[no-untyped-call]


def box(driver: Chrome, facet: str, value: str) -> WebElement:
    """The box to tick for a value, its facet unfolded."""
    element = driver.find_element(By.CSS_SELECTOR, f'input[name="{facet}"][value="{value}"]')
    driver.execute_script("arguments[0].closest('.facet').open = true", element)  # type: ignore[no-untyped-call]
    return element


def asked(driver: Chrome) -> dict[str, list[str]]:
    """What the address asks for."""
    return parse_qs(urlsplit(driver.current_url).query)


def eventually(driver: Chrome, true: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    WebDriverWait(driver, PATIENCE, 0.02).until(lambda _: true())


# What is found


def test_the_page_and_the_index_cut_texts_alike(screen: Chrome, shelf: str) -> None:
    """The same table of texts as the index is held to."""
    ask(screen, shelf)
    cut = screen.execute_script(  # type: ignore[no-untyped-call]
        "return arguments[0].map(claimbook.words)", [text for text, _ in TEXTS]
    )
    assert cut == [expected for _, expected in TEXTS]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cables", "lund-cables-snapped lund-cables-repeated report-cables-worn hale-no-cable-snapped"),
        ("snapped", "lund-cables-snapped lund-cables-repeated hale-no-cable-snapped"),
        ("ferry gained", "hale-nothing-gained"),
        ("telegr", "telegraph-crowd-300 harbour-master-rust"),  # the speaker before the relay
        ("hale", "hale-no-cable-snapped hale-nothing-gained"),
        ("450 people", "magazine-crowd-450"),
        ("bro", "lund-cables-snapped lund-cables-repeated report-cables-worn hale-no-cable-snapped"),
        ("zebra", ""),
    ],
)
def test_words_find_claims(screen: Chrome, shelf: str, query: str, expected: str) -> None:
    """In statements, quotations and names, by their beginnings too; all words have to be there."""
    ask(screen, shelf, query)
    assert set(found(screen)) == set(expected.split())
    if len(expected.split()) in (1, 2):
        assert found(screen) == expected.split()
    assert heading(screen) == f"{len(expected.split())} of 10 claims"


def test_every_spelling_of_a_name_finds_the_same(screen: Chrome, shelf: str) -> None:
    """In the same order; the word that stands in the text is marked, whichever was typed."""
    orders = []
    for spelling in ("Lund", "lundh", "Лунд"):
        ask(screen, shelf, spelling)
        orders.append(found(screen))
        marks = {mark.text for mark in screen.find_elements(By.CSS_SELECTOR, "#hits mark")}
        assert marks == {"Lund"}
    assert orders[0] == orders[1] == orders[2]
    assert orders[0][:2] == ["lund-cables-snapped", "lund-cables-repeated"]
    assert orders[0][2:] == ["hale-no-cable-snapped"]  # it is about her


def test_a_sources_title_comes_last(screen: Chrome, shelf: str) -> None:
    """It lets its claims in, but behind those that hold the words themselves."""
    ask(screen, shelf, "bridge")
    own = [*("lund-cables-snapped", "lund-cables-repeated", "harbour-master-rust", "hale-no-cable-snapped")]
    shown = found(screen)
    assert set(shown[:4]) == set(own)
    assert set(shown[4:]) == {"telegraph-crowd-300", "residents-ferry-company", "vik-inspection-late"}


def test_a_misspelt_word_is_taken_for_its_neighbour(screen: Chrome, shelf: str) -> None:
    """And the page says which."""
    ask(screen, shelf, "telegrxph")
    assert set(found(screen)) == {"telegraph-crowd-300", "harbour-master-rust"}
    remarks = screen.find_element(By.ID, "remarks").text
    assert remarks == "Nothing here is spelled “telegrxph”; taken for “telegraph”."


def test_words_that_no_claim_has_together(screen: Chrome, shelf: str) -> None:
    """The claims with most of them are shown, and the page says that it is so."""
    ask(screen, shelf, "ferry gained rust")
    assert found(screen) == ["hale-nothing-gained"]
    assert "No claim holds all of these words" in screen.find_element(By.ID, "remarks").text


def test_nothing_found_says_what_to_try(screen: Chrome, shelf: str) -> None:
    """Other words, or fewer choices where those are what shuts the claims out."""
    ask(screen, shelf, "zebra")
    remarks = screen.find_element(By.ID, "remarks")
    assert remarks.text.startswith("Nothing here is spelled like “zebra”.\nNo claim fits.")
    ask(screen, shelf, "cables", voice="author", actor="edda-lund")
    assert found(screen) == []
    assert remarks_of(screen) == "Take away every filter (4 claims would fit without them)"
    screen.find_element(By.CSS_SELECTOR, "#remarks button").click()
    eventually(screen, lambda: len(found(screen)) == 4)
    assert asked(screen) == {"q": ["cables"]}


def remarks_of(driver: Chrome) -> str:
    """What the page says about the results."""
    return driver.find_element(By.ID, "remarks").text


def test_a_result_looks_like_a_claim_of_any_list(screen: Chrome, shelf: str) -> None:
    """Statement, who, where, when, the words with what was asked for marked, and the signs."""
    ask(screen, shelf, "cables snapped")
    row = screen.find_element(By.CSS_SELECTOR, "#hits .row")
    assert row.find_element(By.CLASS_NAME, "row-chain").text == "Edda Lund · in Coast Weekly, 9 March 2021"
    words = row.find_element(By.CLASS_NAME, "entry-words")
    assert words.text == "“We shut the bridge because two cables had snapped”"
    assert [mark.text for mark in words.find_elements(By.TAG_NAME, "mark")] == ["cables", "snapped"]
    signs = row.find_element(By.CLASS_NAME, "row-signs")
    assert signs.text.split("\n") == ["“quoted”", "○no evidence cited", "←answered by 1"]
    answers = signs.find_element(By.TAG_NAME, "a")
    assert answers.get_attribute("aria-label") == (
        "answered by 1: The bridge was closed because two of its cables had broken."
    )
    ask(screen, shelf, "worn")
    row = screen.find_element(By.CSS_SELECTOR, "#hits .row")
    assert "own publication" in row.text
    assert "document’s own voice, in paraphrase" in row.text.lower()
    assert not row.find_elements(By.CLASS_NAME, "entry-words")


# Facets


def test_facets_narrow_and_count(screen: Chrome, shelf: str) -> None:
    """Values of one facet add up, facets cut each other; a facet's own choice does not change its numbers."""
    ask(screen, shelf)
    assert counts(screen, "voice") == {"quoted": 1, "reported": 6, "author": 3}
    assert counts(screen, "answered") == {"yes": 3, "no": 7}
    assert counts(screen, "evidence") == {
        **{"none": 6, "media-report": 1, "image-or-video": 1, "eyewitness": 1, "own-reasoning": 1}
    }
    box(screen, "voice", "reported").click()
    eventually(screen, lambda: heading(screen) == "6 of 10 claims")
    assert counts(screen, "voice") == {"quoted": 1, "reported": 6, "author": 3}
    assert counts(screen, "answered") == {"yes": 2, "no": 4}
    box(screen, "voice", "quoted").click()
    eventually(screen, lambda: heading(screen) == "7 of 10 claims")
    box(screen, "answered", "yes").click()
    eventually(screen, lambda: heading(screen) == "3 of 10 claims")
    assert counts(screen, "answered") == {"yes": 3, "no": 4}
    assert counts(screen, "voice") == {"quoted": 1, "reported": 2}
    assert asked(screen) == {"voice": ["reported", "quoted"], "answered": ["yes"]}
    chips = [one.text for one in screen.find_elements(By.CSS_SELECTOR, "#chosen button")]
    assert chips == ["answered ×", "quoted ×", "reported ×"]


def test_a_topic_opens_its_positions(screen: Chrome, shelf: str) -> None:
    """Chosen, it stands for all of them, until one of them is chosen; given up, it takes them along."""
    ask(screen, shelf)
    assert counts(screen, "topic") == {"why-closed": 2}
    assert counts(screen, "position") == {}
    box(screen, "topic", "why-closed").click()
    eventually(screen, lambda: heading(screen) == "2 of 10 claims")
    assert counts(screen, "position") == {"why-closed/damage": 1, "why-closed/profit": 1}
    box(screen, "position", "why-closed/profit").click()
    eventually(screen, lambda: found(screen) == ["residents-ferry-company"])
    assert counts(screen, "position") == {"why-closed/damage": 1, "why-closed/profit": 1}
    box(screen, "topic", "why-closed").click()
    eventually(screen, lambda: heading(screen) == "10 claims")
    assert asked(screen) == {}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"from": "2021-03-09", "to": "2021-03-09"}, "lund-cables-snapped hale-no-cable-snapped"),
        ({"to": "2021-03-08"}, "hale-no-cable-snapped"),  # about March: it may have been then
        ({"from": "2021-04-02"}, "lund-cables-repeated magazine-crowd-450"),
        (
            {"date": "none"},
            "harbour-master-rust residents-ferry-company hale-nothing-gained report-cables-worn",
        ),
    ],
)
def test_dates_are_no_more_precise_than_the_source(
    screen: Chrome, shelf: str, choice: dict[str, str], expected: str
) -> None:
    """A claim of April may have been said on any of its days."""
    ask(screen, shelf, **choice)
    assert set(found(screen)) == set(expected.split())
    assert counts(screen, "date") == {"none": 4}


def test_a_day_that_is_taken_back_leaves_its_field(screen: Chrome, shelf: str) -> None:
    """And the other end of the span stays."""
    ask(screen, shelf, **{"from": "2021-03-09", "to": "2021-04-02"})
    screen.find_element(By.CSS_SELECTOR, "#chosen button").click()
    eventually(screen, lambda: "from" not in asked(screen))
    fields = [screen.find_element(By.CSS_SELECTOR, f'#sift [name="{name}"]') for name in ("from", "to")]
    assert [field.get_property("value") for field in fields] == ["", "2021-04-02"]


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("oldest", "hale-no-cable-snapped", "report-cables-worn"),
        ("newest", "lund-cables-repeated", "report-cables-worn"),
        ("document", "lund-cables-snapped", "report-cables-worn"),
    ],
)
def test_results_in_order(screen: Chrome, shelf: str, order: str, first: str, last: str) -> None:
    """By date, those without one last, or as in the documents."""
    ask(screen, shelf, sort=order)
    assert (found(screen)[0], found(screen)[-1]) == (first, last)


# The address


def test_the_address_holds_what_is_asked(screen: Chrome, shelf: str) -> None:
    """Every choice is a step back; typing changes the step it is in."""
    screen.get(f"{shelf}disputes.html")
    ActionChains(screen).send_keys("/cables", Keys.ENTER).perform()
    eventually(screen, lambda: "explore.html" in screen.current_url)
    ready(screen, "cables")
    assert asked(screen) == {"q": ["cables"]}
    box(screen, "voice", "quoted").click()
    eventually(screen, lambda: found(screen) == ["lund-cables-snapped"])
    words = screen.find_element(By.ID, "q")
    words.send_keys(Keys.CONTROL, "a")
    words.send_keys("shut")
    ready(screen, "shut")
    eventually(screen, lambda: asked(screen) == {"q": ["shut"], "voice": ["quoted"]})
    screen.back()
    ready(screen, "cables")
    assert asked(screen) == {"q": ["cables"], "voice": ["quoted"]}
    assert words.get_attribute("value") == "cables"
    screen.back()
    eventually(screen, lambda: len(found(screen)) == 4)
    assert not box(screen, "voice", "quoted").is_selected()
    screen.forward()
    eventually(screen, lambda: found(screen) == ["lund-cables-snapped"])
    assert box(screen, "voice", "quoted").is_selected()
    screen.refresh()
    ready(screen, "cables")
    assert found(screen) == ["lund-cables-snapped"]
    for _ in range(2):
        screen.back()
    eventually(screen, lambda: screen.current_url.endswith("disputes.html"))
    assert complaints(screen) == []


def test_an_address_may_name_what_is_not_there(screen: Chrome, shelf: str) -> None:
    """A value that no record has, a date that is none, an order that is none: they are passed over."""
    ask(screen, shelf, "cables", actor="nobody", sort="sideways", **{"from": "yesterday"})
    assert len(found(screen)) == 4
    assert complaints(screen) == []


# Keys and voices


def test_keys_lead_through_the_results(screen: Chrome, shelf: str) -> None:
    """From the box down and up again; Enter leaves the box for the results."""
    ask(screen, shelf, "cables")
    screen.find_element(By.ID, "q").click()
    keys = ActionChains(screen)
    keys.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN).perform()
    links = screen.find_elements(By.CSS_SELECTOR, "#hits .row-statement a")
    assert screen.switch_to.active_element == links[1]
    keys.send_keys(Keys.ARROW_UP, Keys.ARROW_UP).perform()
    assert screen.switch_to.active_element.get_attribute("id") == "q"
    keys.send_keys(Keys.ENTER).perform()
    assert screen.switch_to.active_element.get_attribute("id") == "found"
    keys.send_keys(Keys.TAB).perform()
    assert screen.switch_to.active_element == links[0]


def test_the_focus_stays_with_what_was_chosen(screen: Chrome, shelf: str) -> None:
    """On the box that was ticked by key; after a choice was taken back, on the next one or on the results."""
    ask(screen, shelf)
    chosen = box(screen, "actor", "jon-hale")
    chosen.send_keys(Keys.SPACE)
    eventually(screen, lambda: heading(screen) == "2 of 10 claims")
    assert screen.switch_to.active_element == chosen
    screen.find_element(By.CSS_SELECTOR, "#chosen button").send_keys(Keys.ENTER)
    eventually(screen, lambda: heading(screen) == "10 claims")
    assert screen.switch_to.active_element.get_attribute("id") == "found"


def test_the_number_of_results_is_announced(screen: Chrome, shelf: str) -> None:
    """Once the typing rests, in a line that screen readers speak."""
    ask(screen, shelf)
    screen.find_element(By.ID, "q").send_keys("cables")
    told = screen.find_element(By.CSS_SELECTOR, "[role=status]")
    eventually(screen, lambda: told.get_attribute("textContent") == "4 of 10 claims")


# Where it does not run, and how it looks


def test_without_scripts_the_ready_lists_serve(screen: Chrome, shelf: str) -> None:
    """The form of any page leads to them; what cannot work is not shown."""
    set_scripts(screen, on=False)
    screen.get(f"{shelf}disputes.html")
    words = screen.find_element(By.NAME, "q")
    words.send_keys("cables", Keys.ENTER)
    eventually(screen, lambda: "explore.html" in screen.current_url)
    assert not screen.find_element(By.ID, "explore").is_displayed()
    text = screen.find_element(By.TAG_NAME, "main").text
    assert "Searching and sifting need scripts" in text
    screen.find_element(By.LINK_TEXT, "Quoted").click()
    eventually(screen, lambda: screen.current_url.endswith("claims/voice.quoted.html"))


def test_from_the_disk(screen: Chrome, small: dict[str, Path]) -> None:
    """A small book is searched there too; a large one says why not, and asks for nothing."""
    screen.get(f"{(small['whole'] / 'explore.html').as_uri()}?q=cables")
    ready(screen, "cables")
    assert len(found(screen)) == 4
    screen.get(f"{(small['files'] / 'explore.html').as_uri()}?q=cables")
    assert screen.find_element(By.ID, "disk").is_displayed()
    assert not screen.find_element(By.ID, "explore").is_displayed()
    assert screen.find_element(By.LINK_TEXT, "Quoted").is_displayed()
    assert complaints(screen) == []


def test_an_index_that_cannot_be_fetched(screen: Chrome, small: dict[str, Path], tmp_path: Path) -> None:
    """The page says so, and its ready lists stay; what is typed next asks for it once more."""
    root = tmp_path / "site"
    shutil.copytree(small["files"], root)
    shutil.rmtree(root / "search")
    with served(root) as address:
        screen.get(f"{address}explore.html?q=cables")
        eventually(screen, lambda: "could not be fetched" in remarks_of(screen))
        told = screen.find_element(By.ID, "told").get_attribute("textContent") or ""
        assert "could not be fetched" in told
        shutil.copytree(small["files"] / "search", root / "search")
        screen.find_element(By.ID, "q").send_keys(" ", Keys.BACKSPACE)
        eventually(screen, lambda: bool(found(screen)))
    complaints(screen)


def test_on_a_telephone_the_facets_are_folded(screen: Chrome, shelf: str) -> None:
    """And open at a touch; beside the results there is room on a desk."""
    set_screen(screen, 375, dark=False)
    ask(screen, shelf)
    assert not screen.find_element(By.NAME, "answered").is_displayed()
    screen.find_element(By.CSS_SELECTOR, "#sift > summary").click()
    assert screen.find_element(By.NAME, "answered").is_displayed()
    set_screen(screen, 1280, dark=False)
    ask(screen, shelf)
    assert screen.find_element(By.NAME, "answered").is_displayed()


# The real book


def test_facets_agree_with_the_data(screen: Chrome, origin: str, data: dict[str, Any]) -> None:
    """Numbers of every voice, certainty, speaker and source, and of two facets together."""
    live = [claim for claim in data["claims"] if not claim["withdrawn"]]
    ask(screen, origin)
    for facet in ("voice", "certainty"):
        values = {claim[facet] for claim in live}
        assert counts(screen, facet) == {v: sum(c[facet] == v for c in live) for v in values}
    answered = sum(bool(claim["counter_statements"]) for claim in live)
    assert counts(screen, "answered")["yes"] == answered
    speakers: dict[str, int] = {}
    for claim in live:
        for speaker in claim["speakers"]:
            speakers[speaker["id"]] = speakers.get(speaker["id"], 0) + 1
    shown = counts(screen, "actor")
    assert shown == {name: speakers[name] for name in shown}
    assert sorted(shown.values(), reverse=True) == sorted(speakers.values(), reverse=True)[:10]
    busiest = next(iter(shown))
    ask(screen, origin, actor=busiest, evidence="none")
    both = [c for c in live if not c["evidence"] and busiest in {s["id"] for s in c["speakers"]}]
    assert heading(screen) == f"{len(both)} of {len(live)} claims"


def test_more_results_at_a_press(screen: Chrome, origin: str) -> None:
    """Twenty at a time, each once; the focus goes on to the first new one, and back brings all again."""
    ask(screen, origin)
    assert len(found(screen)) == 20
    screen.find_element(By.CSS_SELECTOR, "#further button").click()
    eventually(screen, lambda: len(found(screen)) == 40)
    eventually(
        screen,
        lambda: (
            screen.switch_to.active_element
            == screen.find_elements(By.CSS_SELECTOR, "#hits .row-statement a")[20]
        ),
    )
    shown = found(screen)
    assert len(set(shown)) == 40
    screen.find_elements(By.CSS_SELECTOR, "#hits .row-statement a")[25].click()
    eventually(screen, lambda: "/claims/" in screen.current_url)
    screen.back()
    eventually(screen, lambda: found(screen) == shown)


def test_many_speakers_are_found_by_name(screen: Chrome, origin: str, data: dict[str, Any]) -> None:
    """Ten at first, more at a press, any by typing its name or another spelling of it."""
    ask(screen, origin)
    assert len(counts(screen, "actor")) == 10
    more = screen.find_element(By.CSS_SELECTOR, '[data-facet="actor"] .facet-more')
    more.click()
    assert len(counts(screen, "actor")) == 30
    said = {speaker["id"] for claim in data["claims"] for speaker in claim["speakers"]}
    actor = next(a for a in data["actors"] if a["also_known_as"] and a["id"] in said)
    screen.find_element(By.CSS_SELECTOR, '[data-facet="actor"] .facet-find').send_keys(
        actor["also_known_as"][0]
    )
    assert actor["id"] in counts(screen, "actor")
    assert len(counts(screen, "actor")) < 10


def test_a_claims_own_words_find_it(screen: Chrome, origin: str, data: dict[str, Any]) -> None:
    """Every kind of claim, by its statement; the page is silent and asks its own site alone."""
    live = [claim for claim in data["claims"] if not claim["withdrawn"]]
    list(requests(screen))
    ask(screen, origin)
    words = screen.find_element(By.ID, "q")
    for claim in live[:: len(live) // 6]:
        same = {c["id"] for c in live if c["statement"] == claim["statement"]}
        words.clear()
        words.send_keys(curly(claim["statement"]))
        eventually(screen, lambda same=same: found(screen)[:1] != [] and found(screen)[0] in same)
    assert complaints(screen) == []
    assert [url for url in requests(screen) if not url.startswith((origin, "about:", "data:"))] == []

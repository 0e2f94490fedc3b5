"""The book read in a real browser: served, from the disk, without scripts, on small and large screens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from claimbook.text import curly
from tests.browser.chromium import complaints, requests, set_screen, set_scripts

pytestmark = pytest.mark.browser
PATIENCE = 30.0  # seconds for a page to come

# What a claim's page says of an answer, and what the answer's page says of the claim.
RELATIONS = {
    "contradicts": ("contradicted by", "contradicts"),
    "undercuts": ("undercut by", "undercuts"),
    "alternative": ("alternative", "alternative to"),
    "qualifies": ("qualified by", "qualifies"),
    "denies-saying": ("saying denied by", "denies the saying of"),
}


@dataclass(frozen=True)
class Walk:
    """A claim that others answer, one of its answers, and the actor to begin with."""

    actor: dict[str, Any]
    claim: dict[str, Any]
    rebuttal: dict[str, Any]
    relation: str


@pytest.fixture(scope="session")
def walk(data: dict[str, Any]) -> Walk:
    """The first claim, by id, that another actor's claim contradicts."""
    claims = {claim["id"]: claim for claim in data["claims"]}
    actors = {actor["id"]: actor for actor in data["actors"]}
    for claim in claims.values():
        for link in claim["counter_statements"]:
            other = claims[link["claim"]]
            if (
                other["withdrawn"]
                or other["speakers"] == claim["speakers"]
                or claim["statement"] == other["statement"]
            ):
                continue
            return Walk(actors[claim["speakers"][0]["id"]], claim, other, link["relation"])
    pytest.skip("no claim of the book is answered by another actor yet")


def _open(driver: Chrome, link: WebElement) -> None:
    """Follow a link by its address's own element, as a click does, and wait for the page behind it."""
    address = (link.get_property("href") or "").partition("#")[0]
    for part in link.find_elements(By.XPATH, "ancestor::details[not(@open)]/summary"):
        part.click()
    link.click()
    WebDriverWait(driver, PATIENCE).until(lambda d: d.current_url.partition("#")[0] == address)


def _link(driver: Chrome, words: str, within: str = "//main") -> WebElement:
    """The first link with exactly these words, inside an element."""
    for link in driver.find_elements(By.XPATH, f"{within}//a"):
        if " ".join((link.get_attribute("textContent") or "").split()) == words:
            return link
    raise AssertionError(f"no link {words!r} on {driver.current_url}")


def _heading(driver: Chrome) -> str:
    return driver.find_element(By.TAG_NAME, "h1").text


def _text(driver: Chrome) -> str:
    return " ".join(driver.find_element(By.TAG_NAME, "main").text.split())


def _walk(driver: Chrome, start: str, walk: Walk, question: str) -> None:
    """Home → actors → the actor → its claim → the rebuttal → back to the claim, by real links."""
    statement, answer = curly(walk.claim["statement"]), curly(walk.rebuttal["statement"])
    driver.get(start)
    assert _heading(driver) == question
    _open(driver, _link(driver, "Actors", "//nav"))
    assert _heading(driver) == "Actors"
    _open(driver, _link(driver, walk.actor["name"]))
    assert _heading(driver) == walk.actor["name"]
    _open(driver, _link(driver, statement))
    assert _heading(driver) == statement
    _is_attributed(driver, walk.claim)
    section = "//section[@aria-labelledby='answered-by']"
    found = driver.find_element(By.XPATH, section).text
    assert RELATIONS[walk.relation][0] in found.lower()
    assert walk.rebuttal["speakers"][0]["name"] in found
    _open(driver, _link(driver, answer, section))
    assert _heading(driver) == answer
    _is_attributed(driver, walk.rebuttal)
    section = "//section[@aria-labelledby='answers']"
    assert RELATIONS[walk.relation][1] in driver.find_element(By.XPATH, section).text.lower()
    _open(driver, _link(driver, statement, section))
    assert _heading(driver) == statement


def _is_attributed(driver: Chrome, claim: dict[str, Any]) -> None:
    """The page says who speaks, through whom, what the words are, and on what evidence."""
    text = _text(driver)
    for party in claim["speakers"] + claim["via"]:
        assert party["name"] in text
    if claim["quote"]:
        words = driver.find_element(By.TAG_NAME, "blockquote").text
        assert " ".join(words.split()) == "“" + " … ".join(p.strip() for p in claim["quote"].split("…")) + "”"
        place = claim["position"]
        assert f"words {place['start'] + 1}–{place['end']} of {place['of']}" in text
    assert ("No evidence cited." in text) == (not claim["evidence"])


def test_a_reader_gets_from_a_speaker_to_a_rebuttal_and_back(
    screen: Chrome, origin: str, walk: Walk, data: dict[str, Any]
) -> None:
    """By clicking alone; no error in the console and no request that leaves the site."""
    _walk(screen, f"{origin}index.html", walk, data["book"]["question"])
    assert complaints(screen) == []
    assert [url for url in requests(screen) if not url.startswith((origin, "about:", "data:"))] == []


def test_the_walk_needs_no_scripts(screen: Chrome, origin: str, walk: Walk, data: dict[str, Any]) -> None:
    """The same with scripts switched off in the browser."""
    set_scripts(screen, on=False)
    screen.get("data:text/html,<title>off</title><script>document.title = 'on'</script>")
    assert screen.title == "off"
    _walk(screen, f"{origin}index.html", walk, data["book"]["question"])


def test_the_walk_needs_no_server(screen: Chrome, built: Path, walk: Walk, data: dict[str, Any]) -> None:
    """The same from the disk, where the style sheet is found as well."""
    _walk(screen, (built / "index.html").as_uri(), walk, data["book"]["question"])
    assert complaints(screen) == []
    asked = list(requests(screen))
    assert (built / "theme/css/style.css").as_uri() in asked
    assert [url for url in asked if not url.startswith((built.as_uri(), "data:"))] == []


@pytest.fixture(scope="session")
def families(built: Path, walk: Walk, data: dict[str, Any]) -> list[str]:
    """A page of every kind, those with most on them where there are several."""

    def longest(name: str, field: str) -> str:
        return max(
            (r for r in data[name] if not r["withdrawn"]), key=lambda r: (len(r[field] or ""), r["id"])
        )["id"]

    busiest = max(
        data["actors"], key=lambda a: sum(a["id"] in {s["id"] for s in c["speakers"]} for c in data["claims"])
    )
    return [
        *sorted(page.stem for page in built.glob("*.html")),
        *("claims/index", "claims/evidence.none", "actors/index", "sources/index", "topics/index"),
        *(f"claims/{longest('claims', field)}" for field in ("statement", "quote", "counter_statements")),
        f"claims/{walk.rebuttal['id']}",
        f"actors/{busiest['id']}",
        f"actors/{longest('actors', 'name')}",
        *(f"sources/{source['id']}" for source in data["sources"][:2]),
        f"topics/{longest('topics', 'question')}",
        *sorted(f"disputes/{page.stem}" for page in built.glob("disputes/*.html"))[:2],
    ]


WIDE = """
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
return wide <= 0 ? "" : wide + " px: " + [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(0, 3).map((e) => e.tagName + "." + e.className).join(", ");
"""


def test_no_page_is_wider_than_the_screen(screen: Chrome, origin: str, families: list[str]) -> None:
    """From a small telephone to a desk, in light and dark; the console stays silent."""
    found = []
    for name in families:
        screen.get(f"{origin}{name}.html")
        for width in (320, 375, 768, 1440):
            for dark in (False, True):
                set_screen(screen, width, dark=dark)
                if wide := screen.execute_script(WIDE):  # type: ignore[no-untyped-call]
                    found.append(f"{name} at {width}, {'dark' if dark else 'light'}: {wide}")
    assert found == []
    assert complaints(screen) == []


def test_dark_is_another_set_of_colours(screen: Chrome, origin: str) -> None:
    """The reader's wish is followed: light words on a dark page, and the other way round."""
    screen.get(f"{origin}index.html")
    colours = []
    for dark in (False, True):
        set_screen(screen, 1280, dark=dark)
        style = "const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]"
        colours.append([_lightness(c) for c in screen.execute_script(style)])  # type: ignore[no-untyped-call]
    (paper, ink), (night, chalk) = colours
    assert paper - ink > 0.5
    assert chalk - night > 0.5


def _lightness(colour: str) -> float:
    """How light a computed colour is, 0 to 1: the mean of its channels, `rgb()` or `color()`, or the L of
    `oklch()`.
    """
    name, _, rest = colour.partition("(")
    numbers = [
        float(part.strip("%")) for part in rest.rstrip(")").replace(",", " ").split() if part[0].isdigit()
    ]
    if name.startswith("okl"):
        return numbers[0]
    return sum(numbers[:3]) / (3 * 255 if name.startswith("rgb") else 3)

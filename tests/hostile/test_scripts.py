"""What the site's scripts make of payloads: results of a search, cards of claims, problems of a build."""

from __future__ import annotations

import threading

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from claimbook.site.serve import News, start
from claimbook.text import curly
from tests.browser.chromium import complaints, requests
from tests.hostile.book import yaml
from tests.hostile.conftest import Built
from tests.hostile.payloads import payloads
from tests.support import problems_of, small_book

QUERIES = (
    "script",
    "onerror",
    "javascript",
    "</script><script>window.__hit=1</script>",
    "<img src=x>",
    "hit 1",
)
# Elements of the page as it stands, those of templates apart; text in them is no element.
COUNT = """return [...document.querySelectorAll(
  "script, iframe, object, embed, base, style, img, svg, form, link, meta, [style], [onerror], [onload]")]
  .filter((e) => !e.closest("#preview")).map((e) => e.localName).sort()"""
pytestmark = pytest.mark.browser


def _told(driver: Chrome, address: str) -> tuple[list[str], list[str], list[str]]:
    told: list[str] = driver.execute_script("return window.__told ?? []")  # type: ignore[no-untyped-call]
    asked = [url for url in requests(driver) if not url.startswith((address, "data:", "about:"))]
    return told, asked, complaints(driver)


def _shown(driver: Chrome, selector: str) -> WebElement:
    wait = WebDriverWait(driver, 20)
    return wait.until(lambda d: next(iter(d.find_elements(By.CSS_SELECTOR, selector)), None))  # type: ignore[return-value]


@pytest.mark.parametrize("bypass", [False, True])
def test_results_are_text(watched: Chrome, built: Built, address: str, bypass: bool) -> None:
    """Whatever is searched for, the page gains no active element, and statements stand in it whole."""
    statements = {curly(text) for text in built.made.put["claim.statement"].values()}
    watched.execute_cdp_cmd("Page.setBypassCSP", {"enabled": bypass})
    try:
        watched.get(f"{address}full/explore.html")
        _shown(watched, "#explore[data-ready='']")
        before = watched.execute_script(COUNT)  # type: ignore[no-untyped-call]
        box = watched.find_element(By.ID, "q")
        for query in QUERIES:
            box.clear()
            box.send_keys(query)
            WebDriverWait(watched, 20).until(
                lambda d, query=query: d.find_element(By.ID, "explore").get_attribute("data-ready") == query
            )
            assert watched.execute_script(COUNT) == before  # type: ignore[no-untyped-call]
            read = "return [...document.querySelectorAll('.row-statement a')].map((e) => e.textContent)"
            found = watched.execute_script(read)  # type: ignore[no-untyped-call]
            assert found
            assert set(found) <= statements
        assert _told(watched, address) == ([], [], [])
    finally:
        watched.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})


def test_a_linked_claims_card_is_text(watched: Chrome, built: Built, address: str) -> None:
    """The card that a script puts beside a link holds the statement whole, and nothing active."""
    watched.get(f"{address}full/claims/index.html")
    link = watched.find_element(By.CSS_SELECTOR, ".row-statement a[href*='c-']")
    ActionChains(watched).scroll_to_element(link).move_to_element(link).perform()
    card = _shown(watched, ".preview:popover-open")
    name = str(link.get_attribute("href")).rpartition("/")[2][: -len(".html")]
    assert curly(built.made.put["claim.statement"][name]) in card.get_property("textContent")
    held = "return [...arguments[0].querySelectorAll('*')].map((e) => e.localName).sort()"
    found = set(watched.execute_script(held, card))  # type: ignore[no-untyped-call]
    assert found <= {"div", "p", "b", "span", "blockquote", "time"}
    assert _told(watched, address) == ([], [], [])


def test_problems_of_a_build_are_shown_as_text(
    watched: Chrome, built: Built, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """`claimbook serve` puts them over the open page, record texts and all: as they were printed."""
    hostile = yaml([f"{text}<b>" for text in payloads() if text.isprintable()][:300])
    root = small_book(
        tmp_path_factory.mktemp("broken"),
        files={"claims/x.yml": f"actors:\n- {{id: x, formerly: {hostile}}}\n"},
    )
    problems = "\n".join(problems_of(root))
    assert problems.count("\n") >= 300
    news = News()
    with start(built.output("full"), news, 0) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        watched.get(f"{address}claims/c-1.html")
        before = watched.execute_script(COUNT)  # type: ignore[no-untyped-call]
        news.tell(problems)
        box = _shown(watched, "#claimbook-problems")
        assert box.get_property("textContent") == f"The site was not rebuilt.\n\n{problems}"
        assert box.get_property("childElementCount") == 0
        news.tell("", [])
        WebDriverWait(watched, 20).until(lambda d: not d.find_elements(By.ID, "claimbook-problems"))
        assert watched.execute_script(COUNT) == before  # type: ignore[no-untyped-call]
        assert _told(watched, address) == ([], [], [])
        watched.get("about:blank")
        server.shutdown()

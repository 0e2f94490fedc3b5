"""What scripts add to a page: the key to the search box, copying, and cards of linked claims."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from claimbook.text import curly
from tests.browser.chromium import complaints, requests, set_scripts

pytestmark = pytest.mark.browser
PATIENCE = 30.0  # seconds


@pytest.fixture(scope="session")
def answered(data: dict[str, Any]) -> dict[str, Any]:
    """The claim with the most answers that the book quotes."""
    quoted = [claim for claim in data["claims"] if claim["quote"]]
    found: dict[str, Any] = max(quoted, key=lambda claim: (len(claim["counter_statements"]), claim["id"]))
    return found


def _card(driver: Chrome) -> WebElement:
    """The card that is shown, once one is."""
    waiting = WebDriverWait(driver, PATIENCE)
    return waiting.until(
        lambda d: next(iter(d.find_elements(By.CSS_SELECTOR, ".preview:popover-open")), None)
    )


def _gone(driver: Chrome) -> bool:
    return not driver.find_elements(By.CSS_SELECTOR, ".preview:popover-open")


def test_a_slash_leads_to_the_search_box(screen: Chrome, origin: str) -> None:
    """Pressed in the page it moves the focus; in the box it is a letter like any other."""
    screen.get(f"{origin}disputes.html")
    ActionChains(screen).send_keys("/").perform()
    box = screen.switch_to.active_element
    assert box.get_attribute("name") == "q"
    box.send_keys("CSTO/2022")
    assert box.get_attribute("value") == "CSTO/2022"


def test_the_slash_can_be_switched_off(screen: Chrome, origin: str) -> None:
    """For those whom a key of one letter hinders; the browser remembers it from page to page."""
    screen.get(f"{origin}explore.html")
    switch = screen.find_element(By.ID, "slash")
    assert switch.is_selected()
    switch.click()
    screen.get(f"{origin}disputes.html")
    ActionChains(screen).send_keys("/").perform()
    assert screen.switch_to.active_element.tag_name == "body"
    screen.get(f"{origin}explore.html")
    screen.find_element(By.ID, "slash").click()
    screen.get(f"{origin}disputes.html")
    ActionChains(screen).send_keys("/").perform()
    assert screen.switch_to.active_element.get_attribute("name") == "q"


def test_citation_and_link_are_copied(screen: Chrome, origin: str, answered: dict[str, Any]) -> None:
    """At a press, and a line says so; without scripts there is no button."""
    rights = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": origin.rstrip("/")}
    screen.execute_cdp_cmd("Browser.grantPermissions", rights)
    screen.get(f"{origin}{answered['url']}")
    for copied, expected in (
        ("citation", screen.find_element(By.ID, "citation").text),
        ("address", f"{origin}{answered['url']}"),
    ):
        screen.find_element(By.CSS_SELECTOR, f'button[data-copy="{copied}"]').click()
        WebDriverWait(screen, PATIENCE).until(
            lambda d, text=expected: (
                d.execute_async_script(
                    "const done = arguments[0]; navigator.clipboard.readText().then(done, () => done(null));"
                )
                == text
            )
        )
    assert screen.find_element(By.ID, "copied").text == "Copied: link."
    set_scripts(screen, on=False)
    screen.get(f"{origin}{answered['url']}")
    assert not [button for button in screen.find_elements(By.TAG_NAME, "button") if button.is_displayed()]


def test_a_linked_claim_shows_its_card(screen: Chrome, origin: str, answered: dict[str, Any]) -> None:
    """Under the pointer and under the focus; escape puts it away, and so does leaving."""
    page = next(claim for claim in answered["counter_statements"])["claim"]
    screen.get(f"{origin}claims/{page}.html")
    link = screen.find_element(By.CSS_SELECTOR, f'.entry-statement a[href$="{answered["id"]}.html"]')
    ActionChains(screen).scroll_to_element(link).move_to_element(link).perform()
    card = _card(screen)
    assert curly(answered["statement"]) in card.text
    assert answered["quote"].split(" … ")[0] in card.text
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    ActionChains(screen).send_keys(Keys.ESCAPE).perform()
    assert _gone(screen)
    ActionChains(screen).move_to_element(screen.find_element(By.TAG_NAME, "h1")).perform()
    ActionChains(screen).move_to_element(link).perform()
    assert _card(screen).is_displayed()
    ActionChains(screen).move_to_element(screen.find_element(By.CLASS_NAME, "wordmark")).perform()
    WebDriverWait(screen, PATIENCE).until(_gone)
    screen.execute_script("arguments[0].focus({focusVisible: true})", link)
    assert _card(screen).is_displayed()
    assert complaints(screen) == []


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of a server of another origin that serves it."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield tmp_path, f"http://localhost:{server.server_address[1]}/"
        server.shutdown()


def test_a_card_stands_in_a_frame_of_another_site(
    screen: Chrome, origin: str, answered: dict[str, Any], elsewhere: tuple[Path, str]
) -> None:
    """Even in a sandbox without scripts; it asks nothing but its style sheet of its own site."""
    folder, address = elsewhere
    card = f"{origin}claims/{answered['id']}.embed.html"
    frame = f'<!doctype html><title>A blog</title><iframe sandbox="allow-popups" src="{card}"></iframe>'
    (folder / "index.html").write_text(frame, encoding="utf-8")
    (folder / "favicon.ico").write_bytes(b"")
    screen.get(address)
    asked = set(requests(screen))
    assert asked <= {address, f"{address}favicon.ico", card, f"{origin}theme/css/embed.css"}
    screen.switch_to.frame(screen.find_element(By.TAG_NAME, "iframe"))
    assert screen.find_element(By.TAG_NAME, "h1").text == curly(answered["statement"])
    assert {link.get_attribute("target") for link in screen.find_elements(By.TAG_NAME, "a")} == {"_blank"}
    screen.switch_to.default_content()
    assert complaints(screen) == []

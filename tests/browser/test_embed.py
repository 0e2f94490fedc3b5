"""The card of a claim in frames of another site's page, as strict as such a page may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from claimbook.checks import check
from claimbook.content import page_addresses
from claimbook.pages import Desk
from claimbook.pages.embed import embed_code
from claimbook.settings import load_settings
from tests.browser.chromium import complaints
from tests.browser.conftest import served
from tests.support import write

pytestmark = pytest.mark.browser
PATIENCE = 30.0  # seconds for a page to come
CLAIM = "lund-cables-snapped"


@pytest.fixture(params=["small", "short"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of another site's page with a card as the book proposes it, and one in a frame that allows
    nothing; the address of the book.
    """
    root: Path = request.getfixturevalue(request.param)
    with served(root / "output") as book, served(tmp_path) as site:
        settings = replace(load_settings(root), site_url=book)
        desk = Desk(check(root, settings), settings, page_addresses(root))
        code = embed_code(settings, desk.row(CLAIM), None)
        nothing = f'<iframe src="{book}claims/{CLAIM}.embed.html" sandbox></iframe>'
        write(tmp_path, "index.html", f"<!doctype html><title>x</title><h1>Host</h1>{code}{nothing}")
        yield site.replace("127.0.0.1", "localhost"), book


def test_a_card_is_whole_and_harmless_in_any_frame(screen: Chrome, host: tuple[str, str]) -> None:
    """It has its own look in the strictest frame; its links open beside the page, and neither side learns of
    the other; the page that opens is free of the frame.
    """
    site, book = host
    screen.get(site)
    own, before = screen.current_window_handle, {*screen.window_handles}
    for number in (1, 0):  # the one that opens nothing first: any window would be there when the other's is
        screen.switch_to.default_content()
        screen.switch_to.frame(number)
        card = screen.find_element(By.CSS_SELECTOR, ".card")
        assert card.value_of_css_property("border-top-width") == "3px"
        assert "The bridge was closed" in card.find_element(By.CSS_SELECTOR, "h1").text
        # Without the proposed frame's word the browser names the other site, as that site's policy has it.
        assert screen.execute_script("return document.referrer") == (site if number else "")
        assert screen.find_elements(By.CSS_SELECTOR, "script, form, button, input, iframe") == []
        card.find_element(By.CSS_SELECTOR, "h1 a").click()
    WebDriverWait(screen, PATIENCE).until(lambda d: {*d.window_handles} - before)
    (opened,) = {*screen.window_handles} - before
    screen.switch_to.window(opened)
    WebDriverWait(screen, PATIENCE).until(lambda d: d.current_url == f"{book}claims/{CLAIM}.html")
    assert screen.execute_script("return [opener, document.referrer, origin]") == [None, "", book.rstrip("/")]
    screen.close()
    screen.switch_to.window(own)
    assert screen.find_element(By.CSS_SELECTOR, "body > h1").text == "Host"
    assert complaints(screen) == []

"""The site as `claimbook serve` serves it: the same policy, and the reload script within it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from claimbook.site.serve import News, start
from tests.browser.chromium import complaints

pytestmark = pytest.mark.browser
PATIENCE = 30.0  # seconds for news to come
BOX = "claimbook-problems"
# A problem repeats what a record holds.
PROBLEM = (
    "claims/a.yml:1:1: got '<img src=x onerror=\"document.title = 1\"><script>document.title = 1</script>'."
)


def test_problems_show_as_text_on_pages_of_every_policy(screen: Chrome, small: Path) -> None:
    """A claim's page and its card say what is to mend, letter for letter, and come anew when it is."""
    news = News()
    with start(small / "output", news, 0) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/claims/lund-cables-snapped"
        for page in (f"{address}.html", f"{address}.embed.html"):
            news.tell("")
            screen.get(page)
            title = screen.title
            screen.execute_script("document.body.dataset.old = 'yes'")
            news.tell(PROBLEM)
            WebDriverWait(screen, PATIENCE).until(lambda d: d.find_elements(By.ID, BOX))
            box = screen.find_element(By.ID, BOX)
            assert box.get_property("textContent") == f"The site was not rebuilt.\n\n{PROBLEM}"
            assert box.find_elements(By.CSS_SELECTOR, "*") == []
            assert box.value_of_css_property("position") == "fixed"
            assert screen.title == title
            news.tell("")
            WebDriverWait(screen, PATIENCE).until(
                lambda d: not d.find_elements(By.CSS_SELECTOR, f"[data-old], #{BOX}")
            )
        screen.get("about:blank")
        server.shutdown()
    assert [line for line in complaints(screen) if "favicon" not in line] == []

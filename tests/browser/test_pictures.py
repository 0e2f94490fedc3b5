"""The pictures in a real browser: legible on a small telephone, links for the pointer, no detour for keys."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.chromium import complaints, set_screen, set_scripts

pytestmark = pytest.mark.browser
SMALL = 320  # CSS pixels
LEGIBLE = 11.5  # CSS pixels

_LETTERS = """
const size = (e) => parseFloat(getComputedStyle(e).fontSize);
return [...document.querySelectorAll("main svg text")].map((e) => {
  const { left, right } = e.getBoundingClientRect();
  return [e.textContent, size(e), left, right];
});
"""


def _ask(driver: Chrome, script: str) -> Any:
    return driver.execute_script(script)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("page", ["timeline", "figures"])
def test_words_in_pictures_stay_legible_on_a_small_telephone(screen: Chrome, origin: str, page: str) -> None:
    """Type keeps its size, and none of it leaves the screen."""
    set_screen(screen, SMALL, dark=False)
    screen.get(f"{origin}{page}.html")
    found = _ask(screen, _LETTERS)
    assert len(found) > 10
    assert [one for one in found if one[1] < LEGIBLE or one[2] < 0 or one[3] > SMALL] == []


def test_a_mark_of_the_timeline_leads_to_its_date_without_scripts(screen: Chrome, origin: str) -> None:
    """The picture is drawn at build: a press on a column goes to the date in the list."""
    set_scripts(screen, on=False)
    screen.get(f"{origin}timeline.html")
    mark = max(
        screen.find_elements(By.CSS_SELECTOR, ".dates a:has(.dates-hit)"), key=lambda a: a.rect["height"]
    )
    date = (mark.get_dom_attribute("href") or "").rpartition("#")[2]
    mark.find_elements(By.TAG_NAME, "rect")[-1].click()
    assert screen.current_url == f"{origin}timeline.html#{date}"
    assert screen.find_element(By.ID, date).rect["y"] > 0
    assert complaints(screen) == []


@pytest.mark.parametrize("page", ["timeline.html", "source"])
def test_marks_are_no_detour_for_the_keyboard(
    screen: Chrome, origin: str, data: dict[str, Any], page: str
) -> None:
    """They have a name each, but the Tab key passes them by: the list below holds the same links."""
    longest = max(data["sources"], key=lambda source: source["words"] or 0)
    screen.get(f"{origin}{longest['page'] if page == 'source' else page}")
    marks = _ask(
        screen,
        'return [...document.querySelectorAll("main svg a")].map((a) => '
        '[a.tabIndex, a.querySelector("title")?.textContent ?? ""])',
    )
    assert len(marks) > 10
    assert {index for index, _ in marks} == {-1}
    assert [name for _, name in marks if len(name) < 8] == []

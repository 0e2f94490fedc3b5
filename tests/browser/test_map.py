"""The map of who answers whom in a real browser: read without scripts; enlarged, pushed and asked with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.chromium import complaints, set_screen, set_scripts

pytestmark = pytest.mark.browser


def run(driver: Chrome, script: str, *given: object) -> Any:
    """What a script gives back."""
    return driver.execute_script(script, *given)  # type: ignore[no-untyped-call]


def frame(driver: Chrome) -> WebElement:
    """The part of the page that the map scrolls in."""
    return driver.find_element(By.CLASS_NAME, "map-frame")


def width(driver: Chrome) -> float:
    """How wide the whole map is drawn."""
    return float(run(driver, "return document.querySelector('.web').getBoundingClientRect().width"))


def voices(driver: Chrome) -> list[WebElement]:
    """The voices of the map."""
    return driver.find_elements(By.CLASS_NAME, "web-voice")


def press(voice: WebElement) -> str:
    """Press a voice's name; gives the first of its ids."""
    voice.find_element(By.TAG_NAME, "a").click()
    return (voice.get_attribute("data-id") or "").split()[0]


def test_without_scripts_a_name_leads_to_its_actor(screen: Chrome, origin: str) -> None:
    """And the list below says whom it answers; there are no dead buttons."""
    set_scripts(screen, on=False)
    screen.get(f"{origin}map.html")
    assert not screen.find_element(By.CLASS_NAME, "map-tools").is_displayed()
    link = voices(screen)[0].find_element(By.TAG_NAME, "a")
    entry = screen.find_element(By.CSS_SELECTOR, ".voices details")
    entry.find_element(By.TAG_NAME, "summary").click()
    assert entry.find_element(By.CSS_SELECTOR, ".partners a").is_displayed()
    name = (voices(screen)[0].get_attribute("data-id") or "").split()[0]
    link.click()
    assert screen.current_url == f"{origin}actors/{name}.html"


def test_a_voice_shows_its_lines_and_what_the_list_says_of_it(screen: Chrome, origin: str) -> None:
    """Pressed, it stays: in the address, with the way back, and with links to where the answers stand."""
    screen.get(f"{origin}map.html")
    voice = voices(screen)[0]
    name = press(voice)
    assert screen.current_url == f"{origin}map.html#{name}"
    number = voice.get_attribute("data-voice")
    lit = screen.find_elements(By.CSS_SELECTOR, ".web-out, .web-in")
    own = screen.find_elements(By.CSS_SELECTOR, f"[data-by='{number}'], [data-to='{number}']")
    assert lit == own
    assert own
    panel = screen.find_element(By.ID, "map-panel")
    listed = screen.find_element(By.ID, name)
    found, expected = (
        [
            (a.get_attribute("href"), a.get_attribute("textContent"))
            for a in part.find_elements(By.TAG_NAME, "a")
        ]
        for part in (panel, listed)
    )
    assert found == expected
    said = screen.find_element(By.ID, "map-said").text
    assert said == voice.find_element(By.TAG_NAME, "title").get_attribute("textContent")
    second = press(voices(screen)[1])
    assert screen.current_url == f"{origin}map.html#{second}"
    screen.back()
    WebDriverWait(screen, 10).until(lambda driver: driver.current_url.endswith(f"#{name}"))
    assert panel.find_element(By.TAG_NAME, "h3").text == listed.find_element(By.TAG_NAME, "b").text
    heading = screen.find_element(By.TAG_NAME, "h1")
    ActionChains(screen).scroll_to_element(heading).move_to_element(heading).perform()
    frame(screen).send_keys(Keys.ESCAPE)
    assert screen.current_url == f"{origin}map.html"
    assert not panel.is_displayed()
    assert screen.find_elements(By.CSS_SELECTOR, ".web-out, .web-in") == []
    assert complaints(screen) == []


def test_the_focus_shows_a_voice_s_lines_too(screen: Chrome, origin: str) -> None:
    """For as long as it stays."""
    screen.get(f"{origin}map.html")
    voice = voices(screen)[2]
    run(screen, "arguments[0].querySelector('a').focus()", voice)
    assert "web-here" in (voice.get_attribute("class") or "")
    run(screen, "document.activeElement.blur()")
    assert screen.find_elements(By.CLASS_NAME, "web-here") == []


def test_an_actor_s_page_leads_to_its_place(screen: Chrome, built: Path) -> None:
    """From the disk as well: the voice is chosen, and the map is in sight."""
    name = "seppo-niemi" if (built / "actors/seppo-niemi.html").exists() else ""
    if not name:
        pytest.skip("another book")
    screen.get((built / f"actors/{name}.html").as_uri())
    screen.find_element(By.CSS_SELECTOR, ".page-head a[href$='map.html#seppo-niemi']").click()
    assert screen.find_element(By.CSS_SELECTOR, "#map-panel h3").text == "Seppo Niemi"
    top = run(screen, "return arguments[0].getBoundingClientRect().top", frame(screen))
    assert 0 <= top < 400
    assert complaints(screen) == []


def test_the_map_is_enlarged_and_pushed(screen: Chrome, origin: str) -> None:
    """By keys, buttons and the mouse, inside its frame; a push presses nothing."""
    screen.get(f"{origin}map.html")
    whole = width(screen)
    run(screen, "arguments[0].focus()", frame(screen))
    frame(screen).send_keys("+")
    assert width(screen) == pytest.approx(1.4 * whole, rel=0.01)
    screen.find_element(By.CSS_SELECTOR, "[data-zoom='1.4']").click()
    assert width(screen) == pytest.approx(1.96 * whole, rel=0.03)  # less a bar to scroll by
    before = run(screen, "return [arguments[0].scrollLeft, arguments[0].scrollTop]", frame(screen))
    ActionChains(screen).move_to_element(frame(screen)).click_and_hold().move_by_offset(
        60, 30
    ).release().perform()
    after = run(screen, "return [arguments[0].scrollLeft, arguments[0].scrollTop]", frame(screen))
    assert [new - old for new, old in zip(after, before, strict=True)] == [-60, -30]
    assert screen.current_url == f"{origin}map.html"
    frame(screen).send_keys("0")
    assert width(screen) == pytest.approx(whole)


def test_on_a_telephone_names_are_large_enough(screen: Chrome, origin: str) -> None:
    """At least 11 pixels, in a frame that scrolls by itself; made smaller, the whole map fits."""
    set_screen(screen, 375, dark=True)
    screen.get(f"{origin}map.html")
    web = screen.find_element(By.CLASS_NAME, "web")
    scale = run(screen, "return arguments[0].getScreenCTM().a", web)
    assert scale * float(web.value_of_css_property("font-size").removesuffix("px")) >= 11
    for _ in range(5):
        screen.find_element(By.CSS_SELECTOR, "[data-zoom='0.714']").click()
    assert width(screen) == pytest.approx(
        run(screen, "return arguments[0].clientWidth", frame(screen)), abs=1
    )

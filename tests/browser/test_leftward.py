"""Names and quotations written from right to left: their neighbours keep their places."""

from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from claimbook.cli import main
from tests.support import small_book

pytestmark = pytest.mark.browser
AHMAD, SHORE, HALE = "أحمد بن سالم", "עיתון החוף", "יונתן הייל"
QUOTE = "הגשר נסגר כי שני כבלים נקרעו"
LEFT_EDGE = """\
const range = document.createRange(), node = arguments[0], at = node.textContent.indexOf(arguments[1]);
const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
for (let seen = 0, text; (text = walk.nextNode()); seen += text.length) {
  if (at < seen + text.length) {
    range.setStart(text, at - seen); range.setEnd(text, at - seen + 1);
    return range.getBoundingClientRect().left;
  }
}"""


def test_neighbours_of_leftward_names_keep_their_places(screen: Chrome, tmp_path: Path) -> None:
    """A date behind a name stands to its right, and so does a count; a quotation begins at its right edge."""
    root = small_book(
        tmp_path,
        first=[
            ("We shut the bridge because two cables had snapped", QUOTE),
            ("language: en", "language: he"),
        ],
        first_text=("We shut the bridge because two cables had snapped", QUOTE),
        actors=[
            ("name: Edda Lund", f"name: {AHMAD}"),
            ("name: Coast Weekly,", f"name: {SHORE},"),
            ("name: Jon Hale", f"name: {HALE}"),
        ],
    )
    assert main(["--book", str(root), "build", "--quiet"]) == 0
    screen.get((root / "output/claims/lund-cables-snapped.html").as_uri())
    chain = screen.find_element(By.CSS_SELECTOR, ".chain")
    assert chain.text == f"{AHMAD} · in {SHORE}, 9 March 2021"
    marks = [screen.execute_script(LEFT_EDGE, chain, text) for text in ("·", "in ", ", 9", "9 March")]
    assert marks == sorted(marks)
    name, paper = (each.rect for each in chain.find_elements(By.TAG_NAME, "a"))
    assert name["x"] + name["width"] <= marks[0] + 1  # the driver rounds widths
    assert paper["x"] + paper["width"] <= marks[2] + 1
    quote = screen.find_element(By.CSS_SELECTOR, ".quote blockquote p")
    opening, closing = (each.rect["x"] for each in quote.find_elements(By.CSS_SELECTOR, ".qm"))
    first, last = (screen.execute_script(LEFT_EDGE, quote, word) for word in (QUOTE[:5], QUOTE[-5:]))
    assert opening > first > last > closing
    screen.get((root / "output/actors/index.html").as_uri())
    entries = screen.find_elements(By.CSS_SELECTOR, "li:has(bdi)")
    assert {each.find_element(By.TAG_NAME, "a").text for each in entries} == {AHMAD, HALE, SHORE}
    for entry in entries:
        link, *count = (each.rect for each in entry.find_elements(By.CSS_SELECTOR, "a, .count"))
        assert not count or link["x"] + link["width"] <= count[0]["x"] + 1

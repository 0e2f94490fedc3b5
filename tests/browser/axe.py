"""axe-core for tests: found in the folder `.tools`, put into a page as it stands, never fetched."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import required
from tests.support import REPOSITORY

SCRIPT = REPOSITORY / ".tools" / "node_modules" / "axe-core" / "axe.min.js"
ADVICE = "no axe-core in .tools; install it: npm install --ignore-scripts --prefix .tools axe-core vnu-jar"
PATIENCE = 120.0  # seconds for one page
COLOURS = "cat.color"  # axe's tag of the rules that a change of colours alone can break
# All rules of axe hold, of every level and its best practices too, but for these.
LEFT_OUT = {
    "color-contrast-enhanced": "level AAA, 7:1; the book holds to AA, 4.5:1 (`looks.pale` measures all)"
}
# What axe finds but cannot judge must be judged by a test of this project.
JUDGED = {
    "color-contrast": "`looks.pale` measures what axe passes over: signs, and text before a pseudo element",
    "identical-links-same-purpose": "`looks.ambiguous` compares the targets of links of the same name",
    "label-content-name-mismatch": "`looks.misnamed` compares; axe passes over names of one letter",
    "hidden-content": "only says that something is hidden: what opens is opened, and examined again",
}
_RUN = """
const [left, judged, tags, done] = arguments;
const values = axe.getRules(tags).map((rule) => rule.ruleId).filter((id) => !left.includes(id));
const lines = (word, all) => all.flatMap(({ id, help, nodes }) =>
  nodes.map(({ html }) => `${word} ${id}: ${help}: ${html.slice(0, 200)}`));
const told = { resultTypes: ["violations", "incomplete"], selectors: false };
axe.run(document, { runOnly: { type: "rule", values }, ...told }).then(
  ({ violations, incomplete }) => done([...lines("breaks", violations),
    ...lines("unclear", incomplete.filter(({ id }) => !judged.includes(id)))]),
  (error) => done([`axe failed: ${error}`]));
"""


def need() -> None:
    """Skip the test where axe is not installed, or fail where it is required."""
    if not SCRIPT.is_file():
        (pytest.fail if required() else pytest.skip)(ADVICE)


@cache
def _source() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def broken(driver: Chrome, *tags: str) -> list[str]:
    """What axe holds against the page as it stands, a line for each place; only by the rules with one of
    `tags`, where some are given.
    """
    driver.set_script_timeout(PATIENCE)
    if not driver.execute_script("return 'axe' in window"):  # type: ignore[no-untyped-call]
        driver.execute_script(_source())  # type: ignore[no-untyped-call]
    left, judged = list(LEFT_OUT), list(JUDGED)
    found: Any = driver.execute_async_script(_RUN, left, judged, list(tags))  # type: ignore[no-untyped-call]
    return [str(line) for line in found]

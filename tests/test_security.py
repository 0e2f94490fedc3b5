"""The security page: what it names is there."""

import re

from tests.support import REPOSITORY

PAGE = (REPOSITORY / ".github" / "SECURITY.md").read_text(encoding="utf-8")
PROMISES = PAGE.partition("## What is promised\n")[2].partition("\n## ")[0]
ROWS = [line.strip("|").split(" | ") for line in PROMISES.splitlines() if line.startswith("| ")][2:]
PATH = re.compile(r"`((?:tests|scripts|themes|\.github|\.ci)/[\w./-]+)`")


def test_every_promise_names_what_enforces_and_what_shows_it() -> None:
    """A promise without a test is a wish."""
    assert len(ROWS) >= 14
    for promise, enforced, shown in ROWS:
        assert PATH.findall(enforced), promise
        tests = PATH.findall(shown)
        assert tests, promise
        assert all(path.startswith("tests/") and "/test_" in path for path in tests), promise


def test_everything_named_is_there() -> None:
    """Files and folders, wherever the page names them; a renamed test takes its promise along."""
    named = set(PATH.findall(PAGE))
    assert [path for path in sorted(named) if not (REPOSITORY / path).exists()] == []


def test_every_test_named_holds_tests() -> None:
    """A file that lost its tests shows nothing."""
    for path in sorted(set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))):
        assert "\ndef test_" in (REPOSITORY / path).read_text(encoding="utf-8"), path


def test_contributors_find_the_page() -> None:
    """What to look at before a merge stands with the other advice, and the two pages lead to each other."""
    advice = (REPOSITORY / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "(SECURITY.md)" in advice
    assert "(CONTRIBUTING.md)" in PAGE

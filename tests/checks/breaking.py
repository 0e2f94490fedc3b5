"""How a rule is shown to fail: a change to the small book, and every problem it gives."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from claimbook import checks
from claimbook.checks import RULES, Case, quotes
from claimbook.records import load
from tests.support import SETTINGS, problems_of, small_book

# A rule, what is wrong, the changes to the small book, and all problems it then has.
Broken = list[tuple[str, str, dict[str, Any], list[str]]]


def each(table: Broken) -> pytest.MarkDecorator:
    """Run a test with `name`, `changes` and `expected` of each row."""
    rows = [pytest.param(name, changes, found, id=f"{name}: {what}") for name, what, changes, found in table]
    return pytest.mark.parametrize(("name", "changes", "expected"), rows)


def case_of(root: Path) -> Case:
    """What a rule looks at, for the book at `root`."""
    loaded = load(root)
    case = Case(loaded, SETTINGS)
    case.link(quotes.place(loaded))
    return case


def assert_breaks(name: str, changes: dict[str, Any], expected: list[str], tmp_path: Path) -> None:
    """The small book with `changes` has the problems `expected`, whoever finds them; `name` finds one."""
    root = small_book(tmp_path, **changes)
    found = [str(problem) for problem in RULES[name].check(case_of(root))]
    assert found
    assert set(found) <= set(expected)
    assert problems_of(root) == expected
    if sys.platform.startswith("linux"):  # where processes fork: one links while another tries the rules
        with mock.patch.object(checks, "WORTH", 1):
            assert problems_of(root, workers=2) == expected

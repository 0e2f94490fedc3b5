"""The registry of rules: all of them tested, all of them described, none broken by a sound book."""

from pathlib import Path

import pytest

from claimbook.checks import RULES, check
from tests.checks import (
    test_content,
    test_ids,
    test_names,
    test_quotes,
    test_records,
    test_references,
    test_settings,
)
from tests.checks.breaking import case_of
from tests.support import REPOSITORY, SETTINGS, small_book

MODULES = (
    test_content,
    test_ids,
    test_names,
    test_quotes,
    test_records,
    test_references,
    test_settings,
)


@pytest.mark.parametrize("name", RULES)
def test_the_sound_book_passes(name: str, tmp_path: Path) -> None:
    """The small book breaks no rule."""
    assert list(RULES[name].check(case_of(small_book(tmp_path)))) == []


def test_every_rule_is_exercised() -> None:
    """Every rule has a change that breaks it."""
    assert {name for module in MODULES for name, *_ in module.BROKEN} == set(RULES)


def test_every_rule_says_what_it_wants() -> None:
    """Names are words joined by hyphens, descriptions sentences, and both are kept by the registry."""
    for name, rule in RULES.items():
        assert rule.name == name
        assert name == name.lower().replace(" ", "-")
        assert rule.description.endswith(".")
        assert rule.check.__doc__


def test_the_repository_passes() -> None:
    """The book in this repository may be published, be it as empty as a new one."""
    check(REPOSITORY, SETTINGS)  # raises `BookError` with every problem

"""The rule about settings: each row breaks it, and says so exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import SETTINGS, problems_of, small_book

_NAME = "settings-can-be-shown"
BROKEN: list[tuple[str, str, dict[str, str], str]] = [
    (
        _NAME,
        "a title that turns its letters round",
        {"title": "The \u202ebridge"},
        (
            "pelicanconf.py: SITENAME: title: holds characters that may not stand on a page: "
            "U+202E RIGHT-TO-LEFT OVERRIDE. Remove them."
        ),
    ),
    (
        _NAME,
        "a control character",
        {"editors": "x\x00y"},
        (
            "pelicanconf.py: CLAIMBOOK: editors: holds characters that may not stand on a page: "
            "U+0000 CONTROL CHARACTER. Remove them."
        ),
    ),
    (
        _NAME,
        "a licence that is a script",
        {"licence_url": "javascript:x"},
        (
            "pelicanconf.py: CLAIMBOOK: licence_url: "
            "expected an address that begins with https:// or http://, got 'javascript:x'."
        ),
    ),
    (
        _NAME,
        "an address that browsers would read otherwise",
        {"repository": "https://example.org\\@elsewhere.example"},
        (
            "pelicanconf.py: CLAIMBOOK: repository: "
            "expected an address that begins with https:// or http://, got 'https://example.org\\\\@elsewhere.example'."
        ),
    ),
    (
        _NAME,
        "the site's own address",
        {"site_url": "https://example.org/<b>"},
        (
            "pelicanconf.py: SITEURL: site_url: expected an address that begins with https:// or http://, "
            "got 'https://example.org/<b>'."
        ),
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"), [pytest.param(c, found, id=what) for _, what, c, found in BROKEN]
)
def test_broken(changes: dict[str, str], expected: str, tmp_path: Path) -> None:
    """One setting, one problem."""
    assert problems_of(small_book(tmp_path), replace(SETTINGS, **changes)) == [expected]  # type: ignore[arg-type]


def test_settings_may_be_in_any_script(tmp_path: Path) -> None:
    """Titles in other scripts, a licence without an address, a server on this machine."""
    changed = replace(SETTINGS, title="كتاب 📖 é", licence_url="", site_url="http://localhost:8000/book")
    assert problems_of(small_book(tmp_path), changed) == []

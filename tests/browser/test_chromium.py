"""What becomes of the browser tests on a machine without a browser."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.browser import chromium
from tests.support import REPOSITORY


def test_programs_are_found_on_the_path_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Browser and driver are needed; one without the other is none."""
    both = {"chromium": "/x/chromium", "chromedriver": "/x/chromedriver"}
    monkeypatch.setattr(chromium.shutil, "which", both.get)
    assert chromium.programs() == ("/x/chromium", "/x/chromedriver")
    monkeypatch.setattr(chromium.shutil, "which", {"chromium": "/x/chromium"}.get)
    assert chromium.programs() is None


@pytest.mark.parametrize(("required", "outcome"), [("", "1 skipped"), ("1", "1 error")])
def test_without_a_browser_tests_are_skipped_unless_required(required: str, outcome: str) -> None:
    """Either way the line says how to get one."""
    test = "tests/browser/test_reading.py::test_dark_is_another_set_of_colours"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rsE", "-p", "no:cacheprovider", test],
        cwd=REPOSITORY,
        env={**os.environ, "PATH": "", chromium.REQUIRED: required},
        capture_output=True,
        text=True,
        check=False,
    )
    assert chromium.ADVICE in " ".join(done.stdout.split())
    assert done.stdout.splitlines()[-1].startswith(outcome)

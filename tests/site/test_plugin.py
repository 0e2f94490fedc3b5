"""How the book joins Pelican's run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import claimbook.site
from tests.conftest import Run
from tests.support import REPOSITORY, small_book, write

METHOD: dict[str, str | bytes] = {"content/pages/method.md": "Title: Method\n\nHow it is made.\n"}


def test_registering_twice_connects_once() -> None:
    """Pelican may run several times in one process; every handler still hears each signal once."""
    from pelican import signals

    names = ("initialized", "readers_init", "get_generators", "finalized")
    claimbook.site.register()
    before = [len(getattr(signals, name).receivers) for name in names]
    claimbook.site.register()
    assert [len(getattr(signals, name).receivers) for name in names] == before


def test_the_settings_alone_do_not_load_pelican() -> None:
    """`check` and the other commands read `pelicanconf.py` without paying for Pelican."""
    code = "import runpy, sys; runpy.run_path('pelicanconf.py'); print('pelican' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_what_pelican_serves_is_where_the_site_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`pelican --listen` reads OUTPUT_PATH without a run; the folder aside is for a run alone."""
    from pelican import Pelican
    from pelican.settings import read_settings

    monkeypatch.chdir(small_book(tmp_path))
    settings = read_settings("pelicanconf.py")
    Pelican(settings)
    assert settings["OUTPUT_PATH"] == str(tmp_path / "output")


def test_every_run_of_one_pelican_collects_errors(tmp_path: Path, run: Run) -> None:
    """`pelican --autoreload` runs one object again and again; no run may publish what it could not read."""
    root = small_book(tmp_path, files=METHOD)
    code = (
        "import logging\n"
        "from pelican import Pelican, signals\n"
        "from pelican.settings import read_settings\n"
        "pelican = Pelican(read_settings('pelicanconf.py'))\n"
        "pelican.run()\n"
        "fault = lambda _: logging.getLogger('pelican').error('a fault')\n"
        "signals.all_generators_finalized.connect(fault)\n"
        "pelican.run()\n"
    )
    done = run(root, "-c", code)
    assert done.returncode == 1
    assert done.stderr.endswith("Pelican reported errors; nothing was published:\na fault\n")


def test_a_plugin_that_cannot_start_stops_pelican(tmp_path: Path, run: Run) -> None:
    """A missing library: Pelican alone would report it and build a site without a book."""
    root = small_book(tmp_path / "book", files=METHOD)
    write(tmp_path, "site-packages/filecmp.py", "raise ImportError('no filecmp')\n")
    paths = os.pathsep.join([str(tmp_path / "site-packages"), str(REPOSITORY / "scripts")])
    done = run(root, "-m", "pelican", PYTHONPATH=paths)
    assert (done.returncode, done.stderr) == (1, "Claimbook cannot start: no filecmp\n")
    assert not list(root.glob("output*"))

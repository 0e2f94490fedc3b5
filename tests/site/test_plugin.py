"""How the book joins Pelican's run."""

from __future__ import annotations

import subprocess
import sys

import claimbook.site
from tests.support import REPOSITORY


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

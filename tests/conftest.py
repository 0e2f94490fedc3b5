"""What tests of several layers share: real Pelican runs, and the whole book built once at "/" and once for
publication.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import CONFIG, REPOSITORY, small_book

SITE = "https://example.org/some-book"
# What a clone holds that a build needs; claims and content are the real book's.
PARTS = ("claims", "content", "themes", "scripts", "pelicanconf.py", "publishconf.py")
# Set by the services that run the tests, and read by publishconf.py.
_FOREIGN = ("SITEURL", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "PYTHONHASHSEED")

# The same examples in every run, however busy the machine; `--hypothesis-profile=long` looks for more.
settings.register_profile(
    "usual",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("long", settings.get_profile("usual"), derandomize=False, max_examples=2_000)
settings.load_profile("usual")

# A shell's background job ignores interrupts, and so would every process the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What builds keep for the next one is kept with the tests' files, not with the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    """A build, as a command, leaves Python's collector off, since its process ends: this one goes on."""
    yield
    gc.enable()


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run() -> Run:
    """`run(folder, *arguments, **variables)`: Python in a process of its own, in `folder`."""

    def run_python(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
        scripts = str(REPOSITORY / "scripts")
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env={**kept, "PYTHONPATH": scripts, "PYTHONUTF8": "1", "COLUMNS": "80", **variables},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return run_python


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the repository publishes the book from."""
    root = tmp_path_factory.mktemp("clone")
    for name in PARTS:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, root / name)
    return root


@pytest.fixture(scope="session")
def built(clone: Path, run: Run) -> Path:
    """The real book, built by plain `pelican`, for no address in particular."""
    done = run(clone, "-m", "pelican", PYTHONPATH="")
    assert done.returncode == 0, done.stdout + done.stderr
    return clone / "output"


@pytest.fixture(scope="session")
def published(clone: Path, run: Run) -> Path:
    """The real book, built by `pelican -s publishconf.py` for the address `SITE`."""
    done = run(clone, "-m", "pelican", "-s", "publishconf.py", "-o", "published", PYTHONPATH="", SITEURL=SITE)
    assert done.returncode == 0, done.stdout + done.stderr
    return clone / "published"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """The small book, built below its root by plain `pelican`: it has what a good book seldom has, such as
    withdrawn and renamed claims.
    """
    root = small_book(tmp_path_factory.mktemp("small"))
    done = run(root, "-m", "pelican")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """The small book with the short pages that large books have, built below its root."""
    root = small_book(tmp_path_factory.mktemp("short"), config=f"{CONFIG}CLAIMBOOK['detail'] = 'short'\n")
    done = run(root, "-m", "pelican")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="session")
def data(built: Path) -> dict[str, Any]:
    """The real book's `data/claims.json`."""
    found: dict[str, Any] = json.loads((built / "data" / "claims.json").read_text(encoding="utf-8"))
    return found

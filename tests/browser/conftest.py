"""What the browser tests share: one Chromium, and the real book on a server of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import (
    ADVICE,
    chromium,
    complaints,
    programs,
    requests,
    required,
    set_screen,
    set_scripts,
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One browser for all tests."""
    if programs() is None:
        if required():
            pytest.fail(ADVICE)
        pytest.skip(ADVICE)
    driver = chromium(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()


@pytest.fixture
def screen(browser: Chrome) -> Iterator[Chrome]:
    """The browser with scripts on, a large light screen and nothing logged yet."""
    set_scripts(browser, on=True)
    set_screen(browser, 1280, dark=False)
    browser.get("about:blank")
    complaints(browser)
    list(requests(browser))
    yield browser
    set_scripts(browser, on=True)


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Browsers ask for this file unasked; the book names its icon in its pages."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not reported."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of this machine, with a slash at the end."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="session")
def origin(built: Path) -> Iterator[str]:
    """The real book on a server of this machine: its address with a slash at the end."""
    with served(built) as address:
        yield address


@pytest.fixture(scope="session")
def small_origin(small: Path) -> Iterator[str]:
    """The small book on a server of its own."""
    with served(small / "output") as address:
        yield address

"""`claimbook serve`: the site on this machine, built anew on every edit.

Owns: a small file server for one reader, the watch over the book's files, and the message to the open page.
The reload script is added to pages as they are served; the built site holds none of it. A library server
would do as well for the files, but not for showing a build's problems in the page that is open.
"""

from __future__ import annotations

import http.server
import importlib.resources
import json
import threading
import webbrowser
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from claimbook.records import BookError, counted
from claimbook.site.build import BuildFailed, Report, build, output_of

HOST = "127.0.0.1"
WATCHED = ("claims", "content", "themes", "pelicanconf.py")
_OWN = "/__claimbook__/"
_NOTHING = b"<!doctype html><title>Claimbook</title><body><p>There is no such page.</p></body>"
_TRIES = 20  # ports tried after the one asked for


class News:
    """What the open pages are told: a number that grows with every build, and its problems."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self._problems = ""

    def tell(self, problems: str) -> None:
        """Announce a finished build; `problems` is empty when it succeeded."""
        with self._changed:
            self._number += 1
            self._problems = problems
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> tuple[int, str]:
        """The latest news once its number differs from `seen`, or after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != seen, timeout=seconds)
            return self._number, self._problems


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the built site and the reload script; only for this machine."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = (
        True  # head and body are sent apart; on one connection that can cost 40 ms each time
    )

    def __init__(self, *args: Any, news: News, **kwargs: Any) -> None:
        self.news = news
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """A file of the site, the reload script, or the latest news."""
        path = self.path.partition("?")[0]
        if path == f"{_OWN}reload.js":
            self._send(200, "text/javascript; charset=utf-8", _script())
        elif path == f"{_OWN}news":
            self._news()
        else:
            self._page()

    def _news(self) -> None:
        seen = self.path.partition("?seen=")[2]
        number, problems = self.news.wait(int(seen) if seen.isdigit() else -1, 20)
        self._send(200, "application/json", json.dumps({"number": number, "problems": problems}).encode())

    def _page(self) -> None:
        file = Path(self.translate_path(self.path))
        if file.is_dir():
            path = self.path.partition("?")[0]
            if not path.endswith("/"):  # the page's relative links would lead elsewhere
                self._send(301, "text/plain", b"", location=f"{path.rpartition('/')[2]}/")
                return
            file /= "index.html"
        status = 200
        if not file.is_file():
            status, file = 404, Path(self.directory) / "404.html"
        try:
            content = file.read_bytes()
        except OSError:  # nothing was built yet: a page that the reload script can show the problems on
            status, file, content = 404, Path("404.html"), _NOTHING
        kind = self.guess_type(str(file))
        if kind == "text/html":
            kind = "text/html; charset=utf-8"
            tag = f'<script src="{_OWN}reload.js" defer></script></body>'.encode()
            content = content.replace(b"</body>", tag, 1)
        self._send(status, kind, content)

    def _send(self, status: int, kind: str, content: bytes, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not reported."""


def _script() -> bytes:
    return importlib.resources.files("claimbook.site").joinpath("reload.js").read_bytes()


class Server(http.server.ThreadingHTTPServer):
    """The file server; pages that go away while they are sent are no news."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closed its connection."""


def start(directory: Path, news: News, port: int) -> Server:
    """A server for `directory` on the first free port from `port` on; raises `OSError` when none is."""
    handler = partial(Handler, news=news, directory=str(directory))
    for candidate in range(port, port + _TRIES):
        try:
            return Server((HOST, candidate), handler)
        except OSError:
            continue
    raise OSError(f"ports {port} to {port + _TRIES - 1} are all taken")


def rebuild(root: Path, news: News) -> Report | None:
    """Build the book once and tell the open pages; problems are printed and shown there, not raised."""
    try:
        report = build(root, cards=False)  # nobody links to this machine, and edits are to show at once
    except BookError as error:
        print(f"{error}\nThe site was left as it was: {counted(len(error.problems))} to mend.", flush=True)
        news.tell(str(error))
        return None
    except BuildFailed as error:
        print(f"{error}\nThe site was left as it was.", flush=True)
        news.tell(str(error))
        return None
    print(report, flush=True)
    news.tell("")
    return report


def watched(root: Path) -> Iterable[Path]:
    """What is watched for edits."""
    return [root / name for name in WATCHED if (root / name).exists()]


def serve(root: Path, *, port: int, open_browser: bool) -> int:
    """Build, serve and rebuild until interrupted; returns the exit code."""
    from watchfiles import watch

    news = News()
    report = rebuild(root, news)
    try:
        server = start(report.output if report else output_of(root), news, port)
    except OSError as error:
        print(f"cannot serve: {error}. Choose another port with --port.")
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://{HOST}:{server.server_address[1]}/"
    print(
        f"Serving {address}  Edits under claims/, content/ and themes/ are built at once. Ctrl-C stops.",
        flush=True,
    )
    if open_browser:
        webbrowser.open(address)
    try:
        for _ in watch(*watched(root), raise_interrupt=True):
            rebuild(root, news)
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        server.shutdown()
    return 0

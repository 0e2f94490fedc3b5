"""`claimbook serve`: the site on this machine, built anew on every edit.

Owns: a small file server for one reader, the watch over the book's files, and the message to the open page.
The reload script is added to pages as they are served; the built site holds none of it. A library server
would do as well for the files, but not for showing a build's problems in the page that is open.
"""

from __future__ import annotations

import gc
import http.server
import importlib.resources
import json
import re
import sys
import threading
import webbrowser
from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from claimbook.interrupts import Ended, undisturbed
from claimbook.records import BookError, counted
from claimbook.site.build import BuildFailed, Report, output_of
from claimbook.site.live import Live, Mended
from claimbook.site.watch import Watch

HOST = "127.0.0.1"
_OWN = "/__claimbook__/"
# The names this machine goes by here. A page elsewhere may let its own name lead to this machine (DNS
# rebinding), to read what is served as if it were its own; its requests still bear that name.
_NAMES = re.compile(r"(?:127\.0\.0\.1|localhost)(?::[0-9]{1,5})?", re.IGNORECASE)
_POLICY = b"default-src 'none';"
_RELOADING = _POLICY + b"script-src 'self';connect-src 'self';"
_NOTHING = (
    b"<!doctype html><title>Claimbook</title>"
    b'<meta http-equiv="Content-Security-Policy" content="' + _RELOADING + b"base-uri 'none'\">"
    b"<body><p>There is no such page.</p></body>"
)
_TRIES = 20  # ports tried after the one asked for
_IDLE = 1.0  # seconds without an edit after which there is time to tidy up
_SHARE = 0.001  # seconds that a thread works before another may: pages are asked for while others are made
_NUMBERS = 50  # of news that are kept


class News:
    """What the open pages are told: a number that grows with every build, and its problems."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self._pages: dict[int, frozenset[str] | None] = {}
        self.problems = ""

    def tell(self, problems: str, pages: Iterable[str] | None = None) -> None:
        """Announce a finished build; `problems` is empty when it succeeded. None but `pages` need be loaded
        again, where they are given.
        """
        with self._changed:
            self._number += 1
            self.problems = problems
            self._pages[self._number] = None if pages is None else frozenset(pages)
            self._pages.pop(self._number - _NUMBERS, None)
            self._changed.notify_all()

    def pages(self, seen: int, number: int) -> list[str] | None:
        """The pages to load again after the news `seen` up to `number`; None for all."""
        with self._changed:
            told = [self._pages.get(one) for one in range(seen + 1, number + 1)]
        return None if None in told else sorted({page for pages in told if pages for page in pages})

    def wait(self, seen: int, seconds: float) -> tuple[int, str]:
        """The latest news once its number differs from `seen`, or after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != seen, timeout=seconds)
            return self._number, self.problems


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
        if not _NAMES.fullmatch(self.headers.get("Host", "")):
            self._send(421, "text/plain; charset=utf-8", b"This site is served to this machine alone.")
        elif path == f"{_OWN}reload.js":
            self._send(200, "text/javascript; charset=utf-8", _script())
        elif path == f"{_OWN}news":
            self._news()
        else:
            self._page()

    do_HEAD = do_GET

    def _news(self) -> None:
        asked = self.path.partition("?seen=")[2]
        seen = int(asked) if re.fullmatch("[0-9]{1,9}", asked) else -1
        number, problems = self.news.wait(seen, 20)
        told = {"number": number, "problems": problems, "pages": self.news.pages(seen, number)}
        self._send(200, "application/json", json.dumps(told).encode())

    def _page(self) -> None:
        file = self._file()
        if file and file.is_dir():
            path = self.path.partition("?")[0]
            if not path.endswith("/"):  # the page's relative links would lead elsewhere
                self._send(301, "text/plain", b"", location=f"{path.rpartition('/')[2]}/")
                return
            file /= "index.html"
        status = 200
        if not file or not file.is_file():
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
            if (
                b"script-src 'self'" not in content
            ):  # a card or a redirect: built pages of that kind run nothing
                content = content.replace(_POLICY, _RELOADING, 1)
        self._send(status, kind, content)

    def _file(self) -> Path | None:
        """The file or folder asked for, whether or not it is there; None for what a dot hides."""
        file = Path(self.translate_path(self.path))
        names = file.relative_to(self.directory).parts
        return None if any(name.startswith(".") or "\0" in name for name in names) else file

    def _send(self, status: int, kind: str, content: bytes, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")  # no page elsewhere may load parts
        self.end_headers()
        if self.command != "HEAD":
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


def rebuild(live: Live, news: News, names: Collection[str] | None = None) -> Report | Mended | None:
    """Follow an edit of the files `names`, or build the whole book, and tell the open pages; problems are
    printed and shown there, not raised.
    """
    try:
        made = live.build() if names is None else live.edited(names)
    except BookError as error:
        print(f"{error}\nThe site was left as it was: {counted(len(error.problems))} to mend.", flush=True)
        news.tell(str(error))
        return None
    except BuildFailed as error:
        print(f"{error}\nThe site was left as it was.", flush=True)
        news.tell(str(error))
        return None
    if isinstance(made, Report) or made.claims or news.problems:
        print(made, flush=True)
        news.tell("")
    return made


def follow(live: Live, news: News, watch: Watch) -> None:
    """Follow every edit, and between edits do what is left, until interrupted."""
    gc.disable()  # but between edits
    tidy = False
    while True:
        names = watch.next(0 if live.unfinished else _IDLE)
        if names:
            rebuild(live, news, names)
            tidy = False
        elif live.unfinished:
            finish(live, news)
        elif not tidy:
            gc.collect()  # while nobody waits: it takes as long as an edit
            tidy = True


def finish(live: Live, news: News) -> None:
    """Do one step of what is left; after the last one pages that changed are told of."""
    try:
        done = live.step()
    except Exception:  # a template's: a whole build says which
        rebuild(live, news)
        return
    if done and (files := live.later()) and not news.problems:
        more = ["explore.html"] if any(file.startswith("search/") for file in files) else []
        news.tell("", [*(file for file in files if file.endswith(".html")), *more])


def serve(root: Path, *, port: int, open_browser: bool) -> int:
    """Build, serve and rebuild until interrupted; returns the exit code."""
    news, live, watch = News(), Live(root), Watch(root)
    report = rebuild(live, news)
    try:
        server = start(report.output if report else output_of(root), news, port)
    except OSError as error:
        print(f"cannot serve: {error}. Choose another port with --port.")
        return 1
    with undisturbed():  # a thread begun here takes no request to stop: this one alone does
        threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://{HOST}:{server.server_address[1]}/"
    print(
        f"Serving {address}  Edits under claims/, content/ and themes/ are built at once. Ctrl-C stops.",
        flush=True,
    )
    if open_browser:
        webbrowser.open(address)
    sys.setswitchinterval(_SHARE)
    try:
        with watch:
            follow(live, news, watch)
    except Ended:
        stop(live)
        raise
    except KeyboardInterrupt:
        stop(live)
        print("\nStopped.")
    finally:
        server.shutdown()
    return 0


def stop(live: Live) -> None:
    """Leave the site whole: end the mending that is under way, unless interrupted once more."""
    if live.mending:
        print("\nMending the rest of the site; Ctrl-C leaves that to the next build.", flush=True)
    try:
        live.close()
    except Exception:  # a template's, or there is no room
        print("The site is not whole: run 'claimbook build'.")

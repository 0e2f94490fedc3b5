"""A web of a few hosts on this machine: a real server, reached by any host name that ends in `.example`.

The path says what the server does: `/good`, `/404` and all other numbers, `/to?URL` (301), `/once?URL` (302),
`/no-head`, `/late`, `/circle`, `/drips`, `/noise`, `/hangs-up`; `asked` holds every question in order.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from claimbook.weblinks import Network, NotPublic

_MOVES = {"/to": 301, "/once": 302}


@dataclass(slots=True)
class Web:
    """The server: where it listens, what it was asked, and the pauses that were taken between questions."""

    port: int
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def reach(self, host: str, port: int, seconds: float) -> socket.socket:
        """Any host below `.example` is this server; `.inside` is not public; others do not exist."""
        if host.endswith(".inside"):
            raise NotPublic
        if not host.endswith(".example"):
            raise socket.gaierror(socket.EAI_NONAME, "no such host")
        return socket.create_connection(("127.0.0.1", 1 if port == 1 else self.port), seconds)

    def network(self, seconds: float = 20.0, about: str = "") -> Network:
        """The way to this web, on which pauses take no time."""
        return Network(reach=self.reach, sleep=self.pauses.append, seconds=seconds, about=about)

    def answer(self, connection: socket.socket) -> None:
        """Read one question and do what its path says."""
        with contextlib.suppress(OSError), connection:
            head = connection.makefile("rb").read1(65536).decode("latin-1")
            if not head.endswith("\r\n\r\n"):  # no HTTP: somebody tries TLS
                return
            method, target, _ = head.partition("\r\n")[0].split(" ")
            host = next(line[6:] for line in head.split("\r\n") if line.startswith("Host: "))
            self.asked.append(f"{method} {host}{target}")
            self.heads.append(head)
            self._speak(connection, method, target)

    def _speak(self, connection: socket.socket, method: str, target: str) -> None:
        parts = urlsplit(target)
        if parts.path == "/drips":
            connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while not self.over.wait(0.05):
                connection.sendall(b"x")
        elif parts.path == "/noise":
            connection.sendall(b"\x16\x03\x01 what is HTTP?\r\n\r\n")
        elif parts.path != "/hangs-up":
            code, where = self._decide(method, parts.path, parts.query)
            location = f"Location: {where}\r\n" if where else ""
            connection.sendall(f"HTTP/1.1 {code} Whatever `@all`\r\n{location}\r\n".encode("latin-1"))

    def _decide(self, method: str, path: str, query: str) -> tuple[int, str]:
        if path in _MOVES:
            return _MOVES[path], unquote(query, encoding="latin-1")
        if path == "/circle":
            return 302, "/circle"
        if path == "/no-head":
            return (405 if method == "HEAD" else 200), ""
        if path == "/late":
            return (200 if sum(asked.endswith("/late") for asked in self.asked) > 3 else 503), ""
        code = path.strip("/")
        return (int(code) if code.isdecimal() else 200), ""


@contextlib.contextmanager
def web() -> Iterator[Web]:
    """A `Web` for as long as the block runs."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        made = Web(listening.getsockname()[1])

        def serve() -> None:
            with contextlib.suppress(OSError):  # closed at the end
                while not made.over.is_set():
                    connection, _ = listening.accept()
                    threading.Thread(target=made.answer, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.over.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)

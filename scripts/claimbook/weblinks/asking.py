"""Asking addresses on the web whether they still answer.

Owns: what counts as an answer, and how to ask politely: `HEAD` before `GET`, nothing read but the head of an
answer, one question at a time and a pause for each host, an end in time for every question, and three tries
before an address counts as silent. Goes straight to the hosts, through no proxy.

Refuses to connect to any machine that is not on the public internet: a record may be a stranger's, and the
address of somebody's router is no source. Nothing a server wrote is handed on, except where it leads on to.
"""

from __future__ import annotations

import contextlib
import enum
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urljoin, urlsplit

from claimbook import __version__
from claimbook.text import safe_url

_WORKERS = 16  # hosts asked at the same time
_GAP = 1.0  # seconds between two questions to one host
_PAUSES = (5.0, 20.0)  # seconds before the second and the third try
_HOPS = 8  # redirects that are followed
_PATIENCE = 3  # silent addresses in a row after which the rest of a host is not asked
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
# What servers say to programs while they serve readers: sign in, pay, forbidden, too many questions.
_TO_PROGRAMS = {401, 402, 403, 407, 429, 999}
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))  # what stays as it is when an address is sent

Reach = Callable[[str, int, float], socket.socket]  # (host, port, seconds) -> a connection


class State(enum.Enum):
    """What is known of an address after asking."""

    ANSWERS = "answers"
    MOVED = "moved"  # it answers at another address, and says so for good
    UNCLEAR = "unclear"  # it may well answer a reader
    LOST = "lost"  # the server says that there is nothing
    SILENT = "silent"  # no sound answer at any try


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: `words` go on from "the address …"; `now` is where it leads to, or ""."""

    state: State
    words: str
    now: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether a reader who follows the address is likely to find nothing."""
        return self.state in (State.LOST, State.SILENT)


class NotPublic(OSError):
    """A host is not on the public internet."""


def public(host: str, port: int, seconds: float) -> socket.socket:
    """A connection to a host on the public internet; raises `NotPublic` for any other host, and `OSError`.

    What was looked up is what is connected to, so that a name cannot change in between.
    """
    found = [str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(map(_is_public, found)):
        raise NotPublic
    for number in found[:-1]:
        with contextlib.suppress(OSError):
            return socket.create_connection((number, port), seconds)
    return socket.create_connection((found[-1], port), seconds)


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class Network:
    """How questions are asked: the way to a host, the clock, seconds for one question, who asks."""

    reach: Reach = public
    sleep: Callable[[float], None] = time.sleep
    seconds: float = 30.0
    about: str = ""  # an address that tells more about who asks

    @property
    def agent(self) -> str:
        """What servers are told of who asks."""
        about = f"; +{self.about}" if self.about else ""
        return f"Mozilla/5.0 (compatible; claimbook-links/{__version__}{about})"


def ask_all(urls: Iterable[str], network: Network) -> dict[str, Answer]:
    """What each address answers. Hosts are asked side by side, the addresses of a host one after another."""
    hosts: dict[str, list[str]] = {}
    for url in sorted(set(urls)):
        hosts.setdefault(urlsplit(url).hostname or "", []).append(url)
    pool = ThreadPoolExecutor(_WORKERS)
    try:
        answers = [pool.submit(_ask_host, given, network) for given in hosts.values()]
        found = {url: answer for future in answers for url, answer in future.result().items()}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # an interrupt does not wait for slow hosts
    return {url: found[url] for url in sorted(found)}


def _ask_host(urls: list[str], network: Network) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    silent = 0
    for url in urls:
        if silent >= _PATIENCE:
            words = f"was not asked: its host had not answered {_PATIENCE} times in a row"
            found[url] = Answer(State.UNCLEAR, words)
            continue
        if found:
            network.sleep(_GAP)
        found[url] = _ask(url, network)
        silent = silent + 1 if found[url].state is State.SILENT else 0
    return found


def _ask(url: str, network: Network) -> Answer:
    """What `url` answers at the first try, or at one of two more where it was silent."""
    answer = _try(url, network, head_first=True)
    for pause in _PAUSES:
        if answer.state is not State.SILENT:
            break
        network.sleep(pause)
        answer = _try(url, network, head_first=False)  # some servers take no HEAD at all
    return answer


def _try(url: str, network: Network, *, head_first: bool) -> Answer:
    try:
        return _follow(url, network, head_first)
    except NotPublic:
        return Answer(State.LOST, "names a host that is not on the public internet")
    except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: no name for a host
        return Answer(State.SILENT, _words(error, network.seconds))


def _follow(url: str, network: Network, head_first: bool) -> Answer:
    now = url
    codes: list[int] = []
    for _ in range(_HOPS + 1):
        status, location = _status(now, network, head_first)
        if status not in _REDIRECTS or not location:
            return _judge(url, now, status, lasting=bool(codes) and set(codes) <= _PERMANENT)
        codes.append(status)
        target = safe_url(urljoin(now, quote(location, safe=_PRINTABLE, encoding="latin-1")))
        if target is None or not target.lower().startswith(("https://", "http://")):
            return Answer(State.UNCLEAR, "leads on to an address that this book would not link to")
        now = target
    return Answer(State.UNCLEAR, f"leads a program on more than {_HOPS} times")


def _judge(url: str, now: str, status: int, *, lasting: bool) -> Answer:
    """What a status means that was answered at `now`, where `url` led to, for good if `lasting`."""
    if 200 <= status < 300:
        if _is_front(now) and not _is_front(url):
            return Answer(State.LOST, "leads to a front page in place of what it was", now)
        if lasting:
            return Answer(State.MOVED, "has moved", now)
        return Answer(State.ANSWERS, "answers")
    words = f"answers {_named(status)}"
    if status in _TO_PROGRAMS:
        return Answer(State.UNCLEAR, f"{words} to a program")
    return Answer(State.LOST if 400 <= status < 500 else State.SILENT, words)


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _words(error: Exception, seconds: float) -> str:
    if isinstance(error, TimeoutError):
        return f"does not answer within {seconds:g} s"
    if isinstance(error, socket.gaierror | UnicodeError):
        return "names a host that is not found"
    if isinstance(error, ConnectionRefusedError):
        return "is refused by its host"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "has a certificate that browsers refuse"
    if isinstance(error, ssl.SSLError):
        return "gives no secure connection"
    if isinstance(error, OSError) and not isinstance(error, http.client.HTTPException):
        return "breaks the connection"
    return "does not answer as HTTP asks"


def _status(url: str, network: Network, head_first: bool) -> tuple[int, str]:
    """The status of an address and where it leads on to: by `HEAD`, or by `GET` where that finds nothing."""
    if head_first:
        status, location = _question("HEAD", url, network)
        if status < 400:
            return status, location
    return _question("GET", url, network)


def _question(method: str, url: str, network: Network) -> tuple[int, str]:
    """One question: the status and the header `Location`. All of it ends after `network.seconds`."""
    parts = urlsplit(url)
    secure = parts.scheme.lower() == "https"
    host = (parts.hostname or "").encode("idna").decode("ascii")
    port = parts.port or (443 if secure else 80)
    line = _Line(network.reach(host, port, network.seconds), network.seconds)
    try:
        if secure:
            line.secure(host)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = line.sock
        target = quote(f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}", safe=_PRINTABLE)
        named = f"{host}:{port}" if parts.port else host
        headers = {"Host": named, "User-Agent": network.agent, "Accept": "*/*", "Connection": "close"}
        connection.request(method, target, headers=headers)
        answer = connection.getresponse()
        if line.was_cut:  # what was read may be a part
            raise TimeoutError
        return answer.status, answer.getheader("Location") or ""
    except (OSError, http.client.HTTPException):
        if line.was_cut:
            raise TimeoutError from None
        raise
    finally:
        line.close()


class _Line:
    """A connection with an end: a server that sends one byte now and then holds nobody up."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self.sock = sock
        self.was_cut = False
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def secure(self, host: str) -> None:
        """Go on with TLS; raises `ssl.SSLError` where the host cannot prove that it is `host`."""
        context = ssl.create_default_context()
        wrapped = context.wrap_socket(self.sock, server_hostname=host, do_handshake_on_connect=False)
        self.sock = wrapped
        wrapped.do_handshake()

    def close(self) -> None:
        self._timer.cancel()
        self.sock.close()

    def _cut(self) -> None:
        self.was_cut = True
        with contextlib.suppress(OSError):  # closed by now
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # not TLS's own, which waits for an answer

"""Asking addresses: what counts as an answer, what servers are spared, and what no server can do to us."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import pytest

from claimbook.weblinks import Answer, Network, NotPublic, State, ask_all, public
from tests.weblinks.web import Web, web

NEWS = "http://news.example"


@pytest.fixture
def net() -> Iterator[Web]:
    """A web of a few hosts on this machine."""
    with web() as made:
        yield made


def ask(net: Web, url: str, seconds: float = 20.0) -> Answer:
    """What one address answers."""
    return ask_all([url], net.network(seconds))[url]


@pytest.mark.parametrize(
    ("path", "state", "words"),
    [
        ("/good", "answers", "answers"),
        ("/206", "answers", "answers"),
        ("/no-head", "answers", "answers"),
        ("/late", "answers", "answers"),
        ("/404", "lost", "answers 404 Not Found"),
        ("/410", "lost", "answers 410 Gone"),
        ("/451", "lost", "answers 451 Unavailable For Legal Reasons"),
        ("/403", "unclear", "answers 403 Forbidden to a program"),
        ("/429", "unclear", "answers 429 Too Many Requests to a program"),
        ("/999", "unclear", "answers 999 to a program"),
        ("/500", "silent", "answers 500 Internal Server Error"),
        ("/304", "silent", "answers 304 Not Modified"),
        ("/302", "silent", "answers 302 Found"),
        ("/hangs-up", "silent", "does not answer as HTTP asks"),
        ("/noise", "silent", "does not answer as HTTP asks"),
        ("/circle", "unclear", "leads a program on more than 8 times"),
    ],
)
def test_what_an_answer_means(net: Web, path: str, state: str, words: str) -> None:
    """Each in words of ours: what a server writes beside its number is not handed on."""
    assert ask(net, NEWS + path) == Answer(State(state), words)


@pytest.mark.parametrize(
    ("url", "state", "words", "now"),
    [
        ("/to?/good", "moved", "has moved", f"{NEWS}/good"),
        ("/to?http://other.example/good", "moved", "has moved", "http://other.example/good"),
        ("/once?/good", "answers", "answers", ""),
        ("/once?/to%3F/good", "answers", "answers", ""),
        ("/to?/404", "lost", "answers 404 Not Found", ""),
        ("/to?/", "lost", "leads to a front page in place of what it was", f"{NEWS}/"),
        (
            "/once?http://other.example",
            "lost",
            "leads to a front page in place of what it was",
            "http://other.example",
        ),
        ("/to?/%D0%B0", "moved", "has moved", f"{NEWS}/%D0%B0"),
        ("/to?javascript:alert(1)", "unclear", "leads on to an address that this book would not link to", ""),
        ("/to?mailto:a@b.example", "unclear", "leads on to an address that this book would not link to", ""),
        ("/to?http://a@b.example/", "unclear", "leads on to an address that this book would not link to", ""),
        ("/to?http://router.inside/", "lost", "names a host that is not on the public internet", ""),
    ],
)
def test_where_an_address_leads(net: Web, url: str, state: str, words: str, now: str) -> None:
    """For good or for now; a front page is not what was cited; where none should go nobody is led."""
    assert ask(net, NEWS + url) == Answer(State(state), words, now)


def test_a_front_page_may_be_what_was_cited(net: Web) -> None:
    """Nothing is lost where the front page itself leads to another."""
    assert ask(net, f"{NEWS}/").state is State.ANSWERS
    assert ask(net, NEWS).state is State.ANSWERS


@pytest.mark.parametrize(
    ("url", "state", "words"),
    [
        ("http://news.nowhere/", "silent", "names a host that is not found"),
        (f"http://{'a' * 70}.example/", "silent", "names a host that is not found"),
        ("http://router.inside/apply", "lost", "names a host that is not on the public internet"),
        ("http://news.example:1/", "silent", "is refused by its host"),
        ("https://news.example/good", "silent", "gives no secure connection"),
    ],
)
def test_hosts_that_cannot_be_reached(net: Web, url: str, state: str, words: str) -> None:
    """No name, no public machine, nobody at that port, nobody who speaks TLS."""
    assert ask(net, url) == Answer(State(state), words)
    assert net.asked == []


def test_no_server_holds_anybody_up(net: Web) -> None:
    """One that sends a letter now and then, without end, is cut off like one that sends none."""
    assert ask(net, f"{NEWS}/drips", seconds=0.3) == Answer(State.SILENT, "does not answer within 0.3 s")


def test_servers_are_asked_politely(net: Web) -> None:
    """HEAD first, GET where that finds nothing, pauses between tries and between addresses of one host."""
    urls = [f"{NEWS}/404", f"{NEWS}/500", f"{NEWS}/good", "http://other.example/good"]
    ask_all([*urls, *urls], net.network(about="https://example.org/book"))
    assert [one for one in net.asked if "news" in one] == [
        "HEAD news.example/404",
        "GET news.example/404",
        "HEAD news.example/500",
        "GET news.example/500",
        "GET news.example/500",
        "GET news.example/500",
        "HEAD news.example/good",
    ]
    assert net.asked.count("HEAD other.example/good") == 1
    assert net.pauses == [1.0, 5.0, 20.0, 1.0]
    agents = {line for head in net.heads for line in head.split("\r\n") if line.startswith("User-Agent")}
    assert len(agents) == 1
    assert agents.pop().endswith("; +https://example.org/book)")


def test_a_silent_host_is_let_be(net: Web) -> None:
    """After three addresses in a row; whether the others answer is not known then."""
    urls = [f"{NEWS}:1/{number}" for number in range(5)]
    answers = ask_all(urls, net.network())
    assert [answers[url].state.value for url in urls] == ["silent"] * 3 + ["unclear"] * 2
    assert answers[urls[4]].words == "was not asked: its host had not answered 3 times in a row"


def test_addresses_in_any_script_are_sent_as_browsers_send_them(net: Web) -> None:
    """Hosts in IDNA, paths in percent signs; what is encoded already stays."""
    assert ask(net, "http://новости.example/путь%20а?я=1").state is State.ANSWERS
    assert net.asked == [
        "HEAD xn--b1amnebsh.example/%D0%BF%D1%83%D1%82%D1%8C%20%D0%B0?%D1%8F=1",
    ]


NOT_PUBLIC = (
    "127.0.0.1 10.1.2.3 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 "
    "::1 :: fe80::1 fd00::1 ff02::1 ::ffff:127.0.0.1"
)


@pytest.mark.parametrize("number", NOT_PUBLIC.split())
def test_only_public_machines_are_reached(number: str) -> None:
    """Neither this machine nor its neighbours, nor the one that knows a cloud's secrets."""
    assert ipaddress.ip_address(number)
    with pytest.raises(NotPublic):
        public(number, 80, 1.0)


def test_the_name_of_this_machine_is_no_way_in() -> None:
    """What a name stands for is looked at, not the name; by the way that is used outside of tests."""
    assert Network().reach is public
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://localhost:{listening.getsockname()[1]}/"
        words = "names a host that is not on the public internet"
        assert ask_all([url], Network()) == {url: Answer(State.LOST, words)}
        listening.settimeout(0)
        with pytest.raises(BlockingIOError):
            listening.accept()

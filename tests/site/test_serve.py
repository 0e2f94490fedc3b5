"""The local server: pages, the reload script, news of builds, and a rebuild after an edit."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimbook.site.live import Live
from claimbook.site.serve import HOST, News, rebuild, start
from tests.support import CONFIG, REPOSITORY, small_book, write

PATIENCE = 60.0  # seconds for a step that takes one; a busy machine may need more


class Reader:
    """A browser's side: one connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, *, host: str | None = None, method: str = "GET") -> tuple[int, str, str]:
        """Status, media type and content of `path`, sent as it stands; `host` is the name to ask by, "" for
        none.
        """
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host=host is not None)
        if host:
            connection.putheader("Host", host)
        connection.endheaders()
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        return answer.status, answer.headers.get("Content-Type", ""), content

    def news(self, seen: int) -> tuple[int, str]:
        """The news after number `seen`."""
        told = json.loads(self.get(f"/__claimbook__/news?seen={seen}")[2])
        return told["number"], told["problems"]


@pytest.fixture
def news() -> News:
    """No news yet."""
    return News()


@pytest.fixture
def reader(tmp_path: Path, news: News) -> Iterator[Reader]:
    """A reader of a served folder with two pages and a file above it."""
    write(tmp_path, "secret.txt", "secret")
    write(tmp_path, "site/index.html", "<body>start</body>")
    write(tmp_path, "site/404.html", "<body>nothing here</body>")
    write(tmp_path, "site/a/index.html", "<body>folder</body>")
    write(tmp_path, "site/a/data.json", "{}")
    server = start(tmp_path / "site", news, 0)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield Reader(server.server_address[1])
    server.shutdown()
    server.server_close()


SCRIPT = '<script src="/__claimbook__/reload.js" defer></script></body>'


def test_pages_come_with_the_reload_script(reader: Reader) -> None:
    """The script is added on the way; a folder means its index page, and a query changes nothing."""
    assert reader.get("/") == (200, "text/html; charset=utf-8", f"<body>start{SCRIPT}")
    assert reader.get("/index.html?x=1")[2] == f"<body>start{SCRIPT}"
    assert reader.get("/a/")[2] == f"<body>folder{SCRIPT}"
    assert reader.get("/a/data.json") == (200, "application/json", "{}")


def test_the_reload_script_is_served(reader: Reader) -> None:
    """The file of the package, as it is."""
    script = (REPOSITORY / "scripts/claimbook/site/reload.js").read_text(encoding="utf-8")
    assert reader.get("/__claimbook__/reload.js") == (200, "text/javascript; charset=utf-8", script)


def test_a_missing_page_is_answered_with_the_site_s_own(reader: Reader) -> None:
    """Status 404 and the page for it, the reload script included."""
    assert reader.get("/gone.html") == (404, "text/html; charset=utf-8", f"<body>nothing here{SCRIPT}")


def test_a_folder_without_its_slash_is_sent_on(reader: Reader) -> None:
    """Else the relative links of its page would lead elsewhere."""
    connection = http.client.HTTPConnection(HOST, reader.port, timeout=PATIENCE)
    connection.request("GET", "/a?x=1")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"], answer.read()) == (301, "a/", b"")
    connection.close()


def test_before_the_first_site_a_page_waits_for_it(tmp_path: Path, news: News) -> None:
    """It carries the reload script, so that problems of the first build show in the browser too."""
    with start(tmp_path / "nothing", news, 0) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        status, kind, content = Reader(server.server_address[1]).get("/")
        server.shutdown()
    assert (status, kind) == (404, "text/html; charset=utf-8")
    assert content.endswith(SCRIPT)


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/a/../../secret.txt", "//secret.txt", "/..%2fsecret.txt"],
)
def test_nothing_above_the_folder_is_served(reader: Reader, path: str) -> None:
    """Dots, escaped or not, lead nowhere."""
    status, _, content = reader.get(path)
    assert status == 404
    assert "secret" not in content


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9000", "127.0.0.1", "127.0.0.1:8000"])
def test_this_machine_may_ask_by_its_names(reader: Reader, host: str) -> None:
    """With any port: a tunnel may have another."""
    assert reader.get("/a/data.json", host=host)[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost:x", "localhost@evil.example", "", "0.0.0.0"]
)
@pytest.mark.parametrize(
    "path", ["/", "/a/data.json", "/__claimbook__/news?seen=-1", "/__claimbook__/reload.js"]
)
def test_a_page_elsewhere_cannot_read_the_site(reader: Reader, host: str, path: str) -> None:
    """Not even when its own name leads to this machine."""
    told = (421, "text/plain; charset=utf-8", "This site is served to this machine alone.")
    assert reader.get(path, host=host) == told


def test_it_listens_to_this_machine_alone(tmp_path: Path, news: News) -> None:
    """Not to the network around."""
    with start(tmp_path, news, 0) as server:
        assert server.socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/.hidden", "/.git/config", "/%2egit/config", "/a/.b.html", "/a%00.html"])
def test_hidden_files_are_not_served(reader: Reader, tmp_path: Path, path: str) -> None:
    """What a dot hides, and names no file can have."""
    for name in (".hidden", ".git/config", "a/.b.html"):
        write(tmp_path / "site", name, "secret")
    status, _, content = reader.get(path)
    assert (status, "secret" in content) == (404, False)


def test_folders_are_not_listed(reader: Reader, tmp_path: Path) -> None:
    """One without a page has nothing to show, whatever the method."""
    write(tmp_path / "site", "bare/secret.txt", "secret")
    for method in ("GET", "HEAD"):
        assert reader.get("/bare/", method=method)[0] == 404
    assert reader.get("/a/data.json", method="HEAD") == (200, "application/json", "")
    assert reader.get("/", method="POST")[0] == 501


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5000])
def test_news_are_given_whatever_was_seen(reader: Reader, news: News, seen: str) -> None:
    """What is no number of news counts as none seen."""
    news.tell("claims/a.yml:1:1: wrong.")
    told = {"number": 1, "problems": "claims/a.yml:1:1: wrong.", "pages": None}
    assert json.loads(reader.get(f"/__claimbook__/news?seen={seen}")[2]) == told


def test_pages_that_run_nothing_may_reload(reader: Reader, tmp_path: Path) -> None:
    """A card's policy allows no script; served here it allows the site's own, and nothing else changes."""
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';{}base-uri 'none'\">"
    write(tmp_path / "site", "card.html", f"{policy.format('')}<body></body>")
    reloading = policy.format("script-src 'self';connect-src 'self';")
    assert reader.get("/card.html")[2] == f"{reloading}<body>{SCRIPT}"


def test_news_wait_for_a_build(reader: Reader, news: News) -> None:
    """A page that has seen the latest number hears of the next build as soon as it is told."""
    assert reader.news(-1) == (0, "")
    threading.Timer(0.2, news.tell, ["claims/a.yml:1:1: wrong."]).start()
    assert reader.news(0) == (1, "claims/a.yml:1:1: wrong.")
    assert reader.news(0) == (1, "claims/a.yml:1:1: wrong.")
    news.tell("")
    assert reader.news(1) == (2, "")


def test_news_name_the_pages_that_changed_later(reader: Reader, news: News) -> None:
    """Of several news at once all pages are named; none where all pages are to be loaded again."""

    def pages(seen: int) -> object:
        return json.loads(reader.get(f"/__claimbook__/news?seen={seen}")[2])["pages"]

    news.tell("")
    news.tell("", ["map.html", "balance.html"])
    news.tell("", ["timeline.html"])
    assert pages(2) == ["timeline.html"]
    assert pages(1) == ["balance.html", "map.html", "timeline.html"]
    assert pages(0) is None
    for _ in range(50):
        news.tell("", [])
    assert pages(1) is None
    assert pages(10) == []


def test_news_end_their_wait(news: News) -> None:
    """Without a build the number stays, after the time given."""
    assert news.wait(0, 0.01) == (0, "")


def test_the_next_free_port_is_taken(tmp_path: Path, news: News) -> None:
    """A port in use is passed over."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with start(tmp_path, news, port) as server:
            assert port < server.server_address[1] < port + 20


def test_no_free_port_is_an_error(tmp_path: Path, news: News, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ports that were tried are named."""

    def taken(*_: object) -> None:
        raise OSError("taken")

    monkeypatch.setattr("claimbook.site.serve.Server", taken)
    with pytest.raises(OSError, match=r"^ports 8000 to 8019 are all taken$"):
        start(tmp_path, news, 8000)


def test_problems_are_printed_and_told(
    tmp_path: Path, news: News, capsys: pytest.CaptureFixture[str]
) -> None:
    """A build that fails raises nothing: the terminal and the open page say what is to mend."""
    root = small_book(tmp_path, quantities="quantities:\n- {id: crowd, label: People}\n")
    assert rebuild(Live(root), news) is None
    number, told = news.wait(0, 0)
    assert (number, told.splitlines()[1]) == (1, "1 problem")
    assert capsys.readouterr().out == f"{told}\nThe site was left as it was: 1 problem to mend.\n"


def test_no_cards_are_drawn_for_this_machine(tmp_path: Path, news: News) -> None:
    """Edits are to show at once, and nobody links to this machine: not even where an address is set."""
    files: dict[str, str | bytes] = {"content/pages/method.md": "Title: Method\n\nHow.\n"}
    root = small_book(tmp_path, files=files, config=f"{CONFIG}SITEURL = 'https://example.org/b'\n")
    report = rebuild(Live(root), news)
    assert report
    assert list(report.output.rglob("*card.png")) == []


Serving = tuple[Path, Reader, "subprocess.Popen[str]"]


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """`claimbook serve` in a process of its own on a small book."""
    root = small_book(tmp_path, files={"content/pages/method.md": "Title: Method\n\nHow.\n"})
    process = subprocess.Popen(
        [sys.executable, "-m", "claimbook", "--book", str(root), "serve", "--port", str(_free_port())],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts"), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert process.stdout is not None
    lines = [process.stdout.readline(), process.stdout.readline()]
    assert lines[0].startswith("10 claims, "), lines
    assert lines[1].startswith(f"Serving http://{HOST}:"), lines
    yield root, Reader(int(lines[1].split("/")[2].rpartition(":")[2])), process
    process.kill()
    process.wait()
    process.stdout.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _edit_until_told(root: Path, reader: Reader, seen: int, path: str, content: str) -> tuple[int, str]:
    """Write the file until a build follows: the watch begins a moment after the address is printed."""
    told: list[tuple[int, str]] = []
    waiting = threading.Thread(target=lambda: told.append(reader.news(seen)), daemon=True)
    waiting.start()
    deadline = time.monotonic() + PATIENCE
    while waiting.is_alive() and time.monotonic() < deadline:
        write(root, path, content)
        waiting.join(3)
    assert told, "no build followed the edit"
    assert told[0][0] > seen
    return told[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_an_edit_is_built_and_told(serving: Serving) -> None:
    """A mended page is served anew; a broken record is told and leaves the page; Ctrl-C ends it with exit
    code 0.
    """
    root, reader, process = serving
    assert "Who closed the bridge" in reader.get("/")[2]
    about = "content/pages/about.md"
    number, problems = _edit_until_told(root, reader, 1, about, "Title: Edited title\n\nText.\n")
    assert problems == ""
    assert "<h1>Edited title</h1>" in reader.get("/about.html")[2]
    number, problems = _edit_until_told(root, reader, number, about, "Titel: Wrong\n\nText.\n")
    assert problems == (
        "content/pages/about.md:1:1: unknown head line 'Titel'. Known: title, date, summary.\n1 problem"
    )
    assert "<h1>Edited title</h1>" in reader.get("/about.html")[2]
    process.send_signal(signal.SIGINT)
    output = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 0
    assert "The site was left as it was: 1 problem to mend." in output
    assert output.endswith("\nStopped.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_an_edited_claim_is_served_at_once(serving: Serving) -> None:
    """Only its pages are made; what changed later is told by a second notice. A broken one is told with file,
    line and hint, and when it is mended, that is told.
    """
    root, reader, process = serving
    name = "claims/sources/coast-weekly.yml"
    text = (root / name).read_text(encoding="utf-8")
    edited = text.replace("The inspection came too late.", "The inspection came far too late.")
    number, problems = _edit_until_told(root, reader, 1, name, edited)
    assert problems == ""
    assert "The inspection came far too late." in reader.get("/claims/vik-inspection-late.html")[2]
    assert "The inspection came far too late." in reader.get("/actors/mara-vik.html")[2]
    second = json.loads(reader.get(f"/__claimbook__/news?seen={number}")[2])
    assert "claims/voice.author.html" in second["pages"]
    assert "The inspection came far too late." in reader.get("/claims/voice.author.html")[2]
    broken = edited.replace("speaker: mara-vik", "speaker: mara-vic")
    number, problems = _edit_until_told(root, reader, second["number"], name, broken)
    line = 1 + broken[: broken.index("mara-vic")].count("\n")
    assert problems.startswith(f"{name}:{line}:")
    assert "there is no actor 'mara-vic'. Did you mean 'mara-vik'?" in problems
    assert "The inspection came far too late." in reader.get("/claims/vik-inspection-late.html")[2]
    assert _edit_until_told(root, reader, number, name, edited)[1] == ""
    process.send_signal(signal.SIGINT)
    output = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 0
    assert output.startswith("1 claim edited, ")

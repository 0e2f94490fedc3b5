"""`claimbook links`: what it prints and writes, on a web of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from claimbook.cli import main
from claimbook.weblinks import Network, asking
from tests.support import small_book
from tests.weblinks.web import Web, web

NOTES = "claims/references/shore-notes.yml"
RECORD = """\
source:
  id: shore-notes
  title: Shore notes
  kind: reference
  published: 2019-03
  url: {url}
  language: en
claims: []
"""
SOUND = (
    ("https://example.org/bridge", "http://bridge.example/good"),
    ("https://example.org/telegraph", "http://bridge.example/403"),
)


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A web that the command reaches in place of the public one, on which pauses take no time."""
    with web() as made:
        monkeypatch.setattr("claimbook.weblinks.Network", lambda about: made.network(about=about))
        yield made


def book(root: Path, url: str) -> Path:
    """The small book with all its addresses on that web, and a reference at `url`."""
    made = small_book(root, files={NOTES: RECORD.format(url=url)})
    for path in (made / "claims").rglob("*.yml"):
        text = path.read_text(encoding="utf-8")
        for old, new in SOUND:
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    config = made / "pelicanconf.py"
    line = "CLAIMBOOK |= {'licence_url': 'http://licence.example/to?/good', 'repository': ''}\n"
    config.write_text(config.read_text(encoding="utf-8") + line, encoding="utf-8")
    return made


def test_links_that_answer(tmp_path: Path, net: Web, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, the count, and what a person might look at."""
    assert main(["--book", str(book(tmp_path, "http://shore.example/no-head")), "links"]) == 0
    assert capsys.readouterr() == (
        "http://bridge.example/403 answers 403 Forbidden to a program\n"
        "http://licence.example/to?/good has moved: http://licence.example/good\n"
        "4 external addresses: 3 answer, 1 unclear, 0 lost.\n",
        "",
    )
    assert net.pauses == [1.0]


def test_links_that_are_lost(tmp_path: Path, net: Web, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, a problem for each place, and a report where one is asked for."""
    root, report = book(tmp_path, "http://shore.example/404"), tmp_path / "report.md"
    assert main(["--book", str(root), "links", "--report", str(report)]) == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1] == "4 external addresses: 2 answer, 1 unclear, 1 lost."
    assert captured.err == (
        f"{NOTES}:6:8: source.url: http://shore.example/404 answers 404 Not Found. "
        "Look for a copy: https://web.archive.org/web/*/http://shore.example/404\n1 problem\n"
    )
    assert "- `http://shore.example/404` answers 404 Not Found. " in report.read_text(encoding="utf-8")


def test_a_broken_book_has_no_report(tmp_path: Path, net: Web, capsys: pytest.CaptureFixture[str]) -> None:
    """Its problems are told as by `check`; nobody is asked, and no file tells of another state."""
    report = tmp_path / "report.md"
    assert main(["--book", str(book(tmp_path, "javascript:alert(1)")), "links", "--report", str(report)]) == 1
    assert capsys.readouterr().err.startswith(f"{NOTES}:6:8: source.url: ")
    assert not report.exists()
    assert net.asked == []


def test_without_a_network_nothing_is_said_to_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody answers at all, the fault is more likely here; there is no report."""

    def nowhere(*_: object) -> None:
        raise OSError("the network is unreachable")

    root, report = small_book(tmp_path), tmp_path / "report.md"
    monkeypatch.setattr(asking, "_PAUSES", ())
    monkeypatch.setattr(
        "claimbook.weblinks.Network", lambda about: Network(reach=nowhere, sleep=lambda _: None)
    )
    assert main(["--book", str(root), "links", "--report", str(report)]) == 1
    assert capsys.readouterr().err == "no address answers at all: is this machine on the internet?\n"
    assert not report.exists()

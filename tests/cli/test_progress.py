"""What a long build tells of itself."""

from __future__ import annotations

import pytest

from claimbook.cli import progress
from claimbook.cli.progress import Progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until its first element is set."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_lines_come_after_a_while_and_seldom(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    """A line every five seconds, on standard error."""
    told = Progress(bar=False)
    for second in range(12):
        clock[0] = 100.0 + second
        told(second, 12)
    told.end()
    out, err = capsys.readouterr()
    assert (out, err) == ("", "Making pages: 41 %\nMaking pages: 83 %\n")


def test_a_short_build_shows_no_bar(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    """A bar that flashes up helps nobody."""
    told = Progress(bar=True)
    clock[0] += 0.9
    told(5, 10)
    told.end()
    assert capsys.readouterr() == ("", "")


def test_the_bar_goes_when_the_build_ends(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    """It is drawn on standard error and ended once."""
    told = Progress(bar=True)
    clock[0] += 1.5
    told(5, 10)
    told.end()
    told.end()
    out, err = capsys.readouterr()
    assert out == ""
    assert "Making pages" in err
    assert "50%" in err


def test_whoever_runs_without_a_terminal_gets_lines(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """As in a log of a service that builds the site."""
    told = Progress()
    clock[0] += 6
    told(1, 4)
    assert capsys.readouterr().err == "Making pages: 25 %\n"

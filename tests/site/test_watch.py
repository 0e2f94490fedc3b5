"""The watch over a book's files: no edit is missed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from claimbook.site.watch import Watch
from tests.support import small_book, write

PATIENCE = 60.0  # seconds for what takes a fraction of one; a busy machine may need more


def told(watch: Watch, name: str) -> bool:
    """Whether the watch tells of a file before patience ends."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if name in watch.next(1):
            return True
    return False


def test_edits_are_told(tmp_path: Path) -> None:
    """Changed, new and removed files, by their names from the book's folder."""
    root = small_book(tmp_path)
    with Watch(root) as watch:
        time.sleep(1)
        write(root, "claims/sources/coast-weekly.yml", "claims: []\n")
        assert told(watch, "claims/sources/coast-weekly.yml")
        write(root, "content/pages/new.md", "Title: New\n\nNew.\n")
        assert told(watch, "content/pages/new.md")
        (root / "content/pages/new.md").unlink()
        assert told(watch, "content/pages/new.md")


def test_an_edit_before_the_watch_begins_is_told(tmp_path: Path) -> None:
    """Such as one during the first build."""
    root = small_book(tmp_path)
    watch = Watch(root)
    write(root, "claims/topics.yml", "topics: []\n")
    (root / "claims/quantities.yml").unlink()
    with watch:
        assert watch.next(PATIENCE) == {"claims/topics.yml", "claims/quantities.yml"}


def test_without_an_edit_nothing_is_told(tmp_path: Path) -> None:
    """Neither at once nor after a while."""
    with Watch(small_book(tmp_path)) as watch:
        assert watch.next(0) == set()
        assert watch.next(0.7) == set()


def test_what_ends_the_watch_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system's limit, for instance: edits would go unnoticed."""

    def limited(*_: object, **__: object) -> None:
        raise OSError("no space left for watches")

    monkeypatch.setattr("watchfiles.watch", limited)
    with Watch(small_book(tmp_path)) as watch, pytest.raises(OSError, match=r"^no space left for watches$"):
        watch.next(PATIENCE)

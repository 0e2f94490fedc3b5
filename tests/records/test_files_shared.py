"""Reading with several processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from claimbook.records import files, load
from tests.support import REPOSITORY, small_book, write


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes fork on Linux alone")
def test_several_processes_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records, declared ids, and every problem in the order of the files, whoever parsed which."""
    monkeypatch.setattr(files, "WORTH", 1)
    forks: list[int] = []
    fork = os.fork

    def counted() -> int:
        forks.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    root = small_book(tmp_path)
    write(tmp_path, "claims/broken.yml", "claims: 3\n")
    write(tmp_path, "claims/sources/also.yml", "source: {id: also, title: [}\n")
    for book in (REPOSITORY, root):
        alone, shared = load(book), load(book, workers=3)
        assert shared.records == alone.records
        assert shared.declared == alone.declared
        assert (shared.problems, shared.cut) == (alone.problems, alone.cut)
    assert len(alone.problems) >= 2
    assert len(forks) == 4

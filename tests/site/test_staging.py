"""Building aside and swapping."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from claimbook.site.staging import MARKER, Staging, StagingError
from tests.support import write


def _site(folder: Path, word: str) -> None:
    write(folder, MARKER, "")
    write(folder, "index.html", word)


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_site_appears_only_when_published(tmp_path: Path) -> None:
    """Until then the target does not exist; afterwards nothing else stands beside it."""
    staging = Staging(tmp_path / "output")
    staging.open()
    write(staging.folder, "index.html", "new")
    assert _names(tmp_path) == [f"output.new-{os.getpid()}"]
    staging.publish()
    assert _names(tmp_path) == ["output"]
    assert _names(tmp_path / "output") == [MARKER, "index.html"]


def test_the_new_site_replaces_the_old_whole(tmp_path: Path) -> None:
    """No file of the old site is left among the new ones."""
    _site(tmp_path / "output", "old")
    write(tmp_path, "output/gone.html", "old")
    staging = Staging(tmp_path / "output")
    staging.open()
    write(staging.folder, "index.html", "new")
    assert (tmp_path / "output" / "index.html").read_text() == "old"
    staging.publish()
    assert _names(tmp_path / "output") == [MARKER, "index.html"]
    assert (tmp_path / "output" / "index.html").read_text() == "new"


def test_a_discarded_build_leaves_the_old_site(tmp_path: Path) -> None:
    """Discarding twice changes nothing more."""
    _site(tmp_path / "output", "old")
    staging = Staging(tmp_path / "output")
    staging.open()
    staging.discard()
    staging.discard()
    assert _names(tmp_path) == ["output"]
    assert (tmp_path / "output" / "index.html").read_text() == "old"


@pytest.mark.parametrize("name", ["output/diary.txt", "output"])
def test_what_no_build_made_is_refused(tmp_path: Path, name: str) -> None:
    """A folder of other files, and a file in the folder's place, are left alone."""
    write(tmp_path, name, "mine")
    with pytest.raises(StagingError) as caught:
        Staging(tmp_path / "output").open()
    assert str(caught.value) == (
        "output/ was not made by Claimbook, so it is not replaced. "
        "Move it away, delete it, or build to another folder."
    )
    assert (tmp_path / name).read_text() == "mine"
    assert _names(tmp_path) == ["output"]


def test_an_empty_folder_may_be_replaced(tmp_path: Path) -> None:
    """Nothing is lost with it."""
    (tmp_path / "output").mkdir()
    staging = Staging(tmp_path / "output")
    staging.open()
    staging.publish()
    assert _names(tmp_path / "output") == [MARKER]


def test_an_interrupted_swap_is_undone(tmp_path: Path) -> None:
    """The site that had been moved aside is put back before anything else."""
    _site(tmp_path / "output.old", "old")
    Staging(tmp_path / "output").recover()
    assert _names(tmp_path) == ["output"]
    assert (tmp_path / "output" / "index.html").read_text() == "old"


def test_a_foreign_folder_named_old_is_not_taken_for_a_site(tmp_path: Path) -> None:
    """Only folders with our mark are moved."""
    write(tmp_path, "output.old/diary.txt", "mine")
    Staging(tmp_path / "output").recover()
    assert _names(tmp_path) == ["output.old"]


def test_a_foreign_folder_named_old_is_not_deleted(tmp_path: Path) -> None:
    """A swap would need its name, so the build stops before it begins."""
    _site(tmp_path / "output", "old")
    write(tmp_path, "output.old/diary.txt", "mine")
    with pytest.raises(
        StagingError, match=r"^output\.old/ was not made by Claimbook, so it is not replaced\."
    ):
        Staging(tmp_path / "output").open()
    assert (tmp_path / "output.old" / "diary.txt").read_text() == "mine"


def test_half_of_an_old_site_is_still_known_as_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build killed while it removes the old site leaves the mark, so the next one goes on."""
    _site(tmp_path / "output", "old")
    write(tmp_path, "output/claims/a.html", "old")
    staging = Staging(tmp_path / "output")
    staging.open()

    def killed(path: Path, **_: object) -> None:
        if path.exists():
            raise KeyboardInterrupt

    monkeypatch.setattr("shutil.rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        staging.publish()
    monkeypatch.undo()
    assert MARKER in _names(tmp_path / "output.old")
    Staging(tmp_path / "output").open()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_behind_a_link_the_folder_is_replaced(tmp_path: Path) -> None:
    """Build after build; the link stays."""
    _site(tmp_path / "disk" / "site", "old")
    (tmp_path / "output").symlink_to(tmp_path / "disk" / "site")
    for word in ("new", "newer"):
        staging = Staging(tmp_path / "output")
        staging.open()
        write(staging.folder, "index.html", word)
        staging.publish()
        assert (tmp_path / "output" / "index.html").read_text() == word
    assert (tmp_path / "output").is_symlink()
    assert _names(tmp_path / "disk") == ["site"]


def test_a_folder_without_a_name_is_refused() -> None:
    """The root of the file system, which somebody may give by mistake."""
    with pytest.raises(StagingError, match="was not made by Claimbook"):
        Staging(Path("/")).open()


def test_a_failed_swap_puts_the_old_site_back(tmp_path: Path) -> None:
    """Where the new folder cannot be moved, the old one returns and the error says so."""
    _site(tmp_path / "output", "old")
    staging = Staging(tmp_path / "output")
    staging.open()
    staging.discard()
    with pytest.raises(StagingError) as caught:
        staging.publish()
    assert str(caught.value) == "cannot replace output/: No such file or directory"
    assert _names(tmp_path) == ["output"]
    assert (tmp_path / "output" / "index.html").read_text() == "old"


def test_a_build_that_publishes_in_between_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two steps of a swap another build may put its site into the empty place."""
    _site(tmp_path / "output", "old")
    staging = Staging(tmp_path / "output")
    staging.open()
    write(staging.folder, "index.html", "new")
    rename, others = Path.rename, ["other"]

    def interfere(path: Path, target: Path) -> Path:
        if path == staging.folder and others:
            _site(staging.target, others.pop())
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interfere)
    staging.publish()
    assert not others
    assert (tmp_path / "output" / "index.html").read_text() == "new"
    assert _names(tmp_path) == ["output"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The folder's parent is a file."""
    write(tmp_path, "file", "")
    with pytest.raises(StagingError, match=r"^cannot write beside output/: "):
        Staging(tmp_path / "file" / "output").open()


def test_folders_of_builds_killed_long_ago_are_removed(tmp_path: Path) -> None:
    """A recent one may belong to a build that is running, and one without our mark is none of ours."""
    for name in ("output.new-1", "output.new-2", "output.new-x"):
        _site(tmp_path / name, "left")
    (tmp_path / "output.new-x" / MARKER).unlink()
    for name in ("output.new-1", "output.new-x"):
        os.utime(tmp_path / name, (1, 1))
    staging = Staging(tmp_path / "output")
    staging.open()
    staging.discard()
    assert _names(tmp_path) == ["output.new-2", "output.new-x"]

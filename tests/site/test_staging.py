"""Building aside and swapping."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from claimbook.site.staging import MARKER, Staging, StagingError
from tests.support import write

locking = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")


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
    """Where nothing can be exchanged in one step, another build may put its site into the empty place."""
    monkeypatch.setattr("claimbook.site.staging.exchange", lambda one, other: False)
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


def test_folders_of_killed_builds_are_removed(tmp_path: Path) -> None:
    """Whatever their age, also one that was killed before it was marked; one of somebody else's stays."""
    for name in ("output.new-1", "output.new-2", "output.new-4", "output.new-x", "other.new-5"):
        _site(tmp_path / name, "left")
    (tmp_path / "output.new-3").mkdir()
    (tmp_path / "output.new-4" / MARKER).unlink()
    os.utime(tmp_path / "output.new-1", (1, 1))
    staging = Staging(tmp_path / "output")
    staging.open()
    staging.discard()
    assert _names(tmp_path) == ["other.new-5", "output.new-4", "output.new-x"]


@locking
def test_one_build_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits, then says which process is in the way; it takes nothing away from the first."""
    first = Staging(tmp_path / "output")
    first.open()
    write(first.folder, "index.html", "first")
    second = Staging(tmp_path / "output")
    with pytest.raises(StagingError) as caught:
        second.claim(0.1)
    assert str(caught.value) == (
        f"output/ is being written by another build (process {os.getpid()}). "
        "Wait until it is done, or build to another folder."
    )
    second.discard()
    other = Staging(tmp_path / "elsewhere")
    other.open()
    other.discard()
    first.publish()
    second.open()
    second.discard()
    assert (tmp_path / "output" / "index.html").read_text() == "first"
    assert _names(tmp_path) == ["output"]


@locking
def test_where_there_are_no_locks_age_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recent folder may belong to a build that is running."""
    monkeypatch.setattr("fcntl.flock", _refuse)
    for name in ("output.new-1", "output.new-2"):
        _site(tmp_path / name, "left")
    os.utime(tmp_path / "output.new-1", (1, 1))
    staging = Staging(tmp_path / "output")
    staging.open()
    staging.publish()
    assert _names(tmp_path) == ["output", "output.new-2"]


def _refuse(*_: object) -> None:
    raise OSError(errno.ENOLCK, "no locks")


@pytest.mark.skipif(
    sys.platform not in ("linux", "darwin"), reason="folders change places in two steps there"
)
def test_the_site_is_never_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old and new change places in one step: no renaming of the site's folder away, not even for a moment."""
    _site(tmp_path / "output", "old")
    staging = Staging(tmp_path / "output")
    staging.open()
    write(staging.folder, "index.html", "new")
    before = os.stat(staging.folder).st_ino
    moved: list[tuple[Path, Path]] = []
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda path, to: moved.append((path, to)) or rename(path, to))
    staging.publish()
    assert moved == [(staging.folder, tmp_path / "output.old")]
    assert os.stat(tmp_path / "output").st_ino == before
    assert _names(tmp_path) == ["output"]


def test_a_git_working_copy_is_not_replaced(tmp_path: Path) -> None:
    """Its history would go with the old site: some deploy from within the folder."""
    _site(tmp_path / "output", "old")
    write(tmp_path, "output/.git/HEAD", "ref: refs/heads/gh-pages")
    with pytest.raises(StagingError, match=r"^output/ is a git working copy, whose history would be lost"):
        Staging(tmp_path / "output").open()
    assert (tmp_path / "output" / ".git" / "HEAD").exists()
    assert _names(tmp_path) == ["output"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
@pytest.mark.parametrize("target", ["claims", "claims/site", ".", "link", "linked/site"])
def test_the_book_is_not_replaced(tmp_path: Path, target: str) -> None:
    """Neither by a site in its place nor by one within, links considered; a mark of ours changes nothing."""
    claims = tmp_path / "book" / "claims"
    _site(claims, "marked")
    (tmp_path / "book" / "link").symlink_to(claims)
    (tmp_path / "book" / "linked").symlink_to(claims)
    with pytest.raises(StagingError, match=r"^\S+/ and the book's claims/ stand in each other, so it is not"):
        Staging(Path(os.path.normpath(tmp_path / "book" / target))).claim(0, [claims])
    assert _names(claims) == [MARKER, "index.html"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_links_in_the_way_are_not_followed(tmp_path: Path) -> None:
    """Named like the site before or a killed build's folder, they lead to what is not ours to remove."""
    _site(tmp_path / "mine", "mine")
    (tmp_path / "output.new-1").symlink_to(tmp_path / "mine")
    staging = Staging(tmp_path / "output")
    staging.open()
    staging.publish()
    assert _names(tmp_path) == ["mine", "output", "output.new-1"]
    (tmp_path / "output.old").symlink_to(tmp_path / "mine")
    with pytest.raises(StagingError, match=r"^output\.old/ was not made by Claimbook"):
        Staging(tmp_path / "output").open()
    assert _names(tmp_path / "mine") == [MARKER, "index.html"]

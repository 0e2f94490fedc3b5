"""Accidents: the last good site stays whole, the message says what happened, and the next build is right.

Builds run in copies of this process, with real signals, a real full disk, real errors; `tests.faults.run`
does the same by the thousand.
"""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimbook.site import staging
from tests.faults import trials
from tests.faults.harness import Fault, World, kill, tree
from tests.faults.trials import edit, mended, told, whole
from tests.support import REPOSITORY, write

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes fork on Linux alone")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A book that was edited since its site was built."""
    return trials.edited_world(tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="module")
def writes(kept: World) -> int:
    """How many steps of a build write something."""
    return trials.steps(kept)


@pytest.fixture
def world(kept: World) -> World:
    """The edited book, its site before the edit, and what was kept of that build."""
    kept.put_back()
    return kept


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_build_leaves_a_whole_site(world: World, writes: int, seed: int) -> None:
    """At any step, in the process itself or in one that helps it: the old site or the new one."""
    trials.killed(world, random.Random(seed), writes)


@pytest.mark.parametrize(
    ("end", "at"),
    [("/output.old", 1), ("/output.old", 2), ("/output.old", 3), ("/output.old", 4), (".site", 1)],
)
def test_around_the_swap_the_site_is_never_absent(world: World, end: str, at: int) -> None:
    """Before both change places, before the old one is moved away, while it is removed, and after that."""
    old = world.now()
    done = world.build(fault=Fault(kill(group=True), at, "parent", end=end))
    assert done.code == -signal.SIGKILL
    assert whole(world, old, world.site()) == (at > 1 or end == ".site")
    done = world.build()
    assert (done.code, world.now()) == (0, world.site())
    assert world.beside() == ["output"]


@pytest.mark.parametrize("seed", range(3))
def test_a_build_that_is_asked_to_stop_says_so(world: World, writes: int, seed: int) -> None:
    """By Ctrl-C, by the system or by a closed terminal: nothing is left beside the site."""
    trials.asked(world, random.Random(seed), writes)


@pytest.mark.parametrize("seed", range(3))
def test_what_the_system_refuses_is_told(world: World, writes: int, seed: int) -> None:
    """No room, no right, no more files, at any step: one line, and the old site; the cache alone may fail."""
    trials.refused(world, random.Random(seed), writes)


@pytest.mark.parametrize("name", ["a record", "a setting", "a template", "a new page"])
def test_a_file_that_changes_meanwhile_is_noticed(world: World, name: str) -> None:
    """The site is of one state, and nothing wrong is kept for later: not even when the edit is taken back."""
    path, change, undo = trials.CHANGES[name]
    old = world.now()
    done = world.build(fault=Fault(lambda: change(world.book), 1, end=".records"))
    assert (done.code, _last(done.err)) == (
        1,
        f"{path} changed while the site was built. Nothing was published; build again.\n",
    )
    assert world.now() == old
    for _ in range(2):
        assert world.build().code == 0
        assert world.now() == world.site()
        undo(world.book)
        change, undo = undo, change


def _last(text: str) -> str:
    return text.splitlines(keepends=True)[-1] if text else ""


def test_a_change_that_no_clock_shows_is_noticed(world: World) -> None:
    """A text of the same length, its times put back: the file is young, so its content is compared."""
    page = world.book / "content/pages/method.md"
    write(world.book, "content/pages/method.md", "Title: Method\n\nHow it is made.\n")
    status = page.stat()

    def rewrite() -> None:
        with page.open("r+b") as file:
            file.write(b"Title: Method\n\nHow it was mad.")
        os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))

    done = world.build(fault=Fault(rewrite, 1, end=".records"))
    assert done.code == 1
    assert "content/pages/method.md changed while the site was built." in done.err


def test_two_builds_take_turns(world: World) -> None:
    """The second one waits for the first, and both are right."""
    trials.together(world, random.Random(1), 0.2)


def test_a_build_does_not_wait_for_ever(world: World) -> None:
    """A stopped one keeps its place; the message names its process, and once it is gone nothing is locked."""
    old = world.now()
    stop = Fault(kill(signal.SIGSTOP, group=True), 1, end=".records")  # before the pages are divided
    first = world.copy("build", "--output", str(world.output), fault=stop)
    os.waitid(os.P_PID, first.pid, os.WSTOPPED)
    done = world.build()
    assert (done.code, _last(done.err)) == (
        1,
        f"output/ is being written by another build (process {first.pid}). "
        "Wait until it is done, or build to another folder.\n",
    )
    assert world.now() == old
    os.killpg(first.pid, signal.SIGKILL)
    first.end()
    mended(world)


def test_sites_of_one_book_are_built_at_once(world: World) -> None:
    """To different folders side by side, with one cache between them."""
    folders = [world.place / name for name in ("one", "two")]
    for copy in [world.copy("build", "--output", str(folder)) for folder in folders]:
        assert copy.end().code == 0
    assert [tree(folder) for folder in folders] == [world.site()] * 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_stopped_while_it_mends(
    world: World, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed, it leaves files that are whole; asked to stop, it ends what it began. Then all is well."""
    monkeypatch.setattr(trials, "ENDINGS", [number])
    trials.served(world, random.Random(number), 0.3)


# --- a full disk, and other things that a system lacks


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The edited book, with its site on a disk of four megabytes and 700 files."""
    place = tmp_path_factory.mktemp("disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=4m,nr_inodes=700", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is allowed to root alone, and not in every container")
    yield trials.edited_world(tmp_path_factory.mktemp("small"), place)
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("room", [0, 40_000, 250_000])
def test_a_full_disk_stops_the_build(disk: World, room: int) -> None:
    """With no room, some or much: one line that names it, and the site before; then all is well again."""
    disk.put_back()
    old = disk.now()
    free = os.statvfs(disk.place).f_bavail * os.statvfs(disk.place).f_frsize
    write(disk.place, "ballast", bytes(max(0, free - room)))
    done = disk.build()
    told(done, "No space left on device; free some space (of files too: df -i). Nothing was published.")
    assert disk.now() == old
    assert disk.beside() == ["ballast", "output"]
    (disk.place / "ballast").unlink()
    mended(disk)


def test_a_disk_without_room_for_more_files(disk: World) -> None:
    """Space there is; the advice says where to look."""
    disk.put_back()
    old = disk.now()
    for number in range(os.statvfs(disk.place).f_ffree - 40):
        write(disk.place, f"many/{number}", "")
    told(disk.build(), "No space left on device; free some space (of files too: df -i)")
    assert disk.now() == old
    shutil.rmtree(disk.place / "many")
    mended(disk)


def test_a_full_cache_is_no_matter(disk: World, world: World) -> None:
    """Nothing is kept, and the site is right."""
    write(disk.place, "ballast", b"")
    with (disk.place / "ballast").open("wb") as ballast:
        free = os.statvfs(disk.place).f_bavail * os.statvfs(disk.place).f_frsize
        os.posix_fallocate(ballast.fileno(), 0, free)
    cache = disk.place / "cache"
    done = world.copy("build", "--output", str(world.output), env={"XDG_CACHE_HOME": str(cache)}).end()
    assert (done.code, done.err) == (0, "")
    assert world.now() == world.site()
    assert [path for path in cache.rglob("*") if path.is_file()] == []
    (disk.place / "ballast").unlink()


def test_a_mount_point_is_refused(disk: World) -> None:
    """At once, not after everything was made: it could not be replaced."""
    disk.put_back()
    shutil.rmtree(disk.output)
    done = disk.copy("build", "--output", str(disk.place)).end()
    assert (done.code, done.err) == (
        1,
        f"{disk.place.name}/ is a mount point, which cannot be replaced. Build to a folder in it.\n",
    )
    disk.put_back()


def test_a_file_that_grows_too_large(world: World) -> None:
    """A limit of the system's (ulimit -f), met in the midst of writing."""
    old = world.now()

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as Python does when it starts
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))

    done = world.build(before=limit)
    told(
        done, "File too large; a limit on the size of files is in the way (ulimit -f). Nothing was published."
    )
    assert world.now() == old
    mended(world)


def test_few_files_at_a_time_are_enough(world: World) -> None:
    """With 16 open files the build is what it is with thousands."""
    code = _command(world, f"ulimit -n 16; claimbook build --output {world.output}")[0]
    assert (code, world.now()) == (0, world.site())


def test_refused_processes_are_done_without(world: World) -> None:
    """One process does the work of all."""

    def refuse() -> None:
        def hear(event: str, _: object) -> None:
            if event == "os.fork":
                raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

        sys.addaudithook(hear)

    done = world.build(before=refuse)
    assert (done.code, world.now()) == (0, world.site())


# --- the command's own surroundings


def _command(world: World, line: str, folder: Path | None = None) -> tuple[int, str, str]:
    """Exit code and output of a shell's line, in which `claimbook` is the command on the book."""
    command = f"{sys.executable} -m claimbook --book {world.book}"
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts"), "XDG_CACHE_HOME": str(world.cache)}
    env.pop("PYTHONUNBUFFERED", None)  # it decides when a full disk is noticed
    done = subprocess.run(
        ["bash", "-c", line.replace("claimbook", command)],
        cwd=folder or world.folder,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("claimbook check | true; exit ${PIPESTATUS[0]}", (141, "", "")),
        ("claimbook check > /dev/full", (1, "", "standard output: No space left on device\n")),
        ("claimbook check <&- >&- 2>&-", (0, "", "")),
        ("claimbook build --output f", (1, "", "f/ was not made by Claimbook, so it is not replaced. Move it "
            "away, delete it, or build to another folder.\n")),
        ("mkdir gone; cd gone; rmdir ../gone; claimbook schema --check 2>&1 | tail -1", (0, "", "")),
    ],
)  # fmt: skip
def test_surroundings(world: World, line: str, outcome: tuple[int, str, str]) -> None:
    """Nobody reads, nothing can be written, there are no streams, no folder: a line at most, no traceback."""
    write(world.folder, "f", "mine")
    code, out, err = _command(world, line)
    assert "Traceback" not in out + err
    assert (code, "" if "gone" in line else out, err) == outcome


def test_streams_that_are_closed_do_not_become_files(world: World) -> None:
    """The site is the same; what is printed goes nowhere."""
    code = _command(world, f"claimbook build --output {world.output} <&- >&- 2>&-")[0]
    assert (code, world.now()) == (0, world.site())


def test_the_moment_of_a_swap_is_not_interrupted(world: World) -> None:
    """A request that comes during it is heeded after it, and the message says that the site is published."""
    exchange = staging.exchange

    def ask(one: Path, other: Path) -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        return exchange(one, other)

    staging.exchange = ask
    try:
        done = world.build()
    finally:
        staging.exchange = exchange
    assert (done.code, _last(done.err)) == (143, "ended by SIGTERM: the site was published\n")
    assert world.now() == world.site()


def test_a_file_of_the_theme_that_cannot_be_copied_stops_the_build(world: World) -> None:
    """Pelican only warns of it: the site would have been published without the style of its pages."""
    old = world.now()

    def refuse() -> None:
        def hear(event: str, args: tuple[object, ...]) -> None:
            if event == "shutil.copyfile" and str(args[1]).endswith("theme/css/style.css"):
                raise OSError(errno.ENOSPC, "No space left on device", args[0], None, args[1])

        sys.addaudithook(hear)

    edit(world.book, "theme/static/css/style.css", "{", "{/**/")  # so that it is not the last build's
    done = world.build(before=refuse)
    told(
        done,
        "theme/css/style.css: No space left on device; free some space (of files too: df -i). Nothing was",
    )
    assert world.now() == old

"""One fault each, and what must hold afterwards: the site is the old one or the new one, whole; the message
says what happened; and the next build makes the right site and leaves nothing behind.
"""

from __future__ import annotations

import errno
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from claimbook.site import job, past
from tests.faults.harness import REFUSALS, Fault, Outcome, World, kill, refuse, tree
from tests.support import CONFIG, REPOSITORY, small_book, write

METHOD: dict[str, str | bytes] = {
    "content/pages/method.md": "Title: Method\n\nHow it is made.\n",
    "content/images/bridge.png": "a picture, for a build that copies it as it is\n",
}
FIRST = "claims/sources/coast-weekly.yml"
SIGNALS = {signal.SIGTERM: "ended by SIGTERM", signal.SIGHUP: "ended by SIGHUP", signal.SIGINT: "interrupted"}

ENDINGS = [signal.SIGKILL, *SIGNALS]


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Change one place in a file of a book."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text, f"{old!r} does not stand in {path}"
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def edited_world(folder: Path, place: Path | None = None) -> World:
    """A small book whose site was built before its last edits."""

    def book(root: Path) -> None:
        files = dict(METHOD)
        theme = REPOSITORY / "themes" / "apparatus"
        for path in theme.rglob("*"):
            if path.is_file():
                files[f"theme/{path.relative_to(theme).as_posix()}"] = path.read_bytes()
        small_book(root, files=files, config=f"{CONFIG}THEME = 'theme'\nCLAIMBOOK['page_size'] = 3\n")

    world = World(folder, book, place)
    assert world.build().code == 0
    edit(world.book, FIRST, "The inspection came too late.", "The inspection came far too late.")
    edit(world.book, "claims/actors.yml", "Jon Hale", "Jon M. Hale")
    world.keep()
    return world


def with_spare() -> None:
    """Keep the site before, as is done for large ones."""
    past.SPARED = job.SPARED = 1


def mended(world: World, before: Callable[[], object] = lambda: None) -> None:
    """The next build is right and leaves nothing behind, and the one after it has nothing to do."""
    done = world.build(before=before)
    assert done.code == 0, done
    assert world.now() == world.site()
    spare = ["output.old"] if before is with_spare else []
    assert world.beside() == ["output", *spare]
    strange = [
        path.name
        for path in world.cache.rglob("*")
        if path.suffix not in ("", ".site", ".records", ".templates")
    ]
    assert not strange
    files = len(world.now())
    done = world.build(before=before)
    assert done.code == 0, done
    assert "files reused" in done.out
    assert len(world.now()) == files


def whole(world: World, *sites: dict[str, bytes]) -> int:
    """Which of some sites stands in the place; the first is 0."""
    now = world.now()
    for number, site in enumerate(sites):
        if now == site:
            return number
    near = min(sites, key=lambda site: len(now.items() ^ site.items()))
    raise AssertionError(f"neither site: {sorted({name for name, _ in now.items() ^ near.items()})[:9]}")


def told(outcome: Outcome, *words: str) -> None:
    """The build failed, in words for people."""
    assert outcome.code > 0, outcome
    assert "Traceback" not in outcome.err, outcome
    assert outcome.err.strip(), outcome
    assert not words or any(word in outcome.err for word in words), outcome


def steps(world: World, *, who: str = "parent", reads: bool = False) -> int:
    """How many events a build of the edited book has."""
    world.put_back()
    done = world.build(fault=Fault(lambda: None, 0, who, reads))
    assert done.code == 0, done
    return done.events


def killed(world: World, rng: random.Random, last: int) -> str:
    """Killed outright at some step: itself, a helper, or all of them."""
    old = world.now()
    who, at = rng.choice(["parent", "child", "any"]), rng.randrange(1, last + 1)
    before = rng.choice([lambda: None, with_spare])
    done = world.build(fault=Fault(kill(group=rng.random() < 0.4), at, who), before=before)
    whole(world, old, world.site())
    if done.code > 0:
        told(done, "a process of this build ended early (SIGKILL)")
    mended(world, before)
    return f"kill {who} at {at}"


def asked(world: World, rng: random.Random, last: int) -> str:
    """Asked to stop at some step: it tidies up by itself."""
    old = world.now()
    number, at = rng.choice(sorted(SIGNALS)), rng.randrange(1, last + 1)
    done = world.build(fault=Fault(kill(number, group=rng.random() < 0.5), at, "parent"))
    new = whole(world, old, world.site())
    if done.code == 0:
        assert new
    else:
        err = "".join(line for line in done.err.splitlines(True) if not line.startswith("Making pages"))
        said = "the site was published" if new else "nothing was published"
        assert (done.code, err) in (
            (128 + number, f"{SIGNALS[number]}: {said}\n"),
            (128 + number, ""),  # when all was done
            (128 + number, f"{SIGNALS[number]}\n"),  # before anything was begun
        ), done
    assert world.beside() in (["output"], ["output", "output.old"])
    mended(world)
    return f"{signal.Signals(number).name} at {at}"


def killed_any_time(world: World, rng: random.Random, seconds: float) -> str:
    """Any signal after any time, between any two instructions."""
    old = world.now()
    number = rng.choice(ENDINGS)
    copy = world.copy("build", "--output", str(world.output))
    delay = rng.random() * seconds
    time.sleep(delay)
    if rng.random() < 0.5:
        os.killpg(copy.pid, number)
    else:
        copy.send(number)
    done = copy.end()
    assert "Traceback" not in done.err, done
    whole(world, old, world.site())
    mended(world)
    return f"{signal.Signals(number).name} after {delay:.3f} s"


def refused(world: World, rng: random.Random, last: int) -> str:
    """The system says no at some step; where that was for the cache alone, nothing is the matter."""
    old = world.now()
    number, at, who = rng.choice(REFUSALS), rng.randrange(1, last + 1), rng.choice(["parent", "child", "any"])
    done = world.build(fault=Fault(refuse(number), at, who))
    new = whole(world, old, world.site())
    if done.code == 0:
        assert new
    else:
        told(done, os.strerror(number))
        assert not new, done
    mended(world)
    return f"{errno.errorcode[number]} at {at} in {who}"


def _edits(path: str, old: str, new: str) -> tuple[str, Callable[[Path], None], Callable[[Path], None]]:
    return path, lambda root: edit(root, path, old, new), lambda root: edit(root, path, new, old)


_PAGE = "content/pages/new.md"
# The file, how it changes, and how it becomes what it was.
CHANGES: dict[str, tuple[str, Callable[[Path], None], Callable[[Path], None]]] = {
    "a record": _edits(
        FIRST, "About 300 people waited on the eastern bank.", "Some 300 people waited there."
    ),
    "an actor": _edits("claims/actors.yml", "Mara Vik", "Mara Wik"),
    "a template": _edits("theme/templates/404.html", "</h1>", "!</h1>"),
    "all pages": _edits("theme/templates/base.html", "</main>", "<!-- changed --></main>"),
    "a stylesheet": _edits("theme/static/css/style.css", "{", "{/**/"),
    "a text": _edits("content/pages/method.md", "How it is made.", "How it was made."),
    "a setting": _edits("pelicanconf.py", "Claims about an invented", "Claims about an imagined"),
    "a new page": (
        _PAGE,
        lambda root: write(root, _PAGE, "Title: New\n\nN.\n"),
        lambda root: (root / _PAGE).unlink(),
    ),
}


def changed(world: World, rng: random.Random, last: int) -> str:
    """A file is edited at some step: the site is of one state, and so are those that follow."""
    old, before = world.now(), world.site()
    name = rng.choice(sorted(CHANGES))
    path, change, undo = CHANGES[name]
    at = rng.randrange(1, last + 1)
    done = world.build(fault=Fault(lambda: change(world.book), at, "parent", reads=True))
    if done.code == 0:
        whole(world, before, world.site())
    else:
        told(done, f"{path} changed while the site was built. Nothing was published; build again.")
        assert world.now() == old
    if done.events < at:  # the work was shared otherwise, and this process was done before
        change(world.book)
    mended(world)
    undo(world.book)  # what was kept of the first state must not have been spoilt
    mended(world)
    return f"{name} at {at}"


def together(world: World, rng: random.Random, seconds: float) -> str:
    """Two builds of one site at once: one waits for the other."""
    old = world.now()
    first = world.copy("build", "--output", str(world.output))
    time.sleep(rng.random() * seconds)
    second = world.copy("build", "--output", str(world.output))
    for done in (first.end(), second.end()):
        if done.code:
            told(done, "output/ is being written by another build (process ")
    whole(world, world.site(), old)
    mended(world)
    return "two builds"


def served(world: World, rng: random.Random, seconds: float) -> str:
    """The server is killed or stopped while it mends the site after an edit."""
    output = world.book / "output"
    sites = [world.site()]
    copy = world.copy("serve", "--port", str(20000 + rng.randrange(20000)))
    _wait(lambda: "Serving" in copy.out())
    time.sleep(0.3)  # until the watch has begun
    edit(world.book, FIRST, "The inspection came far too late.", "The inspection came late.")
    number = rng.choice(ENDINGS)
    time.sleep(rng.random() * seconds)
    copy.send(number)
    done = copy.end()
    sites.append(world.site())
    assert "Traceback" not in done.err, done
    assert done.code == {signal.SIGKILL: -9, signal.SIGINT: 0}.get(number, 128 + number), done
    now = tree(output)
    assert all(any(content == site.get(path) for site in sites) for path, content in now.items())
    if number != signal.SIGKILL:  # it has ended what it had begun
        assert now in sites
        assert [path.name for path in world.book.glob("output*")] == ["output"]
    again = world.copy("build").end()
    assert again.code == 0, again
    assert tree(output) == world.site()
    assert [path.name for path in world.book.glob("output*")] == ["output"]
    return f"serve, {signal.Signals(number).name}"


def _wait(for_what: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not for_what():
        assert time.monotonic() < until
        time.sleep(0.01)

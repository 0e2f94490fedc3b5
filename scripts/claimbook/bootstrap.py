"""Set up `.venv` on first use and hand over to the Python in it.

Owns what `scripts/serve`, `scripts/run` and `scripts/test` share: finding a Python that is new enough,
keeping the virtual environment in the clone's root in step with `pyproject.toml`, and the list of steps
`scripts/test` takes. The folder `.venv` belongs to this module: one that it did not make itself is emptied
and made anew.

Refuses to know what any command does. Imports the standard library alone, and keeps to the syntax of
Python 3.6 (hence `Optional` and `List`), so that an older Python can say in one line what it lacks.
"""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple

ROOT = Path(__file__).resolve().parents[2]
OLDEST = (3, 11)
DOWNLOADS = "https://www.python.org/downloads/"
NEWER_PYTHONS = (("python3.14",), ("python3.13",), ("python3.12",), ("python3.11",), ("py", "-3"))
STAMP = "claimbook-stamp.json"
INTERRUPTED = 130  # what a shell reports for a program ended by Ctrl-C
CONTROL_C_EXIT = 0xC000013A  # the same on Windows

VENV_HINT = "On Debian and Ubuntu, Python's venv is a package of its own: sudo apt install python3-venv"
PIP_HINT = "If pip had no network: it needs it this once; behind a proxy, set HTTPS_PROXY."

Command = Tuple[str, ...]
Runner = Callable[[Sequence[str], Path], Tuple[int, str]]  # (command, folder) -> (exit code, all it printed)
Caller = Callable[[Sequence[str], Path], int]  # (command, folder) -> exit code, printing as it goes


class SetupError(Exception):
    """Setting up failed; the text is all a reader needs, no traceback."""


class Stamp(NamedTuple):
    """What a finished `.venv` was made for; kept in it as JSON and compared at every later call."""

    folder: str  # an environment holds absolute paths, so one that was moved is useless
    python: str
    project: str  # SHA-256 of pyproject.toml
    extras: Tuple[str, ...]


class Step(NamedTuple):
    """One tool of `scripts/test`: its headline and the arguments Python is given."""

    name: str
    arguments: Command


# --- what the three scripts call


def serve(arguments: List[str]) -> int:
    """Hand over to `claimbook serve ARGUMENTS`; return an exit code where that is not possible."""
    return _quietly(_claimbook, ["serve", *arguments])


def run(arguments: List[str]) -> int:
    """Hand over to `claimbook ARGUMENTS`; return an exit code where that is not possible."""
    return _quietly(_claimbook, arguments)


def test(arguments: List[str]) -> int:
    """Run every step of `steps()`, or pytest alone where it is given arguments; 0 only if all passed."""
    return _quietly(_test, arguments)


def _claimbook(arguments: List[str]) -> int:
    python = ensure(())
    return _hand_over([str(python), "-m", "claimbook", *arguments])


def _test(arguments: List[str]) -> int:
    python = ensure(("test",))
    if arguments:
        return call([str(python), "-m", "pytest", *arguments], ROOT)
    return run_steps(steps(ROOT), python=python)


def _quietly(action: Callable[[List[str]], int], arguments: List[str]) -> int:
    """Run an action so that a failed set-up and Ctrl-C end in an exit code, never in a traceback."""
    try:
        if sys.version_info < OLDEST:
            return use_newer_python()
        return action(arguments)
    except SetupError as error:
        _say(str(error))
        return 1
    except OSError as error:  # a folder that cannot be written to, an environment broken after it was made
        _say(f"Claimbook cannot start: {error}")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


# --- a Python that is new enough


def use_newer_python() -> int:
    """Start the running script again with a newer Python from PATH; raise SetupError where there is none."""
    newer = find_newer_python()
    if newer is None:
        raise SetupError(too_old("{}.{}.{}".format(*sys.version_info[:3])))
    return _hand_over(list(newer) + sys.argv)


def too_old(found: str) -> str:
    """The one line for a machine whose only Python is too old."""
    wanted = "{}.{}".format(*OLDEST)
    return f"Claimbook needs Python {wanted} or later; found {found}. Install it from {DOWNLOADS}"


def find_newer_python(runner: Optional[Runner] = None) -> Optional[Command]:
    """The first of NEWER_PYTHONS that is on PATH and new enough, with its path in full; None if none is.

    Each is asked for its version, because a name on PATH proves little: version managers leave shims that
    only print an error, and `py -3` may be any 3.
    """
    question = f"import sys; print(sys.version_info >= {OLDEST})"
    for name, *options in NEWER_PYTHONS:
        path = shutil.which(name)
        if path is None:
            continue
        command = (path, *options)
        code, answer = (runner or run_captured)([*command, "-c", question], ROOT)
        if code == 0 and answer.strip() == "True":
            return command
    return None


# --- the virtual environment


def ensure(extras: Tuple[str, ...] = (), *, root: Path = ROOT, runner: Optional[Runner] = None) -> Path:
    """Return the Python of `root/.venv` once that holds Claimbook with these extras of pyproject.toml.

    Does nothing when the stamp in `.venv` says so already. Otherwise installs, while no second call can: into
    the environment at hand where pyproject.toml or the extras alone have changed, else into a new one. The
    stamp goes before the work starts and comes back when it is done, so an interrupted set-up is done again
    from the start.
    Raises SetupError, with the output of the tool that failed and a hint.
    """
    if _is_ready(extras, root):
        return venv_python(root)
    with _locked(root / ".venv.lock"):
        if not _is_ready(extras, root):  # the call that held the lock may have done it
            _install(extras, root, runner or run_captured)
    return venv_python(root)


def venv_python(root: Path) -> Path:
    """Where the interpreter of `root/.venv` is on this system."""
    if sys.platform == "win32":
        return root / ".venv" / "Scripts" / "python.exe"
    return root / ".venv" / "bin" / "python"


def wanted_stamp(extras: Iterable[str], root: Path) -> Stamp:
    """The stamp that an environment made now, by this Python and for these extras, would carry."""
    python = f"{sys.implementation.cache_tag}-{sys.platform}"
    project = hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest()
    return Stamp(str(root), python, project, tuple(sorted(extras)))


def read_stamp(root: Path) -> Optional[Stamp]:
    """The stamp in `root/.venv`; None where it is missing, unreadable or of another shape."""
    try:
        found = json.loads((root / ".venv" / STAMP).read_text(encoding="utf-8"))
        return Stamp(found["folder"], found["python"], found["project"], tuple(found["extras"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_ready(extras: Tuple[str, ...], root: Path) -> bool:
    found, wanted = read_stamp(root), wanted_stamp(extras, root)
    if found is None or not _is_reusable(found, wanted, root):
        return False
    return found.project == wanted.project and set(found.extras) >= set(wanted.extras)


def _is_reusable(found: Stamp, wanted: Stamp, root: Path) -> bool:
    """Whether the environment was made here, by a Python like this one that is still there."""
    return found[:2] == wanted[:2] and venv_python(root).exists()


def _install(extras: Tuple[str, ...], root: Path, runner: Runner) -> None:
    found, wanted = read_stamp(root), wanted_stamp(extras, root)
    with contextlib.suppress(FileNotFoundError):
        (root / ".venv" / STAMP).unlink()
    if found is not None and _is_reusable(found, wanted, root):
        # Extras installed before are kept, or `serve` and `test` in turn would install each time.
        wanted = wanted._replace(extras=tuple(sorted({*found.extras, *wanted.extras})))
        _say("Updating .venv …")
    else:
        _say("Setting up .venv (first run only) …")
        # Not sys.executable: this may run inside the environment that is about to be emptied.
        base = getattr(sys, "_base_executable", None) or sys.executable
        _must([base, "-m", "venv", "--clear", str(root / ".venv")], root, runner, VENV_HINT)
    target = "." + (f"[{','.join(wanted.extras)}]" if wanted.extras else "")
    pip = [str(venv_python(root)), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    _must([*pip, "install", "--quiet", "--editable", target], root, runner, PIP_HINT)
    _write_stamp(wanted, root)


def _write_stamp(stamp: Stamp, root: Path) -> None:
    path = root / ".venv" / STAMP
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(stamp._asdict()), encoding="utf-8")
    draft.replace(path)


def _must(command: List[str], folder: Path, runner: Runner, hint: str) -> None:
    code, output = runner(command, folder)
    if code != 0:
        raise SetupError(f"{output.rstrip()}\n\nSetting up .venv failed (exit code {code}). {hint}".lstrip())


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that the system lets go of however this process ends; say so when it has to wait."""
    with path.open("a+b") as file:
        if not _try_lock(file.fileno()):
            _say("Another command is setting up .venv; waiting for it …")
            while not _try_lock(file.fileno()):
                time.sleep(0.2)
        yield


def _try_lock(descriptor: int) -> bool:
    """False while another process holds the lock; True also where the file system has no locks to give."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


# --- the steps of scripts/test


def steps(root: Path) -> Tuple[Step, ...]:
    """Everything `scripts/test` runs, in order; pytest is last, so its count is the last line printed."""
    workflows = [
        str(path.relative_to(root)) for path in sorted((root / ".github" / "workflows").glob("*.yml"))
    ]
    schema = ("-m", "check_jsonschema", "--builtin-schema")
    return (
        Step("ruff check", ("-m", "ruff", "check")),
        Step("ruff format --check", ("-m", "ruff", "format", "--check")),
        Step("mypy", ("-m", "mypy")),
        Step("workflow files", (*schema, "vendor.github-workflows", *workflows)),
        Step("dependabot.yml", (*schema, "vendor.dependabot", str(Path(".github", "dependabot.yml")))),
        Step("claimbook check", ("-m", "claimbook", "check")),
        Step("pytest", ("-m", "pytest")),
    )


def run_steps(
    todo: Iterable[Step], *, python: Path, root: Path = ROOT, caller: Optional[Caller] = None
) -> int:
    """Run all the steps, each under a headline, also when one fails; 1 if any did, their names on stderr."""
    failed = []
    for step in todo:
        print(f"\n== {step.name}", flush=True)
        if (caller or call)([str(python), *step.arguments], root) != 0:
            failed.append(step.name)
    if failed:
        _say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


# --- starting programs


def run_captured(command: Sequence[str], folder: Path) -> Tuple[int, str]:
    """Run a command to its end; return its exit code (127 if it cannot start) and all that it printed."""
    # A user's "install for me alone" (pip's `user` setting) cannot hold inside an environment.
    environment = dict(os.environ, PIP_USER="0")
    try:
        done = subprocess.run(
            command,
            cwd=str(folder),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        return 127, str(error)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def call(command: Sequence[str], folder: Optional[Path] = None) -> int:
    """Run a command on this terminal and return its exit code.

    Ctrl-C reaches the command too: it may finish in its own way; KeyboardInterrupt is raised after its end.
    """
    interrupted = False
    with subprocess.Popen(command, cwd=str(folder) if folder else None) as process:
        while True:
            try:
                code = process.wait()
                break
            except KeyboardInterrupt:
                interrupted = True
    if interrupted or code == CONTROL_C_EXIT:
        raise KeyboardInterrupt
    return code


def _hand_over(command: List[str]) -> int:
    """Become the command; on Windows, where a process cannot, run it and return its exit code."""
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform == "win32":
        return call(command)
    os.execv(command[0], command)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

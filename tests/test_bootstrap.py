"""Setting up `.venv`: what makes it, what leaves it alone, and what a reader is told when it fails.

The programs it would start are replaced by a recorder that leaves on disk what the real ones would leave, so
that nothing here needs the network.
"""

import ast
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from claimbook import bootstrap

VENV_MADE = "venv --clear"
ROOT = Path(__file__).resolve().parents[1]


class Recorder:
    """Stands in for `run_captured`: notes what was asked for, and makes the interpreter venv would make."""

    def __init__(self, root: Path, *, fail: str = "", output: str = "") -> None:
        self.root, self.fail, self.output = root, fail, output
        self.asked: list[str] = []
        self.stamps: list[bool] = []

    def __call__(self, command: Sequence[str], folder: Path) -> tuple[int, str]:
        tool, rest = command[2], command[3:]
        self.stamps.append((self.root / ".venv" / bootstrap.STAMP).exists())
        self.asked.append(VENV_MADE if tool == "venv" else f"{tool} {rest[-1]}")
        if tool == self.fail:
            return 1, self.output
        if tool == "venv":
            python = bootstrap.venv_python(self.root)
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return 0, ""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with a pyproject.toml and nothing else."""
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    return tmp_path


def set_up(clone: Path, *extras: str) -> list[str]:
    """Call `ensure` and return what it asked for."""
    recorder = Recorder(clone)
    assert bootstrap.ensure(extras, root=clone, runner=recorder) == bootstrap.venv_python(clone)
    return recorder.asked


def test_first_call_makes_the_environment(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first call makes `.venv`, installs into it, says so in one line and leaves a stamp."""
    assert set_up(clone) == [VENV_MADE, "pip ."]
    assert capsys.readouterr().err == "Setting up .venv (first run only) …\n"
    assert bootstrap.read_stamp(clone) == bootstrap.wanted_stamp((), clone)


def test_second_call_does_nothing(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second call starts no program and prints nothing."""
    set_up(clone)
    capsys.readouterr()
    assert set_up(clone) == []
    assert capsys.readouterr().err == ""


def test_changed_project_updates(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A change of pyproject.toml installs again, into the environment at hand."""
    set_up(clone)
    before = bootstrap.wanted_stamp((), clone)
    (clone / "pyproject.toml").write_text("[project]\nname = 'y'\n", encoding="utf-8")
    assert bootstrap.wanted_stamp((), clone) != before
    capsys.readouterr()
    assert set_up(clone) == ["pip ."]
    assert capsys.readouterr().err == "Updating .venv …\n"


def test_extras_add_up(clone: Path) -> None:
    """`test` after `serve` installs the extra; `serve` after `test` finds all it needs."""
    set_up(clone)
    assert set_up(clone, "test") == ["pip .[test]"]
    assert set_up(clone) == []
    (clone / "pyproject.toml").write_text("", encoding="utf-8")
    assert set_up(clone) == ["pip .[test]"]


def test_moved_folder_is_made_anew(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An environment holds absolute paths, so a clone that was moved gets a new one."""
    set_up(clone)
    moved = tmp_path_factory.mktemp("elsewhere") / "clone"
    clone.rename(moved)
    assert set_up(moved) == [VENV_MADE, "pip ."]


def test_missing_interpreter_is_made_anew(clone: Path) -> None:
    """An environment whose Python was uninstalled is made anew, though its stamp is right."""
    set_up(clone)
    python = bootstrap.venv_python(clone)
    python.unlink()
    if sys.platform != "win32":
        python.symlink_to(clone / "gone")
    assert set_up(clone) == [VENV_MADE, "pip ."]


def test_other_python_is_made_anew(clone: Path) -> None:
    """An environment made by another version of Python is made anew."""
    set_up(clone)
    path = clone / ".venv" / bootstrap.STAMP
    path.write_text(json.dumps({**json.loads(path.read_text()), "python": "cpython-310-linux"}))
    assert set_up(clone) == [VENV_MADE, "pip ."]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"folder": 1', '"x"', '{"folder":1,"python":1,"project":1,"extras":1}']
)
def test_unreadable_stamp_is_no_stamp(clone: Path, text: str) -> None:
    """A stamp that was cut off or written by something else counts as none."""
    set_up(clone)
    (clone / ".venv" / bootstrap.STAMP).write_text(text, encoding="utf-8")
    assert bootstrap.read_stamp(clone) is None
    assert set_up(clone) == [VENV_MADE, "pip ."]


def test_interrupted_installation_is_done_again(clone: Path) -> None:
    """The stamp is gone while pip works, so Ctrl-C at that moment leads to a fresh start at the next call."""
    set_up(clone)
    (clone / "pyproject.toml").write_text("", encoding="utf-8")
    recorder = Recorder(clone)

    def interrupted(command: Sequence[str], folder: Path) -> tuple[int, str]:
        recorder(command, folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bootstrap.ensure((), root=clone, runner=interrupted)
    assert recorder.stamps == [False]
    assert set_up(clone) == [VENV_MADE, "pip ."]
    assert set_up(clone) == []


def test_failing_pip_shows_its_output_and_a_hint(clone: Path) -> None:
    """What pip printed comes first, then what to do; the next call tries again."""
    recorder = Recorder(clone, fail="pip", output="ERROR: no route to host\n")
    with pytest.raises(bootstrap.SetupError) as caught:
        bootstrap.ensure((), root=clone, runner=recorder)
    assert str(caught.value) == (
        "ERROR: no route to host\n\n"
        "Setting up .venv failed (exit code 1). "
        "If pip had no network: it needs it this once; behind a proxy, set HTTPS_PROXY."
    )
    assert set_up(clone) == [VENV_MADE, "pip ."]


def test_failing_venv_names_the_package_of_debian(clone: Path) -> None:
    """Without Python's venv nothing is installed, and the reader learns which package brings it."""
    recorder = Recorder(clone, fail="venv", output="No module named venv")
    with pytest.raises(bootstrap.SetupError) as caught:
        bootstrap.ensure((), root=clone, runner=recorder)
    assert str(caught.value) == (
        "No module named venv\n\n"
        "Setting up .venv failed (exit code 1). "
        "On Debian and Ubuntu, Python's venv is a package of its own: sudo apt install python3-venv"
    )
    assert recorder.asked == [VENV_MADE]


def test_calls_at_the_same_time_install_once(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second call waits for the first, says so, and then finds everything done."""
    recorder = Recorder(clone)
    started = threading.Event()

    def slow(command: Sequence[str], folder: Path) -> tuple[int, str]:
        started.set()
        time.sleep(0.3)
        return recorder(command, folder)

    first = threading.Thread(target=bootstrap.ensure, kwargs={"root": clone, "runner": slow})
    first.start()
    assert started.wait(10)
    bootstrap.ensure((), root=clone, runner=slow)
    first.join(10)
    assert recorder.asked == [VENV_MADE, "pip ."]
    assert "Another command is setting up .venv; waiting for it …\n" in capsys.readouterr().err


def test_old_python_is_told_what_to_install() -> None:
    """The line for a machine with only an old Python names both versions and where to get a newer one."""
    assert bootstrap.too_old("3.8.18") == (
        "Claimbook needs Python 3.11 or later; found 3.8.18. Install it from https://www.python.org/downloads/"
    )


def test_old_python_without_a_newer_one_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With no newer Python on PATH, an old one ends with that one line and exit code 1."""
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setenv("PATH", "")
    assert bootstrap.run(["check"]) == 1
    assert capsys.readouterr().err == bootstrap.too_old("3.9.2") + "\n"


@pytest.mark.parametrize("name", ["__init__.py", "bootstrap.py"])
def test_old_python_can_read_what_it_imports(name: str) -> None:
    """The two modules an old Python sees are within the syntax of Python 3.6."""
    path = ROOT / "scripts" / "claimbook" / name
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    assert "__future__" not in imported  # `annotations` came with 3.7
    assert {str(module).partition(".")[0] for module in imported} <= sys.stdlib_module_names


@pytest.mark.skipif(sys.platform == "win32", reason="names on PATH end in .exe there")
def test_newer_python_has_to_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name on PATH that cannot start, or says it is older, is passed over for one that is new enough."""
    for name in ("python3.13", "python3.12", "python3.11"):
        (tmp_path / name).write_text("", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    answers = {"python3.13": (127, ""), "python3.12": (0, "False\n"), "python3.11": (0, "True\n")}

    def runner(command: Sequence[str], folder: Path) -> tuple[int, str]:
        return answers[Path(command[0]).name]

    assert bootstrap.find_newer_python(runner) == (str(tmp_path / "python3.11"),)
    answers["python3.11"] = (0, "False\n")
    assert bootstrap.find_newer_python(runner) is None


def test_steps_end_with_pytest() -> None:
    """pytest comes last, so that its count is the last line; all workflow files are checked."""
    names = [step.name for step in bootstrap.steps(ROOT)]
    assert names == [
        "ruff check",
        "ruff format --check",
        "mypy",
        "workflow files",
        "dependabot.yml",
        "claimbook check",
        "pytest",
    ]
    workflows = bootstrap.steps(ROOT)[3].arguments
    assert [Path(argument).name for argument in workflows[-4:]] == [
        "check.yml",
        "links.yml",
        "publish-large.yml",
        "publish.yml",
    ]


def test_all_steps_run_though_one_fails(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A failing step does not hide the next; the exit code and a last line tell which failed."""
    todo = [bootstrap.Step(name, ("-m", name)) for name in ("ruff", "mypy", "pytest")]
    ran: list[list[str]] = []

    def caller(command: Sequence[str], folder: Path) -> int:
        ran.append(list(command))
        return int("mypy" in command)

    assert bootstrap.run_steps(todo, python=Path("py"), root=clone, caller=caller) == 1
    assert ran == [["py", "-m", "ruff"], ["py", "-m", "mypy"], ["py", "-m", "pytest"]]
    printed = capsys.readouterr()
    assert printed.out == "\n== ruff\n\n== mypy\n\n== pytest\n"
    assert printed.err == "Failed: mypy\n"


def test_steps_that_pass_add_no_line(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """When all pass, nothing follows what the last step printed."""
    todo = [bootstrap.Step("pytest", ("-m", "pytest"))]
    assert bootstrap.run_steps(todo, python=Path("py"), root=clone, caller=lambda *_: 0) == 0
    assert capsys.readouterr().err == ""


def test_captured_output_and_code(tmp_path: Path) -> None:
    """Output, errors and exit code of a command are returned; a command that cannot start is code 127."""
    program = "import os, sys; print(os.getcwd()); sys.stdout.flush(); sys.stderr.write('no'); sys.exit(3)"
    code, output = bootstrap.run_captured([sys.executable, "-c", program], tmp_path)
    assert (code, output.split()) == (3, [str(tmp_path.resolve()), "no"])
    assert bootstrap.run_captured([str(tmp_path / "nothing")], tmp_path)[0] == 127


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (bootstrap.SetupError("No network."), 1, "No network.\n"),
        (
            PermissionError(13, "Permission denied", "x"),
            1,
            "Claimbook cannot start: [Errno 13] Permission denied: 'x'\n",
        ),
        (KeyboardInterrupt(), 130, ""),
    ],
    ids=["set-up", "folder", "Ctrl-C"],
)
@pytest.mark.parametrize("script", [bootstrap.serve, bootstrap.run, bootstrap.test])
def test_scripts_end_without_a_traceback(
    script: Callable[[list[str]], int],
    error: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever stops the set-up, each script ends with a line and an exit code."""

    def failing(extras: tuple[str, ...]) -> Path:
        raise error

    monkeypatch.setattr(bootstrap, "ensure", failing)
    assert script(["check"]) == code
    assert capsys.readouterr().err == said


@pytest.mark.skipif(sys.platform == "win32", reason="the scripts carry no mode on Windows")
@pytest.mark.parametrize("name", ["scripts/run", "scripts/serve", "scripts/test", ".ci/run"])
def test_scripts_can_be_started(name: str) -> None:
    """The files a person types the name of are executable and say by what."""
    path = ROOT / name
    assert os.access(path, os.X_OK)
    assert path.read_text(encoding="utf-8").startswith("#!/usr/bin/env ")


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
def test_interrupt_waits_for_the_command(tmp_path: Path) -> None:
    """Ctrl-C lets the command finish in its own way, then ends with code 130 and no traceback."""
    child = (
        "import time\n"
        "try:\n    print('ready', flush=True); time.sleep(60)\n"
        "except KeyboardInterrupt:\n    time.sleep(0.5); print('tidy', flush=True)\n"
    )
    parent = (
        "import sys\nfrom pathlib import Path\nfrom claimbook import bootstrap\n"
        "bootstrap.ensure = lambda extras: Path(sys.executable)\n"
        f"action = lambda _: bootstrap.call([sys.executable, '-c', {child!r}])\n"
        "sys.exit(bootstrap._quietly(action, []))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", parent],
        cwd=ROOT / "scripts",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (out, err, process.returncode) == ("tidy\n", "", 130)

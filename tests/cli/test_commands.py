"""Every command: its exit code and what it prints, when it works and when it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from claimbook import __version__
from claimbook.cli import commands, main
from claimbook.quotes import fingerprint
from claimbook.records import reference, schema
from tests.conftest import Run
from tests.support import CONFIG, FIRST_TEXT, PARTS, REPOSITORY, small_book, write

METHOD: dict[str, str | bytes] = {"content/pages/method.md": "Title: Method\n\nHow it is made.\n"}

Outcome = tuple[int, str, str]
Command = Callable[..., Outcome]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """`command(root, *arguments)`: exit code, standard output and standard error."""

    def run_command(root: Path, *arguments: str) -> Outcome:
        capsys.readouterr()
        code = main(["--book", str(root), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_command


BROKEN = "quantities:\n- {id: crowd, label: People}\n"
BROKEN_MESSAGE = "claims/quantities.yml:2:3: quantities[0]: missing key 'unit'. The unit.\n1 problem\n"


# check


def test_check_counts_a_sound_book(tmp_path: Path, command: Command) -> None:
    """A line for every document with its coverage, and the totals."""
    code, out, err = command(small_book(tmp_path), "check")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    share = (
        r"claims; of \d+ words \d+ in sentences with a claim, \d+ skipped, \d+ in neither; "
        r"\d+ quoted \(\d+\.\d%\)"
    )
    assert re.fullmatch(f"coast-weekly: 5 {share}", lines[0])
    assert re.fullmatch(f"tide-magazine-report: 4 {share}", lines[1])
    assert lines[2:] == ["10 claims, 3 counter-statements, no problems."]


def test_check_names_every_problem(tmp_path: Path, command: Command) -> None:
    """On standard error, with exit code 1."""
    assert command(small_book(tmp_path, quantities=BROKEN), "check") == (1, "", BROKEN_MESSAGE)


def test_check_without_a_book(tmp_path: Path, command: Command) -> None:
    """The message says where a book's commands belong."""
    code, out, err = command(tmp_path, "check")
    assert (code, out) == (1, "")
    assert err == f"there is no pelicanconf.py in {tmp_path.name}/: run the command in a book's folder\n"


@pytest.mark.parametrize(
    "arguments", [["build"], ["new", "x"], ["schema"], ["fingerprint", "x", "y"], ["serve"]]
)
def test_no_command_works_outside_a_book(tmp_path: Path, command: Command, arguments: list[str]) -> None:
    """Nothing is written there."""
    code, out, err = command(tmp_path, *arguments)
    assert (code, out) == (1, "")
    assert err == f"there is no pelicanconf.py in {tmp_path.name}/: run the command in a book's folder\n"
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, command: Command) -> None:
    """The reason stands on standard error, without a traceback."""
    root = small_book(tmp_path, files={"claims/sources/taken.txt": ""})
    (root / "claims" / "fingerprints" / "coast-weekly.json").unlink()
    (root / "claims" / "fingerprints" / "coast-weekly.json").mkdir()
    write(tmp_path, "text.txt", FIRST_TEXT)
    code, out, err = command(root, "fingerprint", "coast-weekly", str(tmp_path / "text.txt"))
    assert (code, out) == (1, "")
    assert err.startswith(f"{root / 'claims' / 'fingerprints' / 'coast-weekly.json'}: ")


def test_check_compares_with_the_text(tmp_path: Path, command: Command) -> None:
    """With the document at hand every quote is compared to the letter; the source is taken from the file's
    name.
    """
    root = small_book(tmp_path)
    write(tmp_path, "coast-weekly.txt", FIRST_TEXT)
    code, out, err = command(root, "check", "--text", str(tmp_path / "coast-weekly.txt"))
    assert (code, err) == (0, "")
    assert out.endswith("10 claims, 3 counter-statements, no problems.\n")


def test_check_tells_another_capture(tmp_path: Path, command: Command) -> None:
    """A text that holds every quote but is not the one of the fingerprint is named as such."""
    root = small_book(tmp_path)
    text = tmp_path / "coast-weekly.txt"
    write(tmp_path, text.name, f"{FIRST_TEXT}\nTwo more.")
    count = fingerprint("d", FIRST_TEXT).words
    assert command(root, "check", "--text", str(text)) == (
        1,
        "",
        f"{text}: every quote stands in it, but it is not the text the fingerprint was made from "
        f"({count + 2} words; the fingerprint has {count})\n",
    )


def test_check_finds_a_letter_that_differs(tmp_path: Path, command: Command) -> None:
    """A capital that the fingerprint does not see is a difference, with the place of the quote."""
    root = small_book(tmp_path, first=("quote: the inspection came far", "quote: the Inspection came far"))
    write(tmp_path, "text.txt", FIRST_TEXT)
    code, out, err = command(root, "check", "--text", str(tmp_path / "text.txt"), "--source", "coast-weekly")
    line = _line(root, "first", "the Inspection")
    assert (code, out) == (1, "")
    assert err == (
        f"claims/sources/coast-weekly.yml:{line}:10: claims[4].quote: the words 'the Inspection came far too "
        "late' do not stand in the text to the letter. Copy them exactly.\n1 problem\n"
    )


def _line(root: Path, part: str, words: str) -> int:
    lines = (root / PARTS[part][0]).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (
            "x",
            ["--source", "coast-weekl"],
            "there is no source 'coast-weekl'. Did you mean 'coast-weekly'?\n",
        ),
        (b"\xff", ["--source", "coast-weekly"], "{}: not valid UTF-8 at byte 1; save the text as UTF-8\n"),
        (None, ["--source", "coast-weekly"], "{}: cannot be read: No such file or directory\n"),
    ],
)
def test_check_says_why_a_text_cannot_be_used(
    tmp_path: Path, command: Command, content: str | bytes | None, arguments: Sequence[str], message: str
) -> None:
    """An unknown source, another encoding, a missing file."""
    root = small_book(tmp_path)
    if content is not None:
        write(tmp_path, "text.txt", content)
    text = str(tmp_path / "text.txt")
    assert command(root, "check", "--text", text, *arguments) == (1, "", message.format(text))


# fingerprint


def test_fingerprint_writes_the_file(tmp_path: Path, command: Command) -> None:
    """The same text gives the file that was there; the text itself is not copied."""
    root = small_book(tmp_path / "book")
    path = root / "claims/fingerprints/coast-weekly.json"
    before = path.read_bytes()
    path.unlink()
    write(tmp_path, "text.txt", FIRST_TEXT)
    code, out, err = command(root, "fingerprint", "coast-weekly", str(tmp_path / "text.txt"))
    assert (code, err) == (0, "")
    assert re.fullmatch(r"claims/fingerprints/coast-weekly\.json: \d+ words\n", out)
    assert path.read_bytes() == before
    assert not [p for p in root.rglob("*") if p.is_file() and b"Engineers from three towns" in p.read_bytes()]


def test_fingerprint_refuses_what_is_no_text(tmp_path: Path, command: Command) -> None:
    """Three words are too few, and an unknown document has no place."""
    root = small_book(tmp_path)
    text = str(tmp_path / "text.txt")
    write(tmp_path, "text.txt", "only three words")
    few = f"{text}: the text has 3 words; a fingerprint needs at least 4\n"
    assert command(root, "fingerprint", "coast-weekly", text) == (1, "", few)
    assert command(root, "fingerprint", "coast", text)[2].startswith("there is no source 'coast'.")


# new


def test_new_begins_a_file(tmp_path: Path, command: Command) -> None:
    """The file is a record that reads; only its fingerprint is missing."""
    root = small_book(tmp_path)
    assert command(root, "new", "gull-post", "--title", 'Say "no"') == (
        0,
        "claims/sources/gull-post.yml written. Fill it in, then: claimbook fingerprint gull-post FILE\n",
        "",
    )
    assert 'title: "Say \\"no\\""' in (root / "claims/sources/gull-post.yml").read_text(encoding="utf-8")
    code, out, err = command(root, "check")
    assert (code, out) == (1, "")
    assert err == (
        "claims/sources/gull-post.yml:3:3: source: the document has no fingerprint. "
        "Write it with 'claimbook fingerprint gull-post FILE'.\n1 problem\n"
    )


def test_new_never_overwrites(tmp_path: Path, command: Command) -> None:
    """A file that exists stays, and a word that cannot be an id is refused."""
    root = small_book(tmp_path)
    before = (root / "claims/sources/coast-weekly.yml").read_bytes()
    assert command(root, "new", "coast-weekly") == (1, "", "claims/sources/coast-weekly.yml exists already\n")
    assert (root / "claims/sources/coast-weekly.yml").read_bytes() == before
    message = (
        "id: expected an id of lower-case letters, digits and single hyphens, got '../x'. Did you mean 'x'?\n"
    )
    assert command(root, "new", "../x") == (1, "", message)


# schema


def test_schema_writes_what_is_out_of_date(tmp_path: Path, command: Command) -> None:
    """Checked, written, found up to date."""
    root = small_book(tmp_path)
    stale = (
        "claims/schema.json is out of date: run 'claimbook schema'\n"
        "content/pages/fields.md is out of date: run 'claimbook schema'\n"
    )
    assert command(root, "schema", "--check") == (1, "", stale)
    assert not (root / "claims/schema.json").exists()
    assert command(root, "schema") == (0, "claims/schema.json written\ncontent/pages/fields.md written\n", "")
    assert command(root, "schema", "--check") == (0, "", "")
    assert command(root, "schema") == (0, "", "")
    assert (root / "claims/schema.json").read_text(encoding="utf-8") == schema.render()
    assert (root / "content/pages/fields.md").read_text(encoding="utf-8") == reference.render()


def test_the_repository_s_generated_files_are_up_to_date(command: Command) -> None:
    """Whoever changes the field table runs the command."""
    assert command(REPOSITORY, "schema", "--check") == (0, "", "")


# build and serve


def test_build_says_what_it_made_or_nothing(tmp_path: Path, run: Run) -> None:
    """One line; with --quiet none; nothing of Pelican's own words."""
    root = small_book(tmp_path, files=METHOD)
    done = run(root / "content", "-m", "claimbook", "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"10 claims, \d+ pages, \d\.\d MB in \d+\.\d s: output/\n", done.stdout)
    done = run(root, "-m", "claimbook", "build", "--quiet", "--output", "elsewhere")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (root / "elsewhere" / "index.html").is_file()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"quantities": BROKEN}, BROKEN_MESSAGE),
        ({"config": f"{CONFIG}SITENAME = ''\n"}, "SITENAME: the book needs a title\n"),
        (
            {"files": {"output/diary.txt": "mine"}},
            "output/ was not made by Claimbook, so it is not replaced. "
            "Move it away, delete it, or build to another folder.\n",
        ),
    ],
)
def test_build_says_why_it_stopped(tmp_path: Path, run: Run, changes: dict[str, str], message: str) -> None:
    """Problems of records, of settings and of the output folder; exit code 1."""
    root = small_book(tmp_path, **changes)  # type: ignore[arg-type]
    done = run(root, "-m", "claimbook", "build", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", message)


def test_build_needs_the_plugin(tmp_path: Path, run: Run) -> None:
    """Without it Pelican would make a site without a book; in a process where it was never connected."""
    root = small_book(tmp_path, config=f"{CONFIG}PLUGINS = []\n")
    done = run(root, "-m", "claimbook", "build")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "PLUGINS in pelicanconf.py must hold claimbook.site\n"


def test_build_for_publication_needs_its_settings(tmp_path: Path, run: Run) -> None:
    """`--publish` takes publishconf.py, with the address from the environment."""
    root = small_book(
        tmp_path, files={**METHOD, "publishconf.py": (REPOSITORY / "publishconf.py").read_bytes()}
    )
    done = run(root, "-m", "claimbook", "build", "--publish", SITEURL="https://example.org/bridge/")
    assert done.returncode == 0, done.stderr
    assert '<link rel="canonical" href="https://example.org/bridge/">' in (
        root / "output/index.html"
    ).read_text("utf-8")


def test_serve_gives_up_without_a_port(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the ports and the way out."""

    def taken(*_: object) -> None:
        raise OSError("taken")

    monkeypatch.setattr("claimbook.site.serve.Server", taken)
    code, out, _ = command(small_book(tmp_path, files=METHOD), "serve", "--port", "8100")
    assert code == 1
    assert out.splitlines()[-1] == (
        "cannot serve: ports 8100 to 8119 are all taken. Choose another port with --port."
    )


# The command line as a whole


def test_a_command_works_from_any_folder_of_the_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The book is found from the working folder upwards."""
    root = small_book(tmp_path)
    monkeypatch.chdir(root / "claims" / "sources")
    assert main(["check"]) == 0
    assert capsys.readouterr().out.endswith("no problems.\n")


def test_letters_that_cannot_be_shown_stop_nothing(tmp_path: Path, run: Run) -> None:
    """As on a Windows console of another code page: they are written as escapes."""
    root = small_book(tmp_path, files=METHOD)
    done = run(root, "-m", "claimbook", "build", "--output", "сайт", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(": \\u0441\\u0430\\u0439\\u0442/\n")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """With exit code 0."""
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"claimbook {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["sing"], ["new"], ["check", "--loud"]])
def test_a_wrong_call_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """And shows how the command is used."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: claimbook")


def test_an_interrupt_exits_with_130(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As shells expect it, with a word instead of a traceback."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("claimbook.cli.commands.load_settings", interrupted)
    assert command(small_book(tmp_path), "check") == (130, "", "interrupted\n")


@pytest.mark.parametrize("name", [command.name for command in commands.COMMANDS])
def test_every_command_is_documented(name: str) -> None:
    """README.md names it as it is typed."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"(scripts/run|claimbook) {name}\b|scripts/{name}\b", readme)

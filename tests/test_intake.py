"""What may lie in a book's folders: plain files, in plain text, under names that every system can hold."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimbook.intake import Fault, Unreadable, decode, entries, name_fault, read
from claimbook.records import Problem, load, read_file
from tests.support import problems_of, small_book, write

LINK = "a symbolic link. Put the file itself in its place."
SPECIAL = "neither a file nor a folder. Remove it."
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _socket(path: Path) -> None:
    """A socket's address is short, so it is made beside and moved."""
    with socket.socket(socket.AF_UNIX) as made:
        here = os.open(path.parent, os.O_RDONLY)
        made.bind(f"/proc/self/fd/{here}/{path.name}" if sys.platform == "linux" else str(path))
        os.close(here)


ODD: dict[str, tuple[Callable[[Path], None], str]] = {
    "endless": (_link("/dev/zero"), LINK),
    "secrets": (_link("/proc/self/environ"), LINK),
    "outside": (_link("../../../etc/passwd"), LINK),
    "inside": (_link("actors.yml"), LINK),
    "nowhere": (_link("nowhere"), LINK),
    "itself": (_link("x.yml"), LINK),
    "folder": (_link(".."), LINK),
    "pipe": (os.mkfifo if hasattr(os, "mkfifo") else _link("x"), SPECIAL),
    "socket": (_socket, SPECIAL),
}
PLACES = ("claims/x.yml", "claims/fingerprints/x.json", "content/pages/x.md", "content/images/x.png")


@posix
@pytest.mark.parametrize("kind", ODD)
def test_only_plain_files_are_read(kind: str, tmp_path: Path) -> None:
    """A link, wherever it leads, a pipe or a socket is a problem in every folder; nobody waits for it."""
    make, what = ODD[kind]
    root = small_book(tmp_path)
    (root / "content" / "images").mkdir()
    for place in PLACES:
        make(root / place)
    assert problems_of(root) == [f"{place}: {what}" for place in sorted(PLACES)]


@posix
@pytest.mark.parametrize("folder", ["claims", "claims/sources", "content", "content/pages"])
def test_no_folder_is_a_link(folder: str, tmp_path: Path) -> None:
    """Records and pages behind a link are not read, and that they are missing is told once."""
    root = small_book(tmp_path / "book")
    (root / folder).rename(tmp_path / "elsewhere")
    (root / folder).symlink_to(tmp_path / "elsewhere")
    found = problems_of(root)
    assert f"{folder}: {LINK}" in found
    assert not [line for line in found if "there is no claim" in line]


@posix
def test_a_plain_file_that_became_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Between the walk and the reading a file may change; the reading refuses what the walk would have."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    with pytest.raises(OSError, match="Not a plain file"):
        read(tmp_path / "pipe", 10)
    with pytest.raises(OSError, match="link"):
        read(tmp_path / "link", 10)
    assert read_file(tmp_path, "gone.yml").problems == [
        Problem("gone.yml", 0, 0, "", "cannot be read: No such file or directory")
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that fails when it is read")
def test_a_file_that_fails_when_it_is_read_is_told() -> None:
    """Not even root can read a process's memory from its beginning."""
    with pytest.raises(OSError, match="Input/output error"):
        read(Path("/proc/self/mem"), 10)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that does not say how long it is")
def test_a_file_is_read_to_its_end() -> None:
    """However long it seemed to be when it was opened: it may have grown."""
    content = read(Path("/proc/self/maps"), 1_000_000)
    assert len(content) > 4_097
    assert content.endswith(b"\n")
    assert read(Path("/proc/self/maps"), 100) == content[:101]


def test_one_byte_more_than_the_limit_is_read(tmp_path: Path) -> None:
    """So much tells that a file is too large, however large it is."""
    write(tmp_path, "a", b"x" * 1_000)
    assert read(tmp_path / "a", 10) == b"x" * 11
    assert decode(b"x" * 10, 10, "a file") == "x" * 10
    with pytest.raises(Unreadable) as caught:
        decode(b"x" * 11, 10, "a file")
    assert caught.value.faults == (Fault("the file has more than 10 bytes", "Split it.", 1, 1),)


NAMES = {
    "con.yml": "Windows can have no file named 'con'",
    "Aux.b.yml": "Windows can have no file named 'Aux'",
    "nul .yml": "Windows can have no file named 'nul '",
    "lpt9": "Windows can have no file named 'lpt9'",
    "a:b|c.yml": "Windows can have no : | in a name",
    "a\\b.yml": "Windows can have no \\ in a name",
    "a.yml.": "Windows can have no full stop or space at the end of a name",
    "a.yml ": "Windows can have no full stop or space at the end of a name",
    "a\u202elmy.b.yml": "the name holds characters that cannot be seen",
    "a\nb.yml": "the name holds characters that cannot be seen",
    "\udcff.yml": "the name holds characters that cannot be seen",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_that_another_system_cannot_hold(name: str) -> None:
    """Whoever checks the book out on Windows or macOS gets the same files."""
    assert name_fault(name) == Fault(NAMES[name], "Rename it.")


@pytest.mark.parametrize("name", ["a.yml", "Қазақстан.yml", "con-man.yml", "com10.yml", "a b.yml"])
def test_names_that_every_system_holds(name: str) -> None:
    """Letters of any script, spaces inside, and words that only begin like a device."""
    assert name_fault(name) is None


@posix
def test_names_that_are_one_on_some_systems(tmp_path: Path) -> None:
    """Case, and one letter coded in two ways, make no other file on macOS; both are read all the same."""
    same = "only in case or in how its letters are coded. On some systems both are one file: rename it."
    files: dict[str, str | bytes] = {
        "claims/Actors.yml": "",
        "claims/sources/\u00e9.yml": "",
        "claims/sources/e\u0301.yml": "",
        "claims/Sources/a.yml": "",
        "content/pages/ABOUT.md": "Title: A\n",
    }
    root = small_book(tmp_path, files=files)
    if len(list((root / "claims").iterdir())) != 7:
        pytest.skip("this file system is such a one")
    assert problems_of(root) == [
        f"claims/actors.yml: the name differs from 'Actors.yml' {same}",
        f"claims/sources: the name differs from 'Sources' {same}",
        f"claims/sources/\u00e9.yml: the name differs from 'e\u0301.yml' {same}",
        "content/pages/ABOUT.md:1:1: the file's name must be lower-case letters, digits and hyphens. "
        "Rename it.",
        f"content/pages/about.md: the name differs from 'ABOUT.md' {same}",
    ]


def test_names_that_are_too_long(tmp_path: Path) -> None:
    """Two hundred characters from the book's root leave Windows sixty for where the book lies."""
    root = small_book(tmp_path, files={f"claims/{'a' * 189}.yml": "", f"claims/{'b' * 190}.yml": ""})
    assert problems_of(root) == [
        f"claims/{'b' * 190}.yml: the name has more than 200 characters. Shorten it."
    ]


def test_folders_without_end(tmp_path: Path) -> None:
    """The walk ends at the twentieth folder; links may lead to what lies below, so these stay quiet."""
    deep = "claims" + "/d" * 40
    write(small_book(tmp_path), f"{deep}/x.yml", "")
    loaded = load(tmp_path)
    assert [str(problem) for problem in loaded.problems] == [
        f"claims{'/d' * 20}: more than 20 folders in one another. Move it up."
    ]
    assert loaded.cut


@posix
def test_a_name_cannot_forge_lines_of_the_report(tmp_path: Path) -> None:
    """Names go to terminals and logs: what is not printable stands there by its code."""
    name = "x\n::error file=a::b\x1b[31m\u202e.yml"
    shown = "claims/x\\n::error file=a::b\\x1b[31m\\u202e.yml"
    root = small_book(tmp_path, files={f"claims/{name}": "\ufeff"})
    assert problems_of(root) == [
        f"{shown}: the name holds characters that cannot be seen. Rename it.",
        f"{shown}:1:1: the file begins with a byte order mark. Save it as UTF-8 without BOM.",
    ]


def test_hidden_files_and_folders_are_not_listed(tmp_path: Path) -> None:
    """Editors and systems leave them; a record in a hidden folder would be one that nobody reviews."""
    for name in ("a.yml", ".b.yml", ".c/d.yml", "e/.f", "e/g.yml"):
        write(tmp_path, f"claims/{name}", "")
    assert [(each.name, each.kind) for each in entries(tmp_path, "claims")] == [
        ("claims/a.yml", "file"),
        ("claims/e", "folder"),
        ("claims/e/g.yml", "file"),
    ]
    assert entries(tmp_path, "content") == []


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("a\r\nb\tc\n«é»\u200c\n", []),
        ("a\rb", [("a line ends with a return alone (U+000D)", 1, 2)]),
        ("a\u2028b\n\x85", [("U+2028 LINE SEPARATOR", 1, 2), ("U+0085", 2, 1)]),
        (
            "# \u202eab\u2066",
            [("U+202E RIGHT-TO-LEFT OVERRIDE", 1, 3), ("U+2066 LEFT-TO-RIGHT ISOLATE", 1, 6)],
        ),
        ("a\n\0", [("U+0000", 2, 1)]),
        ("é\ufeff", [("U+FEFF ZERO WIDTH NO-BREAK SPACE", 1, 2)]),
        ("\uffff", [("U+FFFF", 1, 1)]),
    ],
)
def test_what_hides_lines_from_reviewers(content: str, faults: list[tuple[str, int, int]]) -> None:
    """Line ends and turns of direction that some programs follow and others do not have their places told."""
    found: tuple[Fault, ...] = ()
    try:
        assert decode(content.encode(), 100, "a file") == content
    except Unreadable as error:
        found = error.faults
    assert [(each.what, each.line, each.column) for each in found] == [
        (what if what.startswith("a line") else f"the character {what} may not stand in a file", line, column)
        for what, line, column in faults
    ]


def test_of_many_hidden_characters_the_first_are_told() -> None:
    """A hundred places show what is wrong with a file."""
    with pytest.raises(Unreadable) as caught:
        decode(b"\n\0" * 1_000, 10_000, "a file")
    assert [(each.line, each.column) for each in caught.value.faults] == [(n, 1) for n in range(2, 102)]

"""What may lie in a book's folders, and the one way in for the texts there.

Owns: the walk below `claims/` and `content/`, the names that files may have on every system, and the reading
of bytes and of UTF-8. Refuses what strangers may send and no book needs: links to other places, pipes and
devices, endless files and folders, other encodings, and characters that hide what a file says from whoever
looks at it. Knows nothing of what the files mean.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DEPTH_LIMIT = 20  # folders in one another
PATH_LIMIT = 200  # characters of a file's name from the book's root; Windows has 260 for the whole
# Names of devices, which Windows gives to no file, whatever its ending (Microsoft, Naming Files, Paths, and
# Namespaces).
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
_STEMS = frozenset(name[:3] for name in DEVICES)
_FORBIDDEN = frozenset('<>:"|?*\\')
_PLAIN = b"\t\n\r" + bytes(range(0x20, 0x7F))
# What YAML (1.2, 5.1) calls not printable, and byte order marks, which parsers treat differently; line ends
# that some programs see and others do not; characters that reorder a line. The last two make a file look to
# its reviewer like another file (CVE-2021-42574). Of plain text only a return without a new line is among it.
# To compile takes long, and plain English needs none of it.
_HIDDEN = (
    r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LONE_RETURN = re.compile(r"\r(?!\n)")
_STEP = 4_096  # bytes read at once of a file that has grown
_MOST = 100  # hidden characters told of one file


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file as a whole, or at one place in it; `line` and `column` count from 1."""

    what: str
    hint: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What lies below a folder of the book: its name from the root, with `/`, and what is wrong with it."""

    name: str
    path: Path
    kind: Literal["file", "folder", "other"]
    fault: Fault | None


class Unreadable(ValueError):
    """A file that holds no text; `faults` says why, and where, and is never empty."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].what)
        self.faults = faults


def entries(root: Path, folder: str) -> list[Entry]:
    """Everything below a folder of the book at `root`, in the order of the names.

    Hidden files and folders are left by editors and systems while they work (`.#x.yml`, `._x.yml`) and
    passed over. Nothing is looked for behind a link.
    """
    top = root / folder
    if top.is_symlink():
        return [Entry(folder, top, "other", _LINK)]
    found = list(_walk(top, folder, 1)) if top.is_dir() else []
    return sorted(found, key=lambda entry: entry.name)


def _walk(top: Path, folder: str, depth: int) -> Iterator[Entry]:
    with os.scandir(top) as scanned:
        listed = sorted((entry for entry in scanned if not entry.name.startswith(".")), key=lambda e: e.name)
    seen: dict[str, str] = {}
    for entry in listed:
        name, path = f"{folder}/{entry.name}", Path(entry.path)
        if entry.is_symlink():
            yield Entry(name, path, "other", _LINK)
        elif entry.is_dir() and depth >= DEPTH_LIMIT:
            yield Entry(name, path, "other", _DEEP)
        elif not entry.is_dir() and not entry.is_file():
            yield Entry(name, path, "other", _SPECIAL)
        else:
            same = seen.setdefault(_folded(entry.name), entry.name)
            kind: Literal["file", "folder"] = "folder" if entry.is_dir() else "file"
            yield Entry(name, path, kind, name_fault(entry.name) or _place_fault(name, entry.name, same))
            if kind == "folder":
                yield from _walk(path, name, depth + 1)


_LINK = Fault("a symbolic link", "Put the file itself in its place.")
_DEEP = Fault(f"more than {DEPTH_LIMIT} folders in one another", "Move it up.")
_SPECIAL = Fault("neither a file nor a folder", "Remove it.")


def _place_fault(path: str, name: str, same: str) -> Fault | None:
    """What is wrong with a name where it stands; `same` is the first there that some systems take for it."""
    if name != same:
        what = f"the name differs from {same!r} only in case or in how its letters are coded"
        return Fault(what, "On some systems both are one file: rename it.")
    if len(path) > PATH_LIMIT:
        return Fault(f"the name has more than {PATH_LIMIT} characters", "Shorten it.")
    return None


def name_fault(name: str) -> Fault | None:
    """What is wrong with the name of a file or folder that people on other systems check out as well."""
    if not name.isprintable():
        return Fault("the name holds characters that cannot be seen", "Rename it.")
    found = sorted(_FORBIDDEN.intersection(name))
    if found:
        return Fault(f"Windows can have no {' '.join(found)} in a name", "Rename it.")
    if name.endswith((".", " ")):
        return Fault("Windows can have no full stop or space at the end of a name", "Rename it.")
    if is_device(name):
        return Fault(f"Windows can have no file named {name.partition('.')[0]!r}", "Rename it.")
    return None


def is_device(name: str) -> bool:
    """Whether Windows takes a file's name for a device, as it does with `aux.yml`."""
    return name[:3].lower() in _STEMS and name.partition(".")[0].rstrip().lower() in DEVICES


def _folded(name: str) -> str:
    """One text for all names that some file system holds for the same: macOS and Windows."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def read(path: Path, limit: int) -> bytes:
    """The bytes of a plain file, at most one more than `limit`; raises `OSError`, and never waits."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with open(os.open(path, flags), "rb", buffering=0) as handle:
        status = os.fstat(handle.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "Not a plain file", str(path))
        content = b""
        # Room is made for all that is asked for, so it is little more than there seems to be.
        while more := handle.read(min(limit, max(status.st_size, len(content) + _STEP)) + 1 - len(content)):
            content += more
        return content


def decode(content: bytes, limit: int, kind: str) -> str:
    """The text of a file of at most `limit` bytes; raises `Unreadable`. `kind` is for messages: `a page`."""
    if len(content) > limit:
        raise Unreadable(Fault(f"the file has more than {limit} bytes", "Split it.", 1, 1))
    try:
        source = content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place(content[: error.start].decode("utf-8"))
        raise Unreadable(Fault("the file is not valid UTF-8", "Save it as UTF-8.", *place)) from error
    if source.startswith("\ufeff"):
        raise Unreadable(
            Fault("the file begins with a byte order mark", "Save it as UTF-8 without BOM.", 1, 1)
        )
    # What is left without plain ASCII is little and still UTF-8: the search takes long over whole files.
    unusual = content.translate(None, _PLAIN).decode("utf-8")
    faults = _hidden(source, kind) if unusual and re.search(_HIDDEN, unusual) else []
    if b"\r" in content and (found := _LONE_RETURN.search(source)):
        what = "a line ends with a return alone (U+000D)"
        faults.append(Fault(what, "Save it with line ends LF or CRLF.", *_place(source[: found.start()])))
    if faults:
        raise Unreadable(*faults)
    return source


def _hidden(source: str, kind: str) -> list[Fault]:
    faults: list[Fault] = []
    line, start = 1, 0
    for found in re.finditer(_HIDDEN, source):
        if len(faults) == _MOST:
            break
        line += source.count("\n", start, found.start())
        start = found.start()
        code = f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".strip()
        what = f"the character {code} may not stand in {kind}"
        faults.append(Fault(what, "Remove it.", line, start - source.rfind("\n", 0, start)))
    return faults


def _place(before: str) -> tuple[int, int]:
    """Line and column (from 1, in characters) of what follows the text `before`."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")

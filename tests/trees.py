"""Folders of files, compared to the last byte."""

from __future__ import annotations

import stat
from itertools import zip_longest
from pathlib import Path

_AROUND = 40  # bytes shown before and behind the first that differs


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def modes(folder: Path) -> dict[str, str]:
    """The mode of every file and folder below a folder, as `ls` writes it."""
    return {
        path.relative_to(folder).as_posix(): stat.filemode(path.lstat().st_mode) for path in folder.rglob("*")
    }


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """What differs: a file that only one has, or the first byte of a file that is another, with what stands
    around it in both; nothing where the two are the same.
    """
    found = [
        f"only in the {'first' if path in one else 'second'}: {path}" for path in one.keys() ^ other.keys()
    ]
    for path in one.keys() & other.keys():
        if one[path] != other[path]:
            at = first_difference(one[path], other[path])
            around = slice(max(0, at - _AROUND), at + _AROUND)
            found.append(f"{path}, byte {at}: {one[path][around]!r} and {other[path][around]!r}")
    return sorted(found)


def first_difference(one: bytes, other: bytes) -> int:
    """The place, from 0, of the first byte that differs."""
    return next(at for at, (here, there) in enumerate(zip_longest(one, other)) if here != there)

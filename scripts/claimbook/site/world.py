"""Everything but the claims that pages of a book rest on, as one digest.

Owns: what makes every page new when it changes: settings, theme, texts, fingerprints, the records of
sources, actors, topics and quantities. The programs themselves are another (`private.code`).
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimbook.book import Book
from claimbook.private import digest
from claimbook.records import Record, pack_record
from claimbook.settings import CONFIGS, Settings
from claimbook.site.inputs import folders_of

_PLAIN = (str, int, float, bool, type(None))
_PLAIN_FORM = 2  # of `marshal`: without references, so that equal values are written the same


def world_of(root: Path, book: Book, settings: Settings, values: Mapping[str, Any]) -> bytes:
    """The digest for a book; `values` are the settings of its file."""
    records: list[Record] = [*book.sources.values(), *book.actors.values()]
    records += [*book.topics.values(), *book.quantities.values()]
    plain = (
        repr(settings),
        sorted((name, repr(value)) for name, value in values.items() if _is_plain(value)),
        [digest((root / name).read_bytes()) for name in CONFIGS.values() if (root / name).is_file()],
        [list(_files(folder)) for folder in folders_of(root, values)],
        [(record.origin.path if record.origin else "", pack_record(record)) for record in records],
    )
    return digest(marshal.dumps(plain, _PLAIN_FORM))


def _is_plain(value: object) -> bool:
    """Whether a setting's `repr` is its value: not so of functions and modules, which stand in the file."""
    if isinstance(value, Mapping):
        return _all_plain(value.keys()) and _all_plain(value.values())
    if isinstance(value, list | tuple):
        return _all_plain(value)
    return isinstance(value, _PLAIN)


def _all_plain(values: Iterable[object]) -> bool:
    return all(_is_plain(value) for value in values)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), digest(path.read_bytes())

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
from claimbook.frozen import values_of
from claimbook.private import digest
from claimbook.quotes import FINGERPRINTS, Fingerprint
from claimbook.records import Record, pack_record
from claimbook.settings import CONFIGS, Settings
from claimbook.site.inputs import folders_of

_PLAIN = (str, int, float, bool, type(None))
_PLAIN_FORM = 2  # of `marshal`: without references, so that equal values are written the same


def world_of(
    root: Path, book: Book, sums: Mapping[str, bytes], settings: Settings, values: Mapping[str, Any]
) -> bytes:
    """The digest for a book; `sums` are the digests of its record files, `values` the settings of its file.

    Of a file that may hold claims the other records count, of one without a source all of it.
    """
    records: list[Record] = [*book.sources.values(), *book.actors.values()]
    records += [*book.topics.values(), *book.quantities.values()]
    mixed = {source.origin.path for source in book.sources.values() if source.origin}
    plain = (
        repr(settings),
        sorted((name, repr(value)) for name, value in values.items() if _is_plain(value)),
        [digest((root / name).read_bytes()) for name in CONFIGS.values() if (root / name).is_file()],
        [list(_files(folder)) for folder in folders_of(root, values) if folder != root / FINGERPRINTS],
        [values_of(Fingerprint)(made) for made in book.fingerprints.values()],
        sorted((name, made) for name, made in sums.items() if name not in mixed),
        [(one.origin.path, pack_record(one)) for one in records if one.origin and one.origin.path in mixed],
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

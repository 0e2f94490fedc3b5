"""Compiled templates, kept from one build to the next: to compile a theme takes longer than to mend a site.

Owns: which compiled template may be used again: one of the same text, compiled by the same programs with the
same settings. Where it is kept, and the trust in it, is `private`'s.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from claimbook.private import Keep, code, digest, own_folder
from claimbook.settings import CONFIGS

_MOST = 1_000  # templates kept

Made = dict[str, tuple[str, bytes]]
"""By what Jinja knows a template by: the checksum of its text, and its code."""


class Compiled(BytecodeCache):
    """The compiled templates of one book; `made` are those compiled here."""

    def __init__(self, keep: Keep | None) -> None:
        self.made: Made = {}
        self._keep = keep
        kept = keep.read() if keep else None
        self._known: Made = kept if isinstance(kept, dict) else {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """What a template is known by: Jinja's own would fail for paths that are not UTF-8."""
        return digest(f"{name}|{filename}".encode("utf-8", "surrogatepass")).hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template, if it is known."""
        checksum, made = self._known.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.code = marshal.loads(made)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Note the code of a template that was compiled."""
        if self._keep and bucket.code:
            self.made[bucket.key] = bucket.checksum, marshal.dumps(bucket.code)

    def save(self) -> None:
        """Keep what was compiled for the next build."""
        if self._keep and self.made:
            known = {**self._known, **self.made}
            self._known, self.made = known if len(known) <= _MOST else self.made, {}
            self._keep.write(self._known)


def open_compiled(root: Path, values: Mapping[str, Any]) -> Compiled:
    """What is kept for the book at `root`; `values` are the settings of its file, which may hold filters of
    the owner's that are applied while a template is compiled.
    """
    folder = own_folder(root)
    files = [(root / name).read_bytes() for name in CONFIGS.values() if (root / name).is_file()]
    rests_on = digest(repr((code(), values.get("JINJA_ENVIRONMENT"), files)).encode())
    return Compiled(Keep(folder, "templates", root, rests_on) if folder else None)

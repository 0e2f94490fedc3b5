"""Fingerprints: what proves that a quote is verbatim, and where it stands, without the document's text.

Owns: making, writing, reading and searching `claims/fingerprints/<source-id>.json`. A fingerprint holds the
word count, the SHA-256 of the normalised text, and for every position the first 24 bits of the BLAKE2b hash
of the four words that begin there; and where each sentence begins. It proves; it is not a secret: who guesses
four words can test the guess.
"""

from __future__ import annotations

import base64
import bisect
import hashlib
import itertools
import json
import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from claimbook.quotes.sentences import starts as sentence_starts
from claimbook.quotes.words import clean, words

SPAN = 4  # words hashed together; also the fewest words a quote or a part of one may have
_BYTES = 3
_LINE = 76
FORMAT = 1


class FingerprintError(ValueError):
    """The file is not a fingerprint."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One document's fingerprint.

    `words` is its length; `shingles` holds `words - 3` hashes of 3 bytes; `sentences` holds the word offset
    (from 0) at which each sentence begins.
    """

    source: str
    words: int
    sha256: str
    shingles: bytes
    sentences: tuple[int, ...]
    _places: dict[bytes, list[int]] = field(default_factory=dict, compare=False, repr=False)

    def starts(self, part: list[str]) -> list[int]:
        """Every word offset (from 0) where the normalised words of `part`, at least four, stand in a row."""
        wanted = [_hash(part, i) for i in range(len(part) - SPAN + 1)]
        if not wanted:
            return []
        if not self._places:
            for at in range(len(self.shingles) // _BYTES):
                self._places.setdefault(self._at(at), []).append(at)
        last = self.words - len(part)
        return [
            at
            for at in self._places.get(wanted[0], [])
            if at <= last and all(self._at(at + i) == wanted[i] for i in range(1, len(wanted)))
        ]

    def passage(self, start: int, end: int) -> tuple[int, int]:
        """The word offsets [start, end) of the sentences that a stretch of words touches."""
        first = self.sentences[bisect.bisect_right(self.sentences, start) - 1]
        behind = bisect.bisect_left(self.sentences, end)
        return first, self.sentences[behind] if behind < len(self.sentences) else self.words

    def _at(self, at: int) -> bytes:
        return self.shingles[at * _BYTES : at * _BYTES + _BYTES]


def fingerprint(source: str, capture: str) -> Fingerprint:
    """The fingerprint of a document's text; raises `FingerprintError` below four words."""
    found = words(clean(capture))
    if len(found) < SPAN:
        raise FingerprintError(f"the text has {len(found)} words; a fingerprint needs at least {SPAN}")
    digest = hashlib.sha256(" ".join(found).encode()).hexdigest()
    shingles = b"".join(_hash(found, i) for i in range(len(found) - SPAN + 1))
    return Fingerprint(source, len(found), digest, shingles, tuple(sentence_starts(capture)))


def _hash(found: list[str], at: int) -> bytes:
    return hashlib.blake2b(" ".join(found[at : at + SPAN]).encode(), digest_size=_BYTES).digest()


def dump(made: Fingerprint) -> str:
    """The fingerprint as the text of its file: JSON, the hashes in base64 lines."""
    code = base64.b64encode(made.shingles).decode("ascii")
    head = {
        "format": FORMAT,
        "source": made.source,
        "words": made.words,
        "sha256": made.sha256,
        "sentences": textwrap.wrap(" ".join(map(str, made.sentences)), _LINE),
        "shingles": [code[i : i + _LINE] for i in range(0, len(code), _LINE)],
    }
    return json.dumps(head, indent=1) + "\n"


def parse(content: str) -> Fingerprint:
    """Read a fingerprint file's text; raises `FingerprintError` where it is damaged."""
    try:
        head = json.loads(content)
        shingles = base64.b64decode("".join(head["shingles"]), validate=True)
        starts = tuple(int(at) for line in head["sentences"] for at in line.split())
        made = Fingerprint(str(head["source"]), int(head["words"]), str(head["sha256"]), shingles, starts)
        version = head["format"]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise FingerprintError("not a fingerprint file") from error
    if version != FORMAT:
        raise FingerprintError(f"a fingerprint of format {version}; this program reads format {FORMAT}")
    if not re.fullmatch("[0-9a-f]{64}", made.sha256):
        raise FingerprintError("the SHA-256 is not one")
    if made.words < SPAN or len(shingles) != (made.words - SPAN + 1) * _BYTES:
        raise FingerprintError("the hashes do not fit the number of words")
    rising = all(a < b for a, b in itertools.pairwise((*starts, made.words)))
    if starts[:1] != (0,) or not rising:
        raise FingerprintError("the sentences do not fit the number of words")
    return made


def path_of(root: Path, source: str) -> Path:
    """Where a source's fingerprint is kept."""
    return root / "claims" / "fingerprints" / f"{source}.json"

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
import json
import operator
import re
from pathlib import Path

from claimbook.frozen import frozen
from claimbook.quotes.sentences import starts as sentence_starts
from claimbook.quotes.words import clean, words

SPAN = 4  # words hashed together; also the fewest words a quote or a part of one may have
_BYTES = 3
_LINE = 76
FORMAT = 1
FINGERPRINTS = "claims/fingerprints"  # the folder of a book in which they are kept
SIZE_LIMIT = 4_000_000  # bytes of a file: a document of some 900,000 words
PLACES = 1_000  # of one run of words in a document


class FingerprintError(ValueError):
    """The file is not a fingerprint."""


@frozen
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

    def starts(self, part: list[str]) -> list[int]:
        """Every word offset (from 0) where the normalised words of `part`, at least four, stand in a row.

        Raises `FingerprintError` where these are so many that no document can be meant.
        """
        wanted = _hashes(part)
        found: list[int] = []
        if not wanted:
            return found
        at = self.shingles.find(wanted)
        looks = 0
        while at >= 0:
            looks += 1
            if looks > PLACES:
                raise FingerprintError(f"more than {PLACES:,} places")
            if at % _BYTES == 0:  # else the bytes are the end of one hash and the beginning of another
                found.append(at // _BYTES)
            at = self.shingles.find(wanted, at + 1)
        return found

    def passage(self, start: int, end: int) -> tuple[int, int]:
        """The word offsets [start, end) of the sentences that a stretch of words touches."""
        first = self.sentences[bisect.bisect_right(self.sentences, start) - 1]
        behind = bisect.bisect_left(self.sentences, end)
        return first, self.sentences[behind] if behind < len(self.sentences) else self.words


def fingerprint(source: str, capture: str) -> Fingerprint:
    """The fingerprint of a document's text; raises `FingerprintError` below four words."""
    found = words(clean(capture))
    if len(found) < SPAN:
        raise FingerprintError(f"the text has {len(found)} words; a fingerprint needs at least {SPAN}")
    digest = hashlib.sha256(" ".join(found).encode()).hexdigest()
    return Fingerprint(source, len(found), digest, _hashes(found), tuple(sentence_starts(capture)))


def _hashes(found: list[str]) -> bytes:
    """The hashes of all runs of four words, in a row; empty below four words."""
    codes = [word.encode() for word in found]
    runs = zip(*(codes[first:] for first in range(SPAN)), strict=False)
    return b"".join([hashlib.blake2b(b" ".join(run), digest_size=_BYTES).digest() for run in runs])


def dump(made: Fingerprint) -> str:
    """The fingerprint as the text of its file: JSON, the hashes in base64 lines."""
    import textwrap  # a build makes none

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
    if len(content) > SIZE_LIMIT:
        raise FingerprintError(f"more than {SIZE_LIMIT} bytes")
    try:
        head = json.loads(content)
        shingles = base64.b64decode("".join(head["shingles"]), validate=True)
        starts = tuple(map(int, " ".join(head["sentences"]).split()))
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
    rising = all(map(operator.lt, starts, (*starts[1:], made.words)))
    if starts[:1] != (0,) or not rising:
        raise FingerprintError("the sentences do not fit the number of words")
    return made


def path_of(root: Path, source: str) -> Path:
    """Where a source's fingerprint is kept."""
    return root / FINGERPRINTS / f"{source}.json"

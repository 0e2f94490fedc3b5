"""Words of a document, as quotes and positions count them.

Owns: the cleaning of a text capture and the cut into normalised words. A change here changes every
fingerprint.
"""

from __future__ import annotations

import re
import unicodedata

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
_EMPHASIS = re.compile(r"(?<!\w)\*(?=\S)([^*\n]+)(?<=\S)\*(?!\w)")
# White space, dashes between clauses, slashes and ellipses part words; hyphens and apostrophes do not.
_GAP = re.compile(r"(?:[\s\u2013\u2014\u2015/…]|\.\.\.)+")
# Scripts written without spaces: each character counts as a word. Compiled for texts that are not in ASCII.
_SPACELESS = (
    r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])"
)
# In ASCII: everything but letters, digits and white space.
_DROPPED = {code: None for code in range(128) if not (chr(code).isalnum() or chr(code).isspace())}


def clean(capture: str) -> str:
    """A capture's text without link and emphasis markup (`[words](#)`, `*x*`), white space folded."""
    text = _LINK.sub(r"\1", capture)
    text = _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", text))
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Normalised words: NFKC, case-folded, everything but letters, digits and marks dropped from each.

    `It's` is one word, `anti-war` is one, `US/NATO` is two; in scripts without spaces each character is one.
    """
    if text.isascii():
        return text.lower().replace("/", " ").replace("...", " ").translate(_DROPPED).split()
    spaced = re.sub(_SPACELESS, r" \1 ", unicodedata.normalize("NFKC", text.replace("…", " ")).casefold())
    pieces = _GAP.split(spaced)
    kept = (piece if piece.isalnum() else "".join(filter(_counts, piece)) for piece in pieces)
    return [word for word in kept if word]


def _counts(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")

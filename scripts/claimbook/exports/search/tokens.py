"""Words as the search knows them, and which of them are one name's spellings.

Owns: the text rule. `words()` in `themes/apparatus/static/js/search.js` is the same rule; tests hold the two
to one table. It knows no language: no stems, no stop words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations

from claimbook.records import Actor

_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
# Accents of Latin, Greek and Cyrillic, points of Hebrew, vowels of Arabic; other marks are letters.
_ACCENTS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
_OWNER = re.compile(r"['‘’]s(?!\w)")
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
        "ς": "σ", "'": "", "‘": "", "’": "", "ʻ": "", "ʼ": "", "ʹ": "", "\u00ad": "",
    }
)  # fmt: skip
# Scripts written without spaces, where each character is a word. To compile it takes long: few texts need it.
_SPACELESS = (
    r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])"
)
# Typewriter signs for the typographic ones, which leave most texts in plain letters.
_TYPOGRAPHY = str.maketrans("‘’“”…–—\u00a0", "''      ")
_PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def words(text: str) -> list[str]:
    """Folded words: lower case, without accents and apostrophes; `2,030` is `2030`, `Lund's` is `lund`."""
    if not text.isascii():
        text = _THOUSANDS.sub("", text).translate(_TYPOGRAPHY)
        if not text.isascii():
            return _foreign(text)
    elif "," in text:
        text = _THOUSANDS.sub("", text)
    if "'" in text:
        text = _OWNER.sub("", text.lower()).replace("'", "")
    return text.translate(_PLAIN).split()


def _foreign(text: str) -> list[str]:
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).lower())
    lowered = unicodedata.normalize("NFC", bare)
    kept = "".join(map(_part, _OWNER.sub("", lowered).translate(_LETTERS)))
    return re.sub(_SPACELESS, r" \1 ", kept).split()


@cache
def _part(char: str) -> str:
    return char if char.isalnum() or unicodedata.category(char).startswith("M") else " "


def names_of(actor: Actor) -> tuple[str, ...]:
    """Every name an actor is found under."""
    return (actor.name, *actor.also_known_as)


def spellings(actors: Iterable[Actor]) -> dict[str, tuple[str, ...]]:
    """Words that are spellings of one another in the names of one actor, each with all of its group.

    Two names of as many words are laid side by side; words that meet are one name's spellings when they
    differ by a letter or two, or are written in different scripts.
    """
    groups: dict[str, set[str]] = {}
    for actor in actors:
        for one, other in combinations([words(name) for name in names_of(actor)], 2):
            if len(one) == len(other):
                for a, b in zip(one, other, strict=True):
                    if a != b and _same(a, b):
                        _join(groups, a, b)
    return {word: tuple(sorted(group)) for word, group in sorted(groups.items())}


def spread(found: Iterable[str], same: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Words with all their spellings."""
    alone = set(found)
    if same.keys().isdisjoint(alone):
        return alone
    return {spelling for word in alone for spelling in same.get(word, (word,))}


def _join(groups: dict[str, set[str]], a: str, b: str) -> None:
    both = groups.get(a, {a}) | groups.get(b, {b})
    for word in both:
        groups[word] = both


def _same(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 4 or any(char.isdigit() for char in a + b):
        return False
    return a.isascii() != b.isascii() or _distance(a, b) <= (1 if max(len(a), len(b)) < 7 else 2)


def _distance(a: str, b: str) -> int:
    """How many letters have to be put in, left out or exchanged to make `b` of `a`."""
    above = list(range(len(b) + 1))
    for i, char in enumerate(a, start=1):
        row = [i]
        for j, other in enumerate(b, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (char != other)))
        above = row
    return above[-1]

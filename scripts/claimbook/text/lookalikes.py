"""Letters that look the same and are not: Latin, Cyrillic and Greek.

Owns a table of letters that a reader cannot tell apart in common typefaces, after the confusables of Unicode
Technical Standard 39, and the two questions put to a name: does it read like another, and does one of its
words mix scripts where nobody can see it. Knows no other script, and nothing of letters that are merely
alike (rn and m). Refuses to judge words whose mixture shows, such as KoЯn.
"""

import re
import unicodedata
from functools import cache

_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
_ALIKE = {
    "аɑα": "a", "Ь": "b", "сϲ": "c", "ԁ": "d", "е": "e", "ɡ": "g", "һ": "h", "іιı": "i", "јϳ": "j",
    "оο": "o", "рρ": "p", "ԛ": "q", "г": "r", "ѕ": "s", "υ": "u", "ѵν": "v", "ԝ": "w", "х": "x", "уүγ": "y",
    "АΑ": "A", "ВΒ": "B", "СϹ": "C", "ЕΕ": "E", "НΗ": "H", "ЈͿ": "J", "КΚ": "K", "МΜ": "M", "Ν": "N",
    "ОΟ0": "O", "РΡ": "P", "Ԛ": "Q", "Ѕ": "S", "ТΤ": "T", "Ԝ": "W", "ХΧ": "X", "УҮΥ": "Y", "Ζ": "Z",
    "ә": "ə", "Ә": "Ə", "ө": "ɵ", "Ө": "Ɵ", "1IІӀӏΙ|": "l", "’‘ʼʹ": "'", "‐‑‒–—−": "-",
}  # fmt: skip
_PLAIN = str.maketrans({char: plain for alike, plain in _ALIKE.items() for char in alike})
_UNSEEN = re.compile("[\u061c\u180b-\u180d\u200c-\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_WORD = re.compile(r"[^\W\d_]+")


def skeleton(name: str) -> str:
    """One text for all names that look like `name`; not itself for reading."""
    if name.isascii():
        return name.translate(_PLAIN)
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", name)).translate(_PLAIN)


def hidden_mixture(name: str) -> tuple[str, str, int] | None:
    """The first word that looks as if it were of one script and is not, the letter that is foreign to it, as
    "U+0430 CYRILLIC SMALL LETTER A", and that letter's offset in `name`; None where there is no such word.
    """
    if name.isascii():
        return None
    for word in _WORD.finditer(name):
        if not word[0].isascii() and (foreign := _foreign(word[0])) is not None:
            letter = word[0][foreign]
            code = f"U+{ord(letter):04X} {unicodedata.name(letter)}"
            return word[0], code, word.start() + foreign
    return None


def _foreign(word: str) -> int | None:
    """Where the first letter of another script stands, if all such letters have a twin in the word's own."""
    scripts = [_script(letter) for letter in word]
    present = [script for script in _SCRIPTS if script in scripts]
    if len(present) < 2:
        return None
    for own in sorted(present, key=scripts.count, reverse=True):
        others = [i for i, script in enumerate(scripts) if script and script != own]
        if all(word[i].translate(_PLAIN) in _shapes(own) for i in others):
            return others[0]
    return None


def _script(letter: str) -> str:
    script = unicodedata.name(letter, "").partition(" ")[0]
    return script if script in _SCRIPTS else ""


@cache
def _shapes(script: str) -> frozenset[str]:
    """What the letters of a script look like, as far as other scripts look like them."""
    letters = [*map(chr, _PLAIN), *_ALIKE.values()]
    return frozenset(each.translate(_PLAIN) for each in letters if len(each) == 1 and _script(each) == script)

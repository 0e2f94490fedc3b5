"""Characters that may not stand in a record.

Owns the list of invisible, reordering and unusable characters. Refuses to repair: it names what it finds.
"""

import re
import unicodedata

_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset(
    "\u00ad\u034f\u180e\u200b\u2028\u2029\u2060\u2061\u2062\u2063\u2064"
    "\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
)
_JOINERS = frozenset("\u200c\u200d")
# Scripts whose spelling needs a joiner, by the first word of their characters' Unicode names.
_JOINING_SCRIPTS = frozenset(
    {
        "ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "MANDAIC", "ADLAM", "DEVANAGARI", "BENGALI", "GURMUKHI",
        "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "TIBETAN", "MYANMAR",
        "KHMER", "BALINESE", "JAVANESE",
    }
)  # fmt: skip
# Code points that are never characters, as the inside of a regular expression's class.
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
# Everything that may be a hazard; the joiners among it are judged by their neighbours.
_SUSPECT = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200c\u200d\U000e0000-\U000e007f"
    + "".join(sorted(_BIDIRECTIONAL | _INVISIBLE))
    + NONCHARACTERS
    + "]"
)


def text_hazards(text: str) -> list[str]:
    """The forbidden characters in `text`, each once, by code point, as "U+202E RIGHT-TO-LEFT OVERRIDE".

    Forbidden are controls other than tab and newline, characters that reorder text, invisible characters,
    noncharacters and lone surrogates. A joiner is allowed between letters of a script that is spelled with
    it.
    """
    # Of all hazards only the grapheme joiner counts as printable; the search takes ten times as long.
    if (text.isprintable() and "\u034f" not in text) or not _SUSPECT.search(text):
        return []
    found = {char for place, char in enumerate(text) if _is_hazard(text, place, char)}
    return [_named(char) for char in sorted(found)]


def _is_hazard(text: str, place: int, char: str) -> bool:
    if char in "\t\n":
        return False
    if char in _JOINERS:
        return not (_joins(text, place - 1) and _joins(text, place + 1))
    if char in _BIDIRECTIONAL or char in _INVISIBLE:
        return True
    if 0xE0000 <= ord(char) <= 0xE007F:
        return True
    return unicodedata.category(char) in ("Cc", "Cs") or _is_noncharacter(char)


def _is_noncharacter(char: str) -> bool:
    """Whether the code point is never a character: U+FDD0-FDEF, and two in each plane."""
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def _joins(text: str, place: int) -> bool:
    if not 0 <= place < len(text) or unicodedata.category(text[place])[0] not in "LM":
        return False
    return unicodedata.name(text[place], "").partition(" ")[0] in _JOINING_SCRIPTS


def _named(char: str) -> str:
    if _is_noncharacter(char):
        return f"U+{ord(char):04X} NONCHARACTER"
    kinds = {"Cc": "CONTROL CHARACTER", "Cs": "LONE SURROGATE"}
    fallback = kinds.get(unicodedata.category(char), "UNASSIGNED")
    return f"U+{ord(char):04X} {unicodedata.name(char, fallback)}"

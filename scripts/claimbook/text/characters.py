"""Characters that may not stand in a record.

Owns the list of invisible, reordering and unusable characters, and of those that are right only between
certain neighbours. Refuses to repair: it names what it finds.
"""

import re
import unicodedata

# Embeddings, overrides and isolates reorder whatever follows them, beyond the text where it is shortened or
# put beside another. The pages keep each text's direction to itself, so marks are all that a text can need.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MARKS = frozenset("\u061c\u200e\u200f")  # of direction
_INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028\u2029\u2060\u2061\u2062\u2063\u2064\u2800\u3164"
    "\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\uffa0\ufff9\ufffa\ufffb\ufffc"
    "\U0001d173\U0001d174\U0001d175\U0001d176\U0001d177\U0001d178\U0001d179\U0001d17a"
)
_JOINERS = frozenset("\u200c\u200d")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # of a variant of the character before
_MONGOLIAN = frozenset("\u180b\u180c\u180d\u180f")  # the same, for one script
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
# Everything that may be a hazard; some of it is judged by its neighbours. Few texts come as far.
_SUSPECT = (
    "[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufe00-\ufe0f\U000e0000-\U000e0fff"
    + "".join(sorted(_REORDERING | _MARKS | _INVISIBLE | _JOINERS | _MONGOLIAN))
    + NONCHARACTERS
    + "]"
)
# Of all hazards these alone count as printable, in the eyes of `str.isprintable`.
_PRINTABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\U000e0100-\U000e01ef]"
)
_EMOJI_MODIFIER = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")


def text_hazards(text: str) -> dict[str, int]:
    """The forbidden characters in `text`, as "U+202E RIGHT-TO-LEFT OVERRIDE", each with the offset at which
    it first stands, in the order of their code points.

    Forbidden are controls other than tab and newline, characters that reorder text, invisible characters,
    noncharacters and lone surrogates. Allowed are a joiner between letters of a script that is spelled with
    it or between emoji, a mark of direction in a text that has letters written from right to left, and a
    selector behind a character that may have variants.
    """
    # Each search takes ten times as long as `isprintable`.
    if text.isprintable() and (text.isascii() or not _PRINTABLE.search(text)):
        return {}
    if not re.search(_SUSPECT, text):
        return {}
    found: dict[str, int] = {}
    for match in re.finditer(_SUSPECT, text):
        if match[0] not in found and _is_hazard(text, match.start(), match[0]):
            found[match[0]] = match.start()
    return {_named(char): found[char] for char in sorted(found)}


def _is_hazard(text: str, place: int, char: str) -> bool:
    if char in "\t\n":
        return False
    if char in _JOINERS:
        spelled = _joins(text, place - 1) and _joins(text, place + 1)
        return not (spelled or _joins_emoji(text, place, char))
    if char in _MARKS:
        return not any(unicodedata.bidirectional(each) in ("R", "AL") for each in text if each not in _MARKS)
    if _SELECTORS.fullmatch(char):
        return not _has_variants(text, place - 1)
    if char in _MONGOLIAN:
        return not (place and unicodedata.name(text[place - 1], "").startswith("MONGOLIAN"))
    if char in _REORDERING or char in _INVISIBLE or 0xE0000 <= ord(char) <= 0xE0FFF:
        return True
    return unicodedata.category(char) in ("Cc", "Cs") or _is_noncharacter(char)


def _is_noncharacter(char: str) -> bool:
    """Whether the code point is never a character: U+FDD0-FDEF, and two in each plane."""
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def _joins(text: str, place: int) -> bool:
    if not 0 <= place < len(text) or unicodedata.category(text[place])[0] not in "LM":
        return False
    return unicodedata.name(text[place], "").partition(" ")[0] in _JOINING_SCRIPTS


def _joins_emoji(text: str, place: int, char: str) -> bool:
    """Whether a joiner makes one picture of two, as in a family: UTS 51, 2.2."""
    before = place - 1
    while before >= 0 and _EMOJI_MODIFIER.fullmatch(text[before]):
        before -= 1
    if char != "\u200d" or before < 0 or place + 1 == len(text):
        return False
    return unicodedata.category(text[before]) == "So" == unicodedata.category(text[place + 1])


def _has_variants(text: str, place: int) -> bool:
    """Whether a selector may follow a character: pictures, signs, digits, and scripts without case."""
    if place < 0:
        return False
    category = unicodedata.category(text[place])
    return category in ("So", "Sm", "Sk", "Lo", "Nd", "Po") and not text[place].isspace()


def _named(char: str) -> str:
    if _is_noncharacter(char):
        return f"U+{ord(char):04X} NONCHARACTER"
    kinds = {"Cc": "CONTROL CHARACTER", "Cs": "LONE SURROGATE"}
    fallback = kinds.get(unicodedata.category(char), "UNASSIGNED")
    return f"U+{ord(char):04X} {unicodedata.name(char, fallback)}"

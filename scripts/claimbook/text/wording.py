"""Small transformations of plain text: slugs, shortening, typographic marks.

Owns spelling-level changes to this book's own words. Refuses to touch quotes: `curly` is for statements only.
"""

import hashlib
import re
import unicodedata

SLUG_LIMIT = 80
_OPENING = re.compile(r'(^|[\s(\[{“‘–—/-])"(?=\S)')

# Letters that NFKD does not take apart: Latin, and the Russian and Kazakh Cyrillic alphabets.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i",
        "ŋ": "n", "ə": "a", "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo",
        "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ә": "a",
        "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "'": "",
        "’": "", "ʼ": "", "&": " and ",
    }
)  # fmt: skip


def slug(text: str) -> str:
    """An identifier matching `[a-z0-9]+(-[a-z0-9]+)*`, at most 80 characters, the same for the same text.

    A text with no letter or digit that can be written in ASCII becomes "x" and eight hexadecimal digits of
    its SHA-256.
    """
    lowered = unicodedata.normalize("NFC", text.casefold()).translate(_LETTERS)
    parts = unicodedata.normalize("NFKD", lowered)
    ascii_only = "".join(char for char in parts if not unicodedata.combining(char)).casefold()
    words = re.findall(r"[a-z0-9]+", ascii_only)
    if not words:
        return "x" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    whole = "-".join(words)
    if len(whole) <= SLUG_LIMIT:
        return whole
    cut = whole[: SLUG_LIMIT + 1].rpartition("-")[0]
    return cut or whole[:SLUG_LIMIT]


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, "…" included, cut after a word where there is one to cut after.

    Raises ValueError when `limit` is below 1.
    """
    if limit < 1:
        raise ValueError(f"expected a limit of at least 1, got {limit}")
    if len(text) <= limit:
        return text
    head = text[:limit]
    kept = head[:-1]
    if not head[-1].isspace() and not kept[-1:].isspace():  # in the middle of a word
        words = kept.rsplit(None, 1)
        kept = words[0] if words[1:] else _whole_characters(text, len(kept))
    return kept.rstrip().rstrip(",;:–—-").rstrip() + "…"


def _whole_characters(text: str, end: int) -> str:
    """`text[:end]`, shorter where the cut would part a letter from its accents."""
    while end > 0 and unicodedata.combining(text[end]):
        end -= 1
    return text[:end]


def curly(text: str) -> str:
    """Typewriter apostrophes and double quotes turned into typographic ones: ' → ’ and "x" → “x”."""
    if '"' in text:
        text = _OPENING.sub(r"\1“", text).replace('"', "”")
    return text.replace("'", "’")

"""Reading one scalar by its field's shape.

Owns: turning the text of a YAML scalar into a value, or saying why it cannot be one. YAML's own guesses about
types play no part: `no`, `2022-01-10`, `1e3` and `08` are what the editor typed.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from claimbook import addresses, dates, text
from claimbook.records.problems import excerpt, nearest
from claimbook.records.shapes import (
    DAY_PATTERN,
    ID_LIMIT,
    ID_PATTERN,
    LANGUAGE_LIMIT,
    LANGUAGE_PATTERN,
    Choice,
    Count,
    Day,
    Edtf,
    Flag,
    Id,
    Language,
    Markdown,
    Name,
    Number,
    Ref,
    Scalar,
    Text,
    Url,
)

_ID = re.compile(ID_PATTERN)
_LANGUAGE = re.compile(LANGUAGE_PATTERN)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?")
_COUNT = re.compile(r"[1-9][0-9]{0,8}")
_DAY = re.compile(DAY_PATTERN)
_WORTH_A_LOOK = 1_000  # characters of an id
_REMEMBERED = 4_096  # values of a field
_REMEMBERED_IDS = 65_536  # 10 MB at most


class ScalarError(ValueError):
    """The text is not a value of the shape; `hint` says what would be."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.hint = hint


def read_scalar(shape: Scalar, value: str) -> Any:
    """The value that `value` stands for under `shape`; raises `ScalarError`."""
    return _READERS[type(shape)](shape, value)


def scalar_reader(shape: Scalar) -> Callable[[str], Any]:
    """`read_scalar` for one shape, made for many values.

    Words that come again and again are checked once, and all records then share one text for each.
    """
    if isinstance(shape, Id | Ref | Name):
        return _known_id
    reader = partial(_READERS[type(shape)], shape)
    if isinstance(shape, Choice | Edtf | Day | Language | Number):
        return lru_cache(maxsize=_REMEMBERED)(reader)
    return reader


def _id(_: object, value: str) -> str:
    if len(value) > _WORTH_A_LOOK:  # patterns that repeat a group take 80 bytes for each character
        raise ScalarError(f"expected an id of at most {ID_LIMIT} characters, got {len(value)}")
    if not _ID.fullmatch(value):
        hint = (
            f"Did you mean {text.slug(value)!r}?"
            if len(value) <= ID_LIMIT and any(map(str.isalnum, value))
            else ""
        )
        raise ScalarError(
            f"expected an id of lower-case letters, digits and single hyphens, got {excerpt(value)}", hint
        )
    if len(value) > ID_LIMIT:
        raise ScalarError(f"expected an id of at most {ID_LIMIT} characters, got {len(value)}")
    return sys.intern(value)  # what names a record has its very text: dictionaries find it without comparing


def _text(shape: Any, value: str) -> str:
    if not value.strip():
        raise ScalarError("expected text, got nothing")
    if len(value) > shape.limit:
        raise ScalarError(f"expected at most {shape.limit} characters, got {len(value)}")
    markdown = isinstance(shape, Markdown)
    if hazards := text.markdown_hazards(value) if markdown else text.text_hazards(value):
        found = ", ".join(f"{name} (character {place + 1})" for name, place in hazards.items())
        raise ScalarError(f"holds characters that may not stand in a record: {found}", "Remove them.")
    if markdown:
        return value.strip()
    if "  " not in value and value.isprintable():  # the one printable white space is the plain space
        return value.strip()
    return " ".join(value.split())


def _edtf(_: object, value: str) -> str:
    try:
        return dates.parse(value).edtf
    except dates.DateError as error:
        raise ScalarError(str(error), error.hint or "") from error


def _day(_: object, value: str) -> str:
    try:
        if not _DAY.fullmatch(value):
            raise ValueError
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise ScalarError(f"expected a day as YYYY-MM-DD, got {excerpt(value)}") from None


def _url(_: object, value: str) -> str:
    wrong = addresses.fault(value)
    if wrong:
        length = len(value) > addresses.LIMIT
        raise ScalarError(f"{wrong.what}, got {len(value) if length else excerpt(value)}", wrong.hint)
    if not value.startswith("http"):
        scheme, colon, rest = value.partition(":")
        hint = f"Did you mean {scheme.lower() + colon + rest!r}?"
        raise ScalarError(f"{addresses.NO_SCHEME}, got {excerpt(value)}", hint)
    return value


def _language(_: object, value: str) -> str:
    if len(value) > LANGUAGE_LIMIT or not _LANGUAGE.fullmatch(value):
        raise ScalarError(f"expected a language tag such as 'en' or 'pt-BR', got {excerpt(value)}")
    return value


def _number(_: object, value: str) -> Decimal:
    if not _NUMBER.fullmatch(value):
        plain = re.sub(r"[,_ \u00a0\u202f]", "", value).lstrip("0") or "0"
        hint = f"Did you mean {plain}?" if _NUMBER.fullmatch(plain) else ""
        raise ScalarError(f"expected a number in plain digits, got {excerpt(value)}", hint)
    return Decimal(value)


def _count(_: object, value: str) -> int:
    if not _COUNT.fullmatch(value):
        raise ScalarError(f"expected a whole number from 1, got {excerpt(value)}")
    return int(value)


def _flag(_: object, value: str) -> bool:
    if value not in ("true", "false"):
        raise ScalarError(f"expected true or false, got {excerpt(value)}")
    return value == "true"


def _choice(shape: Any, value: str) -> str:
    if value not in shape.values:
        allowed = ", ".join(shape.values)
        raise ScalarError(f"expected one of {allowed}; got {excerpt(value)}", nearest(value, shape.values))
    return value


_READERS: dict[type, Callable[[Any, str], Any]] = {
    Id: _id,
    Ref: _id,
    Name: _id,
    Text: _text,
    Markdown: _text,
    Edtf: _edtf,
    Day: _day,
    Url: _url,
    Language: _language,
    Number: _number,
    Count: _count,
    Flag: _flag,
    Choice: _choice,
}

_known_id = lru_cache(maxsize=_REMEMBERED_IDS)(partial(_id, None))

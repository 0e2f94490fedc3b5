"""Whole numbers as short printable text.

Owns: the notation. A number is written in digits of five bits, lowest first, each as one of 64 characters;
the upper half of them says that another digit follows. Numbers below 32 take one character.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _packed(value: int) -> str:
    out = ""
    while value > 31:
        out += DIGITS[value & 31 | 32]
        value >>= 5
    return out + DIGITS[value]


_READY = tuple(_packed(value) for value in range(1024))  # most numbers of an index


def number(value: int) -> str:
    """One number, 0 or more."""
    return _READY[value] if value < 1024 else _packed(value)


def numbers(values: Iterable[int]) -> str:
    """Several numbers, one after another."""
    return "".join([_READY[value] if value < 1024 else _packed(value) for value in values])


def counted(values: Collection[int]) -> str:
    """A list: how many, then the numbers."""
    return number(len(values)) + numbers(values) if values else DIGITS[0]


def unpacked(text: str) -> list[int]:
    """The numbers that a text was made of."""
    found, value, shift = [], 0, 0
    for sign in text:
        digit = DIGITS.index(sign)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            found.append(value)
            value = shift = 0
    return found

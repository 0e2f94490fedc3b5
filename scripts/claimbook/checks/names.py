"""Rules about names: what looks the same is the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import chain, takewhile

from claimbook import text
from claimbook.checks.rule import Case, rule
from claimbook.records import Actor, Problem, Quantity, Record, Source, Topic


def _names(record: Record) -> Iterator[tuple[str, str]]:
    """What readers know a record by: each name with its field; none of withdrawn records and of claims."""
    if isinstance(record, Actor) and not record.withdrawn:
        yield "name", record.name
        yield from ((f"also_known_as[{i}]", name) for i, name in enumerate(record.also_known_as))
    elif isinstance(record, Topic) and not record.withdrawn:
        yield "question", record.question
    elif isinstance(record, Source) and not record.withdrawn:
        yield "title", record.title
    elif isinstance(record, Quantity) and not record.withdrawn:
        yield "label", record.label


def _labels(record: Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Topic):
        yield from ((f"positions[{i}].label", each.label) for i, each in enumerate(record.positions))


@rule("words-are-in-one-script", "No word of a name hides letters of another script that look the same.")
def one_script(case: Case) -> Iterator[Problem]:
    """No search finds such a name, and it may be meant to pass for another (UTS 39, Security Mechanisms)."""
    for record in case.loaded.records:
        for place, name in chain(_names(record), _labels(record)):
            if found := text.hidden_mixture(name):
                word, code, offset = found
                what = f"the word {word!r} mixes scripts that look the same: {code} (character {offset + 1})"
                yield case.problem(record, place, what, "Write the word in one script.")


@rule("names-look-different", "No two records of a kind have names that look alike and are spelt otherwise.")
def look_different(case: Case) -> Iterator[Problem]:
    """Names that are the same to the letter are left alone: two people may be called alike."""
    seen: dict[tuple[type, str], tuple[str, Record]] = {}
    for record in case.loaded.records:
        for place, name in _names(record):
            spelt = unicodedata.normalize("NFC", name)
            before, other = seen.setdefault((type(record), text.skeleton(spelt)), (spelt, record))
            if before != spelt and other is not record:
                kind = type(record).__name__.lower()
                what = f"{name!r} looks like {before!r}, a name of the {kind} {other.id!r}"
                how = f"has other characters ({_difference(spelt, before)})"
                hint = "Spell both alike, or tell them apart by a word."
                yield case.problem(record, place, f"{what}, and {how}", hint)


def _difference(one: str, other: str) -> str:
    """The first character that differs, in both, by code point."""
    place = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return " for ".join(_code(name[place : place + 1]) for name in (one, other))


def _code(char: str) -> str:
    return f"U+{ord(char):04X}" if char else "nothing"

"""Sentences of a document, as coverage counts them.

Owns: where a sentence begins, in word offsets. A claim's passage is the sentences its quote touches. The cut
is a plain one, by punctuation, capitals and paragraphs; it decides nothing but coverage, never whether a
quote is verbatim.
"""

from __future__ import annotations

import re

from claimbook.quotes.words import clean, words

# Patterns are compiled where a fingerprint is made: a build makes none.
_PARAGRAPH = r"\n\s*\n|\n(?=\s*(?:[•*-]|\d+\.)\s)"
_CLOSE = r"[\"”’»)\]]"
_OPEN = r"[\"“‘«(\[]"
_END = rf"(?<=[.!?…])(?:{_CLOSE}*)\s+(?={_OPEN}*[^\W_a-zà-ÿа-я])"
_ABBREVIATION = r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|St|No|Nos|vs|cf|etc|i\.e|e\.g)|\b[A-Z])\.$"


def starts(capture: str) -> list[int]:
    """The word offset (from 0) at which each sentence of the text begins; the first is 0.

    A heading or list entry is a sentence of its own. A paragraph that goes on in lower case was broken in two
    by the capture and is joined again.
    """
    found: list[int] = []
    offset = 0
    for sentence in _sentences(capture):
        length = len(words(clean(sentence)))
        if length:
            found.append(offset)
            offset += length
    return found


def _sentences(capture: str) -> list[str]:
    whole: list[str] = []
    for paragraph in re.split(_PARAGRAPH, capture):
        text = clean(paragraph)
        if not text:
            continue
        begun = whole and text[:1].islower()
        pieces = _cut(text)
        if begun:
            whole[-1] += f" {pieces.pop(0)}"
        whole += pieces
    return whole


def _cut(paragraph: str) -> list[str]:
    pieces: list[str] = []
    last = 0
    for end in re.finditer(_END, paragraph):
        before = paragraph[last : end.start()]
        if re.search(_ABBREVIATION, before):
            continue
        pieces.append(paragraph[last : end.end()])
        last = end.end()
    return [*pieces, paragraph[last:]]

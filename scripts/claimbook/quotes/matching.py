"""Matching: does a quote stand in its document, and where.

Owns: the exact search for a quote in a fingerprint, and the check to the letter against a text at hand. Never
fuzzy: a quote stands where its words stand in a row, its parts in order, or it does not stand.
"""

from __future__ import annotations

import bisect

from claimbook.frozen import frozen
from claimbook.quotes.fingerprint import SPAN, Fingerprint, FingerprintError
from claimbook.quotes.words import clean, words

WORD_LIMIT = 45  # words in one quote
_TOLD = 20  # of the places where a quote stands
GAP_LIMIT = 60  # words that may be left out between two parts


class QuoteError(ValueError):
    """The quote does not stand in the document; `hint` says what to do."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


@frozen
class Match:
    """Where a quote stands: `spans` are its parts, word offsets [start, end), in a document of `of` words."""

    spans: tuple[tuple[int, int], ...]
    of: int

    @property
    def start(self) -> int:
        """Offset of the first word, from 0."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset behind the last word."""
        return self.spans[-1][1]


def parts(quote: str) -> list[str]:
    """The verbatim parts of a quote, between its ellipses (`…`)."""
    return [part.strip() for part in quote.split("…")]


def check_form(quote: str) -> None:
    """Raise `QuoteError` where a quote is too long, or a part too short to be verified."""
    _normalised(parts(quote))


def _normalised(quoted: list[str]) -> list[list[str]]:
    """The normalised words of each part of a quote of the right form; else raises `QuoteError`."""
    normalised = [words(part) for part in quoted]
    count = sum(map(len, normalised))
    if count > WORD_LIMIT:
        raise QuoteError(
            f"the quote has {count} words, more than {WORD_LIMIT}", "Leave words out with ' … '."
        )
    for part, found in zip(quoted, normalised, strict=True):
        if len(found) < SPAN:
            needed = f"a quote, and each part between ellipses, needs {SPAN}"
            raise QuoteError(f"{part!r} has {len(found)} words; {needed}", "Quote a few words more.")
    return normalised


def match(quote: str, made: Fingerprint, occurrence: int | None = None) -> Match:
    """Where `quote` stands in the document; raises `QuoteError` where it does not, or where that is not
    clear.

    `occurrence` (from 1) chooses among equal passages.
    """
    quoted = parts(quote)
    normalised = _normalised(quoted)
    try:
        starts = [made.starts(part) for part in normalised]
    except FingerprintError as error:
        raise QuoteError(f"words of the quote have {error} in the document", "Quote more words.") from error
    for part, found in zip(quoted, starts, strict=True):
        if not found:
            what = f"the words {part!r} do not stand in the document"
            raise QuoteError(
                what, "Quote its exact words, or write its fingerprint anew if the text was captured again."
            )
    if len(quoted) == 1 and len(starts[0]) == 1 and occurrence in (None, 1):  # as nearly always
        at = starts[0][0]
        return Match(((at, at + len(normalised[0])),), made.words)
    lengths = [len(part) for part in normalised]
    matches = [spans for at in starts[0] if (spans := _follow(at, starts, lengths))]
    if not matches:
        what = (
            f"the quote's parts do not stand in the document in this order, at most {GAP_LIMIT} words apart"
        )
        raise QuoteError(what, "Quote parts of one passage, in their order.")
    if occurrence is None and len(matches) > 1:
        places = ", ".join(str(spans[0][0] + 1) for spans in matches[:_TOLD])
        places += " …" if len(matches) > _TOLD else ""
        what = f"the quote stands in the document {len(matches)} times (at words {places})"
        raise QuoteError(what, "Quote more words, or say which with 'occurrence: 1', 2 …")
    if occurrence is not None and occurrence > len(matches):
        times = "once" if len(matches) == 1 else f"{len(matches)} times"
        what = f"occurrence {occurrence} was asked for, but the quote stands in the document {times}"
        raise QuoteError(what, "Correct or remove 'occurrence'.")
    return Match(matches[(occurrence or 1) - 1], made.words)


def _follow(at: int, starts: list[list[int]], lengths: list[int]) -> tuple[tuple[int, int], ...] | None:
    """The spans of a quote whose first part stands at `at`, each later part at its nearest place behind."""
    spans = [(at, at + lengths[0])]
    for found, length in zip(starts[1:], lengths[1:], strict=True):
        behind = spans[-1][1]
        at = bisect.bisect_left(found, behind)
        if at == len(found) or found[at] > behind + GAP_LIMIT:
            return None
        following = found[at]
        spans.append((following, following + length))
    return tuple(spans)


def check_letters(quote: str, capture: str) -> None:
    """Raise `QuoteError` where a part of `quote` is not in the text letter for letter (white space apart)."""
    text = clean(capture)
    for part in parts(quote):
        if " ".join(part.split()) not in text:
            raise QuoteError(
                f"the words {part!r} do not stand in the text to the letter", "Copy them exactly."
            )


def covered(spans: list[tuple[int, int]]) -> int:
    """How many words a list of spans [start, end) covers together."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        if end > reached:
            total += end - (start if start > reached else reached)
            reached = end
    return total

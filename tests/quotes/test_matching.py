"""Quotes in a document: found exactly, with their place, or not at all."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claimbook.quotes import (
    Fingerprint,
    QuoteError,
    check_form,
    check_letters,
    covered,
    fingerprint,
    match,
    words,
)
from tests.support import FIRST_TEXT

# Its words, numbered from 0:   0   1      2    3   4     5    6     7     8      9  10  11   12 13
TEXT = "“The harbour’s  *old* pier was sold, to Anna-Lena (of Bergen), [in March](#); the mayor had said no. "
END = "Later the town bought the old pier back. " + "Rain fell. " * 40 + "Later the town bought a boat."
DOCUMENT = fingerprint("d", TEXT + END)


def spans(
    quote: str, made: Fingerprint = DOCUMENT, occurrence: int | None = None
) -> tuple[tuple[int, int], ...]:
    """Where a quote stands."""
    return match(quote, made, occurrence).spans


def fault(quote: str, made: Fingerprint = DOCUMENT, occurrence: int | None = None) -> tuple[str, str]:
    """What is said of a quote that does not stand, and the hint."""
    with pytest.raises(QuoteError) as caught:
        match(quote, made, occurrence)
    return str(caught.value), caught.value.hint


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        ("The harbour’s old pier", (0, 4)),
        ("the HARBOURS old pier", (0, 4)),
        ("The harbour's “old” pier was sold", (0, 6)),
        ("was sold to Anna-Lena of Bergen in March", (4, 12)),
        ("AnnaLena of Bergen, in", (7, 11)),
        ("the mayor had said no", (12, 17)),
    ],
)
def test_words_match_whatever_their_case_and_marks(quote: str, place: tuple[int, int]) -> None:
    """Letters and digits count; case, punctuation, quotation marks, white space and mark-up do not."""
    found = match(quote, DOCUMENT)
    assert found.spans == (place,)
    assert (found.start, found.end, found.of) == (*place, DOCUMENT.words)


NOT_THERE = "Quote its exact words, or write its fingerprint anew if the text was captured again."


@pytest.mark.parametrize(
    "quote",
    [
        "the harbour’s new pier was sold",
        "the harbour’s old pier is sold",
        "the harbour’s pier was sold",
        "harbour the old pier was sold",
        "sold to Anna Lena of Bergen",
        "the mayor had said not",
    ],
)
def test_other_words_never_match(quote: str) -> None:
    """A word changed, left out, moved or cut in two is another quote."""
    assert fault(quote) == (f"the words {quote!r} do not stand in the document", NOT_THERE)


def test_parts_match_in_order() -> None:
    """Words may be left out with an ellipsis; each part has its own place."""
    assert spans("The harbour’s old pier … in March; the mayor") == ((0, 4), (10, 14))
    assert spans("The harbour’s old pier …was sold to Anna-Lena… the mayor had said") == (
        (0, 4),
        (4, 8),
        (12, 16),
    )


def test_parts_in_another_order_do_not_match() -> None:
    """Parts are looked for behind one another, never before and never overlapping."""
    order = (
        "the quote's parts do not stand in the document in this order, at most 60 words apart",
        "Quote parts of one passage, in their order.",
    )
    assert fault("in March; the mayor … The harbour’s old pier") == order
    assert fault("The harbour’s old pier … old pier was sold") == order


def test_parts_far_apart_do_not_match() -> None:
    """At most sixty words may be left out between two parts."""
    text = "one two three four " + "x " * 60 + "five six seven eight"
    quote = "one two three four … five six seven eight"
    assert spans(quote, fingerprint("d", text)) == ((0, 4), (64, 68))
    what, _ = fault(quote, fingerprint("d", text.replace("x ", "x x ", 1)))
    assert what == "the quote's parts do not stand in the document in this order, at most 60 words apart"


def test_a_later_place_of_the_first_part_counts() -> None:
    """A part that stands twice matches where the rest follows."""
    assert spans("Later the town bought … fell. Rain fell. Rain") == ((17, 21), (26, 30))
    assert spans("Later the town bought a boat") == ((105, 111),)


def test_two_places_need_a_choice() -> None:
    """An ambiguous quote is refused with its places; `occurrence` chooses, and must exist."""
    quote = "Later the town bought"
    assert fault(quote) == (
        "the quote stands in the document 2 times (at words 18, 106)",
        "Quote more words, or say which with 'occurrence: 1', 2 …",
    )
    assert spans(quote, occurrence=1) == ((17, 21),)
    assert spans(quote, occurrence=2) == ((105, 109),)
    remedy = "Correct or remove 'occurrence'."
    assert fault(quote, occurrence=3) == (
        "occurrence 3 was asked for, but the quote stands in the document 2 times",
        remedy,
    )
    assert fault("The harbour’s old pier", occurrence=2) == (
        "occurrence 2 was asked for, but the quote stands in the document once",
        remedy,
    )


def test_lengths() -> None:
    """Four words are the fewest for a quote and for a part, forty-five the most for a quote."""
    needed = "a quote, and each part between ellipses, needs 4"
    more = "Quote a few words more."
    assert fault("old pier was") == (f"'old pier was' has 3 words; {needed}", more)
    assert fault("The harbour’s old pier … the mayor had") == (f"'the mayor had' has 3 words; {needed}", more)
    assert fault("… The harbour’s old pier") == (f"'' has 0 words; {needed}", more)
    assert fault("w " * 46) == ("the quote has 46 words, more than 45", "Leave words out with ' … '.")
    check_form("w " * 45)


def test_scripts_without_spaces() -> None:
    """Each character of Chinese, Japanese or Thai counts as a word; Cyrillic and Arabic have words."""
    chinese = fingerprint("d", "哈萨克斯坦总统说，局势已经稳定。")
    assert chinese.words == 14
    assert spans("总统说，局势", chinese) == ((5, 10),)
    assert fault("总统说：形势", chinese)[0] == "the words '总统说：形势' do not stand in the document"
    russian = fingerprint("d", "Президент заявил, что порядок в стране восстановлен.")
    assert spans("ЧТО порядок в стране", russian) == ((2, 6),)


def test_letters() -> None:
    """With the text at hand, case, punctuation and quotation marks count too; white space does not."""
    capture = TEXT.replace(" ", "\n", 3)
    check_letters("The harbour’s old pier was sold, to", capture)
    check_letters("in March; the mayor … said no.", capture)
    for quote in ("the harbour’s old pier", "The harbour's old pier", "pier was sold to Anna-Lena"):
        with pytest.raises(QuoteError) as caught:
            check_letters(quote, capture)
        assert str(caught.value) == f"the words {quote!r} do not stand in the text to the letter"
        assert caught.value.hint == "Copy them exactly."


def test_covered_words_count_once() -> None:
    """Overlapping and nested stretches are counted once, whatever their order."""
    assert covered([]) == 0
    assert covered([(10, 20), (0, 5), (15, 25), (11, 12), (25, 26)]) == 21


WORD = st.text(
    st.characters(categories=("Ll", "Lu", "Nd", "Mn", "Lo"), codec="utf-8"), min_size=1, max_size=5
)
TEXTS = st.lists(WORD, min_size=4, max_size=60)


@settings(derandomize=True, deadline=None)
@given(TEXTS, st.data())
def test_every_window_of_a_text_is_found(tokens: list[str], data: st.DataObject) -> None:
    """Any four words or more match, and stand at the place that is told."""
    document = words(" ".join(tokens))
    first = data.draw(st.integers(0, len(tokens) - 4))
    last = data.draw(st.integers(first + 4, min(len(tokens), first + 9)))
    quote = " ".join(tokens[first:last])
    assume(4 <= len(words(quote)) <= 45)
    starts = fingerprint("d", " ".join(tokens)).starts(words(quote))
    assert len(words(" ".join(tokens[:first]))) in starts
    for at in starts:
        assert document[at : at + len(words(quote))] == words(quote)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), min_size=4, max_size=200), st.data())
def test_a_foreign_word_is_never_found(tokens: list[str], data: st.DataObject) -> None:
    """A quote with one word replaced by a word that the text has not never matches."""
    first = data.draw(st.integers(0, len(tokens) - 4))
    quote = tokens[first : first + data.draw(st.integers(4, 40))]
    quote[data.draw(st.integers(0, len(quote) - 1))] = "foreign"
    with pytest.raises(QuoteError, match="do not stand in the document"):
        match(" ".join(quote), fingerprint("d", " ".join(tokens)))


def test_a_fingerprint_holds_no_word() -> None:
    """Nothing of the text is in the fingerprint but hashes of four words."""
    made = fingerprint("d", FIRST_TEXT)
    assert made.words == 185
    assert len(made.shingles) == (185 - 3) * 3

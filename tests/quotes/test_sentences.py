"""The cut into sentences, and the passage of a claim."""

import pytest

from claimbook.quotes import Fingerprint, fingerprint
from claimbook.quotes.sentences import starts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One two three. Four five.", [0, 3]),
        ("One two three! “Four five?” Six.", [0, 3, 5]),
        ("It cost 3.5 million. Then more.", [0, 4]),
        ("Mr. Smith and Dr. Jones met J. Doe. They left.", [0, 8]),
        ("A heading\n\nOne two.\n\n• three\n• four five\n1. six", [0, 2, 4, 5, 7]),
        ("that was timed to coincide\n\nwith the removal. Next one.", [0, 8]),
        ("Wait... It broke out... it went on. End.", [0, 1, 7]),
        ("", []),
    ],
)
def test_sentences_begin(text: str, expected: list[int]) -> None:
    """By punctuation, capitals and paragraphs; a paragraph that goes on in lower case is joined again."""
    assert starts(text) == expected


@pytest.fixture
def made() -> Fingerprint:
    """A document of three sentences: words 0–4, 5–9, 10–13."""
    text = "One two three four five. Six seven eight nine ten. Eleven twelve thirteen fourteen."
    return fingerprint("d", text)


@pytest.mark.parametrize(
    ("start", "end", "passage"),
    [(0, 1, (0, 5)), (4, 5, (0, 5)), (5, 10, (5, 10)), (4, 6, (0, 10)), (13, 14, (10, 14)), (0, 14, (0, 14))],
)
def test_a_passage_is_whole_sentences(
    made: Fingerprint, start: int, end: int, passage: tuple[int, int]
) -> None:
    """A stretch of words reaches from the start of its first sentence to the end of its last."""
    assert made.sentences == (0, 5, 10)
    assert made.passage(start, end) == passage

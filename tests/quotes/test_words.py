"""The cut of a text into words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.quotes import clean, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("It’s It's ITS", ["its", "its", "its"]),
        ("anti-war US/NATO", ["antiwar", "us", "nato"]),
        ("one—two – three...four…five", ["one", "two", "three", "four", "five"]),
        ("2,000 3.5 % (x)", ["2000", "35", "x"]),
        ("ﬁne ＦＵＬＬ Straße", ["fine", "full", "strasse"]),
        ("Қазақстан ё ё", ["қазақстан", "ё", "ё"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("日本2022年", ["日", "本", "2022", "年"]),
        ("“…” — ' * ", []),
    ],
)
def test_words(text: str, cut: list[str]) -> None:
    """Case, compatibility forms and punctuation vanish; hyphens join, dashes and slashes part."""
    assert words(text) == cut


@settings(derandomize=True, deadline=None)
@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_words_in_ascii_are_cut_like_others(text: str) -> None:
    """Text that is all ASCII takes a shorter way, to the same words as beside a foreign letter."""
    assert [*words(text), "é"] == words(f"{text} é")


@pytest.mark.parametrize(
    ("capture", "text"),
    [
        ("a [link](#) b", "a link b"),
        ("a [two words](https://example.org/x) b", "a two words b"),
        ("*slanted* and **fat** and 2 * 3 * 4", "slanted and fat and 2 * 3 * 4"),
        ("a [note] (b)", "a [note] (b)"),
        ("  a\n\tb  ", "a b"),
    ],
)
def test_clean(capture: str, text: str) -> None:
    """Mark-up of links and emphasis goes, its words stay."""
    assert clean(capture) == text

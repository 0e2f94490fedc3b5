"""The short ways through Markdown: texts without markup, parsers used again, libraries left alone."""

import subprocess
import sys
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimbook.text import (
    TextError,
    TextTooLong,
    links,
    plain,
    reading,
    record_links,
    render,
    rendering,
    trees,
    unsafe_links,
)

# Words, and all that Markdown, HTML or this book's links might act on, most of it where it does nothing.
PIECES = (
    "a", "The book", "R", "1", "12", "1.", "2. ", "10.5", "٣. ", "é", "Қазақ", "😀", "’", "“", "”", "…", "—",
    " ", "  ", "\xa0", "\u3000", "\u2028", "\u200b", "\xad", "\t", "\x0b", "\x85", "\r", "\x02", "\x03",
    ".", ",", ";", ":", "?", "!", "'", '"', "(", ")", "%", "$", "/", "@", "{", "}", "^", "~", "=", "+", "-",
    "===", "---", "- ", "+ ", "-1", ": ", "%%", "!!", "~~", "''", "{: #x}", "e.org", "www.e.org", "a@e.org",
    "https://e.org/a?b=c", "mailto:a@e.org", "claim:a-b", "page:x", "javascript:x", "klzzwxh:0000", "amp;",
)  # fmt: skip
MARKUP = (
    "\n", "\n\n", "    ", "*", "_", "`", "#", "|", "&", "&amp;", "&#38;", "<", ">", "<b>", "<br>", "[", "]",
    "](", "[x](claim:a)", "[x][1]", "\n\n[1]: claim:b", "![x](a)", "<https://e.org>", "\\", "\\[", "> ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
RICH = st.lists(st.sampled_from(PIECES + MARKUP), max_size=14).map("".join)
ANY = st.one_of(TEXTS, TEXTS, RICH, st.text(st.characters(exclude_categories=[]), max_size=60))
FORMS = ({}, {"note": True}, {"inline": True})


def page(kind: str, name: str) -> str:
    """A book that holds every record."""
    return f"../{kind}s/{len(name)}.html"


def rendered(text: str) -> list[str]:
    """The text in each form, or why it is refused."""
    try:
        return [str(render(text, page, **form)) for form in FORMS]
    except TextError as error:
        return [str(error)]


def found(text: str) -> list[object]:
    """The text's links and its words, or why they are not looked for."""
    try:
        return [record_links(text), unsafe_links(text), links.hrefs(text), plain(text)]
    except TextError as error:
        return [str(error)]


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(ANY)
def test_simple_texts_are_rendered_as_by_the_libraries(text: str) -> None:
    """The short way gives, to the letter, what Python-Markdown and bleach make of a text."""
    short = rendered(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "is_simple", lambda text: False)
        patch.setattr(reading, "is_simple", lambda text: False)
        assert rendered(text) == short


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(ANY)
def test_texts_without_links_need_no_parser(text: str) -> None:
    """What is told without parsing is what the parser finds."""
    short = found(text)
    plain.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "_may_link", lambda text: True)
        patch.setattr(links, "mentions_records", lambda text: True)
        patch.setattr(reading, "is_simple", lambda text: False)
        assert found(text) == short
    links._record_links.cache_clear()
    plain.cache_clear()


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(RICH, min_size=2, max_size=3))
def test_no_text_leaves_anything_behind(texts: list[str]) -> None:
    """A parser used before gives what a fresh one gives."""
    used = [(rendered(text), found(text)) for text in texts]
    links._record_links.cache_clear()
    plain.cache_clear()
    for text, before in zip(texts, used, strict=True):
        trees._taken.finder = trees._taken.renderer = rendering._taken.cleaner = None
        assert (rendered(text), found(text)) == before


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("Both count one bank: 300 (or 450) – “more”, it's said; see e.org/a?b=1.", True),
        ("2.5 million", True),
        ("2022 was the year.", True),
        ("12. May", False),
        ("- a", False),
        ("+7 (727)", False),
        ("a & b", False),
        ("a\nb", False),
        (" a", False),
        ("a\xa0", False),
        ("", False),
        ("a_b", False),
        ("\ud800", False),
        ("\ufdd0", False),
    ],
)
def test_is_simple(text: str, simple: bool) -> None:
    """Ordinary sentences take the short way; whatever looks like markup does not."""
    assert reading.is_simple(text) == simple


def test_every_simple_character_means_itself() -> None:
    """Of all of Unicode no character that counts as simple is changed inside a text."""
    simple = [chr(code) for code in range(0x110000) if reading.is_simple(f"a{chr(code)}a")]
    assert len(simple) > 125_000
    joined = "a".join(simple[::0x40] + [char for char in simple if ord(char) < 0x3000])
    for start in range(0, len(joined), 1999):
        text = f"a{joined[start : start + 1990]}a"
        safe = rendering.sanitise(reading.html(text, lambda href: None, with_ids=False))
        assert safe == f"<p>{text}</p>"


def test_simple_texts_have_their_limit() -> None:
    """A text without markup may be too long as well."""
    with pytest.raises(TextTooLong, match=r"^expected at most 2,000 characters of Markdown, got 2,001$"):
        render("x" * 2_001, page, inline=True)


def test_a_failure_costs_the_parser() -> None:
    """After a resolver's mistake, which stops the parser half-way, the next text is read afresh."""
    assert render("*a*", page, inline=True) == "<em>a</em>"
    with pytest.raises(ValueError, match=r"^expected a relative address for 'claim:a', got '//e.org'$"):
        render("> - [x](claim:a)", lambda kind, name: "//e.org")
    assert trees._taken.renderer is None
    assert render("*a*", page, inline=True) == "<em>a</em>"


def test_threads_do_not_share_a_parser() -> None:
    """Texts rendered at the same time do not mix."""
    texts = [f"*{n}* [x](claim:{'a' * n})" for n in range(40)]
    made: dict[int, list[str]] = {}

    def work(number: int) -> None:
        made[number] = [str(render(text, page, inline=True)) for text in texts]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = [f'<em>{n}</em> <a href="../claims/{n}.html">x</a>' for n in range(40)]
    assert [made[number] for number in range(4)] == [expected] * 4


def test_plain_notes_import_no_library() -> None:
    """A book whose notes are simple is checked and rendered without Markdown and bleach."""
    code = """
import sys
from claimbook import text
note = "Both count one bank: 300 (or 450), it's said."
text.render(note, lambda kind, name: None, inline=True)
text.record_links(note), text.unsafe_links(note), text.plain(note)
print(sorted({"markdown", "bleach"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

"""Markdown to safe HTML, record links, slugs and forbidden characters."""

import re
import sys
import time
from contextlib import suppress
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.text import (
    MARKDOWN_LIMIT,
    NOTE_LIMIT,
    LinkError,
    RecordLink,
    TextError,
    TextTooComplex,
    TextTooLong,
    characters,
    curly,
    markdown_hazards,
    plain,
    record_links,
    render,
    safe_url,
    shorten,
    slug,
    text_hazards,
    unsafe_links,
)
from claimbook.text.reading import readable
from claimbook.text.rendering import ALLOWED_TAGS, sanitise

REL = 'rel="noopener noreferrer nofollow"'
Found = list[tuple[str, tuple[tuple[str, str | None], ...]]]


def resolve(kind: str, record_id: str) -> str | None:
    """A book that holds every record but those called "missing"."""
    return (
        None
        if record_id == "missing"
        else f"../{kind}s/{record_id}.html"
        if slug(record_id) == record_id
        else None
    )


class Elements(HTMLParser):
    """Collects elements with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Found = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(attrs))))

    def handle_comment(self, data: str) -> None:
        self.found.append(("!--", ()))


def elements(html: str) -> Found:
    reader = Elements()
    reader.feed(html)
    reader.close()
    return reader.found


def assert_harmless(html: str) -> None:
    for tag, attributes in elements(html):
        assert tag in ALLOWED_TAGS
        for name, value in attributes:
            assert (tag, name) in {("a", "href"), ("a", "rel"), ("h2", "id"), ("h3", "id"), ("h4", "id")}
            if name == "href":
                assert re.match(r"https?://[^/]|mailto:|\.\./[a-z]+s/|#[a-z0-9]", value or "", re.IGNORECASE)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a *b* **c**", "<p>a <em>b</em> <strong>c</strong></p>"),
        ("[x](claim:a-b)", '<p><a href="../claims/a-b.html">x</a></p>'),
        ("[x](https://e.org/?a=1&b=2)", f'<p><a href="https://e.org/?a=1&amp;b=2" {REL}>x</a></p>'),
        ("[x](#part-two)", '<p><a href="#part-two">x</a></p>'),
        ("[x](javascript:alert(1))", "<p>x</p>"),
        ("![words](https://e.org/i.png)", "<p>words</p>"),
        ("<b>x</b> & &copy;", "<p>&lt;b&gt;x&lt;/b&gt; &amp; &copy;</p>"),
        ("# A\n\n## A\n\n##### A", '<h2 id="a">A</h2>\n<h2 id="a-2">A</h2>\n<h4 id="a-3">A</h4>'),
    ],
)
def test_render(markdown: str, html: str) -> None:
    """Markdown becomes the allowed HTML and nothing else."""
    assert render(markdown, resolve) == html


def test_table() -> None:
    """Tables are rendered without attributes."""
    tags = [tag for tag, attributes in elements(render("|a|b|\n|:-|-:|\n|c|d|", resolve)) if not attributes]
    assert tags == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]


def test_inline() -> None:
    """One paragraph comes without its `<p>`; more come as blocks; notes have no heading ids."""
    assert render("a *b*", resolve, inline=True) == "a <em>b</em>"
    assert render("a\n\nb", resolve, inline=True) == "<p>a</p>\n<p>b</p>"
    assert render("## a", resolve, note=True) == "<h2>a</h2>"


def test_unknown_links_are_all_named() -> None:
    """Links to records that do not exist are refused together, each once."""
    with pytest.raises(LinkError) as caught:
        render("[a](claim:missing) [b](actor:missing) [c](claim:missing) [d](claim:here)", resolve)
    assert str(caught.value) == "expected links to records of this book, got 'claim:missing', 'actor:missing'"
    assert caught.value.targets == ("claim:missing", "actor:missing")


def test_same_text_resolved_differently() -> None:
    """The memory of rendered texts keeps apart pages at different depths."""
    assert render("[x](claim:a)", lambda kind, record_id: "a.html") == '<p><a href="a.html">x</a></p>'
    assert render("[x](claim:a)", lambda kind, record_id: "../a.html") == '<p><a href="../a.html">x</a></p>'


def test_resolved_addresses_are_relative() -> None:
    """A resolver that gives anything but a relative address is a mistake."""
    with pytest.raises(
        ValueError, match=re.escape("expected a relative address for 'claim:a', got '//e.org'")
    ):
        render("[x](claim:a)", lambda kind, record_id: "//e.org")


def test_record_links_with_places() -> None:
    """Links are found where the parser sees them: not in code, but through references."""
    text = "See [x](claim:a) and `[y](claim:b)`.\n\n  Then [*z*](actor:c) or [r][1].\n\n[1]: topic:d"
    assert record_links(text) == [
        RecordLink("claim", "a", 1, 9),
        RecordLink("actor", "c", 3, 14),
        RecordLink("topic", "d", 5, 6),
    ]


def test_unsafe_links() -> None:
    """Addresses that rendering drops are named for the checks."""
    text = "[a](javascript:x) [b](page.html) [c](https://e.org) [d](claim:x) [e](#f) [g](ftp://e.org)"
    assert unsafe_links(text) == ["javascript:x", "page.html", "ftp://e.org"]


@pytest.mark.parametrize(
    "url",
    [
        "https://e.org",
        "http://e.org:8080/a/b?c=d&e=f#g",
        "HTTPS://E.org/%D0%90",
        "https://ru.wikipedia.org/wiki/Токаев",
        "mailto:a.b@e.org",
        "https://e.org/a_(b)#:~:text=some%20words",
    ],
)
def test_safe_urls(url: str) -> None:
    """Plain http, https and mailto addresses pass unchanged."""
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)",
        " https://e.org", "https://e.org\n", "java&#115;cript:alert(1)", "javascript&colon;alert(1)",
        "data:text/html,x", "vbscript:x", "//e.org", "/\\e.org", "\\\\e.org", "https:e.org", "https:/e.org",
        "https:///e.org", "https:\\\\e.org", "https://e.org\\@f.org", "https://user@e.org", "https://a:b@e.org",
        "https://e%2eorg", "https://e.org:99999999", "https://e.org:", "https://[::1]/", "page.html", "#x",
        "ftp://e.org",
        "https://e.org/\u202ex", "https://e.org/\ud800", "mailto:a@e.org?bcc=x@y.z", "blob:https://e.org/x",
        "https://-e.org", "https://e..org", "https://e.org/" + "x" * 2000,
    ],
)  # fmt: skip
def test_unsafe_urls(url: str) -> None:
    """Whatever a browser might read otherwise than it looks is refused."""
    assert safe_url(url) is None


HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<!-- x --><b>",
    "<?php x ?>", "<a href='javascript:alert(1)'>x</a>", '[x](javascript:alert(1) "t")',
    "[x](<javascript:alert(1)>)", "[x](&#106;avascript:alert(1))", "[x](&#x6A&#x61;vascript:alert(1))",
    "[x](java\\\nscript:alert(1))", "[x](vbscript:x)", "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>", "<javascript://%0aalert(1)>", "[x][1]\n\n[1]: javascript:alert(1)",
    '[x](https://e.org "\\" onmouseover=alert(1)")', "[x](https://e.org/\"onmouseover=alert(1))",
    "![x](javascript:alert(1))", '![" onerror="alert(1)](x)', "`<script>`", "    <script>alert(1)</script>",
    "```\n<script>\n```", "# <img src=x onerror=alert(1)>",
    "|<script>|b|\n|-|-|\n|<b onclick=x>|[x](javascript:1)|", "> <iframe src=//e.org>",
    "&lt;script&gt;alert(1)", "&#60;script&#62;alert(1)", "\\<script\\>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03", "[x](claim:a\" onclick=\"x)",
    "[x](https://e.org){onclick=alert(1)}", "{: onclick=alert(1)}\n# a {: id=x}",
    "[a [b](https://e.org) c](https://f.org)", "{{ x }} {% y %} {static}/../a |index|",
    "<style>*{}</style>", "\ud800\x00\x1b",
]  # fmt: skip


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_text_stays_text(markdown: str) -> None:
    """Nothing becomes active, and a second sanitiser finds nothing to do."""
    try:
        html = str(render(markdown, resolve))
    except LinkError:
        return
    assert_harmless(html)
    html.encode()
    rest = {"a": {"href", "rel"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}}
    again = nh3.clean(html, tags=set(ALLOWED_TAGS), attributes=rest, link_rel=None)
    assert elements(again) == elements(html)


@pytest.mark.parametrize("html", [text for text in HOSTILE if text.isascii()])
def test_sanitiser_alone(html: str) -> None:
    """The last step is enough for raw HTML, too: no element, handler or scheme outside the lists survives."""
    for tag, attributes in elements(sanitise(html)):
        assert tag in ALLOWED_TAGS
        assert {name for name, _ in attributes} <= {"href"}
        assert not any("script:" in (value or "") for _, value in attributes)


def test_length_limits() -> None:
    """Texts beyond the limits are refused with their length."""
    with pytest.raises(
        TextTooLong, match=re.escape("expected at most 20,000 characters of Markdown, got 20,001")
    ):
        render("x" * (MARKDOWN_LIMIT + 1), resolve)
    with pytest.raises(
        TextTooLong, match=re.escape("expected at most 2,000 characters of Markdown, got 2,001")
    ):
        render("x" * (NOTE_LIMIT + 1), resolve, inline=True)


@pytest.mark.parametrize(
    "piece", ["[", "![", "[a](", "*", "_", "`", ">", "> ", "1. ", "+ ", "- ", "\\", "|\n", "&#", "<a "]
)
@pytest.mark.parametrize("length", [NOTE_LIMIT, MARKDOWN_LIMIT])
def test_repetition_is_quick(piece: str, length: int) -> None:
    """Repeated markup is rendered or refused in well under two seconds, and never exhausts the stack."""
    text = (piece * length)[:length]
    started = time.process_time()
    with suppress(TextTooComplex):
        assert_harmless(render(text, resolve))
    assert time.process_time() - started < 2


def test_nesting_is_named() -> None:
    """Deep nesting is refused before the parser recurses."""
    with pytest.raises(TextTooComplex, match=r"^expected at most 12 nested lists and quotations, got 13$"):
        render("> " * 13 + "x", resolve)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who was behind it?", "who-was-behind-it"),
        ("Қасым-Жомарт Тоқаев", "qasym-zhomart-toqaev"),
        ("Łódź & Größe", "lodz-and-grosse"),
        ("The book's 5 documents", "the-books-5-documents"),
        ("—", "xbda05058"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    """Slugs are plain ASCII, at most 80 characters, cut between words."""
    assert slug(text) == expected


def test_shorten() -> None:
    """Texts are cut after a word, with the ellipsis inside the limit."""
    assert shorten("short", 5) == "short"
    assert shorten("one two three", 9) == "one two…"
    assert shorten("one two, three", 10) == "one two…"
    assert shorten("unbreakable", 4) == "unb…"
    with pytest.raises(ValueError, match=r"^expected a limit of at least 1, got 0$"):
        shorten("x", 0)


def test_plain() -> None:
    """Markup goes, words stay."""
    assert plain("# A\n\n*b* [c](claim:d) &amp; `<e>` ![f](g)") == "A b c & <e> f"


def test_curly() -> None:
    """Typewriter quotes become typographic ones."""
    assert curly('It\'s "so-called" ("here").') == "It’s “so-called” (“here”)."


@pytest.mark.parametrize(
    ("markdown", "hazards"),
    [
        ("a &#x202E;b", ["U+202E RIGHT-TO-LEFT OVERRIDE"]),
        ("a &#0000000000008238;b", ["U+202E RIGHT-TO-LEFT OVERRIDE"]),
        ("a&shy;b &ZeroWidthSpace;", ["U+00AD SOFT HYPHEN", "U+200B ZERO WIDTH SPACE"]),
        ("&#0; &#128;", ["U+0000 CONTROL CHARACTER", "U+0080 CONTROL CHARACTER"]),
        ("&#xD800;", ["U+D800 LONE SURROGATE"]),
        ("&#x110000; &#99999999999999999999;", ["U+10FFFF NONCHARACTER"]),
        ("&amp; &lt;b&gt; &copy; &nbsp; &#10; & &; &#; &nosuch; AT&T;", []),
    ],
)
def test_hazards_may_be_spelled_as_references(markdown: str, hazards: list[str]) -> None:
    """What Markdown passes on as a reference a browser shows as the character."""
    assert list(markdown_hazards(markdown)) == hazards


def test_hazards_of_markdown_are_placed_where_they_are_written() -> None:
    """A reference is longer than its character, and one name may stand for two characters."""
    found = markdown_hazards("&amp; &NotEqualTilde; &#x202E;a\u200b&shy;")
    assert found == {
        "U+202E RIGHT-TO-LEFT OVERRIDE": 22,
        "U+200B ZERO WIDTH SPACE": 31,
        "U+00AD SOFT HYPHEN": 32,
    }


@pytest.mark.parametrize(
    ("text", "hazards"),
    [
        ("plain\ttext\n“quoted” Қазақстан", []),
        ("a\u202eb\u2066", ["U+202E RIGHT-TO-LEFT OVERRIDE", "U+2066 LEFT-TO-RIGHT ISOLATE"]),
        ("a\x00\x85\r", ["U+0000 CONTROL CHARACTER", "U+000D CONTROL CHARACTER", "U+0085 CONTROL CHARACTER"]),
        ("\ufeffa\u200b", ["U+200B ZERO WIDTH SPACE", "U+FEFF ZERO WIDTH NO-BREAK SPACE"]),
        ("\ufffe\ud800", ["U+D800 LONE SURROGATE", "U+FFFE NONCHARACTER"]),
        ("a\u200db", ["U+200D ZERO WIDTH JOINER"]),
        ("می\u200cخواهم क्\u200dष", []),
        ("سلام\u200f, Leo", []),
        ("Leo\u200f", ["U+200F RIGHT-TO-LEFT MARK"]),
        ("👩🏽\u200d⚕\ufe0f 葛\U000e0100 1\ufe0f\u20e3 ᠠ\u180b", []),
        ("👩\u200dA👩\u200d \u200d👩", ["U+200D ZERO WIDTH JOINER"]),
        ("a\ufe0f\u180b", ["U+180B MONGOLIAN FREE VARIATION SELECTOR ONE", "U+FE0F VARIATION SELECTOR-16"]),
        ("a\u3164b\u2800", ["U+2800 BRAILLE PATTERN BLANK", "U+3164 HANGUL FILLER"]),
        ("\U000e0041", ["U+E0041 TAG LATIN CAPITAL LETTER A"]),
    ],
)
def test_text_hazards(text: str, hazards: list[str]) -> None:
    """Forbidden characters are named once each; joiners pass where a script needs them."""
    assert list(text_hazards(text)) == hazards


def test_no_character_escapes_the_quick_search() -> None:
    """Texts are searched at once and only then by character; for each code point the two agree."""
    codes = range(sys.maxunicode + 1)
    found = [code for code in codes if text_hazards(f"a{chr(code)}b")]
    assert found == [code for code in codes if characters._is_hazard(f"a{chr(code)}b", 1, chr(code))]
    # controls, surrogates, noncharacters, tags and selectors; reordering, marks of direction, invisible ones;
    # joiners, other selectors
    assert len(found) == 65 - 2 + 2048 + 66 + 4096 + 9 + 3 + 37 + 2 + 16 + 4


def test_what_html_cannot_hold_is_replaced() -> None:
    """Controls but white space, surrogates and noncharacters give way to a sign; all else stays."""
    replaced = [code for code in range(sys.maxunicode + 1) if readable(f"a{chr(code)}") != f"a{chr(code)}"]
    assert {0x0D, 0x2028}.isdisjoint(replaced)
    assert len(replaced) == 65 - 3 + 2048 + 66  # controls, surrogates, noncharacters


MARKUP = st.lists(
    st.sampled_from(
        ["[", "](", ")", "*", "_", "`", "<", ">", "&#", ";", "claim:", "a", "javascript:", "https://e.org",
         '"', "\n", "\n\n", "    ", "|", "-", "#", "!", "\\", "[1]: ", "1. ", "\x02", "\ud800",
         "<script>", " onclick="]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.one_of(MARKUP, st.text(st.characters(exclude_categories=[]), max_size=200)))
def test_any_text_renders_harmless_or_is_refused(text: str) -> None:
    """Arbitrary text gives allowed HTML or one of the declared errors, and its links have places."""
    with suppress(TextError):
        assert_harmless(render(text, resolve))
    with suppress(TextError):
        lines = text.split("\n")
        for link in record_links(text):
            assert lines[link.line - 1][link.column - 1 :].startswith(f"{link.kind}:")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=[])), st.integers(1, 30))
def test_words_keep_their_bounds(text: str, limit: int) -> None:
    """Slugs always fit the pattern, shortened texts the limit, and no text upsets the hazard list."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))
    assert len(slug(text)) <= 80
    assert len(shorten(text, limit)) <= limit
    assert all(re.match(r"U\+[0-9A-F]{4,6} \S", name) for name in text_hazards(text))
    curly(text)

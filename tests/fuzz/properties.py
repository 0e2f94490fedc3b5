"""What holds for any input: the properties that tests and the coverage-guided fuzzer share.

Each function takes one input and raises `AssertionError`, or whatever the product should not have let out.
They need the standard library and the product's own dependencies alone, so that the fuzzer runs without those
of the tests.
"""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser

import yaml

from claimbook import quotes
from claimbook.dates import DateError, order, parse, suggest
from claimbook.exports.search.tokens import words
from claimbook.records import FileRecords, Problem, read_bytes, stream
from claimbook.records.locate import marks
from claimbook.records.pack import pack, unpack
from claimbook.records.quick import read_sound
from claimbook.records.reader import read_carefully
from claimbook.text import TextError, plain, record_links, render, slug, unsafe_links
from claimbook.text.rendering import ALLOWED_TAGS, REL, sanitise

Elements = list[tuple[str, tuple[tuple[str, str | None], ...]]]  # with their attributes
NAME = "claims/f.yml"
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")  # YAML 1.1, 5.4
_ADDRESS = re.compile(r"https?://[^/]|mailto:|\.\./[a-z]+s/|#[a-z0-9]", re.IGNORECASE)
_VOID = ("br", "hr")
_OPPOSITE = {"before": "after", "after": "before"}


# Records


def reading(content: bytes) -> FileRecords:
    """A record file is read, whatever it holds, and every problem has its place in it."""
    found = read_bytes(NAME, content)
    source = content.decode("utf-8", "replace")
    for problem in found.problems:
        _located(problem, source)
    assert not found.cut or found.problems
    if found.problems:
        return found
    careful, quick = read_carefully(NAME, source), read_sound(NAME, source)
    assert careful == found
    assert quick is None or quick == found
    back = unpack(NAME, pack(found))
    assert repr(back) == repr(found)
    places = marks(source)
    for record in found.records:
        assert record.origin is not None
        assert places[record.origin.where] == (record.origin.line, record.origin.column)
    return found


def reading_slowly(content: bytes) -> FileRecords:
    """The same for the parser in Python, which stands in where there is none in C."""
    usual, stream.LOADER = stream.LOADER, yaml.SafeLoader
    try:
        return reading(content)
    finally:
        stream.LOADER = usual


def _located(problem: Problem, source: str) -> None:
    """Line and column are in the file, or just behind its end, and the message is one line.

    The parser takes the end of a file for a line of its own, even where the last line has no end.
    """
    assert problem.path == NAME
    assert problem.what
    assert str(problem).startswith(f"{NAME}:{problem.line}:{problem.column}: ")
    assert str(problem).isprintable()
    splits = ([*_BREAK.split(source), ""], source.split("\n"))
    assert any(
        1 <= problem.line <= len(lines) and 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        for lines in splits
    ), problem


# Text


def resolve(kind: str, name: str) -> str | None:
    """A book that holds every record with a well-formed id."""
    return f"../{kind}s/{name}.html" if slug(name) == name else None


def rendering(text: str) -> list[str]:
    """A Markdown text becomes harmless HTML in every form, or is refused; its links have places."""
    made = []
    for form in ({}, {"inline": True}):
        with suppress(TextError):
            made.append(str(render(text, resolve, **form)))
    for html in made:
        harmless(html)
        assert sanitise(html) == html
    with suppress(TextError):
        lines = text.split("\n")
        for link in record_links(text):
            assert lines[link.line - 1][link.column - 1 :].startswith(f"{link.kind}:")
        unsafe_links(text)
        plain(text)
    return made


class _Elements(HTMLParser):
    """The elements of a text, which must be allowed, closed, and closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: Elements = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS
        self.found.append((tag, tuple(sorted(attrs))))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def harmless(html: str) -> Elements:
    """HTML has nothing but the allowed elements, attributes and addresses; gives them in their order."""
    assert not re.search("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]", html)
    reader = _Elements()
    reader.feed(html)
    reader.close()
    assert not reader.open
    for tag, attributes in reader.found:
        for name, value in attributes:
            if (tag, name) == ("a", "href"):
                assert _ADDRESS.match(value or "")
            elif (tag, name) == ("a", "rel"):
                assert value == REL
            else:
                assert tag in ("h2", "h3", "h4")
                assert name == "id"
                assert value == slug(value or "")
    return reader.found


# Dates


def dating(text: str) -> None:
    """A date is read, said and ordered, or refused in one line; what is suggested for it can be read."""
    meant = suggest(text)
    assert meant is None or parse(meant).edtf == meant
    moments = []
    for part in (text, *text.split("\n")):
        try:
            moments.append(parse(part))
        except DateError as error:
            _refused(str(error))
    for moment in moments:
        assert moment.words.isprintable()
        assert moment.earliest is None or moment.latest is None or moment.earliest <= moment.latest
        assert parse(moment.edtf) == moment
        other = moments[-1]
        found = order(moment, other)
        assert order(other, moment) == _OPPOSITE.get(found, found)


def _refused(message: str) -> None:
    assert message.startswith("expected an EDTF date")
    assert message.isprintable()


# Quotes and search


def quoting(text: str) -> None:
    """A document's fingerprint survives its file, and finds every four words of it where they stand."""
    found = quotes.words(quotes.clean(text))
    with suppress(quotes.QuoteError):
        quotes.check_form(text)
    if len(found) < 4:
        return
    made = quotes.fingerprint("f", text)
    assert quotes.parse(quotes.dump(made)) == made
    assert made.words == len(found)
    assert list(made.sentences) == sorted(set(made.sentences))
    for start in range(len(found) - 3):
        assert start in made.starts(found[start : start + 4])
    with suppress(quotes.QuoteError):
        where = quotes.match(text, made)
        assert 0 <= where.start < where.end <= len(found)


def searching(text: str) -> None:
    """A text's words for the search are words, and are their own words."""
    found = words(text)
    assert all(found)
    assert not any(char.isspace() for word in found for char in word)
    assert words(" ".join(found)) == found

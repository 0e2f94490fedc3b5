"""Texts as nobody would write them: what is made of them is harmless and well formed, or they are refused."""

from __future__ import annotations

import html5lib
import nh3
from hypothesis import given
from hypothesis import strategies as st

from claimbook.text.rendering import ALLOWED_TAGS
from tests.fuzz.properties import Elements, dating, harmless, quoting, rendering, searching
from tests.fuzz.strategies import DATES, DOCUMENTS, MARKDOWN, effort

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
ATTRIBUTES = {"a": {"href", "rel"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}}


def parsed(html: str) -> Elements:
    """The elements as a browser finds them, in the body of a page."""
    body = html5lib.parseFragment(html, container="body", namespaceHTMLElements=False)
    return [(each.tag, tuple(sorted(each.attrib.items()))) for each in body.iter() if each is not body]


@effort(300)
@given(st.one_of(MARKDOWN, MARKDOWN, ANY))
def test_markdown_is_rendered_harmless(text: str) -> None:
    """A browser finds the elements that were written, and a second sanitiser nothing to take away."""
    for html in rendering(text):
        found = harmless(html)
        assert parsed(html) == found
        again = nh3.clean(html, tags=set(ALLOWED_TAGS), attributes=ATTRIBUTES, link_rel=None)
        assert harmless(again) == found


@effort(400)
@given(st.one_of(DATES, DATES, ANY))
def test_dates_are_read_or_refused(text: str) -> None:
    """Whatever is put together from the parts of dates."""
    dating(text)


@effort(150)
@given(st.one_of(DOCUMENTS, ANY))
def test_documents_are_fingerprinted(text: str) -> None:
    """Any text of four words or more, and every four of its words are found in it."""
    quoting(text)


@effort(200)
@given(st.one_of(DOCUMENTS, MARKDOWN, ANY))
def test_texts_are_searched(text: str) -> None:
    """Words of a search are words of a search."""
    searching(text)

"""Text as HTML: the same as `markupsafe.escape` makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from claimbook.site.html import escaped, marked, shown


class _Own:
    def __html__(self) -> str:
        return "<i>own</i>"


class _Name(str):
    """A text of another class."""


@given(st.text())
def test_text_is_escaped_as_markupsafe_does(text: str) -> None:
    """Every character, the marks of HTML among them."""
    assert shown(text) == escaped(text) == escape(text)


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("<b>'\"&", "&lt;b&gt;&#39;&#34;&amp;"),
        (Markup("<b>&amp;</b>"), "<b>&amp;</b>"),
        (_Own(), "<i>own</i>"),
        (_Name("<b>"), "&lt;b&gt;"),
        (12, "12"),
        (None, "None"),
        (True, "True"),
    ],
)
def test_what_is_html_already_stays(value: object, html: str) -> None:
    """Markup, and what says that it is some, is not escaped again; all else is."""
    assert (shown(value), str(escape(value))) == (html, html)


def test_marked_text_counts_as_html() -> None:
    """It is Markup, and not escaped."""
    assert marked("<b>") == Markup("<b>")
    assert type(marked("<b>")) is Markup

"""Links, dates and claims' entries as HTML: what they say, and that no text of a record can become markup."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from markupsafe import Markup

from claimbook.book import Answer, Cluster
from claimbook.pages import Link, Row, When
from claimbook.pages.claim_parts import Restatement
from claimbook.pages.parts import AnswerRow, Chain
from claimbook.records import Claim
from claimbook.site.fragments import Kept, brief, direction, isolated, link, links, links_text, when, who

BAD = "<b onclick='x'>\"&amp;"
SAFE = "&lt;b onclick=&#39;x&#39;&gt;&#34;&amp;amp;"
LUND = Link("actors/edda-lund.html", "Edda Lund")
HALE = Link("actors/jon-hale.html", "Jon Hale")
DAY = When("9 March 2021", "2021-03-09")
CHAIN = Chain((LUND,), (), Link("sources/coast-weekly.html", "Coast Weekly"), DAY)
CLAIM = cast(Claim, None)  # nothing asks for it here
ROW = Row(
    id="lund-cables",
    href="claims/lund-cables.html",
    statement="Two cables broke.",
    record=CLAIM,
    attribute=lambda _: CHAIN,
    voice="quoted",
    voice_words="quoted",
    paraphrased=False,
    certainty="asserted",
    evidence=0,
    answered=0,
    answers=0,
    withdrawn=False,
)
GONE = replace(ROW, statement="A withdrawn claim", withdrawn=True)


def answer(linked_by: str = "editor", note: str | None = None) -> AnswerRow:
    """The row as an answer to another claim."""
    found = Answer("lund", "lund-cables", "contradicts", linked_by, note)
    return AnswerRow(ROW, found, "contradicted by", lambda words, path: Markup(words), "claims/lund.html")


HOSTILE = replace(
    ROW,
    statement=BAD,
    attribute=lambda _: replace(
        CHAIN,
        speakers=(Link("actors/x.html", BAD), Link("actors/y.html", BAD)),
        source=LUND,
        when=When(BAD, BAD),
    ),
)


@pytest.mark.parametrize(
    ("to", "html"),
    [
        (LUND, '<a href="../actors/edda-lund.html">Edda Lund</a>'),
        (
            Link("a.html", "A", withdrawn=True),
            '<a href="../a.html">A</a> <span class="withdrawn">(withdrawn)</span>',
        ),
        (Link("a.html", "A", title="B", language="kk"), '<a href="../a.html" lang="kk" title="B">A</a>'),
        (
            Link(BAD, BAD, title=BAD, language=BAD),
            f'<a href="../{SAFE}" lang="{SAFE}" title="{SAFE}">{SAFE}</a>',
        ),
    ],
)
def test_a_link_says_what_it_leads_to(to: Link, html: str) -> None:
    """With its language and title where it has them; nothing in it can end an attribute."""
    assert link(to, "../") == html
    assert link(to, "") == html.replace('"../', '"')
    assert link(to, "../") == link(to, "../") == html


@pytest.mark.parametrize(
    ("all", "html", "text"),
    [
        ([], "", ""),
        ([LUND], '<a href="actors/edda-lund.html">Edda Lund</a>', "Edda Lund"),
        (
            [LUND, HALE, LUND],
            '<a href="actors/edda-lund.html">Edda Lund</a>, <a href="actors/jon-hale.html">Jon Hale</a> and '
            '<a href="actors/edda-lund.html">Edda Lund</a>',
            "Edda Lund, Jon Hale and Edda Lund",
        ),
    ],
)
def test_several_links_stand_as_in_a_sentence(all: list[Link], html: str, text: str) -> None:
    """With commas, and "and" before the last; as links and as plain text."""
    assert (links(all, ""), links_text(all)) == (html, text)


@pytest.mark.parametrize(
    ("date", "html"),
    [
        (None, "date not given"),
        (When("about 1990", None), "about 1990"),
        (DAY, '<time datetime="2021-03-09">9 March 2021</time>'),
        (When(BAD, BAD), f'<time datetime="{SAFE}">{SAFE}</time>'),
        (When(BAD, None), SAFE),
    ],
)
def test_a_date_is_marked_where_a_machine_can_read_it(date: When | None, html: str) -> None:
    """And is words elsewhere."""
    assert when(date) == html


@pytest.mark.parametrize(
    ("row", "html"),
    [
        (ROW, "Edda Lund, 9 March 2021"),
        (replace(ROW, attribute=lambda _: replace(CHAIN, when=None)), "Edda Lund"),
        (GONE, "(withdrawn)"),
        (HOSTILE, f"{SAFE} and {SAFE}, {SAFE}"),
    ],
)
def test_who_names_speakers_and_date(row: Row, html: str) -> None:
    """In words that are escaped already."""
    assert who(row) == Markup(html)
    assert isinstance(who(row), Markup)


LINKED = '<a href="lund-cables.html">Two cables broke.</a> Edda Lund, 9 March 2021'


def test_an_answer_is_told_with_its_relation_and_its_note() -> None:
    """The note on one of the two pages only: that of the claim that is answered."""
    noted = answer("source", "Both count <em>one</em> bank.")
    assert Kept().tie([answer()]) == f"<li>contradicted by {LINKED}</li>\n"
    assert Kept().tie([noted]) == Kept().tie([answer()])
    assert Kept().tie([noted, answer()], True) == (
        f"<li>contradicted by {LINKED}. Both count <em>one</em> bank. (linked by the source)</li>\n"
        f"<li>contradicted by {LINKED}</li>\n"
    )


def test_claims_tied_otherwise_need_no_word() -> None:
    """The heading says it; of restatements the earliest is marked, and the page's own claim left out."""
    gone = replace(GONE, id="rust")
    assert Kept().tie([ROW, gone]) == (
        f'<li>{LINKED}</li>\n<li><a href="rust.html">A withdrawn claim</a> (withdrawn)</li>\n'
    )
    first, unknown = (Cluster(("lund-cables", "rust"), lambda id=id: id) for id in ("lund-cables", None))
    told = [Restatement(ROW, first, False), Restatement(ROW, unknown, True), Restatement(ROW, unknown, False)]
    assert Kept().tie(told) == f"<li>{LINKED} · earliest in this book</li>\n<li>{LINKED}</li>\n"
    assert Kept().tie([]) == ""


def test_a_brief_entry_says_who_when_how_and_whether_answered() -> None:
    """Who and when only where the list does not say so already."""
    row = replace(ROW, evidence=1, answered=3)
    start = '<li><a href="../claims/lund-cables.html">Two cables broke.</a> '
    assert brief(ROW, "../", True, True) == f"{start}<b>Edda Lund</b> · 9 March 2021 · quoted</li>"
    assert brief(row, "../", False, False) == f"{start}quoted · evidence cited · answered by 3</li>"
    assert brief(GONE, "../", True, True) == (
        '<li><a href="../claims/lund-cables.html">A withdrawn claim</a> (withdrawn)</li>'
    )


def test_no_text_of_a_claim_becomes_markup() -> None:
    """Statement, names and dates alike."""
    end = f"{SAFE} and {SAFE}"
    assert Kept().tie([HOSTILE]) == f'<li><a href="lund-cables.html">{SAFE}</a> {end}, {SAFE}</li>\n'
    assert brief(HOSTILE, "", True, True) == (
        f'<li><a href="claims/lund-cables.html">{SAFE}</a> <b>{end}</b> · {SAFE} · quoted</li>'
    )


@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("Edda <Lund>", "Edda &lt;Lund&gt;"),
        ("Қазақстан – 哈薩克", "Қазақстан – 哈薩克"),
        ("أحمد 2022", "<bdi>أحمد 2022</bdi>"),
        ("Dr <ד>", "<bdi>Dr &lt;ד&gt;</bdi>"),
    ],
)
def test_names_written_from_right_to_left_are_set_apart(name: str, html: str) -> None:
    """In lists, links and lines alike; other names cost no byte more."""
    assert isolated(name) == html
    assert isinstance(isolated(name), Markup)
    assert links_text([Link("a", name)]) == html
    assert link(Link("a", name), "") == f'<a href="a">{html}</a>'


@pytest.mark.parametrize(
    ("parts", "attribute"),
    [
        (("The bridge",), ""),
        (("2 — ", "הגשר נסגר"), ' dir="rtl"'),
        (("سُئل Lund",), ' dir="rtl"'),
        (("Lund said هذا",), ' dir="ltr"'),
    ],
)
def test_quotations_have_the_direction_of_their_first_letter(parts: tuple[str, ...], attribute: str) -> None:
    """Where any letter is written from right to left; else the page's own direction is right."""
    assert direction(*parts) == attribute

"""Disputes in large books: pages of a bounded size that hold every pair."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claimbook.book import Answer
from claimbook.checks import check
from claimbook.pages import Desk, disputes
from claimbook.pages.disputes import QuestionPage, disputes_pages, question_pages, sharpest
from tests.support import SETTINGS, small_book


def _every(desk: Desk) -> list[QuestionPage]:
    """The pages of all questions."""
    return [page for topic in desk.book.questions for page in question_pages(desk, topic)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The desk of the small book, in which three claims are answered."""
    return Desk(check(small_book(tmp_path), SETTINGS), SETTINGS, {})


def test_a_claim_of_many_answers_goes_on_on_the_next_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every answer stands once; only the later pages say so."""
    monkeypatch.setattr(disputes, "PAIRS_A_PAGE", 2)
    claim = "lund-cables-snapped"
    by = ("hale-no-cable-snapped", "harbour-master-rust", "magazine-crowd-450")
    answers = tuple(Answer(claim, name, "qualifies", "editor", None) for name in by)
    book = replace(desk.book, live_answers={claim: answers}, questions={"": (desk.book.claims[claim],)})
    pages = _every(Desk(book, SETTINGS, {}))
    assert [page.head.path for page in pages] == ["disputes/no.question.html", "disputes/no.question.2.html"]
    found = [(one.continued, [a.row.id for a in one.answers]) for page in pages for one in page.disputes]
    assert found == [(False, [*by[:2]]), (True, [by[2]])]
    assert [(page.answered, page.pairs) for page in pages] == [(1, 3), (1, 3)]


def test_questions_beyond_a_page_stand_on_the_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the contradictions of the first."""
    monkeypatch.setattr(disputes, "QUESTIONS_A_PAGE", 1)
    first, *rest = disputes_pages(desk)
    assert [page.head.path for page in rest] == ["disputes.2.html"]
    assert [len(page.questions) for page in (first, *rest)] == [1, 1]
    assert (first.asked, len(first.sharpest), rest[0].sharpest) == (2, 1, ())


def test_short_pages_count_the_answers(desk: Desk) -> None:
    """By relation, in the order of the relations; the answers themselves stand on each claim's page."""
    one, other = "lund-cables-snapped", "telegraph-crowd-300"
    answers = {
        one: [("hale-no-cable-snapped", r) for r in ("qualifies", "contradicts", "qualifies")],
        other: [("magazine-crowd-450", r) for r in ("alternative", "denies-saying", "alternative")],
    }
    made = {
        name: tuple(Answer(name, by, r, "editor", None) for by, r in all) for name, all in answers.items()
    }
    asked = {"": tuple(desk.book.claims[name] for name in made)}
    short = Desk(
        replace(desk.book, live_answers=made, questions=asked), replace(SETTINGS, detail="short"), {}
    )
    (page,) = _every(short)
    assert [(d.claim.id, d.answers, d.told) for d in page.disputes] == [
        (one, (), "contradicted by 1, qualified by 2"),
        (other, (), "2 alternatives, saying denied by 1"),
    ]
    assert (page.answered, page.pairs) == (2, 6)


def test_short_pages_are_cut_by_claims(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim is told once, however many answers it has."""
    monkeypatch.setattr(disputes, "CLAIMS_SHORT", 1)
    asked = {"": tuple(desk.book.claims[name] for name in ("lund-cables-snapped", "telegraph-crowd-300"))}
    short = Desk(replace(desk.book, questions=asked), replace(SETTINGS, detail="short"), {})
    pages = _every(short)
    assert [page.head.path for page in pages] == ["disputes/no.question.html", "disputes/no.question.2.html"]
    assert [[d.claim.id for d in page.disputes] for page in pages] == [
        ["lund-cables-snapped"],
        ["telegraph-crowd-300"],
    ]


def test_fewer_sharp_disputes_are_the_first_of_more(desk: Desk) -> None:
    """So the home page and the overview share one choice."""
    assert sharpest(desk, 0) == ()
    assert sharpest(desk, 1) == sharpest(desk, disputes.SHARP)[:1]

"""Disputes: every claim beside the claims that answer it, in an overview and on pages by question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from claimbook.book import Answer, Book
from claimbook.frozen import frozen
from claimbook.pages.desk import Desk
from claimbook.pages.parts import (
    RELATION_SIGNS,
    RELATION_WORDS,
    AnswerRow,
    Head,
    Link,
    Pager,
    Row,
    count_of,
    page_name,
    pager,
)
from claimbook.pages.quotation import QuoteView, quote_view
from claimbook.records import Claim

SHARP = 8
PAIRS_A_PAGE, CLAIMS_SHORT = 60, 200  # a short book has each claim in two lines, its answers only counted
QUESTIONS_A_PAGE = 100
_NO_QUESTION = "no.question"  # the dot keeps it apart from every topic's id

_Held = tuple[
    Claim, tuple[Answer, ...], bool
]  # a claim with answers; whether it has others on the page before


@frozen
class Dispute:
    """One claim with its answers in the book; `continued` where its first ones stand on the page before.

    In a short book `told` counts the answers by relation, in words, and they stand on the claim's page alone.
    """

    claim: Row
    answers: tuple[AnswerRow, ...]
    continued: bool
    told: str = ""


@frozen
class Question:
    """The disputes about one question, for the overview; `answered` counts claims with an answer."""

    link: Link
    answered: int
    pairs: int


@frozen
class RelationCount:
    """How many of all pairs are of one relation, with its sign."""

    relation: str
    sign: str
    value: int
    of: int


@frozen
class DisputesPage:
    """The overview: all pairs by relation, the sharpest in full, and the questions with their own pages.

    Further pages hold the questions for which the first has no room, and no `sharpest`; `asked` counts all.
    """

    head: Head
    pairs: int
    relations: tuple[RelationCount, ...]
    sharpest: tuple[Sharp, ...]
    questions: tuple[Question, ...]
    asked: int
    pager: Pager


@frozen
class QuestionPage:
    """One page of the disputes about one question; `topic` is None for claims without a question.

    `answered` and `pairs` count the whole question, not this page.
    """

    head: Head
    title: str
    topic: Link | None
    disputes: tuple[Dispute, ...]
    answered: int
    pairs: int
    pager: Pager


@frozen
class Sharp:
    """A dispute shown with both sides' words, and the question on which they meet."""

    question: Link
    claim: Row
    claim_quote: QuoteView | None
    answer: AnswerRow
    answer_quote: QuoteView | None
    more: int


def disputes_pages(desk: Desk) -> Iterator[DisputesPage]:
    """The views of the overview of disputes, the most argued question first."""
    book = desk.book
    counts = Counter(answer.relation for answer in book.disputes())
    relations = tuple(
        RelationCount(relation, RELATION_SIGNS[relation], n, counts.total())
        for relation, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
    )
    questions = (
        Question(Link(f"{_stem(topic)}.html", _title(desk, topic)), len(claims), _pairs(book, claims))
        for topic, claims in book.questions.items()
    )
    last = f"{_stem('')}.html"
    ordered = tuple(sorted(questions, key=lambda q: (q.link.href == last, -q.pairs, q.link.href)))
    pages = max(1, -(-len(ordered) // QUESTIONS_A_PAGE))
    for number in range(1, pages + 1):
        begin = (number - 1) * QUESTIONS_A_PAGE
        yield DisputesPage(
            Head(
                "Disputes" if number == 1 else f"Disputes, page {number}",
                "Claims and the claims that answer them, side by side.",
                page_name("disputes", number),
                "disputes",
            ),
            counts.total(),
            relations,
            sharpest(desk, SHARP) if number == 1 else (),
            ordered[begin : begin + QUESTIONS_A_PAGE],
            len(ordered),
            pager("disputes", number, pages),
        )


def question_pages(desk: Desk, topic: str) -> Iterator[QuestionPage]:
    """Every page of one question, "" for claims without one: claims in document order, each with all its
    answers, or in a short book with their numbers.
    """
    claims = desk.book.questions[topic]
    title, stem, pairs = _title(desk, topic), _stem(topic), _pairs(desk.book, claims)
    link = desk.topic(topic) if topic else None
    pages = _pages(desk, stem, claims)
    for number, disputes in enumerate(pages, start=1):
        yield QuestionPage(
            Head(
                f"Disputes: {title}" if number == 1 else f"Disputes: {title}, page {number}",
                f"{count_of(pairs, 'pair')} of a claim and an answer.",
                page_name(stem, number),
                "disputes",
            ),
            title,
            link,
            disputes,
            len(claims),
            pairs,
            pager(stem, number, len(pages)),
        )


def _pages(desk: Desk, stem: str, claims: Sequence[Claim]) -> list[tuple[Dispute, ...]]:
    """What stands on each page of a question."""
    if desk.short:
        told = tuple([_counted(desk, claim) for claim in claims])
        return [told[begin : begin + CLAIMS_SHORT] for begin in range(0, len(told), CLAIMS_SHORT)]
    return [
        tuple(_dispute(desk, page_name(stem, number), *one) for one in held)
        for number, held in enumerate(_cut(desk.book, claims, PAIRS_A_PAGE), start=1)
    ]


def _dispute(desk: Desk, path: str, claim: Claim, answers: Iterable[Answer], continued: bool) -> Dispute:
    rows = tuple(desk.answer(one, answering=True, path=path) for one in answers)
    return Dispute(desk.row(claim.id), rows, continued)


def _counted(desk: Desk, claim: Claim) -> Dispute:
    """A claim with the numbers of its answers: `contradicted by 2, undercut by 1`, `2 alternatives`."""
    counts: dict[str, int] = {}
    for answer in desk.book.answered(claim):
        counts[answer.relation] = counts.get(answer.relation, 0) + 1
    told = ", ".join([_told(relation, counts[relation]) for relation in RELATION_WORDS if relation in counts])
    return Dispute(desk.row(claim.id), (), False, told)


def _told(relation: str, number: int) -> str:
    words = RELATION_WORDS[relation][0]
    return f"{words} {number}" if words.endswith("by") else count_of(number, words)


def disputes_about(book: Book, topic: str) -> int:
    """The number of pairs on the pages of one question."""
    return _pairs(book, book.questions.get(topic, ()))


def question_link(topic: str, text: str) -> Link:
    """A link to the first page of a question's disputes."""
    return Link(f"{_stem(topic)}.html", text)


def _stem(topic: str) -> str:
    return f"disputes/{topic or _NO_QUESTION}"


def _title(desk: Desk, topic: str) -> str:
    return desk.topic(topic).text if topic else "Other claims"


def _pairs(book: Book, claims: Iterable[Claim]) -> int:
    answers = book.live_answers
    return sum([len(answers.get(claim.id, ())) for claim in claims])


def _cut(book: Book, claims: Iterable[Claim], size: int) -> Iterator[list[_Held]]:
    """`claims` in runs of at most `size` pairs; a claim is parted from answers only beyond so many."""
    run: list[_Held] = []
    pairs = 0
    for claim in claims:
        answers = book.answered(claim)
        for begin in range(0, len(answers), size):
            part = answers[begin : begin + size]
            if run and pairs + len(part) > size:
                yield run
                run, pairs = [], 0
            run.append((claim, part, begin > 0))
            pairs += len(part)
    if run:
        yield run


def sharpest(desk: Desk, limit: int) -> tuple[Sharp, ...]:
    """Up to `limit`, at most `SHARP`, flat contradictions, chosen to show different questions, voices and
    documents.

    The question two claims meet on is shown once; each speaker once as far as there are enough other
    speakers. Which pairs come first is told by `_weight`.
    """
    return tuple(_sharp(desk, *one) for one in desk.once(_sharpest)[:limit])


def _sharpest(book: Book) -> list[tuple[str, Claim, Claim, Answer]]:
    """The `SHARP` pairs that come first; fewer of them are those that would be chosen for fewer places."""
    pairs = [
        (claim, book.claims[answer.by], answer)
        for claim in book.live
        if claim.positions
        for answer in book.answered(claim)
        if answer.relation == "contradicts" and not {*claim.speaker} & {*book.claims[answer.by].speaker}
    ]
    central = _central(book)
    pairs.sort(key=lambda pair: _weight(book, central, pair[0], pair[1]))
    chosen: list[tuple[str, Claim, Claim, Answer]] = []
    topics: set[str] = set()
    voices: set[object] = set()
    for apart in (True, False):
        for claim, other, answer in pairs:
            if len(chosen) == SHARP:
                return chosen
            about = (_topics(claim) & _topics(other)) or (_topics(claim) | _topics(other))
            both = frozenset({*claim.speaker, *other.speaker})
            if about & topics or both in voices or (apart and both & voices):
                continue
            question = next(stand.topic for stand in claim.positions if stand.topic in about)
            chosen.append((question, claim, other, answer))
            topics |= about
            voices |= {both, *both}
    return chosen


def _central(book: Book) -> set[str]:
    """The more argued half of the topics, by pairs of claim and answer."""
    sizes = {topic: _pairs(book, claims) for topic, claims in book.questions.items() if topic}
    ordered = sorted(sizes, key=lambda topic: (-sizes[topic], topic))
    return set(ordered[: (len(ordered) + 1) // 2])


def _sharp(desk: Desk, question: str, claim: Claim, other: Claim, answer: Answer) -> Sharp:
    book = desk.book
    row = desk.answer(answer, answering=True, path="index.html")
    more = len(book.answered(claim)) - 1
    words = quote_view(book, claim), quote_view(book, other)
    return Sharp(desk.topic(question), desk.row(claim.id), words[0], row, words[1], more)


def _weight(
    book: Book, central: set[str], claim: Claim, other: Claim
) -> tuple[int, int, int, int, int, str, str]:
    """Less comes first: two documents, two named voices that assert flatly, a central question they meet on,
    more of the words quoted, the shorter statements, which say it most plainly; the ids settle the rest.
    """
    both = (claim, other)
    meet = central & _topics(claim) & _topics(other)
    named = all(book.actors[name].kind in _NAMED for one in both for name in one.speaker)
    return (
        int(claim.source == other.source),
        int(not named) + sum(one.certainty != "asserted" for one in both),
        int(not meet),
        sum(one.quote is None for one in both),
        sum(len(one.statement) for one in both),
        claim.id,
        other.id,
    )


def _topics(claim: Claim) -> set[str]:
    return {stand.topic for stand in claim.positions}


_NAMED = ("person", "government", "intergovernmental", "organisation")

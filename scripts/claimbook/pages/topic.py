"""A topic's pages: a question, its positions, and who takes which in which claim; the index of topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from claimbook import text
from claimbook.frozen import frozen
from claimbook.pages import preview
from claimbook.pages.cut import Part, begins, cut, evenly, numbered, size_of
from claimbook.pages.desk import Desk, outline
from claimbook.pages.disputes import disputes_about, question_link
from claimbook.pages.lazy import Later
from claimbook.pages.parts import Head, Link, Pager, Rows, count_of, page_name, pager
from claimbook.records import Claim, Topic

HOLDERS = 20  # named for one position, those with most claims
ENTRIES = 100  # on one page of the index


@frozen
class Holder:
    """An actor that takes a position, with the number of claims in which it does."""

    actor: Link
    claims: int


@frozen
class PositionView:
    """One answer to the question, in the table: who gives it, those with most claims, and how many more.

    `href` leads to its claims; `here` says whether they begin on the first page.
    """

    id: str
    label: str
    claims: int
    holders: tuple[Holder, ...]
    more: int
    href: str
    here: bool


@frozen
class PositionList:
    """The claims with one position that stand on this page (in document order), from number `first` on;
    `count` counts all of them.
    """

    id: str
    label: str
    count: int
    first: int
    rows: Rows


@frozen
class TopicPage:
    """Everything one page of a topic shows; the table of positions stands on the first, `start`, alone.

    `disputes` leads to the pairs of claim and answer on the question, where there are any; `wavering` are
    actors found under more than one position.
    """

    head: Head
    question: str
    note: Markup | None
    claims: int
    actors: int
    positions: tuple[PositionView, ...]
    lists: tuple[PositionList, ...]
    wavering: tuple[Link, ...]
    disputes: Later[Link | None]
    start: str
    pager: Pager


@frozen
class TopicEntry:
    """A topic as one entry of the index."""

    link: Link
    claims: int
    actors: int
    positions: tuple[tuple[str, int], ...]


@frozen
class TopicsPage:
    """One page of the index of topics, the most argued first."""

    head: Head
    description: str
    entries: tuple[TopicEntry, ...]
    pager: Pager


def topic_pages(desk: Desk, topic: Topic) -> Iterator[TopicPage]:
    """The views of one topic: the claims of its positions in one sequence, cut into pages."""
    stem = f"topics/{topic.id}"
    groups = [_claims(desk, topic, position.id) for position in topic.positions]
    pages = cut([[1] * len(group) for group in groups], size_of(desk))
    first = _first(desk, topic, groups, pages)
    yield first
    for number, parts in enumerate(pages[1:], start=2):
        yield replace(
            first,
            head=replace(first.head, title=numbered(first.question, number), path=page_name(stem, number)),
            lists=_listed(desk, topic, groups, parts),
            pager=pager(stem, number, len(pages)),
        )


def _first(
    desk: Desk, topic: Topic, groups: Sequence[tuple[Claim, ...]], pages: list[tuple[Part, ...]]
) -> TopicPage:
    path = f"topics/{topic.id}.html"
    entry = topic_entry(desk, topic)
    held = [Counter(name for claim in group for name in claim.speaker) for group in groups]
    taken = Counter(name for names in held for name in names)
    question = text.curly(topic.question)
    voices, places = count_of(entry.actors, "voice"), count_of(sum(map(bool, groups)), "position")
    description = f"{voices} on {places} in {count_of(entry.claims, 'claim')}."
    return TopicPage(
        head=Head(question, description, path, "topics", card=preview.topic_link(desk.book, topic.id)),
        question=question,
        note=desk.note(topic.note, path),
        claims=entry.claims,
        actors=entry.actors,
        positions=tuple(
            _position(desk, topic, of, names, begins(pages, of)) for of, names in enumerate(held)
        ),
        lists=_listed(desk, topic, groups, pages[0]),
        wavering=desk.actors(name for name, count in taken.items() if count > 1),
        disputes=Later(lambda: _disputes(desk, topic.id)),
        start=path,
        pager=pager(f"topics/{topic.id}", 1, len(pages)),
    )


def _position(desk: Desk, topic: Topic, of: int, names: Counter[str], page: int) -> PositionView:
    position = topic.positions[of]
    most = names.most_common(HOLDERS)  # of the same number the first in document order
    return PositionView(
        position.id,
        text.curly(position.label),
        len(_claims(desk, topic, position.id)),
        tuple(Holder(desk.actor(name), count) for name, count in most),
        len(names) - len(most),
        f"{page_name(f'topics/{topic.id}', page)}#position-{position.id}",
        page == 1,
    )


def _listed(
    desk: Desk, topic: Topic, groups: Sequence[tuple[Claim, ...]], parts: Iterable[Part]
) -> tuple[PositionList, ...]:
    """The claims on one page, by position; positions nobody takes stand in the table alone."""
    found = []
    for part in parts:
        position, claims = topic.positions[part.of], groups[part.of]
        if claims:
            rows = desk.listed(claims[part.start : part.stop])
            label = text.curly(position.label)
            found.append(PositionList(position.id, label, len(claims), part.start + 1, rows))
    return tuple(found)


def _disputes(desk: Desk, topic: str) -> Link | None:
    pairs = disputes_about(desk.book, topic)
    return question_link(topic, f"{count_of(pairs, 'pair')} of claim and answer") if pairs else None


def _claims(desk: Desk, topic: Topic, position: str) -> tuple[Claim, ...]:
    return desk.book.stands.get(f"{topic.id}/{position}", ())


def topic_entry(desk: Desk, topic: Topic) -> TopicEntry:
    """A topic as an entry of the index and of the home page."""
    groups = [(text.curly(p.label), _claims(desk, topic, p.id)) for p in topic.positions]
    claims = {claim.id: claim for _, group in groups for claim in group}
    actors = {name for claim in claims.values() for name in claim.speaker}
    return TopicEntry(
        desk.topic(topic.id), len(claims), len(actors), tuple((label, len(group)) for label, group in groups)
    )


def topic_entries(desk: Desk) -> tuple[TopicEntry, ...]:
    """All live topics, the most argued first."""
    return desk.keep(_entries)


@outline
def _entries(desk: Desk) -> tuple[TopicEntry, ...]:
    entries = [topic_entry(desk, topic) for topic in desk.book.topics.values() if not topic.withdrawn]
    return tuple(sorted(entries, key=lambda e: (-e.claims, e.link.href)))


def topics_pages(desk: Desk) -> Iterator[TopicsPage]:
    """The views of the index of topics."""
    description = "Questions that the voices in this book answer differently."
    entries, stem = topic_entries(desk), "topics/index"
    pages = evenly(len(entries), ENTRIES)
    for number, ((part,)) in enumerate(pages, start=1):
        head = Head(numbered("Topics", number), description, page_name(stem, number), "topics")
        shown = entries[part.start : part.stop]
        yield TopicsPage(head, description, shown, pager(stem, number, len(pages)))

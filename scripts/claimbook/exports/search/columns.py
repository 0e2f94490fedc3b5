"""What is known of every claim besides its words: who, where, when, and the labels for it.

Owns: the columns. Each is one text of numbers (`pack`), claim by claim in reading order. Words are searched
with

    speakers, via, mentions   lists of lines of "actors"
    length     how long statement and quote are, in fours of words
    actors     [id, name, kind, spelling …], those most often met first
    sources    [id, label, title, language or "", claims, publisher's name …] in reading order: `claims` says
               how many lines of the columns are its own
    same       lists of words that are spellings of one another

and claims are sifted by these:

    stated     (voice * certainties + certainty) * 2 + answered, numbered as in "vocabularies"
    said       0 for no date, else a line of "dates", counted from 1
    evidence   a bit for each kind of evidence, 0 for none cited
    positions  lists of positions, counted through all topics
    topics     [id, question, [[id, label], …]]
    dates      [first day, last day] as days since 1970-01-01, null where open
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from claimbook.book import Book
from claimbook.exports.search.pack import DIGITS, counted, numbers
from claimbook.exports.search.tokens import names_of
from claimbook.pages import Desk
from claimbook.records import Actor, Claim
from claimbook.records.vocabulary import ACTOR_KINDS, CERTAINTIES, EVIDENCE_KINDS, VOICES

_EPOCH = datetime.date(1970, 1, 1).toordinal()
_KINDS = {name: bit for bit, name in enumerate(EVIDENCE_KINDS.values)}
_VOICES = {name: place for place, name in enumerate(VOICES.values)}
_CERTAINTIES = {name: place for place, name in enumerate(CERTAINTIES.values)}
VOCABULARIES = {
    "voice": VOICES.values,
    "certainty": CERTAINTIES.values,
    "evidence": EVIDENCE_KINDS.values,
    "kind": ACTOR_KINDS.values,
}

Days = tuple[int | None, int | None]


def columns(
    desk: Desk, claims: Sequence[Claim], same: Mapping[str, tuple[str, ...]], lengths: Iterable[int]
) -> dict[str, Any]:
    """The columns and labels that words are searched with; `claims` are in reading order, and `lengths` are
    their numbers of words.
    """
    actors = _line(_actors(claims))
    return {
        "speakers": _lists(claims, actors, lambda claim: claim.speaker),
        "via": _lists(claims, actors, lambda claim: claim.via),
        "mentions": _lists(claims, actors, lambda claim: claim.mentions),
        "length": "".join([DIGITS[min(15, length // 4)] for length in lengths]),
        "actors": [_actor(desk.book.actors[str(name)]) for name in actors],
        "sources": [_source(desk, *item) for item in Counter(claim.source for claim in claims).items()],
        "same": list(dict.fromkeys(same.values())),
    }


def facets(desk: Desk, claims: Sequence[Claim]) -> dict[str, Any]:
    """The columns and labels that claims are sifted by."""
    book = desk.book
    topics = [topic for topic in book.topics.values() if not topic.withdrawn]
    stands = _line((topic.id, position.id) for topic in topics for position in topic.positions)
    said = [_days(book, claim) for claim in claims]
    dates = sorted({days for days in said if days}, key=_by_day)
    day = {days: place for place, days in enumerate(dates, start=1)}
    return {
        "vocabularies": VOCABULARIES,
        "stated": numbers(_stated(book, claim) for claim in claims),
        "said": numbers(day[days] if days else 0 for days in said),
        "evidence": numbers(map(_evidence, claims)),
        "positions": _lists(claims, stands, _positions),
        "topics": [
            [topic.id, desk.topic(topic.id).text, [[p.id, p.label] for p in topic.positions]]
            for topic in topics
        ],
        "dates": dates,
    }


def _line(names: Iterable[Hashable]) -> dict[Hashable, int]:
    return {name: place for place, name in enumerate(names)}


def _actors(claims: Sequence[Claim]) -> list[str]:
    """Everybody the claims name, those met most often first: they get the shortest numbers."""
    met = Counter(chain.from_iterable((*c.speaker, *c.via, *c.mentions) for c in claims))
    return sorted(met, key=lambda name: (-met[name], name))


def _days(book: Book, claim: Claim) -> Days | None:
    moment = book.said(claim)
    if not moment:
        return None
    ends = moment.earliest, moment.latest
    first, last = (day.toordinal() - _EPOCH if day else None for day in ends)
    return first, last


def _by_day(days: Days) -> tuple[float, float]:
    first, last = days
    return (
        float("-inf") if first is None else first,
        float("inf") if last is None else last,
    )


def _positions(claim: Claim) -> tuple[Hashable, ...]:
    return tuple([(stand.topic, stand.position) for stand in claim.positions])


def _stated(book: Book, claim: Claim) -> int:
    stated = _VOICES[claim.voice] * len(_CERTAINTIES) + _CERTAINTIES[claim.certainty]
    return stated * 2 + bool(book.answered(claim))


def _evidence(claim: Claim) -> int:
    return sum({1 << _KINDS[piece.kind] for piece in claim.evidence}) if claim.evidence else 0


def _lists(
    claims: Iterable[Claim],
    lines: Mapping[Hashable, int],
    values: Callable[[Claim], tuple[Hashable, ...]],
) -> str:
    known: dict[tuple[Hashable, ...], str] = {}  # many claims have the same ones, or none
    found = []
    for claim in claims:
        each = values(claim)
        listed = known.get(each)
        if listed is None:
            listed = known[each] = counted([lines[v] for v in dict.fromkeys(each) if v in lines])
        found.append(listed)
    return "".join(found)


def _actor(actor: Actor) -> list[object]:
    return [actor.id, actor.name, ACTOR_KINDS.values.index(actor.kind), *names_of(actor)[1:]]


def _source(desk: Desk, name: str, claims: int) -> list[object]:
    source, link = desk.book.sources[name], desk.publisher_or_source(name)
    publisher = names_of(desk.book.actors[source.publisher]) if source.publisher else ()
    return [name, link.text, link.title, desk.foreign(source.language), claims, *publisher]

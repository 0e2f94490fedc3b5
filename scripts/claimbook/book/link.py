"""From loaded records to a linked book: every index, backlink and cluster, built once.

Owns: what follows from the records' links. Refuses: judging them (see `checks`); links that lead nowhere are
simply not followed here. Pure and deterministic: the same records give the same book.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

from claimbook import dates
from claimbook.book.model import Answer, Book, Cluster, WhenAsked, said
from claimbook.frozen import frozen
from claimbook.quotes import Fingerprint, Match
from claimbook.records import Actor, Claim, Quantity, Record, Source, Topic

T = TypeVar("T")
Names = tuple[str, ...]


@frozen
class Quoted:
    """What is known of the documents' words: fingerprints by source, matches by claim."""

    fingerprints: Mapping[str, Fingerprint]
    matches: Mapping[str, Match]


def link(records: Iterable[Record], quoted: Quoted) -> Book:
    """Link `records` into a book; of two records with one id the first counts."""
    everything = list(records)
    found = _by_id(everything)
    sources: dict[str, Source] = found[Source]
    actors: dict[str, Actor] = found[Actor]
    claims: dict[str, Claim] = found[Claim]
    live = [claim for claim in claims.values() if not claim.withdrawn]
    ordered = _document_order(live, quoted.matches)
    by_source = _group((claim.source, claim) for claim in ordered)
    answered_by, answers = _answers(ordered, claims)
    live_answers = _live_answers(answered_by, claims)
    return Book(
        sources=sources,
        actors=actors,
        topics=found[Topic],
        quantities=found[Quantity],
        claims=claims,
        matches=quoted.matches,
        fingerprints=quoted.fingerprints,
        live=tuple(live),
        by_source=by_source,
        places={claim.id: place for group in by_source.values() for place, claim in enumerate(group)},
        said_by=_by_names(ordered, attrgetter("speaker")),
        relayed_by=_by_names(ordered, attrgetter("via")),
        mentioning=_by_names(ordered, attrgetter("mentions")),
        cited_by=_by_names(ordered, cited),
        answered_by=answered_by,
        live_answers=live_answers,
        answers=answers,
        questions=WhenAsked(partial(questions_of, ordered, live_answers, claims, sources)),
        clusters=clusters_of(ordered, sources),
        supported_by=_by_names(ordered, attrgetter("supports")),
        stands=_by_names(ordered, stood),
        figured=_by_names(ordered, numbered),
        parts_of=_group((whole, actor.id) for actor in actors.values() for whole in once(actor.part_of)),
        wrote=_group((author, source.id) for source in sources.values() for author in once(source.authors)),
        published=_group((s.publisher, s.id) for s in sources.values() if s.publisher is not None),
        former=_former(everything),
    )


def _by_id(records: Iterable[Record]) -> dict[type, dict[str, Any]]:
    """The records of each class by id, in the order of their ids."""
    found: dict[type, dict[str, Any]] = {kind: {} for kind in (Source, Claim, Actor, Topic, Quantity)}
    for record in records:
        found[type(record)].setdefault(record.id, record)
    return {kind: {name: group[name] for name in sorted(group)} for kind, group in found.items()}


def _document_order(claims: Iterable[Claim], matches: Mapping[str, Match]) -> list[Claim]:
    """By source, then by place in the document, then as written."""
    return sorted(claims, key=lambda claim: place_of(claim, matches))


def place_of(claim: Claim, matches: Mapping[str, Match]) -> tuple[str, int, int, int]:
    """What claims in document order are sorted by; those equal in it stand in the order of their ids."""
    line = claim.origin.line if claim.origin else 0
    place = matches.get(claim.id)
    if place is None:
        return (claim.source, 0, 0, line)
    spans = place.spans
    return (claim.source, spans[0][0], spans[-1][1], line)


def once(names: Names) -> Iterable[str]:
    return names if len(names) < 2 else dict.fromkeys(names)


def cited(claim: Claim) -> Names:
    return tuple(name for each in claim.evidence for name in each.by) if claim.evidence else ()


def stood(claim: Claim) -> Names:
    return tuple([f"{stand.topic}/{stand.position}" for stand in claim.positions])


def numbered(claim: Claim) -> Names:
    return tuple([figure.quantity for figure in claim.figures]) if claim.figures else ()


def _group(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """What stands beside each name, by name, in the order given."""
    found: dict[str, list[T]] = defaultdict(list)
    for name, each in pairs:
        found[name].append(each)
    return _in_order(found)


def _in_order(found: Mapping[str, list[T]]) -> dict[str, tuple[T, ...]]:
    return {name: tuple(found[name]) for name in sorted(found)}


def _by_names(claims: Iterable[Claim], names: Callable[[Claim], Names]) -> dict[str, tuple[Claim, ...]]:
    """The claims by each name that they have in one field, once, in the order given."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for name in once(names(claim)):
            found[name].append(claim)
    return _in_order(found)


def _answers(
    claims: Iterable[Claim], known: Mapping[str, Claim]
) -> tuple[dict[str, tuple[Answer, ...]], dict[str, tuple[Answer, ...]]]:
    """Counter-statements by the claim they answer, and by the claim that answers: one relation, twice."""
    forward: dict[str, tuple[Answer, ...]] = {}
    backward: dict[str, list[Answer]] = defaultdict(list)
    for claim in claims:
        if not claim.counter_statements:
            continue
        own = [
            Answer(claim.id, counter.claim, counter.relation, counter.linked_by, counter.note)
            for counter in claim.counter_statements
            if counter.claim in known
        ]
        if own:
            forward[claim.id] = tuple(own)
        for answer in own:
            backward[answer.by].append(answer)
    return forward, {name: tuple(found) for name, found in backward.items()}


def _live_answers(
    answered_by: Mapping[str, tuple[Answer, ...]], claims: Mapping[str, Claim]
) -> Mapping[str, tuple[Answer, ...]]:
    """`answered_by` without the answers that were withdrawn."""
    if not any(claim.withdrawn for claim in claims.values()):
        return answered_by
    return {
        name: tuple(a for a in found if not claims[a.by].withdrawn) for name, found in answered_by.items()
    }


def questions_of(
    ordered: list[Claim],
    answers: Mapping[str, tuple[Answer, ...]],
    claims: Mapping[str, Claim],
    sources: Mapping[str, Source],
) -> dict[str, tuple[Claim, ...]]:
    """The answered claims by topic, documents' before references'."""
    references = {name for name, source in sources.items() if source.kind == "reference"}
    answered = [claim for claim in ordered if answers.get(claim.id)]
    found: dict[str, list[Claim]] = {}
    for claim in sorted(answered, key=lambda c: c.source in references):
        found.setdefault(topic_of(claim, answers[claim.id], claims), []).append(claim)
    return {topic: tuple(group) for topic, group in found.items()}


def topic_of(claim: Claim, answers: Iterable[Answer], claims: Mapping[str, Claim]) -> str:
    """The topic of a claim's first position, or of its first answer that has one, or ""."""
    if claim.positions:
        return claim.positions[0].topic
    return next((p.topic for answer in answers for p in claims[answer.by].positions), "")


def clusters_of(claims: list[Claim], sources: Mapping[str, Source]) -> dict[str, Cluster]:
    """Groups of claims joined by `restates`, each with the one provably said first, if there is one."""
    known = {claim.id for claim in claims}
    links = [(claim.id, other) for claim in claims for other in claim.restates if other in known]
    parent = {name: name for link in links for name in link}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for name, other in links:
        parent[root(other)] = root(name)
    members: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.id in parent:
            members.setdefault(root(claim.id), []).append(claim)
    found: dict[str, Cluster] = {}
    for group in members.values():
        if len(group) > 1:
            cluster = Cluster(tuple([c.id for c in group]), partial(_earliest, group, sources))
            found.update((claim.id, cluster) for claim in group)
    return found


def _earliest(group: list[Claim], sources: Mapping[str, Source]) -> str | None:
    """The claim that was certainly said before every other; overlapping dates leave the order unknown."""
    moments: dict[str, dates.Moment] = {}
    for claim in group:
        moment = said(claim, sources)
        if moment is None:
            return None
        moments[claim.id] = moment
    for name, moment in moments.items():
        if all(dates.order(moment, other) == "before" for key, other in moments.items() if key != name):
            return name
    return None


def _former(records: Iterable[Record]) -> dict[tuple[str, str], str]:
    return {
        (type(record).__name__.lower(), old): record.id
        for record in records
        if record.formerly
        for old in record.formerly
    }

"""From loaded records to a linked book: every index, backlink and cluster, built once.

Owns: what follows from the records' links. Refuses: judging them (see `checks`); links that lead nowhere are
simply not followed here. Pure and deterministic: the same records give the same book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from claimbook import dates
from claimbook.book.model import Answer, Book, Cluster, said
from claimbook.quotes import Fingerprint, Match
from claimbook.records import Actor, Claim, Quantity, Record, Source, Topic

R = TypeVar("R", Source, Claim, Actor, Topic, Quantity)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What is known of the documents' words: fingerprints by source, matches by claim."""

    fingerprints: Mapping[str, Fingerprint]
    matches: Mapping[str, Match]


def link(records: Iterable[Record], quoted: Quoted) -> Book:
    """Link `records` into a book; of two records with one id the first counts."""
    everything = list(records)
    sources, claims = _by_id(everything, Source), _by_id(everything, Claim)
    actors, topics = _by_id(everything, Actor), _by_id(everything, Topic)
    quantities = _by_id(everything, Quantity)
    live = {key: claim for key, claim in claims.items() if not claim.withdrawn}
    ordered = _document_order(live.values(), quoted.matches)
    answered_by, answers = _answers(ordered, claims)
    live_answers = {
        name: tuple(a for a in found if not claims[a.by].withdrawn) for name, found in answered_by.items()
    }
    return Book(
        sources=sources,
        actors=actors,
        topics=topics,
        quantities=quantities,
        claims=claims,
        matches=quoted.matches,
        fingerprints=quoted.fingerprints,
        live=tuple(live.values()),
        by_source=_group(ordered, lambda c: (c.source,)),
        said_by=_group(ordered, lambda c: c.speaker),
        relayed_by=_group(ordered, lambda c: c.via),
        mentioning=_group(ordered, lambda c: c.mentions),
        cited_by=_group(ordered, lambda c: tuple(name for e in c.evidence for name in e.by)),
        answered_by=answered_by,
        live_answers=live_answers,
        answers=answers,
        questions=_questions(ordered, live_answers, claims, sources),
        clusters=_clusters(ordered, sources),
        supported_by=_group(ordered, lambda c: c.supports),
        stands=_group(ordered, lambda c: tuple(f"{s.topic}/{s.position}" for s in c.positions)),
        figured=_group(ordered, lambda c: tuple(f.quantity for f in c.figures)),
        former=_former(everything),
    )


def _by_id(records: Iterable[Record], kind: type[R]) -> dict[str, R]:
    found: dict[str, R] = {}
    for record in records:
        if isinstance(record, kind):
            found.setdefault(record.id, record)
    return dict(sorted(found.items()))


def _document_order(claims: Iterable[Claim], matches: Mapping[str, Match]) -> list[Claim]:
    """By source, then by place in the document, then as written."""

    def key(claim: Claim) -> tuple[str, int, int, int]:
        place = matches.get(claim.id)
        line = claim.origin.line if claim.origin else 0
        return (claim.source, place.start if place else 0, place.end if place else 0, line)

    return sorted(claims, key=key)


def _group(claims: Iterable[Claim], keys: Callable[[Claim], tuple[str, ...]]) -> dict[str, tuple[Claim, ...]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        for key in dict.fromkeys(keys(claim)):
            found.setdefault(key, []).append(claim)
    return {key: tuple(group) for key, group in sorted(found.items())}


def _answers(
    claims: Iterable[Claim], known: Mapping[str, Claim]
) -> tuple[dict[str, tuple[Answer, ...]], dict[str, tuple[Answer, ...]]]:
    """Counter-statements by the claim they answer, and by the claim that answers: one relation, twice."""
    forward: dict[str, list[Answer]] = {}
    backward: dict[str, list[Answer]] = {}
    for claim in claims:
        for counter in claim.counter_statements:
            if counter.claim not in known:
                continue
            answer = Answer(claim.id, counter.claim, counter.relation, counter.linked_by, counter.note)
            forward.setdefault(claim.id, []).append(answer)
            backward.setdefault(counter.claim, []).append(answer)
    return {k: tuple(v) for k, v in forward.items()}, {k: tuple(v) for k, v in backward.items()}


def _questions(
    ordered: list[Claim],
    answers: Mapping[str, tuple[Answer, ...]],
    claims: Mapping[str, Claim],
    sources: Mapping[str, Source],
) -> dict[str, tuple[Claim, ...]]:
    """The answered claims by topic, documents' before references'."""
    found: dict[str, list[Claim]] = {}
    kinds = {name: source.kind == "reference" for name, source in sources.items()}
    for claim in sorted(ordered, key=lambda c: kinds.get(c.source, False)):
        if answers.get(claim.id):
            both = (claim, *(claims[answer.by] for answer in answers[claim.id]))
            topic = next((one.positions[0].topic for one in both if one.positions), "")
            found.setdefault(topic, []).append(claim)
    return {topic: tuple(group) for topic, group in found.items()}


def _clusters(claims: list[Claim], sources: Mapping[str, Source]) -> dict[str, Cluster]:
    """Groups of claims joined by `restates`, each with the one provably said first, if there is one."""
    parent = {claim.id: claim.id for claim in claims}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for claim in claims:
        for other in claim.restates:
            if other in parent:
                parent[root(other)] = root(claim.id)
    members: dict[str, list[Claim]] = {}
    for claim in claims:
        members.setdefault(root(claim.id), []).append(claim)
    found: dict[str, Cluster] = {}
    for group in members.values():
        if len(group) > 1:
            cluster = Cluster(tuple(c.id for c in group), _earliest(group, sources))
            found.update((claim.id, cluster) for claim in group)
    return found


def _earliest(group: list[Claim], sources: Mapping[str, Source]) -> str | None:
    """The claim that was certainly said before every other; overlapping dates leave the order unknown."""
    moments = {claim.id: said(claim, sources) for claim in group}
    for name, moment in moments.items():
        others = [other for key, other in moments.items() if key != name]
        if moment and all(other and dates.order(moment, other) == "before" for other in others):
            return name
    return None


def _former(records: Iterable[Record]) -> dict[tuple[str, str], str]:
    return {(type(record).__name__.lower(), old): record.id for record in records for old in record.formerly}

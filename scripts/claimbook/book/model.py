"""The linked book.

Owns: the frozen result of linking, and the small questions the pages ask of it. Nothing here is typed in by
an editor except the records themselves; what the pages say about agreement is derived from links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import TypeVar

from claimbook import dates
from claimbook.frozen import frozen
from claimbook.quotes import Fingerprint, Match, covered
from claimbook.records import Actor, Claim, Quantity, Source, Topic

Found = TypeVar("Found")


@frozen
class Answer:
    """One link between a claim and the claim that answers it."""

    claim: str
    by: str
    relation: str
    linked_by: str
    note: str | None


class Cluster:
    """Claims that say the same; `find` tells which was provably said first."""

    __slots__ = ("_earliest", "_find", "members")

    def __init__(self, members: tuple[str, ...], find: Callable[[], str | None]) -> None:
        self.members = members
        self._earliest: str | None = None
        self._find: Callable[[], str | None] | None = find

    @property
    def earliest(self) -> str | None:
        """The claim that was provably said first; None where the order is unknown."""
        if self._find is not None:
            self._earliest, self._find = self._find(), None
        return self._earliest

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Cluster):
            return NotImplemented
        return (self.members, self.earliest) == (other.members, other.earliest)

    def __hash__(self) -> int:
        return hash(self.members)


class WhenAsked(Mapping[str, Found]):
    """A mapping that is made when somebody looks into it."""

    __slots__ = ("_found", "_make")

    def __init__(self, make: Callable[[], Mapping[str, Found]]) -> None:
        self._make: Callable[[], Mapping[str, Found]] | None = make
        self._found: Mapping[str, Found] = {}

    def _all(self) -> Mapping[str, Found]:
        if self._make is not None:
            self._found, self._make = self._make(), None
        return self._found

    def __getitem__(self, name: str) -> Found:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


@frozen
class Tally:
    """Counts over a set of claims, with their denominator `claims`."""

    claims: int
    with_evidence: int
    answered: int


@frozen
class Share:
    """How much of a document is used, all in words.

    `words` is the whole document, `inside` what lies between the first and last word of a claim's quote,
    `quoted` the quoted words themselves, `decomposed` the sentences that hold a claim, `skipped` what its
    record lists as holding none.
    """

    words: int
    inside: int
    quoted: int
    decomposed: int
    skipped: int

    @property
    def coverage(self) -> float:
        """The share of the document's words inside a claim, from its first to its last word, 0 to 1."""
        return self.inside / self.words if self.words else 0.0

    @property
    def quoted_share(self) -> float:
        """The share of the document's words that are quoted, 0 to 1."""
        return self.quoted / self.words if self.words else 0.0

    @property
    def neither(self) -> int:
        """Words in sentences that hold no claim and are not listed as skipped."""
        return self.words - self.decomposed - self.skipped


def said(claim: Claim, sources: Mapping[str, Source]) -> dates.Moment | None:
    """When a claim was said: its own date, or its document's for the document's own voice."""
    if claim.voice != "author":
        return dates.parse(claim.said) if claim.said else None
    source = sources.get(claim.source)
    return dates.parse(source.published) if source and source.published else None


@frozen
class Book:
    """All records and everything derived from their links; groups are in document order.

    `places` counts each live claim from 0 within its source. `parts_of` has actors by the actor they are part
    of, `wrote` and `published` have sources by actor: ids, in the order of ids.
    `live_answers` leaves out counter-statements that were withdrawn. `questions` groups the answered claims
    by the topic of their first position, or of their first answer that has one; "" where there is none.
    """

    sources: Mapping[str, Source]
    actors: Mapping[str, Actor]
    topics: Mapping[str, Topic]
    quantities: Mapping[str, Quantity]
    claims: Mapping[str, Claim]
    matches: Mapping[str, Match]
    fingerprints: Mapping[str, Fingerprint]
    live: tuple[Claim, ...]
    by_source: Mapping[str, tuple[Claim, ...]]
    places: Mapping[str, int]
    said_by: Mapping[str, tuple[Claim, ...]]
    relayed_by: Mapping[str, tuple[Claim, ...]]
    mentioning: Mapping[str, tuple[Claim, ...]]
    cited_by: Mapping[str, tuple[Claim, ...]]
    answered_by: Mapping[str, tuple[Answer, ...]]
    live_answers: Mapping[str, tuple[Answer, ...]]
    answers: Mapping[str, tuple[Answer, ...]]
    questions: Mapping[str, tuple[Claim, ...]]
    clusters: Mapping[str, Cluster]
    supported_by: Mapping[str, tuple[Claim, ...]]
    stands: Mapping[str, tuple[Claim, ...]]
    figured: Mapping[str, tuple[Claim, ...]]
    parts_of: Mapping[str, tuple[str, ...]]
    wrote: Mapping[str, tuple[str, ...]]
    published: Mapping[str, tuple[str, ...]]
    former: Mapping[tuple[str, str], str]

    def said(self, claim: Claim) -> dates.Moment | None:
        """When a claim was said: its own date, or its document's for the document's own voice."""
        return said(claim, self.sources)

    def answered(self, claim: Claim) -> tuple[Answer, ...]:
        """The live counter-statements to a claim."""
        return self.live_answers.get(claim.id, ())

    def tally(self, claims: Iterable[Claim]) -> Tally:
        """Counts over `claims`."""
        listed, answers = list(claims), self.live_answers
        return Tally(
            claims=len(listed),
            with_evidence=len([c for c in listed if c.evidence]),
            answered=len([c for c in listed if answers.get(c.id)]),
        )

    def share(self, source: str) -> Share:
        """How much of a document is used; zeros where it has no fingerprint."""
        return self._measure(source, self.by_source.get(source, ()))

    def used(self, claims: Iterable[Claim]) -> Share:
        """How much of all documents together is used by `claims`; `words` counts every document."""
        groups: dict[str, list[Claim]] = {source: [] for source in self.fingerprints}
        for claim in claims:
            groups.setdefault(claim.source, []).append(claim)
        shares = [self._measure(source, group) for source, group in groups.items()]
        return Share(*(sum(getattr(share, f.name) for share in shares) for f in fields(Share)))

    def _measure(self, source: str, claims: Iterable[Claim]) -> Share:
        made = self.fingerprints.get(source)
        if made is None:
            return Share(0, 0, 0, 0, 0)
        places = [self.matches[c.id] for c in claims if c.id in self.matches]
        passages = [made.passage(place.start, place.end) for place in places]
        skipped = [(stretch.start - 1, stretch.end) for stretch in self.sources[source].skipped]
        decomposed = covered(passages)
        return Share(
            words=made.words,
            inside=covered([(place.start, place.end) for place in places]),
            quoted=covered([span for place in places for span in place.spans]),
            decomposed=decomposed,
            skipped=covered([*passages, *skipped]) - decomposed,
        )

    def disputes(self) -> tuple[Answer, ...]:
        """Every claim ↔ counter-statement pair of live claims, in the order of the claims' ids."""
        answers = self.live_answers
        return tuple([answer for claim in self.live for answer in answers.get(claim.id, ())])

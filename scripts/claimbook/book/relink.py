"""A linked book after an edit of some claims, without linking all others again.

Owns: which indexes an edit of claims can change. Gives what `link` would give for the same records; only the
order in which `answered_by`, `answers` and `places` themselves stand, on which nothing rests, may differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from operator import attrgetter

from claimbook.book.link import (
    Names,
    cited,
    clusters_of,
    numbered,
    once,
    place_of,
    questions_of,
    stood,
    topic_of,
)
from claimbook.book.model import Answer, Book, Cluster, WhenAsked
from claimbook.quotes import Match
from claimbook.records import Claim

Groups = Mapping[str, tuple[Claim, ...]]
Answers = Mapping[str, tuple[Answer, ...]]


def relink(book: Book, changed: Mapping[str, Claim], matches: Mapping[str, Match]) -> Book:
    """`book` with new records of live claims, by id, and all quotes' places; everything else is as it was."""
    edit = _Edit(book, changed, matches)
    by_source = edit.regroup(book.by_source, lambda claim: (claim.source,))
    answered_by = edit.answered_by()
    every = book.live_answers is book.answered_by
    live_answers = answered_by if every else edit.live(answered_by)
    ordered = [claim for group in by_source.values() for claim in group]
    return replace(
        book,
        claims=edit.claims,
        matches=matches,
        live=tuple([changed.get(claim.id, claim) for claim in book.live]),
        by_source=by_source,
        places={**book.places, **edit.places(by_source)},
        said_by=edit.regroup(book.said_by, attrgetter("speaker")),
        relayed_by=edit.regroup(book.relayed_by, attrgetter("via")),
        mentioning=edit.regroup(book.mentioning, attrgetter("mentions")),
        cited_by=edit.regroup(book.cited_by, cited),
        answered_by=answered_by,
        live_answers=live_answers,
        answers=edit.answers(answered_by),
        questions=WhenAsked(partial(edit.questions, ordered, live_answers)),
        clusters=edit.clusters(ordered),
        supported_by=edit.regroup(book.supported_by, attrgetter("supports")),
        stands=edit.regroup(book.stands, stood),
        figured=edit.regroup(book.figured, numbered),
    )


class _Edit:
    """What changed: `claims` are all claims after it."""

    def __init__(self, book: Book, changed: Mapping[str, Claim], matches: Mapping[str, Match]) -> None:
        self.book = book
        self.changed = changed
        self.matches = matches
        self.claims: Mapping[str, Claim] = {**book.claims, **changed}
        self._before = [book.claims[name] for name in changed]

    def _order(self, claim: Claim) -> tuple[tuple[str, int, int, int], str]:
        return place_of(claim, self.matches), claim.id

    def regroup(self, groups: Groups, names: Callable[[Claim], Names]) -> dict[str, tuple[Claim, ...]]:
        """The groups by name, in document order; `names` are those a claim stands under."""
        found = dict(groups)
        joining: dict[str, list[Claim]] = {name: [] for claim in self._before for name in names(claim)}
        for claim in self.changed.values():
            for name in once(names(claim)):
                joining.setdefault(name, []).append(claim)
        for name, new in joining.items():
            stay = [claim for claim in groups.get(name, ()) if claim.id not in self.changed]
            if group := tuple(sorted([*stay, *new], key=self._order)):
                found[name] = group
            else:
                del found[name]
        return found if found.keys() == groups.keys() else dict(sorted(found.items()))

    def places(self, by_source: Groups) -> dict[str, int]:
        """The places of all claims in the sources that changed."""
        sources = {claim.source for claim in self.changed.values()}
        sources |= {claim.source for claim in self._before}
        groups = [by_source.get(name, ()) for name in sources]
        return {claim.id: place for group in groups for place, claim in enumerate(group)}

    def answered_by(self) -> Answers:
        """Counter-statements by the claim they answer."""
        found = dict(self.book.answered_by)
        for claim in self.changed.values():
            found.pop(claim.id, None)
            if answers := tuple(self._stated(claim)):
                found[claim.id] = answers
        return found

    def _stated(self, claim: Claim) -> Iterable[Answer]:
        for one in claim.counter_statements:
            if one.claim in self.claims:
                yield Answer(claim.id, one.claim, one.relation, one.linked_by, one.note)

    def live(self, answered_by: Answers) -> Answers:
        """`answered_by` without the answers that were withdrawn."""
        found = dict(self.book.live_answers)
        for name in self.changed:
            found.pop(name, None)
            if name in answered_by:
                found[name] = tuple([a for a in answered_by[name] if not self.claims[a.by].withdrawn])
        return found

    def answers(self, answered_by: Answers) -> Answers:
        """Counter-statements by the claim that answers, in document order of the claims they answer."""
        found = dict(self.book.answers)
        given = [a for name in self.changed for a in self.book.answered_by.get(name, ())]
        given += [a for name in self.changed for a in answered_by.get(name, ())]
        for name in dict.fromkeys(answer.by for answer in given):
            stay = [a for a in self.book.answers.get(name, ()) if a.claim not in self.changed]
            new = [a for claim in self.changed for a in answered_by.get(claim, ()) if a.by == name]
            if group := sorted([*stay, *new], key=lambda a: self._order(self.claims[a.claim])):
                found[name] = tuple(group)
            else:
                del found[name]
        return found

    def questions(self, ordered: list[Claim], live_answers: Answers) -> Groups:
        """The answered claims by topic: where no link and no place changed, only with other records."""
        if not all(map(self._is_linked_alike, self._before)):
            return questions_of(ordered, live_answers, self.claims, self.book.sources)
        found = dict(self.book.questions)
        answered = [claim for claim in self.changed.values() if live_answers.get(claim.id)]
        for topic in {topic_of(claim, live_answers[claim.id], self.claims) for claim in answered}:
            found[topic] = tuple([self.changed.get(claim.id, claim) for claim in found[topic]])
        return found

    def _is_linked_alike(self, before: Claim) -> bool:
        """Whether a claim answers, is answered and stands as before."""
        now = self.changed[before.id]
        alike = (before.positions, before.counter_statements) == (now.positions, now.counter_statements)
        return alike and place_of(before, self.book.matches) == place_of(now, self.matches)

    def clusters(self, ordered: list[Claim]) -> Mapping[str, Cluster]:
        """Groups of claims that say the same: of others than the edited ones nothing can have changed."""
        if all(map(self._is_joined_alike, self._before)):
            return self.book.clusters
        return clusters_of(ordered, self.book.sources)

    def _is_joined_alike(self, before: Claim) -> bool:
        """Whether a claim restates the same ones, was said at the same time, and has the same place."""
        now = self.changed[before.id]
        if before.id not in self.book.clusters and not before.restates and not now.restates:
            return True
        alike = (before.restates, before.said, before.voice) == (now.restates, now.said, now.voice)
        return alike and place_of(before, self.book.matches) == place_of(now, self.matches)

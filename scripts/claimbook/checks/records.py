"""Rules about what a record must say."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook.checks.rule import Case, rule
from claimbook.records import Actor, Problem, Source


@rule("unnamed-actors-have-a-source", "An unnamed voice belongs to the one document it speaks in.")
def unnamed(case: Case) -> Iterator[Problem]:
    """So that the anonymous voices of two documents are never merged (design, 2)."""
    for actor in case.loaded.records:
        if not isinstance(actor, Actor) or actor.withdrawn:
            continue
        if actor.kind == "unnamed" and actor.source is None:
            yield case.problem(
                actor, "", "an unnamed actor needs its 'source'", "Name the document it speaks in."
            )
        if actor.kind != "unnamed" and actor.source is not None:
            yield case.problem(
                actor, "source", "only an unnamed actor is tied to one source", "Remove 'source'."
            )


@rule("unnamed-actors-stay-in-their-source", "Claims of an unnamed voice stand in its own document.")
def unnamed_at_home(case: Case) -> Iterator[Problem]:
    """A claim may not be ascribed to, or relayed by, another document's unnamed voice."""
    for claim in case.book.live:
        for field in ("speaker", "via"):
            for i, name in enumerate(getattr(claim, field)):
                actor = case.book.actors.get(name)
                if actor and actor.source and claim.source and actor.source != claim.source:
                    what = f"the unnamed actor {name!r} belongs to the source {actor.source!r}"
                    yield case.problem(
                        claim, f"{field}[{i}]", what, "Give this document's voice an actor of its own."
                    )


@rule("figures-are-ranges", "A figure has at least one end, and its low end is not above its high one.")
def figures(case: Case) -> Iterator[Problem]:
    """Low and high may be equal; one may be null for `at least` and `at most`."""
    for claim in case.book.live:
        for i, figure in enumerate(claim.figures):
            if figure.low is None and figure.high is None:
                yield case.problem(claim, f"figures[{i}]", "a figure needs 'low', 'high' or both")
            elif figure.low is not None and figure.high is not None and figure.low > figure.high:
                yield case.problem(
                    claim, f"figures[{i}].low", f"{figure.low} is above the high end {figure.high}"
                )


@rule("topics-are-questions", "A topic offers at least two positions, each with an id of its own.")
def topics(case: Case) -> Iterator[Problem]:
    """A question with one answer is not in dispute."""
    for topic in case.book.topics.values():
        if topic.withdrawn:
            continue
        names = [position.id for position in topic.positions]
        if len(names) < 2:
            yield case.problem(topic, "positions", "a topic needs at least two positions")
        seen: set[str] = set()
        for i, name in enumerate(names):
            if name in seen:
                yield case.problem(topic, f"positions[{i}].id", f"the position {name!r} is listed already")
            seen.add(name)


@rule("speakers-are-not-relays", "Who said it and who relayed it are different fields.")
def relays(case: Case) -> Iterator[Problem]:
    """The reporter is never the speaker (design, 1.1): one actor is not both for one claim."""
    for claim in case.book.live:
        for i, name in enumerate(claim.via):
            if name in claim.speaker:
                what = f"{name!r} is the speaker already"
                yield case.problem(
                    claim, f"via[{i}]", what, "'via' lists who stands between speaker and document."
                )


@rule("skipped-stretches-are-ranges", "A skipped stretch lies in its document and begins before it ends.")
def skipped(case: Case) -> Iterator[Problem]:
    """Word numbers count from 1 to the fingerprint's word count."""
    for source in case.loaded.records:
        if not isinstance(source, Source):
            continue
        made = case.book.fingerprints.get(source.id)
        for i, stretch in enumerate(source.skipped):
            if stretch.start > stretch.end:
                yield case.problem(
                    source, f"skipped[{i}].end", f"{stretch.end} lies before the start {stretch.start}"
                )
            elif made and stretch.end > made.words:
                yield case.problem(source, f"skipped[{i}].end", f"the document has only {made.words} words")


@rule("claims-leave-with-their-source", "Claims of a withdrawn source are withdrawn as well.")
def orphans(case: Case) -> Iterator[Problem]:
    """Their words could no longer be checked, and their page would lead to a tombstone."""
    for claim in case.book.live:
        source = case.book.sources.get(claim.source)
        if source is not None and source.withdrawn:
            yield case.problem(
                claim, "", f"its source {source.id!r} was withdrawn", "Withdraw the claim as well."
            )

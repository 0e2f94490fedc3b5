"""The page to search and to sift: the choices that every book has, and the ready lists for readers without
scripts.
"""

from __future__ import annotations

from collections.abc import Mapping

from claimbook.frozen import frozen
from claimbook.pages.claim_parts import EVIDENCE_WORDS
from claimbook.pages.desk import Desk
from claimbook.pages.lists import FacetGroup, facet_groups
from claimbook.pages.parts import VOICE_WORDS, Head, count_of
from claimbook.records.vocabulary import ACTOR_KINDS, CERTAINTIES


@frozen
class Choice:
    """One value of a facet: its name in the page's address, and its words."""

    name: str
    label: str


@frozen
class ChoiceGroup:
    """A facet whose values are the same in every book."""

    name: str
    title: str
    values: tuple[Choice, ...]


@frozen
class ExplorePage:
    """What the page holds before a script runs: how much there is, the fixed choices, and the lists made at
    build. Speakers, sources and topics stand in the index alone (exports/search).
    """

    head: Head
    claims: int
    voices: Mapping[str, str]
    choices: tuple[ChoiceGroup, ...]
    facets: tuple[FacetGroup, ...]


def explore_page(desk: Desk) -> ExplorePage:
    """The view of the page to search and to sift."""
    claims = len(desk.book.live)
    description = f"Search and sift {count_of(claims, 'claim')} by words, speaker, topic, evidence and date."
    head = Head("Explore", description, "explore.html", "explore")
    return ExplorePage(head, claims, VOICE_WORDS, _choices(), facet_groups(desk))


def _choices() -> tuple[ChoiceGroup, ...]:
    answered = (Choice("yes", "answered"), Choice("no", "no counter-statement"))
    evidence = (
        Choice("none", "no evidence cited"),
        *(Choice(name, words.lower()) for name, words in EVIDENCE_WORDS.items()),
    )
    return (
        ChoiceGroup("answered", "Answers in this book", answered),
        ChoiceGroup("evidence", "Evidence", evidence),
        ChoiceGroup("voice", "Voice", tuple(Choice(*item) for item in VOICE_WORDS.items())),
        ChoiceGroup("certainty", "Certainty", tuple(Choice(name, name) for name in CERTAINTIES.values)),
        ChoiceGroup("kind", "Kind of speaker", tuple(Choice(name, name) for name in ACTOR_KINDS.values)),
    )

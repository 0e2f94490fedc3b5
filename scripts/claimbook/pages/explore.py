"""The page to search and to sift: without scripts, the ready lists of claims by every facet."""

from __future__ import annotations

from dataclasses import dataclass

from claimbook.pages.lists import FacetGroup, facet_groups
from claimbook.pages.parts import Desk, Head, count_of


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """What the page holds before a script runs: how much there is, and the lists made at build."""

    head: Head
    claims: int
    facets: tuple[FacetGroup, ...]


def explore_page(desk: Desk) -> ExplorePage:
    """The view of the page to search and to sift."""
    claims = len(desk.book.live)
    description = f"Search and sift {count_of(claims, 'claim')} by words, speaker, topic, evidence and date."
    return ExplorePage(
        Head("Explore", description, "explore.html", "explore"), claims, facet_groups(desk.book)
    )

"""What a claim's page is put together from: evidence, positions, numbers, restatements, a withdrawal."""

from __future__ import annotations

from claimbook.book import Cluster
from claimbook.frozen import frozen
from claimbook.pages.desk import Desk
from claimbook.pages.parts import Head, Link, Row, When

EVIDENCE_WORDS = {
    "official-statement": "Official statement",
    "document": "Document",
    "dataset": "Data",
    "media-report": "Media report",
    "linked-page": "Linked page",
    "image-or-video": "Picture or recording",
    "eyewitness": "Eyewitness",
    "named-source": "Named source",
    "unnamed-source": "Unnamed source",
    "own-reasoning": "The speaker’s own reasoning",
}


@frozen
class EvidenceView:
    """One piece of evidence."""

    kind: str
    words: str
    what: str
    by: tuple[Link, ...]
    url: str | None
    archived: str | None


class StandView:
    """Where the claim stands on a question; `anchor` is the position's id."""

    def __init__(self, desk: Desk, claim: str, topic: str, position: str) -> None:
        self._desk, self._claim, self._topic = desk, claim, topic
        self.topic = desk.topic(topic)
        self.position = desk.position(topic, position)
        self.anchor = position

    @property
    def previous(self) -> Row | None:
        """The claim before it on the topic's page."""
        return self._desk.in_topic(self._topic, self._claim)[0]

    @property
    def next(self) -> Row | None:
        """The claim after it on the topic's page."""
        return self._desk.in_topic(self._topic, self._claim)[1]


@frozen
class FigureView:
    """A number the claim gives."""

    quantity: Link
    value: str
    unit: str


@frozen
class Restatement:
    """The same proposition said elsewhere; `this` marks the page's own claim."""

    row: Row
    cluster: Cluster
    this: bool

    @property
    def earliest(self) -> bool:
        """Whether it was provably said before all others."""
        return self.cluster.earliest == self.row.id


@frozen
class Withdrawn:
    """A tombstone's date and reason."""

    when: When
    reason: str


@frozen
class Tombstone:
    """The page of a withdrawn record; a claim's data and card stay too."""

    head: Head
    kind: str
    id: str
    withdrawn: Withdrawn
    json: str | None
    embed: str | None

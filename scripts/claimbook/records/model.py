"""The records of a book: the one field table.

Owns: every field's name, shape, meaning and link direction. Refuses: reading files, and rules that need more
than one record (see `checks`). The rules come from the design: reporter, relay and speaker are three fields;
"no evidence cited" is written down; dates are as precise as the source.
"""

# `spec` makes a dataclass field, so calling it as a default is what it is for.

from __future__ import annotations

from decimal import Decimal

from claimbook.frozen import frozen
from claimbook.records.shapes import (
    Count,
    Day,
    Edtf,
    Flag,
    Id,
    Language,
    Many,
    Markdown,
    Name,
    Nested,
    NoneOrMany,
    Number,
    Ref,
    Text,
    Url,
    spec,
)
from claimbook.records.vocabulary import (
    ACTOR_KINDS,
    CERTAINTIES,
    EVIDENCE_KINDS,
    LINKERS,
    RELATIONS,
    SOURCE_KINDS,
    VOICES,
)


@frozen
class Origin:
    """Where a record stands: file (from the book's root, with `/`), place in it, line and column from 1."""

    path: str
    where: str
    line: int
    column: int


@frozen
class Withdrawal:
    """Why and when a record was withdrawn."""

    date: str = spec(Day(), "The day of the withdrawal.", required=True)
    reason: str = spec(Text(), "Why, in one or two sentences.", required=True)


@frozen
class Republication:
    """Where the document had appeared before."""

    publisher: str = spec(Ref("actor"), "The earlier publisher.", required=True, inverse="first published")
    url: str | None = spec(Url(), "The earlier address.", nullable=True)
    archived: str | None = spec(Url(), "The address of an archived copy of it.", nullable=True)


@frozen
class Skipped:
    """A stretch of a document that holds no claim of its own."""

    start: int = spec(Count(), "First word of the stretch, counted from 1.", required=True)
    end: int = spec(Count(), "Last word of the stretch.", required=True)
    reason: str = spec(
        Text(), "Why: promotion, biography, navigation, question, said again elsewhere …", required=True
    )
    claim: tuple[str, ...] = spec(
        Many(Ref("claim")), "Claims that carry it, where it says what they say.", inverse="also said in"
    )


@frozen
class Source:
    """A document the book takes claims from."""

    id: str = spec(Id(), "Permanent id.", required=True)
    title: str = spec(Text(), "The title as printed.", required=True)
    kind: str = spec(SOURCE_KINDS, "How the book uses it.", required=True)
    authors: tuple[str, ...] = spec(Many(Ref("actor")), "Its authors; empty = unsigned.", inverse="wrote")
    publisher: str | None = spec(Ref("actor"), "Who published it.", nullable=True, inverse="published")
    published: str | None = spec(
        Edtf(), "When it was published, as precisely as known.", required=True, nullable=True
    )
    published_basis: str | None = spec(Text(), "What that date rests on.", nullable=True)
    url: str | None = spec(Url(), "Its address, or null where none is known.", nullable=True)
    archived: str | None = spec(Url(), "The address of an archived copy.", nullable=True)
    republished_from: Republication | None = spec(
        Nested(Republication), "Where it had appeared before.", nullable=True
    )
    language: str = spec(Language(), "The language it is written in.", required=True)
    added: str | None = spec(
        Day(), "The day it entered this book; dates its entries in the feed.", nullable=True
    )
    skipped: tuple[Skipped, ...] = spec(
        Many(Nested(Skipped)), "Stretches that hold no claim, with the reason."
    )
    note: str | None = spec(Markdown(), "What readers should know of it.", nullable=True)
    formerly: tuple[str, ...] = spec(Many(Id()), "Ids it had before.")
    withdrawn: Withdrawal | None = spec(Nested(Withdrawal), "Set when it is withdrawn.", nullable=True)
    origin: Origin | None = None


@frozen
class About:
    """The event a claim speaks of."""

    date: str | None = spec(Edtf(), "When the event took place, where the claim names it.", nullable=True)
    place: str | None = spec(Text(), "Where it took place, where the claim names it.", nullable=True)


@frozen
class Evidence:
    """One piece of evidence that the document offers for a claim."""

    kind: str = spec(EVIDENCE_KINDS, "What sort of evidence it is.", required=True)
    what: str = spec(Text(), "What is offered, in our words.", required=True)
    by: tuple[str, ...] = spec(
        Many(Ref("actor")), "Who it comes from, where the text names them.", inverse="cited"
    )
    url: str | None = spec(Url(), "Its address, where it is known.", nullable=True)
    archived: str | None = spec(Url(), "The address of an archived copy.", nullable=True)


@frozen
class Stand:
    """Where a claim stands on a topic's question."""

    topic: str = spec(Ref("topic"), "The topic.", required=True, inverse="positions taken")
    position: str = spec(Name(), "One of the topic's positions.", required=True)


@frozen
class Figure:
    """A number that a claim gives."""

    quantity: str = spec(Ref("quantity"), "What is counted or measured.", required=True, inverse="given in")
    low: Decimal | None = spec(Number(), "Lower end; null = none given.", required=True, nullable=True)
    high: Decimal | None = spec(Number(), "Upper end; null = none given.", required=True, nullable=True)
    approximate: bool = spec(Flag(), "Whether the text says about, nearly, roughly …")


@frozen
class CounterStatement:
    """A claim that answers the claim it is listed under."""

    claim: str = spec(Ref("claim"), "The answering claim.", required=True, inverse="answers")
    relation: str = spec(RELATIONS, "How it answers.", required=True)
    linked_by: str = spec(LINKERS, "Who set the two against each other.", required=True)
    note: str | None = spec(Markdown(), "Why the two meet, where that is not plain.", nullable=True)


@frozen
class Claim:
    """One checkable or contestable proposition that somebody put forward."""

    id: str = spec(Id(), "Permanent id; its address is `claims/<id>.html`.", required=True)
    statement: str = spec(Text(400), "The proposition in our own neutral words.", required=True)
    speaker: tuple[str, ...] = spec(
        Many(Ref("actor")),
        "Whose claim it is: the innermost voice; several for a joint one.",
        required=True,
        inverse="said",
    )
    via: tuple[str, ...] = spec(
        Many(Ref("actor")), "Who relayed it, nearest the speaker first.", inverse="relayed"
    )
    voice: str = spec(VOICES, "How the document gives it.", required=True)
    certainty: str = spec(CERTAINTIES, "The speaker's own force.", required=True)
    said: str | None = spec(
        Edtf(),
        "When it was said. Left out for voice author, which has the document's own date.",
        nullable=True,
    )
    said_basis: str | None = spec(Text(), "What that date rests on, or why there is none.", nullable=True)
    about: About | None = spec(Nested(About), "The event it speaks of.", nullable=True)
    quote: str | None = spec(
        Text(600),
        "The fewest verbatim words that carry it; `…` joins parts, in order.",
        required=True,
        nullable=True,
    )
    occurrence: int | None = spec(
        Count(), "Which of several equal passages is meant, counted from 1.", nullable=True
    )
    evidence: tuple[Evidence, ...] = spec(
        NoneOrMany(Nested(Evidence)), "What the document offers for it; `none` is a finding.", required=True
    )
    mentions: tuple[str, ...] = spec(Many(Ref("actor")), "Actors it is about.", inverse="written about")
    positions: tuple[Stand, ...] = spec(Many(Nested(Stand)), "Where it stands on the book's questions.")
    figures: tuple[Figure, ...] = spec(Many(Nested(Figure)), "Numbers it gives.")
    restates: tuple[str, ...] = spec(
        Many(Ref("claim")), "Claims that say the same elsewhere.", inverse="restated by"
    )
    supports: tuple[str, ...] = spec(
        Many(Ref("claim")), "Claims it is offered in support of.", inverse="supported by"
    )
    counter_statements: tuple[CounterStatement, ...] = spec(
        Many(Nested(CounterStatement)), "Claims that answer it."
    )
    note: str | None = spec(Markdown(), "Context from the editors.", nullable=True)
    added: str | None = spec(
        Day(), "The day it entered this book, where later than its source.", nullable=True
    )
    formerly: tuple[str, ...] = spec(Many(Id()), "Ids it had before; each leaves a redirect.")
    withdrawn: Withdrawal | None = spec(
        Nested(Withdrawal), "Set when it is withdrawn; leaves a tombstone.", nullable=True
    )
    source: str = ""
    origin: Origin | None = None


@frozen
class Description:
    """What a source calls an actor."""

    role: str = spec(Text(), "The words used, such as an office.", required=True)
    source: str = spec(Ref("source"), "The source that uses them.", required=True, inverse="describes")


@frozen
class Actor:
    """Anybody who speaks, relays, publishes or is spoken of."""

    id: str = spec(Id(), "Permanent id; its address is `actors/<id>.html`.", required=True)
    name: str = spec(Text(200), "The name in its usual English form.", required=True)
    kind: str = spec(ACTOR_KINDS, "What sort of actor.", required=True)
    also_known_as: tuple[str, ...] = spec(Many(Text(200)), "Other spellings and names found.")
    described_as: tuple[Description, ...] = spec(Many(Nested(Description)), "What the sources call it.")
    part_of: tuple[str, ...] = spec(Many(Ref("actor")), "Actors it belongs to.", inverse="parts")
    source: str | None = spec(
        Ref("source"), "The one source an unnamed actor speaks in.", nullable=True, inverse="unnamed voices"
    )
    note: str | None = spec(Markdown(), "What readers should know.", nullable=True)
    formerly: tuple[str, ...] = spec(Many(Id()), "Ids it had before.")
    withdrawn: Withdrawal | None = spec(Nested(Withdrawal), "Set when it is withdrawn.", nullable=True)
    origin: Origin | None = None


@frozen
class Position:
    """One answer to a topic's question."""

    id: str = spec(Id(), "Id, unique within its topic.", required=True)
    label: str = spec(Text(200), "The answer in plain words.", required=True)


@frozen
class Topic:
    """A question that people answer differently."""

    id: str = spec(Id(), "Permanent id; its address is `topics/<id>.html`.", required=True)
    question: str = spec(Text(200), "The question.", required=True)
    positions: tuple[Position, ...] = spec(Many(Nested(Position)), "The answers given to it.", required=True)
    note: str | None = spec(Markdown(), "What readers should know.", nullable=True)
    formerly: tuple[str, ...] = spec(Many(Id()), "Ids it had before.")
    withdrawn: Withdrawal | None = spec(Nested(Withdrawal), "Set when it is withdrawn.", nullable=True)
    origin: Origin | None = None


@frozen
class Quantity:
    """Something that several claims may count or measure."""

    id: str = spec(Id(), "Permanent id.", required=True)
    label: str = spec(Text(200), "What is counted, with its scope.", required=True)
    unit: str = spec(Text(80), "The unit.", required=True)
    note: str | None = spec(Markdown(), "What readers should know.", nullable=True)
    formerly: tuple[str, ...] = spec(Many(Id()), "Ids it had before.")
    withdrawn: Withdrawal | None = spec(Nested(Withdrawal), "Set when it is withdrawn.", nullable=True)
    origin: Origin | None = None


Record = Source | Claim | Actor | Topic | Quantity
KINDS: dict[str, type] = {
    "source": Source,
    "claim": Claim,
    "actor": Actor,
    "topic": Topic,
    "quantity": Quantity,
}
# The keys a file may hold at its top, and the kind of record under each.
TOP_KEYS: dict[str, str] = {
    "source": "source",
    "actors": "actor",
    "topics": "topic",
    "quantities": "quantity",
    "claims": "claim",
}

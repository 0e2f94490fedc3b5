"""The fixed words that records use, each with its meaning.

Owns: the vocabularies behind `voice`, `certainty`, `relation` and their like. A new word is added here first.
"""

from __future__ import annotations

from claimbook.records.shapes import Choice

VOICES = Choice(
    (
        (
            "quoted",
            "the document puts the speaker's words in quotation marks or sets them as a block quotation",
        ),
        ("reported", "the document gives the claim in indirect speech"),
        ("author", "the document's own voice"),
    )
)
CERTAINTIES = Choice(
    (
        ("asserted", "stated flatly"),
        ("hedged", "softened: seems, likely, may"),
        ("speculated", "put forward as a possibility: could have, might be"),
        ("rumoured", "passed on as hearsay: reportedly, people say"),
    )
)
EVIDENCE_KINDS = Choice(
    (
        ("official-statement", "a statement by a government or another official body"),
        ("document", "a named document, law, report or publication"),
        ("dataset", "figures or a data set"),
        ("media-report", "a report in the media"),
        ("linked-page", "a hyperlink whose target is not known"),
        ("image-or-video", "a picture or a recording"),
        ("eyewitness", "somebody who was there"),
        ("named-source", "a person or body that is named"),
        ("unnamed-source", "a person or body that is not named"),
        ("own-reasoning", "an argument the speaker gives in the text"),
    )
)
RELATIONS = Choice(
    (
        ("contradicts", "both cannot hold"),
        ("undercuts", "attacks the evidence or the inference"),
        ("alternative", "a rival explanation or number"),
        ("qualifies", "limits it"),
        ("denies-saying", "disputes that it was said"),
    )
)
LINKERS = Choice(
    (
        ("source", "the document itself sets one against the other"),
        ("editor", "this book's editors saw that the two meet"),
    )
)
ACTOR_KINDS = Choice(
    (
        ("person", "one person"),
        ("government", "a government or a part of one"),
        ("intergovernmental", "a body of several states"),
        ("organisation", "any other organisation"),
        ("media", "a newspaper, agency, site or channel"),
        ("group", "a group of people without one voice"),
        ("unnamed", "a voice that its document leaves without a name"),
    )
)
SOURCE_KINDS = Choice(
    (
        ("document", "decomposed whole; every claim carries a quotation"),
        ("reference", "cited for single counter-statements, by paraphrase"),
    )
)

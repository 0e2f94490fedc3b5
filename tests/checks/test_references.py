"""Rules about links between records: each is broken by a change to the small book, and says so exactly."""

from pathlib import Path
from typing import Any

from tests.checks.breaking import Broken, assert_breaks, each

BROKEN: Broken = [
    (
        "links-lead-somewhere",
        "misspelt ids",
        {
            "first": [
                ("speaker: edda-lund", "speaker: eda-lund"),
                ("claim: hale-no-cable-snapped,", "claim: hale-cable-snapped,"),
                ("topic: why-closed, position: damage", "topic: why-close, position: damage"),
                ("topic: why-closed, position: profit", "topic: why-closed, position: profits"),
                ("quantity: crowd", "quantity: zzz"),
                ("actor:harbour-master", "actor:harbourmaster"),
                ("by: coast-telegraph", "by: telegraph-of-the-coast"),
            ]
        },
        [
            (
                "claims/sources/coast-weekly.yml:17:12: claims[0].speaker[0]: there is no actor "
                "'eda-lund'. Did you mean 'edda-lund'?"
            ),
            (
                "claims/sources/coast-weekly.yml:27:13: claims[0].positions[0].topic: there is "
                "no topic 'why-close'. Did you mean 'why-closed'?"
            ),
            (
                "claims/sources/coast-weekly.yml:29:13: claims[0].counter_statements[0].claim: "
                "there is no claim 'hale-cable-snapped'. Did you mean 'hale-no-cable-snapped' "
                "or 'lund-cables-snapped'?"
            ),
            (
                "claims/sources/coast-weekly.yml:41:58: claims[1].evidence[0].by[0]: there is "
                "no actor 'telegraph-of-the-coast'."
            ),
            (
                "claims/sources/coast-weekly.yml:43:9: claims[1].note: there is no actor "
                "'harbourmaster'. Did you mean 'harbour-master'?"
            ),
            (
                "claims/sources/coast-weekly.yml:54:16: claims[2].figures[0].quantity: there is "
                "no quantity 'zzz'."
            ),
            (
                "claims/sources/coast-weekly.yml:67:35: claims[3].positions[0].position: the "
                "topic 'why-closed' has no position 'profits'. Did you mean 'profit'?"
            ),
        ],
    ),
    (
        "links-lead-somewhere",
        "renamed",
        {"second": ("mentions: [edda-lund, town-council]", "mentions: [mayor-lund, town-council]")},
        [
            (
                "claims/sources/tide-magazine-report.yml:21:14: claims[0].mentions[0]: the "
                "actor 'mayor-lund' was renamed. Write 'edda-lund'."
            )
        ],
    ),
    (
        "links-lead-somewhere",
        "withdrawn",
        {
            "actors": (
                "name: Jon Hale, kind: person",
                "withdrawn: {date: 2021-05-01, reason: Twice in the book.}",
            )
        },
        [
            (
                "claims/sources/tide-magazine-report.yml:13:12: claims[0].speaker[0]: the actor "
                "'jon-hale' was withdrawn. Withdraw this record as well, or name another."
            ),
            (
                "claims/sources/tide-magazine-report.yml:20:68: claims[0].evidence[0].by[0]: "
                "the actor 'jon-hale' was withdrawn. Withdraw this record as well, or name "
                "another."
            ),
            (
                "claims/sources/tide-magazine-report.yml:24:12: claims[1].speaker[0]: the actor "
                "'jon-hale' was withdrawn. Withdraw this record as well, or name another."
            ),
        ],
    ),
    (
        "links-lead-somewhere",
        "script",
        {"first": ("[harbour master](actor:harbour-master)", "[harbour master](javascript:alert)")},
        [
            (
                "claims/sources/coast-weekly.yml:43:9: claims[1].note: the address "
                "'javascript:alert' is not a safe link. Link to https://…, or to a record as "
                "claim:ID."
            )
        ],
    ),
    (
        "links-lead-somewhere",
        "addresses that lead elsewhere than they show",
        {
            "first": (
                "[harbour master](actor:harbour-master)",
                "[a](https://good.example@evil.example) [b](https://e.org\\f)",
            )
        },
        [
            (
                "claims/sources/coast-weekly.yml:43:9: claims[1].note: the address "
                "'https://e.org\\\\f' is not a safe link. A browser takes the backslash for a slash. "
                "Write / or %5C."
            ),
            (
                "claims/sources/coast-weekly.yml:43:9: claims[1].note: the address "
                "'https://good.example@evil.example' is not a safe link. A browser goes to 'evil.example' "
                "and takes 'good.example' for a user's name. Leave that out."
            ),
        ],
    ),
    (
        "links-lead-somewhere",
        "endless note",
        {
            "first": (
                "note: The [harbour master](actor:harbour-master) is not named.",
                "note: '> > > > > > > > > > > > > > x'",
            )
        },
        [
            (
                "claims/sources/coast-weekly.yml:43:9: claims[1].note: expected at most 12 "
                "nested lists and quotations, got 14."
            )
        ],
    ),
    (
        "links-lead-somewhere",
        "unknown position",
        {"first": ("position: damage", "position: weather")},
        [
            (
                "claims/sources/coast-weekly.yml:27:35: claims[0].positions[0].position: the "
                "topic 'why-closed' has no position 'weather'. Its positions: damage, profit."
            )
        ],
    ),
    (
        "no-self-links",
        "claim and actor",
        {
            "second": ("restates: lund-cables-snapped", "restates: lund-cables-repeated"),
            "actors": ("part_of: town-council", "part_of: edda-lund"),
        },
        [
            ("claims/actors.yml:5:12: actors[0].part_of[0]: the actor links to itself. Remove the link."),
            (
                "claims/sources/tide-magazine-report.yml:41:13: claims[2].restates[0]: the "
                "claim links to itself. Remove the link."
            ),
        ],
    ),
    (
        "no-repeated-entries",
        "names and counter-statements",
        {
            "first": (
                "  - {claim: hale-nothing-gained, relation: undercuts, linked_by: editor}",
                (
                    "  - {claim: hale-nothing-gained, relation: undercuts, linked_by: editor}\n"
                    "  - {claim: hale-nothing-gained, relation: qualifies, linked_by: editor}"
                ),
            ),
            "actors": ("[E. Lund]", "[E. Lund, Lund, E. Lund]"),
        },
        [
            (
                "claims/actors.yml:6:34: actors[0].also_known_as[2]: this entry stands in the "
                "list already. Remove it."
            ),
            (
                "claims/sources/coast-weekly.yml:70:5: claims[3].counter_statements[1]: this "
                "entry stands in the list already. Remove it."
            ),
        ],
    ),
]


@each(BROKEN)
def test_references(name: str, changes: dict[str, Any], expected: list[str], tmp_path: Path) -> None:
    """The changed book has exactly the problems listed, and the rule named finds one of them."""
    assert_breaks(name, changes, expected, tmp_path)

"""Rules about what a record must say: each is broken by a change to the small book, and says so exactly."""

from pathlib import Path
from typing import Any

from tests.checks.breaking import Broken, assert_breaks, each

BROKEN: Broken = [
    (
        "unnamed-actors-have-a-source",
        "none",
        {"actors": ("kind: unnamed, source: coast-weekly", "kind: unnamed")},
        [
            (
                "claims/actors.yml:16:3: actors[8]: an unnamed actor needs its 'source'. Name "
                "the document it speaks in."
            )
        ],
    ),
    (
        "unnamed-actors-have-a-source",
        "of a named one",
        {
            "actors": (
                "name: Harbour master, kind: person",
                "name: Harbour master, kind: person, source: coast-weekly",
            )
        },
        [
            (
                "claims/actors.yml:14:68: actors[6].source: only an unnamed actor is tied to "
                "one source. Remove 'source'."
            )
        ],
    ),
    (
        "unnamed-actors-stay-in-their-source",
        "speaker and relay",
        {
            "second": (
                "speaker: jon-hale\n  voice: reported\n  certainty: asserted\n  said: null",
                (
                    "speaker: [jon-hale, residents-coast-weekly]\n"
                    "  via: residents-coast-weekly\n"
                    "  voice: reported\n"
                    "  certainty: asserted\n"
                    "  said: null"
                ),
            )
        },
        [
            (
                "claims/sources/tide-magazine-report.yml:24:23: claims[1].speaker[1]: the "
                "unnamed actor 'residents-coast-weekly' belongs to the source 'coast-weekly'. "
                "Give this document's voice an actor of its own."
            ),
            (
                "claims/sources/tide-magazine-report.yml:25:8: claims[1].via[0]: "
                "'residents-coast-weekly' is the speaker already. 'via' lists who stands "
                "between speaker and document."
            ),
            (
                "claims/sources/tide-magazine-report.yml:25:8: claims[1].via[0]: the unnamed "
                "actor 'residents-coast-weekly' belongs to the source 'coast-weekly'. Give this "
                "document's voice an actor of its own."
            ),
        ],
    ),
    (
        "figures-are-ranges",
        "no end",
        {"first": ("low: 300, high: 300", "low: null, high: null")},
        [
            (
                "claims/sources/coast-weekly.yml:54:5: claims[2].figures[0]: a figure needs "
                "'low', 'high' or both."
            )
        ],
    ),
    (
        "figures-are-ranges",
        "upside down",
        {"second": ("low: 450, high: 450", "low: 450.5, high: 45")},
        [
            (
                "claims/sources/tide-magazine-report.yml:51:28: claims[3].figures[0].low: 450.5 "
                "is above the high end 45."
            )
        ],
    ),
    (
        "topics-are-questions",
        "one position",
        {"topics": ("\n  - {id: profit, label: To help the ferry company}", "")},
        [
            (
                "claims/sources/coast-weekly.yml:67:35: claims[3].positions[0].position: the "
                "topic 'why-closed' has no position 'profit'. Its positions: damage."
            ),
            "claims/topics.yml:5:3: topics[0].positions: a topic needs at least two positions.",
        ],
    ),
    (
        "topics-are-questions",
        "one id twice",
        {"topics": ("  - {id: profit,", "  - {id: damage, label: Again}\n  - {id: profit,")},
        [("claims/topics.yml:6:10: topics[0].positions[1].id: the position 'damage' is listed already.")],
    ),
    (
        "speakers-are-not-relays",
        "both",
        {"first": ("via: [coast-telegraph]", "via: [coast-telegraph, harbour-master]")},
        [
            (
                "claims/sources/coast-weekly.yml:34:26: claims[1].via[1]: 'harbour-master' is "
                "the speaker already. 'via' lists who stands between speaker and document."
            )
        ],
    ),
    (
        "skipped-stretches-are-ranges",
        "backwards",
        {"first": ("start: 120, end: 130", "start: 130, end: 120")},
        [("claims/sources/coast-weekly.yml:13:23: source.skipped[0].end: 120 lies before the start 130.")],
    ),
    (
        "skipped-stretches-are-ranges",
        "past the end",
        {"first": ("start: 120, end: 130", "start: 120, end: 186")},
        [("claims/sources/coast-weekly.yml:13:23: source.skipped[0].end: the document has only 185 words.")],
    ),
    (
        "claims-leave-with-their-source",
        "live claim",
        {"references": ("  kind: reference\n", "  withdrawn: {date: 2021-07-01, reason: Draft.}\n")},
        [
            (
                "claims/sources/town-report.yml:9:3: claims[0]: its source 'town-report' was withdrawn. "
                "Withdraw the claim as well."
            ),
        ],
    ),
]


@each(BROKEN)
def test_records(name: str, changes: dict[str, Any], expected: list[str], tmp_path: Path) -> None:
    """The changed book has exactly the problems listed, and the rule named finds one of them."""
    assert_breaks(name, changes, expected, tmp_path)

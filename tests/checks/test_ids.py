"""Rules about ids: each is broken by a change to the small book, and says so exactly."""

from pathlib import Path
from typing import Any

from tests.checks.breaking import Broken, assert_breaks, each

BROKEN: Broken = [
    (
        "unique-ids",
        "in one file",
        {"quantities": ("quantities:\n", "quantities:\n- {id: crowd, label: Once more, unit: people}\n")},
        [
            (
                "claims/quantities.yml:3:3: quantities[1]: another quantity has the id 'crowd' "
                "(claims/quantities.yml:2). Give one of the two another id."
            )
        ],
    ),
    (
        "unique-ids",
        "in two files",
        {
            "files": {
                "claims/more.yml": (
                    "topics:\n"
                    "- {id: why-closed, question: Why?, positions: [{id: a, label: A}, {id: b, "
                    "label: B}]}\n"
                )
            }
        },
        [
            (
                "claims/sources/coast-weekly.yml:27:35: claims[0].positions[0].position: the "
                "topic 'why-closed' has no position 'damage'. Its positions: a, b."
            ),
            (
                "claims/sources/coast-weekly.yml:67:35: claims[3].positions[0].position: the "
                "topic 'why-closed' has no position 'profit'. Its positions: a, b."
            ),
            (
                "claims/topics.yml:2:3: topics[0]: another topic has the id 'why-closed' "
                "(claims/more.yml:2). Give one of the two another id."
            ),
        ],
    ),
    (
        "ids-differ-by-more-than-case",
        "capitals",
        {"actors": ("actors:\n", "actors:\n- {id: Edda-Lund, name: Edda Lund, kind: person}\n")},
        [
            (
                "claims/actors.yml:2:8: actors[0].id: expected an id of lower-case letters, "
                "digits and single hyphens, got 'Edda-Lund'. Did you mean 'edda-lund'?"
            ),
            (
                "claims/actors.yml:3:3: actors[1]: the id 'edda-lund' differs only in case from "
                "'Edda-Lund' (claims/actors.yml:2). Write ids in lower case."
            ),
        ],
    ),
    (
        "former-ids-are-free",
        "present",
        {"first": ("formerly: [lund-two-cables]", "formerly: [vik-inspection-late]")},
        [
            (
                "claims/sources/coast-weekly.yml:30:14: claims[0].formerly[0]: "
                "'vik-inspection-late' is the id of a present claim."
            )
        ],
    ),
    (
        "former-ids-are-free",
        "twice former",
        {
            "second": (
                "  restates: lund-cables-snapped\n",
                "  restates: lund-cables-snapped\n  formerly: lund-two-cables\n",
            )
        },
        [
            (
                "claims/sources/tide-magazine-report.yml:42:13: claims[2].formerly[0]: "
                "'lund-two-cables' is listed as a former id of 'lund-cables-snapped' too."
            )
        ],
    ),
    (
        "ids-leave-room-for-indexes",
        "index",
        {"quantities": ("- {id: crowd,", "- {id: index, label: A, unit: b}\n- {id: crowd,")},
        [
            (
                "claims/quantities.yml:2:3: quantities[0]: the id 'index' is taken by the list "
                "of records. Choose another id."
            )
        ],
    ),
    (
        "ids-leave-room-for-indexes",
        "formerly index",
        {"first": ("formerly: [lund-two-cables]", "formerly: [lund-two-cables, index]")},
        [
            (
                "claims/sources/coast-weekly.yml:30:31: claims[0].formerly[1]: the id 'index' is taken by "
                "the list of records. Remove it."
            )
        ],
    ),
    (
        "ids-are-file-names-everywhere",
        "formerly aux",
        {"first": ("formerly: [lund-two-cables]", "formerly: [lund-two-cables, aux]")},
        [
            (
                "claims/sources/coast-weekly.yml:30:31: claims[0].formerly[1]: Windows can have no file "
                "named 'aux'. Remove it."
            )
        ],
    ),
    (
        "ids-are-file-names-everywhere",
        "con",
        {"quantities": ("- {id: crowd,", "- {id: con, label: A, unit: b}\n- {id: crowd,")},
        [
            (
                "claims/quantities.yml:2:3: quantities[0]: Windows can have no file named 'con'. "
                "Choose another id."
            )
        ],
    ),
]


@each(BROKEN)
def test_ids(name: str, changes: dict[str, Any], expected: list[str], tmp_path: Path) -> None:
    """The changed book has exactly the problems listed, and the rule named finds one of them."""
    assert_breaks(name, changes, expected, tmp_path)

"""Rules about names: each is broken by a change to the small book, and says so exactly."""

from pathlib import Path
from typing import Any

from tests.checks.breaking import Broken, assert_breaks, each
from tests.support import problems_of, small_book

TWIN = "\u0415\u0441\u043e"  # as Eco looks
TWINS = f"{{id: twin, name: {TWIN}, kind: media, also_known_as: A\u2013B}}"
BROKEN: Broken = [
    (
        "words-are-in-one-script",
        "a Cyrillic letter in a Latin word, and another in a label",
        {
            "actors": ("name: Jon Hale", "name: Jon H\u0430le"),
            "topics": ("label: Because it was damaged", "label: Because it w\u0430s damaged"),
        },
        [
            "claims/actors.yml:15:24: actors[7].name: the word 'H\u0430le' mixes scripts that look the "
            "same: U+0430 CYRILLIC SMALL LETTER A (character 6). Write the word in one script.",
            "claims/topics.yml:5:25: topics[0].positions[0].label: the word 'w\u0430s' mixes scripts that "
            "look the same: U+0430 CYRILLIC SMALL LETTER A (character 13). Write the word in one script.",
        ],
    ),
    (
        "names-look-different",
        "a Cyrillic twin, and a dash for a hyphen",
        {
            "actors": [
                (
                    "actors:\n",
                    f"actors:\n- {{id: twin, name: {TWIN}, kind: media, also_known_as: A\u2013B}}\n",
                ),
                ("also_known_as: [E. Lund]", "also_known_as: [Eco, A-B]"),
            ],
        },
        [
            f"claims/actors.yml:7:19: actors[1].also_known_as[0]: 'Eco' looks like '{TWIN}', a name of the "
            "actor 'twin', and has other characters (U+0045 for U+0415). Spell both alike, or tell them "
            "apart by a word.",
            "claims/actors.yml:7:24: actors[1].also_known_as[1]: 'A-B' looks like 'A\u2013B', a name of the "
            "actor 'twin', and has other characters (U+002D for U+2013). Spell both alike, or tell them "
            "apart by a word.",
        ],
    ),
]


@each(BROKEN)
def test_names(name: str, changes: dict[str, Any], expected: list[str], tmp_path: Path) -> None:
    """The changed book has exactly the problems listed, and the rule named finds one of them."""
    assert_breaks(name, changes, expected, tmp_path)


def test_honest_names_pass(tmp_path: Path) -> None:
    """Names of any script, one actor's spellings that look alike, and two people of one name."""
    actors = [
        ("name: Jon Hale", "name: Edda Lund"),
        (
            "also_known_as: [E. Lund]",
            "also_known_as: [\u0415co-A, Eco\u2013A, KoЯn, Эдда Лунд, أدا, Ἔδδα, 艾達]",
        ),
    ]
    assert problems_of(small_book(tmp_path, actors=actors)) != []
    actors[1] = (actors[1][0], "also_known_as: [Eco-A, Eco\u2013A, KoЯn, Эдда Лунд, أدا, Ἔδδα, 艾達]")
    assert problems_of(small_book(tmp_path, actors=actors)) == []

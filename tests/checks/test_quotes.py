"""Rules about quotes and fingerprints: each is broken by a change to the small book, and says so exactly."""

from pathlib import Path
from typing import Any
from unittest import mock

from claimbook import quotes
from claimbook.checks import quotes as rules
from claimbook.quotes import dump, fingerprint
from claimbook.records import load, open_cache
from tests.checks.breaking import Broken, assert_breaks, each
from tests.support import FIRST_TEXT, problems_of, small_book, write

BROKEN: Broken = [
    (
        "documents-have-fingerprints",
        "none",
        {"second_text": None},
        [
            (
                "claims/sources/tide-magazine-report.yml:2:3: source: the document has no "
                "fingerprint. Write it with 'claimbook fingerprint tide-magazine-report FILE'."
            )
        ],
    ),
    (
        "documents-are-quoted",
        "no quote",
        {"first": ("quote: the inspection came far too late", "quote: null")},
        [
            (
                "claims/sources/coast-weekly.yml:75:10: claims[4].quote: a claim from a "
                "document needs a quotation. Only sources of kind reference are paraphrased."
            )
        ],
    ),
    (
        "documents-are-quoted",
        "quoted reference",
        {"references": ("quote: null", "quote: Two cables were worn")},
        [
            (
                "claims/sources/town-report.yml:14:10: claims[0].quote: a reference has no "
                "fingerprint, so a quotation from it cannot be checked. Paraphrase it in the "
                "statement and write 'quote: null'."
            )
        ],
    ),
    (
        "documents-are-quoted",
        "occurrence of nothing",
        {"references": ("quote: null", "quote: null\n  occurrence: 2")},
        [
            (
                "claims/sources/town-report.yml:15:15: claims[0].occurrence: there is no quote "
                "to choose a place for. Remove 'occurrence'."
            )
        ],
    ),
    (
        "quoting-stays-short",
        "above the limit",
        {
            "first": (
                "quote: the inspection came far too late",
                (
                    "quote: The council has published its report on the cables and the minutes of "
                    "the meeting in which the decision was taken, and it will open the books to "
                    "anybody who asks for them"
                ),
            )
        },
        [
            (
                "claims/sources/coast-weekly.yml:2:3: source: 69 of the document's 185 words "
                "are quoted (37.3%). At most 64 words (35.0%) may be: shorten quotes with ' … '."
            )
        ],
    ),
]


@each(BROKEN)
def test_quotes(name: str, changes: dict[str, Any], expected: list[str], tmp_path: Path) -> None:
    """The changed book has exactly the problems listed, and the rule named finds one of them."""
    assert_breaks(name, changes, expected, tmp_path)


def test_a_damaged_fingerprint_is_named_once(tmp_path: Path) -> None:
    """That the document has none as well is not said; no path of the machine stands in the message."""
    path = "claims/fingerprints/tide-magazine-report.json"
    root = small_book(tmp_path, second_text=None, files={path: b"\xff"})
    hint = "Write it anew with 'claimbook fingerprint'."
    assert problems_of(root) == [f"{path}: cannot be read: not a fingerprint file. {hint}"]
    (root / path).unlink()
    (root / path).mkdir()
    assert problems_of(root) == [f"{path}: cannot be read: Is a directory. {hint}"]


def test_every_quote_without_a_place_is_told(tmp_path: Path) -> None:
    """Of one file, also after the first; those that have a place have it all the same."""
    wrong = [
        ("two cables had snapped", "two cables had burst"),
        ("300 people waited on the eastern bank\n", "300 people waited on the moon\n"),
    ]
    root = small_book(tmp_path, first=wrong)
    loaded = load(root, work=rules.placing(root))
    matches = rules.place(loaded).matches
    told = [str(problem) for problem in loaded.problems]
    assert ["burst" in told[0], "moon" in told[1], len(told)] == [True, True, 2]
    assert {"harbour-master-rust", "residents-ferry-company"} <= matches.keys()


def test_places_are_kept_for_as_long_as_the_fingerprint_is(tmp_path: Path) -> None:
    """They are looked for where files are parsed, and again only in a document that was captured again."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"

    def placed() -> tuple[dict[str, int], list[str], int]:
        loaded = load(root, cache=open_cache(root, folder), work=rules.placing(root))
        loaded.keep()
        with mock.patch.object(rules, "match", wraps=quotes.match) as looking:
            matches = rules.place(loaded).matches
        starts = {name: match.start for name, match in matches.items()}
        return starts, [str(problem) for problem in loaded.problems], looking.call_count

    first = placed()
    assert first == placed()
    assert first[0]["lund-cables-snapped"] < 30
    assert first[2] == 0
    write(
        root,
        "claims/fingerprints/coast-weekly.json",
        dump(fingerprint("coast-weekly", f"More. {FIRST_TEXT}")),
    )
    starts, problems, looks = placed()
    assert starts["lund-cables-snapped"] == first[0]["lund-cables-snapped"] + 1
    assert problems == []
    assert looks > 0
    broken = FIRST_TEXT.replace("snapped", "broken")
    write(root, "claims/fingerprints/coast-weekly.json", dump(fingerprint("coast-weekly", broken)))
    assert "do not stand in the document" in placed()[1][0]

"""All record files of a book: which are read, and every problem of all of them in one run."""

from pathlib import Path

import pytest

from claimbook.checks import check
from claimbook.records import BookError, Origin, Problem, load
from tests.support import SETTINGS, problems_of, small_book, write


def test_every_problem_of_every_file_is_told_in_order(tmp_path: Path) -> None:
    """Faults in four files, in records, links and content, come sorted, once each and counted."""
    root = small_book(
        tmp_path,
        first=[("said: 2021-03-09", "said: March 2021"), ("cables had snapped\n", "ropes had snapped\n")],
        second=("jon-hale\n  voice: reported\n  certainty: asserted\n  said: null", "jon-hail\n  voice: x"),
        about="Title: About\n\n[Nobody](actor:nobody)\n",
        files={"claims/z.yml": "quantities:\n- {id: a, label: A, unit: u, unit: v}\n- {id: b}\n"},
    )
    with pytest.raises(BookError) as caught:
        check(root, SETTINGS)
    assert str(caught.value).splitlines() == [
        "claims/sources/coast-weekly.yml:20:9: claims[0].said: expected an EDTF date, got 'March 2021'. "
        "Did you mean '2021-03'?",
        "claims/sources/tide-magazine-report.yml:22:3: claims[1]: missing key 'certainty'. "
        "The speaker's own force.",
        "claims/sources/tide-magazine-report.yml:25:10: claims[1].voice: expected one of quoted, "
        "reported, author; "
        "got 'x'.",
        "claims/z.yml:2:30: quantities[0].unit: duplicate key. Keep one of the two.",
        "claims/z.yml:3:3: quantities[1]: missing key 'label'. What is counted, with its scope.",
        "claims/z.yml:3:3: quantities[1]: missing key 'unit'. The unit.",
        "content/pages/about.md:3:10: there is no actor 'nobody'.",
        "7 problems",
    ]


def test_one_problem_is_counted_in_the_singular(tmp_path: Path) -> None:
    """The last line of the error says `1 problem`."""
    with pytest.raises(BookError, match=r"\n1 problem\Z"):
        check(small_book(tmp_path, topics=("question: Why was the bridge closed?", "question: ''")), SETTINGS)


def test_other_endings_are_refused(tmp_path: Path) -> None:
    """A file `.yaml` or `.YML` would be missed by tools that look for `.yml`; others are no records."""
    files = {"claims/a.yaml": "actors: []\n", "claims/b.YML": "", "claims/c.txt": "x", "claims/d.yml/e": ""}
    assert problems_of(small_book(tmp_path, files=files)) == [
        "claims/a.yaml: a record file's name must end in .yml. Rename it.",
        "claims/b.YML: a record file's name must end in .yml. Rename it.",
        "claims/d.yml: cannot be read: Is a directory.",
    ]


def test_hidden_files_are_passed_over(tmp_path: Path) -> None:
    """Editors and systems leave them beside the files that are open: a lock, a resource fork."""
    hidden: dict[str, str | bytes] = {"claims/._actors.yml": b"\x00\x05\x16", "claims/sources/.#a.yml": "- ["}
    assert problems_of(small_book(tmp_path, files=hidden)) == []


def test_a_folder_without_records_is_no_book(tmp_path: Path) -> None:
    """Where there is no folder `claims`, the hint says where to run the command."""
    assert [str(problem) for problem in load(tmp_path).problems] == [
        "claims: there is no folder of records here. Run the command in a book's folder, or give "
        "it with --book."
    ]


def test_a_file_cut_short_hides_no_links(tmp_path: Path) -> None:
    """Records behind a break in the YAML are unknown, so links to them are not called wrong."""
    root = small_book(tmp_path, actors=("name: Jon Hale", "name: [Jon: Hale"))
    found = problems_of(root)
    assert [problem.split(":")[:2] for problem in found] == [["claims/actors.yml", "15"]] * 2
    assert "not valid YAML" in found[-1]


def test_files_are_read_in_order_of_their_names(tmp_path: Path) -> None:
    """Whatever order the file system has, records come by path."""
    for name in ("b/a", "a", "b", "a-b"):
        write(
            tmp_path,
            f"claims/{name}.yml",
            f"quantities:\n- {{id: {name.replace('/', '-')}x, label: L, unit: u}}\n",
        )
    assert [record.id for record in load(tmp_path).records] == ["a-bx", "ax", "bx", "b-ax"]


def test_problems_of_records_find_their_place_again(tmp_path: Path) -> None:
    """A problem with a field has that field's line and column, or the nearest place around it."""
    loaded = load(small_book(tmp_path))
    claim = next(record for record in loaded.records if record.id == "telegraph-crowd-300")
    assert claim.origin is not None
    assert loaded.problem(claim.origin, "figures[0].low", "w", "h") == Problem(
        "claims/sources/coast-weekly.yml", 54, 28, "claims[2].figures[0].low", "w", "h"
    )
    assert loaded.problem(claim.origin, "speaker[0]", "w").line == 46
    assert loaded.problem(claim.origin, "nothing", "w").line == 44
    gone = Origin("claims/gone.yml", "claims[0]", 7, 3)
    assert str(loaded.problem(gone, "said", "is wrong", "Mend it.")) == (
        "claims/gone.yml:7:3: claims[0].said: is wrong. Mend it."
    )

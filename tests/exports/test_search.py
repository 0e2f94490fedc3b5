"""The index of the page to search and to sift."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.book import Book
from claimbook.checks import check
from claimbook.exports import search_index
from claimbook.exports.search.pack import DIGITS, counted, number, numbers
from claimbook.exports.search.pack import unpacked as read_numbers
from claimbook.exports.search.postings import gather, postings
from claimbook.exports.search.tokens import spellings, spread, words
from claimbook.pages import Desk
from claimbook.records import Actor
from tests.conftest import Run as RunPython
from tests.exports.tokens import TEXTS
from tests.support import REPOSITORY, SETTINGS, small_book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book."""
    return check(small_book(tmp_path_factory.mktemp("book")), SETTINGS)


def test_withdrawn_records_need_no_name(tmp_path: Path, book: Book) -> None:
    """An id may be all that is left of an actor; the index is that of a book without it."""
    gone = "- {id: nobody, withdrawn: {date: 2021-06-01, reason: Met twice.}}\n"
    content = f"actors:\n{gone}topics:\n{gone}quantities:\n{gone}"
    made = check(small_book(tmp_path, files={"claims/gone.yml": content}), SETTINGS)
    assert search_index(Desk(made, SETTINGS, {})) == search_index(Desk(book, SETTINGS, {}))


@pytest.fixture(scope="module")
def whole(book: Book) -> dict[str, Any]:
    """The small book's index as it stands in the page."""
    index = search_index(Desk(book, SETTINGS, {}))
    assert index.files == ()
    found: dict[str, Any] = json.loads(index.data)
    return found


def unpacked(text: str) -> list[int]:
    """The numbers of a packed text."""
    found, value, shift = [], 0, 0
    for char in text:
        digit = DIGITS.index(char)
        value |= (digit & 31) << shift
        shift = shift + 5 if digit > 31 else 0
        if digit < 32:
            found.append(value)
            value = 0
    return found


def lists(text: str) -> list[list[int]]:
    """The lists of a packed text."""
    numbers = iter(unpacked(text))
    return [[next(numbers) for _ in range(length)] for length in numbers]


def places(names: str, text: str) -> dict[str, list[tuple[int, int]]]:
    """What a file of words says: for each word the claims and the fields it stands in."""
    numbers = iter(unpacked(text))
    found: dict[str, list[tuple[int, int]]] = {}
    for name in names.split():
        place, found[name] = -1, []
        for _ in range(next(numbers)):
            gap, field = divmod(next(numbers), 3)
            place += gap + 1
            found[name].append((place, field))
    return found


# Words


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    """Every script, without accents and apostrophes; the browser's tests hold the page to the same table."""
    assert words(text) == expected


@given(st.text(alphabet=st.sampled_from("aBc's‘’“”…–—,. 0123\u00a0\u202fåŁя²ʼ-_")))
def test_a_text_is_folded_alike_with_and_without_a_short_cut(text: str) -> None:
    """A foreign letter far behind the text sends it the long way; it adds a word of its own, nothing else."""
    assert [*words(text), "哈"] == words(f"{text} 哈")


def actor(name: str, *more: str) -> Actor:
    """An actor under several names."""
    return Actor(id="x", name=name, kind="person", also_known_as=more)


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (("Kassym-Jomart Tokayev", "Kassym-Jomart Tokaev", "Tokaev"), {("tokaev", "tokayev")}),
        (("Berik Asylov", "Берик Асылов"), {("berik", "берик"), ("asylov", "асылов")}),
        (("Toqaev", "Tokayev", "Tokaev"), {("tokaev", "tokayev", "toqaev")}),
        (("Edda Lund", "Mayor Lund"), set()),  # another word, not another spelling
        (("USA", "US"), set()),  # too short to tell
        (("Group 2019", "Group 2020"), set()),  # numbers are no spellings
        (("United States", "America"), set()),  # not as many words
    ],
)
def test_spellings_of_a_name(names: tuple[str, ...], groups: set[tuple[str, ...]]) -> None:
    """Words that meet in two names of one actor are one word where a letter or two differ, or the script."""
    found = spellings([actor(*names)])
    assert set(found.values()) == groups
    assert set(found) == {word for group in groups for word in group}


def test_a_word_stands_for_all_its_spellings() -> None:
    """Whichever spelling is used; other words stay alone."""
    assert spread(["tokaev", "left"], {"tokaev": ("tokaev", "tokayev")}) == {"tokaev", "tokayev", "left"}


# Files


@pytest.mark.parametrize(
    ("value", "text"), [(0, "A"), (31, "f"), (32, "gB"), (1023, "_f"), (1024, "ggB"), (74_000, "wooC")]
)
def test_a_number_is_packed(value: int, text: str) -> None:
    """Five bits a character, and one that says whether more follow."""
    assert number(value) == text
    assert unpacked(text) == [value]


def test_a_list_is_packed() -> None:
    """Its length, then its values."""
    assert counted([]) == "A"
    assert lists(counted([3, 40]) + counted([])) == [[3, 40], []]


def test_a_texts_words_are_listed() -> None:
    """For each word the claims in order, with the field: statement, quote, or both."""
    texts = [("The bridge", "shut"), ("It is shut", "the cables"), ("Bridge", "bridge")]
    held = gather(texts, {})
    assert held.lengths == [3, 5, 2]
    [(first, names, text)] = postings(held.lists)
    assert first == ""
    assert places(names, text) == {
        "bridge": [(0, 0), (2, 2)],
        "cables": [(1, 1)],
        "is": [(1, 0)],
        "it": [(1, 0)],
        "shut": [(0, 1), (1, 0)],
        "the": [(0, 0), (1, 1)],
    }


def test_every_spelling_has_the_same_claims() -> None:
    """A name is found alike, however the text and the reader write it."""
    same = {"tokaev": ("tokaev", "tokayev"), "tokayev": ("tokaev", "tokayev")}
    [(_, names, text)] = postings(gather([("Tokaev", ""), ("x", "Tokayev")], same).lists)
    found = places(names, text)
    assert found["tokaev"] == found["tokayev"] == [(0, 0), (1, 1)]


_SOME = st.lists(st.sampled_from(["cable", "tokaev", "tokayev", "river", "бридж", "1"]), max_size=6).map(
    " ".join
)


@given(st.lists(st.tuples(_SOME, _SOME), min_size=1, max_size=40), st.tuples(_SOME, _SOME), st.data())
def test_words_are_mended_after_an_edit(
    texts: list[tuple[str, str]], new: tuple[str, str], data: st.DataObject
) -> None:
    """As if they were gathered from the new texts, spellings included."""
    same = {"tokaev": ("tokaev", "tokayev"), "tokayev": ("tokaev", "tokayev")}
    place = data.draw(st.integers(0, len(texts) - 1))
    held = gather(texts, same)
    held.amend(place, texts[place], new, same)
    assert held == gather([*texts[:place], new, *texts[place + 1 :]], same)


@given(st.lists(st.integers(0, 5_000)))
def test_numbers_are_read_as_they_were_written(found: list[int]) -> None:
    """Of one digit or of several."""
    assert read_numbers(numbers(found)) == found


def test_words_are_cut_into_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is small, begins with its first word, and comes in the order in which JavaScript compares."""
    texts = [(f"word{k:03} \U0001d7d8 \uffee", "") for k in range(200)]
    monkeypatch.setitem(postings.__globals__, "SIZE", 400)  # the package shows the function alone
    files = list(postings(gather(texts, {}).lists))
    assert files[0][0] == ""
    assert [first for first, _, _ in files[1:]] == [names.split()[0] for _, names, _ in files[1:]]
    listed = [name for _, names, _ in files for name in names.split()]
    assert listed == sorted(listed, key=lambda word: word.encode("utf-16-be"))
    assert len(listed) == len(set(listed)) >= 200
    assert all(len(names) + len(text) < 700 for _, names, text in files)


# The index of a book


def test_what_a_result_shows(whole: dict[str, Any], book: Book) -> None:
    """Live claims in reading order: the documents' first, then the references'."""
    assert [row[0] for row in whole["texts"]] == [
        *("lund-cables-snapped", "harbour-master-rust", "telegraph-crowd-300", "residents-ferry-company"),
        *("vik-inspection-late", "hale-no-cable-snapped", "hale-nothing-gained", "lund-cables-repeated"),
        *("magazine-crowd-450", "report-cables-worn"),
    ]
    assert len(whole["texts"]) == len(book.live)
    assert whole["texts"][0] == [
        "lund-cables-snapped",
        "The bridge was closed because two of its cables had broken.",
        "We shut the bridge because two cables had snapped",
        "9 March 2021",
        1,
        0,
    ]
    assert whole["texts"][1][3:] == ["", 0, 0]
    assert whole["texts"][5][3:] == ["about March 2021", 0, 1]
    assert whole["texts"][9][2] == ""


def test_who_is_in_the_columns(whole: dict[str, Any]) -> None:
    """Speakers, relays and mentions as lines of the actors, everyone under all names; sources with their
    claims.
    """
    known = whole["columns"]
    names = [line[0] for line in known["actors"]]
    assert [line for line in known["actors"] if line[0] == "edda-lund"] == [
        ["edda-lund", "Edda Lund", 0, "E. Lund"]
    ]
    assert "mara-vik" in names
    assert "coast-weekly-paper" not in names  # a publisher is found by its sources
    assert [[names[k] for k in line] for line in lists(known["speakers"])][:3] == [
        ["edda-lund"],
        ["harbour-master"],
        ["coast-telegraph"],
    ]
    assert [[names[k] for k in line] for line in lists(known["via"])][1] == ["coast-telegraph"]
    assert [names[k] for k in lists(known["mentions"])[5]] == ["edda-lund", "town-council"]
    assert known["sources"] == [
        ["coast-weekly", "Coast Weekly", "The bridge is shut", "", 5, "Coast Weekly"],
        ["tide-magazine-report", "Tide Magazine", "A man on a boat", "", 4, "Tide Magazine"],
        [
            "town-report",
            "Town council of Varnholm",
            "Report on the cables",
            "",
            1,
            "Town council of Varnholm",
        ],
    ]


def test_what_claims_are_sifted_by(whole: dict[str, Any]) -> None:
    """Voice, certainty, answers, evidence, positions and dates, as numbers into the lists beside them."""
    known = whole["facets"]
    vocabularies = known["vocabularies"]
    assert vocabularies["voice"] == ["quoted", "reported", "author"]
    stated = unpacked(known["stated"])
    forces = vocabularies["certainty"]
    first, guess = stated[0], stated[3]
    assert (
        vocabularies["voice"][first // 2 // len(forces)],
        forces[first // 2 % len(forces)],
        first & 1,
    ) == (
        "quoted",
        "asserted",
        1,
    )
    assert (
        vocabularies["voice"][guess // 2 // len(forces)],
        forces[guess // 2 % len(forces)],
        guess & 1,
    ) == (
        "reported",
        "speculated",
        1,
    )
    kinds = vocabularies["evidence"]
    cited = [[kind for k, kind in enumerate(kinds) if bits >> k & 1] for bits in unpacked(known["evidence"])]
    assert cited[:2] == [[], ["media-report"]]
    assert cited[5:9] == [["eyewitness"], ["own-reasoning"], [], ["image-or-video"]]
    assert lists(known["positions"])[0] == [0]
    assert lists(known["positions"])[3] == [1]
    assert known["topics"] == [
        [
            "why-closed",
            "Why was the bridge closed?",
            [["damage", "Because it was damaged"], ["profit", "To help the ferry company"]],
        ]
    ]
    said = [known["dates"][line - 1] if line else None for line in unpacked(known["said"])]
    assert said[0] == [18695, 18695]  # 9 March 2021
    assert said[1] is None
    assert said[7] == [18718, 18747]  # the whole of April


def test_a_large_book_is_cut_into_files(
    book: Book, whole: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the limit the page holds only what tells the files apart, and they hold the same."""
    desk = Desk(book, SETTINGS, {})
    size = len(str(search_index(desk).data).encode())
    monkeypatch.setattr("claimbook.exports.search.WHOLE", size)
    assert search_index(desk).files == ()
    monkeypatch.setattr("claimbook.exports.search.WHOLE", size - 1)
    index = search_index(desk)
    files = {file.path: json.loads(file.content()) for file in index.files}
    assert json.loads(index.data) == {"claims": 10, "chunk": 16, "words": [""]}
    assert list(files) == [
        *("search/columns.json", "search/facets.json", "search/words-0.json", "search/texts-0.json")
    ]
    assert files["search/columns.json"] == whole["columns"]
    assert files["search/facets.json"] == whole["facets"]
    assert files["search/texts-0.json"] == whole["texts"]
    assert places(*files["search/words-0.json"])["ferry"] == [(3, 2), (6, 0)]


def test_a_file_names_the_claims_whose_words_it_tells(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an edit of words every other file is as it was."""
    monkeypatch.setattr("claimbook.exports.search.WHOLE", 0)
    monkeypatch.setattr("claimbook.exports.search.CHUNK", 4)
    first = search_index(Desk(book, SETTINGS, {}))
    for claim in book.live:
        new = replace(claim, statement="Otherwise.")
        claims = {**book.claims, claim.id: new}
        by_source = {name: tuple(claims[one.id] for one in group) for name, group in book.by_source.items()}
        edited = replace(book, claims=claims, by_source=by_source)
        second = search_index(Desk(edited, SETTINGS, {}))
        for old, now in zip(first.files, second.files, strict=True):
            if old.claims is not None and claim.id not in old.claims:
                assert old.content() == now.content()
        told = [file.path for file in first.files if file.claims and claim.id in file.claims]
        assert len(told) == 1


def test_nothing_in_a_record_ends_the_block_of_data(tmp_path: Path) -> None:
    """A claim may speak of `</script>`."""
    statement = "statement: The inspection came too late."
    hostile = (statement, 'statement: "The </script><!-- inspection came too late."')
    book = check(small_book(tmp_path, first=hostile), SETTINGS)
    data = search_index(Desk(book, SETTINGS, {})).data
    assert "<" not in data
    assert json.loads(data)["texts"][4][1] == "The </script><!-- inspection came too late."


def test_the_same_records_give_the_same_index(
    tmp_path: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, whole and in files."""
    again = check(small_book(tmp_path), SETTINGS)
    for limit in (10**6, 0):
        monkeypatch.setattr("claimbook.exports.search.WHOLE", limit)
        one, other = (search_index(Desk(each, SETTINGS, {})) for each in (book, again))
        assert one.data == other.data
        assert [(f.path, f.content()) for f in one.files] == [(f.path, f.content()) for f in other.files]


def test_another_process_makes_the_same_files(tmp_path: Path, run: RunPython) -> None:
    """Whatever the order of its hashes: an index may be made beside the pages."""
    code = (
        "import hashlib, sys; import claimbook.exports.search as search; from pathlib import Path; "
        "from claimbook.checks import check; from claimbook.pages import Desk; from tests.support import *; "
        "search.WHOLE = 0; book = check(Path(sys.argv[1]), SETTINGS); "
        "made = search.search_index(Desk(book, SETTINGS, {})); "
        "found = [made.data, *[(file.path, file.content()) for file in made.files]]; "
        "print(hashlib.sha256(repr(found).encode()).hexdigest())"
    )
    root = str(small_book(tmp_path))
    found = {run(REPOSITORY, "-c", code, root, PYTHONHASHSEED=seed).stdout.strip() for seed in ("1", "2")}
    assert len(found) == 1
    assert found != {""}

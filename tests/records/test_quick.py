"""The quick reader reads what is sound, gives up on all else, and never differs from the careful one."""

from unittest import mock

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.records import Claim, stream
from claimbook.records.quick import read_sound
from claimbook.records.reader import read_carefully
from tests.support import ACTORS, FIRST, QUANTITIES, REPOSITORY, SECOND, TOPICS

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]
VALUES = [
    "~",
    "null",
    "''",
    '"null"',
    "none",
    "[]",
    "[a]",
    "[a, null]",
    "{}",
    "{id: a}",
    "!!str a",
    "&a b",
    "2022",
]
LINES = [
    "  said: 2022",
    "  said_basis: null",
    "  voice: author",
    "  withdrawn: {date: 2022-05-01, reason: Twice.}",
    "  source: x",
    "  note: |",
    "- id: x",
    "source:",
    "claims:",
    "---",
    "...",
]
HEAD = "source: {id: s, title: T, kind: reference, published: null, language: en}\nclaims:\n- "
CLAIM = "{id: c, statement: S., speaker: a, certainty: asserted, quote: null"


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("content", [FIRST, SECOND, ACTORS, TOPICS, QUANTITIES])
def test_sound_files_are_read(content: str, loader: type) -> None:
    """Files without problems need no other reader, whichever parser there is, and give the same records."""
    with mock.patch.object(stream, "LOADER", loader):
        found = read_sound("f.yml", content)
        assert found == read_carefully("f.yml", content)
    assert found is not None
    assert found.records


def test_the_real_book_is_read() -> None:
    """Every record file of this repository's book is read quickly, and as it would be read with care."""
    paths = sorted((REPOSITORY / "claims").rglob("*.yml"))
    assert paths
    for path in paths:
        found = read_sound("f.yml", path.read_text(encoding="utf-8"))
        assert found == read_carefully("f.yml", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}{CLAIM}, voice: author, evidence: none, said: 2022}}",
        f"{HEAD}{CLAIM}, voice: quoted, evidence: none, said_basis: B.}}",
        f"{HEAD}{CLAIM}, voice: quoted, evidence: none, said: 2022, said_basis: null}}",
        f"{HEAD}{CLAIM}, voice: author, evidence: []}}",
        f"{HEAD}{CLAIM}, voice: author}}",
        f"{HEAD}{CLAIM}, voice: author, evidence: none, mentions: [a, null]}}",
        f"{HEAD}{CLAIM}, voice: author, evidence: none, voice: author}}",
        f"{HEAD}{CLAIM}, voice: author, evidence: none, viice: author}}",
        f"{HEAD}{CLAIM}, voice: author, evidence: none, note: &a b}}",
        f"{HEAD}{CLAIM}, voice: author, evidence: none, note: !!str b}}",
        f"{HEAD}{CLAIM}, voice: author, evidence: none, ? [note] : b}}",
        f"{HEAD}!!map {CLAIM}, voice: author, evidence: none}}",
        f"{HEAD}{CLAIM}, voice: author, evidence: none}}\n---\n",
        f"{HEAD}{{withdrawn: {{date: 2022-05-01, reason: R.}}}}",
        "claims: [{id: c, withdrawn: {date: 2022-05-01, reason: R.}}]",
        "claims: {id: c}",
        "claims: []\nclaims: []",
        "claims: [",
        "x: 1",
        "- a",
        "",
    ],
)
def test_it_gives_up_where_a_file_is_not_as_it_should_be(content: str) -> None:
    """Faults, and what is too rare to be worth a line here, are left to the careful reader."""
    assert read_sound("f.yml", content) is None


def test_a_withdrawn_claim_needs_only_its_id() -> None:
    """Withdrawal lifts every other rule here too."""
    found = read_sound("f.yml", f"{HEAD}{{id: c, withdrawn: {{date: 2022-05-01, reason: R.}}}}")
    assert found is not None
    assert [(record.id, record.source) for record in found.records if isinstance(record, Claim)] == [
        ("c", "s")
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "  note: plain, with [brackets]: no, {braces}:no, 'marks', #number, a - b ? c ! d & e * f | g > h",
        "  note: plain with [brackets]:no, {braces}:no, 'marks', a#number, a - b ? c ! d & e * f | g > h % i",
        "  note: \"a: b # c 'd' {e} [f]\"",
        "  note: 'a: b # c \"d\" ''e'' {f} [g]'",
        "  note: '''a'''",
        "  note:  # nothing",
        "  note: null",
        "  note: ~",
        '  note: "null"',
        "  note: a\u00a0b\u2009“c”",
        "  mentions: []",
        "  mentions: [ a, b ]",
        "  mentions: [a,b]",
        "  mentions: a",
        "  mentions:\n  - a\n  - b",
        "  mentions:\n    - a\n\n    # a comment\n    - b",
        "  mentions:",
        "  about: {date: 2022-01, place: 'A, B'}",
        "  about: { date: 2022-01, place: A-B:C }",
        "  about:\n    date: 2022-01\n    place: A",
        "  positions: {topic: t, position: p}",
        "  positions:\n    topic: t\n    position: p",
        "  positions: [{topic: t, position: p}, {topic: u, position: p}]",
        "  positions:\n  - {topic: t, position: p}\n  - topic: u\n    position: p\n  note: N.",
        "  counter_statements: [{claim: x, relation: contradicts, linked_by: editor, note: a b}]",
        '- {id: d, withdrawn: {date: 2022-05-01, reason: "A {b}, [c]"}}',
        "- {id: d, withdrawn: {date: 2022-05-01, reason: R.}, mentions: [a, b], positions: []}",
        "actors: []",
        "actors:",
        "actors:\n  - {id: a, name: A, kind: person, also_known_as: [\"B, C\", 'D', E:F]}",
    ],
)
def test_what_people_write_is_read_quickly(lines: str) -> None:
    """Each way to write a value in one line gives what the parser gives, if the parser has a value."""
    content = (
        "---\nsource:\n  id: s\n  title: T\n  kind: reference\n  published: null\n  language: en\nclaims:\n"
        "- id: c\n  statement: S.\n  speaker: a\n  voice: author\n  certainty: asserted\n  quote: null\n"
        f"  evidence: none\n{lines}\n"
    )
    careful = read_carefully("f.yml", content)
    for ends in ("\n", "\r\n"):
        found = read_sound("f.yml", content.replace("\n", ends))
        assert found == (None if careful.problems or "# nothing" in lines else careful)


SIGNS = [*"# :,-[]{}'\"?&*!|>%@`\n\\~=", ": ", " #", ", ", "''", "\n  ", "- "]


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.sampled_from([FIRST, SECOND, ACTORS, TOPICS, QUANTITIES]), st.sampled_from(SIGNS), st.data())
def test_signs_in_odd_places_mean_what_they_do_to_the_parser(
    content: str, sign: str, data: st.DataObject
) -> None:
    """A sign of YAML's beside or in place of another character."""
    at = data.draw(st.integers(0, len(content)))
    changed = content[:at] + sign + content[at + data.draw(st.integers(0, 1)) :]
    quick, careful = read_sound("f.yml", changed), read_carefully("f.yml", changed)
    assert quick is None or (quick == careful and not careful.problems)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.sampled_from([FIRST, SECOND, ACTORS, TOPICS, QUANTITIES]), st.data())
def test_both_readers_agree_on_changed_files(content: str, data: st.DataObject) -> None:
    """A line removed, added, doubled or given another value: what is read quickly is what care would read."""
    lines = content.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    change = data.draw(st.sampled_from(["remove", "add", "double", "value"]))
    if change == "value":
        key, colon, _ = lines[at].partition(": ")
        lines[at] = key + (colon and f": {data.draw(st.sampled_from(VALUES))}")
    else:
        added = {
            "remove": [],
            "add": [data.draw(st.sampled_from(LINES)), lines[at]],
            "double": [lines[at]] * 2,
        }
        lines[at : at + 1] = added[change]
    changed = "\n".join(lines)
    careful = read_carefully("f.yml", changed)
    quick = read_sound("f.yml", changed)
    assert quick is None or (quick == careful and not careful.problems)

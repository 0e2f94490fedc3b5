"""One YAML file to records: values by their fields' shapes, every problem with its place, by both parsers."""

from decimal import Decimal
from typing import Any

import pytest
import yaml

from claimbook.records import (
    Claim,
    Evidence,
    FileRecords,
    Quantity,
    Source,
    Topic,
    Withdrawal,
    read_bytes,
    stream,
)

PARSERS = [pytest.param(yaml.SafeLoader, id="python")]
if hasattr(yaml, "CSafeLoader"):
    PARSERS.append(pytest.param(yaml.CSafeLoader, id="c"))


@pytest.fixture(params=PARSERS, autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Every test runs with the parser in C, where there is one, and with the one written in Python."""
    monkeypatch.setattr(stream, "LOADER", request.param)
    return request.param


SOURCE = "source: {id: s, title: T, kind: reference, published: null, language: en}\n"
CLAIM = (
    "{id: c, statement: S., speaker: a, voice: author, certainty: asserted, quote: null, evidence: none%s}"
)


def read(content: str | bytes) -> FileRecords:
    """Read a file called `f.yml`."""
    return read_bytes("f.yml", content.encode() if isinstance(content, str) else content)


def problems(content: str | bytes) -> list[str]:
    """The problems of a file, in the order they were met."""
    return [str(problem) for problem in read(content).problems]


def claim(fields: str = "", base: str = CLAIM) -> Claim:
    """The one claim of a file, with further fields."""
    found = read(f"{SOURCE}claims:\n- {base % fields}\n")
    assert [str(problem) for problem in found.problems] == []
    (only,) = (record for record in found.records if isinstance(record, Claim))
    return only


def claim_problems(fields: str, base: str = CLAIM) -> list[str]:
    """The problems of a file with one claim, which stands in line 3."""
    return problems(f"{SOURCE}claims:\n- {base % fields}\n")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# only a comment\n",
        "---\n",
        "~\n",
        "null\n",
        "{}\n",
        "claims:\n",
        "claims: []\nactors: null\n",
        "\n\n",
    ],
)
def test_a_file_may_hold_nothing(content: str) -> None:
    """Empty files, comments, nulls and empty lists hold no records and no problems."""
    found = read(content)
    assert (found.records, found.problems, found.cut) == ([], [], False)


def test_records_are_typed_and_placed() -> None:
    """A source and a claim become objects that know their place; the claim knows its source."""
    found = read(f"claims:\n- {CLAIM % ''}\n{SOURCE}")
    assert [type(record) for record in found.records] == [Claim, Source]
    only = found.records[0]
    assert isinstance(only, Claim)
    assert only.source == "s"
    assert only.evidence == ()
    assert only.speaker == ("a",)
    assert only.origin is not None
    assert (only.origin.where, only.origin.line, only.origin.column) == ("claims[0]", 2, 3)
    assert [(kind, name) for kind, name, _ in found.declared] == [("claim", "c"), ("source", "s")]


def test_values_are_read_by_their_field_and_not_by_yaml() -> None:
    """`no`, a date, `1e3`, `08`, `yes`, `0x1F` and `1_000` stay what was typed where text is wanted."""
    typed = [
        "no",
        "2022-01-10",
        "1e3",
        "08",
        "yes",
        "0x1F",
        "1_000",
        "12:30:45",
        ".inf",
        "'~'",
        '"null"',
        "'true'",
    ]
    listed = "".join(f"- {{id: q{i}, label: {text}, unit: u}}\n" for i, text in enumerate(typed))
    found = read(f"quantities:\n{listed}")
    assert found.problems == []
    assert [record.label for record in found.records if isinstance(record, Quantity)] == [
        "no", "2022-01-10", "1e3", "08", "yes", "0x1F", "1_000", "12:30:45", ".inf", "~", "null", "true",
    ]  # fmt: skip


def test_ids_may_look_like_other_things() -> None:
    """An id `no`, `2022-01-10` or `1e3` is that id."""
    names = ["no", "2022-01-10", "1e3", "08", "true"]
    found = read("quantities:\n" + "".join(f"- {{id: {name}, label: L, unit: u}}\n" for name in names))
    assert found.problems == []
    assert [record.id for record in found.records] == names


@pytest.mark.parametrize("written", ["no", "yes", "True", "on", "1", "~x"])
def test_flags_are_only_true_and_false(written: str) -> None:
    """YAML 1.1's other spellings of true and false are refused."""
    figure = ", figures: [{quantity: q, low: 1, high: 1, approximate: "
    column = len("- " + CLAIM % "") + len(figure)
    assert claim_problems(f"{figure}{written}}}]") == [
        f"f.yml:3:{column}: claims[0].figures[0].approximate: expected true or false, got '{written}'."
    ]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("1e3", ""),
        ("08", " Did you mean 8?"),
        ("1,000", " Did you mean 1000?"),
        ("2_030", " Did you mean 2030?"),
        ("0x10", ""),
        ("two", ""),
    ],
)
def test_numbers_are_plain_digits(written: str, hint: str) -> None:
    """Other spellings of numbers are refused, with the plain one as a hint where it is clear."""
    (problem,) = claim_problems(f", figures: [{{quantity: q, low: '{written}', high: null}}]")
    assert problem.endswith(f"].low: expected a number in plain digits, got '{written}'.{hint}")


def test_numbers_are_kept_exactly() -> None:
    """A number is a decimal with the digits that were typed; null is none."""
    (figure,) = claim(", figures: {quantity: q, low: 2030.10, high: null}").figures
    assert (str(figure.low), figure.high, figure.approximate) == ("2030.10", None, False)
    assert figure.low == Decimal("2030.1")


def test_a_lone_value_is_a_list_of_one() -> None:
    """Lists of ids, of texts and of mappings may be written as their one entry; null is an empty list."""
    found = claim(", mentions: m, restates: [r], supports: null, positions: {topic: t, position: p}, via: []")
    assert (found.mentions, found.restates, found.supports, found.via) == (("m",), ("r",), (), ())
    assert [(stand.topic, stand.position) for stand in found.positions] == [("t", "p")]


UNPROVEN = "{id: c, statement: S., speaker: a, voice: author, certainty: asserted, quote: null%s}"


@pytest.mark.parametrize(
    "written",
    [
        "{kind: document, what: A law.}",
        "[{kind: document, what: A law.}]",
        "[{kind: document, what: 'A  law. '}]",
    ],
)
def test_evidence_is_a_list(written: str) -> None:
    """Evidence is one mapping or a list; white space in text is folded."""
    assert claim(f", evidence: {written}", UNPROVEN).evidence == (Evidence(kind="document", what="A law."),)


def test_evidence_must_be_answered() -> None:
    """`none` is written out: leaving evidence out, empty, null or as another word is an error."""
    missing = "What the document offers for it; `none` is a finding."
    column = len("- " + UNPROVEN % "") + len(", evidence: ")
    assert claim_problems("", UNPROVEN) == [f"f.yml:3:3: claims[0]: missing key 'evidence'. {missing}"]
    assert claim_problems(", evidence: []", UNPROVEN) == [
        f"f.yml:3:{column}: claims[0].evidence: expected 'none' or a list, got an empty list. "
        "Write 'none': it is a finding."
    ]
    assert claim_problems(", evidence: null", UNPROVEN) == [
        f"f.yml:3:{column}: claims[0].evidence: expected a value, got nothing. {missing}"
    ]
    assert claim_problems(", evidence: nothing", UNPROVEN) == [
        f"f.yml:3:{column}: claims[0].evidence: expected 'none' or a list, got 'nothing'."
    ]
    assert claim_problems(", evidence: &x none", UNPROVEN) == [
        f"f.yml:3:{column}: claims[0].evidence: anchors ('&x') are not used here. Write the value out."
    ]
    assert claim_problems(", evidence: [none]", UNPROVEN) == [
        f"f.yml:3:{column + 1}: claims[0].evidence[0]: expected the fields of Evidence. "
        "Known keys: kind, what, by, url, archived."
    ]


SPOKEN = "{id: c, statement: S., speaker: a, certainty: asserted, quote: null, evidence: none%s}"


def test_said_belongs_to_voices_other_than_the_authors() -> None:
    """A quoted or reported claim says when it was said and why; one in the document's own voice does not."""
    column = len("- " + SPOKEN % "")
    said = "Write when it was said, or null, and say in 'said_basis' what that rests on."
    assert claim(", voice: quoted, said: null, said_basis: No date is given.", SPOKEN).said is None
    assert claim(", voice: author", SPOKEN).said is None
    assert claim_problems(", voice: author, said: 2022", SPOKEN) == [
        f"f.yml:3:{column + len(', voice: author, said: ')}: claims[0].said: a claim in the "
        "document's own voice "
        "has the document's date. Leave 'said' out: the document's own date holds, or set the "
        "voice to quoted or "
        "reported."
    ]
    assert claim_problems(", voice: reported", SPOKEN) == [
        f"f.yml:3:3: claims[0]: missing key 'said', needed for voice reported. {said}",
        f"f.yml:3:3: claims[0]: missing key 'said_basis', needed for voice reported. {said}",
    ]
    assert claim_problems(", voice: quoted, said: 2022, said_basis: null", SPOKEN) == [
        f"f.yml:3:{column + len(', voice: quoted, said: 2022, said_basis: ')}: "
        "claims[0].said_basis: expected text, "
        "got nothing. Say what the date rests on, or why there is none."
    ]


def test_a_withdrawn_record_needs_only_its_id() -> None:
    """Withdrawal lifts every other requirement; `withdrawn: null` lifts none."""
    found = read("quantities:\n- {id: q, withdrawn: {date: 2022-05-01, reason: It was counted twice.}}\n")
    assert found.problems == []
    (record,) = found.records
    assert record.withdrawn == Withdrawal(date="2022-05-01", reason="It was counted twice.")
    assert problems("quantities:\n- {withdrawn: {date: 2022-05-01, reason: Twice.}}\n") == [
        "f.yml:2:3: quantities[0]: missing key 'id'. Permanent id."
    ]
    assert problems("quantities:\n- {id: q, withdrawn: null}\n") == [
        "f.yml:2:3: quantities[0]: missing key 'label'. What is counted, with its scope.",
        "f.yml:2:3: quantities[0]: missing key 'unit'. The unit.",
    ]
    assert problems("quantities:\n- {id: q, withdrawn: {date: May}}\n") == [
        "f.yml:2:29: quantities[0].withdrawn.date: expected a day as YYYY-MM-DD, got 'May'.",
        "f.yml:2:22: quantities[0].withdrawn: missing key 'reason'. Why, in one or two sentences.",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("topic: []\n", ["f.yml:1:1: unknown key 'topic'. Did you mean 'topics'?"]),
        ("x: 1\n", ["f.yml:1:1: unknown key 'x'. Known keys: source, actors, topics, quantities, claims."]),
        ("actors: []\nactors: []\n", ["f.yml:2:1: actors: duplicate key. Keep one of the two."]),
        ("- a\n", ["f.yml:1:1: expected a mapping with some of the keys source, actors, topics, "
        "quantities, claims."]),
        ("word\n", ["f.yml:1:1: expected a mapping with some of the keys source, actors, topics, "
        "quantities, claims."]),
        ("actors: word\n", ["f.yml:1:9: actors: expected a list of records. Begin each record "
        "with '- id: …'."]),
        ("actors: {id: a}\n", ["f.yml:1:9: actors: expected a list of records. Begin each record "
        "with '- id: …'."]),
        ("quantities:\n- word\n", [
            "f.yml:2:3: quantities[0]: expected the fields of Quantity. "
            "Known keys: id, label, unit, note, formerly, withdrawn."
        ]),
        ("quantities:\n- {id: q, label: [a], unit: u}\n", [
            "f.yml:2:18: quantities[0].label: expected one value, got a list or a mapping."
        ]),
        ("quantities:\n- {id: q, label: L, unit: u, unti: v}\n", [
            "f.yml:2:30: quantities[0]: unknown key 'unti'. Did you mean 'unit'?"
        ]),
        ("quantities:\n- {id: q, label: L, unit: u, unit: v}\n", [
            "f.yml:2:30: quantities[0].unit: duplicate key. Keep one of the two."
        ]),
        ("quantities:\n- {id: q, label: L}\n", ["f.yml:2:3: quantities[0]: missing key 'unit'. The unit."]),
        ("quantities:\n- {id: q, label: null, unit: ''}\n", [
            "f.yml:2:18: quantities[0].label: expected a value, got nothing. What is counted, "
            "with its scope.",
            "f.yml:2:30: quantities[0].unit: expected text, got nothing.",
        ]),
        ("quantities:\n- {id: q, label: ~, unit: u}\n", [
            "f.yml:2:18: quantities[0].label: expected a value, got nothing. What is counted, with its scope."
        ]),
        ("quantities:\n- {id: q, label: L, unit: u, formerly: [a, ~]}\n", [
            "f.yml:2:44: quantities[0].formerly[1]: expected a value, got nothing. Remove the empty entry."
        ]),
        ("quantities:\n- {id: My Crowd, label: L, unit: u}\n", [
            "f.yml:2:8: quantities[0].id: expected an id of lower-case letters, digits and single hyphens, "
            "got 'My Crowd'. Did you mean 'my-crowd'?"
        ]),
        ("quantities:\n- {id: q, label: a\u202eb\u2029, unit: u}\n", [
            "f.yml:2:19: the character U+202E RIGHT-TO-LEFT OVERRIDE may not stand in a record file. "
            "Remove it.",
            "f.yml:2:21: the character U+2029 PARAGRAPH SEPARATOR may not stand in a record file. "
            "Remove it.",
        ]),
        ('quantities:\n- {id: q, label: "a\\u202eb", unit: u}\n', [
            "f.yml:2:18: quantities[0].label: holds characters that may not stand in a record: "
            "U+202E RIGHT-TO-LEFT OVERRIDE (character 2). Remove them."
        ]),
        ("quantities:\n- {id: &a q, label: L, unit: u}\n", [
            "f.yml:2:8: quantities[0].id: anchors ('&a') are not used here. Write the value out."
        ]),
        ("quantities: &a\n- {id: q, label: L, unit: u}\n", [
            "f.yml:1:13: quantities: anchors ('&a') are not used here. Write the value out."
        ]),
        ("quantities:\n- &a {id: q, label: L, unit: u}\n", [
            "f.yml:2:3: quantities[0]: anchors ('&a') are not used here. Write the value out."
        ]),
        ("quantities:\n- {id: q, label: *a , unit: u}\n", [
            "f.yml:2:18: quantities[0].label: expected one value, got an alias.",
            "f.yml:2:18: aliases ('*a') are not used here. Write the value out.",
        ]),
        ("quantities:\n- {id: q, label: !!str 5, unit: u}\n", [
            "f.yml:2:18: quantities[0].label: tags ('tag:yaml.org,2002:str') are not used here. "
            "Quote the text instead."
        ]),
        ("quantities:\n- !!python/object:os.system {id: q, label: L, unit: u}\n", [
            "f.yml:2:3: quantities[0]: tags ('tag:yaml.org,2002:python/object:os.system') are not used here. "
            "Quote the text instead."
        ]),
        ("quantities:\n- {<<: {label: L}, id: q, unit: u}\n", [
            "f.yml:2:4: quantities[0]: merge keys ('<<') are not used here. Write the fields out.",
            "f.yml:2:3: quantities[0]: missing key 'label'. What is counted, with its scope.",
        ]),
        ("? [a]\n: b\n", ["f.yml:1:3: expected a plain word as key."]),
        ("actors: []\n---\ntopics: []\n", [
            "f.yml:2:1: expected one YAML document in a file, found another. Remove the '---'."
        ]),
        ("claims:\n- " + CLAIM % "" + "\n", [
            "f.yml:2:3: claims[0]: a claim needs the source it stands in. "
            "Put the document's 'source:' record into the same file."
        ]),
        (b"\xef\xbb\xbfactors: []\n", [
            "f.yml:1:1: the file begins with a byte order mark. Save it as UTF-8 without BOM."
        ]),
        ("# ä\n# é: ".encode() + b"\xe9\n", ["f.yml:2:6: the file is not valid UTF-8. Save it as UTF-8."]),
        ("# fine\n# a\x07b\n", ["f.yml:2:4: the character U+0007 may not stand in a record file. "
        "Remove it."]),
        ("# fine\n# a\x00b\n", ["f.yml:2:4: the character U+0000 may not stand in a record file. "
        "Remove it."]),
    ],
)  # fmt: skip
def test_problems_name_place_fault_and_remedy(content: str | bytes, expected: list[str]) -> None:
    """Whatever is wrong is told with path, line, column, place in the record, fault and remedy."""
    assert problems(content) == expected


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("actors: [\n", 2),
        ("source:\n\tid: x\n", 2),
        ("source:\n  title: a: b\n", 2),
        ('source: {title: "abc}\n\n\n', 4),
        ("source:\n  id: a\n id: b\n", 3),
        ('source:\n  title: "\\UFFFFFFFF"\n', 2),
        ('source:\n  title: "\\U00110000"\n', 2),
        ("%YAML 7.0\n---\n{}\n", 1),
    ],
)
def test_what_is_not_yaml_is_told_with_its_line(content: str, line: int, parser: Any) -> None:
    """The parsers' words differ, but both give one problem and its line, and the file counts as cut."""
    found = read(content)
    last = found.problems[-1]
    assert found.cut
    assert last.what.startswith("not valid YAML: ")
    if "\\U" not in content or parser is not yaml.SafeLoader:  # its error carries no place
        assert last.line == line
        assert last.hint == "Check indentation and quotation marks here."


def test_what_was_read_before_broken_yaml_is_kept() -> None:
    """Claims above the break have their source, and nothing is said of a source that may follow."""
    found = read(f"{SOURCE}claims:\n- {CLAIM % ''}\n- [\n")
    assert [record.source for record in found.records if isinstance(record, Claim)] == ["s"]
    assert [problem.what[:15] for problem in found.problems if problem.where == ""] == ["not valid YAML:"]
    late = read(f"claims:\n- {CLAIM % ''}\n- [\n{SOURCE}")
    assert not any("needs the source" in problem.what for problem in late.problems)


@pytest.mark.parametrize("given", ["kind: reference, id: Not An Id", "kind: reference"])
def test_claims_of_a_source_without_id_are_not_reported(given: str) -> None:
    """Where the source's id is the fault, its claims add no second problem."""
    content = f"source: {{{given}, title: T, published: null, language: en}}\nclaims:\n- {CLAIM % ''}\n"
    assert [problem.where for problem in read(content).problems] in (["source.id"], ["source"])


def test_claims_of_a_broken_source_belong_to_it() -> None:
    """A source with a fault elsewhere is still the source of its claims."""
    found = read(f"{SOURCE.replace('reference', 'refrence')}claims:\n- {CLAIM % ''}\n")
    assert [str(problem) for problem in found.problems] == [
        "f.yml:1:33: source.kind: expected one of document, reference; got 'refrence'. Did you "
        "mean 'reference'?"
    ]
    assert [record.source for record in found.records if isinstance(record, Claim)] == ["s"]
    assert [(kind, name) for kind, name, _ in found.declared] == [("source", "s"), ("claim", "c")]


@pytest.mark.parametrize(
    "deep",
    [
        "x: " + "[" * 100_000,
        "x: " + "{a: " * 100_000,
        "actors:\n" + "- " * 100_000,
        "claims: [{id: " + "[" * 100_000,
    ],
)
def test_endless_nesting_is_told(deep: str) -> None:
    """A hundred thousand levels give a problem, and no crash."""
    found = read(deep)
    assert found.cut
    assert found.problems[-1].what == "nested more than 50 levels deep"
    assert found.problems[-1].hint == "Close brackets, or indent less."


def test_an_unknown_key_with_a_large_value_is_passed_over() -> None:
    """What an unknown key holds is skipped whole, and reading goes on behind it."""
    large = "[" + "{a: [1, 2, {b: c}]}, " * 5_000 + "]"
    found = read(
        f"quantities:\n- {{id: q, extra: {large}, label: L, unit: u}}\n- {{id: r, label: L, unit: u}}\n"
    )
    assert [str(problem) for problem in found.problems] == [
        "f.yml:2:11: quantities[0]: unknown key 'extra'. Known keys: id, label, unit, note, "
        "formerly, withdrawn."
    ]
    assert [record.id for record in found.records] == ["r"]
    assert [name for _, name, _ in found.declared] == ["q", "r"]


def test_a_huge_file_is_refused_unread() -> None:
    """Nine megabytes are no record file; it is not parsed."""
    assert problems(b"#" * 9_000_000) == ["f.yml:1:1: the file has more than 8000000 bytes. Split it."]


def test_a_huge_key_or_value_is_cut_in_its_message() -> None:
    """Messages quote at most sixty characters."""
    (key,) = problems(f"? {'k' * 500_000}\n: 1\n")
    assert (
        key
        == f"f.yml:1:3: unknown key '{'k' * 59}…'. Known keys: source, actors, topics, quantities, claims."
    )
    (value, *_) = claim_problems(f", voice: {'v' * 500_000}", SPOKEN)
    assert value.endswith(f"claims[0].voice: expected one of quoted, reported, author; got '{'v' * 59}…'.")


def test_columns_count_characters() -> None:
    """A column is a character, whatever bytes it takes."""
    assert problems("quantities:\n- {id: q, label: Ünïcödé 😀, unti: u}\n")[0] == (
        "f.yml:2:29: quantities[0]: unknown key 'unti'. Did you mean 'unit'?"
    )


def test_both_parsers_read_the_same() -> None:
    """Folded, literal and quoted scalars give the same values, whichever parser reads them."""
    content = (
        "topics:\n- id: t\n  question: >\n    Folded\n    text?\n  positions:\n  - {id: a, label: 'It''s'}\n"
        '  - {id: b, label: "A \\u00e9 and \\x41"}\n  note: |\n    First.\n\n    Second.\n'
    )
    found = read(content)
    assert found.problems == []
    (topic,) = found.records
    assert isinstance(topic, Topic)
    assert topic.question == "Folded text?"
    assert [position.label for position in topic.positions] == ["It's", "A é and A"]
    assert topic.note == "First.\n\nSecond."

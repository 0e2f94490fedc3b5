"""Single values: what each shape accepts, and what it says of what it refuses."""

from decimal import Decimal

import pytest

from claimbook.records.scalars import ScalarError, read_scalar
from claimbook.records.shapes import (
    Count,
    Day,
    Edtf,
    Flag,
    Id,
    Language,
    Markdown,
    Name,
    Number,
    Ref,
    Scalar,
    Text,
    Url,
)
from claimbook.records.vocabulary import EVIDENCE_KINDS


@pytest.mark.parametrize(
    ("shape", "typed", "value"),
    [
        (Id(), "a-1-b", "a-1-b"),
        (Id(), "a" * 80, "a" * 80),
        (Ref("actor"), "no", "no"),
        (Name(), "08", "08"),
        (Text(), "  two \n words ", "two words"),
        (Text(5), "fünf!", "fünf!"),
        (Markdown(), " *a*\n\n  b ", "*a*\n\n  b"),
        (Edtf(), "2022-01-10", "2022-01-10"),
        (Edtf(), "[..2022-03-21]", "[..2022-03-21]"),
        (Day(), "2024-02-29", "2024-02-29"),
        (Url(), "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (Language(), "pt-BR", "pt-BR"),
        (Number(), "-0.50", Decimal("-0.50")),
        (Number(), "999999999999999999", Decimal(999999999999999999)),
        (Count(), "12", 12),
        (Flag(), "true", True),
        (Flag(), "false", False),
        (EVIDENCE_KINDS, "own-reasoning", "own-reasoning"),
    ],
)
def test_values(shape: Scalar, typed: str, value: object) -> None:
    """What was typed becomes the value of the field's type."""
    found = read_scalar(shape, typed)
    assert found == value
    assert type(found) is type(value)


ID = "expected an id of lower-case letters, digits and single hyphens, got "
URL = "expected an address that begins with https:// or http://, got "
WEB = "Give the address of a page on the web."
NUMBER = "expected a number in plain digits, got "


@pytest.mark.parametrize(
    ("shape", "typed", "what", "hint"),
    [
        (Id(), "A b", f"{ID}'A b'", "Did you mean 'a-b'?"),
        (Id(), "a--b", f"{ID}'a--b'", "Did you mean 'a-b'?"),
        (Id(), "", f"{ID}''", ""),
        (Id(), "../x", f"{ID}'../x'", "Did you mean 'x'?"),
        (Id(), "a\n", f"{ID}'a\\n'", "Did you mean 'a'?"),
        (Id(), "a" * 81, "expected an id of at most 80 characters, got 81", ""),
        (Ref("actor"), "-", f"{ID}'-'", ""),
        (Text(), " \n ", "expected text, got nothing", ""),
        (Text(3), "four", "expected at most 3 characters, got 4", ""),
        (
            Markdown(),
            "a\u200bb",
            "holds characters that may not stand in a record: U+200B ZERO WIDTH SPACE (character 2)",
            "Remove them.",
        ),
        (Edtf(), "Jan 2022", "expected an EDTF date, got 'Jan 2022'", "Did you mean '2022-01'?"),
        (Day(), "2023-02-29", "expected a day as YYYY-MM-DD, got '2023-02-29'", ""),
        (Day(), "20230201", "expected a day as YYYY-MM-DD, got '20230201'", ""),
        (Day(), "2023-02", "expected a day as YYYY-MM-DD, got '2023-02'", ""),
        (Url(), "example.org", f"{URL}'example.org'", "Did you mean 'https://example.org'?"),
        (Url(), "javascript:alert(1)", f"{URL}'javascript:alert(1)'", WEB),
        (Url(), "mailto:a@example.org", f"{URL}'mailto:a@example.org'", WEB),
        (Url(), "HTTPS://a.org/B", f"{URL}'HTTPS://a.org/B'", "Did you mean 'https://a.org/B'?"),
        (
            Url(),
            "https://a.org/ b",
            "expected an address that browsers and people read alike, got 'https://a.org/ b'",
            "It holds a space. Remove it, or write %20.",
        ),
        (
            Url(),
            "https://a.org/" + "b" * 2000,
            "expected an address of at most 2000 characters, got 2014",
            "",
        ),
        (Language(), "english!", "expected a language tag such as 'en' or 'pt-BR', got 'english!'", ""),
        (Number(), "1e3", f"{NUMBER}'1e3'", ""),
        (Number(), "08", f"{NUMBER}'08'", "Did you mean 8?"),
        (Number(), "12 000", f"{NUMBER}'12 000'", "Did you mean 12000?"),
        (Number(), ".inf", f"{NUMBER}'.inf'", ""),
        (Number(), "१२", f"{NUMBER}'१२'", ""),
        (Count(), "0", "expected a whole number from 1, got '0'", ""),
        (Count(), "1.0", "expected a whole number from 1, got '1.0'", ""),
        (Flag(), "yes", "expected true or false, got 'yes'", ""),
        (
            EVIDENCE_KINDS,
            "documents",
            f"expected one of {', '.join(EVIDENCE_KINDS.values)}; got 'documents'",
            "Did you mean 'document'?",
        ),
    ],
)
def test_faults(shape: Scalar, typed: str, what: str, hint: str) -> None:
    """A refusal says what was expected, what was found, and the nearest right value where there is one."""
    with pytest.raises(ScalarError) as caught:
        read_scalar(shape, typed)
    assert (str(caught.value), caught.value.hint) == (what, hint)


def test_markdown_hides_no_characters_in_references() -> None:
    """In Markdown a reference is the character it stands for, in plain text the letters it is made of."""
    assert read_scalar(Text(), "a &#x202e;b") == "a &#x202e;b"
    with pytest.raises(ScalarError) as caught:
        read_scalar(Markdown(), "a &#x202e;b")
    assert str(caught.value) == (
        "holds characters that may not stand in a record: U+202E RIGHT-TO-LEFT OVERRIDE (character 3)"
    )

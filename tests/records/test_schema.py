"""The JSON Schema and the field reference: fresh, true to the records, and strict."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from claimbook.records import reference, schema
from claimbook.records.model import KINDS
from claimbook.records.shapes import table
from tests.support import PARTS, REPOSITORY


class _Loader(yaml.SafeLoader):
    """YAML as editors' tools read it: no dates, and only true and false are flags."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp" and (tag != "tag:yaml.org,2002:bool" or first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(content: str) -> list[str]:
    """What the schema says against a file."""
    validator = jsonschema.Draft7Validator(json.loads(schema.render()))
    return [error.message for error in validator.iter_errors(yaml.load(content, _Loader))]


def test_the_schema_is_a_schema() -> None:
    """It is valid by its own meta-schema."""
    jsonschema.Draft7Validator.check_schema(json.loads(schema.render()))


@pytest.mark.parametrize(
    ("path", "made"),
    [("claims/schema.json", schema.render()), ("content/pages/fields.md", reference.render())],
)
def test_the_files_in_the_repository_are_fresh(path: str, made: str) -> None:
    """The files made from the field table are what the table says now; `claimbook schema` writes them."""
    assert (REPOSITORY / path).read_text(encoding="utf-8") == made


@pytest.mark.parametrize("path", sorted((REPOSITORY / "claims").rglob("*.yml")), ids=lambda path: path.stem)
def test_the_schema_accepts_the_repositorys_records(path: Path) -> None:
    """Every record file of the book is valid, and names the schema in its first line."""
    content = path.read_text(encoding="utf-8")
    depth = len(path.relative_to(REPOSITORY / "claims").parts) - 1
    assert content.split("\n", 1)[0] == f"# yaml-language-server: $schema={'../' * depth}schema.json"
    assert faults(content) == []


@pytest.mark.parametrize("part", [name for name, (path, _) in PARTS.items() if path.endswith(".yml")])
def test_the_schema_accepts_the_small_book(part: str) -> None:
    """The small book uses most fields, lone values, nulls and a withdrawn record."""
    assert faults(PARTS[part][1]) == []


CLAIM = "{id: c, statement: S, speaker: a, voice: author, certainty: asserted, quote: null, evidence: none%s}"


@pytest.mark.parametrize(
    "content",
    [
        "nonsense: 1",
        "- a",
        "actors: word",
        "quantities: [{id: q, label: L, unit: u, unti: u}]",
        "quantities: [{id: q, label: L}]",
        "quantities: [{id: q, label: null, unit: u}]",
        "quantities: [{id: Q, label: L, unit: u}]",
        "quantities: [{id: q, withdrawn: null}]",
        "quantities: [{withdrawn: {date: 2022-01-10, reason: R}}]",
        "quantities: [{id: q, withdrawn: {date: May, reason: R}}]",
        f"quantities: [{{id: q, label: {'L' * 201}, unit: u}}]",
        "actors: [{id: a, name: A, kind: robot}]",
        "actors: [{id: a, name: A, kind: person, part_of: [B c]}]",
        f"claims: [{CLAIM.replace('author', 'sung')}]".replace("%s", ""),
        f"claims: [{CLAIM.replace('none', 'maybe')}]".replace("%s", ""),
        f"claims: [{CLAIM.replace('none', '[]')}]".replace("%s", ""),
        f"claims: [{CLAIM % ', counter_statements: [{claim: d, relation: hates, linked_by: editor}]'}]",
        f"claims: [{CLAIM % ', counter_statements: [{claim: d, relation: denies-saying}]'}]",
        f"claims: [{CLAIM % ', figures: [{quantity: q, low: many, high: null}]'}]",
        f"claims: [{CLAIM % ', occurrence: 0'}]",
        "source: {id: s, title: T, kind: document, published: null, language: en, url: 'javascript:x'}",
        "source: [{id: s, title: T, kind: document, published: null, language: en}]",
    ],
)
def test_the_schema_rejects_nonsense(content: str) -> None:
    """Unknown and missing keys, other words, other types and empty evidence are faults."""
    assert faults(content)


def test_the_schema_accepts_what_the_nonsense_was_made_from() -> None:
    """The records above are refused for their one fault only."""
    assert faults(f"claims: [{CLAIM % ''}]\nquantities: [{{id: q, label: L, unit: u}}]") == []


def test_the_schema_has_every_field() -> None:
    """Each field is there with its description, and nothing else is."""
    made: dict[str, Any] = json.loads(schema.render())["$defs"]
    for kind, record in KINDS.items():
        described = {name: field["description"] for name, field in made[kind]["properties"].items()}
        assert described == {name: spec.doc for name, spec in table(record).items()}
        assert made[kind]["additionalProperties"] is False


def test_the_reference_has_every_field() -> None:
    """Each kind has a heading, each field a row with its meaning."""
    page = reference.render()
    for kind, record in KINDS.items():
        section = page.partition(f"## {kind.capitalize()}\n")[2].partition("\n## ")[0]
        for name, spec in table(record).items():
            assert f"| `{name}` | " in section
            assert spec.doc in section

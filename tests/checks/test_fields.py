"""The quick questions about a record's fields, held against the slow walks that name every place."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimbook.checks import fields
from claimbook.checks.fields import Group
from claimbook.records import Claim, CounterStatement, Evidence, Record, Source, load
from claimbook.records.model import KINDS
from claimbook.records.shapes import Many, Markdown, Nested, NoneOrMany, Ref, table
from tests.support import small_book


def filled(kind: type, prefix: str = "") -> Any:
    """A record with every field filled, lists with two entries: each value is the name of its place."""
    made: dict[str, Any] = {}
    for name, spec in table(kind).items():
        many = isinstance(spec.shape, Many | NoneOrMany)
        item: Any = spec.shape.item if isinstance(spec.shape, Many | NoneOrMany) else spec.shape
        places = [f"{prefix}{name}[{i}]" for i in range(2)] if many else [f"{prefix}{name}"]
        inside = [filled(item.record, f"{p}.") if isinstance(item, Nested) else p for p in places]
        made[name] = tuple(inside) if many else inside[0]
    return kind(**made)


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_reference_and_text_is_asked_about(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever reference of a record is unknown, or its own id, and wherever a text stands: it is seen."""
    record = filled(kind)
    found = [(shape, value) for _, shape, value in fields.values(record)]
    names = {value: shape.kind for shape, value in found if isinstance(shape, Ref)}
    known = {each: {name for name, to in names.items() if to == each} for each in KINDS}
    assert Group([record]).refer_within(known)
    for name, to in names.items():
        assert not Group([record]).refer_within({**known, to: known[to] - {name}})
        assert Group([replace(record, id=name)]).refer_to_themselves() == (KINDS[to] is kind)
    texts = [value for shape, value in found if isinstance(shape, Markdown)]
    assert sorted(fields.texts(record)) == sorted(texts)
    monkeypatch.setattr(fields, "is_simple", bool)
    assert Group([kind(id="bare"), record]).are_plain()
    for text in texts:
        monkeypatch.setattr(fields, "is_simple", text.__ne__)
        assert not Group([kind(id="bare"), record]).are_plain()


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_list_is_asked_about(kind: type) -> None:
    """An entry that stands twice in a list is seen, in a list of a list's entry too."""
    record = filled(kind)
    assert not Group([record]).repeat()
    for place, listed in fields.lists(record):
        if "." not in place:
            assert Group([record, replace(record, **{place: (*listed, listed[0])})]).repeat()


def test_lists_within_lists() -> None:
    """One actor named twice for a piece of evidence; one claim that answers twice, in two ways."""
    claim = filled(Claim)
    assert Group([replace(claim, evidence=(Evidence(kind="a", what="b", by=("c", "d", "c")),))]).repeat()
    twice = tuple(CounterStatement(claim="a", relation=word, linked_by="b") for word in ("c", "d"))
    assert Group([replace(claim, counter_statements=twice)]).repeat()
    source = filled(Source)
    assert Group([replace(source, skipped=(replace(source.skipped[0], claim=("a", "a")),))]).repeat()


def test_a_sound_book_asks_no_further(tmp_path: Path) -> None:
    """No record of the small book leads to a slow walk, but for the notes with markup."""
    loaded = load(small_book(tmp_path))
    known = {kind: {name for k, name, _ in loaded.declared if k == kind} for kind in KINDS}
    groups: dict[type, list[Record]] = {}
    for record in loaded.records:
        groups.setdefault(type(record), []).append(record)
    for group in map(Group, groups.values()):
        assert group.refer_within(known)
        assert not group.refer_to_themselves()
        assert not group.repeat()

"""The field table: complete, and the same for reader, schema and reference."""

from collections.abc import Iterator

import pytest

from claimbook.records.model import KINDS, TOP_KEYS, Origin
from claimbook.records.shapes import Choice, Many, Nested, NoneOrMany, Ref, Spec, table


def classes() -> Iterator[type]:
    """Every record class, nested ones included."""
    waiting = list(KINDS.values())
    seen: set[type] = set()
    while waiting:
        record = waiting.pop(0)
        if record in seen:
            continue
        seen.add(record)
        yield record
        waiting += [item.record for spec in table(record).values() if isinstance(item := bare(spec), Nested)]


def bare(spec: Spec) -> object:
    """A field's shape without its list."""
    return spec.shape.item if isinstance(spec.shape, Many | NoneOrMany) else spec.shape


FIELDS = [
    pytest.param(spec, id=f"{record.__name__}.{name}")
    for record in classes()
    for name, spec in table(record).items()
]


@pytest.mark.parametrize("spec", FIELDS)
def test_every_field_is_explained(spec: Spec) -> None:
    """A field has a sentence for people, and each of its words has one too."""
    assert spec.doc[0].isupper()
    assert spec.doc.endswith((".", "…"))
    shape = bare(spec)
    if isinstance(shape, Choice):
        assert len(set(shape.values)) == len(shape.values) > 1
        assert all(meaning for _, meaning in shape.meanings)


@pytest.mark.parametrize("spec", FIELDS)
def test_every_link_names_a_kind_and_its_inverse(spec: Spec) -> None:
    """A link leads to a known kind and says how it is called from there; nothing else has an inverse."""
    shape = bare(spec)
    if isinstance(shape, Ref):
        assert shape.kind in KINDS
        assert spec.inverse
    else:
        assert spec.inverse is None


def test_every_class_is_explained_and_frozen() -> None:
    """Records have values and no identity, carry no dictionary, and say in a sentence what they are; that
    nobody changes them is for the type checker (`claimbook.frozen`).
    """
    found = list(classes())
    assert len(found) > len(KINDS)
    for record in found:
        assert (record.__doc__ or "").strip().endswith(".")
        assert record.__eq__ is Origin.__eq__
        assert record.__hash__ is Origin.__hash__
        assert "__slots__" in vars(record)


def test_every_kind_has_a_key() -> None:
    """Each kind of record is written under one key of a file, and has an id of its own."""
    assert set(TOP_KEYS.values()) == set(KINDS)
    assert all(table(record)["id"].required for record in KINDS.values())

"""Linking anew after edits of claims gives what linking everything gives."""

from __future__ import annotations

import random
from dataclasses import fields
from pathlib import Path

import pytest

from claimbook.book import link, relink
from claimbook.checks import quotes
from claimbook.records import Claim, load
from tests.site.claims import edit_claim
from tests.support import small_book

UNORDERED = ("answered_by", "live_answers", "answers", "places")


@pytest.mark.parametrize("seed", range(6))
def test_relinked_is_as_linked(tmp_path: Path, seed: int) -> None:
    """Field by field, in the same order, after each of many edits, those of broken links among them."""
    rng = random.Random(seed)
    root = small_book(tmp_path)
    loaded = load(root)
    book = link(loaded.records, quotes.place(loaded))
    linked = 0
    for _ in range(40):
        before = {path: path.read_bytes() for path in (root / "claims").rglob("*.yml")}
        done = edit_claim(root, rng)
        loaded = load(root)
        placed = quotes.place(loaded)
        if loaded.problems:
            for path, content in before.items():
                path.write_bytes(content)
            continue
        linked += 1
        now = [record for record in loaded.records if isinstance(record, Claim) and not record.withdrawn]
        changed = {
            claim.id: claim
            for claim in now
            if claim != book.claims[claim.id] or claim.origin != book.claims[claim.id].origin
        }
        gone = {claim.id: claim for claim in book.claims.values() if claim.withdrawn}  # wherever they stand
        expected = link([gone.get(record.id, record) for record in loaded.records], placed)
        book = relink(book, changed, placed.matches)
        for field in fields(book):
            found, wanted = getattr(book, field.name), getattr(expected, field.name)
            assert found == wanted, (field.name, done)
            if isinstance(found, dict) and field.name not in UNORDERED:
                assert [*found] == [*wanted], (field.name, done)
    assert linked > 20

"""What the book "Kazakhstan, January 2022" promises, where a program can check it. Goes with that book."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimbook import text
from claimbook.book import Book
from claimbook.checks import check
from claimbook.content import read_content
from claimbook.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = {
    "globalsecurity-color-revolution",
    "korybko-global-research",
    "new-american-coup-detat",
    "niemi-great-power-relations",
    "strigunov-manoilo-diplomat-magazine",
}


@pytest.fixture(scope="module")
def book() -> Book:
    """The repository's own book."""
    return check(ROOT, load_settings(ROOT))


def _on_topic(book: Book, topic: str) -> set[str]:
    positions = book.topics[topic].positions
    return {claim.id for p in positions for claim in book.stands.get(f"{topic}/{p.id}", ())}


def test_the_five_documents_are_taken_apart_whole(book: Book) -> None:
    """Every word lies in a sentence with a claim or in a stretch listed with its reason."""
    assert {s.id for s in book.sources.values() if s.kind == "document"} == DOCUMENTS
    assert {name: book.share(name).neither for name in DOCUMENTS} == dict.fromkeys(DOCUMENTS, 0)


def test_voices_answer_each_other(book: Book) -> None:
    """There is a claim that another speaker's claim contradicts, for the tests of browsing to walk along."""
    pairs = [
        (book.claims[a.claim], book.claims[a.by]) for a in book.disputes() if a.relation == "contradicts"
    ]
    assert any({*claim.speaker}.isdisjoint(other.speaker) for claim, other in pairs)


def test_skipped_stretches_hold_no_quoted_word(book: Book) -> None:
    """A stretch that is said to hold no claim is not quoted for one."""
    for name in DOCUMENTS:
        quoted = {
            word
            for claim in book.by_source[name]
            for start, end in book.matches[claim.id].spans
            for word in range(start + 1, end + 1)
        }
        for stretch in book.sources[name].skipped:
            assert quoted.isdisjoint(range(stretch.start, stretch.end + 1)), (name, stretch)


def test_a_stretch_names_claims_of_its_own_document(book: Book) -> None:
    """What is said again elsewhere is said again in the same document."""
    for name in DOCUMENTS:
        for stretch in book.sources[name].skipped:
            assert {book.claims[claim].source for claim in stretch.claim} <= {name}


def test_answers_come_from_outside_too(book: Book) -> None:
    """At least 15 references with 40 claims, each of which meets a claim of the book."""
    references = {s.id for s in book.sources.values() if s.kind == "reference"}
    claims = [claim for claim in book.live if claim.source in references]
    assert len(references) >= 15
    assert len(claims) >= 40
    for claim in claims:
        meets = book.answered(claim) or book.answers.get(claim.id) or claim.restates or claim.supports
        assert meets or book.supported_by.get(claim.id) or claim.id in book.clusters, claim.id


def test_references_give_an_address(book: Book) -> None:
    """A paraphrase can be checked only where its page is named."""
    assert [s.id for s in book.sources.values() if s.kind == "reference" and not s.url] == []


def test_every_large_topic_is_answered_from_outside(book: Book) -> None:
    """A topic with ten claims or more holds a reference's claim."""
    for topic in book.topics:
        claims = _on_topic(book, topic)
        outside = [name for name in claims if book.sources[book.claims[name].source].kind == "reference"]
        assert len(claims) < 10 or outside, topic


def test_every_actor_appears(book: Book) -> None:
    """Nobody has a page without a reason."""
    seen = {*book.said_by, *book.relayed_by, *book.mentioning, *book.cited_by}
    for source in book.sources.values():
        first = source.republished_from
        seen |= {*source.authors, source.publisher or "", first.publisher if first else ""}
    seen |= {whole for actor in book.actors.values() for whole in actor.part_of}
    assert sorted(set(book.actors) - seen) == []


def test_one_name_leads_to_one_actor(book: Book) -> None:
    """No spelling stands in two records."""
    owners: dict[str, set[str]] = {}
    for actor in book.actors.values():
        for name in (actor.name, *actor.also_known_as):
            owners.setdefault(name.casefold(), set()).add(actor.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_the_explainer_rests_on_claims() -> None:
    """600 to 900 words, and no sentence without a link to a claim."""
    found = read_content(ROOT / "content" / "pages" / "what-happened.md")
    paragraphs = [p for p in re.split(r"\n\s*\n", found.markdown) if not p.startswith("#")]
    sentences = [s for p in paragraphs for s in re.split(r"(?<=[.!?])\s+(?=[A-Z\[“])", " ".join(p.split()))]
    assert 600 <= len(text.plain(found.markdown).split()) <= 900
    assert [s for s in sentences if not re.search(r"\]\(claim:[a-z0-9-]+\)", s)] == []


def test_the_agreement_of_the_two_readings_adds_up() -> None:
    """The method page has a row for each document, and its last row is their sum with its percentages."""
    method = (ROOT / "content" / "pages" / "method.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .*?(?:source:([a-z-]+)\)|together) \|(.*)\|$", method, re.MULTILINE)
    numbers = [[int(n) for n in re.findall(r"(?<!\()\b\d+\b(?! %)", cells)] for _, cells in rows]
    assert {name for name, _ in rows} == {*DOCUMENTS, ""}
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    first, by_both, second, by_both_again = numbers[-1]
    shares = [f"({100 * found / of:.0f} %)" for found, of in ((by_both, first), (by_both_again, second))]
    assert re.findall(r"\(\d+ %\)", rows[-1][1]) == shares


def test_every_record_file_names_its_schema() -> None:
    """Editors complete and check a file by the comment on its first line."""
    for path in sorted((ROOT / "claims").rglob("*.yml")):
        up = "../" * (len(path.relative_to(ROOT / "claims").parts) - 1)
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert first == f"# yaml-language-server: $schema={up}schema.json", path

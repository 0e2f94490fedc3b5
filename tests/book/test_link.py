"""From records to the linked book: backlinks, clusters, counts and shares, whatever the records' order."""

import random
from pathlib import Path

import pytest

from claimbook.book import Answer, Book, Share, Tally, link
from claimbook.book.model import WhenAsked
from claimbook.checks import quotes
from claimbook.records import load
from tests.support import problems_of, small_book

MARCH_9 = "said: 2021-03-09"


def linked(root: Path) -> Book:
    """The book at `root`, unchecked."""
    loaded = load(root)
    return link(loaded.records, quotes.place(loaded))


def ids(groups: dict[str, tuple[object, ...]]) -> dict[str, list[str]]:
    """Groups of claims by the claims' ids."""
    return {key: [getattr(claim, "id", "") for claim in group] for key, group in groups.items()}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """The small book."""
    return linked(small_book(tmp_path))


def test_voices(book: Book) -> None:
    """Who said, who relayed and who is written about are three groups; each in document order."""
    assert ids(dict(book.said_by)) == {
        "coast-telegraph": ["telegraph-crowd-300"],
        "edda-lund": ["lund-cables-snapped", "lund-cables-repeated"],
        "harbour-master": ["harbour-master-rust"],
        "jon-hale": ["hale-no-cable-snapped", "hale-nothing-gained"],
        "mara-vik": ["vik-inspection-late"],
        "residents-coast-weekly": ["residents-ferry-company"],
        "tide-magazine": ["magazine-crowd-450"],
        "town-council": ["report-cables-worn"],
    }
    assert ids(dict(book.relayed_by)) == {"coast-telegraph": ["harbour-master-rust"]}
    assert ids(dict(book.mentioning)) == {
        "edda-lund": ["hale-no-cable-snapped"],
        "town-council": ["lund-cables-snapped", "hale-no-cable-snapped"],
    }


def test_topics_figures_and_support(book: Book) -> None:
    """Claims are found by the position they take, the quantity they give and the claim they support."""
    assert ids(dict(book.stands)) == {
        "why-closed/damage": ["lund-cables-snapped"],
        "why-closed/profit": ["residents-ferry-company"],
    }
    assert ids(dict(book.figured)) == {"crowd": ["telegraph-crowd-300", "magazine-crowd-450"]}
    assert ids(dict(book.supported_by)) == {"lund-cables-snapped": ["harbour-master-rust"]}


def test_counter_statements_show_on_both_sides(book: Book) -> None:
    """A counter-statement is written once and found from either claim, with who linked the two."""
    answer = Answer("lund-cables-snapped", "hale-no-cable-snapped", "contradicts", "source", None)
    assert book.answered_by["lund-cables-snapped"] == (answer,)
    assert book.answers["hale-no-cable-snapped"] == (answer,)
    assert [(each.claim, each.by, each.note) for each in book.disputes()] == [
        ("lund-cables-snapped", "hale-no-cable-snapped", None),
        ("residents-ferry-company", "hale-nothing-gained", None),
        ("telegraph-crowd-300", "magazine-crowd-450", "Both count *one* bank."),
    ]


def test_a_withdrawn_claim_stays_known_but_counts_nowhere(tmp_path: Path) -> None:
    """A withdrawn claim is no live one, and a withdrawn answer no longer answers."""
    root = small_book(
        tmp_path,
        second=(
            "- id: hale-no-cable-snapped\n",
            "- id: hale-no-cable-snapped\n  withdrawn: {date: 2021-07-01, reason: Misheard.}\n",
        ),
    )
    assert problems_of(root) == []
    book = linked(root)
    lund = book.claims["lund-cables-snapped"]
    assert {"vik-withdrawn", "hale-no-cable-snapped"} <= set(book.claims)
    assert not {"vik-withdrawn", "hale-no-cable-snapped"} & {claim.id for claim in book.live}
    assert "hale-no-cable-snapped" not in book.matches
    assert [answer.by for answer in book.answered_by[lund.id]] == ["hale-no-cable-snapped"]
    assert book.answered(lund) == ()
    assert "town-council" in book.mentioning


def test_questions_are_found_when_asked_for() -> None:
    """Once, whoever looks into them."""
    calls: list[int] = []

    def find() -> dict[str, int]:
        calls.append(1)
        return {"a": 1, "b": 2}

    found = WhenAsked(find)
    assert calls == []
    assert (found["b"], [*found], len(found), found == {"a": 1, "b": 2}) == (2, ["a", "b"], 2, True)
    assert calls == [1]


def test_clusters_know_the_earliest_only_where_it_is_certain(tmp_path: Path) -> None:
    """Restatements form one cluster; of overlapping or missing dates none is the earliest."""
    members = ("lund-cables-snapped", "lund-cables-repeated")

    def earliest(said: str) -> str | None:
        book = linked(small_book(tmp_path, first=(MARCH_9, said)))
        assert book.clusters.keys() == set(members)
        assert book.clusters[members[0]] is book.clusters[members[1]]
        assert book.clusters[members[0]].members == members
        return book.clusters[members[0]].earliest

    assert earliest(MARCH_9) == "lund-cables-snapped"
    assert earliest("said: 2021-05-01") == "lund-cables-repeated"
    assert earliest("said: 2021-04-09") is None
    assert earliest("said: 2021") is None
    assert earliest("said: null") is None


def test_clusters_join_through_others(tmp_path: Path) -> None:
    """If a third claim restates one of two, all three are one cluster, in document order."""
    root = small_book(
        tmp_path, references=("  evidence: none\n", "  evidence: none\n  restates: lund-cables-repeated\n")
    )
    cluster = linked(root).clusters["report-cables-worn"]
    assert cluster.members == ("lund-cables-snapped", "lund-cables-repeated", "report-cables-worn")
    assert cluster.earliest is None


def test_dates_of_the_documents_own_voice(book: Book) -> None:
    """A claim in the document's voice has the document's date; others have their own, or none."""
    dates = {claim.id: (moment.edtf if (moment := book.said(claim)) else None) for claim in book.live}
    assert dates == {
        "hale-no-cable-snapped": "2021-03~",
        "hale-nothing-gained": None,
        "harbour-master-rust": None,
        "lund-cables-repeated": "2021-04",
        "lund-cables-snapped": "2021-03-09",
        "magazine-crowd-450": "2021-04",
        "report-cables-worn": None,
        "residents-ferry-company": None,
        "telegraph-crowd-300": "2021-03-10",
        "vik-inspection-late": "2021-03-10",
    }


def test_tallies_have_their_denominator(book: Book) -> None:
    """Claims, those with evidence and those answered are counted together."""
    assert book.tally(book.live) == Tally(claims=10, with_evidence=4, answered=3)
    assert book.tally(book.said_by["edda-lund"]) == Tally(claims=2, with_evidence=0, answered=1)
    assert book.tally([]) == Tally(0, 0, 0)


def test_shares(book: Book) -> None:
    """Words inside a claim count from its first to its last quoted word; quoted words are the quoted ones."""
    share = book.share("coast-weekly")
    assert share == Share(words=185, inside=45, quoted=42, decomposed=85, skipped=11)
    assert share.neither == 89
    assert (round(share.coverage, 4), round(share.quoted_share, 4)) == (0.2432, 0.227)
    used = book.used(claim for claim in book.live if claim.source == "coast-weekly")
    other = book.share("tide-magazine-report")
    assert (used.inside, used.quoted, used.decomposed) == (share.inside, share.quoted, share.decomposed)
    assert used.words == share.words + other.words == book.used([]).words
    assert book.used([]).quoted == book.used([]).decomposed == 0
    nothing = Share(0, 0, 0, 0, 0)
    assert book.share("town-report") == nothing
    assert nothing.coverage == nothing.quoted_share == nothing.neither == 0


def test_actors_lead_to_what_is_theirs(book: Book) -> None:
    """What an actor wrote, published and consists of is found without a search, in the order of ids."""
    assert book.wrote == {"mara-vik": ("coast-weekly",)}
    assert book.published == {
        "coast-weekly-paper": ("coast-weekly",),
        "tide-magazine": ("tide-magazine-report",),
        "town-council": ("town-report",),
    }
    assert book.parts_of == {"town-council": ("edda-lund",)}


def test_places_count_within_a_source(book: Book) -> None:
    """A live claim's place is where it stands among its source's claims."""
    assert book.places.keys() == {claim.id for claim in book.live}
    for group in book.by_source.values():
        assert [book.places[claim.id] for claim in group] == list(range(len(group)))


def test_former_ids(book: Book) -> None:
    """An old id leads to the record of its kind that has it now."""
    assert book.former == {
        ("actor", "mayor-lund"): "edda-lund",
        ("claim", "lund-two-cables"): "lund-cables-snapped",
    }


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_records_does_not_matter(seed: int, tmp_path: Path) -> None:
    """The same records in any order give the same book, group by group."""
    loaded = load(small_book(tmp_path))
    placed = quotes.place(loaded)
    shuffled = loaded.records[:]
    random.Random(seed).shuffle(shuffled)
    assert shuffled != loaded.records
    first, second = link(loaded.records, placed), link(shuffled, placed)
    assert first == second
    for name in ("by_source", "said_by", "answered_by", "answers", "clusters", "stands", "claims"):
        assert list(getattr(first, name)) == list(getattr(second, name))


def test_links_that_lead_nowhere_are_not_followed(tmp_path: Path) -> None:
    """Linking a book with dangling ids does not fail; the checks tell of them."""
    book = linked(small_book(tmp_path, second=None, topics=None))
    assert book.disputes() == ()
    assert book.clusters == {}

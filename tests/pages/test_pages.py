"""From a book to views: what every kind of page is given to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from claimbook.checks import check
from claimbook.content import ContentFile, page_addresses, texts
from claimbook.pages import Desk, corrections_page, disputes, pages, prose_page, timeline
from claimbook.pages.embed import embed_code
from claimbook.pages.figures import amount
from claimbook.pages.parts import Link, Pager, count_of, paged, pager
from claimbook.settings import Settings
from tests.support import REFERENCES, SETTINGS, small_book

Views = dict[str, Any]


def _desk(root: Path, settings: Settings = SETTINGS) -> Desk:
    return Desk(check(root, settings), settings, page_addresses(root))


def _views(desk: Desk) -> Views:
    return {page.view.head.path: page.view for page in pages(desk)}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk of the small book."""
    return _desk(small_book(tmp_path_factory.mktemp("book")))


@pytest.fixture(scope="module")
def views(desk: Desk) -> Views:
    """Its views by address."""
    return _views(desk)


def _texts(links: tuple[Link, ...]) -> list[str]:
    return [link.text for link in links]


def _ids(rows: tuple[Any, ...]) -> list[str]:
    return [row.id for row in rows]


# Every page


def test_every_address_is_made_once(desk: Desk) -> None:
    """No two pages are written to one file, and all are made in the same order each time."""
    paths = [page.view.head.path for page in pages(desk)]
    assert len(set(paths)) == len(paths)
    assert paths == [page.view.head.path for page in pages(desk)]


def test_pages_know_the_way_to_the_root(views: Views) -> None:
    """Nothing for a page at the root, one step up from a folder."""
    assert views["index.html"].head.root == ""
    assert views["actors/edda-lund.html"].head.root == "../"


def test_nothing_withdrawn_has_a_page_but_its_tombstone(views: Views) -> None:
    """The tombstone says what was withdrawn, when and why."""
    view = views["claims/vik-withdrawn.html"]
    assert (view.kind, view.id, view.json) == ("claim", "vik-withdrawn", "claims/vik-withdrawn.json")
    assert (view.withdrawn.when.words, view.withdrawn.when.machine) == ("1 June 2021", "2021-06-01")
    assert view.withdrawn.reason == "It was a question."


def test_former_ids_lead_to_the_present_one(views: Views) -> None:
    """A redirect at every old address."""
    assert views["claims/lund-two-cables.html"].target == "claims/lund-cables-snapped.html"
    assert views["claims/lund-two-cables.embed.html"].target == "claims/lund-cables-snapped.embed.html"
    assert views["actors/mayor-lund.html"].target == "actors/edda-lund.html"


# A claim


def test_a_claim_is_attributed(views: Views) -> None:
    """Speaker, relay, document and date are apart, and the relay is never the speaker."""
    chain = views["claims/harbour-master-rust.html"].chain
    assert (_texts(chain.speakers), _texts(chain.via)) == (["Harbour master"], ["Coast Telegraph"])
    assert chain.source == Link("sources/coast-weekly.html", "Coast Weekly", title="The bridge is shut")
    assert chain.when is None
    assert views["claims/harbour-master-rust.html"].said_basis == "The article gives no date."
    said = views["claims/lund-cables-snapped.html"].said
    assert (said.words, said.machine) == ("9 March 2021", "2021-03-09")
    assert said.basis == "Tuesday evening; the article is dated Wednesday."


def test_titles_in_another_language_are_marked(tmp_path: Path) -> None:
    """In links to the document and in citations; the book's own language goes without saying."""
    made = _views(_desk(small_book(tmp_path, second=("language: en", "language: 'no'"))))
    foreign, own = made["claims/hale-no-cable-snapped.html"], made["claims/lund-cables-snapped.html"]
    assert (foreign.source_title.text, foreign.source_title.language) == ("A man on a boat", "no")
    assert 'In: <span lang="no">A man on a boat</span> (Tide Magazine).' in foreign.citation()
    assert own.source_title.language == ""
    assert "In: The bridge is shut (Coast Weekly)." in own.citation()


def test_positions_on_one_question_follow_one_another(tmp_path: Path) -> None:
    """Whatever their order in the record, a question is named once on a claim's page."""
    extra = "- id: why-late\n  question: Why so late?\n  positions:\n  - {id: slow, label: Slow}\n"
    stands = "  - {topic: why-closed, position: damage}\n"
    late = "  - {topic: why-late, position: slow}\n"
    between = f"{stands}{late}  - {{topic: why-closed, position: profit}}\n"
    extra += "  - {id: far, label: Far}\n"
    root = small_book(tmp_path, first=(stands, between), files={"claims/late.yml": f"topics:\n{extra}"})
    view = _views(_desk(root))["claims/lund-cables-snapped.html"]
    assert [stand.anchor for stand in view.stands] == ["damage", "profit", "slow"]


def test_the_document_s_own_voice_has_the_document_s_date(views: Views) -> None:
    """And says what that date rests on."""
    said = views["claims/vik-inspection-late.html"].said
    assert said.words == "10 March 2021"
    assert said.basis == "The document’s own date. Stated below the title."


def test_a_quote_has_its_place(views: Views) -> None:
    """Word numbers from 1, the share of the way through, and a link to the words themselves."""
    quote = views["claims/residents-ferry-company.html"].quote
    assert quote.parts == ("Some residents believe that", "meant to help the ferry company")
    assert (quote.start, quote.end, quote.of) == (72, 84, 185)
    assert (quote.left, quote.width) == (38.38, 7.03)
    assert quote.original == (
        "https://example.org/bridge#:~:text=Some%20residents%20believe%20that&text=meant%20to%20help%20the%20ferry%20company"
    )


def test_a_quote_from_a_document_without_an_address_links_nowhere(views: Views) -> None:
    """Its place is still told."""
    quote = views["claims/hale-no-cable-snapped.html"].quote
    assert (quote.original, quote.start, quote.end) == (None, 1, 7)


def test_a_paraphrase_has_no_quote(views: Views) -> None:
    """Claims of references carry none, and say so wherever they are listed."""
    assert views["claims/report-cables-worn.html"].quote is None
    rows = {row.id: row.paraphrased for row in views["claims/index.html"].rows}
    assert [name for name, paraphrased in rows.items() if paraphrased] == ["report-cables-worn"]


def test_answers_show_on_both_claims(views: Views) -> None:
    """Each in its own words, with who linked the two."""
    answered = views["claims/telegraph-crowd-300.html"]
    (answer,) = answered.answered_by
    assert (answer.row.id, answer.words) == ("magazine-crowd-450", "alternative")
    assert answer.linked_by_words == "linked by this book’s editors"
    assert answer.note == "Both count <em>one</em> bank."
    (back,) = views["claims/magazine-crowd-450.html"].answers
    assert (back.row.id, back.words, back.linked_by) == ("telegraph-crowd-300", "alternative to", "editor")
    assert answered.answers == ()


@pytest.mark.parametrize(
    ("relation", "seen", "said"),
    [
        ("contradicts", "contradicted by", "contradicts"),
        ("undercuts", "undercut by", "undercuts"),
        ("alternative", "alternative", "alternative to"),
        ("qualifies", "qualified by", "qualifies"),
        ("denies-saying", "saying denied by", "denies the saying of"),
    ],
)
def test_every_relation_has_words_for_both_ends(tmp_path: Path, relation: str, seen: str, said: str) -> None:
    """Read from the claim that is answered, and from the claim that answers."""
    change = ("relation: contradicts, linked_by: source", f"relation: {relation}, linked_by: source")
    made = _views(_desk(small_book(tmp_path, first=change)))
    assert made["claims/lund-cables-snapped.html"].answered_by[0].words == seen
    assert made["claims/hale-no-cable-snapped.html"].answers[0].words == said


def test_restatements_name_the_earliest(views: Views) -> None:
    """On both claims; where the dates allow no order, none is named."""
    for name in ("lund-cables-snapped", "lund-cables-repeated"):
        view = views[f"claims/{name}.html"]
        assert [(r.row.id, r.earliest, r.this) for r in view.restatements] == [
            ("lund-cables-snapped", True, name == "lund-cables-snapped"),
            ("lund-cables-repeated", False, name == "lund-cables-repeated"),
        ]
        assert view.order_known


def test_overlapping_dates_leave_the_order_unknown(tmp_path: Path) -> None:
    """March in the one and a day of March in the other."""
    made = _views(_desk(small_book(tmp_path, second=("said: 2021-04\n", "said: 2021-03\n"))))
    view = made["claims/lund-cables-snapped.html"]
    assert not view.order_known
    assert [r.earliest for r in view.restatements] == [False, False]


def test_support_shows_on_both_claims(views: Views) -> None:
    """What a claim is offered for, and what is offered for it."""
    assert _ids(views["claims/harbour-master-rust.html"].supports) == ["lund-cables-snapped"]
    assert _ids(views["claims/lund-cables-snapped.html"].supported_by) == ["harbour-master-rust"]


def test_evidence_is_listed_or_its_absence_told(views: Views) -> None:
    """An empty list stands for `none`, a finding."""
    (piece,) = views["claims/harbour-master-rust.html"].evidence
    assert (piece.words, piece.what, piece.url) == (
        *("Media report", "The Coast Telegraph."),
        "https://example.org/telegraph",
    )
    assert _texts(piece.by) == ["Coast Telegraph"]
    assert views["claims/lund-cables-snapped.html"].evidence == ()


def test_a_claim_can_be_cited_and_corrected(desk: Desk) -> None:
    """With the address where it is known; the form carries the claim's id; the record is linked by line."""
    settings = replace(
        SETTINGS, site_url="https://example.org/bridge/", repository="https://example.org/repo"
    )
    view = _views(Desk(desk.book, settings, desk.addresses))["claims/harbour-master-rust.html"]
    assert view.citation() == (
        "Harbour master, per Coast Telegraph: The harbour master warned of rust on the bridge for years. In: "
        "The bridge is shut (Coast Weekly). Claim record in The bridge at Varnholm, "
        "https://example.org/bridge/claims/harbour-master-rust.html."
    )
    assert view.correction() == (
        "https://example.org/repo/issues/new?template=correction.yml&title=Correction%3A+harbour-master-rust"
        "&claim=harbour-master-rust"
    )
    origin = desk.book.claims["harbour-master-rust"].origin
    assert origin is not None
    assert view.record == f"https://example.org/repo/blob/HEAD/claims/sources/coast-weekly.yml#L{origin.line}"


def test_the_way_to_a_record_holds_no_marks_of_its_own(tmp_path: Path) -> None:
    """A file may be named by marks that mean something in an address, or by other letters."""
    root = small_book(tmp_path, references=None, files={"claims/sources/a b#c%20é.yml": REFERENCES})
    settings = replace(SETTINGS, repository="https://example.org/repo")
    assert _views(_desk(root, settings))["claims/report-cables-worn.html"].record == (
        "https://example.org/repo/blob/HEAD/claims/sources/a%20b%23c%2520%C3%A9.yml#L9"
    )


def test_without_a_repository_there_is_nothing_to_propose_to(views: Views) -> None:
    """No link is made up."""
    view = views["claims/harbour-master-rust.html"]
    assert (view.correction(), view.record) == (None, None)
    assert view.citation().endswith("Claim record in The bridge at Varnholm, claim harbour-master-rust.")


def test_claims_are_chained_in_document_order(views: Views) -> None:
    """From the first to the last of a document, and no further."""
    name, walked = "lund-cables-snapped", []
    while name:
        view = views[f"claims/{name}.html"]
        assert (view.previous.id if view.previous else None) == (walked[-1] if walked else None)
        walked.append(name)
        name = view.next.id if view.next else ""
    assert walked == [
        *("lund-cables-snapped", "harbour-master-rust", "telegraph-crowd-300", "residents-ferry-company"),
        "vik-inspection-late",
    ]


def test_notes_link_relative_to_their_page(views: Views) -> None:
    """The same record is reached from a folder and from the root."""
    note = 'The <a href="../actors/harbour-master.html">harbour master</a> is not named.'
    assert views["claims/harbour-master-rust.html"].note == note


# An actor


def _sections(view: Any) -> dict[str, Any]:
    return {section.id: section for section in view.sections}


def test_an_actor_s_ways_of_being_heard_are_apart(views: Views) -> None:
    """Said, reported, relayed, written about, answered by, answers: each claim under its own."""
    lund = _sections(views["actors/edda-lund.html"])
    assert _ids(lund["said"].rows) == ["lund-cables-snapped"]
    assert _ids(lund["reported"].rows) == ["lund-cables-repeated"]
    assert _ids(lund["about"].rows) == ["hale-no-cable-snapped"]
    (exchange,) = lund["answered-by"].exchanges()
    assert exchange.own.id == "lund-cables-snapped"
    assert [(a.row.id, a.words) for a in exchange.others] == [("hale-no-cable-snapped", "contradicted by")]
    assert not {"relayed", "answers"} & lund.keys()
    assert _ids(_sections(views["actors/coast-telegraph.html"])["relayed"].rows) == ["harbour-master-rust"]
    answers = _sections(views["actors/jon-hale.html"])["answers"]
    assert answers.count == 2
    assert [(e.own.id, [(a.words, a.row.id) for a in e.others]) for e in answers.exchanges()] == [
        ("hale-no-cable-snapped", [("contradicts", "lund-cables-snapped")]),
        ("hale-nothing-gained", [("undercuts", "residents-ferry-company")]),
    ]


def test_answers_to_one_claim_stand_together(tmp_path: Path) -> None:
    """The claim once, each answer counted."""
    change = (
        "  - {claim: hale-no-cable-snapped, relation: contradicts, linked_by: source}\n",
        "  - {claim: hale-no-cable-snapped, relation: contradicts, linked_by: source}\n"
        "  - {claim: hale-nothing-gained, relation: qualifies, linked_by: editor}\n",
    )
    lund = _sections(_views(_desk(small_book(tmp_path, first=change)))["actors/edda-lund.html"])
    (exchange,) = lund["answered-by"].exchanges()
    assert [a.row.id for a in exchange.others] == ["hale-no-cable-snapped", "hale-nothing-gained"]
    assert lund["answered-by"].count == 2


def test_an_actor_s_own_claims_are_not_written_about_it(tmp_path: Path) -> None:
    """A claim that mentions its own speaker stands under what it said alone."""
    change = ("  mentions: town-council\n", "  mentions: [town-council, edda-lund]\n")
    lund = _sections(_views(_desk(small_book(tmp_path, first=change)))["actors/edda-lund.html"])
    assert _ids(lund["about"].rows) == ["hale-no-cable-snapped"]


def test_an_actor_s_connections_are_listed(views: Views) -> None:
    """Every spelling, office, whole and part; what it wrote and published; an unnamed voice's document."""
    lund = views["actors/edda-lund.html"]
    assert (lund.also_known_as, _texts(lund.part_of)) == (("E. Lund",), ["Town council of Varnholm"])
    assert [(d.role, d.source.href) for d in lund.described_as] == [("mayor", "sources/coast-weekly.html")]
    assert _texts(views["actors/town-council.html"].parts) == ["Edda Lund"]
    assert _texts(views["actors/mara-vik.html"].wrote) == ["The bridge is shut"]
    assert _texts(views["actors/tide-magazine.html"].published) == ["A man on a boat"]
    assert views["actors/residents-coast-weekly.html"].only_in.href == "sources/coast-weekly.html"
    assert lund.head.description == "Person: 2 claims in this book, 1 of them answered."


def test_actors_are_indexed_by_kind_and_name(views: Views) -> None:
    """Everybody once, and those with most claims first on top."""
    view = views["actors/index.html"]
    assert [(g.title, [e.link.text for e in g.entries]) for g in view.groups] == [
        ("Persons", ["Edda Lund", "Harbour master", "Jon Hale", "Mara Vik"]),
        ("Governments and their parts", ["Town council of Varnholm"]),
        ("Media", ["Coast Telegraph", "Coast Weekly", "Tide Magazine"]),
        ("Unnamed voices", ["Residents (in Coast Weekly)"]),
    ]
    assert [(e.link.text, e.said, e.answered) for e in view.loudest[:2]] == [
        ("Edda Lund", 2, 1),
        ("Jon Hale", 2, 0),
    ]


# A source


def test_a_source_lists_its_claims_and_voices(views: Views) -> None:
    """In document order with word numbers; who speaks, how often, in which voice."""
    view = views["sources/coast-weekly.html"]
    assert [(p.row.id, p.start, p.end) for p in view.claims][:2] == [
        ("lund-cables-snapped", 10, 18),
        ("harbour-master-rust", 42, 50),
    ]
    assert [(v.actor.text, v.claims, v.quoted, v.reported, v.author) for v in view.voices] == [
        ("Coast Telegraph", 1, 0, 1, 0),
        ("Edda Lund", 1, 1, 0, 0),
        ("Harbour master", 1, 0, 1, 0),
        ("Mara Vik", 1, 0, 0, 1),
        ("Residents (in Coast Weekly)", 1, 0, 1, 0),
    ]
    assert [(s.start, s.end, s.reason) for s in view.skipped] == [(120, 130, "Service information.")]
    assert (view.share().words, view.share().inside, view.share().quoted) == (185, 45, 42)
    assert view.strip() is not None
    assert view.strip().count("../claims/") == 5
    assert view.head.description == "Mara Vik, 10 March 2021: 5 claims in this book."


def test_a_reference_has_no_strip(views: Views) -> None:
    """Nothing of it is quoted, so nothing has a place."""
    view = views["sources/town-report.html"]
    assert (view.strip(), view.published, view.share().words) == (None, None, 0)
    assert [(p.row.id, p.start, p.end) for p in view.claims] == [("report-cables-worn", None, None)]
    assert view.head.description == "byline not recorded: 1 claim in this book."


def test_sources_are_indexed_by_kind(views: Views) -> None:
    """Documents first; references after them."""
    view = views["sources/index.html"]
    assert [e.link.text for e in view.documents.entries] == ["The bridge is shut", "A man on a boat"]
    assert [e.link.text for e in view.references.entries] == ["Report on the cables"]


# Topics, disputes, figures, timeline


def test_a_topic_is_a_table_of_positions(views: Views) -> None:
    """Who takes which, in which claims."""
    view = views["topics/why-closed.html"]
    assert [(p.label, _ids(p.rows)) for p in view.lists] == [
        ("Because it was damaged", ["lund-cables-snapped"]),
        ("To help the ferry company", ["residents-ferry-company"]),
    ]
    assert [(p.claims, [(h.actor.text, h.claims) for h in p.holders], p.more) for p in view.positions] == [
        (1, [("Edda Lund", 1)], 0),
        (1, [("Residents (in Coast Weekly)", 1)], 0),
    ]
    assert (view.claims, view.actors, view.wavering) == (2, 2, ())
    assert view.head.description == "2 voices on 2 positions in 2 claims."


def test_an_actor_under_two_positions_is_named(tmp_path: Path) -> None:
    """Nobody is made consistent."""
    change = (
        "  restates: lund-cables-snapped\n",
        "  restates: lund-cables-snapped\n  positions: [{topic: why-closed, position: profit}]\n",
    )
    view = _views(_desk(small_book(tmp_path, second=change)))["topics/why-closed.html"]
    assert _texts(view.wavering) == ["Edda Lund"]


def test_disputes_stand_under_their_question(views: Views) -> None:
    """A claim without a position stands under its answer's; the rest come last; pairs are counted by
    relation.
    """
    view = views["disputes.html"]
    assert view.pairs == 3
    assert [(count.relation, count.value, count.of) for count in view.relations] == [
        ("alternative", 1, 3),
        ("contradicts", 1, 3),
        ("undercuts", 1, 3),
    ]
    why = Link("disputes/why-closed.html", "Why was the bridge closed?")
    other = Link("disputes/no.question.html", "Other claims")
    assert [(q.link, q.answered, q.pairs) for q in view.questions] == [(why, 2, 2), (other, 1, 1)]
    assert [sharp.claim.id for sharp in view.sharpest] == ["lund-cables-snapped"]
    page = views[why.href]
    assert [(d.claim.id, [a.row.id for a in d.answers]) for d in page.disputes] == [
        ("lund-cables-snapped", ["hale-no-cable-snapped"]),
        ("residents-ferry-company", ["hale-nothing-gained"]),
    ]
    assert (page.topic.href, page.answered, page.pairs) == ("topics/why-closed.html", 2, 2)
    assert page.head.title == "Disputes: Why was the bridge closed?"
    assert page.head.description == "2 pairs of a claim and an answer."
    assert views["topics/why-closed.html"].disputes() == Link(why.href, "2 pairs of claim and answer")
    assert views[other.href].topic is None


def test_an_answer_s_question_serves_a_claim_without_one(tmp_path: Path) -> None:
    """So a dispute is found under its question where either side takes a position."""
    change = (
        "id: magazine-crowd-450\n",
        "id: magazine-crowd-450\n  positions: [{topic: why-closed, position: profit}]\n",
    )
    made = _views(_desk(small_book(tmp_path, second=change)))
    assert [d.claim.id for d in made["disputes/why-closed.html"].disputes] == [
        *("lund-cables-snapped", "telegraph-crowd-300", "residents-ferry-company")
    ]
    assert "disputes/no.question.html" not in made


def test_the_disputes_of_a_question_are_paged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim is never parted from its answers, however few pairs a page should hold."""
    monkeypatch.setattr(disputes, "PAIRS_A_PAGE", 1)
    made = _views(desk)
    paths = ["disputes/why-closed.html", "disputes/why-closed.2.html"]
    assert [[d.claim.id for d in made[path].disputes] for path in paths] == [
        ["lund-cables-snapped"],
        ["residents-ferry-company"],
    ]
    assert [(made[p].pager.previous, made[p].pager.next) for p in paths] == [
        (None, paths[1]),
        (paths[0], None),
    ]
    assert made[paths[1]].head.title == "Disputes: Why was the bridge closed?, page 2"
    assert [made[path].pairs for path in paths] == [2, 2]


def test_an_answer_that_was_withdrawn_is_no_dispute(tmp_path: Path) -> None:
    """It is marked on the claim's page and counted nowhere."""
    change = ("claim: hale-no-cable-snapped", "claim: vik-withdrawn")
    made = _views(_desk(small_book(tmp_path, first=change)))
    view = made["claims/lund-cables-snapped.html"]
    assert [(a.row.statement, a.row.withdrawn) for a in view.answered_by] == [("A withdrawn claim", True)]
    assert view.row.answered == 0
    assert view.head.description.endswith("”. No counter-statement in this book.")
    assert made["disputes.html"].pairs == 2


def test_numbers_for_the_same_thing_stand_together(views: Views) -> None:
    """Never merged; plotted where there are several."""
    (crowd,) = views["figures.html"].disputed
    assert [(g.value, g.row.id) for g in crowd.given] == [
        ("about 300", "telegraph-crowd-300"),
        ("about 450", "magazine-crowd-450"),
    ]
    assert crowd.chart is not None
    assert views["figures.html"].others == ()


def test_a_number_given_alike_is_not_disputed(tmp_path: Path) -> None:
    """Two claims, one value."""
    change = ("low: 450, high: 450", "low: 300, high: 300")
    view = _views(_desk(small_book(tmp_path, second=change)))["figures.html"]
    assert (view.disputed, [len(q.given) for q in view.others]) == ((), [2])


@pytest.mark.parametrize(
    ("low", "high", "approximate", "words"),
    [
        (2030, 2030, False, "2\u202f030"),
        (5000, 7000, False, "5\u202f000 to 7\u202f000"),
        (None, 100, False, "at most 100"),
        (100, None, True, "about at least 100"),
        (-3, -3, False, "\u22123"),
        ("0.5", "0.5", True, "about 0.5"),
        (None, None, True, "not given"),
    ],
)
def test_amounts_in_words(low: Any, high: Any, approximate: bool, words: str) -> None:
    """One end, both, equal ends, and the source's own about."""
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert amount(ends[0], ends[1], approximate) == words


def test_the_timeline_is_in_order_and_as_precise_as_the_source(views: Views) -> None:
    """Events and sayings apart; a document's own voice under the document; undated claims counted."""
    view = views["timeline.html"]
    assert [(m.when.words, m.precision) for m in view.moments][:2] == [
        ("about March 2021", "month"),
        ("9 March 2021", "day"),
    ]
    days = {m.when.words: m for m in view.moments}
    assert _ids(days["9 March 2021"].events) == ["lund-cables-snapped"]
    assert _ids(days["9 March 2021"].sayings) == ["lund-cables-snapped"]
    assert [(chain.source.text, count) for chain, count in days["10 March 2021"].documents] == [
        ("Coast Weekly", 1)
    ]
    assert view.undated == 4
    assert len({m.id for m in view.moments}) == len(view.moments)
    assert [(j.to, j.days) for j in view.jumps] == [(Link("#date-1", "2021"), ())]


def test_a_crowded_timeline_is_entered_by_month_and_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By month where a year holds many dates, by day where a month does."""
    monkeypatch.setattr(timeline, "_MANY", 1)
    jumps = _views(desk)["timeline.html"].jumps
    assert [j.to.text for j in jumps] == ["March 2021", "April 2021"]
    assert [day.text for day in jumps[0].days] == ["9 March", "10 March"]
    assert jumps[1].days == ()


# Lists, the home page, prose


def test_every_claim_is_in_the_index_in_document_order(views: Views) -> None:
    """Document by document."""
    view = views["claims/index.html"]
    assert (view.total, view.of, view.first) == (10, 10, 1)
    assert _ids(view.rows)[:6] == [
        *("lund-cables-snapped", "harbour-master-rust", "telegraph-crowd-300", "residents-ferry-company"),
        *("vik-inspection-late", "hale-no-cable-snapped"),
    ]


def test_facets_hold_what_they_say(views: Views) -> None:
    """One list for every value that occurs, and its number beside its name."""
    for path, holds in _facets():
        view = views[path]
        everything = views["claims/index.html"].rows
        assert _ids(view.rows) == [row.id for row in everything if holds(row)], path
        (current,) = [value for group in view.facets() for value in group.values if value.current]
        assert (current.link.href, current.claims) == (path, view.total)
    assert "claims/certainty.rumoured.html" not in views


def _facets() -> Iterator[tuple[str, Callable[[Any], bool]]]:
    for voice in ("quoted", "reported", "author"):
        yield f"claims/voice.{voice}.html", lambda row, voice=voice: row.voice == voice
    for certainty in ("asserted", "hedged", "speculated"):
        yield f"claims/certainty.{certainty}.html", lambda row, word=certainty: row.certainty == word
    yield "claims/evidence.none.html", lambda row: not row.evidence
    yield "claims/answered.yes.html", lambda row: row.answered > 0
    yield "claims/answered.no.html", lambda row: not row.answered


def test_long_lists_are_paged(desk: Desk) -> None:
    """Four to a page: three pages, each with its neighbours, its first number and a title of its own."""
    made = _views(Desk(desk.book, replace(SETTINGS, page_size=4), desk.addresses))
    paths = ["claims/index.html", "claims/index.2.html", "claims/index.3.html"]
    assert [(len(made[p].rows), made[p].first) for p in paths] == [(4, 1), (4, 5), (2, 9)]
    assert [(made[p].pager.previous, made[p].pager.next) for p in paths] == [
        (None, paths[1]),
        (paths[0], paths[2]),
        (paths[1], None),
    ]
    assert [made[p].head.title for p in paths] == ["Claims", "Claims, page 2", "Claims, page 3"]


def test_an_empty_list_is_one_page(tmp_path: Path) -> None:
    """A book that has just begun still has its index."""
    assert paged((), 50) == [()]
    assert pager("claims/index", 1, 1) == Pager(1, 1, None, None)


def test_the_home_page_counts_the_book(views: Views) -> None:
    """Claims, voices, documents, pairs, and the sharpest dispute with both sides' words."""
    view = views["index.html"]
    totals = view.totals
    assert (totals.claims, totals.voices, totals.documents, totals.references) == (10, 8, 2, 1)
    assert (totals.pairs, totals.answered, totals.unevidenced) == (3, 3, 6)
    (sharp,) = view.sharpest
    assert sharp.question == Link("topics/why-closed.html", "Why was the bridge closed?")
    assert (sharp.claim.id, sharp.answer.row.id, sharp.more) == (
        "lund-cables-snapped",
        "hale-no-cable-snapped",
        0,
    )
    assert sharp.answer_quote.parts == ("Not a single cable snapped at Varnholm",)


def test_each_question_shows_its_sharpest_dispute_once(tmp_path: Path) -> None:
    """Named voices before unnamed ones; the second contradiction on the same question is left to its page."""
    change = ("relation: undercuts", "relation: contradicts")
    view = _views(_desk(small_book(tmp_path, first=change)))["index.html"]
    assert [sharp.claim.id for sharp in view.sharpest] == ["lund-cables-snapped"]


def test_prose_links_to_records_and_pages(desk: Desk) -> None:
    """Relative to where it stands; the first words describe a page that has no summary."""
    found = ContentFile(
        "about", 'It\'s "about"', None, "", "See [her](actor:edda-lund) in [figures](page:figures).", 3
    )
    view = prose_page(desk, found, "about.html")
    assert view.html == (
        '<p>See <a href="actors/edda-lund.html">her</a> in <a href="figures.html">figures</a>.</p>'
    )
    assert (view.head.title, view.head.description) == ("It’s “about”", "See her in figures.")
    assert 'href="../actors/edda-lund.html"' in prose_page(desk, found, "corrections/about.html").html


def test_corrections_are_listed_newest_first() -> None:
    """By day, then by address."""
    found = [
        ContentFile(slug, slug, day, "", "", 3) for slug, day in (("a", "2021-01-01"), ("b", "2021-03-01"))
    ]
    view = corrections_page(found)
    assert [(e.href, e.date.words) for e in view.entries] == [
        ("corrections/b.html", "1 March 2021"),
        ("corrections/a.html", "1 January 2021"),
    ]


def test_counts_agree_with_their_word() -> None:
    """One, none, several."""
    assert [count_of(n, "claim") for n in (0, 1, 2)] == ["0 claims", "1 claim", "2 claims"]


def test_the_home_page_sends_newcomers_to_a_page_of_prose(tmp_path: Path) -> None:
    """To the page the setting names; without one, nowhere."""
    root = small_book(tmp_path)
    book = check(root, SETTINGS)
    desk = Desk(book, SETTINGS, page_addresses(root), texts(root))
    start = _views(desk)["index.html"].start
    assert (start.link, start.summary) == (Link("about.html", "About this book"), "What it is.")
    settings = replace(SETTINGS, start="")
    desk = Desk(book, settings, page_addresses(root), texts(root))
    assert _views(desk)["index.html"].start is None


def test_a_claim_names_the_pages_that_cite_it(tmp_path: Path) -> None:
    """Pages and corrections that link to it, each once, by address."""
    root = small_book(tmp_path)
    desk = Desk(check(root, SETTINGS), SETTINGS, page_addresses(root), texts(root))
    found = _views(desk)
    cited = found["claims/lund-cables-snapped.html"].cited_in
    assert cited == (Link("corrections/a-date.html", "A date was corrected"),)
    assert found["claims/lund-cables-repeated.html"].cited_in == ()


def test_balance_counts_with_denominators(tmp_path: Path) -> None:
    """Per source, actor and topic; the owner's text says what is left out."""
    part = "Title: Left out\n\nSee [the mayor](actor:edda-lund).\n"
    root = small_book(tmp_path, files={"content/parts/balance.md": part})
    desk = Desk(check(root, SETTINGS), SETTINGS, page_addresses(root), texts(root))
    view = _views(desk)["balance.html"]
    tables = {table.id: table.rows for table in view.tables}
    sources = [*tables["documents"], *tables["references"]]
    whole = view.whole
    assert whole.tally.claims == len(desk.book.live)
    assert whole.unanswered == whole.tally.claims - whole.tally.answered
    assert whole.share.words == sum(row.share.words for row in sources if row.share)
    assert sum(row.tally.claims for row in sources) == whole.tally.claims
    assert {row.share.words for name in ("actors", "topics") for row in tables[name]} == {whole.share.words}
    assert max(row.share.quoted for row in tables["actors"]) <= whole.share.quoted
    assert view.left_out == '<p>See <a href="actors/edda-lund.html">the mayor</a>.</p>'


# Cards


def test_every_claim_has_a_card(desk: Desk, views: Views) -> None:
    """Its statement and its words; a withdrawn one's stands for nothing but itself."""
    card = views["claims/lund-cables-snapped.embed.html"]
    assert card.row is desk.row("lund-cables-snapped")
    assert card.quote.parts == ("We shut the bridge because two cables had snapped",)
    gone = views["claims/vik-withdrawn.embed.html"]
    assert (gone.row.withdrawn, gone.quote) == (True, None)


def test_a_card_is_offered_where_the_address_is_known(desk: Desk, views: Views) -> None:
    """The code names the site's address; what an owner writes stays within its quotation marks."""
    assert views["claims/report-cables-worn.html"].embed_code() is None
    known = replace(SETTINGS, site_url="https://example.org/book/", title='The "old" bridge')
    assert embed_code(known, desk.row("report-cables-worn"), None) == (
        '<iframe src="https://example.org/book/claims/report-cables-worn.embed.html" '
        'title="A claim in The &quot;old&quot; bridge" width="560" height="192" loading="lazy" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>'
    )


def test_a_frame_is_as_high_as_its_words_need(desk: Desk, views: Views) -> None:
    """One line of statement and one of quotation, 27 and 25 pixels, come to what every card has."""
    site = replace(SETTINGS, site_url="https://example.org")
    short, long = "vik-inspection-late", "lund-cables-snapped"
    codes = [embed_code(site, desk.row(name), views[f"claims/{name}.html"].quote) for name in (short, long)]
    assert [code.split("height=")[1][:5] for code in codes if code] == ['"227"', '"254"']


def test_a_claim_leads_on_within_its_topics(views: Views) -> None:
    """Before and after it stand its neighbours on the topic's page, positions one after another."""
    damage = views["claims/lund-cables-snapped.html"].stands[0]
    assert (damage.previous, damage.next.id) == (None, "residents-ferry-company")
    profit = views["claims/residents-ferry-company.html"].stands[0]
    assert (profit.previous.id, profit.next) == ("lund-cables-snapped", None)

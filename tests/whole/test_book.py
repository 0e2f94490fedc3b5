"""The whole book through real Pelican runs: what is published, what is refused, and that nothing is ever half
done.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import yaml

from tests.conftest import SITE, Run
from tests.support import CONFIG, PARTS, REPOSITORY, small_book, write
from tests.whole.crawl import PageFacts, problems_of_site, read_site

METHOD = {"content/pages/method.md": "Title: Method\n\nHow it is made.\n"}


def digest(folder: Path) -> dict[str, str]:
    """The hash of every file below `folder`, by path."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def beside(root: Path) -> list[str]:
    """What stands beside the output folder under its name."""
    return sorted(p.name for p in root.glob("output*"))


# The real book


def test_a_clone_builds_with_plain_pelican(built: Path, data: dict[str, Any]) -> None:
    """Every family of pages is there, a page and a JSON file for every claim, and nothing that Pelican adds
    unasked.
    """
    files = set(digest(built))
    for name in ("index", "disputes", "figures", "timeline", "data", "corrections", "about", "method", "404"):
        assert f"{name}.html" in files
    for kind in ("claims", "actors", "sources", "topics"):
        assert {f"{kind}/index.html", *(f"{kind}/{record['id']}.html" for record in data[kind])} <= files
    assert {f"claims/{claim['id']}.json" for claim in data["claims"]} <= files
    assert {".nojekyll", "data/claims.json", "data/claims.csv", "data/links.csv"} <= files
    assert {"feeds/claims.atom.xml", "feeds/corrections.atom.xml", "theme/css/style.css"} <= files
    assert {path.split("/")[0] for path in files if "/" in path} <= {
        *(
            "claims",
            "actors",
            "sources",
            "topics",
            "data",
            "feeds",
            "theme",
            "corrections",
            "disputes",
            "images",
        )
    }
    assert "sitemap.xml" not in files
    assert beside(built.parent) == ["output"]


def test_the_theme_is_our_own(built: Path) -> None:
    """The published theme is the folder in the repository, to the byte."""
    assert digest(built / "theme") == digest(REPOSITORY / "themes" / "apparatus" / "static")


def test_no_document_is_republished(built: Path, data: dict[str, Any]) -> None:
    """Of no document more is quoted than the book's limit."""
    assert {s["id"]: s["quoted_share"] for s in data["sources"] if (s["quoted_share"] or 0) > 0.35} == {}


# Small books, broken


@pytest.fixture(scope="module")
def small_built(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """A small book with a theme of its own, built once."""
    files = {**METHOD, **_theme()}
    root = small_book(tmp_path_factory.mktemp("small"), files=files, config=f"{CONFIG}THEME = 'theme'\n")
    done = run(root, "-m", "pelican")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def _theme() -> dict[str, str | bytes]:
    folder = REPOSITORY / "themes" / "apparatus"
    return {
        f"theme/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture
def small(tmp_path: Path, small_built: Path) -> Path:
    """A copy of the small book with its site, to break."""
    return Path(shutil.copytree(small_built, tmp_path / "small"))


def _break(root: Path, part: str, old: str, new: str) -> None:
    path, _ = PARTS[part]
    content = (root / path).read_text(encoding="utf-8")
    assert content.count(old) == 1
    write(root, path, content.replace(old, new))


def _refused(root: Path, run: Run) -> CompletedProcess[str]:
    """A build that must fail and leave everything beside the broken file as it was."""
    before = digest(root / "output")
    done = run(root, "-m", "pelican")
    assert done.returncode == 1, done.stdout + done.stderr
    assert digest(root / "output") == before
    assert beside(root) == ["output"]
    return done


def test_broken_records_are_all_named_and_change_nothing(small: Path, run: Run) -> None:
    """Problems of several files stand on standard error, sorted and counted; the site stays as it was."""
    _break(small, "first", "voice: quoted", "voice: sung")
    _break(small, "second", "said: 2021-03~", "said: Spring 2021")
    lines = _refused(small, run).stderr.splitlines()
    assert [line.split(": ")[0] for line in lines[:-1]] == [
        "claims/sources/coast-weekly.yml:18:10",
        "claims/sources/tide-magazine-report.yml:16:9",
    ]
    assert "expected an EDTF date, got 'Spring 2021'" in lines[1]
    assert lines[2] == "2 problems"


def test_a_quote_that_does_not_match_stops_the_build(small: Path, run: Run) -> None:
    """One changed word is enough."""
    _break(small, "first", "because two cables had snapped\n", "because three cables had snapped\n")
    assert _refused(small, run).stderr == (
        "claims/sources/coast-weekly.yml:23:10: claims[0].quote: the words 'We shut the bridge because three "
        "cables had snapped' do not stand in the document. Quote its exact words, or write its fingerprint "
        "anew if the text was captured again.\n1 problem\n"
    )


def test_a_bad_content_file_stops_the_build(small: Path, run: Run) -> None:
    """A head line that is not known, where Pelican alone would go on and exit with 0."""
    _break(small, "about", "Summary: What it is.", "Sumary: What it is.")
    assert _refused(small, run).stderr == (
        "content/pages/about.md:2:1: unknown head line 'Sumary'. Known: title, date, summary.\n1 problem\n"
    )


def test_a_dangling_link_in_content_stops_the_build(small: Path, run: Run) -> None:
    """Links of pages and corrections are checked as those of records are."""
    _break(small, "about", "actor:edda-lund", "actor:edda-lunt")
    assert _refused(small, run).stderr == (
        "content/pages/about.md:4:25: there is no actor 'edda-lunt'. Did you mean 'edda-lund'?\n1 problem\n"
    )


@pytest.mark.parametrize(
    ("template", "fault", "message"),
    [
        ("claim.html", "{{ view.head.nothing.at_all }}", "no attribute 'nothing'"),
        ("page.html", "{{ view.head.nothing.at_all }}", "no attribute 'nothing'"),
        ("corrections.html", "{% if %}", "Expected an expression"),
    ],
)
def test_a_template_error_stops_the_build(
    small: Path, run: Run, template: str, fault: str, message: str
) -> None:
    """A fault in a template, filled by the book or by Pelican, leaves the last good site in place."""
    text = (small / "theme" / "templates" / template).read_text(encoding="utf-8")
    write(small, f"theme/templates/{template}", text.replace("<h1>", f"{fault}<h1>", 1))
    done = _refused(small, run)
    assert message in done.stdout + done.stderr


def test_a_wrong_setting_stops_the_build(small: Path, run: Run) -> None:
    """Settings are checked before anything else."""
    write(small, "pelicanconf.py", f"{CONFIG}CLAIMBOOK['quoted_share'] = 0.5\n")
    assert _refused(small, run).stderr.startswith("CLAIMBOOK: unknown setting 'quoted_share'; known are ")


def test_a_foreign_output_folder_is_not_touched(tmp_path: Path, run: Run) -> None:
    """A folder that no build made is neither replaced nor written to."""
    root = small_book(tmp_path, files={**METHOD, "output/diary.txt": "mine"})
    assert _refused(root, run).stderr == (
        "output/ was not made by Claimbook, so it is not replaced. "
        "Move it away, delete it, or build to another folder.\n"
    )


def test_an_interrupted_swap_is_made_good(small: Path, run: Run) -> None:
    """A site moved aside comes back even when the next build fails, and is replaced when it succeeds."""
    before = digest(small / "output")
    (small / "output").rename(small / "output.old")
    write(small, "claims/broken.yml", "claims: 3\n")
    assert run(small, "-m", "pelican").returncode == 1
    assert beside(small) == ["output"]
    assert digest(small / "output") == before
    (small / "output").rename(small / "output.old")
    (small / "claims" / "broken.yml").unlink()
    assert run(small, "-m", "pelican").returncode == 0
    assert beside(small) == ["output"]
    assert digest(small / "output") == before


def test_a_removed_record_leaves_no_page_behind(small: Path, run: Run) -> None:
    """The output is what the records say, not what earlier builds wrote."""
    write(small, "claims/more.yml", "actors:\n- {id: ghost, name: Ghost, kind: person}\n")
    assert run(small, "-m", "pelican").returncode == 0
    assert (small / "output/actors/ghost.html").is_file()
    (small / "claims/more.yml").unlink()
    assert run(small, "-m", "pelican").returncode == 0
    assert not (small / "output/actors/ghost.html").exists()


def test_equal_records_give_equal_bytes(clone: Path, built: Path, run: Run) -> None:
    """Two builds with different hash seeds agree in every file: no clock, no chance, no order of a set."""
    done = run(clone, "-m", "pelican", "-o", "again", PYTHONPATH="", PYTHONHASHSEED="77", TZ="Asia/Almaty")
    assert done.returncode == 0, done.stdout + done.stderr
    assert digest(clone / "again") == digest(built)


# The data contract (design, 4)

PARTY = {"id": str, "name": str}
TEXT_OR_NULL = (str, type(None))
NUMBER_OR_NULL = (int, float, type(None))
CLAIM = {
    "id": str, "url": str, "statement": str, "speakers": [PARTY], "via": [PARTY], "voice": str,
    "certainty": str, "said": TEXT_OR_NULL, "said_basis": TEXT_OR_NULL,
    "about": {"date": TEXT_OR_NULL, "place": TEXT_OR_NULL},
    "source": {"id": str, "title": str, "url": TEXT_OR_NULL}, "quote": TEXT_OR_NULL,
    "position": {"start": int, "end": int, "of": int},
    "evidence": [{"kind": str, "what": str, "by": [str], "url": TEXT_OR_NULL}], "mentions": [str],
    "positions": [{"topic": str, "position": str}],
    "figures": [{"quantity": str, "low": NUMBER_OR_NULL, "high": NUMBER_OR_NULL, "approximate": bool}],
    "restates": [str], "supports": [str],
    "counter_statements": [{"claim": str, "relation": str, "linked_by": str, "note": TEXT_OR_NULL}],
    "counters": [{"claim": str, "relation": str, "linked_by": str, "note": TEXT_OR_NULL}],
    "withdrawn": {"date": str, "reason": str}, "note": TEXT_OR_NULL,
}  # fmt: skip
ACTOR = {
    "id": str, "name": str, "kind": str, "also_known_as": [str],
    "described_as": [{"role": str, "source": str}],
    "part_of": [str], "source": TEXT_OR_NULL, "url": str, "withdrawn": {"date": str, "reason": str},
}  # fmt: skip
SOURCE = {
    "id": str, "title": str, "kind": str, "authors": [str], "publisher": TEXT_OR_NULL,
    "published": TEXT_OR_NULL,
    "published_basis": TEXT_OR_NULL, "url": TEXT_OR_NULL, "archived": TEXT_OR_NULL,
    "republished_from": {"publisher": str, "url": TEXT_OR_NULL, "archived": TEXT_OR_NULL}, "language": str,
    "words": (int, type(None)),
    "coverage": NUMBER_OR_NULL, "decomposed": NUMBER_OR_NULL, "quoted_share": NUMBER_OR_NULL, "page": str,
    "withdrawn": {"date": str, "reason": str},
}  # fmt: skip
TOPIC = {
    "id": str, "question": str, "positions": [{"id": str, "label": str}], "url": str,
    "withdrawn": {"date": str, "reason": str},
}  # fmt: skip
QUANTITY = {"id": str, "label": str, "unit": str, "url": str, "withdrawn": {"date": str, "reason": str}}
NULLABLE = {"about", "position", "withdrawn", "republished_from"}


def _misfits(value: Any, shape: Any, where: str) -> list[str]:
    """Where `value` departs from `shape`: keys missing or too many, and values of another type."""
    if isinstance(shape, dict):
        if value is None and where.rpartition(".")[2] in NULLABLE:
            return []
        if not isinstance(value, dict) or list(value) != list(shape):
            return [f"{where}: {value!r}"]
        return [m for key, inner in shape.items() for m in _misfits(value[key], inner, f"{where}.{key}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where}: {value!r}"]
        return [m for i, each in enumerate(value) for m in _misfits(each, shape[0], f"{where}[{i}]")]
    fits = isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
    return [] if fits else [f"{where}: {value!r}"]


def test_the_data_has_the_shape_that_was_promised(data: dict[str, Any]) -> None:
    """Every field of every record has the name, the order and the type of the contract."""
    shapes = {"sources": SOURCE, "actors": ACTOR, "topics": TOPIC, "quantities": QUANTITY, "claims": CLAIM}
    assert list(data) == ["book", *shapes]
    assert [m for name, shape in shapes.items() for m in _misfits(data[name], [shape], name)] == []
    assert list(data["book"]) == [
        *("title", "question", "language", "url", "licence", "schema_version", "generator", "commit")
    ]
    assert (data["book"]["schema_version"], data["book"]["url"], data["book"]["commit"]) == (1, None, None)
    for name in shapes:
        ids = [record["id"] for record in data[name]]
        assert ids == sorted(set(ids))


def test_counters_are_the_inverse_of_counter_statements(data: dict[str, Any]) -> None:
    """What one claim lists as answers, the answering claims list as answered: the same links, seen from both
    ends.
    """

    def links(field: str) -> list[tuple[str, ...]]:
        found = []
        for claim in data["claims"]:
            for link in claim[field]:
                ends = (claim["id"], link["claim"])
                ends = ends if field == "counter_statements" else ends[::-1]
                found.append((*ends, link["relation"], link["linked_by"], link["note"] or ""))
        return sorted(found)

    assert links("counters") == links("counter_statements")


def test_each_claim_has_its_own_file(built: Path, data: dict[str, Any]) -> None:
    """`claims/<id>.json` is the claim's entry, no more and no less."""
    for claim in data["claims"]:
        alone = json.loads((built / "claims" / f"{claim['id']}.json").read_text(encoding="utf-8"))
        assert alone == claim
        assert claim["url"] == f"claims/{claim['id']}.html"


def test_positions_lie_in_their_documents(data: dict[str, Any]) -> None:
    """A quote's words have numbers inside its document; a claim without a quote has none."""
    words = {source["id"]: source["words"] for source in data["sources"]}
    for claim in data["claims"]:
        place = claim["position"]
        assert (place is None) == (claim["quote"] is None)
        if place:
            assert 0 <= place["start"] < place["end"] <= place["of"] == words[claim["source"]["id"]]


def test_every_link_in_the_data_leads_to_a_record(built: Path, data: dict[str, Any]) -> None:
    """Ids and addresses resolve inside the file and inside the site."""
    ids = {
        name: {record["id"] for record in data[name]}
        for name in ("sources", "actors", "topics", "quantities", "claims")
    }
    stands = {(t["id"], p["id"]) for t in data["topics"] for p in t["positions"]}
    for claim in data["claims"]:
        assert {p["id"] for p in claim["speakers"] + claim["via"]} | set(claim["mentions"]) <= ids["actors"]
        assert {name for e in claim["evidence"] for name in e["by"]} <= ids["actors"]
        assert {c["claim"] for c in claim["counter_statements"]} <= ids["claims"]
        assert {*claim["restates"], *claim["supports"]} <= ids["claims"]
        assert {(s["topic"], s["position"]) for s in claim["positions"]} <= stands
        assert {f["quantity"] for f in claim["figures"]} <= ids["quantities"]
    for record in [*data["claims"], *data["actors"], *data["topics"]]:
        assert (built / record["url"]).is_file()
    assert all((built / source["page"]).is_file() for source in data["sources"])


def test_the_published_data_names_its_address(published: Path) -> None:
    """The envelope says where the book is published."""
    found = json.loads((published / "data/claims.json").read_text(encoding="utf-8"))
    assert found["book"]["url"] == SITE


# Feeds and sitemap

ATOM = {"a": "http://www.w3.org/2005/Atom"}
STAMP = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")


@pytest.mark.parametrize("name", ["claims", "corrections"])
@pytest.mark.parametrize("address", ["", SITE])
def test_feeds_are_atom(request: pytest.FixtureRequest, name: str, address: str) -> None:
    """What RFC 4287 requires is there; links are absolute where the address is known, else relative."""
    folder: Path = request.getfixturevalue("published" if address else "built")
    feed = ET.fromstring((folder / "feeds" / f"{name}.atom.xml").read_bytes())
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    entries = feed.findall("a:entry", ATOM)
    assert feed.findtext("a:author/a:name", "", ATOM)
    for part in [feed, *entries]:
        assert all(len(part.findall(f"a:{tag}", ATOM)) == 1 for tag in ("id", "title", "updated"))
        assert STAMP.fullmatch(part.findtext("a:updated", "", ATOM))
    ids = [part.findtext("a:id", "", ATOM) for part in [feed, *entries]]
    assert len(set(ids)) == len(ids)
    assert all(i.startswith(f"{address}/" if address else "urn:uuid:") for i in ids)
    for link in feed.iterfind(".//a:link", ATOM):
        href = link.get("href", "")
        base, target = (f"{address}/", folder) if address else ("../", folder)
        assert href.startswith(base)
        assert (target / href.removeprefix(base)).is_file()
    assert all(entry.find("a:link[@rel='alternate']", ATOM) is not None for entry in entries)
    assert len(entries) <= 50


def test_the_sitemap_lists_every_page(published: Path) -> None:
    """Only a published site has a sitemap: absolute addresses of all pages but redirects, cards and the 404
    page.
    """
    tree = ET.fromstring((published / "sitemap.xml").read_bytes())
    found = [loc.text for loc in tree.iterfind("{*}url/{*}loc")]
    pages = {
        f"{SITE}/{p.relative_to(published).as_posix()}"
        for p in published.rglob("*.html")
        if p.name != "404.html"
        and not p.name.endswith(".embed.html")
        and 'http-equiv="refresh"' not in p.read_text(encoding="utf-8")
    }
    assert len(found) == len(set(found))
    assert set(found) == pages


# Withdrawn and renamed records


def test_a_withdrawn_claim_keeps_its_address_and_says_why(tmp_path: Path, run: Run) -> None:
    """Its page and its JSON hold date and reason and nothing else; the claim it answered marks it, lists of
    answers leave it out.
    """
    counter = "{claim: vik-withdrawn, relation: qualifies, linked_by: editor}"
    gone = "- id: vik-withdrawn\n  statement: Secret words.\n  speaker: mara-vik\n  note: Secret too.\n"
    root = small_book(
        tmp_path,
        files=METHOD,
        first=[
            ("- id: vik-withdrawn\n", gone),
            (
                "  quote: the inspection came",
                f"  counter_statements:\n  - {counter}\n  quote: the inspection came",
            ),
        ],
    )
    assert run(root, "-m", "pelican").returncode == 0
    output = root / "output"
    page = (output / "claims/vik-withdrawn.html").read_text(encoding="utf-8")
    assert "<h1>Withdrawn claim</h1>" in page
    assert '<time datetime="2021-06-01">1 June 2021</time>' in page
    assert "Reason: It was a question." in page
    record = json.loads((output / "claims/vik-withdrawn.json").read_text(encoding="utf-8"))
    assert {name: value for name, value in record.items() if value} == {
        "id": "vik-withdrawn",
        "url": "claims/vik-withdrawn.html",
        "withdrawn": {"date": "2021-06-01", "reason": "It was a question."},
    }
    assert list(record) == list(CLAIM)
    assert not [p for p in output.rglob("*") if p.is_file() and b"Secret" in p.read_bytes()]
    html = (output / "claims/vik-inspection-late.html").read_text(encoding="utf-8")
    assert 'vik-withdrawn.html">A withdrawn claim</a>' in html
    assert "A withdrawn claim (withdrawn)" in re.sub(r"<[^>]*>", "", html)
    card = (output / "claims/vik-withdrawn.embed.html").read_text(encoding="utf-8")
    assert (
        'href="../claims/vik-withdrawn.html" target="_blank" rel="noopener">This claim was withdrawn</a>'
        in card
    )
    for place in ("actors/mara-vik.html", "disputes.html"):
        assert "vik-withdrawn" not in (output / place).read_text(encoding="utf-8")


def test_a_renamed_record_leaves_a_redirect(small: Path) -> None:
    """The old address leads on without a script, and says so to search engines; a claim's card does too."""
    moved = {
        "claims/lund-two-cables": "lund-cables-snapped",
        "claims/lund-two-cables.embed": "lund-cables-snapped.embed",
        "actors/mayor-lund": "edda-lund",
    }
    for old, new in moved.items():
        page = (small / f"output/{old}.html").read_text(encoding="utf-8")
        target = f"../{old.split('/')[0]}/{new}.html"
        assert f'<meta http-equiv="refresh" content="0; url={target}">' in page
        assert f'<a href="{target}">Go to it</a>' in page
        assert '<meta name="robots" content="noindex">' in page
    data = [
        (small / f"output/claims/{name}.json").read_bytes()
        for name in ("lund-two-cables", "lund-cables-snapped")
    ]
    assert data[0] == data[1]


def test_every_page_has_a_content_security_policy(small: Path, short: Path) -> None:
    """Redirects and tombstones too, ahead of anything that loads: scripts where a page has some, and then no
    text becomes code; forms where it has one; no page tells where its reader comes from.
    """
    seen = set()
    for page in (path for root in (small, short) for path in (root / "output").rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
        assert re.findall(r"<(?!!doctype|html|head|meta)[a-z]+", html.partition(policy)[0]) == [], page
        assert '<meta name="referrer" content="no-referrer">' in html.partition("<title>")[0], page
        assert ("script-src 'self'" in policy) == ("<script defer src" in html), page
        assert ("style-src 'self'" in policy) == ('rel="stylesheet"' in html), page
        assert "form-action 'self'" in policy or "<form" not in html, page
        seen.add(policy)
    least = "default-src 'none';base-uri 'none';form-action 'none'"
    card = "default-src 'none';style-src 'self';base-uri 'none';form-action 'none'"
    most = (
        "default-src 'none';style-src 'self';img-src 'self';script-src 'self';connect-src 'self';"
        "base-uri 'none';form-action '{}';require-trusted-types-for 'script';trusted-types 'none'"
    )
    assert seen == {least, card, most.format("self"), most.format("none")}


def test_notes_of_several_paragraphs_leave_pages_well_formed(small: Path, run: Run) -> None:
    """Lists, tables and headings in a note stand where it is shown, on every page that shows it."""
    note = json.dumps("One.\n\n- a\n- b\n\n# Head\n\n| a | b |\n|---|---|\n| c | d |")
    _break(small, "first", "note: Both count *one* bank.", f"note: {note}")
    _break(small, "first", "note: The [harbour master](actor:harbour-master) is not named.", f"note: {note}")
    _break(small, "topics", "  question: Why was", f"  note: {note}\n  question: Why was")
    _break(small, "quantities", "unit: people", f"unit: people, note: {note}")
    assert run(small, "-m", "pelican").returncode == 0
    found = [p for p in problems_of_site(read_site(small / "output"), frozenset()) if "parse error" in p]
    assert found == []


# Hostile text

HOSTILE = (
    '<script>alert(1)</script> "><img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} </script> ]]> --> {index} '
    "|filename|x {static}/../../x &lt;b&gt; 'x' שלום مرحبا"
)
SHORT = "</script><b onclick='x'>{{ 7*7 }} ]]> \"> مرحبا"
HARMLESS = "and a few plain words مرحبا"  # letters from right to left have marks of their own
_LONG_TEXTS = {
    "statement",
    "said_basis",
    "what",
    "reason",
    "published_basis",
    "note",
    "title",
    "question",
    "place",
}
_SHORT_TEXTS = {"name", "label", "unit", "role"}


def _salted(value: Any, long: str, short: str, key: str = "") -> Any:
    """The records with `long` or `short` put behind every free text."""
    if isinstance(value, dict):
        return {name: _salted(inner, long, short, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_salted(inner, long, short, "name" if key == "also_known_as" else key) for inner in value]
    if isinstance(value, str) and key in _LONG_TEXTS | _SHORT_TEXTS:
        return f"{value.removesuffix('.')} {long if key in _LONG_TEXTS else short}"
    return value


def _book_of(root: Path, long: str, short: str, detail: str) -> Path:
    """The small book with `long` and `short` in every text: records, document, pages, settings."""
    settings = {"question": long, "description": short, "detail": detail}
    small_book(
        root,
        first_text=("We shut the bridge because two", f"We shut the bridge because {long} two"),
        first=(
            "We shut the bridge because two cables had snapped",
            "We shut the bridge because QUOTED two cables",
        ),
        about=("It is about", f"{long}\n\n| a | b |\n|---|---|\n| {short} | x |\n\nIt is about"),
        correction=[
            ("Title: A date was corrected", f"Title: A date {long}"),
            ("Summary: One date.", f"Summary: {long}"),
        ],
        config=f"{CONFIG}SITENAME = {long!r}\nCLAIMBOOK |= {settings!r}\n",
        files=METHOD,
    )
    for path in sorted((root / "claims").rglob("*.yml")):
        salted = _salted(yaml.safe_load(path.read_text(encoding="utf-8")), long, short)
        text = yaml.safe_dump(salted, sort_keys=False, allow_unicode=True, width=10_000)
        quoted = json.dumps(f"We shut the bridge because {long} two cables", ensure_ascii=False)
        write(
            root,
            path.relative_to(root).as_posix(),
            text.replace("We shut the bridge because QUOTED two cables", quoted),
        )
    return root


@pytest.fixture(scope="module", params=["full", "short"])
def salted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, run: Run
) -> dict[str, Path]:
    """The outputs of one book with hostile and with harmless text, with full pages and with short ones."""
    outputs = {}
    for name, long, short in (("hostile", HOSTILE, SHORT), ("harmless", HARMLESS, HARMLESS)):
        root = _book_of(tmp_path_factory.mktemp(name), long, short, request.param)
        done = run(root, "-m", "pelican")
        assert done.returncode == 0, done.stdout + done.stderr
        outputs[name] = root / "output"
    return outputs


def _schemes(page: PageFacts) -> list[tuple[str, str]]:
    return sorted({(a.tag, a.value.partition(":")[0]) for a in page.addresses if ":" in a.value})


def test_hostile_text_changes_no_markup(salted: dict[str, Path]) -> None:
    """Every page has the same elements with the same attributes and schemes as with harmless words."""
    hostile, harmless = read_site(salted["hostile"]), read_site(salted["harmless"])
    assert hostile.files == harmless.files
    for path, page in hostile.pages.items():
        assert page.shape == harmless.pages[path].shape, path
        assert _schemes(page) == _schemes(harmless.pages[path]), path
    withdrawn = frozenset({"404.html", "claims/vik-withdrawn.html", "claims/vik-withdrawn.embed.html"})
    # The cards of short books have no description, and without an address of the site nobody frames them.
    found = {line for line in problems_of_site(hostile, withdrawn) if ".embed.html: no " not in line}
    assert found == set()


def test_hostile_text_is_shown_as_written(salted: dict[str, Path]) -> None:
    """No template runs inside a record, and none of its words is lost."""
    page = read_site(salted["hostile"]).pages["claims/lund-cables-snapped.html"]
    assert page.description.startswith(f"Edda Lund {SHORT}")
    html = (salted["hostile"] / "claims/lund-cables-snapped.html").read_text(encoding="utf-8")
    assert "{{ 7*7 }}" in html
    assert "49" not in re.sub(r"\d{3,}", "", html)


def test_hostile_text_leaves_the_exports_well_formed(salted: dict[str, Path]) -> None:
    """JSON, JSON-LD, XML and CSV read back as what was written."""
    output = salted["hostile"]
    found = json.loads((output / "data/claims.json").read_text(encoding="utf-8"))
    claim = next(c for c in found["claims"] if c["id"] == "lund-cables-snapped")
    assert claim["statement"].endswith(HOSTILE)
    assert claim["quote"] == f"We shut the bridge because {HOSTILE} two cables"
    page = (output / claim["url"]).read_text(encoding="utf-8")
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert [json.loads(block)["name"] for block in blocks] in ([claim["statement"]], [])  # short pages: none
    titles = [
        ET.parse(path).findtext("a:entry/a:title", "", ATOM) for path in sorted((output / "feeds").iterdir())
    ]
    assert all(HOSTILE in title for title in titles)
    with (output / "data/claims.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows["lund-cables-snapped"]["statement"] == claim["statement"]


UNSAFE = ("//evil.example", "data:text/html,x", "javascript:alert(1)", "{index}", "|filename|x.md")


def test_unsafe_links_stop_the_build(small: Path, run: Run) -> None:
    """Notes and pages link to records, pages and the web; every other address is refused by name."""
    links = " ".join(f"[x]({address})" for address in UNSAFE)
    _break(small, "first", "[harbour master](actor:harbour-master)", links)
    _break(small, "about", "[the figures](page:figures)", links)
    found = [re.findall(r"^(.*?\.(?:yml|md)):.*the address '(.*)' is not a safe link\.", line)
             for line in _refused(small, run).stderr.splitlines()]  # fmt: skip
    paths = ("claims/sources/coast-weekly.yml", "content/pages/about.md")
    assert found == [*([(path, address)] for path in paths for address in UNSAFE), []]

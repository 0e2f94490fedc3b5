"""Archived copies: wherever a page leads to an original, the copy that the record names stands beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from claimbook.site.build import build
from tests.support import CONFIG, small_book

ARCHIVE = "https://web.archive.org/web/2021/"
ORIGINALS = {
    "document": "https://example.org/bridge",
    "first": "https://example.org/first",
    "evidence": "https://example.org/telegraph",
    "reference": "https://example.org/report",
}
LINK = re.compile(r'<a href="([^"]*)" rel="([^"]*)"')


@pytest.fixture(scope="module", params=["full", "short"])
def output(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book with an archived copy of everything that has an address, in full or in short pages."""
    copies = {name: f'"{ARCHIVE}{address}"' for name, address in ORIGINALS.items()}
    first = f"{{publisher: coast-telegraph, url: {ORIGINALS['first']}, archived: {copies['first']}}}"
    root = small_book(
        tmp_path_factory.mktemp("archived"),
        config=f"{CONFIG}CLAIMBOOK['detail'] = {request.param!r}\n",
        files={"content/pages/method.md": "Title: Method\n\nHow.\n"},
        first=[
            (
                "url: https://example.org/bridge\n",
                f"url: https://example.org/bridge\n  archived: {copies['document']}\n"
                f"  republished_from: {first}\n",
            ),
            (
                'url: "https://example.org/telegraph"',
                f'url: "https://example.org/telegraph", archived: {copies["evidence"]}',
            ),
        ],
        references=REFERENCE.format(url=ORIGINALS["reference"], archived=copies["reference"]),
    )
    return build(root).output


REFERENCE = """\
source:
  id: town-report
  title: Report on the cables
  kind: reference
  publisher: town-council
  published: null
  url: {url}
  archived: {archived}
  language: en
claims:
- id: report-cables-worn
  statement: Two cables were worn, not broken.
  speaker: town-council
  voice: author
  certainty: asserted
  quote: null
  evidence: none
"""


def test_every_original_has_its_copy_beside_it(output: Path) -> None:
    """In sources, quotations, paraphrases and evidence, with the same place in the text, and nowhere else."""
    found: dict[str, set[str]] = {}
    for page in output.rglob("*.html"):
        links = LINK.findall(page.read_text(encoding="utf-8"))
        assert all(set(rel.split()) >= {"noopener", "noreferrer", "nofollow"} for _, rel in links)
        led = [href for href, _ in links]
        for name, original in ORIGINALS.items():
            own = [href for href in led if href.partition("#")[0] == original]
            assert [href for href in led if href.startswith(ARCHIVE + original)] == [ARCHIVE + h for h in own]
            if own:
                found.setdefault(name, set()).add(page.relative_to(output).as_posix())
                assert led[led.index(own[0]) + 1] == ARCHIVE + own[0]
    assert found["first"] == {"sources/coast-weekly.html"}
    assert found["evidence"] == {"claims/harbour-master-rust.html"}
    assert found["reference"] == {"sources/town-report.html", "claims/report-cables-worn.html"}
    assert len(found["document"]) == 6  # the document's page and its five claims


def test_data_give_archived_copies(output: Path) -> None:
    """Sources and where they had appeared before have the field always, claims where there is a copy."""
    whole: dict[str, Any] = json.loads((output / "data/claims.json").read_text(encoding="utf-8"))
    sources = {source["id"]: source for source in whole["sources"]}
    copies = {name: ARCHIVE + original for name, original in ORIGINALS.items()}
    assert sources["coast-weekly"]["archived"] == copies["document"]
    assert sources["coast-weekly"]["republished_from"]["archived"] == copies["first"]
    assert sources["tide-magazine-report"]["archived"] is None
    claims = {claim["id"]: claim for claim in whole["claims"]}
    assert claims["harbour-master-rust"]["evidence"][0]["archived"] == copies["evidence"]
    assert claims["report-cables-worn"]["source"]["archived"] == copies["reference"]
    assert [
        name for name, claim in claims.items() if claim["source"] and "archived" not in claim["source"]
    ] == [*("hale-no-cable-snapped", "hale-nothing-gained", "lund-cables-repeated", "magazine-crowd-450")]
    page = (output / "claims/lund-cables-snapped.html").read_text(encoding="utf-8")
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    places = [json.loads(block)["appearance"]["archivedAt"] for block in blocks]
    assert places in ([copies["document"]], [])  # short pages: none

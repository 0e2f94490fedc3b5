"""The short pages that large books have, built from the small book: whole, valid, and with the same ties."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimbook.checks import check
from claimbook.content import page_addresses
from claimbook.pages import Desk
from claimbook.pages.claim import claim_page
from claimbook.settings import load_settings
from tests.whole.crawl import SiteFacts, problems_of_site, read_site, resolve
from tests.whole.test_valid import messages

ALONE = frozenset({"404.html", "claims/vik-withdrawn.html"})  # no page needs to lead there


@pytest.fixture(scope="module")
def site(short: Path) -> SiteFacts:
    """The short pages, read once."""
    return read_site(short / "output")


def _claims(site: SiteFacts, path: str) -> set[str]:
    """The claims a page links to."""
    targets = {resolve(path, link.value)[0] for link in site.pages[path].addresses if link.tag == "a"}
    return {target for target in targets if re.fullmatch(r"claims/[a-z0-9-]+\.html", target)} - {path}


def test_every_link_of_short_pages_resolves(site: SiteFacts) -> None:
    """Every page but the cards, which stand in frames, has a description and a way to it."""
    cards = {path for path in site.pages if path.endswith(".embed.html")}
    bare = {f"{path}: no description" for path in cards if site.pages[path].redirect is None}
    assert set(problems_of_site(site, ALONE | cards)) == bare


def test_short_pages_tie_the_same_claims(site: SiteFacts, short: Path, small: Path) -> None:
    """Answers, answered, restated, supporting, supported, before and after: each as on the full page."""
    settings = load_settings(short)
    desk = Desk(check(short, settings), settings, page_addresses(short))
    full = read_site(small / "output")
    tied = 0
    for claim in desk.book.live:
        view = claim_page(desk, claim)
        rows = [item.row for item in (*view.answered_by, *view.answers, *view.restatements)]
        rows += [*view.supports, *view.supported_by, *filter(None, (view.previous, view.next))]
        wanted = {row.href for row in rows} - {view.head.path}
        tied += len(wanted)
        assert wanted <= _claims(full, view.head.path)
        assert wanted <= _claims(site, view.head.path)
    assert tied > 10


def test_short_pages_have_what_every_page_has(short: Path, site: SiteFacts) -> None:
    """Language, policies, one main part, a link past the navigation."""
    for path, page in site.pages.items():
        html = (short / "output" / path).read_text(encoding="utf-8")
        assert '<html lang="en">' in html, path
        if page.redirect is None:
            assert html.count('http-equiv="Content-Security-Policy" content="default-src \'none\'') == 1, path
            assert html.count("<main") == html.count("</body>") == 1, path
        if page.redirect is None and not path.endswith(".embed.html"):
            assert 'name="referrer"' in html, path
            assert '<a class="skip" href="#main">' in html, path


def test_short_pages_are_valid(short: Path) -> None:
    """No error and no warning on any page."""
    assert [line for _, line in messages(sorted((short / "output").rglob("*.html")))] == []

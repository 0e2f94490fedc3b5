"""The published book's pictures for link previews: every one that a page names is there, and none at home."""

from __future__ import annotations

import html
import re
import struct
from pathlib import Path
from typing import Any

from tests.conftest import SITE

_META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)">')


def _tags(file: Path) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _META.findall(file.read_text(encoding="utf-8"))}


def _pages(folder: Path) -> list[Path]:
    """All pages but redirects, cards for frames, and the one served for missing addresses."""
    found = (file for file in folder.rglob("*.html") if not file.name.endswith(".embed.html"))
    left_out = ('http-equiv="refresh"',)
    pages = (f for f in found if f.name != "404.html" and left_out[0] not in f.read_text(encoding="utf-8"))
    return sorted(pages)


def test_every_published_page_names_a_picture_that_exists(published: Path) -> None:
    """Absolute, of the size it is said to have, described in words."""
    wrong, named = [], set()
    for file in _pages(published):
        tags = _tags(file)
        path = tags.get("og:image", "").removeprefix(f"{SITE}/")
        named.add(path)
        right = (
            tags.get("og:image", "").startswith(f"{SITE}/")
            and (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
            and len(tags["og:image:alt"]) > 10
            and tags["twitter:card"] == "summary_large_image"
        )
        if not right:
            wrong.append(file.relative_to(published).as_posix())
    assert wrong == []
    for path in sorted(named):
        content = (published / path).read_bytes()
        assert struct.unpack_from(">II", content, 16) == (1200, 630), path
    made = {p.relative_to(published).as_posix() for p in published.rglob("*card.png")}
    assert named <= made
    assert len(made) > 250


def test_each_record_is_previewed_with_its_own(published: Path, data: dict[str, Any]) -> None:
    """A claim with its first speaker's, actors, topics and sources with theirs, the home with the book's."""
    shown = {f.relative_to(published).as_posix(): _tags(f).get("og:image") for f in _pages(published)}
    assert shown["index.html"] == shown["about.html"] == f"{SITE}/card.png"
    for kind in ("actors", "topics", "sources"):
        live = [record["id"] for record in data[kind] if not record["withdrawn"]]
        assert {shown[f"{kind}/{name}.html"] for name in live} == {
            f"{SITE}/{kind}/{name}.card.png" for name in live
        }
    for claim in data["claims"]:
        if not claim["withdrawn"]:
            speaker = claim["speakers"][0]["id"]
            assert shown[claim["url"]] == f"{SITE}/actors/{speaker}.card.png"


def test_previews_are_short_and_light(published: Path) -> None:
    """Descriptions of claims have at most 200 characters; pictures are small."""
    long = [
        f.name for f in (published / "claims").glob("*.html") if len(_tags(f).get("og:description", "")) > 200
    ]
    assert long == []
    sizes = [file.stat().st_size for file in published.rglob("*card.png")]
    assert max(sizes) < 25_000
    assert sum(sizes) / len(sizes) < 14_000


def test_without_an_address_there_are_none(built: Path) -> None:
    """No picture is drawn, and no page asks for one."""
    assert list(built.rglob("*card.png")) == []
    asking = [f.name for f in _pages(built) if {"og:image", "twitter:card"} & _tags(f).keys()]
    assert asking == []

"""A site that follows edits is, after each of them, what a build makes; and little is made for it."""

from __future__ import annotations

import os
import random
import re
import shutil
from pathlib import Path

import pytest

from claimbook.records import BookError
from claimbook.site.build import BuildFailed, build
from claimbook.site.live import Live, Mended
from tests.site.claims import edit_claim, set_field
from tests.site.test_incremental import EDITS, METHOD, tree, written
from tests.support import CONFIG, REPOSITORY, small_book

# What an edit makes anew before its end is told; the rest follows in steps.
AT_ONCE = ("claims/", "actors/", "sources/", "topics/", "disputes/", "feeds/", "data/")
LATER = ("claims/voice.", "claims/certainty.", "claims/evidence.", "claims/answered.")  # lists of facets


def book(root: Path, *, detail: str = "full", theme: str = "") -> Path:
    """A small book with an address and long pages cut short, so that paged lists come about."""
    config = f"{CONFIG}SITEURL = 'https://example.org/b'\nCLAIMBOOK['detail'] = {detail!r}\n"
    return small_book(root, files=METHOD, config=f"{config}CLAIMBOOK['page_size'] = 2\n{theme}")


def fully(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The site that a build without memory makes."""
    with monkeypatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "nothing"))
        report = build(root, output=folder / "full", cards=False)
    found = tree(report.output)
    shutil.rmtree(folder)
    return found


def finish(live: Live) -> None:
    """Do all that is left."""
    while live.unfinished:
        live.step()


def files(root: Path) -> set[str]:
    """All record files."""
    return {path.relative_to(root).as_posix() for path in (root / "claims").rglob("*.yml")}


@pytest.mark.parametrize("detail", ["full", "short"])
@pytest.mark.parametrize("seed", range(4))
def test_edited_claims_are_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, detail: str
) -> None:
    """Byte for byte: pages of records at once, everything in the end; a broken claim leaves the site."""
    rng = random.Random(seed)
    root = book(tmp_path / "book", detail=detail)
    live = Live(root)
    output = live.build().output
    mended = 0
    for _ in range(12):
        before = {path: path.read_bytes() for path in (root / "claims").rglob("*.yml")}
        kept = tree(output)
        done = edit_claim(root, rng)
        try:
            outcome = live.edited(rng.choice([files(root), {"claims"}]))
        except BookError as error:
            with pytest.raises(BookError, match=f"^{re.escape(str(error))}$"):
                build(root, output=tmp_path / "other", cards=False)
            assert tree(output) == kept
            for path, content in before.items():
                path.write_bytes(content)
            continue
        assert isinstance(outcome, Mended), done
        mended += 1
        wanted = fully(root, tmp_path / "full", monkeypatch)
        now = tree(output)
        for path, content in wanted.items():
            if path.startswith(AT_ONCE) and not path.startswith(LATER):
                assert now.get(path) == content, (path, done)
        if rng.random() < 0.5:
            for _ in range(rng.randrange(6)):
                if live.unfinished:
                    live.step()
            continue
        finish(live)
        assert tree(output) == wanted, done
    assert live.edited(files(root))
    finish(live)
    assert tree(output) == fully(root, tmp_path / "full", monkeypatch)
    assert mended >= 3
    build(root, cards=False)
    assert tree(output) == fully(root, tmp_path / "full", monkeypatch)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edits_the_site_is_what_a_build_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Edits of texts, theme, settings, removals and renames among those of claims."""
    rng = random.Random(seed)
    root = book(tmp_path / "book", theme="THEME = 'theme'\n")
    shutil.copytree(REPOSITORY / "themes" / "apparatus", root / "theme")
    live = Live(root)
    output = live.build().output
    names = sorted(EDITS)
    rng.shuffle(names)
    for name in names:
        kept = {
            path: path.read_bytes()
            for path in root.rglob("*")
            if path.is_file() and output not in path.parents
        }
        changed = {"claims/x.yml"}
        EDITS[name](root, rng)
        if name in ("text", "correction", "template", "style", "setting", "image"):
            changed.add("content")
        if rng.random() < 0.5:
            edit_claim(root, rng)
        try:
            live.edited(changed)
        except BookError:
            for path, content in kept.items():
                path.write_bytes(content)
            live.edited(changed)
        finish(live)
        assert tree(output) == fully(root, tmp_path / "full", monkeypatch), name


def test_little_is_made_for_an_edit(tmp_path: Path) -> None:
    """Pages that do not show the claim are not made at once, and their files stay the same ones."""
    root = book(tmp_path)
    live = Live(root)
    output = live.build().output
    finish(live)
    before, inodes = tree(output), written(output)
    name = set_field(root, "vik-inspection-late", "statement", "The inspection came much too late.")
    outcome = live.edited({name})
    assert isinstance(outcome, Mended)
    assert live.mender
    at_once = live.mender.rendered
    assert at_once < 12
    assert outcome.files <= at_once + 6  # data and feeds
    finish(live)
    now, after = tree(output), written(output)
    anew = {path for path in after if after[path] != inodes.get(path)}
    assert anew == {path for path in now if now[path] != before.get(path)}
    assert {"claims/vik-inspection-late.html", "actors/mara-vik.html", "data/claims.csv"} <= anew
    assert "actors/jon-hale.html" not in anew


def test_without_a_change_nothing_is_done(tmp_path: Path) -> None:
    """A file saved as it was: no page is made, and nothing is left to do."""
    root = book(tmp_path)
    live = Live(root)
    live.build()
    finish(live)
    path = root / "claims/sources/coast-weekly.yml"
    path.write_bytes(path.read_bytes())
    outcome = live.edited({"claims/sources/coast-weekly.yml"})
    assert isinstance(outcome, Mended)
    assert (outcome.claims, outcome.files, live.unfinished) == (0, 0, False)


def test_a_broken_claim_leaves_what_is_kept(tmp_path: Path) -> None:
    """All problems are told as by a check; when it is mended, again only its pages are made."""
    root = book(tmp_path)
    live = Live(root)
    output = live.build().output
    finish(live)
    before = tree(output)
    name = set_field(root, "vik-inspection-late", "certainty", "sure")
    with pytest.raises(BookError, match=r"coast-weekly\.yml:.*certainty"):
        live.edited({name})
    assert tree(output) == before
    set_field(root, "vik-inspection-late", "certainty", "hedged")
    outcome = live.edited({"claims/sources/coast-weekly.yml"})
    assert isinstance(outcome, Mended)
    assert outcome.claims == 1
    assert b"hedged" in (output / "claims/vik-inspection-late.json").read_bytes()


def test_a_file_saved_by_renaming_is_an_edit(tmp_path: Path) -> None:
    """Editors write beside and rename, or remove a file and write it again."""
    root = book(tmp_path)
    live = Live(root)
    output = live.build().output
    path = root / "claims/sources/coast-weekly.yml"
    beside = path.with_name("coast-weekly.yml.new")
    beside.write_text(path.read_text(encoding="utf-8").replace("too late", "too soon", 1), encoding="utf-8")
    os.replace(beside, path)
    assert isinstance(live.edited({"claims/sources/coast-weekly.yml.new"}), Mended)
    assert b"too soon" in (output / "claims/vik-inspection-late.html").read_bytes()
    content = path.read_bytes()
    path.unlink()
    with pytest.raises(BookError):
        live.edited({"claims/sources/coast-weekly.yml"})
    path.write_bytes(content.replace(b"too soon", b"too late"))
    assert isinstance(live.edited({"claims/sources/coast-weekly.yml"}), Mended)
    assert b"too late" in (output / "claims/vik-inspection-late.html").read_bytes()


def test_a_template_that_fails_is_told_and_leaves_the_site(tmp_path: Path) -> None:
    """At an edit that it fails on, nothing is written; when the edit is taken back, the site is built."""
    root = book(tmp_path, theme="THEME = 'theme'\n")
    shutil.copytree(REPOSITORY / "themes" / "apparatus", root / "theme")
    template = root / "theme/templates/claim.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(
        text.replace("<h1", "{% if 'fatal' in view.row.statement %}{{ 1 / 0 }}{% endif %}<h1", 1),
        encoding="utf-8",
    )
    live = Live(root)
    output = live.build().output
    before = tree(output)
    name = set_field(root, "vik-inspection-late", "statement", "This is fatal.")
    with pytest.raises(BuildFailed, match="ZeroDivisionError"):
        live.edited({name})
    assert tree(output) == before
    set_field(root, "vik-inspection-late", "statement", "This is not.")
    live.edited({name})
    assert b"This is not." in (output / "claims/vik-inspection-late.html").read_bytes()


def test_a_site_that_was_removed_is_built_again(tmp_path: Path) -> None:
    """The folder is gone, or holds something that no build made."""
    root = book(tmp_path)
    live = Live(root)
    output = live.build().output
    shutil.rmtree(output)
    name = set_field(root, "vik-inspection-late", "certainty", "hedged")
    assert not isinstance(live.edited({name}), Mended)
    assert (output / "index.html").is_file()

"""A build after an edit: the site is what a full build makes, and what did not change is not made again."""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from claimbook.records import BookError
from claimbook.site import job, past
from claimbook.site.build import build
from tests.support import CONFIG, REPOSITORY, small_book, write

METHOD: dict[str, str | bytes] = {
    "content/pages/method.md": "Title: Method\n\nHow it is made.\n",
    "content/images/bridge.png": "a picture, for a build that copies it as it is\n",
}
linking = pytest.mark.skipif(sys.platform == "win32", reason="there files are written anew")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def written(folder: Path) -> dict[str, int]:
    """The inode of every file but the folder's mark: a new one where the file was written anew."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.stat().st_ino for name, path in found.items() if name != ".claimbook"}


def fully(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The site that a build without memory makes."""
    with monkeypatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "nothing"))
        report = build(root, output=folder / "full")
    found = tree(report.output)
    shutil.rmtree(folder)
    return found


@pytest.fixture(params=["fresh", "spare"])
def spare(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small sites are made in a fresh folder; here also in the one kept of the site before the last."""
    if request.param == "spare":
        monkeypatch.setattr(past, "SPARED", 1)
        monkeypatch.setattr(job, "SPARED", 1)


def book(root: Path, *, detail: str = "full", theme: str = "") -> Path:
    """A small book with an address, so that cards and the sitemap are made too."""
    config = f"{CONFIG}SITEURL = 'https://example.org/b'\n{theme}"
    config += f"CLAIMBOOK.update(detail={detail!r}, page_size=3)\n"
    return small_book(root, files=METHOD, config=config)


@linking
@pytest.mark.usefixtures("spare")
def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """After one statement was edited: its pages and the lists it stands on; cards, style and texts stay."""
    root = book(tmp_path)
    before = written(build(root).output)
    content = tree(root / "output")
    path = next(p for p in (root / "claims").rglob("*.yml") if "lund-cables-snapped" in p.read_text())
    old = "because two of its cables had broken"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, "because two of its old cables had broken"), encoding="utf-8")
    report = build(root)
    after, now = written(report.output), tree(root / "output")
    anew = {name for name in after if after[name] != before.get(name)}
    assert {name for name in now if now[name] != content[name]} == anew
    assert "claims/lund-cables-snapped.html" in anew
    assert "actors/edda-lund.html" in anew
    assert not [name for name in anew if name.endswith((".css", ".js", ".svg", "method.html"))]
    assert report.reused == len([name for name in after if name not in anew and not _of_content(name)])


def _of_content(name: str) -> bool:
    """Whether Pelican made it."""
    return name.startswith(("theme/", "images/", "corrections")) or name in ("about.html", "method.html")


@linking
@pytest.mark.parametrize("wrong", ["  certainty: sung", "  certainty: asserted\n  supports: nobody"])
def test_builds_of_other_states_lose_nothing(tmp_path: Path, wrong: str) -> None:
    """After a build that found the book wrong, or made another site, one to the first still takes over."""
    root = book(tmp_path / "book")
    output = build(root).output
    files = len(written(output))
    path = root / "claims/sources/coast-weekly.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  certainty: asserted\n", f"{wrong}\n", 1), encoding="utf-8")
    with pytest.raises(BookError):
        build(root)
    path.write_text(text.replace("had broken", "had been broken"), encoding="utf-8")
    other = build(root, output=tmp_path / "other")
    assert build(root).reused > files // 2
    assert {name: at for name, at in tree(output).items() if name != ".claimbook"} == {
        name: at for name, at in tree(other.output).items() if name != ".claimbook"
    }


@linking
@pytest.mark.usefixtures("spare")
def test_without_an_edit_nothing_is_written(tmp_path: Path) -> None:
    """Every file is the one that was there, sitemap and feeds included."""
    root = book(tmp_path)
    before = written(build(root).output)
    assert written(build(root).output) == before


@linking
@pytest.mark.usefixtures("spare")
def test_a_file_that_somebody_changed_is_made_again(tmp_path: Path) -> None:
    """Edited, removed or replaced by hand: a page, a stylesheet and a text are as they should be again."""
    root = book(tmp_path)
    output = build(root).output
    good = tree(output)
    for name in ("claims/lund-cables-snapped.html", "theme/css/style.css", "method.html", "index.html"):
        (output / name).write_text("spoilt", encoding="utf-8")
    (output / "actors/edda-lund.html").unlink()
    build(root)
    assert tree(output) == good


@linking
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere one process makes all")
@pytest.mark.parametrize(
    ("more", "edit", "few"),
    [("exports=()", "statement", True), ("exports=()", "certainty", False), ("", "statement", False)],
)
def test_few_pages_are_made_by_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str, edit: str, few: bool
) -> None:
    """After an edit of words, where no export holds all of them."""
    root = small_book(tmp_path / "book", files=METHOD, config=f"{CONFIG}CLAIMBOOK.update({more})\n")
    monkeypatch.setattr(job, "processes", lambda: 2)
    build(root)
    EDITS[edit](root, random.Random(edit))
    with mock.patch.object(job, "spread", wraps=job.spread) as spreading:
        output = build(root).output
    workers = [call.args[3] for call in spreading.call_args_list]
    assert workers[-1] == (1 if few else 2)
    assert tree(output) == fully(root, tmp_path / "full", monkeypatch)


def _not_again(*_: object) -> None:
    raise AssertionError("all words of the book were gathered again")


@pytest.mark.usefixtures("spare")
def test_the_words_of_the_index_are_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an edit of words; after any other they are gathered anew, and never taken from another state."""
    monkeypatch.setattr("claimbook.exports.search.WHOLE", 0)
    root = book(tmp_path / "book")
    output = build(root).output
    for name, mended in (("statement", True), ("certainty", False), ("statement", True), ("text", False)):
        EDITS[name](root, random.Random(name))
        with monkeypatch.context() as patch:
            if mended:
                patch.setattr("claimbook.exports.search.gather", _not_again)
            build(root)
        assert tree(output) == fully(root, tmp_path / "full", monkeypatch)


Edit = Callable[[Path, random.Random], None]


def _edit(pattern: str, replacement: str) -> Edit:
    """Changes one of the places in the records that a pattern fits."""

    def edit(root: Path, rng: random.Random) -> None:
        places = [
            (path, found)
            for path in sorted((root / "claims").rglob("*.yml"))
            for found in re.finditer(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
        ]
        if places:
            path, found = rng.choice(places)
            text = path.read_text(encoding="utf-8")
            text = text[: found.start()] + found.expand(replacement) + text[found.end() :]
            path.write_text(text, encoding="utf-8")

    return edit


def _append(path: str, text: str) -> Edit:
    def edit(root: Path, rng: random.Random) -> None:
        file = root / path
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        write(root, path, before + text.replace("N", str(rng.randrange(10_000))))

    return edit


def _remove_claim(root: Path, rng: random.Random) -> None:
    """One that no other names."""
    everything = "".join(p.read_text(encoding="utf-8") for p in (root / "claims").rglob("*.yml"))
    texts = "".join(p.read_text(encoding="utf-8") for p in (root / "content").rglob("*.md"))
    for path in sorted((root / "claims").rglob("*.yml")):
        text = path.read_text(encoding="utf-8")
        found = [
            m
            for m in re.finditer(r"^- id: (\S+)\n(?:^[ \n].*\n?)*", text, re.MULTILINE)
            if "statement" in m[0]
        ]
        free = [m for m in found if len(re.findall(rf"\b{m[1]}\b", everything + texts)) == 1]
        if free and len(found) > 1:
            gone = rng.choice(free)
            path.write_text(text[: gone.start()] + text[gone.end() :], encoding="utf-8")
            return


def _rename(root: Path, rng: random.Random) -> None:
    """A claim gets another id, wherever it is named; its old address is kept."""
    files = [*sorted((root / "claims").rglob("*.yml")), *sorted((root / "content").rglob("*.md"))]
    names = sorted(
        {
            found[1]
            for path in files
            for found in re.finditer(
                r"^- id: (\S+)\n\s+statement", path.read_text(encoding="utf-8"), re.MULTILINE
            )
        }
    )
    if not names:
        return
    old = rng.choice(names)
    new = f"renamed-{rng.randrange(10_000)}"
    for path in files:
        text = re.sub(rf"(?<![\w-]){old}(?![\w-])", new, path.read_text(encoding="utf-8"))
        text = text.replace(f"- id: {new}\n", f"- id: {new}\n  formerly: [{old}]\n", 1)
        path.write_text(text, encoding="utf-8")


def _withdraw(root: Path, rng: random.Random) -> None:
    """A claim gives way to a tombstone; what names it is refused, unless nothing does."""
    path = rng.choice(
        [p for p in sorted((root / "claims" / "sources").glob("*.yml")) if "statement:" in p.read_text()]
    )
    text = path.read_text(encoding="utf-8")
    found = rng.choice([*re.finditer(r"^- id: (\S+)\n(?:^ .*\n)*", text, re.MULTILINE)])
    tomb = f"- id: {found[1]}\n  withdrawn: {{date: 2022-02-02, reason: Wrong.}}\n"
    path.write_text(text[: found.start()] + tomb + text[found.end() :], encoding="utf-8")


EDITS: dict[str, Edit] = {
    "statement": _edit(r"^(  statement: )(\S.*)$", r"\1Amended \2"),
    "certainty": _edit(r"^(  certainty: )\w+$", r"\1hedged"),
    "note": _edit(r"^(  statement: .*\n)", r"\1  note: An *added* note.\n"),
    "actor": _edit(r"^(  name: )(\S.*)$", r"\1New \2"),
    "source": _edit(r"^(  title: )(\S.*)$", r"\1New \2"),
    "removal": _remove_claim,
    "rename": _rename,
    "withdrawal": _withdraw,
    "text": _append("content/pages/about.md", "\nMore, N.\n"),
    "correction": _append("content/corrections/one.md", "Title: One\nDate: 2022-02-03\n\nMended N.\n"),
    "template": _append("theme/templates/404.html", "<!-- N -->\n"),
    "style": _append("theme/static/css/style.css", "/* N */\n"),
    "setting": _append("pelicanconf.py", "CLAIMBOOK['editors'] = 'Editor N'\n"),
    "image": _append("content/images/bridge.png", "N\n"),
}


@pytest.mark.usefixtures("spare")
@pytest.mark.parametrize("detail", ["full", "short"])
@pytest.mark.parametrize("seed", range(3))
def test_a_site_after_edits_is_what_a_full_build_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, detail: str
) -> None:
    """Byte for byte, after any edits, one build each; an edit that breaks the book leaves the site."""
    if detail == "short":  # as a book of that size has it: the search index in files of its own
        monkeypatch.setattr("claimbook.exports.search.WHOLE", 0)
    rng = random.Random(seed)
    root = book(tmp_path / "book", detail=detail, theme="THEME = 'theme'\n")
    shutil.copytree(REPOSITORY / "themes" / "apparatus", root / "theme")
    output = build(root).output
    done = []
    for name in [*rng.sample(sorted(EDITS), len(EDITS)), "statement", "statement"]:
        kept = {
            path: path.read_bytes()
            for path in root.rglob("*")
            if path.is_file() and not path.relative_to(root).parts[0].startswith("output")
        }
        EDITS[name](root, rng)
        done.append(name)
        try:
            build(root)
        except BookError:
            assert name in ("note", "rename", "withdrawal"), name
            for path, content in kept.items():
                path.write_bytes(content)
            done.pop()
            build(root)
        assert tree(output) == fully(root, tmp_path / "full", monkeypatch), done
    assert len(done) >= len(EDITS) - 2

"""A site made in shares, by several machines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from claimbook import exports
from claimbook.cli import main
from claimbook.site.build import BuildFailed, build
from claimbook.site.press import Share
from tests.support import CONFIG, small_book

METHOD: dict[str, str | bytes] = {"content/pages/method.md": "Title: Method\n\nHow it is made.\n"}
ADDRESS = "https://example.org/b"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book with an address."""
    config = f"{CONFIG}SITEURL = {ADDRESS!r}\n"
    return small_book(tmp_path_factory.mktemp("shares"), files=METHOD, config=config)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the sitemaps."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("sitemap"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("of", [1, 3])
def test_shares_copied_together_are_the_site(root: Path, tmp_path: Path, of: int) -> None:
    """Each made from nothing but the book; what two of them hold is the same in both."""
    whole = build(root, output=tmp_path / "whole")
    merged = tmp_path / "merged"
    pages = 0
    for number in range(1, of + 1):
        made = build(root, output=tmp_path / f"share{number}", share=Share(number, of))
        pages += made.pages
        for path, content in tree(made.output).items():
            assert not (merged / path).exists() or path == ".claimbook", path
            (merged / path).parent.mkdir(parents=True, exist_ok=True)
            (merged / path).write_bytes(content)
        shutil.copytree(made.output, merged, dirs_exist_ok=True)
    assert tree(merged) == tree(whole.output)
    assert pages == whole.pages
    listed = [f"sitemap.{number}.xml" for number in range(1, of + 1)]
    index = (merged / "sitemap.xml").read_text(encoding="utf-8")
    assert [line[9:-6] for line in index.splitlines() if "<loc>" in line] == [
        f"{ADDRESS}/{p}" for p in listed
    ]
    parts = "".join((merged / part).read_text(encoding="utf-8") for part in listed)
    single = (whole.output / "sitemap.xml").read_text(encoding="utf-8")
    assert sorted(_addresses(parts)) == sorted(_addresses(single))


def _addresses(sitemap: str) -> list[str]:
    return [line for line in sitemap.splitlines() if "<loc>" in line]


def test_a_share_is_the_same_everywhere(root: Path, tmp_path: Path) -> None:
    """Whatever was built before, and with whatever else."""
    one = build(root, output=tmp_path / "one", share=Share(2, 3))
    again = build(root, output=tmp_path / "one", share=Share(2, 3))
    assert (again.files, again.reused) == (one.files, 0)
    other = build(root, output=tmp_path / "other", share=Share(2, 3))
    assert tree(other.output) == tree(again.output)


def test_a_share_too_large_for_its_sitemap_is_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The protocol allows 50,000 addresses a file."""
    monkeypatch.setattr(exports.feeds, "ADDRESSES", 3)
    with pytest.raises(BuildFailed, match=r"a share has \d+ pages, and a sitemap holds 3: make more shares"):
        build(root, output=tmp_path / "out", share=Share(1, 2))


@pytest.mark.parametrize("given", ["0/2", "3/2", "2", "a/b", "1/0", "-1/2", ""])
def test_a_wrong_share_is_a_wrong_call(root: Path, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the form that is expected."""
    with pytest.raises(SystemExit) as caught:
        main(["--book", str(root), "build", f"--shard={given}"])
    assert caught.value.code == 2
    assert f"expected a share such as 2/4, got {given!r}" in capsys.readouterr().err


def test_the_command_makes_a_share(root: Path, tmp_path: Path) -> None:
    """From the command line, quietly."""
    output = tmp_path / "out"
    assert main(["--book", str(root), "build", "--shard", "1/2", "--quiet", "--output", str(output)]) == 0
    assert (output / "sitemap.1.xml").is_file()

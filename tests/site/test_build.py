"""A build as one call, in this process."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import pytest

from claimbook.records import BookError
from claimbook.settings import load_settings
from claimbook.site.build import BuildFailed, Report, build, output_of
from tests.checks import test_settings
from tests.checks.test_rule import MODULES
from tests.support import CONFIG, problems_of, small_book

METHOD: dict[str, str | bytes] = {"content/pages/method.md": "Title: Method\n\nHow it is made.\n"}


def test_a_build_reports_what_it_made(tmp_path: Path) -> None:
    """Numbers of claims and pages, the folder, and a line that says so."""
    root = small_book(tmp_path, files=METHOD)
    report = build(root)
    assert report.output == root / "output"
    assert report.claims == 10
    made = [p for p in report.output.rglob("*.html") if p.parent.name != "corrections"]
    assert report.pages == len(made) - len(["about", "method", "corrections"])
    assert re.fullmatch(r"10 claims, \d+ pages, 0\.\d MB in \d+\.\d s: output/", str(report))


def test_another_folder_can_be_built_to(tmp_path: Path) -> None:
    """A relative or absolute folder; the book's own output folder is not made."""
    root = small_book(tmp_path / "book", files=METHOD)
    report = build(root, output=tmp_path / "elsewhere")
    assert report.output == tmp_path / "elsewhere"
    assert (tmp_path / "elsewhere" / "index.html").is_file()
    assert not (root / "output").exists()


@pytest.mark.parametrize(
    ("wanted", "cards", "drawn"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_cards_can_be_left_out(tmp_path: Path, wanted: bool, cards: bool, drawn: bool) -> None:
    """By the setting, or for one build; then no page names one."""
    config = f"{CONFIG}SITEURL = 'https://example.org/b'\nCLAIMBOOK['social_cards'] = {wanted}\n"
    output = build(small_book(tmp_path, files=METHOD, config=config), cards=cards).output
    assert (output / "card.png").exists() is drawn
    assert (output / "actors/edda-lund.card.png").exists() is drawn
    assert ("og:image" in (output / "index.html").read_text(encoding="utf-8")) is drawn


def test_a_card_stays_at_its_old_address(tmp_path: Path) -> None:
    """A picture shared before a record was renamed is still there."""
    config = f"{CONFIG}SITEURL = 'https://example.org/b'\n"
    output = build(small_book(tmp_path, files=METHOD, config=config)).output / "actors"
    assert (output / "mayor-lund.card.png").read_bytes() == (output / "edda-lund.card.png").read_bytes()


@pytest.mark.parametrize("collects", [True, False])
def test_garbage_is_collected_as_before(tmp_path: Path, collects: bool) -> None:
    """A caller that ends with the build, or collects at its leisure, is not made to wait for it."""
    (gc.enable if collects else gc.disable)()
    try:
        build(small_book(tmp_path, files=METHOD))
        assert gc.isenabled() is collects
    finally:
        gc.enable()


def test_problems_are_raised_as_they_are(tmp_path: Path) -> None:
    """A caller gets the list, not a text; nothing is left on the disk."""
    root = small_book(tmp_path, quantities="quantities:\n- {id: crowd, label: People}\n")
    with pytest.raises(BookError) as caught:
        build(root)
    assert [p.what for p in caught.value.problems] == ["missing key 'unit'"]
    assert not list(root.glob("output*"))


BROKEN = {
    name: changes
    for module in MODULES
    if module is not test_settings  # whose changes are to no file
    for name, _, changes, _ in module.BROKEN
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_rule_stops_a_build_that_has_begun(tmp_path: Path, name: str) -> None:
    """The rules are held while pages are made, which may fail of what the rules find: that alone is told."""
    root = small_book(tmp_path, **{"files": METHOD, **BROKEN[name]})
    with pytest.raises(BookError) as caught:
        build(root)
    assert [str(problem) for problem in caught.value.problems] == problems_of(root, load_settings(root))
    assert not list(root.glob("output*"))


def test_a_wrong_setting_is_a_failed_build(tmp_path: Path) -> None:
    """The message names the setting."""
    root = small_book(tmp_path, config=f"{CONFIG}CLAIMBOOK['page_size'] = 0\n")
    with pytest.raises(BuildFailed) as caught:
        build(root)
    assert str(caught.value) == "CLAIMBOOK: page_size must be 1 or more"


def test_a_foreign_folder_is_a_failed_build(tmp_path: Path) -> None:
    """The folder is named and left alone."""
    root = small_book(tmp_path, files={"output/diary.txt": "mine"})
    with pytest.raises(BuildFailed, match=r"^output/ was not made by Claimbook"):
        build(root)
    assert (root / "output" / "diary.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("x\n{{ 1 / 0 }}\n", "theme/templates/corrections.html:2: ZeroDivisionError: division by zero"),
        (
            "{% if %}",
            "theme/templates/corrections.html:1: TemplateSyntaxError: Expected an expression, "
            "got 'end of statement block'",
        ),
    ],
)
def test_a_template_error_is_a_failed_build(tmp_path: Path, template: str, message: str) -> None:
    """The message names the template's file, the line and what is wrong."""
    theme: dict[str, str | bytes] = {"theme/templates/corrections.html": template}
    root = small_book(tmp_path, files=theme, config=f"{CONFIG}THEME = 'theme'\n")
    with pytest.raises(BuildFailed) as caught:
        build(root)
    assert str(caught.value).splitlines()[0] == message
    assert not list(root.glob("output*"))


def test_settings_that_do_not_run_are_a_failed_build(tmp_path: Path) -> None:
    """`serve` watches them too, so a slip while typing must not end it."""
    root = small_book(tmp_path, config="SITENAME = 'Open\n")
    with pytest.raises(BuildFailed) as caught:
        build(root)
    assert str(caught.value).startswith("pelicanconf.py:1: SyntaxError: unterminated string literal")


def test_what_pelican_cannot_process_is_named_with_the_reason(tmp_path: Path) -> None:
    """Pelican's own message names the file alone; a second run in the process reports the same."""
    root = small_book(tmp_path, files=METHOD, config=f"{CONFIG}TIMEZONE = 'Mars'\n")
    for _ in range(2):
        with pytest.raises(BuildFailed) as caught:
            build(root)
        lines = str(caught.value).splitlines()
        assert lines[0] == "Pelican reported errors; nothing was published:"
        assert len(lines) == 4
        assert all(re.match(r"Could not process \S+: .*Mars", line) for line in lines[1:])


def test_the_output_folder_is_known_without_a_build(tmp_path: Path) -> None:
    """`serve` needs it when the first build fails; settings that do not run mean the usual place."""
    root = small_book(tmp_path, config=f"{CONFIG}OUTPUT_PATH = 'site'\n")
    assert output_of(root) == root / "site"
    (root / "pelicanconf.py").write_text("(", encoding="utf-8")
    assert output_of(root) == root / "output"


def test_a_failed_build_does_not_stand_in_the_way_of_the_next(tmp_path: Path) -> None:
    """In one process, as `serve` does it: fail, mend, build."""
    root = small_book(tmp_path, files={**METHOD, "claims/broken.yml": "claims: 3\n"})
    with pytest.raises(BookError):
        build(root)
    (root / "claims" / "broken.yml").unlink()
    assert isinstance(build(root), Report)

"""Compiled templates: used again only where they would be compiled to the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from claimbook.site.build import build
from claimbook.site.compiled import open_compiled
from claimbook.site.engine import _Environment, environment
from tests.support import CONFIG, small_book

_VALUES: dict[str, Any] = {"JINJA_ENVIRONMENT": {"autoescape": True}}

Compiles = Callable[..., list[str]]


@pytest.fixture
def compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compiles:
    """Renders `main.html`, which must give "<view>", keeps it, and tells which templates were compiled."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "book"
    folder.mkdir()

    def run(values: dict[str, Any] = _VALUES, given: str = "&lt;v&gt;", **files: str) -> list[str]:
        for name, text in files.items():
            (folder / f"{name}.{'py' if name == 'pelicanconf' else 'html'}").write_text(text)
        compiled = open_compiled(folder, values)
        with mock.patch.object(
            _Environment, "compile", autospec=True, side_effect=_Environment.compile
        ) as made:
            env = environment(values, [folder], {}, compiled)
            assert env.get_template("main.html").render(view="<v>") == given
        compiled.save()
        return [call.args[2] for call in made.call_args_list]

    return run


def test_a_template_is_compiled_once(compiles: Compiles) -> None:
    """And once more whenever its text changes, but no other with it."""
    assert compiles(main="{% include 'part.html' %}", part="{{ view }}") == ["main.html", "part.html"]
    assert compiles() == []
    assert compiles(part="{{ view|upper }}", given="&lt;V&gt;") == ["part.html"]
    assert compiles(given="&lt;V&gt;") == []


def test_what_decides_the_code_counts(compiles: Compiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """How templates are laid out, the settings, whose filters may be applied at once, and the programs."""
    assert compiles(main="{{ view }}") == ["main.html"]
    plain = {"JINJA_ENVIRONMENT": {"autoescape": False}}
    assert compiles(plain, given="<v>") == ["main.html"]
    assert compiles() == ["main.html"]
    assert compiles(pelicanconf="JINJA_FILTERS = {}") == ["main.html"]
    assert compiles() == []
    monkeypatch.setattr("claimbook.site.compiled.code", lambda: b"other")
    assert compiles() == ["main.html"]


def test_without_a_place_nothing_is_kept(compiles: Compiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every template is compiled, and all is well."""
    monkeypatch.setattr("claimbook.site.compiled.own_folder", lambda _: None)
    assert compiles(main="{{ view }}") == ["main.html"]
    assert compiles() == ["main.html"]


def test_a_build_compiles_nothing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even what other processes compiled in the build before."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = small_book(tmp_path / "book", files={"pelicanconf.py": CONFIG})
    build(root, output=tmp_path / "one")
    with mock.patch.object(_Environment, "compile", side_effect=AssertionError("compiled again")):
        build(root, output=tmp_path / "two")
    pages = {path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.html")}
    assert pages == {path.relative_to(tmp_path / "two") for path in (tmp_path / "two").rglob("*.html")}

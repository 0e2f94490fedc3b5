"""The layers of the package: imports point downward only, and Pelican is known to one layer alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import REPOSITORY

PACKAGE = REPOSITORY / "scripts" / "claimbook"
# From the top to the ground. Modules of one floor may not import each other.
FLOORS = (
    {"cli"},
    {"site"},
    {"exports", "weblinks"},
    {"pages"},
    {"checks"},
    {"book"},
    {"quotes"},
    {"records"},
    {"cards", "charts", "text", "dates", "content", "settings", "spread", "private"},
    {"addresses", "frozen", "intake", "interrupts"},
)
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
# Outside the layers: what starts the command, and what sets up an environment before the package can run.
OUTSIDE = {"__init__", "__main__", "bootstrap"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    """The part of the package a module belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, inside functions and under conditions too, by its full name."""
    package = ["claimbook", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def upward(layer: str, names: Iterator[str]) -> list[str]:
    """The imports of a module of `layer` that do not point downward."""
    found = []
    for name in names:
        parts = name.split(".")
        if parts[0] != "claimbook" or len(parts) == 1 or parts[1] == layer or parts[1].startswith("__"):
            continue
        if parts[1] not in LEVEL or LEVEL[parts[1]] <= LEVEL[layer]:
            found.append(name)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_downward(path: Path) -> None:
    """A module imports its own layer and the ones below it, and only `site` imports Pelican."""
    layer = layer_of(path)
    if layer not in OUTSIDE:
        assert upward(layer, imports(path)) == []
    if layer != "site":
        assert [name for name in imports(path) if name.split(".")[0] == "pelican"] == []


def test_every_part_of_the_package_has_its_layer() -> None:
    """A new part of the package must be given its place here and in the README."""
    assert {layer_of(path) for path in MODULES} == LEVEL.keys() | OUTSIDE


def test_upward_imports_would_be_found() -> None:
    """The rule itself refuses layers above, neighbours on the ground floor, and parts it does not know."""
    names = [
        "claimbook.site",
        "claimbook.book.link",
        "claimbook.text",
        "claimbook",
        "os",
        "claimbook.__version__",
    ]
    assert upward("records", iter(names)) == ["claimbook.site", "claimbook.book.link"]
    assert upward("text", iter(["claimbook.dates", "claimbook.new"])) == ["claimbook.dates", "claimbook.new"]


def test_all_ways_to_import_are_seen() -> None:
    """Imports in functions and of names from a module are found; the site's plugin does import Pelican."""
    assert "pelican.signals" in set(imports(PACKAGE / "site" / "plugin.py"))
    assert "claimbook.records.stream.events" in set(imports(PACKAGE / "records" / "locate.py"))

"""What the Nu HTML checker says of every kind of page, the style sheets and the pictures, and what it cannot
know: that words of another language are marked as such.

The checker needs Java and is read from the folder `.tools`, never fetched.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from claimbook.text import curly
from tests.browser.chromium import required
from tests.support import REPOSITORY, write
from tests.whole.kinds import chosen, templates

CHECKER = REPOSITORY / ".tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
ADVICE = (
    "no Java 17 or no vnu-jar in .tools; install both, such as: apt install default-jre-headless; "
    "npm install --ignore-scripts --prefix .tools axe-core vnu-jar"
)
BROKEN = {
    "broken.html": '<!doctype html><html lang="en"><title>x</title><p><a href="a"><a href="b">x</a></a>',
    "broken.css": "p { colour: red }",
    "broken.svg": '<svg xmlns="http://www.w3.org/2000/svg"><circle radius="1"/></svg>',
}
# The checker reads a page as a file, so it takes the site's own style sheet for another origin's; and it
# takes a block of data (JSON-LD), which a browser does not run, for a script.
UNKNOWING = "violates Content Security Policy (meta tag)"
# Properties that browsers have and the checker has not heard of.
UNHEARD = ("paint-order",)  # SVG 2


def _unavailable() -> None:
    (pytest.fail if required() else pytest.skip)(ADVICE)


def messages(files: list[Path]) -> Iterator[tuple[Path, str]]:
    """All errors and warnings about the files, from one run of the checker."""
    java = shutil.which("java")
    if java is None or not CHECKER.is_file():
        _unavailable()
    options = ("--also-check-css", "--also-check-svg", "--skip-info-messages", "--stdout", "--format", "json")
    # Errors are what this asks for, so they are no failure of the run; a Java too old for the checker is.
    command = [str(java), "-jar", str(CHECKER), *options, "--exit-zero-always", *map(str, files)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=600, check=False)
    if "UnsupportedClassVersionError" in done.stderr:
        _unavailable()
    assert done.returncode == 0, done.stderr
    for message in json.loads(done.stdout)["messages"]:
        unheard = any(f"CSS: “{name}”: Property" in message["message"] for name in UNHEARD)
        if UNKNOWING not in message["message"] and not unheard:
            where = f"{message.get('lastLine', 0)}:{message.get('lastColumn', 0)}"
            yield Path(unquote(urlsplit(message["url"]).path)), f"{where}: {message['message']}"


@pytest.fixture(scope="module")
def pages(clone: Path, built: Path, small: Path) -> dict[str, list[Path]]:
    """The pages to check, by template: of the real book and of the small one."""
    found: dict[str, list[Path]] = {}
    for root, output in ((clone, built), (small, small / "output")):
        for template, paths in chosen(root, output).items():
            found.setdefault(template, []).extend(output / path for path in paths)
    return found


@pytest.fixture(scope="module")
def verdict(pages: dict[str, list[Path]], built: Path, tmp_path_factory: Any) -> dict[str, list[str]]:
    """What the checker says, a line each, by the ending of the file; of three broken files too."""
    folder = tmp_path_factory.mktemp("broken")
    for name, content in BROKEN.items():
        write(folder, name, content)
    files = [page for group in pages.values() for page in group]
    files += [path for kind in ("css", "svg") for path in sorted((built / "theme").rglob(f"*.{kind}"))]
    files += [folder / name for name in BROKEN]
    said: dict[str, list[str]] = {}
    for path, message in messages(files):
        said.setdefault("broken" if path.parent == folder else path.suffix, []).append(f"{path}:{message}")
    return said


def test_every_template_is_checked(pages: dict[str, list[Path]]) -> None:
    """Redirects, the pages of withdrawn records and the cards for frames among them."""
    assert pages.keys() == templates()


def test_the_checker_finds_faults(verdict: dict[str, list[str]]) -> None:
    """In pages, style sheets and pictures alike, in this very run."""
    assert {name: any(name in line for line in verdict["broken"]) for name in BROKEN} == dict.fromkeys(
        BROKEN, True
    )


@pytest.mark.parametrize("kind", [".html", ".css", ".svg"])
def test_the_site_is_valid(verdict: dict[str, list[str]], kind: str) -> None:
    """No error and no warning on any kind of page, in any style sheet, in any picture."""
    assert verdict.get(kind, []) == []


def test_titles_in_other_languages_are_marked(built: Path, data: dict[str, Any]) -> None:
    """Wherever the title of a document in another language stands in a page's text, its element says so."""
    foreign = {
        html.escape(curly(source["title"])): source["language"]
        for source in data["sources"]
        if source["language"] != data["book"]["language"]
    }
    found = re.compile("|".join(map(re.escape, sorted(foreign, key=len, reverse=True))))
    marked, unmarked = set(), []
    for page in sorted(built.rglob("*.html")):
        text = re.sub(r"<script.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for match in found.finditer(text, text.index("<body>")) if foreign else ():
            tag = text[text.rindex("<", 0, match.start()) : match.start()]
            if ">" not in tag:
                continue  # the value of an attribute, which has no language of its own
            if f'lang="{foreign[match[0]]}"' in tag:
                marked.add(match[0])
            else:
                unmarked.append(f"{page.relative_to(built)}: {match[0]}")
    assert unmarked == []
    assert marked == foreign.keys()

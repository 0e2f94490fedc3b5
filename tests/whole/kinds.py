"""Which pages of a built site to look at closely, chosen by what they hold.

Every template that makes a page is there with the page that holds most kinds of elements, with as many more
as it takes that every kind its pages hold stands on one of them, and with its heaviest page. New templates
and new parts come in by themselves.
"""

from __future__ import annotations

import re
from pathlib import Path

from claimbook.checks import check
from claimbook.content import content_files, page_addresses, texts
from claimbook.pages import Desk, pages
from claimbook.settings import load_settings
from tests.support import REPOSITORY

TEMPLATES = REPOSITORY / "themes" / "apparatus" / "templates"
FRAME = "base.html"  # the others extend it; it makes no page
# The templates that Pelican gives to what stands below content/, by the kind of file.
_CONTENT = {"page": ("page.html", ""), "correction": ("article.html", "corrections/")}
_TAG = re.compile(r"<([a-z][a-z0-9]*)([^<>]*)")
_SORT = re.compile(r' (?:class|role|type|rel)="([^"]*)"')


def templates() -> set[str]:
    """The names of the templates that make pages."""
    return {path.name for path in TEMPLATES.glob("*.html")} - {FRAME}


def made_by(root: Path) -> dict[str, str]:
    """The template of every page of the book at `root`, by the page's address."""
    settings = load_settings(root)
    desk = Desk(check(root, settings), settings, page_addresses(root), texts(root))
    made = {page.view.head.path: page.template for page in pages(desk)}
    for kind, path in content_files(root):
        if kind in _CONTENT:
            template, folder = _CONTENT[kind]
            made[f"{folder}{path.stem}.html"] = template
    return {**made, "corrections.html": "corrections.html"}


def chosen(root: Path, output: Path) -> dict[str, list[str]]:
    """By template, the addresses of the pages to look at among those built into `output`, the one with most
    kinds of elements first.
    """
    by_template: dict[str, dict[str, str]] = {}
    for path, template in sorted(made_by(root).items()):
        html = (output / path).read_text(encoding="utf-8")
        by_template.setdefault(template, {})[path] = html
    return {template: _cover(found) for template, found in sorted(by_template.items())}


def _cover(found: dict[str, str]) -> list[str]:
    """Whichever page holds most of what is still missing, the shortest of those that hold as much, until
    nothing is; and the longest of all.
    """
    parts = {path: _parts(html) for path, html in found.items()}
    picked, missing = [], set().union(*parts.values())
    while missing:
        best = min(found, key=lambda path: (-len(parts[path] & missing), len(found[path]), path))
        picked.append(best)
        missing -= parts[best]
    longest = max(found, key=lambda path: (len(found[path]), path))
    return list(dict.fromkeys([*picked, longest]))


def _parts(html: str) -> set[str]:
    """What a page is made of: its elements with their classes and roles."""
    return {f"{tag} {' | '.join(_SORT.findall(rest))}" for tag, rest in _TAG.findall(html)}

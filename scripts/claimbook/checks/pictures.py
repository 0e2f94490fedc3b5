"""The rule about files that are published as they are: what lies in `content/images/`."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook.checks.rule import Case, rule
from claimbook.records import Problem

# What browsers show as a picture and never as a page. SVG is not among them: opened by itself it runs scripts
# with the rights of the site, and without the policy that pages carry.
FORMS = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
_LEFT_BY_SYSTEMS = {".DS_Store", ".gitkeep", "Thumbs.db"}


@rule("images-are-pictures", "Files that are published as they are can be nothing but pictures.")
def pictures(case: Case) -> Iterator[Problem]:
    """An HTML or SVG file would be a page of the site that nobody sanitised."""
    root = case.loaded.root
    for path in sorted((root / "content" / "images").rglob("*")):
        form = path.suffix.lower()
        told = form == ".md" or path.name in _LEFT_BY_SYSTEMS  # texts in a wrong place are another rule's
        if form not in FORMS and not told and not path.is_dir():
            name = path.relative_to(root).as_posix()
            hint = f"Only pictures are published as they are: {', '.join(FORMS)}."
            yield Problem(name, 0, 0, "", "is no picture that a browser can only show", hint)

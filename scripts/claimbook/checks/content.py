"""Rules about the Markdown pages and corrections below `content/`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimbook import text
from claimbook.checks.references import known_ids, missing
from claimbook.checks.rule import Case, rule
from claimbook.content import PARTS, RESERVED, ContentFile, content_files, read_content
from claimbook.intake import Unreadable, entries
from claimbook.records import Problem


@rule("content-is-well-formed", "Pages and corrections have a title, and their links lead somewhere.")
def content(case: Case) -> Iterator[Problem]:
    """Head lines, reserved names, links to records and pages, addresses that would be dropped."""
    root = case.loaded.root
    for kind, path in content_files(root):
        name = path.relative_to(root).as_posix()
        try:
            found = read_content(path)
        except Unreadable as error:
            for fault in error.faults:
                yield Problem(name, fault.line, fault.column, "", fault.what, fault.hint)
            continue
        except OSError as error:
            yield Problem(name, 0, 0, "", f"cannot be read: {error.strerror}")
            continue
        if kind == "page" and path.stem in RESERVED:
            yield Problem(
                name, 1, 1, "", f"the name {path.stem!r} is taken by a page of the book", "Rename it."
            )
        if kind == "correction" and found.date is None:
            yield Problem(name, 1, 1, "", "a correction needs its day", "Add a head line 'Date: YYYY-MM-DD'.")
        if kind == "part" and path.stem not in PARTS:
            yield Problem(
                name, 1, 1, "", f"no page takes the part {path.stem!r}", f"Parts: {', '.join(PARTS)}."
            )
        yield from _hazards(name, found)
        yield from _links(case, name, found)


def _hazards(name: str, found: ContentFile) -> Iterator[Problem]:
    what = "holds characters that may not stand on a page"
    if hazards := text.text_hazards(f"{found.title}\n{found.summary}"):
        yield Problem(name, 1, 1, "", f"the head {what}: {', '.join(hazards)}", "Remove them.")
    for code, place in text.markdown_hazards(found.markdown).items():
        before = found.markdown[:place]
        line, column = found.line + before.count("\n"), place - before.rfind("\n")
        yield Problem(name, line, column, "", f"{what}: {code}", "Remove it.")


def _links(case: Case, name: str, found: ContentFile) -> Iterator[Problem]:
    try:
        for link in text.record_links(found.markdown):
            if wrong := missing(case, link.kind, link.id, known_ids(case)):
                yield Problem(name, found.line + link.line - 1, link.column, "", *wrong)
        for href in text.unsafe_links(found.markdown):
            hint = text.unsafe_hint(href) or UNSAFE_HINT
            yield Problem(name, found.line, 1, "", f"the address {href!r} is not a safe link", hint)
    except text.TextError as error:
        yield Problem(name, found.line, 1, "", str(error))


UNSAFE_HINT = (
    "Link to https://…, to a record as claim:ID, actor:ID, topic:ID, source:ID, or to a page as page:NAME."
)


@rule("the-first-page-exists", "The page that the setting `start` names is there.")
def start(case: Case) -> Iterator[Problem]:
    """The home page would silently send newcomers nowhere."""
    name = case.settings.start
    slugs = [path.stem for kind, path in content_files(case.loaded.root) if kind == "page"]
    if name and name not in slugs:
        hint = case.nearest(name, slugs) or "Name a file of content/pages/, without '.md'."
        yield Problem("pelicanconf.py", 0, 0, "CLAIMBOOK", f"start: there is no page {name!r}", hint)


_FORMS = (".md", ".markdown", ".mdown", ".mkd", ".rst", ".html", ".htm")  # what Pelican itself would read


@rule("content-is-plain-files", "Below content/ lie plain files with names that every system can hold.")
def plain(case: Case) -> Iterator[Problem]:
    """A link would publish a file from elsewhere on the machine that builds; a pipe would stop it."""
    for entry in entries(case.loaded.root, "content"):
        if entry.fault:
            yield Problem(entry.name, 0, 0, "", entry.fault.what, entry.fault.hint)


def stray_files(root: Path) -> Iterator[Path]:
    """Texts below `content/` that no page is made from; `content/images/` may hold any file but Markdown."""
    known = {path for _, path in content_files(root)}
    images = root / "content" / "images"
    for entry in entries(root, "content"):
        form = entry.path.suffix.lower()
        stray = form in _FORMS and entry.path not in known and entry.kind != "other"
        if stray and (form == ".md" or images not in entry.path.parents):
            yield entry.path


@rule("content-is-in-its-folders", "Every text below content/ becomes a page or a correction.")
def stray(case: Case) -> Iterator[Problem]:
    """A file in the wrong folder, or in another form than Markdown, would silently never be published."""
    for path in stray_files(case.loaded.root):
        name = path.relative_to(case.loaded.root).as_posix()
        hint = "Move it to content/pages/, content/corrections/ or content/parts/."
        if path.suffix != ".md":
            hint = "Pages are written in Markdown, in files whose names end in .md."
        yield Problem(name, 0, 0, "", "no page is made from this file", hint)

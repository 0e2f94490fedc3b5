"""Pages written in Markdown: about, method and their like; corrections and their list."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from claimbook import dates, text
from claimbook.content import ContentFile
from claimbook.frozen import frozen
from claimbook.pages.desk import Desk
from claimbook.pages.parts import Head, When, when


@frozen
class ProsePage:
    """A page of prose: `html` is safe; `date` is set for a correction."""

    head: Head
    html: Markup
    date: When | None


@frozen
class Correction:
    """A correction as an entry of the list."""

    href: str
    title: str
    date: When
    summary: str


@frozen
class CorrectionsPage:
    """The list of corrections, newest first."""

    head: Head
    entries: tuple[Correction, ...]


def prose_page(desk: Desk, found: ContentFile, path: str) -> ProsePage:
    """The view of a content file at the address `path`."""
    html = text.render(found.markdown, lambda kind, name: desk.resolve(kind, name, path))
    section = "corrections" if path.startswith("corrections/") else found.slug
    summary = found.summary or text.shorten(text.plain(found.markdown), 160)
    head = Head(text.curly(found.title), text.curly(summary), path, section)
    return ProsePage(head, html, when(dates.parse(found.date)) if found.date else None)


def corrections_page(found: Iterable[ContentFile]) -> CorrectionsPage:
    """The view of the list of corrections; each has its date (see `checks`)."""
    newest = sorted((f for f in found if f.date), key=lambda f: (f.date or "", f.slug), reverse=True)
    entries = tuple(
        Correction(
            f"corrections/{f.slug}.html", text.curly(f.title), when(dates.parse(f.date or "")), f.summary
        )
        for f in newest
    )
    head = Head(
        "Corrections", "What was wrong in this book and has been mended.", "corrections.html", "corrections"
    )
    return CorrectionsPage(head, entries)

"""Where the book gives external addresses.

Owns: finding every `https:` and `http:` address that readers can follow from a page, with the file, line and
field it stands in. Refuses to ask any of them (see `asking`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claimbook.checks import Case, fields
from claimbook.content import content_files, read_content
from claimbook.records import Record, Source
from claimbook.records.shapes import Markdown, Url
from claimbook.settings import CONFIG
from claimbook.text.links import outside_links


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place that gives an address: line and column count from 1, 0 where only the file is known.

    `archived` is the copy that the same record names for it, "" where it names none.
    """

    path: str
    line: int
    column: int
    where: str
    archived: str = ""


def mentions(case: Case) -> dict[str, tuple[Mention, ...]]:
    """Every external address of a book that was checked, without its fragment, with all its places."""
    found: dict[str, set[Mention]] = {}
    for url, mention in (*_in_records(case), *_in_content(case), *_in_settings(case)):
        if url.lower().startswith(("https://", "http://")):
            found.setdefault(whole(url), set()).add(mention)
    return {url: tuple(sorted(found[url])) for url in sorted(found)}


def whole(url: str) -> str:
    """The address of the whole page that `url` may name a part of."""
    return url.partition("#")[0]


def _in_records(case: Case) -> Iterator[tuple[str, Mention]]:
    for record in case.loaded.records:
        if record.withdrawn:  # its page gives the reason and no address
            continue
        for place, shape, value in fields.values(record):
            if isinstance(shape, Url):
                copy = record.archived if isinstance(record, Source) and place == "url" else None
                yield value, _mention(case, record, place, copy or "")
            elif isinstance(shape, Markdown):
                for url in outside_links(value):
                    yield url, _mention(case, record, place)


def _mention(case: Case, record: Record, place: str, archived: str = "") -> Mention:
    found = case.problem(record, place, "")
    return Mention(found.path, found.line, found.column, found.where, archived)


def _in_content(case: Case) -> Iterator[tuple[str, Mention]]:
    root = case.loaded.root
    for _, path in content_files(root):
        page = read_content(path)
        name = path.relative_to(root).as_posix()
        at = 0
        for url in outside_links(page.markdown):
            found = page.markdown.find(url, at)
            at = max(found + len(url), at)  # where it is written with escapes, the line of the one before
            yield url, Mention(name, page.line + page.markdown.count("\n", 0, at), 1, "")


def _in_settings(case: Case) -> Iterator[tuple[str, Mention]]:
    for name in ("licence_url", "repository"):
        yield getattr(case.settings, name), Mention(CONFIG, 0, 0, f"CLAIMBOOK.{name}")

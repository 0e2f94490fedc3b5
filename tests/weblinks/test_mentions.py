"""Where a book gives external addresses."""

from pathlib import Path

from claimbook.checks import examine
from claimbook.weblinks import Mention, mentions
from tests.support import REPOSITORY, SETTINGS, small_book

PAGE = """\
Title: Links

A [page](https://page.example/a?b=1&c=2#part), a record: [one](source:coast-weekly) and
[mail](mailto:a@b.example).

And `https://code.example/`, again <https://page.example/a?b=1&c=2>, and [above](#links).
"""
SHORE = """\
source:
  id: shore-notes
  title: Shore notes
  kind: reference
  publisher: town-council
  published: 2019-03
  url: https://shore.example/notes#top
  archived: https://archive.example/shore
  republished_from: {publisher: town-council, url: "https://first.example/"}
  language: en
  note: "See [more](HTTPS://shore.example/more) and [a claim](source:shore-notes)."
claims: []
"""
GONE = """\
source:
  id: sand-notes
  title: Sand notes
  kind: reference
  published: 2019-03
  url: https://sand.example/notes
  language: en
  withdrawn: {date: 2024-01-02, reason: Added by mistake.}
claims: []
"""


def test_every_place_of_every_address(tmp_path: Path) -> None:
    """Fields for addresses, Markdown in records and pages, settings; with line, column and archived copy."""
    files: dict[str, str | bytes] = {
        "content/pages/links.md": PAGE,
        "claims/references/shore-notes.yml": SHORE,
        "claims/references/sand-notes.yml": GONE,
    }
    found = mentions(examine(small_book(tmp_path, files=files), SETTINGS))
    shore = "claims/references/shore-notes.yml"
    assert found == {
        "HTTPS://shore.example/more": (Mention(shore, 11, 9, "source.note"),),
        "https://archive.example/shore": (Mention(shore, 8, 13, "source.archived"),),
        "https://creativecommons.org/licenses/by/4.0/": (
            Mention("pelicanconf.py", 0, 0, "CLAIMBOOK.licence_url"),
        ),
        "https://example.org/bridge": (Mention("claims/sources/coast-weekly.yml", 9, 8, "source.url"),),
        "https://example.org/telegraph": (
            Mention("claims/sources/coast-weekly.yml", 41, 80, "claims[1].evidence[0].url"),
        ),
        "https://first.example/": (Mention(shore, 9, 52, "source.republished_from.url"),),
        "https://page.example/a?b=1&c=2": (
            Mention("content/pages/links.md", 3, 1, ""),
            Mention("content/pages/links.md", 6, 1, ""),
        ),
        "https://shore.example/notes": (Mention(shore, 7, 8, "source.url", "https://archive.example/shore"),),
    }


def test_the_first_book_gives_every_address_of_its_documents() -> None:
    """As many as its records have; each without a fragment."""
    case = examine(REPOSITORY, SETTINGS)
    found = mentions(case)
    assert {source.url for source in case.book.sources.values() if source.url} <= found.keys()
    assert not [url for url in found if "#" in url]

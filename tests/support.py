"""A small book of an invented event, written into a folder, for tests to read, break and build.

`small_book` writes a complete book: two documents, a reference, actors, a topic, a quantity and pages. Its
parts are the names in `PARTS`, and a test changes the one it is about:

    small_book(tmp_path)                                          # sound: no problems
    small_book(tmp_path, first=("voice: quoted", "voice: sung"))  # one place (it must occur exactly once)
    small_book(tmp_path, first=[("a", "b"), ("c", "d")])          # several places
    small_book(tmp_path, actors="actors: []\\n")                   # a whole part
    small_book(tmp_path, quantities=None)                         # left out
    small_book(tmp_path, files={"claims/new.yml": "..."})         # further files, text or bytes

`first_text` and `second_text` are the documents' texts: only their fingerprints are written, never they
themselves. `problems_of` gives the lines `check` reports, without the count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from claimbook.checks import check
from claimbook.quotes import dump, fingerprint, path_of
from claimbook.records import BookError
from claimbook.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[1]
SETTINGS = Settings(title="The bridge at Varnholm", start="about")

Change = str | tuple[str, str] | Sequence[tuple[str, str]] | None

_OWN, _MARKER, _HOST = (
    (REPOSITORY / "pelicanconf.py").read_text(encoding="utf-8").partition("# Below this line")
)
assert _MARKER, "pelicanconf.py no longer says where a book's own settings end"

CONFIG = (
    """\
import claimbook.site

SITENAME = "The bridge at Varnholm"
SITEURL = ""
DEFAULT_LANG = "en"
TIMEZONE = "UTC"
CLAIMBOOK = {
    "question": "Who closed the bridge at Varnholm, and why?",
    "description": "Claims about an invented bridge.",
    "start": "about",
    "repository": "https://example.org/varnholm",
}
"""
    + f"{_MARKER}{_HOST}\nTHEME = {str(REPOSITORY / 'themes' / 'apparatus')!r}\n"
)

FIRST_TEXT = """\
The bridge at Varnholm was closed on Tuesday evening. “We shut the bridge because two cables had snapped,”
said Mayor Edda Lund, speaking to reporters in the town hall. She added that nobody had been hurt.
According to the Coast Telegraph, the harbour master had warned of rust for years. About 300 people waited
on the eastern bank, the paper wrote, while others put the crowd at no fewer than 450.

Some residents believe that the closure was meant to help the ferry company, which had lost passengers
since spring. There is little doubt that the inspection came far too late. The council has published its
report on the cables and the minutes of the meeting in which the decision was taken, and it will open the
books to anybody who asks for them. Engineers from three towns have offered their help. The ferry now runs
every hour from the old pier, and the fare was lowered for pupils, nurses and pensioners. A date for the
reopening has not been named, and the weather is expected to stay rough until the end of the month.
"""

SECOND_TEXT = """\
Not a single cable snapped at Varnholm, the ferry captain Jon Hale told this magazine last week. He was on
deck below the bridge when the barriers came down, and all the cables hung straight. The company he works
for gained nothing from the closure, he said: its boats had been full since April. The mayor closed the
bridge because two cables had snapped, her office repeated in a letter to us. Perhaps 450 people stood on
the eastern bank that night, by our own count from a photograph. We walked the bank again on the following
Sunday, spoke with the toll keeper, two fishermen and a teacher, and found nobody who had heard the sound
of breaking steel. The letter does not say who inspected the bridge or when the work was ordered. Until
those papers are shown, readers have to choose between an office and a man on a boat, and this magazine
does not choose for them. We asked for the inspection log three times and were promised it three times. It
has not come, and we shall print it here on the day it does.
"""

FIRST = """\
source:
  id: coast-weekly
  title: The bridge is shut
  kind: document
  authors: [mara-vik]
  publisher: coast-weekly-paper
  published: 2021-03-10
  published_basis: Stated below the title.
  url: https://example.org/bridge
  language: en
  added: 2021-05-01
  skipped:
  - {start: 120, end: 130, reason: Service information.}
claims:
- id: lund-cables-snapped
  statement: The bridge was closed because two of its cables had broken.
  speaker: edda-lund
  voice: quoted
  certainty: asserted
  said: 2021-03-09
  said_basis: Tuesday evening; the article is dated Wednesday.
  about: {date: 2021-03-09, place: Varnholm}
  quote: We shut the bridge because two cables had snapped
  evidence: none
  mentions: town-council
  positions:
  - {topic: why-closed, position: damage}
  counter_statements:
  - {claim: hale-no-cable-snapped, relation: contradicts, linked_by: source}
  formerly: [lund-two-cables]
- id: harbour-master-rust
  statement: The harbour master warned of rust on the bridge for years.
  speaker: harbour-master
  via: [coast-telegraph]
  voice: reported
  certainty: asserted
  said: null
  said_basis: The article gives no date.
  quote: the harbour master had warned of rust for years
  evidence:
  - {kind: media-report, what: The Coast Telegraph., by: coast-telegraph, url: "https://example.org/telegraph"}
  supports: lund-cables-snapped
  note: The [harbour master](actor:harbour-master) is not named.
- id: telegraph-crowd-300
  statement: About 300 people waited on the eastern bank.
  speaker: coast-telegraph
  voice: reported
  certainty: asserted
  said: 2021-03-10
  said_basis: The paper of that day.
  quote: About 300 people waited on the eastern bank
  evidence: none
  figures:
  - {quantity: crowd, low: 300, high: 300, approximate: true}
  counter_statements:
  - {claim: magazine-crowd-450, relation: alternative, linked_by: editor, note: Both count *one* bank.}
- id: residents-ferry-company
  statement: The closure was meant to help the ferry company.
  speaker: residents-coast-weekly
  voice: reported
  certainty: speculated
  said: null
  said_basis: The article gives no date.
  quote: Some residents believe that … meant to help the ferry company
  evidence: none
  positions:
  - {topic: why-closed, position: profit}
  counter_statements:
  - {claim: hale-nothing-gained, relation: undercuts, linked_by: editor}
- id: vik-inspection-late
  statement: The inspection came too late.
  speaker: mara-vik
  voice: author
  certainty: asserted
  quote: the inspection came far too late
  evidence: none
- id: vik-withdrawn
  withdrawn: {date: 2021-06-01, reason: It was a question.}
"""

SECOND = """\
source:
  id: tide-magazine-report
  title: A man on a boat
  kind: document
  publisher: tide-magazine
  published: 2021-04
  published_basis: The issue of April.
  url: null
  language: en
claims:
- id: hale-no-cable-snapped
  statement: No cable of the bridge broke.
  speaker: jon-hale
  voice: reported
  certainty: asserted
  said: 2021-03~
  said_basis: The magazine says last week.
  quote: Not a single cable snapped at Varnholm
  evidence:
  - {kind: eyewitness, what: He was on deck below the bridge., by: jon-hale}
  mentions: [edda-lund, town-council]
- id: hale-nothing-gained
  statement: The ferry company gained nothing from the closure.
  speaker: jon-hale
  voice: reported
  certainty: asserted
  said: null
  said_basis: The magazine gives no date.
  quote: The company he works for gained nothing
  evidence:
  - {kind: own-reasoning, what: Its boats had been full before.}
- id: lund-cables-repeated
  statement: The bridge was closed because two of its cables had broken.
  speaker: edda-lund
  voice: reported
  certainty: asserted
  said: 2021-04
  said_basis: A letter to the magazine, in the issue of April.
  quote: The mayor closed the bridge because two cables had snapped
  evidence: none
  restates: lund-cables-snapped
- id: magazine-crowd-450
  statement: About 450 people stood on the eastern bank.
  speaker: tide-magazine
  voice: author
  certainty: hedged
  quote: Perhaps 450 people stood on the eastern bank
  evidence:
  - {kind: image-or-video, what: The magazine’s count from a photograph.}
  figures:
  - {quantity: crowd, low: 450, high: 450, approximate: true}
"""

ACTORS = """\
actors:
- id: edda-lund
  name: Edda Lund
  kind: person
  part_of: town-council
  also_known_as: [E. Lund]
  described_as: [{role: mayor, source: coast-weekly}]
  formerly: mayor-lund
- {id: town-council, name: Town council of Varnholm, kind: government}
- {id: mara-vik, name: Mara Vik, kind: person, note: "Writes for [the weekly](source:coast-weekly)."}
- {id: coast-weekly-paper, name: Coast Weekly, kind: media}
- {id: coast-telegraph, name: Coast Telegraph, kind: media}
- {id: tide-magazine, name: Tide Magazine, kind: media}
- {id: harbour-master, name: Harbour master, kind: person}
- {id: jon-hale, name: Jon Hale, kind: person}
- {id: residents-coast-weekly, name: Residents (in Coast Weekly), kind: unnamed, source: coast-weekly}
"""

TOPICS = """\
topics:
- id: why-closed
  question: Why was the bridge closed?
  positions:
  - {id: damage, label: Because it was damaged}
  - {id: profit, label: To help the ferry company}
"""

QUANTITIES = """\
quantities:
- {id: crowd, label: People on the eastern bank, unit: people}
"""

REFERENCES = """\
source:
  id: town-report
  title: Report on the cables
  kind: reference
  publisher: town-council
  published: null
  language: en
claims:
- id: report-cables-worn
  statement: Two cables were worn, not broken.
  speaker: town-council
  voice: author
  certainty: asserted
  quote: null
  evidence: none
"""

ABOUT = """\
Title: About this book
Summary: What it is.

It is about [the mayor](actor:edda-lund) and [why](topic:why-closed). See [the figures](page:figures).
"""

CORRECTION = """\
Title: A date was corrected
Date: 2021-05-02
Summary: One date.

The date of [a claim](claim:lund-cables-snapped) was wrong.
"""

PARTS: dict[str, tuple[str, str]] = {
    "config": ("pelicanconf.py", CONFIG),
    "first": ("claims/sources/coast-weekly.yml", FIRST),
    "second": ("claims/sources/tide-magazine-report.yml", SECOND),
    "references": ("claims/sources/town-report.yml", REFERENCES),
    "actors": ("claims/actors.yml", ACTORS),
    "topics": ("claims/topics.yml", TOPICS),
    "quantities": ("claims/quantities.yml", QUANTITIES),
    "about": ("content/pages/about.md", ABOUT),
    "correction": ("content/corrections/a-date.md", CORRECTION),
}
_TEXTS = {"first_text": ("coast-weekly", FIRST_TEXT), "second_text": ("tide-magazine-report", SECOND_TEXT)}


def small_book(tmp_path: Path, *, files: Mapping[str, str | bytes] | None = None, **changes: Change) -> Path:
    """Write the small book into `tmp_path`, with `changes` to the parts named, and return its root."""
    unknown = changes.keys() - PARTS.keys() - _TEXTS.keys()
    assert not unknown, f"the small book has no part {unknown}"
    for part, (path, content) in PARTS.items():
        changed = _changed(content, changes.get(part, ()))
        if changed is not None:
            write(tmp_path, path, changed)
    for part, (source, content) in _TEXTS.items():
        changed = _changed(content, changes.get(part, ()))
        if changed is not None:
            write(tmp_path, path_of(Path(), source).as_posix(), dump(fingerprint(source, changed)))
    for path, given in (files or {}).items():
        write(tmp_path, path, given)
    return tmp_path


def write(root: Path, path: str, content: str | bytes) -> None:
    """Write one file of a book, making its folders."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)


def problems_of(root: Path, settings: Settings = SETTINGS, *, workers: int = 1) -> list[str]:
    """The problems `check` finds in the book at `root`, a line each, in order; none for a sound book."""
    try:
        check(root, settings, workers=workers)
    except BookError as error:
        return [str(problem) for problem in error.problems]
    return []


def _changed(content: str, change: Change) -> str | None:
    if change is None or isinstance(change, str):
        return change
    pairs = cast("list[tuple[str, str]]", [change] if change and isinstance(change[0], str) else change)
    for old, new in pairs:
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in the part"
        content = content.replace(old, new)
    return content

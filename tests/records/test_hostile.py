"""Files that are made to do harm: each is answered with place and remedy, within 300 MB.

The command runs as a process of its own, started by a small one: what it took is what the system counted,
its start included. Two seconds of the processor are the other limit; `tests/bench/hostile.py` measures them,
as a machine with other work to do would fail a test of time.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimbook.quotes import dump, fingerprint
from tests.support import FIRST, REPOSITORY, small_book, write

resource = pytest.importorskip("resource", reason="the system counts no resources of other processes")

MEGABYTES = 300
PATIENCE = 60  # seconds by the clock, after which the command counts as hung
_START = """\
import json, os, sys
command = [sys.executable, "-m", "claimbook", "--book", sys.argv[1], "check"]
_, status, used = os.wait4(os.spawnv(os.P_NOWAIT, sys.executable, command), 0)
taken = [os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]
open(sys.argv[2], "w").write(json.dumps(taken))
"""
_SIZES = 1_000_000 if sys.platform == "darwin" else 1_000  # of the system's units in a megabyte
_HEAD = "source: {id: r, title: R, kind: reference, published: null, language: en}\nclaims:\n"
_CLAIM = (
    "- {{id: c-{0}, statement: S, speaker: {1}, voice: author, certainty: asserted, quote: null, "
    "evidence: none}}\n"
)
_ACTOR = "- {{id: x-{0}, name: {1}, kind: {2}}}\n"
_UNKNOWN = "unknown key 'zzz'. Known keys: source, actors, topics, quantities, claims."
_VALUES = "the file holds more than some 100,000 values. Split it."
_ENOUGH = "the file has more than 1,000 problems; what follows was not read. Mend those before it."
_DEEP = "nested more than 50 levels deep. Close brackets, or indent less."
_SIZE = "the file has more than 8000000 bytes. Split it."


def _laughs() -> str:
    """Ten lists, each of nine times the one before: three billion words."""
    lines = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"]
    for last, this in zip("abcdefghi", "bcdefghij", strict=True):
        lines.append(f"{this}: &{this} [{', '.join([f'*{last}'] * 9)}]\n")
    return "".join(lines)


def _actors(number: int, name: str = "N{}", kind: str = "person") -> str:
    return "actors:\n" + "".join(_ACTOR.format(i, name.format(i), kind) for i in range(number))


def _flat_fingerprint() -> str:
    """A document that says one thing 300,000 times."""
    return dump(fingerprint("coast-weekly", "no no no no " * 75_000))


# What lies in one file, by the file's name; and the line that tells the worst of it.
FILES: dict[str, tuple[str, str | bytes | Callable[[], str], str]] = {
    "billion laughs": (
        "claims/h.yml",
        _laughs,
        "claims/h.yml:10:32: aliases ('*i') are not used here. Write the value out.",
    ),
    "a million aliases": (
        "claims/h.yml",
        "actors: &a\n" + "- *a\n" * 1_000_000,
        f"claims/h.yml:501:3: {_ENOUGH}",
    ),
    "anchors nobody reads": ("claims/h.yml", "zzz: [" + "&a x," * 1_000_000, f"claims/h.yml:1:1: {_UNKNOWN}"),
    "a million merge keys": (
        "claims/h.yml",
        "actors:\n- {" + "<<: x, " * 1_000_000,
        f"claims/h.yml:2:6997: {_ENOUGH}",
    ),
    "Python tags": (
        "claims/h.yml",
        "actors: [" + "!!python/object/apply:os.abort []," * 200_000,
        f"claims/h.yml:1:33976: {_ENOUGH}",
    ),
    "brackets in brackets": ("claims/h.yml", "actors: " + "[" * 100_000, f"claims/h.yml:1:58: {_DEEP}"),
    "braces in braces": ("claims/h.yml", "actors: " + "{a: " * 100_000, f"claims/h.yml:1:205: {_DEEP}"),
    "lists in lists": ("claims/h.yml", "- " * 100_000 + "x\n", f"claims/h.yml:1:101: {_DEEP}"),
    "keys in keys": ("claims/h.yml", "? " * 100_000 + "x\n", f"claims/h.yml:1:101: {_DEEP}"),
    "ten megabytes in one value": (
        "claims/h.yml",
        _actors(1, "x" * 10_000_000),
        f"claims/h.yml:1:1: {_SIZE}",
    ),
    "eight megabytes in one value": (
        "claims/h.yml",
        _actors(1, "x" * 7_900_000),
        "claims/h.yml:2:19: actors[0].name: expected at most 200 characters, got 7900000.",
    ),
    "eight megabytes in one id": (
        "claims/h.yml",
        "actors:\n- {id: " + "a-" * 3_950_000 + ", name: N, kind: person}\n",
        "claims/h.yml:2:8: actors[0].id: expected an id of at most 80 characters, got 7900000.",
    ),
    "an open quotation mark": (
        "claims/h.yml",
        "actors:\n- {id: a, name: 'a" + "\n x" * 2_600_000,
        "claims/h.yml:2600002:3: not valid YAML: found unexpected end of stream (while scanning a quoted "
        "scalar, begun in line 2). Check indentation and quotation marks here.",
    ),
    "a million keys": (
        "claims/h.yml",
        "".join(f"k{i}: 1\n" for i in range(700_000)),
        f"claims/h.yml:1000:1: {_ENOUGH}",
    ),
    "one key a million times": ("claims/h.yml", "actors: []\n" * 700_000, f"claims/h.yml:1001:1: {_ENOUGH}"),
    "millions of empty records": (
        "claims/h.yml",
        "actors: [" + "{}," * 2_600_000,
        f"claims/h.yml:1:1009: {_ENOUGH}",
    ),
    "sound records without end": ("claims/h.yml", _actors(150_000), f"claims/h.yml:25001:23: {_VALUES}"),
    "records with one fault each": (
        "claims/h.yml",
        _actors(150_000, kind="persona"),
        f"claims/h.yml:1001:33: {_ENOUGH}",
    ),
    "records of one id": (
        "claims/h.yml",
        "actors:\n" + "- {id: x, name: N, kind: person}\n" * 20_000,
        "claims: the rule 'unique-ids' finds more than 1,000 problems; only the first are told. Mend those, "
        "then check again.",
    ),
    "a list without end": (
        "claims/h.yml",
        "actors:\n- {id: a, name: N, kind: person, also_known_as: [" + "n," * 100_000 + "]}\n",
        "claims/h.yml:2:4050: actors[0].also_known_as: expected at most 2000 entries. Remove the rest.",
    ),
    "a long list of one word": (
        "claims/h.yml",
        "actors:\n- {id: a, name: N, kind: person, also_known_as: [" + "n," * 2_000 + "]}\n",
        "claims/h.yml:2:52: actors[0].also_known_as[1]: this entry stands in the list already. Remove it.",
    ),
    "thousands of slips among thousands of names": (
        "claims/h.yml",
        _actors(12_000) + _HEAD + "".join(_CLAIM.format(i, f"x-{i}-{i}") for i in range(5_000)),
        "claims: the rule 'links-lead-somewhere' finds more than 1,000 problems; only the first are told. "
        "Mend those, then check again.",
    ),
    "dates that are none": (
        "claims/h.yml",
        _HEAD.replace("published: null", "published: '" + "about " * 13 + "1'"),
        f"claims/h.yml:1:55: source.published: expected an EDTF date, got '{'about ' * 13}1'.",
    ),
    "notes of nothing but markup": (
        "claims/h.yml",
        "actors:\n"
        + "".join(
            f"- {{id: x-{i}, name: N{i}, kind: person, note: '"
            + f'[{i}](https://e.org) *b* "c" ' * 66
            + "'}\n"
            for i in range(3_500)
        ),
        "claims/h.yml:110:3: actors[108]: from here on the file has more than 200,000 characters of "
        "Markdown. Write notes in plain words, or split the file.",
    ),
    "a fingerprint in brackets": (
        "claims/fingerprints/x.json",
        "[" * 3_900_000,
        "claims/fingerprints/x.json: cannot be read: not a fingerprint file. Write it anew with "
        "'claimbook fingerprint'.",
    ),
    "a fingerprint without end": (
        "claims/fingerprints/x.json",
        '{"sentences": ["' + "1 " * 10_000_000,
        "claims/fingerprints/x.json: cannot be read: more than 4000000 bytes. Write it anew with "
        "'claimbook fingerprint'.",
    ),
    "a document that repeats itself": (
        "claims/fingerprints/coast-weekly.json",
        _flat_fingerprint,
        "claims/sources/coast-weekly.yml:23:10: claims[0].quote: words of the quote have more than 1,000 "
        "places in the document. Quote more words.",
    ),
    "a page of brackets": (
        "content/pages/x.md",
        "Title: T\n\n" + "[" * 19_900,
        "content/pages/x.md:3:1: expected fewer opening brackets without a closing one.",
    ),
    "a page without end": (
        "content/pages/x.md",
        "Title: " + "T" * 50_000_000,
        "content/pages/x.md:1:1: the file has more than 100000 bytes. Split it.",
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_hostile_files_cost_little(what: str, tmp_path: Path) -> None:
    """The worst that a file does is told, and telling it hangs nowhere and takes little memory."""
    said, _, megabytes = check(what, tmp_path)
    assert FILES[what][2] in said
    assert said[-1] in {f"{len(said) - 1} problems", "1 problem"}
    assert megabytes < MEGABYTES


def check(what: str, folder: Path) -> tuple[list[str], float, float]:
    """The lines `claimbook check` says of a book in `folder` with the hostile file, which it must refuse; the
    seconds of the processor and the megabytes it takes.
    """
    name, content, _ = FILES[what]
    root = small_book(folder / "book")
    if content is _flat_fingerprint:
        first = FIRST.replace("We shut the bridge because two cables had snapped", "no no no no no")
        write(root, "claims/sources/coast-weekly.yml", first)
    write(root, name, content() if callable(content) else content)
    taken = folder / "taken.json"
    process = subprocess.Popen(
        [sys.executable, "-S", "-I", "-c", _START, str(root), str(taken)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    code, seconds, size = json.loads(taken.read_text(encoding="ascii"))
    assert code == 1, said[-2000:]
    return said.splitlines(), seconds, size / _SIZES

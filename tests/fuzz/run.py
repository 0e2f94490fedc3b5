"""Fuzzing by hand, guided by coverage: `python tests/fuzz/run.py TARGET FOLDER [libFuzzer's options]`.

Needs atheris, which is no dependency of the tests; see the README beside this file.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]
# To watch a library costs as much time as it takes to run: only where it is what the target is about.
_WATCHED = {"fallback": ["claimbook", "yaml"], "markdown": ["claimbook", "markdown"]}

with atheris.instrument_imports(include=_WATCHED.get("".join(sys.argv[1:2]), ["claimbook"])):
    from claimbook.records.model import KINDS, TOP_KEYS
    from claimbook.records.shapes import Choice, Many, Nested, NoneOrMany, table
    from claimbook.text import trees  # noqa: F401  (imported now, so that it is instrumented)
    from tests.fuzz import properties

_TIME = 5  # seconds that one input may take
_MEMORY = 1024  # MB that the process may take
_LENGTHS = {"reader": 2048, "fallback": 2048}  # most bytes of an input, where not 600
_YAML = r"""- |: |? |&a|*a|!!str |!<x>|<<|---|...|%YAML 1.1|{|}|[|]|'|"|\x41|~|null|# |> |2-|none|2022-01"""
_MARKDOWN = (
    r"](|[|claim:a-b|actor:|page:x|javascript:|https://e.org/|mailto:a@e.org|**|__|`|```|    |> |1. |- "
)
_HTML = r"===|<b>|# |&#x6a;|&amp;|![|\|klzzwxh:0000|{{|{%|---"
_DATES = "2022|-01|-10|X|XX|?|~|%|/|..|[|]|{|}|,|T12:00:00|Z|+05:00|-21|Jan| January |before |c. |0000|9999|–"
_MORE = ["|", "\n\n", "\n\n[1]: ", "|-|-|", "\x85", "\u2028", "\ufeff", "\x02", "\x03", "\u202e", "\u200d"]


def _records() -> Iterator[str]:
    """The book's record files, cut so that each seed holds one record."""
    for path in sorted((ROOT / "claims").rglob("*.yml")):
        head, *rest = re.split(r"^(?=- id:)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        yield from (head + record for record in rest[:8])


def _texts() -> Iterator[str]:
    """The book's texts: pages in paragraphs, and everything that records say."""
    for path in sorted((ROOT / "content").rglob("*.md")):
        yield from path.read_text(encoding="utf-8").split("\n\n")
    for record in _records():
        yield from re.findall(r"(?:statement|note|quote|what): (.+)", record)


def _dates() -> Iterator[str]:
    for record in _records():
        yield from re.findall(r"(?:said|published|date): (\S.*)", record)
    yield from (
        "[..2022-03-21]",
        "2021-12-29/2022-01-03",
        "{2022-01-05,2021}",
        "199X~",
        "2022-24",
        "Jan 2022",
    )


def _words(record: type) -> Iterator[str]:
    """The keys and words of a vocabulary that a record may have."""
    for name, spec in table(record).items():
        yield f"{name}: "
        shape = spec.shape
        while isinstance(shape, Many | NoneOrMany):
            shape = shape.item
        if isinstance(shape, Nested):
            yield from _words(shape.record)
        elif isinstance(shape, Choice):
            yield from shape.values


def _keys() -> list[str]:
    found = [f"{key}:" for key in TOP_KEYS]
    return [*found, *(word for kind in KINDS.values() for word in _words(kind)), *_YAML.split("|"), *_MORE]


def _marks() -> list[str]:
    return [*_MARKDOWN.split("|"), *_HTML.split("|"), *_MORE]


def _as_text(check: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: check(data.decode("utf-8", "replace"))


TARGETS: dict[str, tuple[Callable[[bytes], object], Callable[[], Iterator[str]], Callable[[], list[str]]]] = {
    "reader": (properties.reading, _records, _keys),
    "fallback": (properties.reading_slowly, _records, _keys),
    "markdown": (_as_text(properties.rendering), _texts, _marks),
    "dates": (_as_text(properties.dating), _dates, lambda: _DATES.split("|")),
    "quotes": (_as_text(properties.quoting), _texts, lambda: ["… ", "...", "[w](#)", "**", "*", "’", "/"]),
    "search": (_as_text(properties.searching), _texts, lambda: ["’", "2,030", "\u202f", "ß", "哈", "İ", "ﬁ"]),
}


def _prepared(folder: Path, seeds: Iterator[str], words: list[str]) -> list[str]:
    """The seeds and the dictionary as files; gives libFuzzer's arguments."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        content = seed.encode()
        (corpus / hashlib.sha1(content).hexdigest()).write_bytes(content)
    coded = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in dict.fromkeys(words))
    (folder / "words.dict").write_text("".join(f'"{word}"\n' for word in coded), encoding="ascii")
    return [str(corpus), f"-dict={folder / 'words.dict'}", f"-artifact_prefix={folder}/"]


def main() -> None:
    """Fuzz until libFuzzer ends: at the first finding, or when its time or number of runs is over."""
    if len(sys.argv) < 3 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: run.py {{{','.join(TARGETS)}}} FOLDER [libFuzzer's options]")
    check, seeds, words = TARGETS[sys.argv[1]]
    made = _prepared(Path(sys.argv[2]), seeds(), words())
    length = _LENGTHS.get(sys.argv[1], 600)
    limits = [f"-timeout={_TIME}", f"-rss_limit_mb={_MEMORY}", f"-max_len={length}", "-len_control=20"]
    atheris.Setup([sys.argv[0], *made, *limits, *sys.argv[3:]], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

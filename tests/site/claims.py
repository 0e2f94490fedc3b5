"""Random edits of one claim's fields, in the text of its record, for tests of what follows from edits."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

CLAIM = re.compile(r"^- id: (\S+)\n(?:  \S.*\n(?:  - .*\n|    .*\n)*)*", re.MULTILINE)
ACTORS = ["edda-lund", "town-council", "mara-vik", "coast-weekly-paper", "jon-hale", "harbour-master"]
QUOTES = {
    "coast-weekly": [
        "said Mayor Edda Lund, speaking to reporters",
        "The ferry now runs every hour",
        "A date for the reopening … is expected to stay",
    ],
    "tide-magazine-report": [
        "the barriers came down",
        "We walked the bank again",
        "which does not stand there",
    ],
}


def claims(root: Path) -> dict[str, tuple[Path, re.Match[str]]]:
    """Every live claim's file and text, by id."""
    found = {}
    for path in sorted((root / "claims" / "sources").glob("*.yml")):
        for match in CLAIM.finditer(path.read_text(encoding="utf-8")):
            if "  withdrawn:" not in match[0]:
                found[match[1]] = path, match
    return found


def with_field(text: str, field: str, value: str) -> str:
    """A claim's text with another value of a field; "" takes the field out."""
    kept = re.sub(rf"^  {field}:.*\n(?:  - .*\n|    .*\n)*", "", text, flags=re.MULTILINE)
    return f"{kept}  {field}: {value}\n" if value else kept


def set_field(root: Path, name: str, field: str, value: str) -> str:
    """Change one field of one claim; gives the name of its file."""
    path, match = claims(root)[name]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(match[0], with_field(match[0], field, value)), encoding="utf-8")
    return path.relative_to(root).as_posix()


def edit_claim(root: Path, rng: random.Random) -> str:
    """Change one or two fields of a claim, not always for the better; tells which."""
    done = []
    for _ in range(rng.choice([1, 1, 2])):
        known = claims(root)
        name, field = rng.choice(sorted(known)), rng.choice(sorted(_VALUES))
        value = _VALUES[field](rng, sorted(known), known[name][0].stem)
        set_field(root, name, field, value)
        done.append(f"{name}.{field} = {value}")
    return "; ".join(done)


def _answers(rng: random.Random, known: list[str], _: str) -> str:
    linked = rng.choice(["source", "editor"])
    answers = []
    for one in rng.sample([*known, "vik-withdrawn"], rng.randrange(3)):
        relation = rng.choice(["contradicts", "undercuts", "alternative", "qualifies"])
        answers.append(
            f"{{claim: {one}, relation: {relation}, linked_by: {linked}, note: A *{linked}* note.}}"
        )
    return f"[{', '.join(answers)}]"


_VALUES: dict[str, Callable[[random.Random, list[str], str], str]] = {
    "statement": lambda rng, known, source: f"Something else, {rng.randrange(100)}.",
    "certainty": lambda rng, known, source: rng.choice(["asserted", "hedged", "speculated", "rumoured"]),
    "voice": lambda rng, known, source: rng.choice(["quoted", "reported", "author"]),
    "speaker": lambda rng, known, source: rng.choice([*ACTORS, "nobody"]),
    "via": lambda rng, known, source: rng.choice(["", f"[{rng.choice(ACTORS)}]"]),
    "mentions": lambda rng, known, source: rng.choice(["", f"[{', '.join(rng.sample(ACTORS, 2))}]"]),
    "said": lambda rng, known, source: rng.choice(["2021-03-08", "2021-03", "null", "never"]),
    "about": lambda rng, known, source: rng.choice(["", "{date: 2021-03-08, place: Varnholm}"]),
    "evidence": lambda rng, known, source: rng.choice(
        ["none", f"[{{kind: document, what: A letter., by: {rng.choice(ACTORS)}}}]"]
    ),
    "positions": lambda rng, known, source: rng.choice(
        ["", *(f"[{{topic: why-closed, position: {one}}}]" for one in ("damage", "profit"))]
    ),
    "figures": lambda rng, known, source: rng.choice(
        ["", f"[{{quantity: crowd, low: {rng.randrange(500)}}}]"]
    ),
    "quote": lambda rng, known, source: rng.choice(QUOTES.get(source, ["null"])),
    "note": lambda rng, known, source: rng.choice(["", f"See [that](claim:{rng.choice(known)})."]),
    "restates": lambda rng, known, source: rng.choice(["", f"[{rng.choice(known)}]"]),
    "supports": lambda rng, known, source: rng.choice(["", f"[{rng.choice(known)}]"]),
    "counter_statements": _answers,
}

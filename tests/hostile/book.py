"""A book whose every text is hostile, and its twin of the same structure whose texts are harmless.

The fields come from the field table: a new text field is filled at once. One in a new nested record fails
`test_every_text_field_is_attacked` until the record's structure is given here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook import text
from claimbook.content import HEAD_LIMIT
from claimbook.quotes import dump, fingerprint, path_of
from claimbook.quotes.words import words
from claimbook.records.model import KINDS, TOP_KEYS
from claimbook.records.scalars import ScalarError, read_scalar
from claimbook.records.shapes import Many, Markdown, Nested, NoneOrMany, Scalar, Shape, Text, table
from claimbook.records.vocabulary import ACTOR_KINDS, CERTAINTIES, EVIDENCE_KINDS, LINKERS, RELATIONS, VOICES
from claimbook.site.fragments import isolated
from tests.support import CONFIG, write

Given = Mapping[str, Any]
SITE = "https://example.org/book"
_REASON = 6  # payloads in the reason of one withdrawn record: those pages show nothing else
_PARAGRAPHS = 20  # payloads on one page of content


def item(shape: Shape) -> tuple[bool, Scalar | Nested]:
    """Whether a field holds a list, and the shape of its items, or of itself."""
    found, many = shape, False
    while isinstance(found, Many | NoneOrMany):
        found, many = found.item, True
    return many, found


def leaves(record: type, prefix: str = "") -> Iterator[tuple[str, Scalar]]:
    """Every single value that a record may hold, as a problem names it where each list has one entry."""
    for name, spec in table(record).items():
        many, inner = item(spec.shape)
        place = f"{prefix}{name}[0]" if many else f"{prefix}{name}"
        if isinstance(inner, Nested):
            yield from leaves(inner.record, f"{place}.")
        else:
            yield place, inner


def text_fields() -> dict[str, Text | Markdown]:
    """Every text field of every kind of record, as `claim.evidence[0].what`."""
    return {
        f"{kind}.{place}": shape
        for kind, record in KINDS.items()
        for place, shape in leaves(record)
        if isinstance(shape, Text | Markdown)
    }


def all_leaves(record: type, value: str) -> dict[str, Any]:
    """A record with every field set to the same text, whatever the field is for."""
    made: dict[str, Any] = {}
    for name, spec in table(record).items():
        many, inner = item(spec.shape)
        one = all_leaves(inner.record, value) if isinstance(inner, Nested) else value
        made[name] = [one] if many else one
    return made


def yaml(value: Any) -> str:
    """YAML on one line; every text in double quotes, whatever it holds."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {yaml(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(yaml, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(map(_escaped, value)) + '"'
    return "null" if value is None else str(value)


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if " " <= char <= "~" or (char.isalpha() and char.isprintable()) else f"\\U{ord(char):08x}"


def harmless(hostile: str, number: int) -> str:
    """Letters in place of everything but spaces, such that run from right to left where the text has some;
    `number` tells one such text from others.
    """
    letters = f"{chr(97 + number // 676 % 26)}{chr(97 + number // 26 % 26)}{chr(97 + number % 26)}"
    return "".join(
        char if char == " " else "ب" if "<bdi>" in isolated(char) else letters[place % 3]
        for place, char in enumerate(hostile)
    )


def accepted(shape: Text | Markdown, payload: str) -> str | None:
    """What a field makes of a text, cut to the field's length; None where the field refuses it."""
    try:
        found: str = read_scalar(shape, payload[: shape.limit])
    except ScalarError:
        return None
    if isinstance(shape, Markdown) and not _leads_somewhere(found):
        return None
    return found


def _leads_somewhere(markdown: str) -> bool:
    try:
        return not text.unsafe_links(markdown) and not text.record_links(markdown)
    except text.TextError:
        return False


class Texts:
    """The texts for fields of each shape: payloads packed to the field's length, or one at a time.

    A packed text holds several payloads with spaces between them, in Markdown with empty lines.
    """

    def __init__(self, payloads: Sequence[str], *, packed: bool) -> None:
        self.payloads = [text for text in payloads if accepted(Text(), text)]
        self._packed = packed
        self._made: dict[Text | Markdown, list[str]] = {}
        self.quotes = self._quotes()

    def of(self, shape: Text | Markdown) -> list[str]:
        """Texts that a field of this shape takes; each payload that it takes stands in one of them."""
        if shape not in self._made:
            found = [text for one in self.payloads if (text := accepted(shape, one))]
            gap = "\n\n" if isinstance(shape, Markdown) else " "
            packs = _packs(found, shape.limit, gap) if self._packed else [[one] for one in found]
            self._made[shape] = [text for pack in packs for text in _joined(shape, pack, gap)]
        return self._made[shape]

    def _quotes(self) -> list[str]:
        """Quotations: enough words behind the payloads to be found in a document, and not too many."""
        found = []
        for one in (one.split("…")[0].strip() for one in self.payloads):
            while len(words(one)) > 36 or len(one) > 500:
                one = one[: len(one) // 2]
            found.append(one)
        packs = _packs(found, 500, " ", 36) if self._packed else [[one] for one in found]
        return [f"{' '.join(' '.join(pack).split())} zeal yarn xeric wharf".strip() for pack in packs]


def _packs(found: Sequence[str], limit: int, gap: str, most: int = 10**6) -> list[list[str]]:
    packs: list[list[str]] = []
    size = count = 0
    for one in found:
        length, number = len(one) + len(gap), len(words(one))
        if not packs or size + length > limit or count + number > most:
            packs.append([])
            size = count = 0
        packs[-1].append(one)
        size, count = size + length, count + number
    return packs


def _joined(shape: Text | Markdown, pack: list[str], gap: str) -> list[str]:
    """The pack as one text, or as several where together they are something that the field refuses."""
    text = accepted(shape, gap.join(pack))
    if text is not None:
        return [text]
    half = len(pack) // 2
    return [*_joined(shape, pack[:half], gap), *_joined(shape, pack[half:], gap)]


@dataclass
class HostileBook:
    """A book being written. `put` is every text in it, by field and record: what must come back."""

    texts: Texts
    hostile: bool
    put: dict[str, dict[str, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, shape in text_fields().items():
            kind = place.partition(".")[0]
            self.counts[kind] = max(self.counts.get(kind, len(self.texts.quotes)), len(self.texts.of(shape)))
        self.counts["source"] = max(self.counts["source"], self.counts["claim"])

    def write(self, root: Path, config: str) -> Path:
        """Write the whole book below `root`."""
        for i in range(max(self.counts.values())):
            write(root, f"claims/s-{i}.yml", self._file(i))
        for k in range(len(self.texts.of(Text()))):
            write(root, f"claims/withdrawn-{k}.yml", self._withdrawn(k))
        self._content(root)
        write(root, "pelicanconf.py", config)
        return root

    # ---- texts

    def text(self, shape: Text | Markdown, number: int) -> str:
        """The text that a field of that shape has in the records of that number."""
        found = self.texts.of(shape)
        text = found[number % len(found)]
        return text if self.hostile else harmless(text, number)

    def fill(self, kind: str, number: int, given: Given) -> dict[str, Any]:
        """A record with every text field filled, and what is `given` for its structure."""
        return self._fill(KINDS[kind], number, given, given["id"], f"{kind}.")

    def _fill(self, record: type, number: int, given: Given, name: str, prefix: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for field_name, spec in table(record).items():
            many, inner = item(spec.shape)
            place = f"{prefix}{field_name}"
            if field_name in given and not isinstance(inner, Nested):
                made[field_name] = given[field_name]
            elif isinstance(inner, Nested) and given.get(field_name):
                entries = given[field_name] if many else [given[field_name]]
                filled = [
                    self._fill(inner.record, number + k, one, name, f"{place}{f'[{k}]' if many else ''}.")
                    for k, one in enumerate(entries)
                ]
                made[field_name] = filled if many else filled[0]
            elif isinstance(inner, Text) or self._is_left(inner, number):
                value = self.text(inner, number)
                made[field_name] = [value] if many else value
                self.put.setdefault(f"{place}[0]" if many else place, {})[name] = value
        return made

    def _is_left(self, shape: Scalar | Nested, number: int) -> bool:
        """Whether a Markdown text, which takes long to read, has not stood in such a field yet."""
        return isinstance(shape, Markdown) and number < len(self.texts.of(shape))

    def _quote(self, number: int) -> str:
        found = self.texts.quotes[number % len(self.texts.quotes)]
        return (
            found
            if self.hostile
            else " ".join([*harmless(found, number).split()[:36], "zeal yarn xeric wharf"])
        )

    # ---- records

    def _file(self, i: int) -> str:
        """One document with one claim, and an actor, a topic and a quantity."""
        made = self._records(i)
        lines = []
        for key, kind in TOP_KEYS.items():
            if i < self.counts[kind]:
                record = yaml(self.fill(kind, i, made[kind]))
                lines.append(f"{key}: {record}" if kind == "source" else f"{key}:\n- {record}")
        if i < self.counts["claim"]:
            self.put.setdefault("claim.quote", {})[f"c-{i}"] = made["claim"]["quote"]
        return "\n".join(lines) + "\n"

    def _records(self, i: int) -> dict[str, dict[str, Any]]:
        def near(kind: str, step: int) -> str:
            return f"{kind[0]}-{(i + step) % self.counts[kind]}"

        def all_of(kind: str) -> list[str]:
            """The records that this claim alone leads to, so that no record is left without a claim."""
            return [f"{kind[0]}-{k}" for k in range(i, self.counts[kind], self.counts["claim"])]

        def old(letter: str) -> list[str]:
            return [f"old-{letter}-{i}"] if i % 5 == 0 else []

        def one(choice: Any) -> str:
            return str(choice.values[i % len(choice.values)])

        day = f"{2000 + i % 23}-{1 + i % 12:02}-{1 + i % 28:02}"
        source = {
            "id": f"s-{i}", "kind": "document", "authors": [near("actor", 0)],
            "publisher": near("actor", 1), "published": day, "url": f"https://example.org/s/{i}",
            "archived": f"https://archive.example/s/{i}",
            "republished_from": {"publisher": near("actor", 2), "url": f"https://example.org/r/{i}"},
            "language": ("en", "ru", "ar")[i % 3], "added": day, "formerly": old("s"),
            "skipped": [{"start": 1, "end": 2}],
        }  # fmt: skip
        claim = {
            "id": f"c-{i}", "speaker": [near("actor", 0)], "via": [near("actor", 1)] if i % 2 else [],
            "voice": one(VOICES),
            "certainty": one(CERTAINTIES), "said": day, "about": {"date": day}, "quote": self._quote(i),
            "evidence": [{"kind": one(EVIDENCE_KINDS), "by": [near("actor", 3)], "url": f"https://example.org/e/{i}"}],
            "mentions": all_of("actor"),
            "positions": [{"topic": name, "position": "p"} for name in all_of("topic")],
            "figures": [{"quantity": name, "low": 1, "high": 2} for name in all_of("quantity")],
            "restates": [near("claim", 1)] if i % 7 == 0 else [],
            "supports": [near("claim", 3)] if i % 2 else [],
            "counter_statements": [
                {"claim": near("claim", 5), "relation": one(RELATIONS), "linked_by": one(LINKERS)}
            ],
            "added": day, "formerly": [f"old-c-{i}"],
        }  # fmt: skip
        if claim["voice"] == "author":
            del claim["said"]
        kind = one(ACTOR_KINDS)
        actor = {
            "id": f"a-{i}", "kind": "person" if kind == "unnamed" else kind,
            "part_of": [near("actor", 6)] if i % 3 else [],
            "described_as": [{"source": near("source", 0)}], "formerly": old("a"),
        }  # fmt: skip
        topic = {
            "id": f"t-{i}",
            "positions": [{"id": "p"}, {"id": "p2"}],
            "formerly": old("t"),
        }
        quantity = {"id": f"q-{i}", "formerly": [f"old-q-{i}"]}
        return {"source": source, "claim": claim, "actor": actor, "topic": topic, "quantity": quantity}

    def _withdrawn(self, k: int) -> str:
        """A withdrawn record of each kind: nothing is left of it but why."""
        lines = []
        for key, kind in TOP_KEYS.items():
            given = {
                "id": f"gone-{kind}-{k}",
                "withdrawn": {"date": "2021-06-01", "reason": self.text(Text(), k)},
            }
            self.put.setdefault(f"{kind}.withdrawn.reason", {})[str(given["id"])] = self.text(Text(), k)
            lines.append(f"{key}: {yaml(given)}" if kind == "source" else f"{key}:\n- {yaml(given)}")
        return "\n".join(lines) + "\n"

    # ---- what stands beside the records

    def _content(self, root: Path) -> None:
        """Pages and corrections: titles, summaries and texts. The page of balance has a text of its own."""
        bodies, heads = Markdown(2_000), Text(HEAD_LIMIT - len("Summary: "))
        for k in range(max(len(self.texts.of(bodies)), len(self.texts.of(heads)) // 2 + 1)):
            top = f"Title: {self.text(heads, 2 * k)}\nSummary: {self.text(heads, 2 * k + 1)}\n"
            body = self.text(bodies, k)
            write(root, f"content/pages/hostile-{k}.md", f"{top}\n{body}\n")
            write(root, f"content/corrections/hostile-{k}.md", f"{top}Date: 2021-05-02\n\n{body}\n")
        write(root, "content/parts/balance.md", f"Title: x\n\n{self.text(bodies, 0)}\n")


def fingerprints(root: Path, quotes: Mapping[str, str]) -> None:
    """The fingerprint of each claim's document: its quote's words, and a few more."""
    for claim, quote in quotes.items():
        name = f"s-{claim.partition('-')[2]}"
        bare = re.sub(
            r"[\[\]()*]", "", quote
        )  # else a capture's links and emphasis would be taken for markup
        capture = " ".join([bare, *(f"rest{n}" for n in range(20))])
        write(root, path_of(Path(), name).as_posix(), dump(fingerprint(name, capture)))


def config(texts: Mapping[str, str], **more: object) -> str:
    """The settings of such a book: `texts` has its title and the texts of `CLAIMBOOK`."""
    own = {name: value for name, value in texts.items() if name != "title"}
    changes = {**own, "quoted_share_limit": 1, "start": "", **more}
    return f"{CONFIG}SITENAME = {texts['title']!r}\nSITEURL = {SITE!r}\nCLAIMBOOK.update({changes!r})\n"


SETTINGS = ("title", "question", "description", "editors", "licence")


def hostile_book(root: Path, texts: Texts, *, hostile: bool, **more: object) -> HostileBook:
    """Write a book of the texts, or its twin; `more` are settings."""
    made = HostileBook(texts, hostile)
    heads = Text(100)
    made.write(root, config({name: made.text(heads, k) for k, name in enumerate(SETTINGS)}, **more))
    fingerprints(root, made.put["claim.quote"])
    return made

"""Books for the benchmark: made up, of any number of claims, the same for the same seed.

Owns: what such a book holds. Lengths follow the first book (on the mean: statements 98 letters, quotes 42,
bases of dates 80, evidence 68). Speakers and topics are Zipf-distributed, a claim has three links, a source
40 claims, and there is an actor for every ten claims. Words are drawn from 12,000 made-up ones, so neither
compression nor a cache finds a sentence twice. Every quotation stands in its document's fingerprint, which is
made here from a made-up text that is thrown away: `claimbook check` passes.
"""

from __future__ import annotations

import datetime
import json
import random
import sys
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "scripts"))

from claimbook.quotes import dump, fingerprint  # noqa: E402

CLAIMS_A_SOURCE = 40
CLAIMS_AN_ACTOR = 10
CLAIMS_A_TOPIC = 40
CLAIMS_A_QUANTITY = 200
LINKS = 3
_COMMON = (
    "the of and to in a that it was for on with as by at from had were not is which this they have "
    "been an or are but who all one there more when their would about after some before than into could "
    "other only over most under during between through because against within until without several many "
    "first last while"
)
_HEADS = "b c d f g h j k l m n p r s t v w br ch dr fl gr pl pr qu sh st str th tr"
# Forms of dates, as often as in the first book; {d}: a day, {m}: its month, {y}: its year, {e}: a later day.
_EDTF = {
    "{d}": 45,
    "{m}": 25,
    "[..{d}]": 15,
    "{d}?": 6,
    "{y}": 4,
    "[{d}..]": 2,
    "[{d}..{e}]": 2,
    "{m}/{e}": 1,
}
_RELATIONS = ("contradicts", "undercuts", "alternative", "qualifies", "denies-saying")
_EVIDENCE = "own-reasoning linked-page official-statement document image-or-video unnamed-source"
_KINDS = "person person person media media government group organisation intergovernmental"


class Words:
    """A made-up vocabulary, drawn from by Zipf's law."""

    def __init__(self, rng: random.Random) -> None:
        syllables = [
            head + vowel for head in _HEADS.split() for vowel in ("a", "e", "i", "o", "u", "ea", "ou")
        ]
        made: dict[str, None] = {}
        while len(made) < 12_000:
            made[
                "".join(rng.choices(syllables, k=rng.choice((1, 1, 2, 2, 2, 3))))
                + rng.choice(("n", "r", "s", "ting", "l", "m"))
            ] = None
        self.rng = rng
        self.plain = list(made)
        self._all = [*_COMMON.split(), *(word for word in made if word not in _COMMON.split())]
        self._sums = list(accumulate(1 / (rank + 12) for rank in range(len(self._all))))

    def some(self, number: int) -> list[str]:
        """So many words."""
        return self.rng.choices(self._all, cum_weights=self._sums, k=number)

    def sentence(self, mean: float, spread: float, least: int = 4) -> str:
        """One sentence of about so many words."""
        text = " ".join(self.some(max(least, round(self.rng.gauss(mean, spread)))))
        return f"{text[0].upper()}{text[1:]}."


class Zipf:
    """Draws from a list by Zipf's law: the first most often."""

    def __init__(self, rng: random.Random, items: list[str]) -> None:
        self.rng = rng
        self.items = items
        self._sums = list(accumulate(1 / rank for rank in range(1, len(items) + 1)))

    def some(self, number: int) -> list[str]:
        """So many different items, or all there are."""
        found: dict[str, None] = {}
        while len(found) < min(number, len(self.items)):
            found[self.rng.choices(self.items, cum_weights=self._sums)[0]] = None
        return list(found)


@dataclass(slots=True)
class Claim:
    """A claim's record; `links` are (kind, claim, relation, note)."""

    id: str
    source: str
    statement: str
    speaker: list[str]
    via: list[str]
    voice: str
    certainty: str
    said: str | None
    basis: str
    quote: str | None
    evidence: list[tuple[str, str, list[str]]]
    mentions: list[str]
    positions: list[tuple[str, str]]
    figure: tuple[str, int] | None
    about: str | None
    note: str | None
    links: list[tuple[str, str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """A document or reference; its claims stand in its order."""

    id: str
    title: str
    kind: str
    authors: list[str]
    publisher: str
    published: str
    document: str
    claims: list[Claim] = field(default_factory=list)


@dataclass(slots=True)
class Topic:
    """A question with positions (id, label)."""

    id: str
    question: str
    positions: list[tuple[str, str]]


@dataclass(slots=True)
class Made:
    """A whole book; `actors` are (id, name, kind, the one source of an unnamed one)."""

    title: str
    actors: list[tuple[str, str, str, str | None]]
    topics: list[Topic]
    quantities: list[tuple[str, str]]
    sources: list[Source]

    @property
    def claims(self) -> list[Claim]:
        """All claims, in the order of the sources."""
        return [claim for source in self.sources for claim in source.claims]


class _Maker:
    """Makes one book; its parts draw on one generator in a fixed order."""

    def __init__(self, number: int, seed: int) -> None:
        self.rng = random.Random(seed)
        self.words = Words(self.rng)
        self.number = number
        self.ids: set[str] = set()
        self.about: dict[str, list[Claim]] = {}

    def fresh(self, words: list[str], suffix: int) -> str:
        """An id of a few words that no other record has."""
        name = "-".join(words)[:60].strip("-")
        if name in self.ids:
            name = f"{name}-{suffix}"
        self.ids.add(name)
        return name

    def make(self) -> Made:
        """The book."""
        sources = max(1, -(-self.number // CLAIMS_A_SOURCE))
        self.source_ids = [self.fresh([*self.rng.sample(self.words.plain, 3)], n) for n in range(sources)]
        actors = self.actors(max(12, self.number // CLAIMS_AN_ACTOR))
        named = [name for name, _, kind, _ in actors if kind != "unnamed"]
        self.rng.shuffle(named)
        self.speakers = Zipf(self.rng, named)
        self.persons = Zipf(self.rng, [a[0] for a in actors if a[2] == "person"])
        self.media = Zipf(self.rng, [a[0] for a in actors if a[2] == "media"])
        self.unnamed = {source: name for name, _, _, source in actors if source}
        self.topics = {t.id: t for t in map(self.topic, range(max(3, self.number // CLAIMS_A_TOPIC)))}
        self.topic_ids = Zipf(self.rng, list(self.topics))
        self.quantities = [
            (self.fresh([*self.words.plain[n : n + 2], "count"], n), self.words.sentence(5, 1)[:-1])
            for n in range(max(1, self.number // CLAIMS_A_QUANTITY))
        ]
        made = [self.source(name, number) for number, name in enumerate(self.source_ids)]
        book = Made(
            f"Benchmark of {self.number} claims", actors, list(self.topics.values()), self.quantities, made
        )
        self.link(book.claims)
        return book

    def actors(self, number: int) -> list[tuple[str, str, str, str | None]]:
        """Every eighth is a voice that its source leaves unnamed."""
        found: list[tuple[str, str, str, str | None]] = []
        kinds = _KINDS.split()
        unnamed = min(len(self.source_ids), number // 8)
        for n in range(number):
            kind = "unnamed" if n < unnamed else kinds[n % len(kinds)]
            words = self.rng.sample(self.words.plain, 2 if kind == "person" else 3)
            source = self.source_ids[n] if kind == "unnamed" else None
            found.append((self.fresh(words, n), " ".join(w.capitalize() for w in words), kind, source))
        return found

    def topic(self, number: int) -> Topic:
        """A question with two to six positions."""
        words = self.words.some(7)
        positions = [
            (f"{self.rng.choice(self.words.plain)}-{n}", self.words.sentence(5, 1)[:-1])
            for n in range(self.rng.randint(2, 6))
        ]
        name = self.fresh(self.rng.sample(self.words.plain, 2), number)
        return Topic(name, f"{' '.join(words).capitalize()}?", positions)

    def day(self) -> datetime.date:
        """A day: most lie in the first weeks, a few years later."""
        return datetime.date(2022, 1, 1) + datetime.timedelta(int(self.rng.expovariate(1 / 60)))

    def date(self) -> str:
        """A date in EDTF."""
        form, day = self.rng.choices(list(_EDTF), list(_EDTF.values()))[0], self.day().isoformat()
        later = (datetime.date.fromisoformat(day) + datetime.timedelta(self.rng.randint(1, 90))).isoformat()
        return form.format(d=day, m=day[:7], y=day[:4], e=later if form[0] == "[" else later[:7])

    def source(self, name: str, number: int) -> Source:
        """A source with its claims; four of five are documents and quoted, the rest paraphrased."""
        rng = self.rng
        kind = "reference" if number % 5 == 4 else "document"
        day = self.day().isoformat()
        title = self.words.sentence(11, 3)[:-1]
        made = Source(name, title, kind, self.persons.some(1), self.media.some(1)[0], day, "")
        topics, text = self.topic_ids.some(4), []
        for at in range(min(CLAIMS_A_SOURCE, self.number - number * CLAIMS_A_SOURCE)):
            quote = self.words.some(max(5, round(rng.gauss(6.3, 2.2))))
            text += [*self.words.sentence(12, 4)[:-1].split(), *quote, *self.words.some(rng.randint(3, 9))]
            text[-1] += ".\n\n" if at % 4 == 3 else ". The"
            made.claims.append(self.claim(made, at, " ".join(quote) if kind == "document" else None, topics))
        made.document = " ".join(text)
        return made

    def claim(self, source: Source, at: int, quote: str | None, topics: list[str]) -> Claim:
        """A claim without its links."""
        rng, statement = self.rng, self.words.sentence(14.2, 4.5)
        voice = rng.choices(("author", "reported", "quoted"), (63, 19, 18))[0]
        speaker = source.authors if voice == "author" else self.speakers.some(1 + (rng.random() < 0.15))
        if voice != "author" and source.id in self.unnamed and rng.random() < 0.3:
            speaker = [self.unnamed[source.id]]
        via = [name for name in self.media.some(1) if name not in speaker] if rng.random() < 0.1 else []
        said = None
        if voice != "author" and rng.random() < 0.9:
            said = self.date()
        kinds = rng.sample(_EVIDENCE.split(), 1) if rng.random() < 0.2 else []
        by = [n for n in self.speakers.some(1) if n not in speaker] if kinds and rng.random() < 0.3 else []
        positions = []
        for topic in rng.sample(topics, min(len(topics), rng.choices((0, 1, 2), (40, 42, 18))[0])):
            positions.append((topic, rng.choice(self.topics[topic].positions)[0]))
        figure = (rng.choice(self.quantities)[0], rng.randint(10, 90_000)) if rng.random() < 0.04 else None
        words = [word.strip(".").lower() for word in statement.split()[:4]]
        made = Claim(
            id=self.fresh([source.authors[0].partition("-")[0], *words], at),
            source=source.id,
            statement=statement,
            speaker=speaker,
            via=via,
            voice=voice,
            certainty=rng.choices(("asserted", "hedged", "speculated", "rumoured"), (86, 10, 2, 2))[0],
            said=said,
            basis=self.words.sentence(11.5, 3) if voice != "author" else "",
            quote=quote,
            evidence=[(kind, self.words.sentence(10.5, 3)[:-1], by) for kind in kinds],
            mentions=self.speakers.some(rng.choices((0, 1, 2, 3), (8, 35, 37, 20))[0]),
            positions=positions,
            figure=figure,
            about=self.date() if rng.random() < 0.5 else None,
            note=self.words.sentence(13.5, 5) if rng.random() < 0.3 else None,
        )
        for topic in topics[:2] if not positions else [topic for topic, _ in positions]:
            self.about.setdefault(topic, []).append(made)
        return made

    def link(self, claims: list[Claim]) -> None:
        """Three links each, to claims on the same question; restatements stay in groups of four at most."""
        rng, order = self.rng, list(range(len(claims)))
        rng.shuffle(order)
        place = {index: at for at, index in enumerate(order)}
        for index, claim in enumerate(claims):
            found: dict[str, tuple[str, str]] = {}
            near = self.about[claim.positions[0][0]] if claim.positions else claims
            for kind in rng.choices(("counter", "supports", "restates"), (55, 30, 15), k=LINKS):
                if kind == "restates":
                    cell = place[index] // 4 * 4
                    other = claims[order[min(cell + rng.randrange(4), len(order) - 1)]]
                else:
                    other = rng.choice(near)
                if other is claim or other.id in found:
                    kind, other = "supports", rng.choice(claims)
                if other is not claim:
                    found.setdefault(other.id, (kind, rng.choice(_RELATIONS) if kind == "counter" else ""))
            for name, (kind, relation) in found.items():
                note = self.words.sentence(9.5, 3) if relation and rng.random() < 0.6 else ""
                claim.links.append((kind, name, relation, note))


def make(number: int, seed: int = 1) -> Made:
    """A book of `number` claims; the same for the same seed."""
    return _Maker(number, seed).make()


def write(book: Made, root: Path) -> None:
    """Write the records and fingerprints below `root/claims/`."""
    for name in ("sources", "fingerprints", "actors"):
        (root / "claims" / name).mkdir(parents=True, exist_ok=True)
    claims = root / "claims"
    for start in range(0, len(book.actors), 1000):
        lines = ["actors:"]
        for name, label, kind, only in book.actors[start : start + 1000]:
            lines += [f"- id: {name}", f"  name: {label}", f"  kind: {kind}"]
            lines += [f"  source: {only}"] if only else []
        _write(claims / "actors" / f"{start // 1000}.yml", lines)
    lines = ["topics:"]
    for topic in book.topics:
        lines += [f"- id: {topic.id}", f"  question: {topic.question}", "  positions:"]
        lines += [f"  - {{id: {name}, label: {label}}}" for name, label in topic.positions]
    lines += ["quantities:"]
    lines += [f"- {{id: {name}, label: {label}, unit: people}}" for name, label in book.quantities]
    _write(claims / "topics.yml", lines)
    for source in book.sources:
        _write(claims / "sources" / f"{source.id}.yml", _source_lines(source))
        if source.kind == "document":
            made = dump(fingerprint(source.id, source.document))
            (claims / "fingerprints" / f"{source.id}.json").write_text(made, encoding="utf-8")


def _source_lines(source: Source) -> list[str]:
    head = ["source:", f"  id: {source.id}", f"  title: {source.title}", f"  kind: {source.kind}"]
    head += [f"  authors: {_list(source.authors)}", f"  publisher: {source.publisher}"]
    head += [f"  published: {source.published}", f"  url: https://example.org/{source.id}", "  language: en"]
    head += [f"  added: {source.published}", "claims:"]
    return head + [line for claim in source.claims for line in _claim_lines(claim)]


def _claim_lines(claim: Claim) -> list[str]:
    out = [f"- id: {claim.id}", f"  statement: {claim.statement}", f"  speaker: {_list(claim.speaker)}"]
    if claim.via:
        out.append(f"  via: {_list(claim.via)}")
    out += [f"  voice: {claim.voice}", f"  certainty: {claim.certainty}"]
    if claim.voice != "author":
        out += [f"  said: {json.dumps(claim.said)}", f"  said_basis: {claim.basis}"]
    if claim.about:
        out.append(f'  about: {{date: "{claim.about}"}}')
    out.append(f"  quote: {json.dumps(claim.quote)}")
    out.append("  evidence:" if claim.evidence else "  evidence: none")
    out += [f"  - {{kind: {kind}, what: {what}, by: {_list(by)}}}" for kind, what, by in claim.evidence]
    if claim.mentions:
        out.append(f"  mentions: {_list(claim.mentions)}")
    if claim.positions:
        stands = ", ".join(f"{{topic: {topic}, position: {name}}}" for topic, name in claim.positions)
        out.append(f"  positions: [{stands}]")
    if claim.figure:
        out.append(f"  figures: {{quantity: {claim.figure[0]}, low: {claim.figure[1]}, high: null}}")
    for kind in ("restates", "supports"):
        if names := [name for found, name, *_ in claim.links if found == kind]:
            out.append(f"  {kind}: {_list(names)}")
    if counters := [rest for kind, *rest in claim.links if kind == "counter"]:
        out.append("  counter_statements:")
        for name, relation, note in counters:
            more = f", note: {note}" if note else ""
            out.append(f"  - {{claim: {name}, relation: {relation}, linked_by: editor{more}}}")
    return out if claim.note is None else [*out, f"  note: {claim.note}"]


def _list(names: list[str]) -> str:
    return f"[{', '.join(names)}]"


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

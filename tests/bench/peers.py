"""The same book for the peers: ready-made JSON, or Markdown, and the folders they build from.

Owns: what is on the plain pages (see README.md), with every link, backlink and page of a list worked out
before a peer starts, so that nobody's clock runs for it but ours.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from books import REPOSITORY, Claim, Made

from claimbook import dates
from claimbook.pages.claim_parts import EVIDENCE_WORDS
from claimbook.pages.parts import RELATION_WORDS, VOICE_WORDS

HERE = Path(__file__).resolve().parent
PAGE = 50  # rows on one page of a list
Json = dict[str, Any]


def claims_of(book: Made) -> dict[str, Json]:
    """Every claim as its page shows it; links lead from a page one folder deep."""
    names = {name: label for name, label, *_ in book.actors}
    sources = {source.id: source for source in book.sources}
    positions = {(topic.id, name): label for topic in book.topics for name, label in topic.positions}
    questions = {topic.id: topic.question for topic in book.topics}
    same = _clusters(book.claims)
    sections: dict[str, dict[str, list[Json]]] = {
        claim.id: {title: [] for title in ("Answered by", "Answers", "The same", "Supported by", "Supports")}
        for claim in book.claims
    }
    for claim in book.claims:
        for kind, other, relation, _ in claim.links:
            if kind == "counter":
                seen, seeing = RELATION_WORDS[relation]
                sections[claim.id]["Answered by"].append({"words": f"{seen}: ", "claim": other})
                sections[other]["Answers"].append({"words": f"{seeing}: ", "claim": claim.id})
            elif kind == "supports":
                sections[claim.id]["Supports"].append({"words": "", "claim": other})
                sections[other]["Supported by"].append({"words": "", "claim": claim.id})
        others = [{"words": "", "claim": name} for name in same.get(claim.id, []) if name != claim.id]
        sections[claim.id]["The same"] = others

    def actors(found: Iterable[str]) -> list[Json]:
        return [{"href": f"../actors/{name}.html", "text": names[name]} for name in found]

    def page(claim: Claim) -> Json:
        source = sources[claim.source]
        said = source.published if claim.voice == "author" else claim.said
        return {
            "id": claim.id,
            "statement": claim.statement,
            "speakers": actors(claim.speaker),
            "via": actors(claim.via),
            "source": {"href": f"../sources/{source.id}.html", "text": names[source.publisher]},
            "said": dates.parse(said).words if said else "date not given",
            "quote": claim.quote or "",
            "voice": VOICE_WORDS[claim.voice],
            "certainty": claim.certainty,
            "evidence": [
                {"kind": EVIDENCE_WORDS[kind], "what": what, "by": actors(by)}
                for kind, what, by in claim.evidence
            ],
            "mentions": actors(claim.mentions),
            "stands": [
                {"href": f"../topics/{topic}.html", "text": questions[topic], "label": positions[topic, name]}
                for topic, name in claim.positions
            ],
            "sections": [{"title": t, "items": items} for t, items in sections[claim.id].items() if items],
        }

    return {claim.id: page(claim) for claim in book.claims}


def _clusters(claims: list[Claim]) -> dict[str, list[str]]:
    """Groups of claims joined by restatement."""
    group = {claim.id: [claim.id] for claim in claims}
    for claim in claims:
        for kind, other, *_ in claim.links:
            if kind == "restates" and group[claim.id] is not group[other]:
                group[claim.id] += group[other]
                for name in group[other]:
                    group[name] = group[claim.id]
    return group


def lists_of(book: Made) -> list[Json]:
    """Every other page: home, four indexes, and each actor's, source's and topic's, cut in pages."""
    said: dict[str, list[str]] = {}
    relayed: dict[str, list[str]] = {}
    about: dict[str, list[str]] = {}
    stands: dict[str, list[str]] = {}
    wrote: dict[str, list[Json]] = {}
    names = {name: label for name, label, *_ in book.actors}
    titles = {source.id: source.title for source in book.sources}
    for source in book.sources:
        for name in dict.fromkeys([*source.authors, source.publisher]):
            wrote.setdefault(name, []).append({"href": f"../sources/{source.id}.html", "text": source.title})
        for claim in source.claims:
            for name in claim.speaker:
                said.setdefault(name, []).append(claim.id)
            for name in claim.via:
                relayed.setdefault(name, []).append(claim.id)
            for name in claim.mentions:
                if name not in claim.speaker:
                    about.setdefault(name, []).append(claim.id)
            for stand in claim.positions:
                stands.setdefault("/".join(stand), []).append(claim.id)
    pages = _pages("claims/index", "Claims", [], [("All", [c.id for c in book.claims], [])])
    groups: list[tuple[str, list[str], list[Json]]]
    for name, label, _, source_id in book.actors:
        facts = wrote.get(name, [])
        if source_id:
            facts = [*facts, {"href": f"../sources/{source_id}.html", "text": titles[source_id]}]
        groups = [
            (t, f.get(name, []), []) for t, f in (("Said", said), ("Relayed", relayed), ("About", about))
        ]
        pages += _pages(f"actors/{name}", label, facts, groups)
    for source in book.sources:
        people = [*source.authors, source.publisher]
        facts = [{"href": f"../actors/{name}.html", "text": names[name]} for name in people]
        rows = [claim.id for claim in source.claims]
        pages += _pages(f"sources/{source.id}", source.title, facts, [("Claims", rows, [])])
    for topic in book.topics:
        groups = [(label, stands.get(f"{topic.id}/{name}", []), []) for name, label in topic.positions]
        pages += _pages(f"topics/{topic.id}", topic.question, [], groups)
    for folder, title, entries in (
        ("actors", "Actors", [(name, label) for name, label, *_ in book.actors]),
        ("sources", "Sources", [(source.id, source.title) for source in book.sources]),
        ("topics", "Topics", [(topic.id, topic.question) for topic in book.topics]),
    ):
        links = [{"href": f"../{folder}/{name}.html", "text": text} for name, text in entries]
        pages += _pages(f"{folder}/index", title, [], [("All", [], links)])
    home = {"path": "index.html", "root": "", "title": book.title, "facts": [], "groups": [], "turn": []}
    return [home, *pages]


def _pages(
    stem: str, title: str, facts: list[Json], groups: list[tuple[str, list[str], list[Json]]]
) -> list[Json]:
    """A list's pages of `PAGE` entries; a group may begin on one page and end on the next."""
    flat: list[tuple[str, str, str | Json]] = []
    for name, rows, links in groups:
        flat += [*((name, "rows", row) for row in rows), *((name, "links", link) for link in links)]
    cut = [flat[start : start + PAGE] for start in range(0, len(flat), PAGE)] or [[]]
    found: list[Json] = []
    for number, part in enumerate(cut, start=1):
        shown: dict[str, Json] = {}
        for name, kind, item in part:
            shown.setdefault(name, {"title": name, "rows": [], "links": []})[kind].append(item)
        beside = [
            (n, word) for n, word in ((number - 1, "Previous"), (number + 1, "Next")) if 0 < n <= len(cut)
        ]
        turn = [{"href": f"../{_name(stem, n)}", "text": word} for n, word in beside]
        page = {"path": _name(stem, number), "root": "../", "title": title, "facts": facts}
        found.append({**page, "groups": list(shown.values()), "turn": turn})
    return found


def _name(stem: str, number: int) -> str:
    return f"{stem}.html" if number == 1 else f"{stem}.{number}.html"


def write(book: Made, folder: Path, peers: Iterable[str]) -> None:
    """Write one folder for each peer below `folder`: its templates from here, and the book in its form."""
    claims, lists = claims_of(book), lists_of(book)
    for peer, place in (("hugo", "data"), ("eleventy", "_data")):
        if peer in peers:
            shutil.copytree(HERE / "peers" / peer, folder / peer, dirs_exist_ok=True)
            (folder / peer / place).mkdir(exist_ok=True)
            for name, value in (("claims", claims), ("lists", lists)):
                text = json.dumps(value, ensure_ascii=False)
                (folder / peer / place / f"{name}.json").write_text(text, encoding="utf-8")
    if "pelican" in peers:
        _write_markdown(claims, lists, folder / "pelican")


def _write_markdown(claims: dict[str, Json], lists: list[Json], folder: Path) -> None:
    shutil.copytree(HERE / "peers" / "pelican", folder, dirs_exist_ok=True)
    rows = {name: _row(claim) for name, claim in claims.items()}
    for name in ("claims", "lists"):
        (folder / "content" / name).mkdir(parents=True, exist_ok=True)
    for name, claim in claims.items():
        text = _article(claim, rows)
        (folder / "content" / "claims" / f"{name}.md").write_text(text, encoding="utf-8")
    for number, page in enumerate(lists):
        lines = [f"Title: {page['title']}", f"Slug: list-{number}"]
        lines += [f"save_as: {page['path']}", f"root: {page['root']}", ""]
        lines += [f"- {_link(link)}" for link in page["facts"]]
        for group in page["groups"]:
            lines += ["", f"## {group['title']}", ""]
            lines += [f"- {rows[row]}" for row in group["rows"]]
            lines += [f"- {_link(link)}" for link in group["links"]]
        lines += ["", " ".join(map(_link, page["turn"]))]
        (folder / "content" / "lists" / f"{number}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _article(claim: Json, rows: dict[str, str]) -> str:
    lines = [f"Title: {claim['statement']}", "Date: 2022-01-01", f"Slug: {claim['id']}", "root: ../", ""]
    lines.append(_chain(claim))
    lines += ["", f"> {claim['quote']}"] if claim["quote"] else []
    lines += ["", f"{claim['voice']}, {claim['certainty']}", "", "## Evidence", ""]
    lines += [f"- {e['kind']}: {e['what']} {_links(e['by'])}" for e in claim["evidence"]] or [
        "No evidence cited."
    ]
    for section in claim["sections"]:
        lines += ["", f"## {section['title']}", ""]
        lines += [f"- {item['words']}{rows[item['claim']]}" for item in section["items"]]
    if claim["mentions"]:
        lines += ["", "## Mentions", "", _links(claim["mentions"])]
    if claim["stands"]:
        lines += ["", "## Topics", "", *(f"- {_link(stand)}: {stand['label']}" for stand in claim["stands"])]
    return "\n".join(lines) + "\n"


def _row(claim: Json) -> str:
    return f"[{claim['statement']}](../claims/{claim['id']}.html) {_chain(claim)}"


def _chain(claim: Json) -> str:
    via = f" per {_links(claim['via'])}" if claim["via"] else ""
    return f"{_links(claim['speakers'])}{via} in {_link(claim['source'])}, {claim['said']}"


def _links(links: list[Json]) -> str:
    return ", ".join(map(_link, links))


def _link(link: Json) -> str:
    return f"[{link['text']}]({link['href']})"


def write_config(folder: Path, title: str, *, plain: bool) -> None:
    """Write the settings of our own book: this repository's, with the plain theme or the real one."""
    theme = HERE / "theme-plain" if plain else REPOSITORY / "themes" / "apparatus"
    lines = [
        "import runpy, sys",
        f"sys.path[:0] = [{str(REPOSITORY / 'scripts')!r}, {str(HERE)!r}]",
        f"found = runpy.run_path({str(REPOSITORY / 'pelicanconf.py')!r})",
        "globals().update({name: value for name, value in found.items() if name.isupper()})",
        f"SITENAME, THEME = {title!r}, {str(theme)!r}",
        "CLAIMBOOK = {'question': 'Who said what?'}",
    ]
    if plain:
        lines += ["DIRECT_TEMPLATES = []", "CLAIMBOOK |= {'exports': (), 'detail': 'full'}"]
    (folder / "content").mkdir(parents=True, exist_ok=True)
    (folder / "pelicanconf.py").write_text("\n".join(lines) + "\n", encoding="utf-8")

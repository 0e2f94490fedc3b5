"""The data contract: `data/claims.json` and `claims/<id>.json`.

Owns: the shape other tools rely on (schema version 1). Fields are only ever added; a changed meaning raises
the version. Sorted and free of the clock, so the same records give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from claimbook import __version__
from claimbook.book import Book
from claimbook.records import Actor, Claim, Quantity, Source, Topic
from claimbook.settings import Settings

SCHEMA_VERSION = 1


def json_files(book: Book, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """The path and content of every JSON file of the book."""
    claims = {claim.id: claim_data(book, claim) for claim in book.claims.values()}
    yield "data/claims.json", _json(book_data(book, settings, list(claims.values())), indent=None)
    for name, data in claims.items():
        yield f"claims/{name}.json", _json(data, indent=1)
    for (kind, old), name in book.former.items():
        if kind == "claim":  # no redirect can be made of JSON: the old address gives the claim itself
            yield f"claims/{old}.json", _json(claims[name], indent=1)


def _json(data: object, indent: int | None) -> bytes:
    separators = (",", ":") if indent is None else (",", ": ")
    return (json.dumps(data, ensure_ascii=False, indent=indent, separators=separators) + "\n").encode()


def book_data(book: Book, settings: Settings, claims: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole book with its envelope."""
    return {
        "book": {
            "title": settings.title,
            "question": settings.question,
            "language": settings.language,
            "url": settings.site_url or None,
            "licence": settings.licence_url,
            "schema_version": SCHEMA_VERSION,
            "generator": f"claimbook {__version__}",
            "commit": settings.commit or None,
        },
        "sources": [_source(book, source) for source in book.sources.values()],
        "actors": [_actor(actor) for actor in book.actors.values()],
        "topics": [_topic(topic) for topic in book.topics.values()],
        "quantities": [_quantity(quantity) for quantity in book.quantities.values()],
        "claims": claims,
    }


def claim_data(book: Book, claim: Claim) -> dict[str, Any]:
    """One claim; a withdrawn one has every field, but keeps only its id, address, date and reason."""
    answers = book.answers.get(claim.id, ())
    if claim.withdrawn:
        claim, answers = Claim(id=claim.id, withdrawn=claim.withdrawn), ()
    match = book.matches.get(claim.id)
    moment = book.said(claim)
    source = book.sources.get(claim.source)
    return {
        "id": claim.id,
        "url": f"claims/{claim.id}.html",
        "statement": claim.statement,
        "speakers": _named(book, claim.speaker),
        "via": _named(book, claim.via),
        "voice": claim.voice,
        "certainty": claim.certainty,
        "said": moment.edtf if moment else None,
        "said_basis": claim.said_basis,
        "about": {"date": claim.about.date, "place": claim.about.place} if claim.about else None,
        "source": {"id": source.id, "title": source.title, "url": source.url} if source else None,
        "quote": claim.quote,
        "position": {"start": match.start, "end": match.end, "of": match.of} if match else None,
        "evidence": [
            {"kind": e.kind, "what": e.what, "by": list(e.by), "url": e.url} for e in claim.evidence
        ],
        "mentions": list(claim.mentions),
        "positions": [{"topic": s.topic, "position": s.position} for s in claim.positions],
        "figures": [
            {
                "quantity": f.quantity,
                "low": number(f.low),
                "high": number(f.high),
                "approximate": f.approximate,
            }
            for f in claim.figures
        ],
        "restates": list(claim.restates),
        "supports": list(claim.supports),
        "counter_statements": [
            {"claim": c.claim, "relation": c.relation, "linked_by": c.linked_by, "note": c.note}
            for c in claim.counter_statements
        ],
        "counters": [
            {"claim": a.claim, "relation": a.relation, "linked_by": a.linked_by, "note": a.note}
            for a in answers
        ],
        "withdrawn": _withdrawn(claim),
        "note": claim.note,
    }


def _named(book: Book, names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"id": name, "name": book.actors[name].name} for name in names]


def number(value: Decimal | None) -> int | float | None:
    """A figure as a JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _withdrawn(record: Claim | Source | Actor | Topic | Quantity) -> dict[str, str] | None:
    gone = record.withdrawn
    return {"date": gone.date, "reason": gone.reason} if gone else None


def _source(book: Book, source: Source) -> dict[str, Any]:
    share = book.share(source.id)
    first = source.republished_from
    return {
        "id": source.id,
        "title": source.title,
        "kind": source.kind,
        "authors": list(source.authors),
        "publisher": source.publisher,
        "published": source.published,
        "published_basis": source.published_basis,
        "url": source.url,
        "archived": source.archived,
        "republished_from": {"publisher": first.publisher, "url": first.url} if first else None,
        "language": source.language,
        "words": share.words or None,
        "coverage": round(share.coverage, 4) if share.words else None,
        "decomposed": round(share.decomposed / share.words, 4) if share.words else None,
        "quoted_share": round(share.quoted_share, 4) if share.words else None,
        "page": f"sources/{source.id}.html",
        "withdrawn": _withdrawn(source),
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "also_known_as": list(actor.also_known_as),
        "described_as": [{"role": d.role, "source": d.source} for d in actor.described_as],
        "part_of": list(actor.part_of),
        "source": actor.source,
        "url": f"actors/{actor.id}.html",
        "withdrawn": _withdrawn(actor),
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "id": topic.id,
        "question": topic.question,
        "positions": [{"id": p.id, "label": p.label} for p in topic.positions],
        "url": f"topics/{topic.id}.html",
        "withdrawn": _withdrawn(topic),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "id": quantity.id,
        "label": quantity.label,
        "unit": quantity.unit,
        "url": f"figures.html#{quantity.id}",
        "withdrawn": _withdrawn(quantity),
    }

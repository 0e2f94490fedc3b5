"""The data contract: `data/claims.json` and `claims/<id>.json`.

Owns: the shape other tools rely on (schema version 1). Fields are only ever added; a changed meaning raises
the version. Sorted and free of the clock, so the same records give the same bytes. JSON is written without
spaces, each claim as one line: alone in its own file, and the same bytes in the whole, which line tools can
therefore cut and compare.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from json.encoder import encode_basestring as _quoted
from typing import Any, TypeVar

from claimbook import __version__
from claimbook.book import Answer, Book
from claimbook.exports.pieces import gathered
from claimbook.pages.figures import figure_addresses
from claimbook.quotes import Match
from claimbook.records import (
    Actor,
    Claim,
    CounterStatement,
    Evidence,
    Figure,
    Quantity,
    Source,
    Stand,
    Topic,
    Withdrawal,
)
from claimbook.records.model import About
from claimbook.settings import Settings

SCHEMA_VERSION = 1

Item = TypeVar("Item")


def claim_files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The path and content of every claim's file, in the order of `data/claims.json`."""
    for claim in book.claims.values():
        yield f"claims/{claim.id}.json", claim_json(book, claim)


def former_files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The files at claims' former addresses; they give the claim, since no redirect can be made of JSON."""
    for (kind, old), name in book.former.items():
        if kind == "claim":
            yield f"claims/{old}.json", claim_json(book, book.claims[name])


def book_json(head: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    """`data/claims.json` in pieces, made of its `book_head` and the contents of the claims' files.

    `lines` are taken one by one, so they may be made (and their files written) while this is read.
    """
    return gathered(_whole(head, lines))


def _whole(head: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    yield head
    comma = b""
    for line in lines:
        yield comma + line
        comma = b","
    yield b"]}\n"


def known_json(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The head of a `data/claims.json` that was written here, and the contents of the claims' files by id."""
    head, *lines = content.split(b"\n")
    begin = len(b'{"id":"')
    return head + b"\n", {
        line[begin : line.index(b'"', begin)].decode(): line + b"\n"
        for line in (line.removeprefix(b",") for line in lines)
        if line.startswith(b'{"id":"')
    }


def book_head(book: Book, settings: Settings) -> bytes:
    """`data/claims.json` up to its claims: the envelope, sources, actors, topics and quantities."""
    figured = figure_addresses(book)
    known: dict[str, Any] = {
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
        "quantities": [_quantity(quantity, figured) for quantity in book.quantities.values()],
    }
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return f'{text[:-1]},"claims":[\n'.encode()


def claim_json(book: Book, claim: Claim) -> bytes:
    """One claim as one line; a withdrawn one has every field and keeps only its id, address, date and reason.

    Written field by field: a dictionary and an encoder take four times as long, for every claim of a book.
    """
    answers = book.answers.get(claim.id, ())
    if claim.withdrawn:
        claim, answers = Claim(id=claim.id, withdrawn=claim.withdrawn), ()
    actors, moment = book.actors, book.said(claim)
    return (
        f'{{"id":{_quoted(claim.id)}'
        f',"url":{_quoted(f"claims/{claim.id}.html")}'
        f',"statement":{_text(claim.statement)}'
        f',"speakers":{_list(_named, [actors[name] for name in claim.speaker])}'
        f',"via":{_list(_named, [actors[name] for name in claim.via])}'
        f',"voice":{_text(claim.voice)}'
        f',"certainty":{_text(claim.certainty)}'
        f',"said":{_text(moment.edtf if moment else None)}'
        f',"said_basis":{_text(claim.said_basis)}'
        f',"about":{_about(claim.about)}'
        f',"source":{_document(book.sources.get(claim.source))}'
        f',"quote":{_text(claim.quote)}'
        f',"position":{_position(book.matches.get(claim.id))}'
        f',"evidence":{_list(_evidence, claim.evidence)}'
        f',"mentions":{_list(_quoted, claim.mentions)}'
        f',"positions":{_list(_stand, claim.positions)}'
        f',"figures":{_list(_figure, claim.figures)}'
        f',"restates":{_list(_quoted, claim.restates)}'
        f',"supports":{_list(_quoted, claim.supports)}'
        f',"counter_statements":{_list(_counter, claim.counter_statements)}'
        f',"counters":{_list(_counter, answers)}'
        f',"withdrawn":{_gone(claim.withdrawn)}'
        f',"note":{_text(claim.note)}}}\n'
    ).encode()


def _text(text: str | None) -> str:
    return "null" if text is None else _quoted(text)


def _list(write: Callable[[Item], str], items: Iterable[Item]) -> str:
    return f"[{','.join(map(write, items))}]" if items else "[]"


def _named(actor: Actor) -> str:
    return f'{{"id":{_quoted(actor.id)},"name":{_text(actor.name)}}}'


def _about(about: About | None) -> str:
    return f'{{"date":{_text(about.date)},"place":{_text(about.place)}}}' if about else "null"


def _document(source: Source | None) -> str:
    if source is None:
        return "null"
    addresses = f'"url":{_text(source.url)}{_archived(source.archived)}'
    return f'{{"id":{_quoted(source.id)},"title":{_text(source.title)},{addresses}}}'


def _position(match: Match | None) -> str:
    return f'{{"start":{match.start},"end":{match.end},"of":{match.of}}}' if match else "null"


def _evidence(piece: Evidence) -> str:
    by = _list(_quoted, piece.by)
    addresses = f'"url":{_text(piece.url)}{_archived(piece.archived)}'
    return f'{{"kind":{_quoted(piece.kind)},"what":{_text(piece.what)},"by":{by},{addresses}}}'


def _archived(address: str | None) -> str:
    """A claim has the field where there is such an address: large books have none but for few claims."""
    return f',"archived":{_quoted(address)}' if address else ""


def _stand(stand: Stand) -> str:
    return f'{{"topic":{_quoted(stand.topic)},"position":{_quoted(stand.position)}}}'


def _figure(figure: Figure) -> str:
    ends = f'"low":{json.dumps(number(figure.low))},"high":{json.dumps(number(figure.high))}'
    approximate = "true" if figure.approximate else "false"
    return f'{{"quantity":{_quoted(figure.quantity)},{ends},"approximate":{approximate}}}'


def _counter(link: CounterStatement | Answer) -> str:
    how = f'"relation":{_quoted(link.relation)},"linked_by":{_quoted(link.linked_by)}'
    return f'{{"claim":{_quoted(link.claim)},{how},"note":{_text(link.note)}}}'


def _gone(gone: Withdrawal | None) -> str:
    return f'{{"date":{_quoted(gone.date)},"reason":{_quoted(gone.reason)}}}' if gone else "null"


def number(value: Decimal | None) -> int | float | None:
    """A figure as a JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _withdrawn(record: Source | Actor | Topic | Quantity) -> dict[str, str] | None:
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
        "republished_from": {"publisher": first.publisher, "url": first.url, "archived": first.archived}
        if first
        else None,
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


def _quantity(quantity: Quantity, figured: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": quantity.id,
        "label": quantity.label,
        "unit": quantity.unit,
        "url": figured.get(quantity.id, f"figures.html#{quantity.id}"),
        "withdrawn": _withdrawn(quantity),
    }

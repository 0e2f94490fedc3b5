"""JSON-LD of a claim: schema.org `Claim`, without any rating."""

from __future__ import annotations

import json
from typing import Any

from claimbook.book import Book
from claimbook.records import Claim
from claimbook.settings import Settings

_PERSON, _BODY = "Person", "Organization"
_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode  # `json.dumps` makes one each time


def claim_jsonld(book: Book, settings: Settings, claim: Claim) -> str:
    """The claim as a JSON-LD text that is safe inside a `script` element.

    In a book whose pages are short it tells of the document no more than its address: the page and
    `claims/<id>.json` tell the rest.
    """
    short = settings.is_short(len(book.live))
    moment = book.said(claim)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "name": claim.statement,
        "author": [_party(book, name) for name in claim.speaker],
        "appearance": _place(book, claim) if short else _document(book, claim),
    }
    if settings.site_url:
        address = f"{settings.site_url.rstrip('/')}/claims/{claim.id}.html"
        data |= {"url": address} if short else {"@id": address, "url": address}
    if moment and moment.machine:
        data["dateCreated"] = moment.machine
    text = _encode(data)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _document(book: Book, claim: Claim) -> dict[str, Any]:
    """The document a claim stands in."""
    source = book.sources[claim.source]
    told: dict[str, Any] = {"@type": "CreativeWork", "name": source.title, "inLanguage": source.language}
    if source.url:
        told["url"] = source.url
    if source.archived:
        told["archivedAt"] = source.archived
    if source.publisher:
        told["publisher"] = _party(book, source.publisher)
    return told


def _place(book: Book, claim: Claim) -> dict[str, str]:
    """Where that document is, or its title where it has no address."""
    source = book.sources[claim.source]
    told = {"@type": "CreativeWork", **({"url": source.url} if source.url else {"name": source.title})}
    return {**told, "archivedAt": source.archived} if source.archived else told


def _party(book: Book, name: str) -> dict[str, str]:
    actor = book.actors[name]
    return {"@type": _PERSON if actor.kind == "person" else _BODY, "name": actor.name}

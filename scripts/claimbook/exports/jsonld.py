"""JSON-LD of a claim: schema.org `Claim`, without any rating."""

from __future__ import annotations

import json
from typing import Any

from claimbook.book import Book
from claimbook.records import Claim
from claimbook.settings import Settings

_PERSON, _BODY = "Person", "Organization"


def claim_jsonld(book: Book, settings: Settings, claim: Claim) -> str:
    """The claim as a JSON-LD text that is safe inside a `script` element."""
    source = book.sources[claim.source]
    moment = book.said(claim)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "name": claim.statement,
        "author": [_party(book, name) for name in claim.speaker],
        "appearance": {"@type": "CreativeWork", "name": source.title, "inLanguage": source.language},
    }
    if settings.site_url:
        data["@id"] = data["url"] = f"{settings.site_url.rstrip('/')}/claims/{claim.id}.html"
    if moment and moment.machine:
        data["dateCreated"] = moment.machine
    if source.url:
        data["appearance"]["url"] = source.url
    if source.publisher:
        data["appearance"]["publisher"] = _party(book, source.publisher)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _party(book: Book, name: str) -> dict[str, str]:
    actor = book.actors[name]
    return {"@type": _PERSON if actor.kind == "person" else _BODY, "name": actor.name}

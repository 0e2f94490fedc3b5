"""The file an editor begins a new document with."""

from __future__ import annotations

import json

from claimbook.records.model import Source
from claimbook.records.scalars import ScalarError, read_scalar
from claimbook.records.shapes import Scalar, table


def source_file(name: str, title: str) -> str:
    """A commented source file for the document `name`; raises `ValueError` for a bad id or title."""
    for field, value in (("id", name), ("title", title)):
        shape = table(Source)[field].shape
        assert isinstance(shape, Scalar)
        try:
            read_scalar(shape, value)
        except ScalarError as error:
            raise ValueError(f"{field}: {error}{'. ' if error.hint else ''}{error.hint}") from error
    return _TEMPLATE.format(name=name, title=json.dumps(title, ensure_ascii=False))


_TEMPLATE = """\
# yaml-language-server: $schema=../schema.json
source:
  id: {name}
  title: {title}
  kind: document                # document: decomposed whole; reference: cited for single claims, paraphrased
  authors: []                   # actor ids; empty = unsigned
  publisher: null               # actor id
  published: null               # EDTF, as precise as the document: 2022-01-10, 2022-01, "[..2022-03-21]"
  published_basis: null         # what that date rests on
  url: null
  language: en
  added: null                   # the day it enters this book

claims: []
# One record a proposition. Take the lines below, without the leading "# ", once for each:
# - id: speaker-short-words
#   statement: One neutral sentence of ours.
#   speaker: actor-id           # the innermost voice; a list for a joint statement
#   via: []                     # relays, nearest the speaker first
#   voice: quoted               # quoted, reported, author (then leave out said and said_basis)
#   certainty: asserted         # asserted, hedged, speculated, rumoured
#   said: 2022-01-10
#   said_basis: What the date rests on.
#   quote: the fewest verbatim words … that carry the claim
#   evidence: none              # or a list: - {{kind: document, what: "…"}}
#   mentions: []
#   positions: []               # - {{topic: topic-id, position: position-id}}
#   counter_statements: []      # - {{claim: claim-id, relation: contradicts, linked_by: editor}}
"""

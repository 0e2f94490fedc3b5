"""The JSON Schema of record files, made from the field table.

Owns: `claims/schema.json`, which editors with YAML support read while one types. Refuses: rules between
records.
"""

from __future__ import annotations

import json
from typing import Any

from claimbook.records.model import KINDS, TOP_KEYS
from claimbook.records.shapes import (
    DAY_PATTERN,
    ID_LIMIT,
    ID_PATTERN,
    LANGUAGE_LIMIT,
    LANGUAGE_PATTERN,
    LIST_LIMIT,
    Choice,
    Count,
    Day,
    Edtf,
    Flag,
    Id,
    Language,
    Many,
    Markdown,
    Name,
    Nested,
    NoneOrMany,
    Number,
    Ref,
    Shape,
    Text,
    Url,
    table,
)

_ID = {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": ID_LIMIT}
_PLAIN: dict[type, dict[str, Any]] = {
    Id: _ID,
    Ref: _ID,
    Name: _ID,
    # YAML itself may read 2022, 2022-01 or 2022-01-10 as a number or a date; the book reads what was typed.
    Edtf: {"type": ["string", "integer"]},
    Day: {"type": "string", "pattern": f"^{DAY_PATTERN}$"},
    Url: {"type": "string", "pattern": "^https?://", "maxLength": 2000},
    Language: {"type": "string", "pattern": f"^{LANGUAGE_PATTERN}$", "maxLength": LANGUAGE_LIMIT},
    Number: {"type": "number"},
    Count: {"type": "integer", "minimum": 1},
    Flag: {"type": "boolean"},
}


def render() -> str:
    """The text of `claims/schema.json`."""
    definitions: dict[str, Any] = {}
    properties = {
        key: {"$ref": f"#/$defs/{kind}"}
        if key == "source"
        else {"type": ["array", "null"], "items": {"$ref": f"#/$defs/{kind}"}}
        for key, kind in TOP_KEYS.items()
    }
    for kind, record in KINDS.items():
        definitions[kind] = _record(record, definitions)
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Claimbook record file",
        "description": "Made by 'claimbook schema' from the field table; do not edit.",
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _record(record: type, definitions: dict[str, Any]) -> dict[str, Any]:
    properties, required = {}, []
    for name, spec in table(record).items():
        shape = _shape(spec.shape, definitions)
        lone_null = spec.nullable or (isinstance(spec.shape, Many) and not spec.required)
        properties[name] = {
            "description": spec.doc,
            **({"anyOf": [shape, {"type": "null"}]} if lone_null else shape),
        }
        if spec.required:
            required.append(name)
    made: dict[str, Any] = {"type": "object", "description": (record.__doc__ or "").strip().split("\n")[0]}
    made |= {"properties": properties, "additionalProperties": False}
    if "withdrawn" in properties:  # a withdrawn record keeps only its id
        withdrawn = {"required": ["withdrawn"], "properties": {"withdrawn": {"type": "object"}}}
        made |= {"if": withdrawn, "then": {"required": ["id"]}, "else": {"required": required}}
    elif required:
        made["required"] = required
    return made


def _shape(shape: Shape, definitions: dict[str, Any]) -> dict[str, Any]:
    if isinstance(shape, Nested):
        name = shape.record.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _record(shape.record, definitions)
        return {"$ref": f"#/$defs/{name}"}
    if isinstance(shape, Many):
        item = _shape(shape.item, definitions)
        return {"anyOf": [item, {"type": "array", "items": item, "maxItems": LIST_LIMIT}]}
    if isinstance(shape, NoneOrMany):
        item = _shape(shape.item, definitions)
        return {
            "anyOf": [
                {"const": "none"},
                item,
                {"type": "array", "items": item, "minItems": 1, "maxItems": LIST_LIMIT},
            ]
        }
    if isinstance(shape, Choice):
        return {"enum": list(shape.values)}
    if isinstance(shape, Text | Markdown):
        return {"type": ["string", "number", "boolean"], "maxLength": shape.limit}
    return dict(_PLAIN[type(shape)])

"""Exports: the book in other tools' forms, one module per form."""

from claimbook.exports.contract import SCHEMA_VERSION, claim_data, json_files
from claimbook.exports.feeds import Entry, atom, claim_entries, sitemap
from claimbook.exports.jsonld import claim_jsonld
from claimbook.exports.search import SearchIndex, search_index
from claimbook.exports.tables import csv_files

__all__ = [
    "SCHEMA_VERSION",
    "Entry",
    "SearchIndex",
    "atom",
    "claim_data",
    "claim_entries",
    "claim_jsonld",
    "csv_files",
    "json_files",
    "search_index",
    "sitemap",
]

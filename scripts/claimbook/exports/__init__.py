"""Exports: the book in other tools' forms, one module per form."""

from claimbook.exports.contract import (
    SCHEMA_VERSION,
    book_head,
    book_json,
    claim_files,
    claim_json,
    former_files,
    known_json,
)
from claimbook.exports.feeds import Entry, atom, claim_entries, shared_sitemap, sitemap, sitemap_files
from claimbook.exports.jsonld import claim_jsonld
from claimbook.exports.search import SearchIndex, search_index
from claimbook.exports.search.postings import Words
from claimbook.exports.tables import TABLES, Table, csv_table, renewed

__all__ = [
    "SCHEMA_VERSION",
    "TABLES",
    "Entry",
    "SearchIndex",
    "Table",
    "Words",
    "atom",
    "book_head",
    "book_json",
    "claim_entries",
    "claim_files",
    "claim_json",
    "claim_jsonld",
    "csv_table",
    "former_files",
    "known_json",
    "renewed",
    "search_index",
    "shared_sitemap",
    "sitemap",
    "sitemap_files",
]

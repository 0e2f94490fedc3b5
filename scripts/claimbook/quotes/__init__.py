"""Quotes: fingerprints of documents, exact matching, positions."""

from claimbook.quotes.fingerprint import (
    FINGERPRINTS,
    SIZE_LIMIT,
    Fingerprint,
    FingerprintError,
    dump,
    fingerprint,
    parse,
    path_of,
)
from claimbook.quotes.matching import Match, QuoteError, check_form, check_letters, covered, match, parts
from claimbook.quotes.words import clean, words

__all__ = [
    "FINGERPRINTS",
    "SIZE_LIMIT",
    "Fingerprint",
    "FingerprintError",
    "Match",
    "QuoteError",
    "check_form",
    "check_letters",
    "clean",
    "covered",
    "dump",
    "fingerprint",
    "match",
    "parse",
    "parts",
    "path_of",
    "words",
]

"""Rules about quotes, and the search that places every quote in its document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from claimbook.book import Book, Quoted
from claimbook.checks.rule import Case, first, rule
from claimbook.frozen import values_of
from claimbook.intake import entries, read
from claimbook.private import digest
from claimbook.quotes import (
    FINGERPRINTS,
    SIZE_LIMIT,
    Fingerprint,
    FingerprintError,
    Match,
    QuoteError,
    match,
    parse,
    path_of,
)
from claimbook.records import Claim, FileRecords, Loaded, Problem, Source, nearest

_Places = dict[str, tuple[tuple[int, int], ...]]  # the spans of quotes, by claim
_Worked = tuple[bytes, tuple[Any, ...], _Places, bool]
"""What was worked out of a record file: the digest of its document's fingerprint file, that fingerprint's
fields, the places of quotes in it, and whether these are all.
"""
_NOTHING: _Worked = b"", (), {}, True


def placing(root: Path) -> Callable[[FileRecords], _Worked | None]:
    """The search for the places of a record file's quotes, to be done where the file is parsed: up to the
    first that has none.
    """

    def work(found: FileRecords) -> _Worked | None:
        claims = [one for one in found.records if isinstance(one, Claim) and one.quote and not one.withdrawn]
        if not claims:
            return _NOTHING
        try:
            content = read(path_of(root, claims[0].source), SIZE_LIMIT)
            made = parse(content.decode("utf-8", "replace"))
        except (OSError, FingerprintError):
            return None
        places: _Places = {}
        with suppress(QuoteError):
            for claim in claims:
                assert claim.quote is not None
                places[claim.id] = match(claim.quote, made, claim.occurrence).spans
        every = len(places) == len(claims)
        return digest(content), values_of(Fingerprint)(made), places, every

    return work


def place(loaded: Loaded) -> Quoted:
    """Read every fingerprint and place every quote in it; what cannot be adds to `loaded.problems`."""
    sources = {r.id: r for r in loaded.records if isinstance(r, Source) and not r.withdrawn}
    sums: dict[str, bytes] = {}
    fingerprints = _fingerprints(loaded, sources, sums)
    matches: dict[str, Match] = {}
    loaded.problems += first(_place(loaded, fingerprints, sums, matches), "the search for quotes")
    loaded.worked.clear()  # of a large book it is large, and nobody needs it any more
    return Quoted(fingerprints, matches)


def _place(
    loaded: Loaded,
    fingerprints: Mapping[str, Fingerprint],
    sums: Mapping[str, bytes],
    matches: dict[str, Match],
) -> Iterator[Problem]:
    """Fill `matches`, by `placing` where it looked into the same fingerprints, whose digests are `sums`;
    yields the problem of every quote that has no place.
    """
    left: dict[str, Collection[str]] = {}  # of files some of whose quotes have no place yet: those that do
    for path, worked in loaded.worked.items():
        checksum, fields, places, every = worked or (*_NOTHING[:3], False)
        stands = fields and sums.get(fields[0]) == checksum
        if stands:
            words = fingerprints[fields[0]].words
            matches.update((name, Match(spans, words)) for name, spans in places.items())
        if not every or (fields and not stands):
            left[path] = places if stands else ()
    for claim in loaded.records if left else ():
        path = claim.origin.path if claim.origin else ""
        if path not in left or not isinstance(claim, Claim) or claim.id in left[path]:
            continue
        made = fingerprints.get(claim.source)
        if made is None or claim.withdrawn or claim.quote is None:
            continue
        assert claim.origin is not None
        try:
            matches.setdefault(claim.id, match(claim.quote, made, claim.occurrence))
        except QuoteError as error:
            yield loaded.problem(claim.origin, "quote", str(error), error.hint)


def place_again(book: Book, changed: Iterable[Claim], gone: Iterable[str] = ()) -> dict[str, Match]:
    """The places of all quotes with other claims in the book, and without those `gone`; raises `QuoteError`
    at the first without one.
    """
    matches = dict(book.matches)
    for name in gone:
        matches.pop(name, None)
    for claim in changed:
        matches.pop(claim.id, None)
        made = book.fingerprints.get(claim.source)
        if made is not None and claim.quote is not None and not claim.withdrawn:
            matches[claim.id] = match(claim.quote, made, claim.occurrence)
    return matches


def _fingerprints(
    loaded: Loaded, sources: Mapping[str, Source], sums: dict[str, bytes]
) -> dict[str, Fingerprint]:
    """The fingerprints by source; fills `sums` with the digests of their files. None is parsed twice."""
    found: dict[str, Fingerprint] = {}
    known = {worked[0]: worked[1] for worked in loaded.worked.values() if worked}
    for entry in entries(loaded.root, FINGERPRINTS):
        name, path = entry.name, entry.path
        if entry.kind == "other" or path.suffix != ".json":
            continue  # `load` told of what is no file at all
        try:
            content = read(path, SIZE_LIMIT)
            checksum = digest(content)
            fields = known.get(checksum)
            made = Fingerprint(*fields) if fields else parse(content.decode("utf-8", "replace"))
        except (OSError, FingerprintError) as error:
            what = error.strerror if isinstance(error, OSError) else str(error)
            hint = "Write it anew with 'claimbook fingerprint'."
            loaded.problems.append(Problem(name, 0, 0, "", f"cannot be read: {what}", hint))
            continue
        if made.source != path.stem:
            loaded.problems.append(
                Problem(name, 0, 0, "", f"the fingerprint is of {made.source!r}", "Rename the file.")
            )
        elif made.source not in sources and not _declared(loaded, made.source) and not loaded.cut:
            hint = nearest(made.source, sources) or "Remove it."
            loaded.problems.append(Problem(name, 0, 0, "", f"there is no source {made.source!r}", hint))
        else:
            found[made.source] = made
            sums[made.source] = checksum
    return found


def _declared(loaded: Loaded, source: str) -> bool:
    return any(kind == "source" and name == source for kind, name, _ in loaded.declared)


@rule("documents-have-fingerprints", "A document's quotes are checked against its fingerprint.")
def fingerprinted(case: Case) -> Iterator[Problem]:
    """Without one no quote could be shown to be verbatim."""
    for source in case.book.sources.values():
        if source.kind == "document" and not source.withdrawn and source.id not in case.book.fingerprints:
            path = path_of(Path(), source.id).as_posix()
            if any(problem.path == path for problem in case.loaded.problems):
                continue
            hint = f"Write it with 'claimbook fingerprint {source.id} FILE'."
            yield case.problem(source, "", "the document has no fingerprint", hint)


@rule("documents-are-quoted", "Every claim from a document carries a quotation; references are paraphrased.")
def quoted(case: Case) -> Iterator[Problem]:
    """A reference has no fingerprint, so words in quotation marks could not be checked (design, 1.3)."""
    for claim in case.book.live:
        source = case.book.sources.get(claim.source)
        if source is None or source.withdrawn:
            continue
        if source.kind == "document" and claim.quote is None:
            what = "a claim from a document needs a quotation"
            yield case.problem(claim, "quote", what, "Only sources of kind reference are paraphrased.")
        if source.kind == "reference" and claim.quote is not None and source.id not in case.book.fingerprints:
            what = "a reference has no fingerprint, so a quotation from it cannot be checked"
            yield case.problem(
                claim, "quote", what, "Paraphrase it in the statement and write 'quote: null'."
            )
        if claim.quote is None and claim.occurrence is not None:
            yield case.problem(
                claim, "occurrence", "there is no quote to choose a place for", "Remove 'occurrence'."
            )


@rule("quoting-stays-short", "Of each document no more is quoted than the book's limit allows.")
def share(case: Case) -> Iterator[Problem]:
    """The limit is the setting `quoted_share_limit`, by default 35 % of the document's words."""
    limit = case.settings.quoted_share_limit
    quoting = {claim.source for claim in case.book.live}
    for source in case.book.sources.values():
        if source.id not in quoting:
            continue
        found = case.book.share(source.id)
        if found.quoted_share > limit:
            what = (
                f"{found.quoted} of the document's {found.words} words are quoted ({found.quoted_share:.1%})"
            )
            words = int(limit * found.words)
            hint = f"At most {words} words ({limit:.1%}) may be: shorten quotes with ' … '."
            yield case.problem(source, "", what, hint)

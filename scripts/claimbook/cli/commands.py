"""The commands, one entry each in `COMMANDS`."""

from __future__ import annotations

import argparse
import datetime
import gc
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from claimbook import checks
from claimbook.frozen import frozen
from claimbook.intake import read
from claimbook.quotes import (
    SIZE_LIMIT,
    FingerprintError,
    QuoteError,
    check_letters,
    dump,
    fingerprint,
    parse,
    path_of,
)
from claimbook.records import (
    BookError,
    Claim,
    Problem,
    Record,
    Source,
    load,
    nearest,
    reference,
    scaffold,
    schema,
)
from claimbook.settings import load_settings

Args = argparse.Namespace


class CommandError(Exception):
    """A command cannot do its work; the message says why."""


@frozen
class Command:
    """One command: its name, what it does, its arguments, and the function that runs it and returns the exit
    code.
    """

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Args], int]


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--text", type=Path, metavar="FILE", help="also check one document's quotes to the letter"
    )
    parser.add_argument("--source", metavar="ID", help="the document FILE holds (default: the file's name)")


def _check(args: Args) -> int:
    if args.text:
        _check_text(args.book, args.text, args.source or args.text.stem)
    book = checks.check(args.book, load_settings(args.book))
    for source in book.sources.values():
        share = book.share(source.id)
        if share.words:
            claims = len(book.by_source.get(source.id, ()))
            print(
                f"{source.id}: {claims} claims; of {share.words} words {share.decomposed} in sentences with "
                f"a claim, {share.skipped} skipped, {share.neither} in neither; "
                f"{share.quoted} quoted ({share.quoted_share:.1%})"
            )
    print(f"{len(book.live)} claims, {len(book.disputes())} counter-statements, no problems.")
    return 0


def _check_text(root: Path, path: Path, name: str) -> None:
    """Check a document's quotes letter for letter; raises `BookError` with every difference."""
    capture = _read_text(path)
    loaded = load(root)
    _known_source(loaded.records, name)
    problems: list[Problem] = []
    for record in loaded.records:
        if isinstance(record, Claim) and record.source == name and record.quote and record.origin:
            try:
                check_letters(record.quote, capture)
            except QuoteError as error:
                problems.append(loaded.problem(record.origin, "quote", str(error), error.hint))
    if problems:
        raise BookError(problems)
    _check_capture(path_of(root, name), path, name, capture)


def _check_capture(kept: Path, path: Path, name: str, capture: str) -> None:
    """Raise `CommandError` where the text is not the one whose fingerprint is kept."""
    try:
        stored = parse(read(kept, SIZE_LIMIT).decode("utf-8"))
        made = fingerprint(name, capture)
    except (OSError, UnicodeDecodeError, FingerprintError):
        return
    if stored.sha256 != made.sha256:
        raise CommandError(
            f"{path}: every quote stands in it, but it is not the text the fingerprint was made from "
            f"({made.words} words; the fingerprint has {stored.words})"
        )


def _fingerprint_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", help="the document's id")
    parser.add_argument("file", type=Path, metavar="FILE", help="its text, UTF-8; it stays where it is")


def _fingerprint(args: Args) -> int:
    _known_source(load(args.book).records, args.source)
    try:
        made = fingerprint(args.source, _read_text(args.file))
    except FingerprintError as error:
        raise CommandError(f"{args.file}: {error}") from error
    path = path_of(args.book, args.source)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump(made), encoding="utf-8")
    print(f"{path.relative_to(args.book).as_posix()}: {made.words} words")
    return 0


def _known_source(records: Iterable[Record], name: str) -> None:
    known = [r.id for r in records if isinstance(r, Source)]
    if name not in known:
        raise CommandError(f"there is no source {name!r}. {nearest(name, known)}".strip())


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(
            f"{path}: not valid UTF-8 at byte {error.start + 1}; save the text as UTF-8"
        ) from error


def _schema_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only say whether the files are up to date")


def _schema(args: Args) -> int:
    stale = 0
    for path, content in (
        ("claims/schema.json", schema.render()),
        ("content/pages/fields.md", reference.render()),
    ):
        file = args.book / path
        if file.is_file() and file.read_text(encoding="utf-8") == content:
            continue
        stale += 1
        if args.check:
            print(f"{path} is out of date: run 'claimbook schema'", file=sys.stderr)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
            print(f"{path} written")
    return 1 if args.check and stale else 0


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", metavar="SOURCE", help="an id for the document, such as agency-on-the-protests"
    )
    parser.add_argument("--title", default="Title as printed", help="the document's title")


def _new(args: Args) -> int:
    path = args.book / "claims" / "sources" / f"{args.source}.yml"
    try:
        content = scaffold.source_file(args.source, args.title)
    except ValueError as error:
        raise CommandError(str(error)) from error
    if path.exists():
        raise CommandError(f"{path.relative_to(args.book).as_posix()} exists already")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    name = path.relative_to(args.book).as_posix()
    print(f"{name} written. Fill it in, then: claimbook fingerprint {args.source} FILE")
    return 0


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--publish", action="store_true", help="with the settings of publishconf.py")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where to (default: OUTPUT_PATH, output/)")
    parser.add_argument(
        "--shard",
        type=_share,
        metavar="I/N",
        help="make only the I-th of N shares of the site; all of them copied into one folder are the site",
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


def _share(given: str) -> tuple[int, int]:
    number, _, of = given.partition("/")
    if number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of):
        return int(number), int(of)
    raise argparse.ArgumentTypeError(f"expected a share such as 2/4, got {given!r}")


def _build(args: Args) -> int:
    from claimbook.cli.progress import Progress
    from claimbook.site.build import BuildFailed, build

    gc.disable()  # the process ends with the build
    share = None
    if args.shard:
        from claimbook.site.press import Share

        share = Share(*args.shard)
    progress = None if args.quiet else Progress()
    try:
        report = build(args.book, publish=args.publish, output=args.output, share=share, begun=progress)
    except BuildFailed as error:
        raise CommandError(str(error)) from error
    finally:
        if progress:
            progress.end()
    if not args.quiet:
        print(report)
    return 0


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, default=8000, help="port on this machine (default: %(default)s, or the next free)"
    )
    parser.add_argument("--open", action="store_true", help="open the site in a browser")


def _serve(args: Args) -> int:
    from claimbook.site.serve import serve

    return serve(args.book, port=args.port, open_browser=args.open)


def _links_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--report", type=Path, metavar="FILE", help="also write a report in Markdown")


def _links(args: Args) -> int:
    from claimbook import weblinks

    settings = load_settings(args.book)
    mentions = weblinks.mentions(checks.examine(args.book, settings))
    network = weblinks.Network(about=settings.repository)
    answers = weblinks.ask_all(mentions, network)
    told = {answer.state for answer in answers.values()} - {weblinks.State.UNCLEAR}
    if told == {weblinks.State.SILENT}:
        raise CommandError("no address answers at all: is this machine on the internet?")
    if args.report:
        day = datetime.datetime.now(datetime.UTC).date().isoformat()
        args.report.write_text(weblinks.markdown(mentions, answers, day=day), encoding="utf-8")
    for url, answer in answers.items():
        if answer.state in (weblinks.State.UNCLEAR, weblinks.State.MOVED):
            print(f"{url} {answer.words}{f': {answer.now}' if answer.now else ''}")
    print(weblinks.outcome(mentions, answers))
    if problems := weblinks.problems(mentions, answers):
        raise BookError(problems)
    return 0


COMMANDS = (
    Command("check", "check every record, quote and link", _check_arguments, _check),
    Command("build", "build the site", _build_arguments, _build),
    Command("serve", "build, serve on this machine, rebuild on every edit", _serve_arguments, _serve),
    Command("new", "begin a file for a new document", _new_arguments, _new),
    Command(
        "fingerprint", "write a document's fingerprint from its text", _fingerprint_arguments, _fingerprint
    ),
    Command("links", "ask external addresses whether they still answer", _links_arguments, _links),
    Command("schema", "write the JSON Schema and the field reference anew", _schema_arguments, _schema),
)

"""The `claimbook` command: what a person types.

Owns: arguments, messages and exit codes (0 done, 1 problems, 2 wrong call). Refuses: doing the work itself;
each command is a few lines over the layer that does it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from claimbook import __version__
from claimbook.cli import commands
from claimbook.interrupts import Ended, heed
from claimbook.records import BookError
from claimbook.settings import SettingsError, require_book


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that cannot show a letter is no reason to stop
        sys.stdout.reconfigure(errors="backslashreplace")
    args = _parser().parse_args(argv)
    try:
        args.book = _find_book(args.book)
        require_book(args.book)
        return int(args.run(args))
    except (BookError, SettingsError, commands.CommandError) as error:
        _say(error)
        return 1
    except BrokenPipeError:  # whoever reads has enough, such as `head`
        return _quiet()
    except OSError as error:  # a file that cannot be read or written
        _say(f"{error.filename or 'cannot read or write'}: {error.strerror}")
        return 1
    except MemoryError:
        _say("the machine ran out of memory")
        return 1
    except KeyboardInterrupt as error:
        number = error.number if isinstance(error, Ended) else signal.SIGINT
        what = f"ended by {signal.Signals(number).name}" if isinstance(error, Ended) else "interrupted"
        _say(": ".join([what, *map(str, error.args)]))
        return 128 + number


def run() -> NoReturn:
    """The command as a process of its own.

    Ends it without taking apart what it made, piece by piece: of a large book that takes half a second.
    """
    heed()
    _open_streams()
    try:
        code = _flushed(main())
    except KeyboardInterrupt as error:  # when everything was done
        code = 128 + (error.number if isinstance(error, Ended) else signal.SIGINT)
    os._exit(code)


def _open_streams() -> None:
    """Lead closed standard streams nowhere: else a file of the site might be taken for one."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
    sys.stdout = sys.stdout or io.TextIOWrapper(io.FileIO(1, "w"), encoding="utf-8")
    sys.stderr = sys.stderr or io.TextIOWrapper(io.FileIO(2, "w"), encoding="utf-8")


def _flushed(code: int) -> int:
    """The exit code `code`, once all that was printed is on its way; another one where it cannot be."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return code or _quiet()
    except OSError as error:
        _say(f"standard output: {error.strerror}")
        return code or 1
    return code


def _say(what: object) -> None:
    """Tell on standard error, where there is one."""
    with contextlib.suppress(OSError):
        print(what, file=sys.stderr, flush=True)


def _quiet() -> int:
    """The exit code of a program that nobody listens to any more."""
    return 128 + getattr(signal, "SIGPIPE", 13)


def _find_book(given: Path | None) -> Path:
    """The given folder, or the nearest one upwards with `pelicanconf.py`, or else the working folder."""
    if given is not None:
        return given.absolute()
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise SettingsError("the working folder was deleted: change to the book's folder") from None
    return next((folder for folder in (here, *here.parents) if (folder / "pelicanconf.py").is_file()), here)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="claimbook",
        description="Make a book of claims: who said what, when, on what evidence, and who answers.",
    )
    parser.add_argument("--version", action="version", version=f"claimbook {__version__}")
    parser.add_argument(
        "--book", type=Path, metavar="DIR", help="the book's folder (default: found from here upwards)"
    )
    subs = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in commands.COMMANDS:
        sub = subs.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return parser

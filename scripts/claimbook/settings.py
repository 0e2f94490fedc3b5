"""A book's own settings, read from `pelicanconf.py`.

Owns: which settings Claimbook knows, their defaults and their checks. `pelicanconf.py` is run as Python, as
Pelican runs it; record files can set nothing here.
"""

from __future__ import annotations

import runpy
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from claimbook import addresses

CONFIG = "pelicanconf.py"
CONFIGS = {False: CONFIG, True: "publishconf.py"}  # by whether the site is made for publication
EXPORTS = ("json", "csv", "feeds", "search", "jsonld")
DETAILS = ("auto", "full", "short")
SHORT_FROM = 5000  # claims from which "auto" means "short"
_WHERE = {"site_url": "SITEURL"}


class SettingsError(ValueError):
    """A setting is missing or wrong; the message names it and says what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an owner decides: the `CLAIMBOOK` dictionary of `pelicanconf.py`, and some Pelican settings."""

    title: str
    question: str = ""
    description: str = ""
    language: str = "en"
    start: str = ""  # the page below content/pages/ that the home page sends newcomers to
    repository: str = ""  # address of the repository on the web; "" = no links to it
    editors: str = "the editors of this book"
    licence: str = "CC BY 4.0"
    licence_url: str = "https://creativecommons.org/licenses/by/4.0/"
    quoted_share_limit: float = 0.35  # of each document's words
    page_size: int = 50  # claims on one index page
    detail: str = "auto"  # "full" pages, "short" ones for large books, or as the number of claims decides
    exports: tuple[str, ...] = EXPORTS  # what is written besides pages
    social_cards: bool = True  # pictures for link previews, where the site's address is known
    site_url: str = ""  # "" = only relative links
    commit: str = ""  # the commit the book was built from, where it is known

    @property
    def draws_cards(self) -> bool:
        """Whether pages have pictures for link previews: those are asked for by absolute addresses alone."""
        return self.social_cards and bool(self.site_url)

    def is_short(self, claims: int) -> bool:
        """Whether the pages of a book of so many claims leave out what is told elsewhere."""
        return self.detail == "short" or (self.detail == "auto" and claims >= SHORT_FROM)


def load_settings(root: Path) -> Settings:
    """The settings of the book at `root`; raises `SettingsError`."""
    return from_pelican(load_config(root))


def load_config(root: Path, name: str = CONFIG) -> dict[str, Any]:
    """Every setting in the file `name` of the book at `root`, unchecked; raises `SettingsError`."""
    require_book(root)
    path = str(root / name)
    sys.modules.pop("pelicanconf", None)  # the settings for publication import it: another book's perhaps
    try:
        values = runpy.run_path(path)
    except Exception as error:  # the file is a program of the owner's: anything may go wrong in it
        raise SettingsError(f"{name}:{_line(error, path)}: {type(error).__name__}: {error}") from error
    return {k: v for k, v in values.items() if k.isupper()}


def require_book(root: Path) -> None:
    """Raise `SettingsError` where `root` is not a book's folder."""
    if not (root / CONFIG).is_file():
        raise SettingsError(
            f"there is no {CONFIG} in {root.resolve().name}/: run the command in a book's folder"
        )


def _line(error: Exception, path: str) -> int:
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno or 0
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if frame.filename == path), 0)


def from_pelican(values: Mapping[str, Any]) -> Settings:
    """Settings from Pelican's own, already read; raises `SettingsError`."""
    own = values.get("CLAIMBOOK", {})
    if not isinstance(own, Mapping):
        raise SettingsError(f"CLAIMBOOK: expected a dictionary of settings, got {own!r}")
    known = {f.name: f for f in fields(Settings)}
    given = {"title": values.get("SITENAME", ""), "site_url": values.get("SITEURL", ""), **own}
    given.setdefault("language", values.get("DEFAULT_LANG", "en"))
    for name, value in given.items():
        if name not in known:
            raise SettingsError(f"CLAIMBOOK: unknown setting {name!r}; known are {', '.join(sorted(known))}")
        if not _fits(str(known[name].type), value):
            raise SettingsError(f"CLAIMBOOK: {name} must be of type {known[name].type}, got {value!r}")
    settings = Settings(**given)
    unknown = [name for name in settings.exports if name not in EXPORTS]
    if unknown:
        raise SettingsError(
            f"CLAIMBOOK: exports holds {', '.join(map(repr, unknown))}; known are {', '.join(EXPORTS)}"
        )
    if not settings.title:
        raise SettingsError("SITENAME: the book needs a title")
    if not 0 < settings.quoted_share_limit <= 1:
        raise SettingsError("CLAIMBOOK: quoted_share_limit is a share between 0 and 1, such as 0.35")
    if settings.page_size < 1:
        raise SettingsError("CLAIMBOOK: page_size must be 1 or more")
    if settings.detail not in DETAILS:
        raise SettingsError(
            f"CLAIMBOOK: detail is one of {', '.join(map(repr, DETAILS))}, got {settings.detail!r}"
        )
    for name in ("site_url", "repository", "licence_url"):
        if address := getattr(settings, name):
            _check_address(_WHERE.get(name, f"CLAIMBOOK: {name}"), address, is_base=name != "licence_url")
    return settings


def _check_address(where: str, address: str, *, is_base: bool) -> None:
    """Raise `SettingsError` for an address that may not stand in a page, or to which no path can be put."""
    wrong = addresses.fault(address)
    if wrong and wrong.what == addresses.TWISTED:
        raise SettingsError(f"{where}: {wrong.what}, got {address!r}. {wrong.hint}")
    if wrong or (is_base and ("?" in address or "#" in address)):
        without = ", without '?', '#' or spaces" if is_base else ""
        raise SettingsError(f"{where}: {addresses.NO_SCHEME}{without}, got {address!r}")


def _fits(kind: str, value: object) -> bool:
    if kind == "float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "tuple[str, ...]":
        return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
    return isinstance(value, str)

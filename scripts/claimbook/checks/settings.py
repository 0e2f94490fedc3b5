"""Rules about a book's settings, beyond their types."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook import text
from claimbook.checks.rule import Case, rule
from claimbook.records import Problem
from claimbook.settings import CONFIG

_TEXTS = {"title": "SITENAME", "language": "DEFAULT_LANG"}  # the others stand in CLAIMBOOK
_ADDRESSES = {"site_url": "SITEURL"}


@rule("settings-can-be-shown", "Settings hold no hidden characters, and addresses are addresses.")
def settings(case: Case) -> Iterator[Problem]:
    """They stand on every page, in feeds and in data, as what records hold does."""
    for name in ("title", "language", "question", "description", "editors", "licence"):
        hazards = text.text_hazards(getattr(case.settings, name))
        if hazards:
            what = f"{name}: holds characters that may not stand on a page: {', '.join(hazards)}"
            yield Problem(CONFIG, 0, 0, _TEXTS.get(name, "CLAIMBOOK"), what, "Remove them.")
    for name in ("site_url", "repository", "licence_url"):
        address = getattr(case.settings, name)
        if address and not _is_web(address):
            what = f"{name}: expected an address that begins with https:// or http://, got {address!r}"
            yield Problem(CONFIG, 0, 0, _ADDRESSES.get(name, "CLAIMBOOK"), what)


def _is_web(address: str) -> bool:
    return text.safe_url(address) is not None and address.lower().startswith(("https://", "http://"))

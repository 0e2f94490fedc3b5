"""A book's settings: read from `pelicanconf.py`, checked by name and type."""

from pathlib import Path
from typing import Any

import pytest

from claimbook.settings import Settings, SettingsError, from_pelican, load_settings
from tests.support import REPOSITORY, small_book, write

KNOWN = (
    "commit, description, detail, editors, exports, language, licence, licence_url, page_size, question, "
    "quoted_share_limit, repository, site_url, social_cards, start, title"
)


def test_defaults() -> None:
    """A title is enough; the quoting limit is 35 per cent, and the language comes from Pelican's."""
    found = from_pelican(
        {"SITENAME": "T", "DEFAULT_LANG": "kk", "SITEURL": "https://example.org/b", "THEME": "x"}
    )
    assert found == Settings(title="T", language="kk", site_url="https://example.org/b")
    assert (found.quoted_share_limit, found.page_size, found.repository) == (0.35, 50, "")


def test_a_books_own_settings_come_first() -> None:
    """What stands in `CLAIMBOOK` is stronger than Pelican's names."""
    own = {"title": "Own", "language": "ru", "quoted_share_limit": 1, "page_size": 5, "editors": "E"}
    found = from_pelican({"SITENAME": "T", "DEFAULT_LANG": "en", "CLAIMBOOK": own})
    assert found == Settings(title="Own", language="ru", quoted_share_limit=1, page_size=5, editors="E")


@pytest.mark.parametrize(
    ("address", "wanted", "drawn"),
    [("https://example.org/b", True, True), ("https://example.org/b", False, False), ("", True, False)],
)
def test_cards_need_an_address(address: str, wanted: bool, drawn: bool) -> None:
    """Previews name pictures by absolute addresses, and an owner may do without."""
    found = from_pelican({"SITENAME": "T", "SITEURL": address, "CLAIMBOOK": {"social_cards": wanted}})
    assert found.draws_cards is drawn


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "SITENAME: the book needs a title"),
        ({"SITENAME": None}, "CLAIMBOOK: title must be of type str, got None"),
        ({"CLAIMBOOK": {"quesiton": "?"}}, f"CLAIMBOOK: unknown setting 'quesiton'; known are {KNOWN}"),
        ({"CLAIMBOOK": {"page_size": "50"}}, "CLAIMBOOK: page_size must be of type int, got '50'"),
        ({"CLAIMBOOK": {"page_size": True}}, "CLAIMBOOK: page_size must be of type int, got True"),
        ({"CLAIMBOOK": {"social_cards": "no"}}, "CLAIMBOOK: social_cards must be of type bool, got 'no'"),
        ({"CLAIMBOOK": {"social_cards": 0}}, "CLAIMBOOK: social_cards must be of type bool, got 0"),
        ({"CLAIMBOOK": {"page_size": 0}}, "CLAIMBOOK: page_size must be 1 or more"),
        (
            {"CLAIMBOOK": {"quoted_share_limit": False}},
            "CLAIMBOOK: quoted_share_limit must be of type float, got False",
        ),
        (
            {"CLAIMBOOK": {"quoted_share_limit": 35}},
            "CLAIMBOOK: quoted_share_limit is a share between 0 and 1, such as 0.35",
        ),
        (
            {"CLAIMBOOK": {"quoted_share_limit": float("nan")}},
            "CLAIMBOOK: quoted_share_limit is a share between 0 and 1, such as 0.35",
        ),
        (
            {"SITEURL": "example.org"},
            "SITEURL: expected an address that begins with https:// or http://, without '?', '#' or spaces, "
            "got 'example.org'",
        ),
        (
            {"CLAIMBOOK": {"repository": "javascript:alert(1)"}},
            "CLAIMBOOK: repository: expected an address that begins with https:// or http://, without '?', "
            "'#' or spaces, got 'javascript:alert(1)'",
        ),
        (
            {"CLAIMBOOK": {"licence_url": "javascript:alert(1)"}},
            "CLAIMBOOK: licence_url: expected an address that begins with https:// or http://, got "
            "'javascript:alert(1)'",
        ),
        (
            {"CLAIMBOOK": {"repository": "https://github.com@evil.example/b"}},
            "CLAIMBOOK: repository: expected an address that browsers and people read alike, got "
            "'https://github.com@evil.example/b'. A browser goes to 'evil.example' and takes 'github.com' "
            "for a user's name. Leave that out.",
        ),
        (
            {"SITEURL": "https://example.org\\b"},
            "SITEURL: expected an address that browsers and people read alike, got 'https://example.org\\\\b'."
            " A browser takes the backslash for a slash. Write / or %5C.",
        ),
        (
            {"SITEURL": "https://example.org/?b"},
            "SITEURL: expected an address that begins with https:// or http://, without '?', '#' or spaces, "
            "got 'https://example.org/?b'",
        ),
        ({"CLAIMBOOK": None}, "CLAIMBOOK: expected a dictionary of settings, got None"),
        ({"CLAIMBOOK": "abc"}, "CLAIMBOOK: expected a dictionary of settings, got 'abc'"),
    ],
)
def test_wrong_settings(values: dict[str, Any], message: str) -> None:
    """A wrong setting is named, with what was expected."""
    given = {"SITENAME": "T", **values} if values else {}
    with pytest.raises(SettingsError) as caught:
        from_pelican(given)
    assert str(caught.value) == message


def test_settings_are_read_from_a_folder(tmp_path: Path) -> None:
    """`pelicanconf.py` is run as Python; names in lower case are its own business."""
    write(
        tmp_path, "pelicanconf.py", "title = 'no'\nSITENAME = 'A' + 'B'\nCLAIMBOOK = {'question': 'Why?'}\n"
    )
    assert load_settings(tmp_path) == Settings(title="AB", question="Why?")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("SITENAME = 'T'\nX = y\n", "pelicanconf.py:2: NameError: name 'y' is not defined"),
        ("SITENAME = 'T'\n\nX = (\n", "pelicanconf.py:3: SyntaxError: '(' was never closed"),
    ],
)
def test_settings_that_do_not_run(tmp_path: Path, content: str, message: str) -> None:
    """The message names the line; no traceback reaches the reader."""
    write(tmp_path, "pelicanconf.py", content)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert str(caught.value).startswith(message)


def test_a_folder_without_settings_is_no_book(tmp_path: Path) -> None:
    """The message names the folder, not the machine's path to it."""
    (tmp_path / "some-book").mkdir()
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "some-book")
    assert str(caught.value) == "there is no pelicanconf.py in some-book/: run the command in a book's folder"


def test_real_settings(tmp_path: Path) -> None:
    """The repository's settings and the small book's are sound."""
    assert load_settings(REPOSITORY).question
    assert load_settings(small_book(tmp_path)).title == "The bridge at Varnholm"

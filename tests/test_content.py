"""Content files: a head, an empty line, Markdown."""

from pathlib import Path

import pytest

from claimbook.content import ContentFile, content_files, page_addresses, read_content
from claimbook.intake import Fault, Unreadable
from tests.support import small_book, write


def read(tmp_path: Path, content: str | bytes, name: str = "a-page") -> ContentFile:
    """Read a content file with the text given."""
    write(tmp_path, f"{name}.md", content)
    return read_content(tmp_path / f"{name}.md")


def test_a_page_has_a_head_and_a_text(tmp_path: Path) -> None:
    """Head lines may come in any order and case; the text keeps its lines and knows where it begins."""
    found = read(tmp_path, "summary: What: it is\nTITLE:  A page \nDate: 2022-01-10\n\n\nOne\n\n    two\n\n")
    assert found == ContentFile("a-page", "A page", "2022-01-10", "What: it is", "One\n\n    two", 6)


def test_a_head_alone_is_a_page(tmp_path: Path) -> None:
    """A page may have no text yet."""
    assert read(tmp_path, "Title: T") == ContentFile("a-page", "T", None, "", "", 2)


@pytest.mark.parametrize(
    ("content", "line", "what", "hint"),
    [
        ("", 1, "the file needs a title", "Begin it with 'Title: …' and an empty line."),
        ("\nTitle: T\n", 1, "the file needs a title", "Begin it with 'Title: …' and an empty line."),
        ("Title:\n\nText\n", 1, "the file needs a title", "Begin it with 'Title: …' and an empty line."),
        ("Title: T\nText\n", 2, "expected 'Name: value' or an empty line after the head", ""),
        ("Title: T\nAuthor: A\n", 2, "unknown head line 'Author'", "Known: title, date, summary."),
        ("Title: T\ntitle: U\n", 2, "the head line 'title' stands twice", ""),
        ("Title: T\nDate: 10 May\n", 2, "expected a day as YYYY-MM-DD, got '10 May'", ""),
        ("Title: T\nDate: 20220110\n", 2, "expected a day as YYYY-MM-DD, got '20220110'", ""),
        (f"Title: {'T' * 494}\n", 1, "a line of the head has more than 500 characters", "Shorten it."),
        (b"Title: \xff\n", 1, "the file is not valid UTF-8", "Save it as UTF-8."),
        (
            "\ufeffTitle: T\n",
            1,
            "the file begins with a byte order mark",
            "Save it as UTF-8 without BOM.",
        ),
    ],
)
def test_faults(tmp_path: Path, content: str | bytes, line: int, what: str, hint: str) -> None:
    """What is not well formed is told with its line, and with its column where it does not begin it."""
    column = {b"Title: \xff\n": 8, f"Title: {'T' * 494}\n": 501}.get(content, 1)
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, content)
    assert caught.value.faults == (Fault(what, hint, line, column),)


def test_names_become_addresses(tmp_path: Path) -> None:
    """A name that would be a strange address is refused."""
    what = "the file's name must be lower-case letters, digits and hyphens"
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, "Title: T\n", "A page")
    assert caught.value.faults == (Fault(what, "Rename it.", 1, 1),)
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, "Title: T\n", "a" * 81)
    assert caught.value.faults == (
        Fault("the file's name must have at most 80 characters", "Rename it.", 1, 1),
    )
    assert read(tmp_path, "Title: T\n", "a" * 80).slug == "a" * 80


def test_pages_and_corrections_are_found_in_order(tmp_path: Path) -> None:
    """Pages first, then corrections, each by name."""
    root = small_book(
        tmp_path, files={"content/pages/zoo.md": "", "content/pages/ant.md": "", "content/pages/x.txt": ""}
    )
    found = [(kind, path.stem) for kind, path in content_files(root) if kind in ("page", "correction")]
    assert found == [
        ("page", "about"),
        ("page", "ant"),
        ("page", "zoo"),
        ("correction", "a-date"),
    ]


def test_pages_can_be_linked_by_name(tmp_path: Path) -> None:
    """`page:NAME` leads to the book's own pages and to content pages; not to corrections."""
    found = page_addresses(small_book(tmp_path))
    assert found["about"] == "about.html"
    assert found["figures"] == "figures.html"
    assert found["claims"] == "claims/index.html"
    assert "a-date" not in found

"""Rules about pages and corrections: each is broken by a change to the small book, and says so exactly."""

from pathlib import Path
from typing import Any

from tests.checks.breaking import Broken, assert_breaks, each
from tests.support import problems_of, small_book

BROKEN: Broken = [
    (
        "content-is-well-formed",
        "links",
        {"about": "Title: A\n\n\nSee [x](claim:nobody) and [y](page:nowhere) and [z](file:///etc).\n"},
        [
            (
                "content/pages/about.md:4:1: the address 'file:///etc' is not a safe link. Link "
                "to https://…, to a record as claim:ID, actor:ID, topic:ID, source:ID, or to a "
                "page as page:NAME."
            ),
            "content/pages/about.md:4:9: there is no claim 'nobody'.",
            "content/pages/about.md:4:31: there is no page 'nowhere'.",
        ],
    ),
    (
        "content-is-well-formed",
        "heads and names",
        {
            "about": "No title\n",
            "files": {
                "content/pages/index.md": "Title: A\n\nB\n",
                "content/corrections/b.md": "Title: B\n\nC\n",
                "content/pages/Bad Name.md": "Title: C\n",
                "content/pages/latin.md": b"Title: \xe9\n",
            },
        },
        [
            ("content/corrections/b.md:1:1: a correction needs its day. Add a head line 'Date: YYYY-MM-DD'."),
            (
                "content/pages/Bad Name.md:1:1: the file's name must be lower-case letters, "
                "digits and hyphens. Rename it."
            ),
            "content/pages/about.md:1:1: expected 'Name: value' or an empty line after the head.",
            ("content/pages/index.md:1:1: the name 'index' is taken by a page of the book. Rename it."),
            "content/pages/latin.md:1:8: the file is not valid UTF-8. Save it as UTF-8.",
        ],
    ),
    (
        "content-is-well-formed",
        "parts and characters",
        {
            "files": {
                "content/parts/preface.md": "Title: A\n\nB\n",
                "content/parts/balance.md": "Title: A\u2066\n\nB\u202e\n",
                "content/parts/hidden.md": "Title: A\u200b\n\n\nA\nbc\u2060\u2060\n",
            }
        },
        [
            "content/parts/balance.md:1:9: the character U+2066 LEFT-TO-RIGHT ISOLATE may not stand in a "
            "text of the book. Remove it.",
            "content/parts/balance.md:3:2: the character U+202E RIGHT-TO-LEFT OVERRIDE may not stand in a "
            "text of the book. Remove it.",
            "content/parts/hidden.md:1:1: no page takes the part 'hidden'. Parts: balance.",
            "content/parts/hidden.md:1:1: the head holds characters that may not stand on a page: U+200B "
            "ZERO WIDTH SPACE. Remove them.",
            "content/parts/hidden.md:5:3: holds characters that may not stand on a page: U+2060 WORD JOINER. "
            "Remove it.",
            "content/parts/preface.md:1:1: no page takes the part 'preface'. Parts: balance.",
        ],
    ),
    (
        "content-is-well-formed",
        "nested",
        {"files": {"content/pages/deep.md": "Title: A\n\n" + "> " * 14 + "x\n"}},
        ["content/pages/deep.md:3:1: expected at most 12 nested lists and quotations, got 14."],
    ),
    (
        "content-is-plain-files",
        "names",
        {"files": {"content/pages/aux.md": "Title: A\n", "content/images/a:b.png": b"x"}},
        [
            "content/images/a:b.png: Windows can have no : in a name. Rename it.",
            "content/pages/aux.md: Windows can have no file named 'aux'. Rename it.",
        ],
    ),
    (
        "the-first-page-exists",
        "renamed",
        {"about": None, "files": {"content/pages/abouts.md": "Title: A\n\nB\n"}},
        ["pelicanconf.py: CLAIMBOOK: start: there is no page 'about'. Did you mean 'abouts'?"],
    ),
    (
        "content-is-in-its-folders",
        "stray",
        {"files": {"content/notes/x.md": "Title: A\n"}},
        [
            (
                "content/notes/x.md: no page is made from this file. Move it to content/pages/, "
                "content/corrections/ or content/parts/."
            )
        ],
    ),
    (
        "content-is-in-its-folders",
        "another form than Markdown",
        {
            "files": {
                "content/pages/a.html": "<script>alert(1)</script>",
                "content/pages/b.RST": "B\n=\n",
                "content/pages/about.md~": "an editor's copy",
            }
        },
        [
            f"content/pages/{name}: no page is made from this file. Pages are written in Markdown, in files "
            "whose names end in .md."
            for name in ("a.html", "b.RST")
        ],
    ),
    (
        "images-are-pictures",
        "files that are more than pictures",
        {
            "files": {
                "content/images/bridge.png": b"\x89PNG",
                "content/images/old/BRIDGE.JPG": b"\xff\xd8",
                "content/images/drawn-by-hand.html": "<script>alert(1)</script>",
                "content/images/old/bridge.svg": "<svg onload='alert(1)'/>",
                "content/images/plan": "%PDF",
                "content/images/.hidden.html": "<script>alert(1)</script>",
                "content/images/.DS_Store": "left by a Mac",
            }
        },
        [
            f"content/images/{name}: is no picture that a browser can only show. "
            "Only pictures are published as they are: .avif, .gif, .jpeg, .jpg, .png, .webp."
            for name in (".hidden.html", "drawn-by-hand.html", "old/bridge.svg", "plan")
        ],
    ),
]


@each(BROKEN)
def test_content(name: str, changes: dict[str, Any], expected: list[str], tmp_path: Path) -> None:
    """The changed book has exactly the problems listed, and the rule named finds one of them."""
    assert_breaks(name, changes, expected, tmp_path)


def test_content_hides_no_characters_in_references(tmp_path: Path) -> None:
    """A page's text is shown with its character references resolved, so they are looked at too."""
    root = small_book(tmp_path, about="Title: A &#8238;\n\nThe &#8238;bridge.\n")
    assert problems_of(root) == [
        "content/pages/about.md:3:5: holds characters that may not stand on a page: "
        "U+202E RIGHT-TO-LEFT OVERRIDE. Remove it."
    ]

"""Cards: size, colours, the same bytes everywhere, nothing over the edge, no letter without a glyph."""

from __future__ import annotations

import hashlib
import struct
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from claimbook.cards import BARS, HEIGHT, WIDTH, Bar, Card, Figure, draw, drawable, paint
from claimbook.cards.faces import Face, characters, font
from claimbook.cards.layout import MARGIN, Box, Run, Sheet, layout
from claimbook.cards.lines import cut, fit
from tests.conftest import Run as RunPython
from tests.support import REPOSITORY

FIGURES = (
    Figure(43, "claims"),
    Figure(33, "answered in this book", 43),
    Figure(12, "with evidence cited", 43),
)
PERSON = Card("The bridge at Varnholm", "Person", "Edda Lund", figures=FIGURES)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
WORDS = "The ministry’s commission on the closing, opening and reopening of bridges, ferries and roads " * 4
HOSTILE = [
    Card(text, text, text, line=text, figures=tuple(Figure(10**6, text, 10**6) for _ in range(count)), **more)
    for text in (LONG, WORDS, "W" * 300, "i", "Ӂ" * 200, "a-" * 150, "‒" * 90 + "x")
    for count in (0, 3, 6)
    for more in (
        {},
        {"cover": True},
        {"marks": ((0.0, 1.0),), "note": text},
        {"bars": tuple(Bar(text, number * 10**5) for number in range(BARS + 3)), "note": text},
    )
]


def _box(run: Run) -> tuple[float, float, float, float]:
    left, top, right, bottom = font(run.face, run.size).getbbox(run.text, anchor="ls")
    return run.x + left, run.y + top, run.x + right, run.y + bottom


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes share more than their edges; letters may touch by two pixels."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > 2 and min(one[3], other[3]) - max(one[1], other[1]) > 2


def _corners(box: Box) -> tuple[float, ...]:
    return box.x, box.y, box.x + box.width, box.y + box.height


def test_a_card_is_a_small_picture_of_the_right_size() -> None:
    """1200 × 630 pixels of paper, ink and one accent."""
    made = draw(PERSON)
    image = Image.open(BytesIO(made))
    image.load()
    assert (image.format, image.size, image.mode) == ("PNG", (WIDTH, HEIGHT), "P")
    assert (WIDTH, HEIGHT) == (1200, 630)
    assert len(made) < 13_000
    colours = image.convert("RGB")
    assert colours.getpixel((5, 5)) == (253, 252, 249)
    assert {colour for _, colour in colours.getcolors(16)} >= {(253, 252, 249), (27, 27, 25)}


def test_the_file_is_well_formed() -> None:
    """Signature, four chunks, and nothing that tells when or where it was made."""
    made = draw(PERSON)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    kinds, at = [], 8
    while at < len(made):
        length = struct.unpack_from(">I", made, at)[0]
        kinds.append(made[at + 4 : at + 8])
        at += 12 + length
    assert kinds == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]


def test_the_same_card_is_the_same_bytes(run: RunPython) -> None:
    """In another process, with another order of hashes and another locale."""
    code = (
        f"import hashlib; from claimbook.cards import *; print(hashlib.sha256(draw({PERSON!r})).hexdigest())"
    )
    found = [
        run(REPOSITORY, "-c", code, PYTHONHASHSEED=seed, LC_ALL=locale).stdout.strip()
        for seed, locale in (("1", "C"), ("2", "tr_TR.UTF-8"))
    ]
    assert found == [hashlib.sha256(draw(PERSON)).hexdigest()] * 2


def test_what_was_drawn_before_leaves_no_trace() -> None:
    """Lines and first rows are kept from card to card, also where another book's cards come between."""
    other = Card("Another book", "Group", "Edda Lund", figures=FIGURES)
    cover = Card("", "", "The bridge at Varnholm", line="Who closed it?", figures=FIGURES, cover=True)
    cards = [PERSON, other, cover]
    alone = []
    for card in cards:
        paint._letters.cache_clear()
        paint._begun.cache_clear()
        alone.append(draw(card))
    assert [draw(card) for card in (*cards, *reversed(cards))] == [*alone, *reversed(alone)]


def test_lines_that_meet_keep_the_darker_pixel() -> None:
    """A line over another hides nothing of it, and the accent lies above both."""
    ink, soft = (Run("HH", Face.SANS, 40, MARGIN, 300, tone) for tone in (255, 182))
    one, both = paint.paint(Sheet((ink,), ())), paint.paint(Sheet((ink, soft), ()))
    assert one.tobytes() == both.tobytes()
    covered = paint.paint(Sheet((ink,), (Box(0, 200, WIDTH, 200, accent=True),)))
    assert covered.getcolors() == [(2 * HEIGHT + WIDTH * (HEIGHT - 200), 0), (WIDTH * 200, 8)]


@pytest.mark.parametrize("card", HOSTILE)
def test_nothing_overflows(card: Card) -> None:
    """Whatever the words, every line stays between the margins and clear of every other line."""
    sheet = layout(card)
    boxes = [_box(one) for one in sheet.runs if one.text.strip()]
    for left, top, right, bottom in boxes:
        assert left >= MARGIN - 12
        assert right <= WIDTH - MARGIN + 12
        assert 0 <= top <= bottom <= HEIGHT - 20
    assert [pair for pair in combinations(boxes, 2) if _meet(*pair)] == []
    bars = [_corners(box) for box in sheet.boxes]
    assert [(one, bar) for one in boxes for bar in bars if _meet(one, bar)] == []
    assert max((corners[2] for corners in bars), default=0) <= WIDTH


def test_a_name_is_set_as_large_as_it_fits() -> None:
    """A short one on one line at the largest size, a long one smaller and on more lines of like length."""
    short, long = layout(PERSON), layout(Card("B", "Group", "Opposition leaders and human rights activists"))
    assert [(r.text, r.size) for r in short.runs if r.text == "Edda Lund"] == [("Edda Lund", 92)]
    lines = [(r.text, r.size) for r in long.runs if r.face is Face.SERIF]
    assert lines == [("Opposition leaders and", 92), ("human rights activists", 92)]


def test_a_text_too_long_ends_with_an_ellipsis() -> None:
    """After a whole word where there is one, and never wider than its line."""
    assert cut("one two three four", Face.SANS, 30, 150) == "one two…"
    assert cut("short", Face.SANS, 30, 150) == "short"
    block = fit(WORDS, Face.SERIF, (40, 30), across=300, lines=(1, 2))
    assert (block.size, len(block.lines), block.lines[-1][-1]) == (30, 2, "…")


def test_long_words_are_broken_not_lost() -> None:
    """Where the lines suffice, all of a word is there."""
    block = fit("x" * 60, Face.SERIF, (30,), across=300, lines=(9,))
    assert "".join(block.lines) == "x" * 60


def test_positions_stand_on_one_scale() -> None:
    """Bars begin at one place; twice the number is twice the length, and none is no bar."""
    card = Card("B", "K", "Why?", bars=(Bar("Rust", 8), Bar("The ferry", 4), Bar("Nobody knows", 0)))
    boxes = [box for box in layout(card).boxes if box.accent]
    assert len({box.x for box in boxes}) == 1
    assert [round(box.width) for box in boxes] == [440, 220]
    assert [r.text for r in layout(card).runs][-6:] == ["Rust", "8", "The ferry", "4", "Nobody knows", "0"]


def test_small_numbers_have_short_bars() -> None:
    """One claim against one is not drawn as two long bars."""
    boxes = layout(Card("B", "K", "Why?", bars=(Bar("Rust", 1), Bar("The ferry", 1)))).boxes
    assert [round(box.width) for box in boxes if box.accent] == [110, 110]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Edda Lund", "Edda Lund"),
        ("Қасым-Жомарт Кемелұлы Тоқаев", "Қасым-Жомарт Кемелұлы Тоқаев"),
        ("ӘәҒғҚқҢңӨөҰұҮүҺһІі", "ӘәҒғҚқҢңӨөҰұҮүҺһІі"),
        ("Nguyễn Phú Trọng, Łódź, İzmir, Kəlbəcər", "Nguyễn Phú Trọng, Łódź, İzmir, Kəlbəcər"),
        ("Cafe\u0301", "Café"),
        ("  12\u202f345\tclaims ", "12\u00a0345 claims"),
        ("Radio 📻 Varnholm™", "Radio Varnholm™"),
        ("习近平", None),
        ("Xi 习", None),
        ("مرحبا", None),
        ("📻", None),
        ("…", None),
        ("", None),
    ],
)
def test_what_can_be_drawn(text: str, drawn: str | None) -> None:
    """Latin, Greek and Cyrillic whole; ornaments are left out; no word loses a letter."""
    assert drawable(text) == drawn


def test_what_cannot_be_drawn_is_left_out() -> None:
    """The rest of the card stands; there is no box in place of a letter."""
    sheet = layout(
        Card("习近平", "Person", "习近平", line="习", figures=(Figure(1, "习"),), bars=(Bar("习", 1),))
    )
    assert [r.text for r in sheet.runs] == ["Person", "1"]


@pytest.mark.parametrize("face", Face)
def test_every_character_has_a_glyph(face: Face) -> None:
    """What the character map lists is not drawn as the sign for a missing glyph."""

    def ink(char: str) -> bytes:
        image = Image.new("L", (160, 160))
        from PIL import ImageDraw

        ImageDraw.Draw(image).text((40, 110), char, fill=255, font=font(face, 60), anchor="ls")
        return image.tobytes()

    missing = ink("\U0010fffe")
    assert any(missing)
    assert [hex(code) for code in sorted(characters(face)) if ink(chr(code)) == missing] == []
    assert len(characters(face)) > 800


def test_the_fonts_carry_their_licence() -> None:
    """Open licence beside them, no reserved name inside, and small."""
    folder = REPOSITORY / "scripts/claimbook/cards/fonts"
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text(encoding="utf-8")
    files = sorted(folder.glob("*.otf"))
    assert [file.stem for file in files] == sorted(face.value for face in Face)
    assert sum(file.stat().st_size for file in files) < 400_000
    for face in Face:
        assert str(font(face, 20).getname()[0]).startswith("Claimbook ")

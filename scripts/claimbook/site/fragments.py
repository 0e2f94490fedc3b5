"""Fragments of pages that are made over and over: links, dates, and what a macro makes of a claim.

Owns: the functions that templates use for them. Links and dates stand hundreds of thousands of times in a
large book, so they are no macros; a claim's entry is the same on every list of a kind, so it is made once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from markupsafe import Markup

from claimbook.pages import Link, Row, When
from claimbook.pages.claim_parts import Restatement
from claimbook.pages.parts import AnswerRow, Rows
from claimbook.site.html import escaped, marked

# Hebrew, Arabic and the other scripts that are written from right to left.
_LEFTWARD = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@lru_cache(maxsize=8_192)
def isolated(name: str) -> Markup:
    """A name as HTML; one with letters written from right to left is set apart.

    What stands beside it, such as a count, would change places with it otherwise (Unicode Annex 9).
    """
    if name.isascii() or not _LEFTWARD.search(name):
        return marked(escaped(name))
    return marked(f"<bdi>{escaped(name)}</bdi>")


def direction(*parts: str) -> Markup:
    """The attribute `dir` for an element that holds these texts alone; nothing where they cannot need it."""
    text = "".join(parts)
    if text.isascii() or not _LEFTWARD.search(text):
        return marked("")
    first = next((way for way in map(unicodedata.bidirectional, text) if way in ("L", "R", "AL")), "L")
    return marked(' dir="ltr"' if first == "L" else ' dir="rtl"')


def link(to: Link, root: str) -> Markup:
    """One link of a view; `root` is the way to the site's root."""
    try:
        known, made = to.shown
        if known == root:
            return made
    except AttributeError:
        pass
    more = f' lang="{escaped(to.language)}"' if to.language else ""
    if to.title:
        more += f' title="{escaped(to.title)}"'
    end = ' <span class="withdrawn">(withdrawn)</span>' if to.withdrawn else ""
    made = marked(f'<a href="{root}{escaped(to.href)}"{more}>{isolated(to.text)}</a>{end}')
    to.shown = root, made
    return made


def links(all: Sequence[Link], root: str) -> Markup:  # templates call it so
    """Several links, joined as in a sentence."""
    if len(all) == 1:
        return link(all[0], root)
    made = [link(to, root) for to in all]
    return marked(" and ".join([", ".join(made[:-1]), made[-1]]) if made else "")


def when(date: When | None) -> Markup:
    """A date in words, as `<time>` where a machine can read it."""
    if not date:
        return marked("date not given")
    words = escaped(date.words)
    return marked(f'<time datetime="{escaped(date.machine)}">{words}</time>' if date.machine else words)


def who(of: Row, *, plain: bool = False) -> Markup:
    """Who made a claim, and when, in words; `plain` for an attribute, which can hold no element."""
    chain = of.chain
    if chain is None:
        return marked("(withdrawn)")
    names = links_text(chain.speakers, plain=plain)
    return marked(f"{names}, {escaped(chain.when.words)}" if chain.when else names)


def brief(of: Row, root: str, speakers: bool, date: bool) -> Markup:
    """A claim in a list of a short book: its statement, and one line of words."""
    if of.chain is None:
        signs = ["(withdrawn)"]
    else:
        signs = [f"<b>{links_text(of.chain.speakers)}</b>"] if speakers else []
        if date and of.chain.when:
            signs.append(escaped(of.chain.when.words))
        signs.append(of.voice_words)
        if of.evidence:
            signs.append("evidence cited")
        if of.answered:
            signs.append(f"answered by {of.answered}")
    return marked(f'<li><a href="{root}{of.href}">{escaped(of.statement)}</a> {" · ".join(signs)}</li>')


def links_text(all: Sequence[Link], *, plain: bool = False) -> str:
    """The texts of several links, joined as in a sentence; escaped, and without elements if `plain`."""
    names = [escaped(to.text) if plain else isolated(to.text) for to in all]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


_Given = tuple[tuple[Any, ...], str, str]
_PLAIN = frozenset({str, bool, int, type(None)})
_END, _BATCH = "\0", 100  # so many texts go from process to process as one


class Kept:
    """Remembers what macros made: `kept(macro, of, *rest)` is `macro(of, *rest)`, made at the first call.

    `of` is known by its `id`, or by its text where it is one; everything else a macro shows must be among
    `rest`, or the same in the whole book. Macros that are kept need names of their own.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], dict[str, Any]] = {}

    def __call__(self, macro: Callable[..., Any], of: Any, *rest: Any) -> Any:
        """The macro's HTML."""
        of_these = (macro.name, *rest)  # type: ignore[attr-defined]
        known = self._made.get(of_these)  # as `_of` does it, without a call: every page asks several times
        if known is None:
            known = self._made[of_these] = {}
        name = of if of.__class__ is str else of.id
        made = known.get(name)
        if made is None:
            made = known[name] = macro(of, *rest)
        return made

    def all(self, macro: Callable[..., Any], every: Iterable[Any], *rest: Any, between: str = "") -> Markup:
        """The macro's HTML for each of `every`, with the HTML `between` in between."""
        known = self._of((macro.name, *rest))  # type: ignore[attr-defined]
        found: list[Any]
        if isinstance(every, Rows):  # which would make entries that nobody looks at
            found = list(map(known.get, every.ids))
            if all(found):
                return marked(between.join(found))
        found = []
        for of in every:
            made = known.get(of.id)
            if made is None:
                made = known[of.id] = macro(of, *rest)
            found.append(made)
        return marked(between.join(found))

    def tie(self, all: Iterable[Row | AnswerRow | Restatement], notes: bool = False) -> Markup:
        """List items for claims that are tied to the one whose page this is: how, the statement, who made it.

        Claims' pages stand in one folder. A restatement that is this very claim is left out. `notes` tells
        why answers were linked: on the page of the claim that is answered, not on the other one as well.
        """
        known = self._of(("tie",))
        made = []
        for one in all:
            how = end = ""
            if isinstance(one, AnswerRow):
                row, found = one.row, one.found
                how = f"{one.words} "
                if notes:
                    end = f". {one.note}" if found.note else ""
                    end += " (linked by the source)" if found.linked_by == "source" else ""
            elif isinstance(one, Restatement):
                if one.this:
                    continue
                row = one.row
                end = " · earliest in this book" if one.earliest else ""
            else:
                row = one
            said = known.get(row.id)
            if said is None:
                said = f'<a href="{row.id}.html">{escaped(row.statement)}</a> {who(row)}'
                known[row.id] = said
            made.append(f"<li>{how}{said}{end}</li>\n")
        return marked("".join(made))

    def give(self) -> Iterator[_Given]:
        """What was made, for another process to `take`."""
        for of_these, known in self._made.items():
            if set(map(type, of_these)) <= _PLAIN and set(map(type, known.values())) == {Markup}:
                every = iter(known.items())
                while some := dict(islice(every, _BATCH)):
                    names, texts = _END.join(some), _END.join(some.values())
                    if names.count(_END) == texts.count(_END) == len(some) - 1:
                        yield of_these, names, texts

    def take(self, given: _Given) -> None:
        """Know what another process made."""
        of_these, names, texts = given
        self._of(of_these).update(zip(names.split(_END), map(marked, texts.split(_END)), strict=True))

    def forget(self, names: Iterable[str]) -> None:
        """Make what is known by these names again when it is asked for."""
        gone = list(names)
        for known in self._made.values():
            for name in gone:
                known.pop(name, None)

    def _of(self, of_these: tuple[Any, ...]) -> dict[str, Any]:
        known = self._made.get(of_these)
        if known is None:
            known = self._made[of_these] = {}
        return known

"""Fragments of pages that are made over and over: links, dates, and what a macro makes of a claim.

Owns: the functions that templates use for them. Links and dates stand hundreds of thousands of times in a
large book, so they are no macros; a claim's entry is the same on every list of a kind, so it is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup, escape

from claimbook.pages import Link, Row, When


def link(to: Link, root: str) -> Markup:
    """One link of a view; `root` is the way to the site's root."""
    more = f' lang="{escape(to.language)}"' if to.language else ""
    if to.title:
        more += f' title="{escape(to.title)}"'
    end = ' <span class="withdrawn">(withdrawn)</span>' if to.withdrawn else ""
    return Markup(f'<a href="{root}{escape(to.href)}"{more}>{escape(to.text)}</a>{end}')


def links(all: Sequence[Link], root: str) -> Markup:  # templates call it so
    """Several links, joined as in a sentence."""
    if len(all) == 1:
        return link(all[0], root)
    made = [link(to, root) for to in all]
    return Markup(" and ").join([Markup(", ").join(made[:-1]), made[-1]]) if made else Markup("")


def when(date: When | None) -> Markup:
    """A date in words, as `<time>` where a machine can read it."""
    if not date:
        return Markup("date not given")
    words = escape(date.words)
    return Markup(f'<time datetime="{escape(date.machine)}">{words}</time>') if date.machine else words


def who(of: Row) -> Markup:
    """Who made a claim, and when, in words."""
    chain = of.chain
    if chain is None:
        return Markup("(withdrawn)")
    names = links_text(chain.speakers)
    return Markup(f"{names}, {escape(chain.when.words)}" if chain.when else names)


def tie(of: Row, words: str) -> Markup:
    """A claim that is tied to the one whose page this is, in one line; `words` say how. Claims' pages are in
    one folder.
    """
    return Markup(f'{words} <a href="{of.id}.html">{escape(of.statement)}</a> <small>{who(of)}</small>')


def brief(of: Row, root: str, speakers: bool, date: bool) -> Markup:
    """A claim in a list of a short book: its statement, and one line of words."""
    signs = []
    if of.chain is None:
        signs.append("(withdrawn)")
    else:
        if speakers:
            signs.append(f"<b>{links_text(of.chain.speakers)}</b>")
        if date and of.chain.when:
            signs.append(escape(of.chain.when.words))
        signs.append(of.voice_words)
        if of.evidence:
            signs.append("evidence cited")
        if of.answered:
            signs.append(f"answered by {of.answered}")
    return Markup(
        f'<li class="brief"><a href="{root}{of.href}">{escape(of.statement)}</a> '
        f"<small>{' · '.join(signs)}</small></li>"
    )


def links_text(all: Sequence[Link]) -> str:
    """The texts of several links, joined as in a sentence; escaped."""
    names = [escape(to.text) for to in all]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


class Kept:
    """Remembers what macros made: `kept(macro, of, *rest)` is `macro(of, *rest)`, made at the first call.

    `of` is known by its `id`, or by its text where it is one; everything else a macro shows must be among
    `rest`, or the same in the whole book. Macros that are kept need names of their own.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], Any] = {}

    def __call__(self, macro: Callable[..., Any], of: Any, *rest: Any) -> Any:
        """The macro's HTML."""
        key = (macro.name, of if of.__class__ is str else of.id, *rest)  # type: ignore[attr-defined]
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = macro(of, *rest)
        return made

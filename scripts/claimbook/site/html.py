"""Text as HTML, with fewer questions than MarkupSafe asks: a large book's pages hold millions of texts.

Owns: how a value becomes what a template prints. Same results as `markupsafe.escape`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup, escape

__all__ = ["escaped", "marked", "shown"]

try:
    from markupsafe._speedups import _escape_inner as escaped  # what `escape` calls for a plain string
except ImportError:  # another release, or one that was not compiled
    escaped = escape

marked: Callable[[str], Markup] = partial(str.__new__, Markup)  # `Markup(text)` for a plain string


def shown(value: Any) -> str:
    """What a template prints for `value`: escaped, unless it is HTML already."""
    kind = value.__class__
    if kind is str:
        return escaped(value)
    if kind is int:
        return str(value)
    return value if kind is Markup else escape(value)

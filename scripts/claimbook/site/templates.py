"""What templates work with: the theme's files, and what every page knows of the site.

Owns: the environment that the book's own pages are rendered in, the same whether Pelican runs or not. Pelican
makes one of its own for the pages below `content/`, with the same globals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import partial
from keyword import iskeyword
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro

from claimbook import __version__
from claimbook.frozen import frozen
from claimbook.pages.lazy import Later
from claimbook.settings import Settings
from claimbook.site.fragments import Kept, isolated
from claimbook.site.html import escaped, marked, shown

NAV = (
    ("explore", "Explore", "explore.html"),
    ("claims", "Claims", "claims/index.html"),
    ("actors", "Actors", "actors/index.html"),
    ("topics", "Topics", "topics/index.html"),
    ("sources", "Sources", "sources/index.html"),
    ("disputes", "Disputes", "disputes.html"),
    ("timeline", "Timeline", "timeline.html"),
    ("figures", "Figures", "figures.html"),
    ("about", "About", "about.html"),
)
FOOT = (
    ("map", "Who answers whom", "map.html"),
    ("method", "Method", "method.html"),
    ("balance", "Balance", "balance.html"),
    ("corrections", "Corrections", "corrections.html"),
    ("data", "Data", "data.html"),
    ("fields", "Fields", "fields.html"),
)


@frozen
class NavItem:
    """One entry of the site's navigation."""

    section: str
    label: str
    href: str


@frozen
class Site:
    """What every template knows of the site. `url` is "" or the absolute base without a trailing slash;
    `cards` says whether pages have pictures for link previews; the navigation differs on pages in `known`.
    """

    title: str
    question: str
    description: str
    language: str
    editors: str
    licence: str
    licence_url: str
    repository: str
    url: str
    cards: bool
    nav: tuple[NavItem, ...]
    foot: tuple[NavItem, ...]
    known: frozenset[str]
    generator: str


def site_of(settings: Settings, addresses: Iterable[str]) -> Site:
    """The site as templates see it; pages that do not exist are left out of the navigation."""
    known = set(addresses)
    return Site(
        title=settings.title,
        question=settings.question,
        description=settings.description,
        language=settings.language,
        editors=settings.editors,
        licence=settings.licence,
        licence_url=settings.licence_url,
        repository=settings.repository.rstrip("/"),
        url=settings.site_url.rstrip("/"),
        cards=settings.draws_cards,
        nav=tuple(NavItem(*item) for item in NAV if item[2] in known),
        foot=tuple(NavItem(*item) for item in FOOT if item[2] in known),
        known=frozenset({*(item[2] for item in NAV), "explore.html", "index.html"} & known),
        generator=f"Claimbook {__version__}",
    )


def plural(number: int, word: str) -> str:
    """`1 claim`, `2 claims`, `1 reply`, `2 replies`."""
    if number == 1:
        return f"1 {word}"
    stem = f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in tuple("aeiou") else f"{word}s"
    return f"{digits(number)} {stem}"


def digits(number: int) -> str:
    """A whole number with its thousands set apart by a narrow space."""
    return f"{number:,}".replace(",", "\u202f")


_HASHED = frozenset({FunctionType, type(isolated)})


class _Macro(Macro):
    """A macro that is called with less ado where it is given just its arguments, one by one."""

    def __init__(
        self, environment: Environment, func: Callable[..., str], name: str, arguments: list[str], *more: bool
    ) -> None:
        super().__init__(environment, func, name, arguments, *more)
        self._made, self._length = func, len(arguments)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """The macro's HTML."""
        if not kwargs and len(args) == self._length:
            return marked(self._made(*args))
        return super().__call__(*args, **kwargs)


def _macro(
    environment: Environment, func: Callable[..., str], name: str, arguments: list[str], *more: bool
) -> Macro:
    """What a template defines: `more` says whether it asks for other arguments, in three ways, and whether
    its text is escaped.
    """
    *asks, escapes = more
    plain = escapes and not any(asks) and "caller" not in arguments
    return (_Macro if plain else Macro)(environment, func, name, arguments, *more)


def _readier(own: Iterable[object]) -> Callable[..., Callable[..., Any]]:
    """Gives what calls a value as a template does: itself, unless it may want the context or the environment.

    A large book's pages call millions of times; Jinja looks at every callable anew to see what it wants, and
    takes care of those that raise `StopIteration`. `own` are globals of ours, of which functions do not.
    """
    known = frozenset(
        called for called in own if called.__class__ in _HASHED and not hasattr(called, "jinja_pass_arg")
    )

    def ready(called: Any, context: Context, **scopes: Mapping[str, Any]) -> Callable[..., Any]:
        kind = called.__class__
        if kind is Macro or (kind is _Macro and not context.eval_ctx.autoescape):
            return partial(called, context.eval_ctx)
        if kind in _QUICK:
            return called  # type: ignore[no-any-return]
        if kind in _HASHED and called in known:
            return called  # type: ignore[no-any-return]
        if kind is MethodType and called.__self__.__class__ is Kept:
            return called  # type: ignore[no-any-return]
        return partial(context.call, called, **scopes)

    return ready


_QUICK = frozenset({_Macro, Kept, Later})  # whose objects templates may call as they are


class _Context(Context):
    """A context of templates that all have the same globals, so that none need be compared."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Callable[[Context], Iterator[str]]],
        globals: MutableMapping[str, Any] | None = None,  # Jinja calls it so
    ) -> None:
        super().__init__(environment, parent, name, blocks)


class _Generator(CodeGenerator):
    """Writes the code of templates as Jinja does, to the same effect, with less for each value to do."""

    def write_commons(self) -> None:
        """What every function of a template begins with."""
        super().write_commons()
        self.writeline("shown = environment.shown")
        self.writeline("escaped = environment.escaped")
        self.writeline("ready = environment.ready")
        self.writeline("quick = environment.quick")
        self.writeline("Macro = environment.macro_class")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """A whole template."""
        self._extending = node.find(nodes.Extends) is not None
        super().visit_Template(node, frame)

    def blockvisit(self, body: Iterable[nodes.Node], frame: Frame) -> None:
        """A block gives all it holds at once, and so does a template that extends no other: bit by bit it
        would pass through every template above.
        """
        whole = frame.block_frame or (frame.rootlevel and not self._extending)
        gathered = whole and frame.buffer is None
        if gathered:
            self.buffer(frame)
        super().blockvisit(body, frame)
        if gathered:
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """An attribute is looked up by Python itself; Jinja is asked for what is no attribute."""
        self.write("(t_found if (t_found := getattr((t_of := ")
        self.visit(node.node, frame)
        name = repr(node.attr)
        self.write(f"), {name}, missing)) is not missing else environment.getattr(t_of, {name}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call by `ready`; those with arguments only Python's own signatures can tell are left to Jinja."""
        unclear = node.dyn_args or node.dyn_kwargs or any(iskeyword(each.key) for each in node.kwargs)
        if forward_caller or unclear:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        # A macro's text is escaped as its caller's: that is known here unless it rests on a template's name.
        known = frame.eval_ctx.autoescape and not frame.eval_ctx.volatile
        quick = "quick" if known and self.environment.autoescape is True else "()"
        self.write("(t_call if (t_call := ")
        self.visit(node.node, frame)
        self.write(f").__class__ in {quick} else ready(t_call, context")
        for inside, scope in ((frame.loop_frame, "_loop_vars"), (frame.block_frame, "_block_vars")):
            if inside:
                self.write(f", {scope}={scope}")
        self.write("))(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for each in node.kwargs:
            self.visit(each, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Text is escaped by `shown`, plain strings without even asking it. What a condition leaves out is an
        empty text: an undefined value takes long to make, and to be printed as nothing.
        """
        if not _is_escaped(frame, finalize):
            super()._output_child_pre(node, frame, finalize)
            return
        if isinstance(node, nodes.CondExpr) and node.expr2 is None:
            node.expr2 = nodes.Const("", lineno=node.lineno)
        self.write("(escaped(t_text) if (t_text := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame, finalize):
            self.write(").__class__ is str else shown(t_text))")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame, finalize: Any) -> bool:
    """Whether what stands here is known to be escaped, and by nothing else changed before."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None


class _Environment(Environment):
    """One whose globals are set before the first template is read, so that a plain dictionary holds them.

    Jinja's own chained ones cost more than the page itself where templates import from each other.
    """

    context_class = _Context
    code_generator_class = _Generator
    macro_class = staticmethod(_macro)
    quick = _QUICK
    ready = staticmethod(_readier(()))
    shown = staticmethod(shown)
    escaped = staticmethod(escaped)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._made: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # Jinja calls it so
    ) -> Template:
        """A template of the theme, which no page need look for again."""
        if globals or name.__class__ is not str:
            return super().get_template(name, parent, globals)
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = super().get_template(name, parent)
        return made

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of one template."""
        return {**self.globals, **(d or {})}


def environment(
    values: Mapping[str, Any], folders: list[Path], own: Mapping[str, Any], cache: BytecodeCache | None = None
) -> Environment:
    """The environment for templates in `folders`, the first of which counts; `own` are globals.

    `values` are the settings of `pelicanconf.py`: of those Pelican knows, `JINJA_ENVIRONMENT`, `_FILTERS`,
    `_GLOBALS` and `_TESTS` are heeded.
    """
    made = _Environment(
        loader=FileSystemLoader(folders),
        auto_reload=False,
        bytecode_cache=cache,
        cache_size=-1,
        **values.get("JINJA_ENVIRONMENT", {}),
    )
    made.filters.update(values.get("JINJA_FILTERS", {}))
    made.tests.update(values.get("JINJA_TESTS", {}))
    made.globals.update(values.get("JINJA_GLOBALS", {}))
    made.globals.update(own)
    made.ready = _readier(own.values())
    return made

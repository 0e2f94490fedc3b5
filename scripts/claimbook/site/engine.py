"""Jinja, with less to do for each page.

Owns: the environment that the book's own pages are rendered in, the same whether Pelican runs or not, and the
code that templates become: to the same effect as Jinja's own, which tests hold it to. Pelican makes an
environment of its own for the pages below `content/`, with the same globals.
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
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.utils import missing

from claimbook.pages.lazy import Later
from claimbook.site.fragments import Kept, isolated
from claimbook.site.html import escaped, marked, shown

_FUNCTIONS = frozenset({FunctionType, MethodType, type(isolated)})


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


def _own_of(values: Iterable[object]) -> frozenset[object]:
    """Those among our globals that templates may call as they are: they ask for neither context nor
    environment, and never raise `StopIteration`, of which Jinja takes care.
    """
    return frozenset(
        one for one in values if one.__class__ in _FUNCTIONS and not hasattr(one, "jinja_pass_arg")
    )


def _ready(called: Any, context: Context, **scopes: Mapping[str, Any]) -> Callable[..., Any]:
    """What calls a value as a template does: itself, unless it may want the context or the environment.

    A large book's pages call millions of times; Jinja looks at every callable anew to see what it wants.
    """
    kind = called.__class__
    if kind is Macro or (kind is _Macro and not context.eval_ctx.autoescape):
        return partial(called, context.eval_ctx)
    if kind in _QUICK:
        return called  # type: ignore[no-any-return]
    if kind is MethodType and called.__self__.__class__ is Kept:
        return called  # type: ignore[no-any-return]
    return partial(context.call, called, **scopes)


_QUICK = frozenset({_Macro, Kept, Later})  # whose objects templates may call as they are


class _Known(dict[str, Any]):
    """The names that a template knows; whoever asks for another one is told that it is missing."""

    def __missing__(self, name: str) -> Any:
        return missing


class _Context(Context):
    """A context of templates that all have the same globals, so that none need be compared. One dictionary
    holds them with all else that is known, which is therefore found at once.
    """

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Callable[[Context], Iterator[str]]],
        globals: MutableMapping[str, Any] | None = None,  # Jinja calls it so
    ) -> None:
        known = parent if parent.__class__ is _Known else _Known(parent)
        self.parent = self.vars = known
        self.resolve_or_missing = known.__getitem__  # type: ignore[assignment]
        self.environment = environment
        self.eval_ctx = EvalContext(environment, name)
        self.exported_vars = set()
        self.name = name
        self.globals_keys = set()
        self.blocks = {name: [block] for name, block in blocks.items()}


_OTHERWISE = (AttributeError, TypeError, LookupError)  # Jinja may know what was meant


class _Template(Template):
    """A template that looks for attributes and items as Python does. Where it does not find one, a careful
    template of the same text makes the page in its place, now and from then on: that one asks Jinja, to
    which an attribute may be an item, or undefined.
    """

    environment: _Environment
    _is_careful = False

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The page, as text."""
        env = self.environment
        if not self._is_careful:
            known = _Known(self.globals)
            known.update(*args, **kwargs)
            try:
                return env.concat(self.root_render_func(_Context(env, known, self.name, self.blocks)))
            except Exception as error:
                if not env.direct or not isinstance(error, _OTHERWISE):
                    env.handle_exception()
            finally:
                known.clear()  # macros of the page's own hold it, and it holds them
            self._is_careful = True
        return env.careful.get_template(self.name or "").render(*args, **kwargs)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """What other templates import from this one: all of them have the same globals."""
        if self._module is None:
            self._module = self.make_module()
        return self._module


class _Generator(CodeGenerator):
    """Writes the code of templates as Jinja does, to the same effect, with less for each value to do."""

    environment: _Environment

    def write_commons(self) -> None:
        """What every function of a template begins with."""
        super().write_commons()
        self.writeline("shown = environment.shown")
        self.writeline("escaped = environment.escaped")
        self.writeline("ready = environment.ready")
        self.writeline("quick = environment.quick")
        self.writeline("own = environment.own")
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
        """An attribute is just that; what is none is left to a careful template (see `_Template`)."""
        if not self.environment.direct or iskeyword(node.attr) or not node.attr.isascii():
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self._visit_owner(node.node, frame, node.attr)
        self.write(f").{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        """So is an item."""
        if not self.environment.direct or isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("(")
        self._visit_owner(node.node, frame)
        self.write(")[")
        self.visit(node.arg, frame)
        self.write("]")

    def _visit_owner(self, node: nodes.Expr, frame: Frame, attribute: str = "") -> None:
        """What an attribute or an item is looked for in: in an unknown name Python will find neither."""
        if isinstance(node, nodes.Name) and not hasattr(missing, attribute):
            self.write(frame.symbols.ref(node.name))
        else:
            self.visit(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call of what is ours, or by `ready`; those with arguments that only Python's own signatures can
        tell are left to Jinja.
        """
        unclear = node.dyn_args or node.dyn_kwargs or any(iskeyword(each.key) for each in node.kwargs)
        if forward_caller or unclear:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        # A macro's text is escaped as its caller's: that is known here unless it rests on a template's name.
        known = frame.eval_ctx.autoescape and not frame.eval_ctx.volatile
        quick = "quick" if known and self.environment.autoescape is True else "()"
        own = " or t_call in own" if self.environment.direct else ""  # what has no hash raises `TypeError`
        self.write("(t_call if (t_call := ")
        self.visit(node.node, frame)
        self.write(f").__class__ in {quick}{own} else ready(t_call, context")
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
        """Text is escaped by `shown`, which plain strings and HTML need not even ask. What a condition leaves
        out is an empty text: an undefined value takes long to make, and to be printed as nothing.
        """
        if not _is_escaped(frame, finalize):
            super()._output_child_pre(node, frame, finalize)
            return
        if isinstance(node, nodes.CondExpr) and node.expr2 is None:
            node.expr2 = nodes.Const("", lineno=node.lineno)
        self.write("(escaped(t_text) if (t_kind := (t_text := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame, finalize):
            self.write(").__class__) is str else t_text if t_kind is Markup else shown(t_text))")
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
    template_class = _Template
    code_generator_class = _Generator
    direct = True  # whether attributes and items are looked for without Jinja
    macro_class = staticmethod(_macro)
    quick = _QUICK
    own = frozenset[object]()
    ready = staticmethod(_ready)
    shown = staticmethod(shown)
    escaped = staticmethod(escaped)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._made: dict[str, Template] = {}
        self._careful: _Environment | None = None

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

    @property
    def careful(self) -> _Environment:
        """The same environment, whose templates ask Jinja for every attribute and item."""
        if self._careful is None:
            self._careful = self.overlay(bytecode_cache=None)
            self._careful.direct = False
            self._careful._made = {}
        return self._careful

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
    made.own = _own_of(own.values())
    return made

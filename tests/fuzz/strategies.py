"""Input for the tests: records made from the field table, written as YAML in many ways, whole and damaged."""

from __future__ import annotations

import datetime
import random
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import yaml
from hypothesis import settings
from hypothesis import strategies as st

from claimbook.records.model import KINDS, TOP_KEYS, Claim, Source
from claimbook.records.shapes import (
    Choice,
    Count,
    Day,
    Edtf,
    Flag,
    Id,
    Language,
    Many,
    Markdown,
    Name,
    Nested,
    NoneOrMany,
    Number,
    Ref,
    Shape,
    Text,
    Url,
    table,
)
from claimbook.text import hidden_mixture, text_hazards

_BASE = 100  # examples of the usual profile


def effort(examples: int) -> settings:
    """So many examples in the usual run; in another profile as many times more as that has."""
    return settings(max_examples=max(1, examples * settings().max_examples // _BASE))


@dataclass(frozen=True)
class Written:
    """A field as it is written, and the value it stands for."""

    raw: Any
    value: Any


class _Quoted(str):
    """A text that is written between these quotation marks, whatever it holds."""

    style: str


class _Writer(yaml.SafeDumper):
    """Writes every record in full: anchors would be refused."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Writer.add_representer(
    _Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), text.style)
)

# Letters of many scripts, marks, numbers, signs and all that YAML, Markdown, HTML and CSV might act on.
CHARACTERS = st.characters(
    categories=("L", "M", "N", "P", "S", "Zs"), codec="utf-8", include_characters="\n\t"
)
_SHARP = (
    "<b>¦</script>¦<!--¦{{ 7*7 }}¦{% x %}¦&amp;¦&¦'¦\"¦`¦[x](claim:a)¦# ¦- ¦: ¦? ¦| ¦> ¦*¦_¦!!str ¦%¦@¦null¦~"
    "¦yes¦=1+1¦…¦’¦\\¦]]>¦\n\n¦x y¦ a ¦0x1F¦1_000¦2022-01-10¦- - ¦\t¦---¦...¦,¦[¦]¦{¦}"
)
# By dice: Hypothesis alone would take the first ones far more often than the rest.
SHARP = st.integers(0, 2**32).map(lambda seed: random.Random(seed).choice(_SHARP.split("¦")))


def texts(limit: int) -> st.SearchStrategy[str]:
    """A text that a record may hold."""
    pieces = st.lists(st.text(CHARACTERS, max_size=4), min_size=1, max_size=3)
    joined = st.tuples(SHARP, SHARP, pieces).map(
        lambda found: f"{found[0]}w{found[1]} ".join(["", *found[2]])[:limit]
    )
    return joined.filter(lambda text: not (text_hazards(text) or hidden_mixture(text)) and bool(text.strip()))


NAMES = st.sampled_from(["a", "0", "no", "null", "a-b", "2022-01-10", "1e3", "x" * 80, "on", "b-1-c"])
_EDTF = """2022 2022-01 2022-01-10 2022-01-10? 2022~ [..2022-03-21] 2022-01-05/.. 199X 2022-24 2022-XX
{2022-01-05,2021} 2021-12-29/2022-01-03 2022-01-10T12:00:00Z [2022-01-05..2022-01-07]"""
EDTF = st.sampled_from(_EDTF.split())
URLS = st.sampled_from(
    ["https://e.org", "http://e.org:80/a?b=c&d=e#f", "https://ru.wikipedia.org/wiki/Токаев"]
)


def _same(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Written]:
    return strategy.map(lambda value: Written(value, value))


def _number(units: int, places: int) -> Written:
    value = Decimal(units).scaleb(-places)
    return Written(f"{value:f}", value)


@cache
def written(shape: Shape) -> st.SearchStrategy[Written]:
    """A field of a shape."""
    match shape:
        case Id() | Ref() | Name():
            return _same(NAMES)
        case Markdown(limit=limit):
            return texts(limit).map(lambda text: Written(text, text.strip()))
        case Text(limit=limit):
            return texts(limit).map(lambda text: Written(text, " ".join(text.split())))
        case Edtf():
            return _same(EDTF)
        case Day():
            return _same(st.dates(datetime.date(1000, 1, 1)).map(datetime.date.isoformat))
        case Url():
            return _same(URLS)
        case Language():
            return _same(st.sampled_from(["en", "kk", "pt-BR", "zh-Hant-TW"]))
        case Number():
            return st.builds(_number, st.integers(-(10**9), 10**9), st.integers(0, 4))
        case Count():
            return _same(st.integers(1, 10**9 - 1))
        case Flag():
            return _same(st.booleans())
        case Choice():
            return _same(st.sampled_from(shape.values))
        case Nested(record=record):
            return fields(record).map(lambda made: Written(made.raw, record(**made.value)))
        case NoneOrMany(item=item):
            return st.one_of(st.just(Written("none", ())), _listed(item, 1))
        case Many(item=item):
            return st.one_of(_listed(item, 0), written(item).map(lambda one: Written(one.raw, (one.value,))))


def _listed(item: Shape, least: int) -> st.SearchStrategy[Written]:
    return st.lists(written(item), min_size=least, max_size=2).map(
        lambda made: Written([one.raw for one in made], tuple(one.value for one in made))
    )


@st.composite
def fields(draw: st.DrawFn, record: type) -> Written:
    """The fields of a record: all that are required and some of the others, forward or backward."""
    raw, value = {}, {}
    chosen = draw(st.integers(0, 2 ** len(table(record)) - 1))
    needed = {"said", "said_basis"} if record is Claim else set()
    specs = list(enumerate(table(record).items()))
    for place, (name, spec) in specs if chosen % 3 else specs[::-1]:
        wanted = spec.required or name in needed or chosen >> place & 1
        if not wanted or name == "withdrawn":  # which would lift the rules that the others are made by
            continue
        empty = spec.nullable and name != "said_basis" and chosen % 5 == 0
        one = Written(None, None) if empty else draw(written(spec.shape))
        raw[name], value[name] = one.raw, one.value
    if record is Claim and value["voice"] == "author":
        del raw["said"], value["said"]
    return Written(raw, value)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    """A sound record file: a source and records of one kind; and what it holds, kind and fields of each."""
    source = draw(fields(Source))
    key = draw(st.sampled_from([key for key in TOP_KEYS if key != "source"]))
    others = draw(st.lists(fields(KINDS[TOP_KEYS[key]]), max_size=2))
    style, form = draw(st.sampled_from([None, None, "'", '"'])), draw(st.integers(0, 11))
    top = {"source": source.raw, key: [one.raw for one in others] or None}
    content = yaml.dump(
        *(_quoted(top, style) if style else top, None, _Writer),
        default_flow_style=(False, None, True)[form % 3],
        width=(20, 10_000)[form // 3 % 2],
        allow_unicode=form < 6,
        sort_keys=False,
    )
    return content, [("source", source.value), *((TOP_KEYS[key], one.value) for one in others)]


def _quoted(value: Any, style: str) -> Any:
    """With every text between quotation marks."""
    if isinstance(value, dict):
        return {name: _quoted(each, style) for name, each in value.items()}
    if isinstance(value, list):
        return [_quoted(each, style) for each in value]
    if not isinstance(value, str):
        return value
    made = _Quoted(value)
    made.style = style
    return made


_PUT = (
    "¦x¦\n¦  ¦\t¦- ¦: ¦&a ¦*a ¦!!str ¦<<: ¦'¦\"¦[¦{¦}¦]¦|\n¦>\n¦#¦---\n¦...\n¦%YAML 1.1\n¦\x00¦\x85¦\u2028"
    "¦\u202e¦\ufeff¦null¦? ¦,¦id: A\n¦é¦\r"
)
_WORD = re.compile(r"[^\s,{}\[\]-]\S*")
PUT = st.sampled_from(_PUT.split("¦"))
_MARKS = "&a ¦*a ¦!!str ¦!x ¦<<: ¦? ¦- ¦: ¦null ¦'¦[¦{¦|\n¦#¦---\n"
MARKS = st.sampled_from(_MARKS.split("¦"))


@st.composite
def damaged(draw: st.DrawFn, content: str) -> bytes:
    """A file after up to three accidents: a mark of YAML's before a word, or a stretch lost, doubled, turned
    round or replaced by something else.
    """
    for _ in range(draw(st.sampled_from([1, 1, 2, 3]))):
        words = [found.start() for found in _WORD.finditer(content)]
        if words and draw(st.booleans()):
            first = last = words[draw(st.integers(0, 10_000)) % len(words)]
            put = draw(MARKS)
        else:
            first = draw(st.integers(0, len(content)))
            last = min(len(content), first + draw(st.integers(0, 60)))
            stretch = content[first:last]
            put = draw(st.sampled_from(["", stretch * 2, stretch.upper(), stretch[::-1]]) | PUT)
        content = content[:first] + put + content[last:]
    made = content.encode()
    if draw(st.integers(0, 9)) == 0:  # cut within a letter, or followed by what is none
        made = made[: draw(st.integers(0, len(made)))] + draw(st.binary(max_size=3))
    return made


def joined(pieces: str, most: int) -> st.SearchStrategy[str]:
    """Texts of up to `most` of the pieces, which stand between broken bars."""
    return st.lists(st.sampled_from(pieces.split("¦")), max_size=most).map("".join)


MARKDOWN = joined(
    "a¦The book¦ ¦\n¦\n\n¦    ¦*¦**¦_¦`¦```\n¦#¦## ¦> ¦- ¦1. ¦|¦|-|-|\n¦[¦]¦](¦)¦[x](claim:a)¦[x](actor:b C)"
    "¦[x][1]¦\n\n[1]: topic:d\n¦[1]: javascript:x¦<https://e.org>¦https://e.org/?a=1&b=2¦mailto:a@e.org¦<b>"
    "¦</b>¦<br>¦<script>¦<!--¦-->¦<![CDATA[¦<svg onload=x>¦javascript:¦data:text/html,¦&#x6a;¦&lt;¦&amp;¦&¦;"
    "¦\\¦!¦'¦\"¦![x](a)¦\x02¦\x03¦klzzwxh:0000¦wzxhzdk:0¦\t¦\x85¦\u2028¦\u202e¦\u200b¦\ufdd0¦é¦e\u0301¦ﷺ"
    "¦\U0001f469\u200d\U0001f680¦{: #x}¦===\n¦---\n¦%¦{{ x }}¦//e.org¦onclick=x",
    16,
)
DATES = joined(
    "2022¦2021¦0001¦9999¦0000¦-01¦-02¦-12¦-13¦-21¦-24¦-25¦-41¦-29¦-30¦-31¦-XX¦X¦XX¦-¦?¦~¦%¦/¦..¦[¦]¦{¦}¦,¦Z¦Y"
    "¦E5¦S3¦T12:00:00¦T24:00:00¦+05:00¦+14:00¦-12¦open¦unknown¦ ¦Jan¦January ¦10 ¦before ¦early ¦c. ¦winter "
    "¦–¦٣¦２¦\n",
    7,
)
DOCUMENTS = joined(
    "The ¦bridge ¦was ¦closed ¦It’s ¦anti-war ¦US/NATO ¦… ¦...¦. ¦! ¦? ¦“¦”¦[shut](#a) ¦**old** ¦*x* ¦*¦\n\n"
    "¦2,030 ¦哈萨克 ¦ﬁnance ¦İ ¦ß ¦e\u0301 ¦й ¦\u00ad¦\u200b¦² ¦½ ¦Ⅳ ¦— ¦-¦_¦a b c d e ¦a b c d e ¦\x1c"
    "¦\u3000¦Dr. ¦(¦)",
    40,
)

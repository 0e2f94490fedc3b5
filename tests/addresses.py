"""Addresses that try to look like others, for the rule about them and for a browser's own judgement."""

from __future__ import annotations

import random
from collections.abc import Iterator

WEB = "Give the address of a page on the web."
HOST = "A host's name holds letters, digits, hyphens and dots alone."
NUMBERED = "Browsers read such a host as a number. Give its name, or all four numbers, as in 192.0.2.1."
XN = "Hosts in other letters are written as xn--…, so that look-alikes show."
PORT = "A port is a number up to 65535."
MIXED = "Browsers refuse a host that mixes letters written from right to left with others."
SPACE = "It holds a space. Remove it, or write %20."
TAB = "It holds a tab. Remove it, or write %09."
BREAK = "It holds a line break. Remove it, or write %0A."
SLASH = "A browser takes the backslash for a slash. Write / or %5C."
UNSEEN = "which does not show. Remove it, or write it with percent signs."
NAMELESS = "It names no host."


def _user(host: str, name: str) -> str:
    return f"A browser goes to {host!r} and takes {name!r} for a user's name. Leave that out."


SOUND = (
    "https://e.org", "http://e.org/", "https://e.org:8080/a/b?c=d&e=f#g", "https://e.org:0080/",
    "https://ru.wikipedia.org/wiki/Токаев", "https://e.org/a_(b)#:~:text=some%20words", "https://E.org/%D0%90",
    "HTTPS://E.org/", "hTTp://e.org", "https://e.org./", "https://a_b.e.org/", "https://ab--cd.org/",
    "https://xn--80ak6aa92e.com/", "https://xn--e1afmkfd.xn--p1ai/", "https://xn--strae-oqa.de/",
    "https://XN--E1AFMKFD.org/", "https://xn--4dbrk0ce.xn--4dbrk0ce/", "https://192.0.2.1/a",
    "https://192.0.2.1:81", "https://localhost:8000/book", "https://1.2.e.org/", "https://123.org/",
    "https://e.org//f.org/", "https://e.org/../../x", "https://e.org/javascript:alert(1)", "https://e.org/@f.org",
    "https://e.org?@f.org", "https://e.org#@f.org", "https://e.org/%00%0a%5c", "https://e.org/?a&b;c=&#x;",
    "https://e.org/«а»–б…", "https://e.org/&#x2f;", "https://web.archive.org/web/2022/https://e.org/a?b", "https://e.org/[1]!$*+,;=:~",
)  # fmt: skip

# Each address that is refused, with the hint.
TWISTED = {
    # no scheme, or another
    "": WEB,
    "page.html": "Did you mean 'https://page.html'?",
    "#x": WEB,
    "?x": WEB,
    "/x": WEB,
    "javascript:alert(1)": WEB,
    "JaVaScRiPt:alert(1)": WEB,
    "java\tscript:alert(1)": WEB,
    "\x01javascript:alert(1)": WEB,
    "javascript://e.org/%0aalert(1)": WEB,
    "javascript&colon;alert(1)": WEB,
    "java&#115;cript:alert(1)": WEB,
    "&#106;avascript:alert(1)": WEB,
    "%6aavascript:alert(1)": WEB,
    "data:text/html,<script>alert(1)</script>": WEB,
    "vbscript:x": WEB,
    "blob:https://e.org/x": WEB,
    "filesystem:https://e.org/x": WEB,
    "view-source:https://e.org": WEB,
    "file:///etc/passwd": WEB,
    "ftp://e.org": WEB,
    "ws://e.org": WEB,
    "about:blank": WEB,
    "tel:+1": WEB,
    "mailto:a@e.org": WEB,
    "intent://e.org#Intent;end": WEB,
    "httpſ://e.org": WEB,
    "ｈttps://e.org": WEB,
    "h\nttps://e.org": WEB,
    "https\u200b://e.org": WEB,
    "https&colon;//e.org": WEB,
    "https%3A//e.org": WEB,
    "https": WEB,
    "https:": WEB,
    "https:x/y": WEB,
    "https://": NAMELESS,
    "e.org": "Did you mean 'https://e.org'?",
    "www.e.org/a": "Did you mean 'https://www.e.org/a'?",
    "//e.org": "Did you mean 'https://e.org'?",
    "///e.org": "Did you mean 'https://e.org'?",
    "https:e.org": "Did you mean 'https://e.org'?",
    "https:/e.org": "Did you mean 'https://e.org'?",
    "http:\\\\e.org": "Did you mean 'http://e.org'?",
    "https:/\\e.org": "Did you mean 'https://e.org'?",
    " https://e.org": "Did you mean 'https://e.org'?",
    "/\\e.org": WEB,
    "\\\\e.org": WEB,
    "\\/e.org": WEB,
    # what stands before the host
    "https://good.example@evil.example": _user("evil.example", "good.example"),
    "https://a:b@e.org/": _user("e.org", "a:b"),
    "https://@e.org": _user("e.org", ""),
    "https://good.example:443@e.org": _user("e.org", "good.example:443"),
    "https://e.org%40f.org": HOST,
    "https://e.org\\@f.org": SLASH,
    "https://e.org\t@f.org": TAB,
    # empty and broken hosts
    "https:///e.org": NAMELESS,
    "https://?e.org": NAMELESS,
    "https://#e.org": NAMELESS,
    "https://:80/": NAMELESS,
    "https://.e.org": HOST,
    "https://e..org": HOST,
    "https://-e.org": HOST,
    "https://e-.org": HOST,
    "https://e%2eorg": HOST,
    "https://e.org%00.f.org": HOST,
    "https://e%2f.org": HOST,
    "https://e.org,f.org": HOST,
    "https://*.e.org": HOST,
    "https://e!.org": HOST,
    f"https://{'a' * 64}.org": HOST,
    f"https://{'a.' * 127}org": HOST,
    "https://[::1]/": "Give the host's name, not its number.",
    "https://[e.org]/": "Give the host's name, not its number.",
    # numbers
    "https://1.2": NUMBERED,
    "https://0x7f.1": NUMBERED,
    "https://2130706433": NUMBERED,
    "https://0177.0.0.1": NUMBERED,
    "https://256.1.1.1": NUMBERED,
    "https://1.2.3.4.5": NUMBERED,
    "https://1.2.3.4.": NUMBERED,
    "https://e.0x": NUMBERED,
    "https://e.123/": NUMBERED,
    "https://e.08": NUMBERED,
    "https://01.2.3.4/": NUMBERED,
    # ports
    "https://e.org:": PORT,
    "https://e.org:x": PORT,
    "https://e.org:65536": PORT,
    "https://e.org:99999999": PORT,
    "https://e.org:80:80": PORT,
    "https://e.org:-1": PORT,
    "https://e.org:8１": PORT,
    "https://e.org:８０/": PORT,
    "https://e.org:80.": PORT,
    "https://e.org:%38%30": PORT,
    # other letters
    "https://аpple.com/": f"Did you mean 'https://xn--pple-43d.com/'? {XN}",
    "https://пример.рф/a?b": f"Did you mean 'https://xn--e1afmkfd.xn--p1ai/a?b'? {XN}",
    "https://ｅ.org:80/": f"Did you mean 'https://e.org:80/'? {XN}",
    "https://straße.de": XN,
    "https://e。org/": f"Did you mean 'https://e.org/'? {XN}",
    "https://e.org／f.org": XN,
    "https://e․org/": f"Did you mean 'https://e.org/'? {XN}",
    "https://e℀.org": XN,
    "https://１２７.0.0.1/": f"Did you mean 'https://127.0.0.1/'? {XN}",
    "https://xn--a.org": "'xn--a' stands for no name that browsers know.",
    "https://xn--.org": HOST,
    "https://xn--e-.org": HOST,
    "https://xn--e.org": "'xn--e' stands for no name that browsers know.",
    "https://xn--a-ecp.ru": "'xn--a-ecp' stands for no name that browsers know.",
    "https://xn--80ak6aa92e.xn--a": "'xn--a' stands for no name that browsers know.",
    "https://xn--xn--a--gua.org": "'xn--xn--a--gua' stands for no name that browsers know.",
    "https://xn--ls8h.la/": "'xn--ls8h' stands for no name that browsers know.",
    "https://1.xn--4dbrk0ce/": MIXED,
    "https://xn--a-zhc.org/": MIXED,
    # characters
    "https://e.org/a b": SPACE,
    "https://e.org ": SPACE,
    "https://e .org": SPACE,
    "https://e.org\n": BREAK,
    "https://e.o\nrg": BREAK,
    "https://e.org/\t": TAB,
    "https://e.org/\r": "It holds U+000D. Remove it, or write %0D.",
    "https://e.org/\0": "It holds U+0000. Remove it, or write %00.",
    "https://e.org/\x7f": "It holds U+007F. Remove it, or write %7F.",
    "https://e.org/a\\b": SLASH,
    "https:\\\\e.org\\x": WEB,
    "https://e.org/?\\": SLASH,
    'https://e.org/"onclick="alert(1)': 'Write " as %22.',
    "https://e.org/'": "Write ' as %27.",
    "https://e.org/<b>": "Write < as %3C.",
    "https://e.org/`": "Write ` as %60.",
    "https://e.org/{x}": "Write { as %7B.",
    "https://e.org/a|b": "Write | as %7C.",
    "https://e.org/^": "Write ^ as %5E.",
    **{
        f"https://e.org/{char}x": f"It holds U+{ord(char):04X}, {UNSEEN}"
        for char in "\x85\xa0\xad\u034f\u061c\u115f\u180e\u200b\u200d\u200f\u2028\u202e\u2066\u3000\u3164"
        "\ud800\ufe0f\ufeff\uffff\U000e0041\U000e0100\U0010ffff"
    },
    "https://e\u202e.org": f"It holds U+202E, {UNSEEN}",
    "https://e\u00ad.org": f"It holds U+00AD, {UNSEEN}",
    "https://e.org/a&amp;b": "Write '&' in place of '&amp;'.",
    "https://e.org/&NewLine;": "Write '\\n' in place of '&NewLine;'.",
    "https://e.org&sol;f": "Write '/' in place of '&sol;'.",
}

_BEGINNINGS = (
    "https://", "http://", "HTTPS://", "https:", "https:/", "//", "/\\", "https:\\\\", "https:///", "httpſ://",
    "h\tttps://", " https://", "mailto:", "mailto:a@", "javascript:",
)  # fmt: skip
_PARTS = (
    *"ab0xX1.:@/\\?#%&;[]-_ \t\n\r\0\"'<>^`{|}~!$()*+,=é。．／℀ſßıK１\u200d\u202e\u00ad",
    *("e.org", "e.org/", "a.e.org", "1.2.e.org", "e.org?", "e.org#", "e.org:1/") * 3,
    *("f.org", "127", "0x7f", "xn--", "xn--e1afmkfd", "www.", "&#47;", "%2f", "%40", ":80"),
)


def mutants(count: int) -> Iterator[str]:
    """So many addresses put together by chance, the same each time."""
    chance = random.Random(6)
    for _ in range(count):
        yield chance.choice(_BEGINNINGS) + "".join(chance.choices(_PARTS, k=chance.randint(0, 5)))

"""Addresses out of the site, as records, texts and settings give them.

Owns the one rule for them: `https:` and `http:` (in texts `mailto:` too), spelled so that a browser (WHATWG
URL) and a person read the same scheme and the same host. Refuses to repair: an address is taken as it stands,
or the fault is named.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import NamedTuple

LIMIT = 2_000
"""Characters in an address."""
NO_SCHEME = "expected an address that begins with https:// or http://"
TWISTED = "expected an address that browsers and people read alike"

_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*\.?")
# Most addresses: they have nothing that needs a closer look.
_PLAIN = re.compile(
    r"https?://(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}(?!xn--)[a-z]{2,24}"
    r"(?:/[!#-%(-;=?-Z\[\]_a-z~]*)?"
)
# No "i" flag, by which the long s (U+017F) would be an s.
_WEB = re.compile(r"([Hh][Tt][Tt][Pp][Ss]?)://([^/?#]*)")
_SLASHED = re.compile(r"([Hh][Tt][Tt][Pp][Ss]?):[/\\]*")
_MAIL = re.compile(r"[Mm][Aa][Ii][Ll][Tt][Oo]:[A-Za-z0-9._+-]+@([A-Za-z0-9.-]+)")
_FORBIDDEN = re.compile(r"[\0- \"'<>\\^`{|}\x7f]")
# Letters and marks that show nothing; what else shows nothing is not printable (`str.isprintable`).
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,32};")
_NUMBER = re.compile(r"[0-9]+|0[Xx][0-9A-Fa-f]*")
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_BYTE}(?:\.{_BYTE}){{3}}")
_PORT = re.compile(r"[0-9]{1,5}")


class Fault(NamedTuple):
    """What is wrong with an address (NO_SCHEME, TWISTED, or its length), and what would mend it."""

    what: str
    hint: str


def is_mail(address: str) -> bool:
    """Whether it is `mailto:` and one plain address, without further headers."""
    found = _MAIL.fullmatch(address)
    return found is not None and _HOST.fullmatch(found[1]) is not None and not _host_fault(found[1])


def fault(address: str) -> Fault | None:
    """Why an address is no plain `https:` or `http:` one; None where it is.

    Browsers drop tabs and newlines, take a backslash for a slash, decode percent signs in hosts, read `1.2`
    and `0x7f.1` as numbers of hosts and what stands before `@` as a user's name. Addresses that lean on any
    of it are refused, as are character references, invisible characters, and hosts in other letters than
    ASCII: written as `xn--…`, look-alikes show.
    """
    if len(address) > LIMIT:
        return Fault(f"expected an address of at most {LIMIT} characters", "")
    if _PLAIN.fullmatch(address):
        return None
    found = _WEB.match(address)
    if found is None:
        return Fault(NO_SCHEME, _scheme_hint(address))
    hint = _text_hint(address) or _authority_hint(found[1], found[2], address[found.end() :])
    return Fault(TWISTED, hint) if hint else None


def _scheme_hint(address: str) -> str:
    short = address.strip()
    slashed = _SLASHED.match(short)
    rest = short[slashed.end() :] if slashed else short.lstrip("/")
    meant = f"{slashed[1].lower() if slashed else 'https'}://{rest}"
    if "." in rest.partition("/")[0] and fault(meant) is None:
        return f"Did you mean {meant!r}?"
    return "Give the address of a page on the web."


def _text_hint(address: str) -> str:
    """What is wrong with its characters, wherever they stand; "" for nothing."""
    if found := _FORBIDDEN.search(address):
        char = found[0]
        if char == "\\":
            return "A browser takes the backslash for a slash. Write / or %5C."
        name = {" ": "a space", "\t": "a tab", "\n": "a line break"}.get(char)
        if char > " " and char != "\x7f":
            return f"Write {char} as %{ord(char):02X}."
        return f"It holds {name or f'U+{ord(char):04X}'}. Remove it, or write %{ord(char):02X}."
    if not address.isprintable() or _BLANK.search(address):
        char = next(char for char in address if not char.isprintable() or _BLANK.match(char))
        return f"It holds U+{ord(char):04X}, which does not show. Remove it, or write it with percent signs."
    entity = _ENTITY.search(re.split("[?#]", address, maxsplit=1)[0])
    return f"Write {unescape(entity[0])!r} in place of {entity[0]!r}." if entity else ""


def _authority_hint(scheme: str, authority: str, rest: str) -> str:
    """What is wrong with what stands between `//` and the path; "" for nothing."""
    user, at, place = authority.rpartition("@")
    if at:
        return f"A browser goes to {place!r} and takes {user!r} for a user's name. Leave that out."
    host, colon, port = authority.partition(":")
    if authority.startswith("["):
        return "Give the host's name, not its number."
    if not host:
        return "It names no host."
    if not host.isascii():
        known = _converted(host)
        meant = f"{scheme}://{known}{colon}{port}{rest}" if known else ""
        ask = f"Did you mean {meant!r}? " if meant and fault(meant) is None else ""
        return f"{ask}Hosts in other letters are written as xn--…, so that look-alikes show."
    if not _HOST.fullmatch(host):
        return "A host's name holds letters, digits, hyphens and dots alone."
    if colon and not (_PORT.fullmatch(port) and int(port) < 65_536):
        return "A port is a number up to 65535."
    return _host_fault(host)


def _host_fault(host: str) -> str:
    """What a browser would read otherwise, in a host made of sound labels; "" for nothing."""
    labels = host.removesuffix(".").lower().split(".")
    if _NUMBER.fullmatch(labels[-1]) and not _IPV4.fullmatch(host):
        return "Browsers read such a host as a number. Give its name, or all four numbers, as in 192.0.2.1."
    names = []
    for label in labels:
        name = _decoded(label) if label.startswith("xn--") else label
        if name is None:
            return f"{label!r} stands for no name that browsers know."
        names.append(name)
    if not _runs_one_way(names):
        return "Browsers refuse a host that mixes letters written from right to left with others."
    return ""


def _converted(host: str) -> str | None:
    """A host with its other letters as `xn--…`; None where Python's older tables may not be the browsers'."""
    try:
        made = "" if re.search("[ßς\u200c\u200d]", host) else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return made if _HOST.fullmatch(made) else None


def _decoded(label: str) -> str | None:
    """The letters that an `xn--…` label stands for; None where browsers (UTS 46) may not take it.

    Stricter than they are: letters, marks, digits and hyphens alone, in the spelling that would be encoded.
    """
    try:
        name = label[4:].encode("ascii").decode("punycode")
        again = name.encode("punycode").decode("ascii")
    except (ValueError, OverflowError):
        return None
    plain = re.sub("[ßς]", "", name)  # browsers keep these two, which folding would change
    folded = unicodedata.normalize("NFKC", plain.casefold())
    if name.isascii() or again != label[4:] or folded != plain or not unicodedata.is_normalized("NFC", name):
        return None
    kinds = [unicodedata.category(char) for char in name if char != "-"]
    if unicodedata.category(name[0])[0] == "M" or name[2:4] == "--" or _BLANK.search(name):
        return None
    return name if all(kind[0] in "LM" or kind == "Nd" for kind in kinds) else None


def _runs_one_way(names: list[str]) -> bool:
    """Whether labels meet a strict form of the rule of RFC 5893, section 2."""
    ways = [[unicodedata.bidirectional(char) for char in name] for name in names]
    if not any(way in ("R", "AL", "AN") for name in ways for way in name):
        return True
    for name, own in zip(names, ways, strict=True):
        right = own[0] in ("R", "AL")
        if right and not {*own} <= {"R", "AL", "NSM"}:
            return False
        if not right and (own[0] != "L" or not {*own} <= {"L", "EN", "ES"} or name.endswith("-")):
            return False
    return True

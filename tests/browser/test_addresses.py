"""Addresses out of the site as a browser reads them: no other scheme, and no other host than it looks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from selenium.webdriver import Chrome

from claimbook.text import safe_url
from tests.addresses import SOUND, TWISTED, mutants

pytestmark = pytest.mark.browser
MADE_UP = 30_000
# What the browser makes of each address alone and in a link of a page, which has an address of its own; null
# for no address.
READ = """
const base = document.createElement("base");
base.href = "https://base.example/a/b.html";
document.head.append(base);
const link = document.createElement("a");
return arguments[0].map((address) => {
  link.setAttribute("href", address);
  const { protocol, hostname, username, password } = link;
  try {
    const alone = new URL(address);
    return [protocol, hostname, username + password, alone.href === link.href];
  } catch {
    return null;
  }
});
"""
# A person reads the scheme up to ":", and after "//" the host up to the first mark that ends it.
_LOOKS = re.compile(r"([a-z]+:)(?://([^/?#:@]*))?", re.IGNORECASE)


def _looks(address: str) -> list[Any]:
    found = _LOOKS.match(address)
    assert found is not None
    return [found[1].lower(), (found[2] or "").lower(), "", True]


def test_the_browser_reads_addresses_as_they_look(screen: Chrome) -> None:
    """In Chromium those that pass have the scheme and host that they show, and no user."""
    tried = [*SOUND, *TWISTED, *mutants(MADE_UP), "mailto:a.b+c@e.org", "MAILTO:a@xn--e1afmkfd.org"]
    sound = [address for address in dict.fromkeys(tried) if safe_url(address)]
    assert {*SOUND} <= {*sound}
    assert len(sound) > 600
    read = screen.execute_script(READ, sound)
    assert [(a, r) for a, r in zip(sound, read, strict=True) if r != _looks(a)] == []
    assert {made[0] for made in read} == {"https:", "http:", "mailto:"}


def test_many_of_the_refused_lead_elsewhere(screen: Chrome) -> None:
    """The tricks are real ones: the browser takes them for addresses, and of other hosts than they show."""
    refused = [address for address in TWISTED if "\ud800" not in address]  # which no browser can be sent
    read = screen.execute_script(READ, refused)
    led = [a for a, r in zip(refused, read, strict=True) if r and _LOOKS.match(a) and r != _looks(a)]
    assert len(led) > 30
    assert {"https://good.example@evil.example", "https://0x7f.1", "https://e\u00ad.org"} <= {*led}

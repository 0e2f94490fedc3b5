"""The rule for addresses out of the site; tests/browser holds it against a browser's own reading."""

from __future__ import annotations

import pytest

from claimbook import addresses
from tests.addresses import SOUND, TWISTED, WEB


@pytest.mark.parametrize("address", SOUND)
def test_a_plain_address_has_no_fault(address: str) -> None:
    """Letters of any script in the path, ports, numbers in full, names in ASCII."""
    assert addresses.fault(address) is None


@pytest.mark.parametrize("address", TWISTED)
def test_a_twisted_address_is_refused_with_a_hint(address: str) -> None:
    """Every trick is named, and where it can be told, what was meant."""
    found = addresses.fault(address)
    assert found is not None
    assert found.hint == TWISTED[address]
    begins = address.lower().startswith(("https://", "http://"))
    assert found.what == (addresses.TWISTED if begins else addresses.NO_SCHEME)


def test_what_a_hint_proposes_is_sound() -> None:
    """Nobody is sent from one fault to the next."""
    meant = [hint.split("'")[1] for hint in TWISTED.values() if hint.startswith("Did you mean '")]
    assert len(meant) > 10
    assert [address for address in meant if addresses.fault(address)] == []


def test_an_address_has_a_longest_length() -> None:
    """One character more is a fault."""
    longest = "https://e.org/".ljust(addresses.LIMIT, "x")
    assert addresses.fault(longest) is None
    assert addresses.fault(f"{longest}x") == ("expected an address of at most 2000 characters", "")


@pytest.mark.parametrize(
    ("address", "sound"),
    [
        ("mailto:a.b+c@e.org", True),
        ("MAILTO:a@xn--e1afmkfd.org", True),
        ("mailto:a@e.org?bcc=x@y.z", False),
        ("mailto:a@e.org,b@e.org", False),
        ("mailto:a@", False),
        ("mailto:a@xn--a", False),
        ("mailto:a%0abcc:x@e.org", False),
        ("mailto:a@аpple.com", False),
        ("mailto:a@e.org\n", False),
    ],
)
def test_mail_goes_to_one_plain_address(address: str, sound: bool) -> None:
    """No further headers, no second reader, no hidden letters."""
    assert addresses.is_mail(address) is sound
    assert addresses.fault(address) == (addresses.NO_SCHEME, WEB)

"""Parts of views that are made when a template names them."""

from __future__ import annotations

from claimbook.pages.lazy import Later, made


class _View:
    def __init__(self) -> None:
        self.calls = 0

    @made
    def part(self) -> list[int]:
        """A part."""
        self.calls += 1
        return [self.calls]


def test_a_part_is_made_when_it_is_named_and_kept() -> None:
    """Once for each view, and not before."""
    view = _View()
    assert view.calls == 0
    assert view.part == [1]
    assert view.part is view.part
    assert (view.calls, _View().part) == (1, [1])


def test_a_part_is_described_on_its_class() -> None:
    """The class gives the property itself."""
    assert isinstance(_View.__dict__["part"], made)
    assert (_View.part, _View.part.__doc__) == (_View.__dict__["part"], "A part.")


def test_a_later_part_is_made_once() -> None:
    """Even where it is nothing."""
    calls: list[int] = []
    later: Later[None] = Later(lambda: calls.append(1))
    assert calls == []
    assert (later(), later(), calls) == (None, None, [1])

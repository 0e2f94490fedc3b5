"""Plain data: equal and hashed by value, told with its fields, and frozen for the type checker."""

from dataclasses import replace

import pytest

from claimbook.frozen import frozen, values_of


@frozen
class Pair:
    """Two values, of which one has a default."""

    one: int
    other: tuple[str, ...] = ()


@frozen
class Single:
    """One value."""

    one: int


@frozen
class Nothing:
    """No value."""


def test_objects_are_their_values() -> None:
    """Equality and hash go by class and fields, so sets and keys work."""
    assert Pair(1) == Pair(1, ())
    assert Pair(1) != Pair(1, ("a",))
    assert Pair(1) != (1, ())
    assert Single(1) != Nothing()
    assert {Pair(1), Pair(one=1), Pair(2)} == {Pair(1), Pair(2)}
    assert replace(Pair(1), other=("b",)) == Pair(1, ("b",))


def test_values_come_in_the_order_of_the_fields() -> None:
    """However many there are."""
    assert values_of(Pair)(Pair(1, ("a",))) == (1, ("a",))
    assert values_of(Single)(Single(1)) == (1,)
    assert values_of(Nothing)(Nothing()) == ()


def test_what_is_no_field_has_no_place() -> None:
    """Objects have slots, and say what they are."""
    with pytest.raises(AttributeError):
        Pair(1).more = 2  # type: ignore[attr-defined]
    assert repr(Pair(1, ("a",))) == "Pair(one=1, other=('a',))"
    assert repr(Nothing()) == "Nothing()"


def test_what_a_class_is_made_of_is_told_at_the_first_object() -> None:
    """A wrong call is an error the first time too, and a class that inherits makes objects of its own."""
    with pytest.raises(TypeError, match="unexpected keyword argument 'third'"):
        Pair(1, third=2)  # type: ignore[call-arg]

    @frozen
    class Late:
        one: int
        two: int = 2

    class Later(Late):
        pass

    with pytest.raises(TypeError, match="missing 1 required positional argument: 'one'"):
        Later()  # type: ignore[call-arg]
    assert (Later(1).two, Late(one=3, two=4).two) == (2, 4)
    assert Late(1) != Later(1)

"""How problems read, sort and count."""

from claimbook.records import BookError, Problem, counted, excerpt, nearest


def test_a_problem_reads_as_one_line() -> None:
    """Place, where, what, hint; each part only where there is one."""
    assert str(Problem("a.yml", 3, 5, "claims[0].said", "is wrong", "Mend it.")) == (
        "a.yml:3:5: claims[0].said: is wrong. Mend it."
    )
    assert str(Problem("a.yml", 0, 0, "", "is missing")) == "a.yml: is missing."
    assert str(Problem("a.yml", 1, 1, "", "is it?")) == "a.yml:1:1: is it?"


def test_an_error_sorts_its_problems_and_drops_doubles() -> None:
    """Problems come by path, line and column, each once, with their number behind them."""
    first, second, third = (
        Problem("a", 2, 9, "", "x"),
        Problem("a", 10, 1, "", "y"),
        Problem("b", 1, 1, "", "z"),
    )
    error = BookError([third, second, first, second])
    assert error.problems == (first, second, third)
    assert str(error) == "a:2:9: x.\na:10:1: y.\nb:1:1: z.\n3 problems"


def test_counting() -> None:
    """One is singular."""
    assert [counted(number) for number in (0, 1, 2)] == ["0 problems", "1 problem", "2 problems"]


def test_nearest() -> None:
    """At most three near values, the nearest first; none for what is near nothing or is absurdly long."""
    assert nearest("Tokaev", ["tokayev", "putin"]) == "Did you mean 'tokayev'?"
    assert nearest("aab", ["aaa", "aac", "aad", "aae"]).count("'aa") == 3
    assert nearest("zzz", ["aaa"]) == ""
    assert nearest("a" * 201, ["a" * 201]) == ""


def test_excerpt() -> None:
    """Long values are cut, control characters escaped."""
    assert excerpt("a\x07b") == "'a\\x07b'"
    assert excerpt("x" * 61) == "'" + "x" * 59 + "…'"

"""What editors are told of addresses that no longer answer."""

from claimbook.weblinks import Answer, Mention, State, markdown, outcome, problems

GOOD, LOST, SILENT, KEPT = (f"https://{name}.example/a" for name in ("good", "lost", "silent", "kept"))
MOVED, UNCLEAR, COPY = (f"https://{name}.example/a" for name in ("moved", "unclear", "copy"))
BOOK = "claims/sources/x.yml"
MENTIONS = {
    COPY: (Mention(BOOK, 6, 13, "source.archived"),),
    GOOD: (Mention("pelicanconf.py", 0, 0, "CLAIMBOOK.licence_url"),),
    KEPT: (Mention(BOOK, 5, 8, "source.url", f"{COPY}#part"),),
    LOST: (Mention(BOOK, 9, 3, "claims[0].evidence[0].url"), Mention("content/pages/about.md", 3, 1, "")),
    MOVED: (Mention(BOOK, 11, 3, "claims[1].note"),),
    SILENT: (Mention("claims/sources/y.yml", 5, 8, "source.url", LOST),),
    UNCLEAR: (Mention(BOOK, 12, 3, "claims[2].note"),),
}
ANSWERS = {
    COPY: Answer(State.ANSWERS, "answers"),
    GOOD: Answer(State.ANSWERS, "answers"),
    KEPT: Answer(State.LOST, "answers 404 Not Found"),
    LOST: Answer(State.LOST, "leads to a front page in place of what it was", "https://lost.example/"),
    MOVED: Answer(State.MOVED, "has moved", "https://new.example/a"),
    SILENT: Answer(State.SILENT, "does not answer within 30 s"),
    UNCLEAR: Answer(State.UNCLEAR, "answers 403 Forbidden to a program"),
}
SUMMARY = "7 external addresses: 3 answer, 1 unclear, 2 lost, 1 lost with an archived copy."


def test_a_problem_for_each_place_without_a_copy() -> None:
    """With file, line and field; an archived copy that answers stands in for the original, no other does."""
    assert list(map(str, problems(MENTIONS, ANSWERS))) == [
        f"{BOOK}:9:3: claims[0].evidence[0].url: {LOST} leads to a front page in place of what it was. "
        f"Look for a copy: https://web.archive.org/web/*/{LOST}",
        f"claims/sources/y.yml:5:8: source.url: {SILENT} does not answer within 30 s. "
        f"Nor does its archived copy. Look for a copy: https://web.archive.org/web/*/{SILENT}",
        f"content/pages/about.md:3:1: {LOST} leads to a front page in place of what it was. "
        f"Look for a copy: https://web.archive.org/web/*/{LOST}",
    ]


def test_the_report_says_where_and_what_to_do() -> None:
    """What is lost first; addresses as code, so that GitHub neither opens nor counts them."""
    report, _, advice = markdown(MENTIONS, ANSWERS, day="2026-01-05").partition("### What to do\n")
    assert (
        report
        == f"""\
{SUMMARY} Asked on 2026-01-05.

### Lost

- `{LOST}` leads to a front page in place of what it was: `https://lost.example/`. \
[Look for a copy](<https://web.archive.org/web/*/{LOST}>)
  - `{BOOK}`, line 9: `claims[0].evidence[0].url`
  - `content/pages/about.md`, line 3
- `{SILENT}` does not answer within 30 s. [Look for a copy](<https://web.archive.org/web/*/{SILENT}>)
  - `claims/sources/y.yml`, line 5: `source.url`; archived copy `{LOST}`

### Lost, with an archived copy that answers

- `{KEPT}` answers 404 Not Found. [Look for a copy](<https://web.archive.org/web/*/{KEPT}>)
  - `{BOOK}`, line 5: `source.url`; archived copy `{COPY}#part`

### Unclear: to be opened by hand

- `{UNCLEAR}` answers 403 Forbidden to a program
  - `{BOOK}`, line 12: `claims[2].note`

### Moved for good: the new address may stand in the record

- `{MOVED}` has moved: `https://new.example/a`
  - `{BOOK}`, line 11: `claims[1].note`

"""
    )
    assert "`archived:`" in advice
    assert "closed by the first that finds nothing lost" in advice


def test_nothing_lost_is_said_in_one_line() -> None:
    """No heading without anything below it."""
    good = {GOOD: MENTIONS[GOOD]}
    answers = {GOOD: ANSWERS[GOOD]}
    assert problems(good, answers) == []
    assert outcome(good, answers) == "1 external addresses: 1 answer, 0 unclear, 0 lost."
    assert markdown(good, answers, day="2026-01-05").splitlines()[2] == "### What to do"


def test_names_of_files_cannot_mark_up_the_report() -> None:
    """A file may be called anything; it calls nobody and closes no code."""
    at = Mention("claims/`@everyone`\n# hi.yml", 1, 1, "source.url")
    report = markdown({LOST: (at,)}, {LOST: ANSWERS[LOST]}, day="2026-01-05")
    assert "  - `claims/?@everyone??# hi.yml`, line 1: `source.url`\n" in report


def test_an_issue_has_room_for_the_report() -> None:
    """GitHub refuses more than 65,536 characters; what is left out is said."""
    many = {f"{LOST}{number}": MENTIONS[LOST] for number in range(2000)}
    report = markdown(many, dict.fromkeys(many, ANSWERS[LOST]), day="2026-01-05")
    assert 59_000 < len(report) < 61_500
    assert "\n\nThere are more; `scripts/run links` lists them all.\n\n### What to do\n" in report

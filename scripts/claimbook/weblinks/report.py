"""What editors are told of addresses that no longer answer: problems in a terminal, a report in Markdown.

Owns: which addresses need a person, and the words that say what to do. Whatever comes from a record or from a
server stands in the report as code or as a checked address, so that it can neither mark up nor call anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from claimbook.records import Problem
from claimbook.weblinks.asking import Answer, State
from claimbook.weblinks.mentions import Mention, whole

_LIMIT = 60_000  # characters; GitHub takes 65,536 in one issue
_LOOK = "https://web.archive.org/web/*/"  # lists the copies of an address, of which there may be none

_UNFIT = re.compile(r"[`\x00-\x1f\x7f]")  # what could end a piece of code

Mentions = Mapping[str, Sequence[Mention]]
Answers = Mapping[str, Answer]

_WHAT_TO_DO = """\
### What to do

An address may be back tomorrow: look first. Then give the record an address that answers. A document whose
original is gone keeps its `url:`; put the address of a copy into `archived:`, which readers see beside it,
and it does not count as lost while the copy answers. In other fields the copy's address takes the place of
the lost one. This issue is written anew by every run, and closed by the first that finds nothing lost."""


def problems(mentions: Mentions, answers: Answers) -> list[Problem]:
    """One problem for each place whose address does not answer, unless its archived copy does."""
    return sorted(
        Problem(at.path, at.line, at.column, at.where, f"{url} {answers[url].words}", _hint(url, at, answers))
        for url in mentions
        for at in mentions[url]
        if _needs_care(url, at, answers)
    )


def _needs_care(url: str, at: Mention, answers: Answers) -> bool:
    return answers[url].is_bad and not (at.archived and not answers[whole(at.archived)].is_bad)


def _hint(url: str, at: Mention, answers: Answers) -> str:
    also = "Nor does its archived copy. " if at.archived else ""
    return f"{also}Look for a copy: {_LOOK}{url}"


def outcome(mentions: Mentions, answers: Answers) -> str:
    """All answers counted, in one sentence."""
    states = [answer.state for answer in answers.values()]
    bad = [url for url in mentions if answers[url].is_bad]
    kept = sum(not any(_needs_care(url, at, answers) for at in mentions[url]) for url in bad)
    parts = [
        f"{states.count(State.ANSWERS) + states.count(State.MOVED)} answer",
        f"{states.count(State.UNCLEAR)} unclear",
        f"{len(bad) - kept} lost",
        *([f"{kept} lost with an archived copy"] if kept else []),
    ]
    return f"{len(answers)} external addresses: {', '.join(parts)}."


def markdown(mentions: Mentions, answers: Answers, *, day: str) -> str:
    """The report on addresses asked on `day`, as the body of an issue."""
    bad = [url for url in mentions if answers[url].is_bad]
    lost = [url for url in bad if any(_needs_care(url, at, answers) for at in mentions[url])]
    sections = (
        ("Lost", lost),
        ("Lost, with an archived copy that answers", [url for url in bad if url not in lost]),
        ("Unclear: to be opened by hand", _in_state(answers, State.UNCLEAR)),
        ("Moved for good: the new address may stand in the record", _in_state(answers, State.MOVED)),
    )
    lines = [f"{outcome(mentions, answers)} Asked on {day}.", ""]
    for title, urls in sections:
        if urls:
            lines += [f"### {title}", ""]
            lines += [line for url in urls for line in _entry(url, mentions[url], answers)]
            lines.append("")
    return "\n".join([*_cut(lines), _WHAT_TO_DO, ""])


def _in_state(answers: Answers, state: State) -> list[str]:
    return [url for url, answer in answers.items() if answer.state is state]


def _entry(url: str, places: Sequence[Mention], answers: Answers) -> Iterator[str]:
    answer = answers[url]
    now = f": {_code(answer.now)}" if answer.now else ""
    look = f". [Look for a copy](<{_LOOK}{url}>)" if answer.is_bad else ""
    yield f"- {_code(url)} {answer.words}{now}{look}"
    for at in places:
        line = f", line {at.line}" if at.line else ""
        field = f": {_code(at.where)}" if at.where else ""
        copy = f"; archived copy {_code(at.archived)}" if at.archived else ""
        yield f"  - {_code(at.path)}{line}{field}{copy}"


def _code(words: str) -> str:
    """Words shown as they are, whatever is in them."""
    return f"`{_UNFIT.sub('?', words)}`"


def _cut(lines: list[str]) -> list[str]:
    """As many lines as an issue has room for, and a word where some are missing."""
    room = _LIMIT
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            return [*lines[:number], "", "There are more; `scripts/run links` lists them all.", ""]
    return lines

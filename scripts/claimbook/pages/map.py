"""The map: which voices answer which, as a picture and in words.

Owns: what a voice is on the map, how many claims of another it answers, and who is drawn. Actors that never
speak apart in this book are one voice; of a joint claim by others each speaker has a share, and within a pair
of voices every claim counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from claimbook import charts, text
from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.pages.desk import Desk, outline
from claimbook.pages.parts import RELATION_WORDS, Head, Link, count_of
from claimbook.records import Claim

DRAWN = 40  # voices in the picture
LISTED = 120  # voices in the list below it
OTHERS = 12  # partners told of a voice that is not drawn, each way; of one that is, as many as are drawn
TOLD, TOLD_SHORT = 1200, 500  # partners told of all voices together: then fewer of each are, but at least two
_LETTERS, _FEWEST = 40, 8  # of a voice's names in the picture, of one of several names

_Voice = int  # its place among all voices, which stand in the order of their actors' ids


@frozen
class Partner:
    """Another voice, with how many claims are answered and by which relations; `to` are its names, each a
    link to where those answers are listed.
    """

    to: tuple[Link, ...]
    count: int
    relations: str


@frozen
class Side:
    """One way of a voice's answers: claims, each counted once, and the others, some of them left out."""

    claims: int
    voices: int
    partners: tuple[Partner, ...]
    left_out: int


@frozen
class VoiceEntry:
    """A voice in words. `ids` and `names` are its actors'; `own` counts claims of its own that it answers."""

    ids: tuple[str, ...]
    names: tuple[Link, ...]
    answers: Side
    answered_by: Side
    own: int
    drawn: bool


@frozen
class MapPage:
    """The picture of those that answer most, and a list of all; `unlisted` are beyond the list's length, and
    `lines` are left out of the picture because the list does not tell them either.
    """

    head: Head
    chart: Markup | None
    drawn: int
    voices: tuple[VoiceEntry, ...]
    unlisted: int
    lines: int


@outline
class _Ranks:
    """The voices by their part in answers: claims of others that they answer, and own ones that others do.

    `actors` are each voice's, and `of` tells the voice of each; `heard` has the voices of every claim.
    """

    def __init__(self, book: Book) -> None:
        self.actors = _voices(book)
        self.of = {name: voice for voice, names in enumerate(self.actors) for name in names}
        alone = {name: (voice,) for name, voice in self.of.items()}
        self.heard = {
            claim.id: alone[claim.speaker[0]] if len(claim.speaker) == 1 else self._speaking(claim)
            for claim in book.live
        }
        weight = [0] * len(self.actors)
        for _, by, to in self.exchanges(book):
            for voice in to:
                for each in by:
                    if each != voice:
                        weight[each] += 1
                        weight[voice] += 1
        self.weight = weight
        voices = [voice for voice, part in enumerate(weight) if part]
        self.ranked = sorted(voices, key=weight.__getitem__, reverse=True)
        self.listed, self.drawn = frozenset(self.ranked[:LISTED]), frozenset(self.ranked[:DRAWN])

    def _speaking(self, claim: Claim) -> tuple[_Voice, ...]:
        return tuple(dict.fromkeys([self.of[name] for name in claim.speaker]))

    def exchanges(self, book: Book) -> Iterator[tuple[str, Collection[_Voice], tuple[_Voice, ...]]]:
        """Every answered claim, with the voices that answer it and its own."""
        heard = self.heard
        for name, answers in book.live_answers.items():
            if len(answers) == 1:
                yield name, heard[answers[0].by], heard[name]
            elif answers:
                yield name, {voice for answer in answers for voice in heard[answer.by]}, heard[name]


@outline
class _Web(_Ranks):
    """Who answers whom: for every pair of voices the claims of the second that claims of the first answer."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self._answers = book.live_answers
        found: dict[int, list[str]] = {}
        many = len(self.actors)
        for name, by, to in self.exchanges(book):
            for answering in by:
                for answered in to:
                    pair = answering * many + answered
                    if pair in found:
                        found[pair].append(name)
                    else:
                        found[pair] = [name]
        self.own: dict[_Voice, int] = {}  # claims of its own that a voice answers
        self.claims: dict[tuple[_Voice, _Voice], list[str]] = {}
        self.out: dict[_Voice, dict[_Voice, int]] = defaultdict(dict)
        self.back: dict[_Voice, dict[_Voice, int]] = defaultdict(dict)
        for pair, names in found.items():
            answering, answered = divmod(pair, many)
            if answering == answered:
                self.own[answering] = len(names)
            else:
                self.claims[answering, answered] = names
                self.out[answering][answered] = self.back[answered][answering] = len(names)

    def relations(self, by: _Voice, to: _Voice) -> dict[str, set[str]]:
        """The claims of `to` that claims of `by` answer, by relation."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.claims[by, to]:
            for answer in self._answers[name]:
                if by in self.heard[answer.by]:
                    found[answer.relation].add(name)
        return found


def _voices(book: Book) -> list[tuple[str, ...]]:
    """The voices: the actors that speak, those that make just the same claims as one."""
    together: dict[tuple[str, ...], list[str]] = {}
    for name, claims in sorted(book.said_by.items()):
        together.setdefault(tuple([claim.id for claim in claims]), []).append(name)
    return sorted(
        tuple([name for name in book.claims[ids[0]].speaker if name in names])  # as the record has them
        for ids, names in together.items()
    )


def on_map(desk: Desk, actor: str) -> str | None:
    """The address of an actor's place on the map's page; None for one that is not listed there."""
    ranks = desk.once(_Ranks)
    return f"map.html#{actor}" if ranks.of.get(actor, -1) in ranks.listed else None


def listed(desk: Desk) -> frozenset[str]:
    """The actors that have a place on the map's page."""
    ranks = desk.once(_Ranks)
    return frozenset([name for name, voice in ranks.of.items() if voice in ranks.listed])


def map_page(desk: Desk) -> MapPage:
    """The view of the map."""
    web = desk.once(_Web)
    drawn = web.ranked[:DRAWN]
    listed = web.ranked[:LISTED]
    most = _most(web, listed, TOLD_SHORT if desk.short else TOLD)
    head = Head("Who answers whom", "Voices of this book and the voices they answer.", "map.html", "disputes")
    pairs = [(by, to) for by in drawn for to in _largest(web, web.out[by], most) if to in web.drawn]
    return MapPage(
        head,
        _chart(desk, web, drawn, pairs) if drawn else None,
        len(drawn),
        tuple(
            _entry(desk, web, voice, most if place < DRAWN else min(most, OTHERS), place < DRAWN)
            for place, voice in enumerate(listed)
        ),
        len(web.ranked) - len(listed),
        sum(to in web.drawn for by in drawn for to in web.out[by]) - len(pairs),
    )


def _most(web: _Web, listed: Sequence[_Voice], told: int) -> int:
    """How many partners of a drawn voice are told each way, so that about `told` are in all."""

    def sides(most: int) -> int:
        limits = (most if place < DRAWN else min(most, OTHERS) for place in range(len(listed)))
        return sum(
            min(limit, len(web.out[voice])) + min(limit, len(web.back[voice]))
            for voice, limit in zip(listed, limits, strict=True)
        )

    return next((most for most in range(DRAWN, 2, -1) if sides(most) <= told), min(2, DRAWN))


def _largest(web: _Web, counts: Mapping[_Voice, int], most: int) -> list[_Voice]:
    """The voices with most claims, as many as are told; of equals those that are drawn."""
    found = sorted(counts, key=lambda other: (-counts[other], other not in web.drawn, other))[:most]
    return sorted(found, key=lambda other: (-counts[other], other))


def _chart(desk: Desk, web: _Web, drawn: list[_Voice], pairs: Iterable[tuple[_Voice, _Voice]]) -> Markup:
    place = {voice: number for number, voice in enumerate(drawn)}
    most = max(web.weight)
    voices = [
        charts.Voice(
            " ".join(web.actors[voice]),
            _labels(desk, web.actors[voice]),
            _sentence(desk, web, voice),
            web.weight[voice] / most,
        )
        for voice in drawn
    ]
    replies = [
        charts.Reply(
            place[by],
            place[to],
            web.out[by][to],
            f"{_name(desk, web.actors[by])} {_verb(web.actors[by], 'answers')} "
            f"{count_of(web.out[by][to], 'claim')} of {_name(desk, web.actors[to])}: "
            f"{_relations(web, by, to)}",
        )
        for by, to in pairs
    ]
    return charts.web(voices, replies, label="Map of who answers whom; the list below says the same")


def _labels(desk: Desk, actors: tuple[str, ...]) -> tuple[charts.Place, ...]:
    """The names of a voice, the longest shortened first, so that all of them have room side by side."""
    links = desk.actors(actors)
    room, limits = _LETTERS - len(" and ") * (len(links) - 1), {}
    for left, link in enumerate(sorted(links, key=lambda link: (len(link.text), link.text))):
        limits[link] = max(_FEWEST, min(len(link.text), room // (len(links) - left)))
        room -= limits[link]
    return tuple(charts.Place(link.href, text.shorten(link.text, limits[link])) for link in links)


def _name(desk: Desk, actors: tuple[str, ...]) -> str:
    names = [link.text for link in desk.actors(actors)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _verb(actors: tuple[str, ...], singular: str) -> str:
    return singular if len(actors) == 1 else {"answers": "answer", "is": "are"}[singular]


def _sentence(desk: Desk, web: _Web, voice: _Voice) -> str:
    actors, out, back = web.actors[voice], _claims(web, voice, giving=True), _claims(web, voice, giving=False)
    gives = f"{_verb(actors, 'answers')} {count_of(out, 'claim')} of {count_of(len(web.out[voice]), 'voice')}"
    others = count_of(len(web.back[voice]), "voice")
    gets = f"{_verb(actors, 'is')} answered on {count_of(back, 'claim')} by {others}"
    return f"{_name(desk, actors)} {' and '.join(part for part, n in ((gives, out), (gets, back)) if n)}."


def _claims(web: _Web, voice: _Voice, *, giving: bool) -> int:
    """How many claims of others the voice answers, or how many of its own others answer; each once."""
    if giving:
        return len(set().union(*(web.claims[voice, other] for other in web.out[voice])))
    return len(set().union(*(web.claims[other, voice] for other in web.back[voice])))


def _relations(web: _Web, by: _Voice, to: _Voice) -> str:
    """`contradicts 2, undercuts 1`: claims by relation, the most first."""
    found = web.relations(by, to).items()
    counted = sorted(((len(claims), relation) for relation, claims in found), key=lambda c: (-c[0], c))
    return ", ".join(f"{RELATION_WORDS[relation][1]}\N{NO-BREAK SPACE}{n}" for n, relation in counted)


def _entry(desk: Desk, web: _Web, voice: _Voice, most: int, drawn: bool) -> VoiceEntry:
    return VoiceEntry(
        ids=web.actors[voice],
        names=desk.actors(web.actors[voice]),
        answers=_side(desk, web, voice, most, giving=True),
        answered_by=_side(desk, web, voice, most, giving=False),
        own=web.own.get(voice, 0),
        drawn=drawn,
    )


def _side(desk: Desk, web: _Web, voice: _Voice, most: int, *, giving: bool) -> Side:
    counts = (web.out if giving else web.back)[voice]
    anchor = "answered-by" if giving else "answers"
    partners = tuple(
        Partner(
            _anchored(desk.actors(web.actors[other]), anchor),
            counts[other],
            _relations(web, *((voice, other) if giving else (other, voice))),
        )
        for other in _largest(web, counts, most)
    )
    return Side(_claims(web, voice, giving=giving), len(counts), partners, max(0, len(counts) - most))


def _anchored(links: Iterable[Link], anchor: str) -> tuple[Link, ...]:
    return tuple(Link(f"{link.href}#{anchor}", link.text) for link in links)

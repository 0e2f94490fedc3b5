"""What a page tells programs that preview links: its card, and for a claim its words."""

from __future__ import annotations

from claimbook import text
from claimbook.book import Book
from claimbook.pages.parts import CardLink, Chain, Row, count_of
from claimbook.quotes import parts
from claimbook.records import Claim

BOOK_CARD = "card.png"
_LIMIT = 200  # characters of a description; most previews show no more
_WHO = 96  # of them for speakers, relays, source and date; more where the words leave room


def card_path(kind: str, name: str) -> str:
    """The address of a record's card; the dot keeps it apart from every id."""
    return f"{kind}s/{name}.card.png"


def actor_link(book: Book, name: str) -> CardLink | None:
    """The card of an actor; None where it was withdrawn."""
    actor = book.actors[name]
    if actor.withdrawn:
        return None
    return CardLink(card_path("actor", name), f"{actor.name}, with numbers of claims in this book")


def topic_link(book: Book, name: str) -> CardLink:
    """The card of a live topic."""
    question = text.curly(book.topics[name].question)
    return CardLink(card_path("topic", name), f"{question} With the number of claims for each position")


def source_link(book: Book, name: str) -> CardLink:
    """The card of a live source."""
    title = text.curly(book.sources[name].title)
    return CardLink(
        card_path("source", name), f"“{title}”, with author, publisher, date and numbers of claims"
    )


def claim_description(claim: Claim, row: Row) -> str:
    """Whose claim it is, where and when, in which words, and who answers: at most 200 characters.

    Quotation marks stand around the document's words alone. Of an indirect saying they are not the speaker's,
    so the description says whose they are; for a paraphrase it gives this book's statement, without marks.
    """
    assert row.chain is not None
    answers = f"Answered by {count_of(row.answered, 'claim')}" if row.answered else "No counter-statement"
    end = f"{answers} in this book."
    words = row.statement if claim.quote is None else " … ".join(parts(claim.quote))
    room = _LIMIT - len(end) - len(": “”. ")
    who = _attribution(row.chain, row.voice == "reported" and claim.quote is not None)
    who = text.shorten(who, max(_WHO, room - len(words)))
    words = text.shorten(words, room - len(who))
    if claim.quote is None:
        return f"{who}: {words}{'' if words[-1] in '.…?!' else '.'} {end}"
    return f"{who}: “{words}”. {end}"


def _attribution(chain: Chain, indirect: bool) -> str:
    """Speakers, relays, source and date; a source that speaks for itself is named once."""
    speakers = ", ".join(link.text for link in chain.speakers)
    via = f", per {', '.join(link.text for link in chain.via)}" if chain.via else ""
    source = f", {'in the words of' if indirect else 'in'} {chain.source.text}"
    said = f", {chain.when.words}" if chain.when else ""
    return f"{speakers}{via}{'' if chain.source.text == speakers else source}{said}"

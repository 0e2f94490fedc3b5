"""External addresses: which the book gives, whether they still answer, and what to tell the editors.

Never part of a build: what a site holds must not rest on what the web answers today.
"""

from claimbook.weblinks.asking import Answer, Network, NotPublic, State, ask_all, public
from claimbook.weblinks.mentions import Mention, mentions
from claimbook.weblinks.report import markdown, outcome, problems

__all__ = [
    "Answer",
    "Mention",
    "Network",
    "NotPublic",
    "State",
    "ask_all",
    "markdown",
    "mentions",
    "outcome",
    "problems",
    "public",
]

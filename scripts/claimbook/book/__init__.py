"""Book: records -> linked book; indexes, backlinks, clusters and tallies, built once."""

from claimbook.book.link import Quoted, link, topic_of
from claimbook.book.model import Answer, Book, Cluster, Share, Tally, said
from claimbook.book.relink import relink

__all__ = ["Answer", "Book", "Cluster", "Quoted", "Share", "Tally", "link", "relink", "said", "topic_of"]

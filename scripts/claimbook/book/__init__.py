"""Book: records -> linked book; indexes, backlinks, clusters and tallies, built once."""

from claimbook.book.link import Quoted, link
from claimbook.book.model import Answer, Book, Cluster, Share, Tally, said

__all__ = ["Answer", "Book", "Cluster", "Quoted", "Share", "Tally", "link", "said"]

"""The only database: what reached us, what topics decided about it, and how far they looked.

One SQLite file, fast and disposable: everything that matters can be rebuilt from the archive.
A process that dies at any moment leaves it consistent, for every method that writes is one
transaction.
"""

from __future__ import annotations

from paperlode.store.exchange import Exchange
from paperlode.store.facets import Facets
from paperlode.store.gather import Gather
from paperlode.store.newest import Newest
from paperlode.store.reading import Changes, Counts, Entry, History
from paperlode.store.related import Neighbour, Related
from paperlode.store.shards import Record, Shard, Taken, Term
from paperlode.store.sums import Sums
from paperlode.store.trends import Submission, Trends
from paperlode.store.verdicts import Pending, Verdicts

__all__ = [
    "Changes",
    "Counts",
    "Entry",
    "History",
    "Neighbour",
    "Pending",
    "Record",
    "Shard",
    "Store",
    "Submission",
    "Taken",
    "Term",
]


class Store(Gather, Verdicts, Facets, Trends, Sums, Newest, Related, Exchange):
    """The store in one file; open it with :meth:`open` in a ``with`` statement."""

"""Finds the papers of a collection that match a query, and quickly so.

An index of words narrows, :func:`paperlode.query.matches` decides. What was found is remembered
independently of the clock: of each query, and of each part of it beside a range of dates, so that
a client which goes through a listing in slices of time does not cost a search for each.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from paperlode.progress import silent
from paperlode.query import matches, reading
from paperlode.query.syntax import And, AndNot, Not, Or, Query, Term, fold, walk
from paperlode.replica.collection import indices_of, of_indices
from paperlode.replica.search_api import Found
from paperlode.text import index_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.replica.collection import Collection
    from paperlode.replica.search_api import Request

"""The query language: text to tree, tree and paper to yes or no.

::

    text --parse--> Query --str--> text that has one meaning everywhere
    Query, Paper --matches--> bool                      the only place that decides
    Query --candidates.fts--> words for an index        which may only say *perhaps*
"""

from __future__ import annotations

from paperlode.query.match import matches
from paperlode.query.parser import parse, parse_like_arxiv
from paperlode.query.reading import Reading, reading
from paperlode.query.syntax import And, AndNot, Not, Or, Query, Term

__all__ = [
    "And",
    "AndNot",
    "Not",
    "Or",
    "Query",
    "Reading",
    "Term",
    "matches",
    "parse",
    "parse_like_arxiv",
    "reading",
]

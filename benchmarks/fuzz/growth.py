"""Time grows as the text does: what takes more steps for four times the text is found."""

from __future__ import annotations

import re
from cProfile import Profile
from typing import TYPE_CHECKING

from benchmarks.fuzz.language import parts
from benchmarks.fuzz.laws import PANEL, hold
from paperlode.errors import QueryError
from paperlode.query import Query, matches, parse
from paperlode.query.bounds import bounds
from paperlode.query.candidates import fts
from paperlode.query.describe import english
from paperlode.query.explain import explain
from paperlode.query.lint import check, fixed
from paperlode.query.relevance import Relevance

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT = 150
"""Characters of the shorter text; the other one is four times as long."""
MORE = 6
"""How many times the steps it may take: some things are only looked at in longer texts."""
SURE = 20_000
"""Steps that are no matter."""


def growing(given: bytes) -> None:
    """Try a text whose middle is repeated: beginning, middle and end are parts of the input."""
    first, middle, last, *_ = [*parts(given), "", ""]
    if not middle:
        return
    other, short, long = (
        first + middle * (1 + SHORT * times // len(middle)) + last for times in (2, 1, 4)
    )
    for name, work in WORKS.items():
        steps(work, other)  # what is remembered of pieces afterwards is no part of the work
        few, many = steps(work, short), steps(work, long)
        hold(f"{name}: steps grow as the text does", many < MORE * few + SURE, short, few, many)


def steps(work: Callable[[str], object], text: str) -> int:
    """Count the calls, those that the fuzzer adds at each branch included."""
    re.purge()
    profile = Profile()
    profile.runcall(work, text)
    return sum(entry.callcount for entry in profile.getstats())


def _with_tree(do: Callable[[Query], object]) -> Callable[[str], object]:
    """Do something with the tree, if there is one; reading is part of the work."""

    def done(text: str) -> object:
        try:
            return do(parse(text))
        except QueryError:
            return None

    return done


WORKS: dict[str, Callable[[str], object]] = {
    "parse": _with_tree(str),
    "check": check,
    "fix": fixed,
    "bounds": _with_tree(bounds),
    "candidates": _with_tree(fts),
    "match": _with_tree(lambda tree: matches(tree, PANEL[0])),
    "explain": _with_tree(lambda tree: explain(tree, PANEL[0].paper)),
    "describe": _with_tree(english),
    "relevance": _with_tree(lambda tree: Relevance(tree).mentions(PANEL[0])),
}

"""What each term of some queries says of each paper: one row of bits a term, one bit a paper.

So papers are read once, and every query made of the same terms is a few operations on whole rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paperlode.query import And, AndNot, Not, Query, Term
from paperlode.query.syntax import fold, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from paperlode.lab.judge import Judged, Numbers, Wanted


def key(term: Term) -> Wanted:
    """Tell terms apart: what they look for, and whether only as it is written."""
    return term.field, term.value, term.exact


def terms(trees: Iterable[Query]) -> list[Wanted]:
    """Give all terms of some queries, each once, those that count as written last."""
    parts = (part for tree in trees for part in walk(tree))
    wanted = dict.fromkeys(key(part) for part in parts if isinstance(part, Term))
    return sorted(wanted, key=lambda one: one[2])


class Columns:
    """The terms of some queries and the papers that have them."""

    def __init__(self, trees: Iterable[Query]) -> None:
        self.terms = terms(trees)
        self._having: dict[Wanted, list[Numbers]] = {one: [] for one in self.terms}
        self._rows: dict[Wanted, int] = {}
        self.papers = 0

    def take(self, some: Judged) -> None:
        """Add papers behind those that are there; papers are numbered from 0."""
        for one, having in zip(self.terms, some.having, strict=True):
            self._having[one].append(having + self.papers)
        self.papers += len(some.seconds)
        self._rows.clear()

    def of(self, tree: Query) -> int:
        """Give the papers that match a query made of these terms: bit n is paper n."""
        return joined(tree, self.papers, lambda term: self._row(key(term)))

    def _row(self, name: Wanted) -> int:
        if name not in self._rows:
            having = self._having[name]
            self._rows[name] = bits(np.concatenate(having), self.papers) if having else 0
        return self._rows[name]


def joined(tree: Query, papers: int, of_term: Callable[[Term], int]) -> int:
    """Give the row of a query by those of its terms: bit n is paper n of so many."""
    everything = (1 << papers) - 1

    def value(part: Query, below: list[int]) -> int:
        if isinstance(part, Term):
            return of_term(part)
        if isinstance(part, Not):
            return everything & ~below[0]
        left, right = below
        if isinstance(part, AndNot):
            return left & ~right
        return left & right if isinstance(part, And) else left | right

    return fold(tree, value)


def bits(numbers: Numbers, size: int) -> int:
    """Make a row of numbers below ``size``."""
    row = np.zeros(size, bool)
    row[numbers] = True
    return int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little")


def numbers(row: int) -> Numbers:
    """Give the numbers of a row, ascending."""
    row_bytes = np.frombuffer(row.to_bytes((row.bit_length() + 7) // 8, "little"), np.uint8)
    return np.flatnonzero(np.unpackbits(row_bytes, bitorder="little"))

"""An index of words over papers: which of them can match a query at all.

The words are those of :func:`paperlode.text.index_words`, and what to look for is written by
:func:`paperlode.query.candidates.fts` as for SQLite's FTS5; here it is answered from memory.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from paperlode.progress import silent
from paperlode.query.candidates import fts
from paperlode.query.dates import span
from paperlode.query.syntax import And, AndNot, Or, Query, Term, fold
from paperlode.replica.collection import of_indices
from paperlode.text.index import filed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlode.paper import Paper
    from paperlode.progress import Progress

_STEP = 1024
"""Papers from one remembered prefix of the order by date to the next."""
_PIECE = re.compile(r'\(|\)|"?(?P<word>[0-9A-Za-z]+)"?(?:\s*(?P<prefix>\*))?')


class Words:
    """Which papers have which words."""

    def __init__(self, papers: Sequence[Paper], progress: Progress = silent) -> None:
        self._size = len(papers)
        self._all = (1 << self._size) - 1
        self._places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for index, paper in enumerate(papers):
            for word in filed(paper):
                self._places[word].append(index)
            if index % 1000 == 0:
                progress("Indexing words", index, self._size)
        self._by_date = sorted(range(self._size), key=lambda index: papers[index].submitted)
        self._prefixes = [0]
        self._dates = [papers[index].submitted for index in self._by_date]

    def candidates(self, tree: Query) -> int:
        """Give a set of papers that has every match, and others."""
        return fold(tree, self._candidates)

    def _candidates(self, part: Query, below: list[int]) -> int:
        if isinstance(part, Term):
            return self._of_term(part)
        if isinstance(part, And):
            return below[0] & below[1]
        if isinstance(part, Or):
            return below[0] | below[1]
        return below[0] if isinstance(part, AndNot) else self._all

    def _of_term(self, term: Term) -> int:
        if term.field == "submittedDate" and not term.empty:
            return self._in_range(term)
        wanted = fts(term)
        return self._all if wanted is None else _Expression(wanted, self).value()

    def _in_range(self, term: Term) -> int:
        """Give the papers of a range of dates: exactly these, no others."""
        first, last = span(term.text)
        begin, end = bisect_left(self._dates, first), bisect_right(self._dates, last)
        return self._earliest(end) & ~self._earliest(begin)

    def _earliest(self, number: int) -> int:
        """Give the first papers by date of submission, so many; a range is what two have apart."""
        whole, rest = divmod(number, _STEP)
        while len(self._prefixes) <= whole:
            begin = (len(self._prefixes) - 1) * _STEP
            more = of_indices(self._by_date[begin : begin + _STEP], self._size)
            self._prefixes.append(self._prefixes[-1] | more)
        last = self._by_date[number - rest : number]
        return self._prefixes[whole] | of_indices(last, self._size)

    def having(self, word: str, *, prefix: bool) -> int:
        """Give the papers that have the word, or a word that begins so."""
        if not prefix:
            return of_indices(self._places.get(word, ()), self._size)
        found = (places for known, places in self._places.items() if known.startswith(word))
        return of_indices((index for places in found for index in places), self._size)


class _Expression:
    """Reads ``(sdark AND smatter) OR cgan*`` and looks the words up; words side by side: AND."""

    def __init__(self, text: str, words: Words) -> None:
        self._words = words
        self._pieces = list(_PIECE.finditer(text))
        self._at = 0

    def value(self) -> int:
        """Give the papers of the whole expression."""
        found = self._all_of()
        while self._take("OR"):
            found |= self._all_of()
        return found

    def _all_of(self) -> int:
        found = self._one()
        while self._at < len(self._pieces) and self._pieces[self._at][0] not in (")", "OR"):
            self._take("AND")
            found &= self._one()
        return found

    def _one(self) -> int:
        piece = self._pieces[self._at]
        self._at += 1
        if piece[0] != "(":
            return self._words.having(piece["word"], prefix=piece["prefix"] is not None)
        found = self.value()
        self._take(")")
        return found

    def _take(self, sign: str) -> bool:
        here = self._at < len(self._pieces) and self._pieces[self._at][0] == sign
        self._at += here
        return here

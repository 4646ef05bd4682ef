"""Which words and pairs of words stand in more titles than before."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import TYPE_CHECKING

from paperlode.publish.markup import plain
from paperlode.text.chains import STOP_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

SHOWN = 20
FEWEST = 4
"""Titles of late that a term must have."""
ENOUGH = 20
"""Titles that there must be before, and of late, for a comparison."""
CERTAIN = 2.0
"""Standard deviations by which a share must have risen."""
_SAME = 0.7
"""A word that mostly stands in a pair that rises is told with the pair."""
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-\u2010\u2011][^\W_]+)*")
_IDLE = STOP_WORDS | {"from", "via", "using", "through", "towards", "toward", "its", "their", "on"}


@dataclass(frozen=True, slots=True)
class Rise:
    """A term, and in how many titles it stands."""

    words: str
    late: int
    before: int
    late_share: float
    """Of the titles of late that have it, from 0 to 1."""
    before_share: float


@dataclass(slots=True)
class Terms:
    """In how many titles words and pairs of words stand, and how they are written there."""

    titles: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    """A title counts once for a term; a key is the term, a tabulator, and a way to write it."""

    @classmethod
    def of(cls, titles: Iterable[str]) -> Terms:
        """Read titles."""
        found = cls()
        for title in titles:
            found.read(title)
        return found

    def read(self, title: str) -> None:
        """Count the terms of a title."""
        self.titles += 1
        self.forms.update(f"{term}\t{form}" for term, form in dict(_terms(plain(title))).items())

    def add(self, other: Terms) -> None:
        """Count other titles, too."""
        self.titles += other.titles
        self.forms.update(other.forms)

    def counts(self) -> Counter[str]:
        """Say in how many titles each term stands."""
        found: Counter[str] = Counter()
        for key, number in self.forms.items():
            found[key.partition("\t")[0]] += number
        return found

    def written(self, terms: Collection[str]) -> dict[str, str]:
        """Say how terms are mostly written."""
        wanted = set(terms)
        best: dict[str, tuple[int, str]] = {}
        for key, number in self.forms.items():
            term, _, form = key.partition("\t")
            if term in wanted:
                best[term] = min(best.get(term, (0, "")), (-number, form))
        return {term: form for term, (_, form) in best.items()}


def rising(late: Terms, before: Terms) -> list[Rise]:
    """Compare titles of late with those before; the surest rise comes first.

    The measure is the logarithm of the odds ratio over its standard error, with half a title added
    to every count (Haldane and Anscombe), so that what is rare must rise much.
    """
    if min(late.titles, before.titles) < ENOUGH:
        return []
    now, then = late.counts(), before.counts()
    sure = {
        term: certainty
        for term, count in now.items()
        if count >= FEWEST
        and (certainty := _certainty(count, late.titles, then[term], before.titles)) >= CERTAIN
    }
    told = [term for term in sure if not _told_by_a_pair(term, sure, now)]
    told = sorted(told, key=lambda term: (-sure[term], -term.count(" "), term.split()))[:SHOWN]
    forms = late.written(told)
    return [
        Rise(
            words=forms[term],
            late=now[term],
            before=then[term],
            late_share=now[term] / late.titles,
            before_share=then[term] / before.titles,
        )
        for term in told
    ]


def _certainty(late: int, of_late: int, before: int, of_before: int) -> float:
    a, b, c, d = (n + 0.5 for n in (late, of_late - late, before, of_before - before))
    return log(a * d / (b * c)) / sqrt(1 / a + 1 / b + 1 / c + 1 / d)


def _told_by_a_pair(term: str, sure: Iterable[str], counts: Counter[str]) -> bool:
    return " " not in term and any(
        term in pair.split(" ") and counts[pair] >= _SAME * counts[term]
        for pair in sure
        if " " in pair
    )


def _terms(title: str) -> Iterator[tuple[str, str]]:
    """Give the words of a title and its pairs of neighbours, with how they are written."""
    found = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(title)]
    for _, _, word in found:
        if _counts(word):
            yield _stem(word.casefold()), _written(word)
    for (_, end, first), (start, _, second) in pairwise(found):
        if _counts(first) and _counts(second) and title[end:start] == " ":
            pair = f"{_stem(first.casefold())} {_stem(second.casefold())}"
            yield pair, f"{_written(first)} {_written(second)}"


def _counts(word: str) -> bool:
    return len(word) > 1 and word.casefold() not in _IDLE


def _written(word: str) -> str:
    """Write a word as within a sentence: capitals stay where they are not those of a title."""
    own = any(a.isalnum() and b.isupper() for a, b in pairwise(word))
    return word if own else word.casefold()


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return stem(word)

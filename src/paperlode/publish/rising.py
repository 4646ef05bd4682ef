"""Which words and pairs of words stand in more titles than before."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import TYPE_CHECKING

from paperlode.publish.markup import plain
from paperlode.text.chains import STOP_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Term = tuple[str, ...]

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


def rising(late: Sequence[str], before: Sequence[str]) -> list[Rise]:
    """Compare titles of late with those before; the surest rise comes first.

    The measure is the logarithm of the odds ratio over its standard error, with half a title added
    to every count (Haldane and Anscombe), so that what is rare must rise much.
    """
    if min(len(late), len(before)) < ENOUGH:
        return []
    forms: dict[Term, Counter[str]] = {}
    now = _counted(late, forms)
    then = _counted(before)
    sure = {
        term: certainty
        for term, count in now.items()
        if count >= FEWEST
        and (certainty := _certainty(count, len(late), then[term], len(before))) >= CERTAIN
    }
    told = [term for term in sure if not _told_by_a_pair(term, sure, now)]
    told.sort(key=lambda term: (-sure[term], -len(term), term))
    return [
        Rise(
            words=min(forms[term], key=lambda form: (-forms[term][form], form)),
            late=now[term],
            before=then[term],
            late_share=now[term] / len(late),
            before_share=then[term] / len(before),
        )
        for term in told[:SHOWN]
    ]


def _certainty(late: int, of_late: int, before: int, of_before: int) -> float:
    a, b, c, d = (n + 0.5 for n in (late, of_late - late, before, of_before - before))
    return log(a * d / (b * c)) / sqrt(1 / a + 1 / b + 1 / c + 1 / d)


def _told_by_a_pair(term: Term, sure: Iterable[Term], counts: Counter[Term]) -> bool:
    return len(term) == 1 and any(
        len(pair) > 1 and term[0] in pair and counts[pair] >= _SAME * counts[term] for pair in sure
    )


def _counted(titles: Iterable[str], forms: dict[Term, Counter[str]] | None = None) -> Counter[Term]:
    """Count in how many titles each term stands; ``forms`` takes how it is written there."""
    counts: Counter[Term] = Counter()
    for title in titles:
        found = dict(_terms(plain(title)))
        counts.update(found.keys())
        if forms is not None:
            for term, form in found.items():
                forms.setdefault(term, Counter())[form] += 1
    return counts


def _terms(title: str) -> Iterator[tuple[Term, str]]:
    """Give the words of a title and its pairs of neighbours, with how they are written."""
    found = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(title)]
    for _, _, word in found:
        if _counts(word):
            yield (_stem(word.casefold()),), _written(word)
    for (_, end, first), (start, _, second) in pairwise(found):
        if _counts(first) and _counts(second) and title[end:start] == " ":
            pair = (_stem(first.casefold()), _stem(second.casefold()))
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

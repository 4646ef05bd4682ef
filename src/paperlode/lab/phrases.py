"""Words and pairs of words that papers often have and others do not."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from paperlode.text import chains
from paperlode.text.chains import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperlode.paper import Paper

SHORTEST = 4
"""Letters of a word that says something."""
OFTEN = 0.03
"""Share of the papers that have a phrase worth telling."""
FEWEST = 5
"""Papers that have it at least."""
TIMES = {1: 12.0, 2: 4.0}
"""How many times as often as elsewhere, for a word alone and for a pair."""


@dataclass(slots=True)
class Phrases:
    """In how many papers each phrase stands, and how it is written there."""

    papers: int = 0
    numbers: Counter[str] = field(default_factory=Counter)
    written: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, paper: Paper) -> None:
        """Count each phrase of title and abstract once."""
        self.papers += 1
        found: dict[str, str] = {}
        for text in (paper.title, paper.abstract):
            found |= _of(text)
        self.numbers.update(found.keys())
        for stems, words in found.items():
            self.written.setdefault(stems, Counter())[words] += 1

    def as_written(self, stems: str) -> str:
        """Give the form that most papers use, of several the first in the alphabet."""
        return min(self.written[stems].items(), key=lambda each: (-each[1], each[0]))[0]


def _of(text: str) -> dict[str, str]:
    """Give words and pairs by their stems; no pair goes over a stop word."""
    stems, words = chains.english.words(text), chains.written.words(text)
    found: dict[str, str] = {}
    both = [(stem, word) for stem, word in zip(stems, words, strict=False) if word.isascii()]
    for stem, word in both:
        if _says_something(word) and stem != GAP:
            found.setdefault(stem, word)
    for (stem, word), (next_stem, next_word) in pairwise(both):
        if GAP in (stem, next_stem):
            continue
        if _says_something(word) and _says_something(next_word):
            found.setdefault(f"{stem} {next_stem}", f"{word} {next_word}")
    return found


def _says_something(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and word.isascii()


def telling(mine: Phrases, others: Phrases, known: Iterable[str], most: int) -> list[str]:
    """Give the phrases that tell these papers from others, the most telling first.

    How telling is by the likelihood ratio (Dunning, 1993). Phrases with a ``known`` stem say
    nothing new, and of two phrases with a word in common the less telling is left out.
    """
    taken = set(known)
    scores = {
        stems: _ratio(number, mine.papers, others.numbers[stems], others.papers)
        for stems, number in mine.numbers.items()
        if number >= max(FEWEST, OFTEN * mine.papers)
        and _share(number, mine)
        >= TIMES[len(stems.split())] * _share(others.numbers[stems], others)
    }
    chosen: list[str] = []
    for stems in sorted(scores, key=lambda each: (-scores[each], -len(each), each)):
        if len(chosen) == most:
            break
        if taken.isdisjoint(stems.split()):
            taken.update(stems.split())
            chosen.append(mine.as_written(stems))
    return chosen


def _share(number: int, some: Phrases) -> float:
    """Give the share of papers, never quite nothing."""
    return (number + 0.5) / (some.papers + 1)


def _ratio(here: int, papers: int, there: int, others: int) -> float:
    """Say how surely two shares differ; with half a paper more where there is none."""
    share, elsewhere = here / papers, (there + 0.5) / (others + 1)
    both = (here + there + 0.5) / (papers + others + 1)
    return 2 * (here * math.log(share / both) + (there + 0.5) * math.log(elsewhere / both))

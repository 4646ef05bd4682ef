"""The words that a paper is about, and how much: what papers that are related have in common.

The measure is the cosine between papers as vectors of their words, each weighed by how often the
paper says it and how few papers do (tf-idf; Salton and Buckley, 1988). How few is counted among
the papers that came until then and with it, so that a weight never changes again.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from paperlode.text.chains import english

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperlode.paper import Paper

MOST = 16
"""Words of a paper that count: those that weigh most."""
COMMON = 0.1
"""The share of papers from which on a word says little, and costs most to compare."""
FEW = 30
"""In a small archive no word is common."""
WHOLE = 1000
"""The length of a paper's vector; weights are whole numbers, so that sums have no order."""
_IN_TITLE = 3
"""A word of the title counts like so many of the abstract."""
_SHORTEST = 3


def counted(paper: Paper) -> Counter[str]:
    """Count the stems of title and abstract; what has no letters or few is none."""
    found = Counter(english.words(paper.abstract))
    for word in english.words(paper.title):
        found[word] += _IN_TITLE
    return Counter({w: n for w, n in found.items() if len(w) >= _SHORTEST and w.isalpha()})


def weighed(words: Mapping[str, int], having: Mapping[str, int], papers: int) -> dict[str, int]:
    """Weigh the words of a paper; ``having`` says how many of so many papers have each."""
    found = {
        word: (1 + math.log(times)) * math.log1p(papers / having[word])
        for word, times in words.items()
        if having[word] <= max(FEW, papers * COMMON)
    }
    best = sorted(found, key=lambda word: (-found[word], word))[:MOST]
    length = math.sqrt(sum(found[word] ** 2 for word in best)) or 1
    return {word: round(WHOLE * found[word] / length) for word in best}

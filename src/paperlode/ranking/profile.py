"""What a reader likes: learned from papers they keep and papers they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from paperlode.ranking.background import Background, Texts, read
from paperlode.ranking.learning import balanced, chance, fit
from paperlode.ranking.words import SIZE, Rows, column_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from paperlode.paper import Paper

VERSION = "words-1"
"""Which way of learning this is: stored with every rank; another version may rank differently."""
STRENGTH = 1.0


@dataclass(frozen=True, slots=True)
class Liked:
    """A paper the reader keeps (or hides), and when they said so."""

    paper: Paper
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A paper's place for a reader."""

    id: str
    version: int
    score: float
    """The higher, the nearer to what the reader likes; comparable within one profile only."""
    chance: float
    """The score as a number between 0 and 1: how sure the learner is, not a share of papers."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What a reader likes."""

    background: Background
    weights: NDArray[np.float64]
    """One a column of the words, the offset last."""
    liked: Texts
    hidden: Texts


def learn(
    liked: Sequence[Liked | Paper],
    disliked: Sequence[Liked | Paper],
    background: Background,
    *,
    seen: Sequence[Paper] | Texts = (),
    struck: Collection[str] = (),
) -> Profile:
    """Learn what tells papers that the reader likes from the others.

    ``disliked`` were hidden; ``seen`` were shown and passed over, or are simply recent papers of
    the reader's topics; ``interests`` are texts in which readers say what they look for;
    ``struck`` are words that shall not count. The order of papers does not matter.
    """
    likes, hides = _texts(liked, background), _texts(disliked, background)
    passed = seen if isinstance(seen, Texts) else read(seen, background)
    weights = _weights(likes, hides, passed)
    weights[[column_of(one) for one in struck]] = 0
    return Profile(background, weights, likes, hides)


def rank(papers: Sequence[Paper] | Texts, profile: Profile) -> list[Ranked]:
    """Order papers for a reader, the likeliest first; ties by identifier, newest first."""
    texts = papers if isinstance(papers, Texts) else read(papers, profile.background)
    scores = texts.rows.times(profile.weights) + profile.weights[-1]
    chances = chance(scores)
    found = [
        Ranked(p.id, p.version, float(s), float(c))
        for p, s, c in zip(texts.papers, scores, chances, strict=True)
    ]
    found.sort(key=lambda one: (one.id, one.version), reverse=True)
    found.sort(key=lambda one: -one.score)
    return found


def _texts(examples: Sequence[Liked | Paper], background: Background) -> Texts:
    papers = [one.paper if isinstance(one, Liked) else one for one in examples]
    return read(sorted(papers, key=lambda p: (p.id, p.version)), background)


def _weights(likes: Texts, hides: Texts, passed: Texts) -> NDArray[np.float64]:
    parts = [likes.rows, hides.rows, passed.rows]
    rows = Rows.joined(parts)
    wanted = np.repeat([1.0, 0.0, 0.0], [len(part) for part in parts])
    if wanted.all() or not wanted.any():
        return np.zeros(SIZE + 1)
    used = np.unique(rows.columns)
    narrow = np.zeros(SIZE, np.int64)
    narrow[used] = np.arange(len(used))
    small = Rows(rows.starts, narrow[rows.columns], rows.values)
    found = fit(small, wanted, balanced(wanted), STRENGTH, len(used))
    weights = np.zeros(SIZE + 1)
    weights[used], weights[-1] = found[:-1], found[-1]
    return weights

"""What a reader likes: learned from papers they keep and papers they do not.

Words and, where there are embeddings, meaning are learned apart; the score is that of the words
and a share of that of the meaning, brought to the same spread among the papers that are not liked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from paperlode.ranking.background import Background, Texts, read
from paperlode.ranking.learning import chance, spread, told_apart
from paperlode.ranking.trust import share
from paperlode.ranking.words import SIZE, Rows, columns_of, look_up

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from paperlode.paper import Paper

VERSION = "words-4"
"""Which way of learning this is: stored with every rank; another version may rank differently."""
STRENGTH = 10.0
"""How far the learner may go for its examples: the inverse of the pull towards zero."""
HIDDEN = 3.0
"""A paper that was hidden counts as three that were passed over."""
MOST = 5_000
"""Of more likes, hides or papers seen the newest are learned from."""


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
    """What a reader likes: a weight for each word, and the papers it was learned from."""

    background: Background
    columns: NDArray[np.int64]
    """Ascending: the words that were learned from."""
    weights: NDArray[np.float64]
    offset: float
    liked: Texts
    hidden: Texts

    def weigh(self, columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the weights of columns; what was not learned from weighs nothing."""
        return look_up(columns, self.columns, self.weights)


def learn(
    liked: Sequence[Liked | Paper] | Texts,
    disliked: Sequence[Liked | Paper] | Texts,
    background: Background,
    *,
    seen: Sequence[Paper] | Texts = (),
    struck: Collection[str] = (),
) -> Profile:
    """Learn what tells papers that the reader likes from the others.

    ``disliked`` were hidden; ``seen`` were shown and passed over, or are simply recent papers of
    the reader's topics; ``struck`` are words, pairs and categories that shall not count. The order
    of papers does not matter. A paper both liked and hidden counts by the later word, and not at
    all when no moments tell; a paper liked or hidden counts as seen no more.
    """
    said = (_newest(liked), _newest(disliked))
    likes, hides = _settled(*said)
    known = {one.paper.id for some in said for one in some}
    passed = [one for one in _newest(seen) if one.paper.id not in known]
    parts = [
        _read(some, given, background)
        for some, given in ((likes, liked), (hides, disliked), (passed, seen))
    ]
    silent = [column for text in struck for column in columns_of(text)]
    columns, weights, offset = _weights(parts, silent)
    return Profile(background, columns, weights, offset, parts[0], parts[1])


def rank(papers: Sequence[Paper] | Texts, profile: Profile) -> list[Ranked]:
    """Order papers for a reader, the likeliest first; of equals the later identifier first."""
    texts = papers if isinstance(papers, Texts) else read(papers, profile.background)
    each = texts.rows.values * profile.weigh(texts.rows.columns)
    scores = texts.rows.with_values(each).sums() + profile.offset
    found = [
        Ranked(p.id, p.version, float(s), float(c))
        for p, s, c in zip(texts.papers, scores, chance(scores), strict=True)
    ]
    found.sort(key=lambda one: (one.id, one.version), reverse=True)
    found.sort(key=lambda one: -one.score)
    return found


def _newest(examples: Sequence[Liked | Paper] | Texts) -> list[Liked]:
    """Take each paper once, in its newest version, and not more than MOST; order by identifier."""
    papers = examples.papers if isinstance(examples, Texts) else examples
    every = [one if isinstance(one, Liked) else Liked(one) for one in papers]
    once = {one.paper.id: one for one in sorted(every, key=lambda one: one.paper.version)}
    last = sorted(once.values(), key=_moment, reverse=True)[:MOST]
    return sorted(last, key=lambda one: one.paper.id)


def _moment(one: Liked) -> tuple[bool, float, str]:
    """Sort by when it was said; without a moment by identifier, behind those that have one."""
    return (one.when is not None, one.when.timestamp() if one.when else 0, one.paper.id)


def _settled(liked: list[Liked], hidden: list[Liked]) -> tuple[list[Liked], list[Liked]]:
    """Let the later word hold for papers that were both liked and hidden."""
    likes, hides = ({one.paper.id: one for one in some} for some in (liked, hidden))
    return (
        [one for one in liked if _later(one, hides.get(one.paper.id))],
        [one for one in hidden if _later(one, likes.get(one.paper.id))],
    )


def _later(one: Liked, other: Liked | None) -> bool:
    if other is None:
        return True
    return one.when is not None and (other.when is None or one.when > other.when)


def _read(
    some: Iterable[Liked], given: Sequence[Liked | Paper] | Texts, background: Background
) -> Texts:
    """Read papers, unless they were read before."""
    papers = [one.paper for one in some]
    if not isinstance(given, Texts):
        return read(papers, background)
    places = {paper: n for n, paper in enumerate(given.papers)}
    return given.take([places[paper] for paper in papers])


def _weights(
    texts: Sequence[Texts], silent: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.float64], float]:
    """Learn a weight for each word and each number of a meaning, and the offset of all scores."""
    parts = [one.rows for one in texts]  # liked, hidden, passed over
    sizes = [len(part) for part in parts]
    rows = Rows.joined(parts)
    used, narrow = np.unique(rows.columns, return_inverse=True)
    small = Rows(rows.starts, narrow.astype(np.int64), rows.values)
    worded, meant = (used < SIZE) & ~np.isin(used, silent), used >= SIZE
    weights, offset = _learned(small.only(worded), sizes, len(used))
    if meant.any():
        kinds = small.only(worded), small.only(meant)
        more, constant = _learned(kinds[1], sizes, len(used))
        more[-1] += constant  # a meaning's last number is 1: its score is its numbers alone
        others = sizes[0] if sum(sizes[1:]) > 1 else 0  # likes lie too far off: they were learned
        wide = [spread(small.times(some)[others:]) for some in (weights, more)]
        trusted = share(kinds, *_examples(sizes), STRENGTH, len(used))
        weights = weights + trusted * wide[0] / wide[1] * more
    return used, weights, offset


def _examples(sizes: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Say which of so many liked, hidden and passed papers are wanted, and how much each counts."""
    return np.repeat([1.0, 0.0, 0.0], sizes), np.repeat([1.0, HIDDEN, 1.0], sizes)


def _learned(rows: Rows, sizes: Sequence[int], width: int) -> tuple[NDArray[np.float64], float]:
    """Learn from so many liked, hidden and passed papers a weight a column, and the offset."""
    wanted, importance = _examples(sizes)
    if wanted.all() or not wanted.any():  # nothing to compare with: the mean of what there is
        some = np.repeat([1.0, 1.0, 0.0] if wanted.any() else [-1.0, -1.0, 0.0], sizes)
        return rows.back(some / max(1, sizes[0] + sizes[1]), width), 0.0
    found = told_apart(rows, wanted, importance, STRENGTH, width)
    return found[:-1], float(found[-1])

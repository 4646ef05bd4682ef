"""How far meaning is to be believed beside words: tried on examples that were held back.

Some readers' papers are told best by their words, others' by what they mean. Both are learned from
four fifths of the examples and score the last fifth, five times; the one that lifts the likes
farther above the others counts more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paperlode.ranking.learning import spread, told_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlode.ranking.learning import Numbers
    from paperlode.ranking.words import Rows

UNTRIED = 0.5
"""What the meaning counts beside the words when there are too few examples to try."""
RISE, STEEPNESS, MOST = 2.0, 3, 1.5
"""It counts 2 r³, at most 1.5, where r is how far it lifts the likes when words lift them by 1."""
PARTS = 5
TRIED = (500, 200)
"""Of more other papers and likes so many, evenly taken, are tried: they tell enough."""
_FAR = 1e-6


def share(
    kinds: Sequence[Rows], wanted: Numbers, importance: Numbers, strength: float, width: int
) -> float:
    """Say what the scores of the meaning count beside those of the words, both spread alike.

    ``kinds`` are the rows of the words and those of the meaning, of the same examples.
    """
    part = _parts(wanted)
    if part is None:
        return UNTRIED
    some = np.flatnonzero(part >= 0)
    parts, likes = part[some], wanted[some]
    words, meaning = (
        _lift(_held_back(rows.take(some), likes, importance[some], parts, strength, width), likes)
        for rows in kinds
    )
    return min(MOST, RISE * (max(0.0, meaning) / max(words, _FAR)) ** STEEPNESS)


def _parts(wanted: Numbers) -> Numbers | None:
    """Give each example its part, -1 to those not tried; None if there are too few."""
    sides = [np.flatnonzero(wanted == side) for side in (0, 1)]
    number = min(PARTS, *(len(side) for side in sides))
    if number < 2:  # noqa: PLR2004  to hold one back, another must be left
        return None
    part = np.full(len(wanted), -1.0)
    for side, most in zip(sides, TRIED, strict=True):
        taken = side[np.linspace(0, len(side) - 1, min(most, len(side))).astype(int)]
        part[taken] = np.arange(len(taken)) % number
    return part


def _held_back(
    rows: Rows, wanted: Numbers, importance: Numbers, part: Numbers, strength: float, width: int
) -> Numbers:
    """Score each part by what was learned from the others."""
    scores = np.zeros(len(rows))
    for one in np.unique(part):
        rest, back = np.flatnonzero(part != one), np.flatnonzero(part == one)
        found = told_apart(rows.take(rest), wanted[rest], importance[rest], strength, width)
        scores[back] = rows.take(back).times(found[:-1]) + found[-1]
    return scores


def _lift(scores: Numbers, wanted: Numbers) -> float:
    """Say how many spreads of the others the likes stand above them."""
    likes, others = scores[wanted > 0], scores[wanted == 0]
    return float(likes.mean() - others.mean()) / spread(others)

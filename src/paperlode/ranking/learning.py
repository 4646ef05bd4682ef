"""Logistic regression on sparse rows by Newton's method: the same result on every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paperlode.ranking.words import Rows

    Numbers = NDArray[np.float64]

_STEPS = 30
_CONJUGATE_STEPS = 60
_SMALL = 1e-4
_ALIKE = 1e-9


def chance(score: Numbers) -> Numbers:
    """Turn scores into numbers between 0 and 1."""
    return np.asarray(1 / (1 + np.exp(-score.clip(-35, 35))), np.float64)


def balanced(wanted: Numbers, importance: Numbers) -> Numbers:
    """Weigh examples so that the wanted ones and the others count the same in sum."""
    likes, others = importance @ wanted, importance @ (1 - wanted)
    half = len(wanted) / 2
    return np.asarray(importance * np.where(wanted > 0, half / likes, half / others), np.float64)


def spread(scores: Numbers) -> float:
    """Say how far scores lie apart; 1 if all are the same."""
    found = float(scores.std())
    return found if found > _ALIKE else 1.0


def told_apart(
    rows: Rows, wanted: Numbers, importance: Numbers, strength: float, width: int
) -> Numbers:
    """Find the weights, as ``fit`` does, with both sides counting the same in sum."""
    return fit(rows, wanted, balanced(wanted, importance), strength, width)


def fit(rows: Rows, wanted: Numbers, importance: Numbers, strength: float, width: int) -> Numbers:
    """Find weights (one a column, and the offset last) that tell wanted rows from the others.

    ``strength`` is the inverse of the pull towards zero. The offset is free.
    """
    weights = np.zeros(width + 1)
    told = _loss(rows, wanted, importance, strength, weights)
    for _ in range(_STEPS):
        p = chance(rows.times(weights) + weights[-1])
        gradient = _back(rows, importance * (p - wanted), width) + _pull(weights, strength)
        if np.abs(gradient).max() < _SMALL:
            break
        step = _direction(rows, importance * p * (1 - p), gradient, strength)
        new = _loss(rows, wanted, importance, strength, weights + step)
        while new > told and np.abs(step).max() > _SMALL:  # too far: it would never settle
            step /= 2
            new = _loss(rows, wanted, importance, strength, weights + step)
        weights, told = weights + step, new
    return weights


def _loss(
    rows: Rows, wanted: Numbers, importance: Numbers, strength: float, weights: Numbers
) -> float:
    scores = rows.times(weights) + weights[-1]
    surprise = importance @ np.logaddexp(0, np.where(wanted > 0, -scores, scores))
    return float(surprise + weights[:-1] @ weights[:-1] / (2 * strength))


def _pull(weights: Numbers, strength: float) -> Numbers:
    pull: Numbers = weights / strength
    pull[-1] = 0
    return pull


def _back(rows: Rows, factors: Numbers, width: int) -> Numbers:
    return np.append(rows.back(factors, width), factors.sum())


def _direction(rows: Rows, curvature: Numbers, gradient: Numbers, strength: float) -> Numbers:
    """Solve for Newton's step by conjugate gradients."""
    step = np.zeros_like(gradient)
    rest = -gradient
    along = rest.copy()
    size = first = float(rest @ rest)
    for _ in range(_CONJUGATE_STEPS):
        bent = _back(rows, curvature * (rows.times(along) + along[-1]), len(along) - 1)
        bent += _pull(along, strength)
        share = size / float(along @ bent)
        step += share * along
        rest -= share * bent
        new = float(rest @ rest)
        if new < first * 1e-4:
            break
        along = rest + new / size * along
        size = new
    return step

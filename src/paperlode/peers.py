"""How other programs rank papers, on the same words: to compare with.

arxiv-sanity-lite learns a linear support vector machine (balanced, C = 0.01), others a logistic
regression (balanced, C = 1) from liked papers and papers seen; most programs for Zotero weigh the
likeness of embeddings to the library, newer papers more (1 / (1 + log10(place))).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from paperlode import ranking
    from paperlode.paper import Paper

    Numbers = NDArray[np.float64]
    Slope = Callable[[Numbers], Numbers]

STEPS = 200
SVM, LOGISTIC = 0.01, 1.0
"""What errors cost beside large weights (C)."""


def svm(liked: ranking.Texts, seen: ranking.Texts, asked: ranking.Texts) -> Numbers:
    """Score papers as arxiv-sanity-lite's learner does: squared hinge loss."""
    return _learned(liked, seen, asked, SVM, lambda margin: -2 * (1 - margin).clip(0), 2.0)


def logistic(liked: ranking.Texts, seen: ranking.Texts, asked: ranking.Texts) -> Numbers:
    """Score papers by a logistic regression."""
    return _learned(
        liked, seen, asked, LOGISTIC, lambda margin: -1 / (1 + np.exp(margin.clip(-35, 35))), 0.25
    )


def library_mean(
    liked: Sequence[Paper],
    asked: Sequence[Paper],
    embed: Callable[[Sequence[Paper]], NDArray[np.floating[Any]]],
) -> Numbers:
    """Score papers by the likeness of their embeddings to liked ones, which come newest first."""
    known, wanted = (_normed(embed(papers)) for papers in (liked, asked))
    weights = 1 / (1 + np.log10(np.arange(1, len(liked) + 1)))
    return np.asarray(wanted @ (weights / weights.sum() @ known), np.float64)


def _normed(rows: NDArray[np.floating[Any]]) -> Numbers:
    found = np.asarray(rows, np.float64)
    lengths = np.sqrt((found * found).sum(axis=1, keepdims=True))
    return found / np.where(lengths > 0, lengths, 1)


def _learned(
    liked: ranking.Texts,
    seen: ranking.Texts,
    asked: ranking.Texts,
    cost: float,
    slope: Slope,
    steepest: float,
) -> Numbers:
    """Fall along the slope of a loss with momentum (Nesterov, 1983); rows have the length 1."""
    if not len(liked) or not len(seen):
        return np.zeros(len(asked))
    rows = _joined(liked, seen)
    used, narrow = np.unique(rows.columns, return_inverse=True)
    rows = type(rows)(rows.starts, narrow.astype(np.int64), rows.values)
    side = np.repeat([1.0, -1.0], [len(liked), len(seen)])
    counts = np.where(side > 0, len(side) / len(liked), len(side) / len(seen)) / 2
    pace = 1 / (1 + 2 * cost * steepest * float(counts.sum()))
    weights = before = np.zeros(len(used) + 1)
    for step in range(STEPS):
        ahead = weights + step / (step + 3) * (weights - before)
        margin = side * (rows.times(ahead) + ahead[-1])
        pull = cost * counts * side * slope(margin)
        back = np.append(rows.back(pull, len(used)), pull.sum())
        before, weights = weights, ahead - pace * (ahead + back)
    return _scores(asked, used, weights)


def _joined(liked: ranking.Texts, seen: ranking.Texts) -> Any:  # noqa: ANN401  ranking's own rows
    return type(liked.rows).joined([liked.rows, seen.rows])


def _scores(asked: ranking.Texts, used: NDArray[np.int64], weights: Numbers) -> Numbers:
    """Add each paper's weights; words that were not learned from weigh nothing."""
    rows = asked.rows
    places = np.minimum(np.searchsorted(used, rows.columns), len(used) - 1)
    each = np.where(used[places] == rows.columns, weights[places], 0.0)
    found: Numbers = rows.with_values(rows.values * each).sums()
    return found

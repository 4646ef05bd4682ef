"""How much the meaning counts is found on the reader's own papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from paperlode.ranking.trust import MOST, UNTRIED, share
from paperlode.ranking.words import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

WANTED = np.repeat([1.0, 0.0], [10, 40])
CHANCE = np.random.default_rng(5).normal(size=(2, 50))


def rows(values: NDArray[np.float64]) -> Rows:
    """Give each example one number."""
    return Rows(np.arange(len(values) + 1), np.zeros(len(values), np.int64), values)


def trusted(words: float, meaning: float, wanted: NDArray[np.float64] = WANTED) -> float:
    """Give the share of a meaning where likes stand so far above the others, and chance."""
    kinds = [
        rows(far * wanted + noise[: len(wanted)])
        for far, noise in zip((words, meaning), CHANCE, strict=True)
    ]
    return share(kinds, wanted, np.ones(len(wanted)), 10.0, 1)


def test_meaning_that_tells_as_much_as_words_counts_fully() -> None:
    """What lifts the likes farther than the words do counts the most there is, and not more."""
    assert trusted(1, 4) == trusted(0, 4) == MOST


def test_meaning_counts_the_less_the_less_it_tells() -> None:
    """Half as far counts far less than half; what tells nothing of held-back papers is left out."""
    assert MOST > trusted(4, 3) > 4 * trusted(4, 1.5)
    assert trusted(4, 0) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(("likes", "others"), [(0, 9), (1, 9), (9, 1), (9, 0), (0, 0)])
def test_too_few_papers_are_not_tried(likes: int, others: int) -> None:
    """One like cannot be held back and learned from: half of the meaning's score counts."""
    assert trusted(4, 0, np.repeat([1.0, 0.0], [likes, others])) == UNTRIED


def test_of_many_papers_a_part_is_tried() -> None:
    """However many papers were seen, the trial stays short and gives the same."""
    wanted = np.repeat([1.0, 0.0], [10, 10_000])
    values = np.tile([0.0, 1.0], 5_005) + wanted
    found = share([rows(values), rows(values)], wanted, np.ones(10_010), 10.0, 1)
    assert found == MOST

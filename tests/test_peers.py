"""Other programs' ways of ranking, as scikit-learn learns them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from paperlode import peers
from paperlode.ranking import Background, Texts, read
from paperlode.ranking.words import SIZE
from tests.small_world import made_up

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = ["heat", "ice", "glass", "metal", "salt", "wave", "light", "sound", "field", "spin"]
PAPERS = [
    made_up(n, title=" ".join(np.random.default_rng(n).choice(WORDS, 6)), abstract="")
    for n in range(1, 61)
]
BACKGROUND = Background.of(PAPERS)
LIKED, SEEN, ASKED = (read(PAPERS[a:b], BACKGROUND) for a, b in ((0, 8), (8, 40), (40, 60)))
SVM = LinearSVC(C=0.01, class_weight="balanced", max_iter=10_000, tol=1e-6, random_state=0)
LOGISTIC = LogisticRegression(C=1.0, class_weight="balanced", solver="liblinear", tol=1e-6)


def table(texts: Texts) -> Any:  # noqa: ANN401  scipy's
    """Give rows as scipy has them."""
    rows = texts.rows
    return csr_matrix((rows.values, rows.columns, rows.starts), shape=(len(texts), SIZE))


@pytest.mark.parametrize(("ours", "theirs"), [(peers.svm, SVM), (peers.logistic, LOGISTIC)])
def test_scores_are_those_of_scikit_learn(
    ours: Callable[[Texts, Texts, Texts], Any],
    theirs: Any,  # noqa: ANN401  same
) -> None:
    """But for a constant."""
    train = read([*LIKED.papers, *SEEN.papers], BACKGROUND)
    theirs.fit(table(train), [1] * len(LIKED) + [0] * len(SEEN))
    found = np.corrcoef(ours(LIKED, SEEN, ASKED), theirs.decision_function(table(ASKED)))
    assert found[0, 1] > 0.999


def test_newer_papers_of_a_library_weigh_more() -> None:
    """As programs for Zotero have it; a paper without a vector is like nothing."""
    vectors = {PAPERS[0].id: [2, 0], PAPERS[1].id: [0, 3], PAPERS[2].id: [0, 0]}
    scores = peers.library_mean(
        PAPERS[:2], PAPERS[:3], lambda some: np.array([vectors[one.id] for one in some])
    )
    assert scores[0] > scores[1] > scores[2] == 0


def test_without_examples_nothing_is_learned() -> None:
    """All papers are equal then."""
    nothing = read([], BACKGROUND)
    assert not peers.svm(nothing, SEEN, ASKED).any()

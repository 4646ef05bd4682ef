"""How others rank papers, in a few lines each, with the parameters that they use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.ranking import Benchmark

REFERENCE = "TF-IDF logistic regression"
_KEPT: dict[tuple[int, str, str], tuple[dict[str, int], Any]] = {}


def _text(bench: Benchmark, one: str) -> str:
    paper = bench.papers.get(one)
    if paper is None:  # the folder does not have every paper
        return ""
    fields = " ".join("cat" + name.replace(".", "").replace("-", "") for name in paper.categories)
    return f"{paper.title} {paper.title} {paper.abstract} {fields} {fields}"


def _vectors(
    bench: Benchmark, user: dict[str, Any], label: str, lists: list[list[str]], **how: object
) -> list[Any]:
    """Turn lists of papers into TF-IDF; words and idf are those of the user's era."""
    key = (id(bench), user.get("era", ""), label)
    if key not in _KEPT:
        _KEPT[key] = _read(bench, user, **how)
    places, rows = _KEPT[key]
    return [rows[[places[one] for one in some]] for some in lists]


def _read(bench: Benchmark, user: dict[str, Any], **how: object) -> tuple[dict[str, int], Any]:
    """Count the words of the user's era, and read every paper of its users once."""
    era = user.get("era", "")
    counted = bench.recent.get(era) or user["seen"]
    reader = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32, **how)
    reader.fit(_text(bench, one) for one in counted)
    users = [one for one in bench.users.values() if one.get("era", "") == era]
    lists = [some.get(name) or [] for some in users for name in ("library", "seen")]
    wanted = [one for some in lists for one in some]
    wanted += [one for some in users for pool in bench.pools[some["user"]] for one in pool["ids"]]
    places = {one: n for n, one in enumerate(dict.fromkeys(wanted))}
    return places, reader.transform(_text(bench, one) for one in places)


def _learned(
    bench: Benchmark,
    user: dict[str, Any],
    ids: list[str],
    learner: LogisticRegression | LinearSVC,
    **how: object,
) -> Sequence[float]:
    own = set(user["library"])
    passed = [one for one in user["seen"] if one not in own]
    lists = [[*user["library"], *passed], ids]
    train, asked = _vectors(bench, user, repr(how), lists, **how)
    wanted = [1] * len(own) + [0] * len(passed)
    found: Sequence[float] = learner.fit(train, wanted).decision_function(asked)
    return found


def logistic(bench: Benchmark, user: dict[str, Any], ids: list[str]) -> Sequence[float]:
    """Balanced logistic regression (C = 1) on words and pairs in two documents or more."""
    learner = LogisticRegression(C=1.0, class_weight="balanced", solver="liblinear", random_state=0)
    return _learned(bench, user, ids, learner, min_df=2)


def sanity_lite(bench: Benchmark, user: dict[str, Any], ids: list[str]) -> Sequence[float]:
    """arxiv-sanity-lite: 20,000 words and pairs, a balanced linear SVM with C = 0.01."""
    learner = LinearSVC(C=0.01, class_weight="balanced", max_iter=10_000, tol=1e-6, random_state=0)
    return _learned(bench, user, ids, learner, max_features=20_000, stop_words="english")


def asreview(bench: Benchmark, user: dict[str, Any], ids: list[str]) -> Sequence[float]:
    """ASReview's default of 2025: TF-IDF, a linear SVM with C = 0.11, classes 9.8 to 1."""
    share = len(user["seen"]) / len(user["library"])
    learner = LinearSVC(C=0.11, class_weight={1: 9.8, 0: 9.8 / share}, random_state=0)
    return _learned(bench, user, ids, learner, min_df=1, max_df=0.9)


def zotero(bench: Benchmark, user: dict[str, Any], ids: list[str]) -> Sequence[float]:
    """Weigh the likeness to each library paper: newer ones more, 1 / (1 + log10(place))."""
    places = np.arange(1, len(user["library"]) + 1)
    weights = 1 / (1 + np.log10(places))
    liked = bench.embed(bench.known(user["library"]))
    scores: Sequence[float] = bench.embed(bench.known(ids)) @ (weights / weights.sum() @ liked)
    return scores


def newest(bench: Benchmark, user: dict[str, Any], ids: list[str]) -> Sequence[float]:
    """Newest first: by identifier."""
    del bench, user
    order = {one: place for place, one in enumerate(sorted(ids))}
    return [float(order[one]) for one in ids]


PEERS = {
    "newest first": newest,
    "weighted mean of embeddings": zotero,
    "arxiv-sanity-lite": sanity_lite,
    "ASReview": asreview,
    REFERENCE: logistic,
}

"""How well papers are ranked for readers whose later papers are known.

    .venv/bin/python -m benchmarks.ranking FOLDER --out scores.jsonl
    .venv/bin/python -m benchmarks.ranking FOLDER --compare [--json figures.json]

FOLDER holds users, pools, background (.jsonl or .jsonl.zst) and papers (also .parquet), as
docs/ranking.md describes. ``--out`` writes one line a user and paper with its score; it needs no
truth. ``--compare`` ranks by other methods too (with scikit-learn) and prints the mean nDCG@10 of
weeks with 95 % intervals and the paired difference to logistic regression on the same users.
``--embeddings FILE.npz`` takes stored embeddings (``ids`` and ``E``, one row each). Every user is
ranked alone: nothing of one user reaches another.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import zstandard

from paperlode.cli.screen import Screen
from paperlode.paper import Paper
from paperlode.ranking import VERSION, Background, learn, rank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from paperlode.progress import Progress

    Method = Callable[["Benchmark", dict[str, Any], list[str]], Sequence[float]]

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
RESAMPLES = 2_000
DEEP = 10
CURATED = {"list", "section", "union"}


def lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Read the lines of the files called name, name_dev and name_hidden, packed or not."""
    for path in sorted(
        p for end in ("", "_dev", "_hidden") for p in folder.glob(f"{name}{end}.j*")
    ):
        opened = zstandard.open if path.suffix == ".zst" else open
        with opened(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """Read the papers."""
    if not (folder / "papers.parquet").exists():
        yield from lines(folder, "papers")
        return
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415  not every folder needs it

    wanted = {"id", "title", "abstract", "categories", "authors"}
    with ParquetFile(folder / "papers.parquet") as file:
        columns = [name for name in file.schema_arrow.names if name in wanted]
        for batch in file.iter_batches(2_000, columns=columns):
            yield from batch.to_pylist()


def paper(record: dict[str, Any]) -> Paper:
    """Make a paper of what a benchmark says of one; what it does not say stays empty."""
    texts = (record.get("title") or "", record.get("abstract") or "")
    lists = (tuple(record.get("authors") or ()), tuple(record.get("categories") or ()))
    return Paper(record["id"], 1, *texts, *lists, LONG_AGO, LONG_AGO)


class Benchmark:
    """A folder's users, their pools, and what papers say."""

    def __init__(self, folder: Path, embeddings: Path | None) -> None:
        self.users = {user["user"]: user for user in lines(folder, "users")}
        self.pools: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for pool in lines(folder, "pools"):
            self.pools[pool["user"]].append(pool)
        self.papers = {one["id"]: paper(one) for one in records(folder)}
        self.recent = {b.get("era", ""): b["ids"] for b in lines(folder, "background")}
        self.truth = {one["user"]: set(one["relevant"]) for one in lines(folder, "truth")}
        self.embeddings = embeddings
        self._counted: dict[str, Background] = {}

    def known(self, ids: Sequence[str]) -> list[Paper]:
        """Give the papers that the folder has."""
        return [self.papers[one] for one in ids if one in self.papers]

    def background(self, user: dict[str, Any]) -> Background:
        """Count the words of the recent papers of a user's era, once."""
        era = user.get("era", "")
        if era not in self._counted:
            ids = self.recent.get(era) or user.get("seen", [])
            self._counted[era] = Background.of(self.known(ids))
        return self._counted[era]

    @cached_property
    def vectors(self) -> dict[str, NDArray[np.float32]]:
        """Read the stored embeddings."""
        if self.embeddings is None:
            return {"": np.zeros(1, np.float32)}
        with np.load(self.embeddings) as file:
            return dict(zip(file["ids"].tolist(), file["E"].astype(np.float32), strict=True))

    def embed(self, some: Sequence[Paper]) -> NDArray[np.float32]:
        """Give the stored embeddings of papers; zeros for those without."""
        size = len(next(iter(self.vectors.values())))
        none = np.zeros(size, np.float32)
        return np.array([self.vectors.get(one.id, none) for one in some]).reshape(-1, size)


def ours(bench: Benchmark, user: dict[str, Any], ids: list[str]) -> list[float]:
    """Rank by words alone."""
    return _ranked(bench, user, ids, bench.background(user))


def with_meaning(bench: Benchmark, user: dict[str, Any], ids: list[str]) -> list[float]:
    """Rank by words and embeddings."""
    return _ranked(bench, user, ids, replace(bench.background(user), embed=bench.embed))


def _ranked(
    bench: Benchmark, user: dict[str, Any], ids: list[str], background: Background
) -> list[float]:
    seen = bench.known(user.get("seen") or [])
    profile = learn(bench.known(user.get("library") or []), [], background, seen=seen)
    scores = {one.id: one.score for one in rank(bench.known(ids), profile)}
    return [scores.get(one, -math.inf) for one in ids]


def asked(bench: Benchmark, user: str) -> list[str]:
    """Name every paper of a user's pools once."""
    return list(dict.fromkeys(one for pool in bench.pools[user] for one in pool["ids"]))


def write(bench: Benchmark, method: Method, out: Path, show: Progress) -> None:
    """Write a score for every user and paper."""
    with out.open("w", encoding="utf-8") as file:
        for done, (name, user) in enumerate(bench.users.items(), 1):
            ids = asked(bench, name)
            for one, score in zip(ids, method(bench, user, ids), strict=True):
                line = {"user": name, "id": one, "score": score if math.isfinite(score) else None}
                file.write(json.dumps(line) + "\n")
            show("users", done, len(bench.users))


def tie(identifier: str) -> str:
    """Break ties by chance that falls the same way every time."""
    return hashlib.md5(f"tie{identifier}".encode(), usedforsecurity=False).hexdigest()[:12]


def gain(ids: list[str], scores: dict[str, float], relevant: set[str]) -> float | None:
    """Give nDCG@10 of one pool; None when nothing in it is relevant."""
    order = sorted(ids, key=lambda one: (-scores[one], tie(one)))
    number = min(DEEP, sum(one in relevant for one in ids))
    if not number:
        return None
    best = sum(1 / math.log2(n + 2) for n in range(number))
    return sum(1 / math.log2(n + 2) for n, i in enumerate(order[:DEEP]) if i in relevant) / best


def quality(bench: Benchmark, method: Method, show: Progress, name: str) -> dict[str, float]:
    """Give each user's mean over the weeks."""
    found: dict[str, float] = {}
    for done, user in enumerate(bench.truth, 1):
        weeks = [pool["ids"] for pool in bench.pools[user] if pool.get("type") == "week"]
        ids = list(dict.fromkeys(one for week in weeks for one in week))
        if not any(bench.truth[user].intersection(week) for week in weeks):
            continue
        scores = dict(zip(ids, method(bench, bench.users[user], ids), strict=True))
        gains = [gain(week, scores, bench.truth[user]) for week in weeks]
        found[user] = float(np.mean([one for one in gains if one is not None]))
        show(name, done, len(bench.truth))
    return found


def interval(bench: Benchmark, values: dict[str, float]) -> dict[str, float]:
    """Give the mean of the kinds' means, with 95 % from 2,000 resamples of groups of users."""
    kinds = sorted({kind(bench.users[user]) for user in values})
    groups = sorted({bench.users[user].get("group", user) for user in values})
    total, number = np.zeros((2, len(groups), len(kinds)))
    for user, value in values.items():
        place = (
            groups.index(bench.users[user].get("group", user)),
            kinds.index(kind(bench.users[user])),
        )
        total[place] += value
        number[place] += 1
    drawn = np.random.default_rng(0).integers(0, len(groups), (RESAMPLES, len(groups)))
    with np.errstate(invalid="ignore"):
        means = np.nanmean(total[drawn].sum(1) / number[drawn].sum(1), 1)
    low, high = np.percentile(means, [2.5, 97.5])
    by_kind = dict(zip(kinds, (total.sum(0) / number.sum(0)).tolist(), strict=True))
    mean = float(np.mean(list(by_kind.values())))
    return {"mean": mean, "low": float(low), "high": float(high), **by_kind}


def kind(user: dict[str, Any]) -> str:
    """Name the family of a user: lists, sections and unions are all curated."""
    return "curated" if user.get("kind") in CURATED else str(user.get("kind", "?"))


def compare(bench: Benchmark, show: Progress) -> dict[str, Any]:
    """Rank by every method; give means, intervals and paired differences to the reference."""
    from benchmarks.ranking_peers import PEERS, REFERENCE  # noqa: PLC0415  needs scikit-learn

    methods: dict[str, Method] = {**PEERS, "paperlode": ours}
    if bench.embeddings is None:
        methods.pop("weighted mean of embeddings")
    else:
        methods["paperlode with embeddings"] = with_meaning
    values = {name: quality(bench, method, show, name) for name, method in methods.items()}
    return {name: _told(bench, each, values[REFERENCE]) for name, each in values.items()}


def _told(bench: Benchmark, each: dict[str, float], other: dict[str, float]) -> dict[str, Any]:
    difference = {user: value - other[user] for user, value in each.items()}
    return {**interval(bench, each), "difference": interval(bench, difference)}


def tell(figures: dict[str, Any]) -> None:
    """Print the figures as a table."""
    for name, one in figures.items():
        kinds = " ".join(
            f"{key} {value:.3f}"
            for key, value in one.items()
            if key not in {"mean", "low", "high", "difference"}
        )
        d = one["difference"]
        print(f"{name:28s} {one['mean']:.3f} [{one['low']:.3f}, {one['high']:.3f}]  {kinds}")
        print(f"{'':28s} difference {d['mean']:+.3f} [{d['low']:+.3f}, {d['high']:+.3f}]")


def main() -> None:
    """Write scores, or compare."""
    ask = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ask.add_argument("folder", type=Path)
    ask.add_argument("--out", type=Path, help="write user, id and score, one a line")
    ask.add_argument("--compare", action="store_true", help="rank by other methods too")
    ask.add_argument("--embeddings", type=Path, help="stored embeddings (.npz with ids and E)")
    ask.add_argument("--json", type=Path, help="write the figures of --compare")
    said = ask.parse_args()
    bench = Benchmark(said.folder, said.embeddings)
    with Screen().progress() as show:
        if said.out:
            write(bench, with_meaning if said.embeddings else ours, said.out, show)
        figures = compare(bench, show) if said.compare else {}
    tell(figures)
    if said.json:
        said.json.write_text(json.dumps({"version": VERSION, **figures}, indent=1) + "\n")


if __name__ == "__main__":
    main()

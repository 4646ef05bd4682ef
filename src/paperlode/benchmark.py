"""Readers whose later papers are known: how well are these put first, whatever the way.

A folder of benchmark files says who knows what (docs/ranking.md); each reader is judged alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, Any

from paperlode.errors import InputError
from paperlode.paper import Paper, moment
from paperlode.progress import silent
from paperlode.replay import NEWEST, RANKED, Week, ndcg, others, ranked
from paperlode.sighting import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperlode.progress import Progress
    from paperlode.ranking import Background
    from paperlode.replay import Order

FILES = ("users", "pools", "background", "papers", "truth")

Record = dict[str, Any]


@dataclass(slots=True)
class Benchmark:
    """What the files say."""

    users: list[Record]
    pools: Mapping[str, list[list[str]]]
    """The weeks of each reader: identifiers."""
    recent: Mapping[str, list[str]]
    """By era: papers by which is counted how rare words are."""
    papers: Mapping[str, Paper]
    truth: Mapping[str, frozenset[str]]
    counted: dict[str, Background] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Mapping[str, Iterable[Record]]) -> Benchmark:
        """Take the lines of the files; InputError when one is not as it should be."""
        try:
            pools: dict[str, list[list[str]]] = {}
            for pool in files["pools"]:
                if pool["type"] == "week":
                    pools.setdefault(pool["user"], []).append(pool["ids"])
            return cls(
                [_user(one) for one in files["users"]],
                pools,
                {one.get("era", ""): one["ids"] for one in files["background"]},
                {one["id"]: _paper(one) for one in files["papers"]},
                {one["user"]: frozenset(one["relevant"]) for one in files["truth"]},
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InputError(
                f"these are not benchmark files: {type(error).__name__}: {error}"
            ) from error

    def known(self, ids: Iterable[str]) -> list[Paper]:
        """Give the papers that there are."""
        return [self.papers[one] for one in ids if one in self.papers]

    def background(self, user: Record) -> Background:
        """Count the words of a reader's era, once."""
        from paperlode import ranking  # noqa: PLC0415  numpy is slow to import

        era = user.get("era", "")
        if era not in self.counted:
            papers = self.known(self.recent.get(era) or user["seen"])
            self.counted[era] = ranking.Background.of(papers)
        return self.counted[era]

    def orders(self, user: Record) -> dict[str, Order]:
        """Give the ways in which the papers of a reader's weeks can be put."""
        from paperlode import ranking  # noqa: PLC0415  numpy is slow to import

        liked, background = self.known(user["library"]), self.background(user)
        own = set(user["library"])
        seen = ranking.read(self.known(one for one in user["seen"] if one not in own), background)
        profile = ranking.learn(liked, [], background, seen=seen)
        return {
            RANKED: lambda papers: ranked(papers, profile),
            **others(liked, seen, background),
            NEWEST: lambda papers: sorted(papers, key=lambda p: p.id, reverse=True),
        }


def _user(record: Record) -> Record:
    """Check that a reader has what is needed."""
    return (
        record
        | {name: list(record.get(name) or []) for name in ("library", "seen")}
        | {"user": record["user"]}
    )


def _paper(record: Record) -> Paper:
    lists = (tuple(record.get("authors") or ()), tuple(record.get("categories") or ()))
    texts = (record.get("title") or "", record.get("abstract") or "")
    return Paper(record["id"], 1, *texts, *lists, BEGINNING, BEGINNING)


def readers(bench: Benchmark, most: int = 0, progress: Progress = silent) -> Iterator[Week]:
    """Judge each reader who has a relevant paper in a week: the mean of their weeks.

    ``most`` readers at most, spread over all of them; 0: all.
    """
    able = [one for one in bench.users if _weeks(bench, one["user"])]
    step = max(1, len(able) // most) if most else 1
    chosen = able[::step][: most or None]
    for done, user in enumerate(chosen, 1):
        orders = bench.orders(user)
        weeks = _weeks(bench, user["user"])
        wanted = bench.truth[user["user"]]
        scores = {
            name: fmean(ndcg([p.id for p in put(week)], _in(week, wanted)) for week in weeks)
            for name, put in orders.items()
        }
        papers, liked = sum(map(len, weeks)), sum(len(_in(week, wanted)) for week in weeks)
        yield Week(_cut(user), papers, liked, scores)
        progress("Readers", done, len(chosen))


def _cut(user: Record) -> Any:  # noqa: ANN401  a moment
    try:
        return moment(f"{user['t']}T00:00:00Z")
    except (KeyError, ValueError):
        return BEGINNING


def _weeks(bench: Benchmark, user: str) -> list[list[Paper]]:
    """Give the weeks of a reader in which there is something to find."""
    wanted = bench.truth.get(user, frozenset())
    return [bench.known(ids) for ids in bench.pools.get(user, []) if wanted.intersection(ids)]


def _in(week: Sequence[Paper], wanted: frozenset[str]) -> set[str]:
    return {paper.id for paper in week} & wanted

"""The reader's own history played again: does ranking put first what they came to like.

Week by week, of the papers that were submitted then and that topics track: a profile is learned
from what was submitted before, and asked to order the week. What it could not know then it does
not know: a liked paper teaches from its own submission on. Only how rare words are is counted
once for all weeks.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from math import log, log2, sqrt
from statistics import fmean
from typing import TYPE_CHECKING, Any

from paperlode.enrich.themes import counted
from paperlode.meaning import meaning
from paperlode.prefer import RECENT, examples, striking
from paperlode.preference import Word
from paperlode.progress import silent
from paperlode.rarity import rarity
from paperlode.sighting import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from paperlode.meaning import Embed
    from paperlode.paper import Paper
    from paperlode.prefer import Wishes
    from paperlode.preference import Mark
    from paperlode.progress import Progress
    from paperlode.ranking import Background, Profile, Texts
    from paperlode.store import Store
    from paperlode.topic import Topic

    Order = Callable[[Sequence[Paper]], Sequence[Paper]]

WEEK = timedelta(days=7)
POOL = 50_000
"""Papers of the topics that are looked at, the newest."""
LEAST = 3
"""Papers that must be known as liked before a week counts."""
AT = 10
"""Places at the top that count."""
SAMPLES = 2000
RANKED, NEWEST = "ranking", "newest first"
WORDS = "ranking by words alone"
"""Where ranking has embeddings: what they add."""
SVM = "linear SVM (arxiv-sanity-lite)"
LOGISTIC = "logistic regression"
MEAN = "nearest to the mean of the liked papers"
EMBEDDED = "mean of the library's embeddings"


@dataclass(frozen=True, slots=True)
class Week:
    """How well each way ordered one week."""

    begins: datetime
    papers: int
    liked: int
    scores: Mapping[str, float]
    """nDCG@10: 1 when all that was liked stands on top, 0 when none of it does."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How well a way ordered the weeks on average."""

    name: str
    mean: float
    low: float
    high: float
    """Where the mean lies with 95 % confidence (bootstrap over weeks)."""
    gain: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """How much better than newest first, week by week: mean, lower and upper end."""
    behind: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """How much better than it our ranking is, week by week."""


def weeks(
    store: Store,
    topics: Sequence[Topic],
    wishes: Wishes,
    most: int = 26,
    progress: Progress = silent,
) -> Iterator[Week]:
    """Play the last weeks in which something was submitted that the reader likes; newest first."""
    past = _Past.of(store, topics, striking(store, wishes))
    played = 0
    for begins, papers in _by_week(past.pool):
        wanted = {paper.id for paper in papers} & past.liked
        if not wanted or not past.enough(begins):
            continue
        orders = past.orders(begins)
        scores = {name: ndcg([p.id for p in put(papers)], wanted) for name, put in orders.items()}
        yield Week(begins, len(papers), len(wanted), scores)
        played += 1
        progress("Weeks", played, most)
        if played == most:
            return


_END = BEGINNING.replace(year=9000)


def _by_week(pool: Sequence[Paper]) -> Iterator[tuple[datetime, list[Paper]]]:
    """Cut the pool, which comes newest first, into weeks that end with its last paper."""
    if not pool:
        return
    end = pool[0].submitted
    groups: dict[int, list[Paper]] = {}
    for paper in pool:
        groups.setdefault((end - paper.submitted) // WEEK, []).append(paper)
    for number, papers in sorted(groups.items()):
        yield end - (number + 1) * WEEK, papers


@dataclass(frozen=True, slots=True)
class _Past:
    """All papers, read once; how rare words are is counted over all weeks."""

    pool: tuple[Paper, ...]
    """What topics track, newest first."""
    known: tuple[Paper, ...]
    """What the reader likes or hides, tracked or not."""
    marks: Mapping[str, Mark]
    wishes: Wishes
    background: Background
    texts: Texts
    """The pool."""
    vectors: _Vectors
    embed: Embed | None = None
    """A model of embeddings, where the settings name one."""

    @classmethod
    def of(cls, store: Store, topics: Sequence[Topic], wishes: Wishes) -> _Past:
        """Read everything."""
        from paperlode import ranking  # noqa: PLC0415  numpy is slow to import

        marks = store.marks()
        said = [one for one, mark in marks.items() if mark.word is not Word.FORGOTTEN]
        pool = tuple(store.recent(POOL, [topic.id for topic in topics], _END))
        known = tuple(store.newest_texts(said))
        background = rarity(store, pool[:RECENT] or known)
        texts = ranking.read(pool, background)
        model = (wishes.embeddings, wishes.embeddings_url, wishes.embeddings_key)
        embed = meaning(store, *model)
        return cls(pool, known, marks, wishes, background, texts, _Vectors(pool), embed)

    @property
    def liked(self) -> set[str]:
        """Name what the reader likes."""
        return {one for one, mark in self.marks.items() if mark.word is Word.LIKED}

    def enough(self, begins: datetime) -> bool:
        """Say whether there was anything to learn from before a moment."""
        return len(self._before(begins, Word.LIKED)) >= LEAST

    def orders(self, begins: datetime) -> dict[str, Order]:
        """Give the ways in which a week's papers can be put, as they were on its first day."""
        liked, hidden = (self._before(begins, word) for word in (Word.LIKED, Word.HIDDEN))
        seen = self._seen(begins)
        by_words = {} if self.embed is None else {WORDS: self.background}
        ways = {RANKED: replace(self.background, embed=self.embed), **by_words}
        return {
            **{
                name: partial(ranked, profile=self._profile(liked, hidden, seen, begins, known))
                for name, known in ways.items()
            },
            **others(liked, seen, self.background, self.embed),
            MEAN: self.vectors.near(liked),
            NEWEST: lambda papers: papers,
        }

    def _before(self, begins: datetime, word: Word) -> list[Paper]:
        """Give papers of which a word holds, submitted before; newest first."""
        found = [p for p in self.known if p.submitted < begins and self.marks[p.id].word is word]
        return sorted(found, key=lambda paper: paper.submitted, reverse=True)

    def _seen(self, begins: datetime) -> Texts:
        places = [
            place
            for place, paper in enumerate(self.pool)
            if paper.submitted < begins and paper.id not in self.marks
        ]
        return self.texts.take(places[:RECENT])

    def _profile(
        self,
        liked: list[Paper],
        hidden: list[Paper],
        seen: Texts,
        begins: datetime,
        known: Background,
    ) -> Profile:
        from paperlode import ranking  # noqa: PLC0415  it is imported already

        return ranking.learn(
            examples(liked, self.marks, self.wishes, begins),
            [ranking.Liked(paper, self.marks[paper.id].at) for paper in hidden],
            known,
            seen=ranking.meant(seen, known),
            struck=self.wishes.not_words,
        )


def ranked(papers: Sequence[Paper], profile: Profile) -> list[Paper]:
    """Put papers in the order of a profile."""
    from paperlode import ranking  # noqa: PLC0415  it is imported already

    place = {one.id: number for number, one in enumerate(ranking.rank(papers, profile))}
    return sorted(papers, key=lambda paper: place[paper.id])


def others(
    liked: Sequence[Paper], seen: Texts, background: Background, embed: Embed | None = None
) -> dict[str, Order]:
    """Give the ways in which other programs put papers; ``liked`` come newest first."""
    from paperlode import peers, ranking  # noqa: PLC0415  numpy is slow to import

    likes = ranking.read(liked, background)
    ways: dict[str, Callable[[Sequence[Paper]], Iterable[float]]] = {
        SVM: lambda papers: peers.svm(likes, seen, ranking.read(papers, background)),
        LOGISTIC: lambda papers: peers.logistic(likes, seen, ranking.read(papers, background)),
    }
    if embed is not None:
        ways[EMBEDDED] = lambda papers: peers.library_mean(liked, papers, embed)
    return {name: partial(_by, score) for name, score in ways.items()}


def _by(score: Callable[[Sequence[Paper]], Iterable[float]], papers: Sequence[Paper]) -> Any:  # noqa: ANN401  an order
    places = sorted(zip(score(papers), range(len(papers)), strict=True), key=lambda s: -s[0])
    return [papers[place] for _, place in places]


class _Vectors:
    """Papers as vectors of their words (tf-idf), each worked out once."""

    def __init__(self, pool: Sequence[Paper]) -> None:
        self._having = Counter(word for paper in pool[:RECENT] for word in counted(paper))
        self._of = min(len(pool), RECENT)
        self._known: dict[str, dict[str, float]] = {}

    def near(self, liked: Sequence[Paper]) -> Order:
        """Order by the cosine with the mean of liked papers, as most other programs do."""
        mean: defaultdict[str, float] = defaultdict(float)
        for paper in liked:
            for word, value in self._vector(paper).items():
                mean[word] += value

        def likeness(paper: Paper) -> float:
            return sum(value * mean.get(word, 0.0) for word, value in self._vector(paper).items())

        return lambda papers: sorted(papers, key=likeness, reverse=True)

    def _vector(self, paper: Paper) -> dict[str, float]:
        if paper.id not in self._known:
            found = {
                word: (1 + log(times)) * log((1 + self._of) / (1 + self._having[word]))
                for word, times in counted(paper).items()
            }
            length = sqrt(sum(value**2 for value in found.values())) or 1.0
            self._known[paper.id] = {word: value / length for word, value in found.items()}
        return self._known[paper.id]


def ndcg(order: Sequence[str], wanted: set[str]) -> float:
    """Say how high the wanted ones stand among the first ten (Jarvelin and Kekalainen, 2002)."""
    gained = sum(1 / log2(n + 2) for n, one in enumerate(order[:AT]) if one in wanted)
    best = sum(1 / log2(n + 2) for n in range(min(AT, len(wanted))))
    return gained / best if best else 0.0


def outcomes(played: Sequence[Week]) -> list[Outcome]:
    """Average the weeks, with what chance alone would move."""
    found = []
    for name in played[0].scores if played else ():
        scores = [week.scores[name] for week in played]
        gains = [week.scores[name] - week.scores[NEWEST] for week in played]
        behind = [week.scores[RANKED] - week.scores[name] for week in played]
        found.append(Outcome(name, *_interval(scores), _interval(gains), _interval(behind)))
    return found


def _interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Give mean and 95 % interval: weeks are drawn again and again, the same way every time."""
    if not values:
        return (0.0, 0.0, 0.0)
    lots = random.Random(0)  # noqa: S311  no secret
    means = sorted(fmean(lots.choices(values, k=len(values))) for _ in range(SAMPLES))
    return fmean(values), means[SAMPLES // 40], means[-SAMPLES // 40]

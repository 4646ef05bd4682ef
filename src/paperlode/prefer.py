"""Which news the reader wants first: learned from the library, said once when the news come.

Nothing here is imported unless there is something to learn from and something to rank.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from paperlode.meaning import meaning, named
from paperlode.paper import INSTANT, Paper, stamp
from paperlode.preference import Place, Portrait, Rank, Word
from paperlode.rarity import rarity
from paperlode.sighting import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from paperlode.preference import Mark, Weighed
    from paperlode.ranking import Liked, Profile
    from paperlode.ranking import Weighed as Spoken
    from paperlode.store import Entry, Store
    from paperlode.topic import Topic

T = TypeVar("T")
RECENT = 3000
"""Papers of the topics with which liked ones are compared."""
MOST = 5000
"""Liked papers, and hidden ones, that are learned from: those said last."""
REASONS = 5
"""Words for and against that are kept of a paper."""
NEAREST = 3
AUTHORS = 5
"""Names that are kept of a paper; a collaboration can have thousands."""
MEASURED = 5
"""One in so many recent papers is not learned from: by these the others are measured."""
FEWEST = 20
"""With fewer set aside all recent papers serve for both."""
STRONGEST = 30
"""Words in a portrait."""
LEAST = 3
"""Liked papers that a topic needs for a profile of its own; below, the one for all serves."""
LONGEST = 500
"""Signs of what is told of a failure: it stands in the status."""
STATEMENT = "statement"
_LEARNED = "learned from"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings say of ranking."""

    enabled: bool = True
    statement: str = ""
    threshold: float = 0.5
    explore: int = 2
    by_topic: bool = False
    not_words: tuple[str, ...] = ()
    embeddings: str = ""
    embeddings_url: str = ""
    embeddings_key: str = field(default="", repr=False)
    followed: tuple[str, ...] = ()
    """Names of authors."""


def wanted(store: Store, wishes: Wishes) -> bool:
    """Say whether there is anything to learn from."""
    return wishes.enabled and (bool(wishes.statement.strip()) or store.has_marks())


def striking(store: Store, wishes: Wishes) -> Wishes:
    """Add the words that the reader struck out on the site to those of the settings."""
    return replace(wishes, not_words=tuple(dict.fromkeys([*wishes.not_words, *store.struck()])))


def prefer(
    store: Store,
    news: Sequence[Entry],
    topics: Sequence[Topic],
    wishes: Wishes,
    tell: Callable[[str], None] = lambda _: None,
) -> bool:
    """Rank those of a day's news that are not ranked; says whether anything was learned anew.

    What was ranked stays, whatever was learned since. Without news only the portrait is made
    anew, when the reader has said something since the last one. Where embeddings fail, words
    alone rank, and ``tell`` hears why.
    """
    if not wanted(store, wishes):
        return False
    wishes = striking(store, wishes)
    marks = store.marks()
    fresh = [entry for entry in news if entry.rank is None]
    basis = _basis(marks, topics, wishes)
    if not fresh and basis == store.recall(_LEARNED):
        return False
    explored = sum(entry.rank is not None and entry.rank.place is Place.EXPLORE for entry in news)
    explore = max(0, wishes.explore - explored)
    _or_by_words(wishes, lambda how: _rank(store, fresh, explore, marks, topics, how), tell)
    store.remember(_LEARNED, basis)
    return True


def _or_by_words(
    wishes: Wishes, do: Callable[[Wishes], T], tell: Callable[[str], None] = lambda _: None
) -> T:
    """Do it with embeddings where they are wished for, and without where they fail."""
    try:
        return do(wishes)
    except Exception as error:
        if not wishes.embeddings:
            raise
        said = " ".join(f"{type(error).__name__}: {error}".split())
        tell(said[:LONGEST])  # a model's libraries raise anything
        return do(replace(wishes, embeddings=""))


def _rank(
    store: Store,
    fresh: Sequence[Entry],
    explore: int,
    marks: Mapping[str, Mark],
    topics: Sequence[Topic],
    wishes: Wishes,
) -> None:
    """Learn, rank, and keep it."""
    apart = {entry.paper.id for entry in fresh}
    moment = _moment(marks, (entry.seen for entry in fresh))
    reader = _Reader.of(store, marks, topics, wishes, moment, apart)
    store.keep_ranks(reader.ranks(fresh, explore), reader.portraits(store.portraits()))


def explain(store: Store, paper: Paper, topics: Sequence[Topic], wishes: Wishes) -> Rank | None:
    """Rank one paper now, of which nothing was said when it came; None: nothing to learn from."""
    if not wanted(store, wishes):
        return None
    wishes = striking(store, wishes)
    marks = store.marks()
    moment = max([mark.at for mark in marks.values()], default=paper.updated)
    own = [topic.id for topic in topics if topic.takes(paper)]

    def ranked(how: Wishes) -> Rank | None:
        reader = _Reader.of(store, marks, topics, how, moment, {paper.id})
        return reader.rank(paper, moment, own) if reader.learned else None

    return _or_by_words(wishes, ranked)


def order(
    store: Store, papers: Sequence[Paper], topics: Sequence[Topic], wishes: Wishes
) -> list[Paper] | None:
    """Put papers, a search's for example, in the reader's order; None: nothing to learn from."""
    if not wanted(store, wishes):
        return None
    wishes = striking(store, wishes)
    marks = store.marks()
    moment = _moment(marks, (paper.updated for paper in papers))

    def ordered(how: Wishes) -> list[Paper] | None:
        reader = _Reader.of(store, marks, topics, how, moment)
        return reader.order(papers) if reader.learned else None

    return _or_by_words(wishes, ordered)


def _basis(marks: Mapping[str, Mark], topics: Sequence[Topic], wishes: Wishes) -> str:
    """Name what is learned from: the same words of the reader, the same name."""
    said = sorted((m.id, stamp(m.at), str(m.word)) for m in marks.values())
    queries = [topic.query for topic in topics] if wishes.by_topic else []
    model = named(wishes.embeddings, wishes.embeddings_url)
    how = [wishes.statement, *wishes.not_words, model, *queries]
    return sha256(json.dumps([said, how]).encode()).hexdigest()[:12]


def _moment(marks: Mapping[str, Mark], others: Iterable[datetime]) -> datetime:
    """Give the last moment at which anything happened: learning asks no clock."""
    return max([*(mark.at for mark in marks.values()), *others], default=BEGINNING)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What was learned of a reader at a moment."""

    learned: Mapping[str, Profile]
    """By topic; under the empty name the one for all."""
    usual: Mapping[str, list[float]]
    """The scores of recent papers from which each did not learn, ascending."""
    model: str
    moment: datetime
    authors: Mapping[str, frozenset[str]]
    """Under each name on liked papers these papers; under names that are followed, none."""
    sizes: Mapping[str, tuple[int, int]]
    """How many liked and hidden papers each was learned from."""
    threshold: float

    @classmethod
    def of(
        cls,
        store: Store,
        marks: Mapping[str, Mark],
        topics: Sequence[Topic],
        wishes: Wishes,
        moment: datetime,
        apart: Collection[str] = (),
    ) -> _Reader:
        """Learn from the library and recent papers, but not from those that are to be ranked.

        numpy is imported here and nowhere before.
        """
        from paperlode import ranking  # noqa: PLC0415  numpy is slow to import

        liked, hidden = (_papers(store, marks, word) for word in (Word.LIKED, Word.HIDDEN))
        recent = store.recent(RECENT, [topic.id for topic in topics], moment + INSTANT)
        seen, measure = _apart([p for p in recent if p.id not in marks and p.id not in apart])
        embed = meaning(store, wishes.embeddings, wishes.embeddings_url, wishes.embeddings_key)
        counted = rarity(store, recent or [*liked, *hidden])
        background = replace(counted, embed=embed)
        learned, usual, sizes = {}, {}, {}
        for name, some, others in _interests(liked, hidden, topics, wishes):
            likes = examples(some, marks, wishes, moment)
            hides = [ranking.Liked(p, marks[p.id].at) for p in others]
            if not likes and not hides:
                continue
            learned[name] = ranking.learn(
                likes, hides, background, seen=seen, struck=wishes.not_words
            )
            usual[name] = sorted(one.score for one in ranking.rank(measure, learned[name]))
            sizes[name] = (len(some), len(others))
        authors = _authors(liked, wishes.followed)
        model = f"{ranking.VERSION} {_basis(marks, topics, wishes)}"
        return cls(learned, usual, model, moment, authors, sizes, wishes.threshold)

    def ranks(self, news: Sequence[Entry], explore: int) -> list[Rank]:
        """Rank news; of those below the threshold some are shown all the same."""
        if not self.learned:
            return []
        scores = self._scores([(entry.paper, self._profile(entry.topics)) for entry in news])
        ranks = [
            self.rank(entry.paper, entry.seen, entry.topics, score)
            for entry, score in zip(news, scores, strict=True)
        ]
        below = sorted((r for r in ranks if r.place is Place.UNLIKELY), key=_lot)
        chosen = {(rank.id, rank.version) for rank in below[:explore]}
        return [
            replace(rank, place=Place.EXPLORE) if (rank.id, rank.version) in chosen else rank
            for rank in ranks
        ]

    def _profile(self, topics: Sequence[str]) -> str:
        """Name the profile of the first of some topics that has one of its own."""
        return next((name for name in topics if name in self.learned), "")

    def _scores(self, papers: Sequence[tuple[Paper, str]]) -> list[float]:
        """Give the score of each paper by its profile; papers of one profile are read at once."""
        from paperlode import ranking  # noqa: PLC0415  it is imported already

        found: dict[tuple[str, str, int], float] = {}
        for topic, profile in self.learned.items():
            own = [paper for paper, name in papers if name == topic]
            for one in ranking.rank(own, profile) if own else ():
                found[topic, one.id, one.version] = one.score
        return [found[name, paper.id, paper.version] for paper, name in papers]

    def order(self, papers: Sequence[Paper]) -> list[Paper]:
        """Put papers in the order in which the reader may want them."""
        scores = self._scores([(paper, "") for paper in papers])
        by_score = sorted(zip(scores, papers, strict=True), key=lambda pair: -pair[0])
        return [paper for _, paper in by_score]

    def rank(
        self, paper: Paper, seen: datetime, topics: Sequence[str], score: float | None = None
    ) -> Rank:
        """Rank one piece of news by the profile of the first of its topics that has one."""
        from paperlode import ranking  # noqa: PLC0415  it is imported already

        topic = self._profile(topics)
        profile = self.learned[topic]
        (score,) = self._scores([(paper, topic)]) if score is None else (score,)
        reasons = ranking.why(paper, profile, count=4 * REASONS)
        near = [one for one in reasons.nearest if one.id != paper.id][:NEAREST]
        above = round(_share(self.usual[topic], score), 4)
        return Rank(
            id=paper.id,
            version=paper.version,
            seen=seen,
            model=self.model,
            score=round(score, 4),
            above=above,
            place=Place.LIKELY if above >= self.threshold else Place.UNLIKELY,
            speaks_for=_weighed(reasons.speak_for, REASONS),
            speaks_against=_weighed(reasons.speak_against, REASONS),
            near=tuple((one.id, one.title) for one in near if one.id != STATEMENT),
            authors=self._known(paper),
            topic=topic,
        )

    def _known(self, paper: Paper) -> tuple[str, ...]:
        """Name the authors who are followed, or whose name stands on other liked papers."""
        itself = {paper.id}
        known = [name for name in paper.authors if self.authors.get(name, itself) != itself]
        return tuple(known[:AUTHORS])

    def portraits(self, before: Mapping[str, Portrait]) -> Iterator[Portrait]:
        """Tell what was learned, unless it was told."""
        from paperlode import ranking  # noqa: PLC0415  it is imported already

        for topic, profile in self.learned.items():
            if topic not in before or before[topic].model != self.model:
                likes, dislikes = ranking.tastes(profile, count=4 * STRONGEST)
                liked, hidden = self.sizes[topic]
                told = (_weighed(likes, STRONGEST), _weighed(dislikes, STRONGEST))
                yield Portrait(self.moment, self.model, liked, hidden, *told, topic)


def _authors(liked: Sequence[Paper], followed: Sequence[str]) -> dict[str, frozenset[str]]:
    """Give the liked papers of each author, and none for those who are followed anyway."""
    found: dict[str, set[str]] = {}
    for paper in liked:
        for name in paper.authors:
            found.setdefault(name, set()).add(paper.id)
    return {name: frozenset(ids) for name, ids in found.items()} | dict.fromkeys(
        followed, frozenset()
    )


def _apart(seen: list[Paper]) -> tuple[list[Paper], list[Paper]]:
    """Set every fifth paper aside, the same ones every time: what is learned from looks worse."""
    measure = [paper for paper in seen if not sha256(paper.id.encode()).digest()[0] % MEASURED]
    if len(measure) < FEWEST:
        return seen, seen
    apart = {paper.id for paper in measure}
    return [paper for paper in seen if paper.id not in apart], measure


def _share(usual: Sequence[float], score: float) -> float:
    """Say which share of recent papers a score leaves behind; of its equals it leaves half."""
    if not usual:
        return 1.0
    return (bisect_left(usual, score) + bisect_right(usual, score)) / (2 * len(usual))


def _papers(store: Store, marks: Mapping[str, Mark], word: Word) -> list[Paper]:
    """Give the papers of which a word holds, as far as they are here; those last said."""
    return list(store.newest_texts([m.id for m in marks.values() if m.word is word][:MOST]))


def _interests(
    liked: list[Paper], hidden: list[Paper], topics: Sequence[Topic], wishes: Wishes
) -> Iterator[tuple[str, list[Paper], list[Paper]]]:
    """Say which papers each profile is learned from."""
    yield "", liked, hidden
    for topic in topics if wishes.by_topic else ():
        own = [paper for paper in liked if topic.takes(paper)]
        if len(own) >= LEAST:
            yield topic.id, own, [paper for paper in hidden if topic.takes(paper)]


def examples(
    liked: Sequence[Paper], marks: Mapping[str, Mark], wishes: Wishes, moment: datetime
) -> list[Liked]:
    """Give what ranking learns to like: papers, and the reader's own words like one more."""
    from paperlode import ranking  # noqa: PLC0415  numpy is slow to import

    found = [ranking.Liked(paper, marks[paper.id].at) for paper in liked]
    text = " ".join(wishes.statement.split())
    if text:
        stated = Paper(STATEMENT, 1, text, text, (), (), moment, moment)
        found.append(ranking.Liked(stated, moment))
    return found


def _weighed(words: Sequence[Spoken], most: int) -> Weighed:
    """Keep the heaviest words that tell a person something."""
    from paperlode import ranking  # noqa: PLC0415  it is imported already

    telling = [one for one in words if ranking.tells(one)]
    return tuple((one.text, round(one.weight, 3)) for one in telling[:most])


def _lot(rank: Rank) -> str:
    """Draw lots that fall the same way every time."""
    return sha256(f"{rank.seen} {rank.id}".encode()).hexdigest()

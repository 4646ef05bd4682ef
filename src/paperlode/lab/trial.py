"""What a query would have brought: papers a week, gained and lost, noise, and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from paperlode.lab import changes
from paperlode.lab.changes import Change, Kind, any_of
from paperlode.lab.columns import Columns, bits, numbers
from paperlode.lab.phrases import Phrases, telling
from paperlode.query.syntax import Term, walk
from paperlode.text import chains

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from paperlode.lab.judge import Found, Judged, Named, Numbers, Wanted
    from paperlode.paper import Paper
    from paperlode.query import Query

NEWEST = 10
"""Papers that are listed."""
YEAR = timedelta(weeks=52)
"""Over how long a number of papers a week is meant, at most."""
SAMPLE = 500
"""Matching papers, and others, in which phrases are counted."""
MOST_PHRASES = 6
WEEK = 7 * 86_400
"""Seconds."""
MANY = 100_000_000
"""More papers than there are."""
FURTHER = 5_000
"""Papers more than the query itself that may have to be read for changes of it, each time."""


class Papers(Protocol):
    """Where papers come from."""

    def number(self, tree: Query, most: int) -> int | None:
        """Say how many papers have to be read for a query, up to ``most``; None: all of them."""

    def judged(
        self, union: Query, trees: Sequence[Query], wanted: Sequence[Wanted]
    ) -> Iterator[Judged]:
        """Ask at least all papers that match, each in its newest version, for terms.

        What is said of a term may be wrong where none of the ``trees`` depends on it.
        """

    def paper(self, identifier: str, version: int) -> Paper:
        """Give a paper that was found."""

    def newest_day(self) -> datetime | None:
        """Give the day up to which there are papers, as far as that is known."""

    def some(self, most: int) -> Iterable[Paper]:
        """Give papers from all over."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of the query would do."""

    change: Change
    adds: int
    loses: int
    adds_weekly: float
    loses_weekly: float


@dataclass(frozen=True, slots=True)
class Group:
    """Papers that are told of: how many, and the newest."""

    number: int
    weekly: float
    newest: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came out."""

    read: int
    """Papers that had to be read."""
    first: date | None
    last: date | None
    """Days of submission of the papers that were read: of the last year at most, and to the end."""
    brings: Group
    new: Group
    """What the old query does not find; without one, what no topic has."""
    kept: Group
    lost: Group
    weeks: tuple[tuple[date, int, int], ...]
    """Monday, papers of the query, papers of the old one."""
    effects: tuple[Effect, ...]
    left_out: int
    """Changes that were not tried: too many papers would have to be read, or they are too many."""


def trial(
    tree: Query,
    papers: Papers,
    *,
    old: Query | None = None,
    known: AbstractSet[str] = frozenset(),
    since: datetime | None = None,
) -> Trial:
    """Try a query on papers.

    ``old``: the query it is compared with; without one, papers whose identifier is ``known`` are
    not new. Papers are read once for the query and all changes that only it suggests, and once for
    the phrases that its papers suggest.
    """
    possible, beyond = changes.single(tree)
    single, left_out = _affordable(tree, possible, papers)
    growing = [change for change in single if change.grows]
    narrowing = [change for change in single if not change.grows]
    bench = _Bench([tree, *([old] if old else []), *(change.tree for change in growing)])
    bench.read(papers, bench.trees, [change.tree for change in narrowing])
    phrases, too_many = _affordable(tree, _phrases(tree, bench, papers), papers)
    further = _Bench([tree, *(change.tree for change in phrases)])
    if phrases:
        # What the query finds itself has been read: only what a phrase alone would let in is new.
        further.read(papers, [change.further or change.tree for change in phrases])
    span = _Span(bench, since, papers.newest_day())
    mine = bench.columns.of(tree)
    before = bench.columns.of(old) if old else bench.row(known)
    effect = partial(_effect, span)
    effects = [effect(bench, tree, change) for change in (*narrowing, *growing)]
    effects += _best([effect(further, tree, change) for change in phrases], mine.bit_count())
    return Trial(
        read=bench.papers_read + further.papers_read,
        first=span.first,
        last=span.last,
        brings=span.group(bench, mine),
        new=span.group(bench, mine & ~before),
        kept=span.group(bench, mine & before),
        lost=span.group(bench, before & ~mine if old else 0),
        weeks=span.weeks(bench, mine, before if old else 0),
        effects=tuple(effects),
        left_out=left_out + too_many + beyond,
    )


class _Bench:
    """Papers that were asked for the terms of some queries, and what each term says of them."""

    def __init__(self, trees: Sequence[Query]) -> None:
        self.trees = trees
        self.columns = Columns(trees)
        self.papers_read = 0
        self._found: list[tuple[int, Named]] = []
        self._seconds = [np.array([], np.int64)]

    def read(self, papers: Papers, trees: Iterable[Query], narrower: Iterable[Query] = ()) -> None:
        """Ask everything that may match one of some queries.

        ``narrower``: further queries to be asked later, which find nothing that these do not find.
        """
        asked = [*self.trees, *narrower]
        self.columns = Columns(asked)
        union = any_of(dict.fromkeys(trees))
        for some in papers.judged(union, asked, self.columns.terms):
            self._found.append((self.columns.papers, some.found))
            self._seconds.append(some.seconds)
            self.papers_read += some.read
            self.columns.take(some)
        self._seconds = [np.concatenate(self._seconds)]

    @property
    def seconds(self) -> Numbers:
        """When the papers were submitted."""
        return self._seconds[0]

    def of(self, row: int) -> Numbers:
        """Say when the papers of a row were submitted."""
        return self.seconds[numbers(row)]

    def row(self, identifiers: AbstractSet[str]) -> int:
        """Give the papers with some identifiers, as a row of bits."""
        having = (
            first + place for first, found in self._found for place in found.among(identifiers)
        )
        return bits(np.fromiter(having, np.int64), self.columns.papers)

    def newest(self, row: int, most: int) -> list[Found]:
        """Name the papers of a row that were submitted last, at most so many."""
        places = numbers(row)
        if len(places) > most:
            seconds = self.seconds[places]
            places = places[seconds >= np.partition(seconds, -most)[-most]]
        ends = [first for first, _ in self._found[1:]]
        pieces = np.split(places, np.searchsorted(places, ends))
        named = [
            one
            for (first, found), piece in zip(self._found, pieces, strict=False)
            if len(piece)
            for one in found.named(piece - first)
        ]
        return sorted(named, reverse=True)[:most]


class _Span:
    """The time over which numbers a week are meant: the last year, or since a day."""

    def __init__(self, bench: _Bench, since: datetime | None, latest: datetime | None) -> None:
        seconds = bench.seconds
        ends = [latest] if latest else []
        if len(seconds):
            ends.append(_moment(int(seconds.max())))
        newest = max(ends, default=None)
        self.start: datetime | None = None
        length = 1
        if newest and len(seconds):
            self.start = max(since or _moment(int(seconds.min())), newest - YEAR)
            length = (newest - self.start).days + 1
        self.last = newest.date() if newest else None
        self.first = self.start.date() if self.start else None
        self.length = max(length / 7, 1.0)

    def group(self, bench: _Bench, row: int) -> Group:
        """Tell of the papers of a row."""
        return Group(row.bit_count(), self.weekly(bench.of(row)), tuple(bench.newest(row, NEWEST)))

    def weekly(self, seconds: Numbers) -> float:
        """Say how many papers these are a week."""
        if self.start is None:
            return 0.0
        return float(np.count_nonzero(seconds >= self.start.timestamp())) / self.length

    def weeks(self, bench: _Bench, mine: int, before: int) -> tuple[tuple[date, int, int], ...]:
        """Count the papers of each week of the last year, empty ones too."""
        if self.first is None or self.last is None:
            return ()
        first, last = _monday(self.first), _monday(self.last)
        begin = datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()
        many = (last - first).days // 7 + 1
        new, old = (_histogram(bench.of(row), int(begin), many) for row in (mine, before))
        return tuple((first + timedelta(weeks=week), new[week], old[week]) for week in range(many))


def _histogram(seconds: Numbers, begin: int, many: int) -> list[int]:
    """Count the papers of each week."""
    weeks = (seconds - begin) // WEEK
    within = weeks[(weeks >= 0) & (weeks < many)]
    return [int(number) for number in np.bincount(within, minlength=many)]


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _effect(span: _Span, bench: _Bench, tree: Query, change: Change) -> Effect:
    mine, changed = bench.columns.of(tree), bench.columns.of(change.tree)
    adds, loses = changed & ~mine, mine & ~changed
    return Effect(
        change,
        adds.bit_count(),
        loses.bit_count(),
        span.weekly(bench.of(adds)),
        span.weekly(bench.of(loses)),
    )


def _affordable(
    tree: Query, candidates: Iterable[Change], papers: Papers
) -> tuple[list[Change], int]:
    """Keep changes only where not too many papers have to be read for them."""
    usual = papers.number(tree, MANY)
    counted = [(change, _further(change, usual, papers)) for change in candidates]
    kept: list[Change] = []
    left = FURTHER
    for change, further in sorted(counted, key=lambda each: each[1] or 0):
        if further is not None and further <= left:
            kept.append(change)
            left -= further
    return kept, len(counted) - len(kept)


def _further(change: Change, usual: int | None, papers: Papers) -> int | None:
    """Say how many papers have to be read for a change; None: too many."""
    if change.further is not None:
        return papers.number(change.further, FURTHER + 1)
    if usual is None or not (change.grows or change.kind is Kind.WRITTEN):
        return 0
    number = papers.number(change.tree, usual + FURTHER + 1)
    return None if number is None else max(0, number - usual)


def _phrases(tree: Query, bench: _Bench, papers: Papers) -> Iterator[Change]:
    """Let phrases that the newest papers often have, and others do not, do as well as a term."""
    mine = bench.newest(bench.columns.of(tree), SAMPLE)
    words, others = Phrases(), Phrases()
    for found in mine:
        words.add(papers.paper(found.id, found.version))
    for paper in papers.some(SAMPLE) if mine else ():
        others.add(paper)
    known = {stem for part in walk(tree) if isinstance(part, Term) for stem in _stems(part)}
    for phrase in telling(words, others, known, MOST_PHRASES):
        yield from changes.also(tree, phrase)


def _stems(term: Term) -> list[str]:
    return chains.english.words(term.text.replace("*", ""))


def _best(effects: Iterable[Effect], most: int) -> list[Effect]:
    """Of the places where a phrase may stand, take that which adds least, but something.

    What adds more than ``most`` papers is another subject.
    """
    best: dict[str, Effect] = {}
    for effect in effects:
        words = effect.change.words
        if 0 < effect.adds <= most and (words not in best or effect.adds < best[words].adds):
            best[words] = effect
    return list(best.values())


def noisiest(effects: Iterable[Effect], most: int) -> list[Effect]:
    """Give the terms that alone bring most papers."""
    without = [each for each in effects if each.change.kind is Kind.WITHOUT and each.loses]
    return sorted(without, key=lambda each: (-each.loses, each.change.name))[:most]


def neighbours(effects: Iterable[Effect], most: int) -> list[Effect]:
    """Give other single changes that change anything, those that change least first."""
    others = [
        each
        for each in effects
        if (each.adds or each.loses) and (each.change.kind is not Kind.WITHOUT or each.adds)
    ]
    return sorted(others, key=lambda each: (each.adds + each.loses, each.change.name))[:most]

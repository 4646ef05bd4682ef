"""What the pages read."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from paperlode.sighting import NEWS, TRACKED, Kind, Sighting
from paperlode.store import Counts, Store
from paperlode.topic import Topic
from tests.small_world import TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from paperlode.paper import Paper
    from paperlode.store import Entry

    MakePaper = Callable[..., Paper]
    Sight = Callable[..., None]

DAY = timedelta(days=1)
BOTH = ["gold", "iron"]


def told(entries: list[Entry]) -> list[tuple[str, Kind, tuple[str, ...]]]:
    """Tell entries in short."""
    return [(entry.paper.name, entry.kind, entry.topics) for entry in entries]


def test_a_paper_of_two_topics_is_one_entry(
    store: Store, paper: MakePaper, gold: Topic, iron: Topic, sight: Sight
) -> None:
    """Its topics stand in the order of the settings."""
    sight(store, iron, [paper(1)])
    sight(store, gold, [paper(1)])
    assert told(store.latest(9, BOTH)) == [("2608.00001v1", Kind.NEW, ("gold", "iron"))]
    assert told(store.latest(9, BOTH[::-1])) == [("2608.00001v1", Kind.NEW, ("iron", "gold"))]
    assert told(store.latest(9, ["iron"])) == [("2608.00001v1", Kind.NEW, ("iron",))]


def test_an_entry_was_seen_when_its_first_topic_saw_it(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, iron: Topic, sight: Sight
) -> None:
    """A topic that takes a paper in later does not make it news again."""
    sight(store, gold, [paper(1)])
    sight(store, iron, [paper(1)], now=day_one + DAY, kind=Kind.BACKLOG)
    (entry,) = store.entries(None, None, BOTH)
    assert (entry.seen, entry.kind, entry.topics) == (day_one, Kind.NEW, ("gold", "iron"))
    assert store.entries(day_one + DAY, None, BOTH) == []
    assert store.moments(BOTH) == [(day_one, Counter({Kind.NEW: 1}))]


def test_news_for_one_topic_is_news(
    store: Store, paper: MakePaper, gold: Topic, iron: Topic, sight: Sight
) -> None:
    """At one moment, a revision comes before a new paper, and any news before backlog."""
    sight(store, gold, [paper(1), paper(2)], kind=Kind.BACKLOG)
    sight(store, iron, [paper(1)], kind=Kind.NEW)
    sight(store, iron, [paper(2)], kind=Kind.REVISED)
    assert [kind for _, kind, _ in told(store.entries(None, None, BOTH))] == ["new", "revised"]


def test_only_what_is_tracked_now_is_read(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """Quarantined, dropped and known papers are on no page."""
    for number, kind in enumerate(kind for kind in Kind if kind is not Kind.PUBLISHED):
        sight(store, gold, [paper(number)], kind=kind)
    sight(store, gold, [paper(0)], now=day_one + DAY, kind=Kind.DROPPED)
    assert [kind for _, kind, _ in told(store.entries(None, None, BOTH))] == [
        *("revised", "late", "cross-listed", "withdrawn", "backlog")
    ]
    assert store.months(BOTH) == [("2608", 5)]
    assert len(store.month("2608", BOTH)) == 5


def test_moments_tell_what_came(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """Each moment with the number of each kind, ascending."""
    sight(store, gold, [paper(1), paper(2)], now=day_one + DAY)
    sight(store, gold, [paper(3)], now=day_one + DAY, kind=Kind.LATE)
    sight(store, gold, [paper(4)], kind=Kind.BACKLOG)
    assert store.moments(["gold"]) == [
        (day_one, Counter({Kind.BACKLOG: 1})),
        (day_one + DAY, Counter({Kind.NEW: 2, Kind.LATE: 1})),
    ]


def test_moments_of_a_window(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """From the first moment on and before the last."""
    for days in range(4):
        sight(store, gold, [paper(days + 1)], now=day_one + days * DAY)
    every = store.moments(["gold"])
    assert store.moments(["gold"], day_one + DAY, day_one + 3 * DAY) == every[1:3]
    assert store.moments(["gold"], day_one + 3 * DAY) == every[3:]
    assert store.moments(["gold"], None, day_one) == []


def test_entries_are_read_by_moment(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """From the first moment on and before the last; by moment, identifier and version."""
    for days in (2, 1, 0):
        sight(store, gold, [paper(9 - days), paper(1, days + 2)], now=day_one + days * DAY)
    found = store.entries(day_one, day_one + 2 * DAY, ["gold"])
    assert [entry.paper.name[-3:] for entry in found] == ["1v2", "9v1", "1v3", "8v1"]


def test_entries_can_be_news_only(
    store: Store, paper: MakePaper, gold: Topic, sight: Sight
) -> None:
    """A day's digest does not read the backlog."""
    sight(store, gold, [paper(1)])
    sight(store, gold, [paper(2)], kind=Kind.BACKLOG)
    assert told(store.entries(None, None, ["gold"], kinds=NEWS)) == [
        ("2608.00001v1", Kind.NEW, ("gold",))
    ]


def test_the_latest_are_news_newest_first(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """As many as asked for; backlog only when it is asked for."""
    for number in range(1, 5):
        sight(store, gold, [paper(number)], now=day_one + number * DAY)
    sight(store, gold, [paper(5)], now=day_one + 9 * DAY, kind=Kind.BACKLOG)
    assert [name for name, _, _ in told(store.latest(2, ["gold"]))] == [
        *("2608.00004v1", "2608.00003v1")
    ]
    assert store.latest(1, ["gold"], kinds=Kind)[0].kind is Kind.BACKLOG


def test_a_month_has_the_newest_version_of_each_paper(
    store: Store, paper: MakePaper, gold: Topic, sight: Sight
) -> None:
    """By identifier; old identifiers belong to their month too."""
    old = paper(id="cond-mat/9107001")
    sight(store, gold, [paper(2), paper(1, 10), paper(1, 9), old])
    assert [name for name, _, _ in told(store.month("2608", ["gold"]))] == [
        *("2608.00001v10", "2608.00002v1")
    ]
    assert told(store.month("9107", ["gold"])) == [("cond-mat/9107001v1", Kind.NEW, ("gold",))]


def test_months_ascend_in_time(store: Store, paper: MakePaper, gold: Topic, sight: Sight) -> None:
    """The nineties come before the present; a paper counts once."""
    sight(store, gold, [paper(1), paper(1, 2), paper(2), paper(id="hep-th/9912345")])
    assert store.months(["gold"]) == [("9912", 1), ("2608", 2)]


def test_history_has_everything(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, iron: Topic, sight: Sight
) -> None:
    """All versions and all that was decided, oldest first; what topics say alike is one line."""
    sight(store, gold, [paper(1), paper(2)])
    sight(store, iron, [paper(1)])
    sight(store, gold, [paper(1, 2)], now=day_one + DAY, kind=Kind.REVISED)
    history = store.history(paper(1).id)
    assert history.papers == (paper(1), paper(1, 2))
    assert [(s.version, s.kind, s.topics) for s in history.sightings] == [
        (1, Kind.NEW, ("gold", "iron")),
        (2, Kind.REVISED, ("gold",)),
    ]


def test_a_paper_that_is_not_there_is_none(store: Store) -> None:
    """Asking is no error."""
    assert store.paper("2608.00001") is None
    assert store.history("2608.00001").papers == ()


def test_counts_count_papers_once(
    store: Store, paper: MakePaper, gold: Topic, sight: Sight
) -> None:
    """Tracked in any version first, then quarantined, dropped, known, left out: the sum is all."""
    for number, kind in enumerate(kind for kind in Kind if kind is not Kind.PUBLISHED):
        sight(store, gold, [paper(number)], kind=kind)
    sight(store, gold, [paper(0, 2)], kind=Kind.QUARANTINED)
    assert store.counts(BOTH) == {"gold": Counts(6, 1, 1, 1, 1), "iron": Counts()}


def test_quarantine_has_what_was_refused(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, iron: Topic, sight: Sight
) -> None:
    """With topic and moment, also of a paper that another topic tracks."""
    sight(store, gold, [paper(1)])
    sight(store, iron, [paper(1)], now=day_one + DAY, kind=Kind.QUARANTINED)
    (entry,) = store.quarantine(BOTH)
    assert (entry.seen, entry.kind, entry.topics) == (day_one + DAY, "quarantined", ("iron",))
    assert store.quarantine(BOTH, since=day_one + 2 * DAY) == []


def test_changes_name_what_may_look_different(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """The pages of a paper's earlier moments may change when it is revised or dropped."""
    sight(store, gold, [paper(1), paper(2)])
    mark = store.mark()
    store.save([paper(3)], now=day_one, channel="file")
    sight(store, gold, [paper(1, 2)], now=day_one + DAY, kind=Kind.REVISED)
    changes = store.changes(mark)
    assert (changes.ids, changes.months) == ((paper(1).id,), ("2608",))
    assert changes.moments == (day_one, day_one + DAY)
    assert store.changes(changes.mark).ids == ()


def test_a_changed_record_is_a_change(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """A DOI that is added shows on the paper's pages."""
    sight(store, gold, [paper(1), paper(2)])
    mark = store.mark()
    store.save([paper(1, doi="10.1000/1"), paper(2)], now=day_one, channel="file")
    assert store.changes(mark).ids == (paper(1).id,)


def test_an_overview_follows_every_change(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """What is worked out only once is worked out again after a change."""
    sight(store, gold, [paper(1)])
    assert store.months(["gold"]) == store.months(["gold"]) == [("2608", 1)]
    sight(store, gold, [paper(2)])
    assert store.months(["gold"]) == [("2608", 2)]
    sight(store, gold, [paper(1)], now=day_one + DAY, kind=Kind.DROPPED)
    assert store.moments(["gold"]) == [(day_one, Counter({Kind.NEW: 1}))]


def test_a_revision_comes_with_the_version_before(
    store: Store, paper: MakePaper, gold: Topic, sight: Sight
) -> None:
    """The highest lower one that we hold, whoever tracks it; other news come without."""
    sight(store, gold, [paper(1), paper(1, 2)], kind=Kind.BACKLOG)
    sight(store, gold, [paper(1, 4)], kind=Kind.REVISED)
    sight(store, gold, [paper(2, 2)], kind=Kind.WITHDRAWN)
    sight(store, gold, [paper(3), paper(3, 2)], kind=Kind.LATE)
    before = {entry.paper.name: entry.before for entry in store.latest(9, ["gold"])}
    assert before.pop("2608.00001v4") == paper(1, 2)
    assert set(before.values()) == {None}


def test_a_note_is_news_of_its_own_day(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """The version keeps its own day, and is counted once."""
    sight(store, gold, [paper(1)])
    published = paper(1, doi="10.1000/1")
    sight(store, gold, [published], now=day_one + DAY, kind=Kind.PUBLISHED)
    note, entry = store.latest(9, ["gold"])
    assert (note.paper, note.seen, note.kind) == (published, day_one + DAY, Kind.PUBLISHED)
    assert (entry.paper, entry.seen, entry.kind) == (published, day_one, Kind.NEW)
    assert store.entries(day_one + DAY, None, ["gold"], NEWS) == [note]
    assert store.moments(["gold"]) == [
        (day_one, Counter({Kind.NEW: 1})),
        (day_one + DAY, Counter({Kind.PUBLISHED: 1})),
    ]
    assert store.counts(["gold"])["gold"] == Counts(tracked=1)
    assert store.month("2608", ["gold"]) == [entry]


def test_a_note_on_what_left_the_pages_is_not_shown(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, iron: Topic, sight: Sight
) -> None:
    """It comes back with the paper; other topics have notes of their own."""
    for topic in (gold, iron):
        sight(store, topic, [paper(1)])
        sight(store, topic, [paper(1)], now=day_one + DAY, kind=Kind.PUBLISHED)
    sight(store, gold, [paper(1)], now=day_one + 2 * DAY, kind=Kind.DROPPED)
    assert [note.topics for note in store.entries(day_one + DAY, None, BOTH, NEWS)] == [("iron",)]
    sight(store, gold, [paper(1)], now=day_one + 3 * DAY, kind=Kind.BACKLOG)
    assert store.entries(day_one + DAY, None, ["gold"], NEWS)[0].kind is Kind.PUBLISHED


LOGS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(1, 2),
        st.sampled_from(BOTH),
        st.integers(0, 3),
        st.sampled_from(sorted(Kind)),
    ),
    max_size=12,
)


@given(LOGS, st.sets(st.sampled_from(Kind)), st.integers(0, 3), st.integers(0, 4))
@settings(max_examples=60)
def test_kinds_and_moments_only_choose_among_all_entries(
    log: list[tuple[int, int, str, int, Kind]], kinds: set[Kind], first: int, last: int
) -> None:
    """Whatever was asked for: it is what one would pick by hand from everything."""
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite") as store:
        _tell(store, log)
        since, until = TODAY + first * DAY, TODAY + last * DAY
        every = store.entries(None, None, BOTH, Kind)
        wanted = [entry for entry in every if entry.kind in kinds]
        assert {entry.kind for entry in every} <= TRACKED | NEWS
        assert store.entries(None, None, BOTH, kinds) == wanted
        inside = [entry for entry in wanted if since <= entry.seen < until]
        assert store.entries(since, until, BOTH, kinds) == inside
        counted = Counter((entry.seen, entry.kind) for entry in every)
        moments = {(seen, kind): n for seen, its in store.moments(BOTH) for kind, n in its.items()}
        assert moments == counted


def _tell(store: Store, log: list[tuple[int, int, str, int, Kind]]) -> None:
    for number, version, topic, day, kind in log:
        one, seen = made_up(number, version=version), TODAY + day * DAY
        store.save([one], now=seen, channel="file")
        told = Sighting(one.id, version, seen, "file", kind, (topic,))
        store.decide(Topic(topic, topic, f"all:{topic}"), [told], store.mark())

"""What topics have to look at, and what they decide."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.sighting import Kind, Sighting
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from paperlode.paper import Paper
    from paperlode.store import Store

    MakePaper = Callable[..., Paper]
    Sight = Callable[..., None]

DAY = timedelta(days=1)


def names(store: Store, topic: Topic) -> list[str]:
    """Name what the topic has to look at."""
    return [pending.paper.name for pending in store.undecided(topic)]


def of_kind(paper: Paper, kind: Kind, seen: datetime) -> Sighting:
    """Make a sighting."""
    return Sighting(paper.id, paper.version, seen, "search_api", kind, ("gold",))


def test_a_topic_looks_at_everything_new_once(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic
) -> None:
    """After a topic looked, only what comes later waits, whichever topic it came for."""
    store.save([paper(2), paper(1), paper(1, 2)], now=day_one, channel="file")
    assert names(store, gold) == ["2608.00001v1", "2608.00001v2", "2608.00002v1"]
    store.decide(gold, [], store.mark())
    store.save([paper(3)], now=day_one, channel="file")
    assert names(store, gold) == ["2608.00003v1"]


def test_what_comes_while_a_topic_looks_waits(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic
) -> None:
    """The mark is taken before looking: nothing slips through in between."""
    mark = store.mark()
    store.save([paper(1)], now=day_one, channel="file")
    store.decide(gold, [], mark)
    assert names(store, gold) == ["2608.00001v1"]


def test_a_decision_survives_reading(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic
) -> None:
    """Deciding while the list is still being read takes nothing out of it."""
    store.save([paper(n) for n in range(1, 1201)], now=day_one, channel="file", topic=gold)
    pending = store.undecided(gold)
    first = next(pending)
    store.decide(gold, [of_kind(first.paper, Kind.NEW, day_one)], store.mark())
    assert len(list(pending)) == 1199


def test_a_new_topic_looks_at_what_may_match_in_the_whole_store(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic
) -> None:
    """What cannot match is not even read."""
    store.save([paper(1), paper(2, title="Iron")], now=day_one, channel="file")
    assert names(store, gold) == ["2608.00001v1"]


def test_a_changed_query_looks_again_at_what_the_topic_has(
    store: Store, paper: MakePaper, gold: Topic, sight: Sight
) -> None:
    """Papers that stopped matching are found because the topic has them."""
    sight(store, gold, [paper(1)])
    changed = Topic("gold", "Gold", "all:iron")
    (pending,) = store.undecided(changed)
    assert (pending.state, pending.claimed) == (Kind.NEW, False)


def test_a_query_that_comes_back_looks_again(
    store: Store, paper: MakePaper, gold: Topic, sight: Sight
) -> None:
    """What was decided under another query in between may no longer hold."""
    sight(store, gold, [paper(1)])
    store.decide(Topic("gold", "Gold", "all:iron"), [], store.mark())
    assert names(store, gold) == ["2608.00001v1"]


def test_a_first_claim_is_looked_at(
    store: Store, paper: MakePaper, day_one: datetime, iron: Topic
) -> None:
    """A paper that lay here unmatched waits when a channel says that it matches."""
    store.save([paper(1), paper(2)], now=day_one, channel="file")
    store.decide(iron, [], store.mark())
    store.save([paper(1)], now=day_one + DAY, channel="search_api", topic=iron)
    (pending,) = store.undecided(iron)
    assert (pending.paper.name, pending.claimed) == ("2608.00001v1", True)


def test_a_second_claim_is_not(
    store: Store, paper: MakePaper, day_one: datetime, iron: Topic
) -> None:
    """Every day's overlap brings the same papers: they cost nothing."""
    for _ in range(2):
        store.save([paper(1)], now=day_one, channel="search_api", topic=iron)
        store.decide(iron, [], store.mark())
    store.save([paper(1)], now=day_one, channel="search_api", topic=iron)
    assert names(store, iron) == []


def test_pending_says_what_the_topic_has(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """All versions of the paper wait with the new one, each with what was decided about it."""
    sight(store, gold, [paper(1)], kind=Kind.KNOWN)
    sight(store, gold, [paper(1, 2)], kind=Kind.QUARANTINED)
    sight(store, gold, [paper(1, 3)], kind=Kind.REVISED)
    store.save([paper(1, 4)], now=day_one, channel="search_api", topic=gold)
    *old, pending = store.undecided(gold)
    assert pending.states == {1: Kind.KNOWN, 2: Kind.QUARANTINED, 3: Kind.REVISED}
    assert (pending.state, pending.claimed) == (None, True)
    assert [one.state for one in old] == list(pending.states.values())


def test_deciding_twice_is_deciding_once(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic
) -> None:
    """A sighting that says what already holds adds nothing, at whatever moment."""
    store.save([paper(1)], now=day_one, channel="search_api", topic=gold)
    assert store.decide(gold, [of_kind(paper(1), Kind.NEW, day_one)], store.mark()) == 1
    assert store.decide(gold, [of_kind(paper(1), Kind.NEW, day_one + DAY)], store.mark()) == 0
    assert len(store.history(paper(1).id).sightings) == 1


def test_the_log_keeps_what_was_decided_before(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """The state is the newest word; the older ones stay in the history."""
    sight(store, gold, [paper(1)])
    sight(store, gold, [paper(1)], now=day_one + DAY, kind=Kind.DROPPED)
    assert [s.kind for s in store.history(paper(1).id).sightings] == [Kind.NEW, Kind.DROPPED]
    assert store.latest(9, ["gold"]) == []


def test_at_one_moment_the_last_word_counts(
    store: Store, paper: MakePaper, gold: Topic, sight: Sight
) -> None:
    """A run that is repeated with other settings leaves one word, not two of the same moment."""
    sight(store, gold, [paper(1)])
    sight(store, gold, [paper(1)], kind=Kind.QUARANTINED)
    assert [s.kind for s in store.history(paper(1).id).sightings] == [Kind.QUARANTINED]


def test_a_clock_that_went_backwards_does_not_undo_the_last_word(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, sight: Sight
) -> None:
    """What is decided last holds, even when it seems to be said earlier."""
    sight(store, gold, [paper(1)], now=day_one + DAY)
    sight(store, gold, [paper(1)], now=day_one, kind=Kind.DROPPED)
    assert [s.kind for s in store.history(paper(1).id).sightings] == [Kind.DROPPED]


def test_a_paper_without_a_record_can_be_known(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic
) -> None:
    """An adopted tracker knew identifiers of which it kept nothing else."""
    store.decide(gold, [of_kind(paper(7), Kind.KNOWN, day_one)], store.mark())
    assert store.counts(["gold"])["gold"].known == 1
    assert store.history(paper(7).id).papers == ()

"""What reaches the store, and what is remembered of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from paperlode.sighting import Receipt
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperlode.paper import Paper
    from paperlode.store import Store

    MakePaper = Callable[..., Paper]

DAY = timedelta(days=1)


def test_every_version_is_kept(store: Store, paper: MakePaper, day_one: datetime) -> None:
    """A revision stands beside what it revises."""
    store.save([paper(1), paper(1, 2, title="Gold, revised")], now=day_one, channel="file")
    assert store.paper(paper(1).id) == paper(1, 2, title="Gold, revised")
    assert store.paper(paper(1).id, 1) == paper(1)


def test_the_same_record_again_is_no_change(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic
) -> None:
    """What we hold in the same wording does not arrive again."""
    assert store.save([paper(1), paper(2)], now=day_one, channel="file") == 2
    assert store.save([paper(2), paper(1)], now=day_one + DAY, channel="file") == 0
    assert {pending.touched for pending in store.undecided(gold)} == {day_one}


def test_a_changed_record_arrives_again(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic
) -> None:
    """A new comment or DOI replaces the record, and its topics look at it again."""
    store.save([paper(1), paper(2)], now=day_one, channel="file")
    store.decide(gold, [], store.mark())
    changed = paper(1, doi="10.1000/1", comment="12 pages")
    assert store.save([changed, paper(2)], now=day_one + DAY, channel="search_api") == 1
    (pending,) = store.undecided(gold)
    assert (pending.paper, pending.touched) == (changed, day_one + DAY)
    assert pending.channel == "search_api"


def test_what_the_search_api_never_tells_is_not_lost(
    store: Store, paper: MakePaper, day_one: datetime
) -> None:
    """Licence and report number stay when a channel that has no place for them says the rest."""
    full = paper(1, license="https://example.org/by", report_no="X-1", comment="gone later")
    store.save([full], now=day_one, channel="file")
    store.save([paper(1)], now=day_one, channel="search_api")
    assert store.paper(full.id) == replace(full, comment=None)


def test_claims_are_counted_by_submission(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic, iron: Topic
) -> None:
    """A sweep asks how many papers of a time span we hold: [first, last)."""
    papers = [paper(n, submitted=day_one + n * DAY) for n in range(3)]
    store.save(papers, now=day_one, channel="search_api", topic=gold)
    assert store.claimed(gold) == 3
    assert store.claimed(gold, day_one + DAY, day_one + 2 * DAY) == 1
    assert store.claimed(gold, None, day_one + 2 * DAY) == 2
    assert store.claimed(iron) == 0


def test_claims_count_papers_not_versions(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic
) -> None:
    """The service counts a paper once, however many versions it has."""
    store.save([paper(1), paper(1, 2)], now=day_one, channel="search_api", topic=gold)
    assert store.claimed(gold) == 1


def test_a_claim_can_be_taken_back(
    store: Store, paper: MakePaper, day_one: datetime, gold: Topic
) -> None:
    """A paper that arXiv no longer returns stays in the store and is no longer counted."""
    store.save([paper(1), paper(2)], now=day_one, channel="search_api", topic=gold)
    store.unclaim(gold, [paper(1).id])
    assert store.claimed(gold) == 1
    assert store.paper(paper(1).id) == paper(1)


def test_a_query_begins_when_it_is_first_used(store: Store, day_one: datetime, gold: Topic) -> None:
    """Only the first run with a query says when it came in force."""
    assert store.began(gold, day_one) == day_one
    assert store.began(gold, day_one + DAY) == day_one
    assert store.previous(gold) is None


def test_a_changed_query_begins_anew(store: Store, day_one: datetime, gold: Topic) -> None:
    """The query before it is remembered; a query that comes back begins when it comes back."""
    other = Topic("gold", "Gold", "all:gold OR all:silver")
    store.began(gold, day_one)
    assert store.began(other, day_one + DAY) == day_one + DAY
    assert (before := store.previous(other)) is not None
    assert before.fingerprint == gold.fingerprint
    assert store.began(gold, day_one + 2 * DAY) == day_one + 2 * DAY
    assert (before := store.previous(gold)) is not None
    assert before.fingerprint == other.fingerprint


def test_a_query_of_the_future_does_not_count(store: Store, day_one: datetime, gold: Topic) -> None:
    """A clock that went backwards leaves no query that began later than now."""
    store.began(gold, day_one + 365 * DAY)
    assert store.began(gold, day_one) == day_one


def receipt(topic: Topic, run: datetime, *, complete: bool = True, papers: int = 1) -> Receipt:
    """Make a receipt of one harvest."""
    facts = (run, "search_api", topic.id, topic.fingerprint, "recent", None, papers, papers, 0)
    return Receipt(*facts, complete=complete)


def test_the_frontier_moves_only_with_a_complete_receipt(
    store: Store, day_one: datetime, gold: Topic
) -> None:
    """An incomplete harvest leaves the frontier where it was."""
    assert store.frontier(gold, "search_api") is None
    store.add_receipt(receipt(gold, day_one))
    store.add_receipt(receipt(gold, day_one + DAY, complete=False))
    assert store.frontier(gold, "search_api") == day_one


def test_the_frontier_belongs_to_query_and_channel(
    store: Store, day_one: datetime, gold: Topic, iron: Topic
) -> None:
    """What one query or channel had whole says nothing about another."""
    store.add_receipt(receipt(gold, day_one))
    assert store.frontier(iron, "search_api") is None
    assert store.frontier(gold, "oai_pmh") is None


def test_receipts_of_the_future_do_not_count(store: Store, day_one: datetime, gold: Topic) -> None:
    """After the clock went backwards, the frontier is the last one before now."""
    store.add_receipt(receipt(gold, day_one))
    store.add_receipt(receipt(gold, day_one + 365 * DAY))
    assert store.frontier(gold, "search_api", before=day_one + DAY) == day_one


@pytest.mark.parametrize(
    ("first", "second", "kept"), [(False, False, 2), (False, True, 2), (True, False, 1)]
)
def test_a_complete_receipt_stays(
    store: Store, day_one: datetime, gold: Topic, *, first: bool, second: bool, kept: int
) -> None:
    """A run that is repeated replaces what was incomplete, and nothing else."""
    store.add_receipt(receipt(gold, day_one, complete=first, papers=1))
    store.add_receipt(receipt(gold, day_one, complete=second, papers=2))
    assert [r.papers for r in store.receipts()] == [kept]


def test_receipts_are_read_from_a_run_on(store: Store, day_one: datetime, gold: Topic) -> None:
    """Receipts come in the order of their runs, from the one asked for."""
    receipts = [receipt(gold, day_one + n * DAY) for n in range(3)]
    for one in reversed(receipts):
        store.add_receipt(one)
    assert store.receipts(since=day_one + DAY) == receipts[1:]


def test_times_are_kept_in_utc(store: Store, gold: Topic) -> None:
    """A moment is the same moment in every zone."""
    singapore = datetime.fromisoformat("2026-08-03T14:30:00+08:00")
    assert store.began(gold, singapore) == datetime(2026, 8, 3, 6, 30, tzinfo=UTC)

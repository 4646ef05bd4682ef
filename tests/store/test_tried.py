"""Papers on which a query is tried."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.paper import Paper
from paperlode.query import parse
from paperlode.store.tried import may_match, newest_day, some
from paperlode.store.where import holders, index

from .conftest import DAY_ONE, make_paper

if TYPE_CHECKING:
    from paperlode.store import Store

GOLD = parse("ti:gold")


def names(store: Store, since: int = 9) -> list[str]:
    """Name what may match, submitted at most so many days before day one."""
    lists = may_match(store, GOLD, DAY_ONE - timedelta(days=since))
    return [Paper.from_line(line).name for lines in lists for line in lines]


def test_the_newest_version_of_each_paper_is_read(store: Store) -> None:
    """Also of papers whose words are not in the index yet; what was submitted last comes first."""
    old = make_paper(3, submitted=DAY_ONE - timedelta(days=5))
    store.save(
        [make_paper(1), old, make_paper(4, title="Tin")], now=DAY_ONE, channel="x", topic=None
    )
    index(store)
    store.save([make_paper(1, version=2)], now=DAY_ONE, channel="x", topic=None)
    assert names(store) == ["2608.00001v2", "2608.00003v1"]
    assert names(store, since=2) == ["2608.00001v2"]


def test_candidates_are_counted_no_further_than_needed(store: Store) -> None:
    """Nothing can be said of a query that may match any paper."""
    store.save(map(make_paper, range(1, 6)), now=DAY_ONE, channel="x", topic=None)
    index(store)
    assert (holders(store, GOLD, 9), holders(store, GOLD, 3)) == (5, 3)
    assert holders(store, parse("ANDNOT ti:gold"), 9) is None


def test_some_papers_and_the_last_day(store: Store) -> None:
    """An empty store has neither."""
    assert (list(some(store, 3)), newest_day(store)) == ([], None)
    store.save(map(make_paper, range(1, 10)), now=DAY_ONE, channel="x", topic=None)
    assert len(list(some(store, 3))) == 3
    assert newest_day(store) == DAY_ONE - timedelta(days=1)

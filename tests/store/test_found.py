"""Search over all papers that are held: exact, newest first, whatever the index knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from paperlode.query import Query, matches, parse
from paperlode.store import Store
from paperlode.store.at_hand import AtHand
from paperlode.store.found import FIRST, Window, found, held, prepare
from paperlode.store.where import holders

from ..query.queries import trees  # noqa: TID252  queries of all kinds
from ..small_world import TODAY, made_up  # noqa: TID252  the papers of all tests

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


TEXTS = ["crystal structures", "The structure of good crystals", "GANs by Müller, 2016", "nothing"]
PAPERS = [
    made_up(
        number,
        title=TEXTS[number % 4],
        abstract=TEXTS[number % 3],
        authors=("Ada Müller",) if number % 2 else ("Bo Invented",),
        categories=("cs.LG",) if number % 5 else ("cond-mat.mtrl-sci", "cs.AI"),
        submitted=TODAY - timedelta(days=number),
    )
    for number in range(1, 2 * FIRST)
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Hold papers of which only the first half is in the index."""
    with Store.open(tmp_path_factory.mktemp("held") / "store.db") as opened:
        opened.save(PAPERS[:FIRST], now=TODAY, channel="file")
        prepare(opened)
        opened.save(PAPERS[FIRST:], now=TODAY, channel="file")
        yield opened


def names(store: Store, query: str | Query, window: Window | None = None) -> list[str]:
    """Search."""
    tree = parse(query) if isinstance(query, str) else query
    return [one.paper.id for one in found(store, tree, window or Window())]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tree=trees)
def test_what_matches_is_found_and_nothing_else(store: Store, tree: Query) -> None:
    """Newest submission first, in the index or not yet."""
    assert names(store, tree) == [paper.id for paper in PAPERS if matches(tree, paper)]


def test_days_bound_what_is_found(store: Store) -> None:
    """From the first moment on, and before the last one."""
    window = Window(TODAY - timedelta(days=4), TODAY - timedelta(days=2))
    assert names(store, "cat:c*", window) == ["2608.00003", "2608.00004"]


def test_the_current_version_decides(tmp_path: Path) -> None:
    """A paper whose older version matched is not found by it."""
    versions = [made_up(title="gold"), made_up(title="silver", version=2)]
    with Store.open(tmp_path / "store.db") as store:
        store.save(versions, now=TODAY, channel="file")
        assert (names(store, "ti:gold"), names(store, "ti:silver")) == ([], ["2608.00001"])
        assert held(store) == 1


def test_first_papers_come_before_the_last_are_read(store: Store) -> None:
    """Whoever stops early has paid for little."""
    seen: list[int] = []
    papers = found(store, parse("cat:c*"), progress=lambda _, done, __=None: seen.append(done))
    assert next(papers).paper.id == "2608.00001"
    assert not seen
    assert len(list(papers)) == len(PAPERS) - 1
    assert seen == [FIRST, len(PAPERS)]


def test_a_store_that_is_only_read_says_the_same(tmp_path: Path) -> None:
    """Beside a run nothing is filed, and papers that are not in the index are looked at."""
    path = tmp_path / "store.db"
    with Store.open(path) as writer:
        writer.save(PAPERS[:3], now=TODAY, channel="file")
        with Store.open(path, reading=True) as reader:
            prepare(reader)
            assert names(reader, "cat:c*") == [paper.id for paper in PAPERS[:3]]


def test_counts_stop_where_they_are_told(store: Store) -> None:
    """What a term finds, exactly up to a number; what the index says of it, at once."""
    assert AtHand(store).how_many(parse("cat:c*"), 5) == 5
    assert AtHand(store).how_many(parse("ti:nothing"), 5) == 5
    assert AtHand(store).how_many(parse("ti:zebra"), 5) == 0
    assert holders(store, parse("ti:zebra")) == 0
    assert holders(store, parse("submittedDate:[2020 TO 2030]")) is None


def test_years_before_the_first_paper_are_empty(store: Store) -> None:
    """A window without papers."""
    assert names(store, "cat:c*", Window(before=datetime(1990, 1, 1, tzinfo=UTC))) == []

"""Papers on which a query is tried: the counts are those of the evaluator, wherever they are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from paperlode.lab.papers import Papers
from paperlode.lab.trial import trial
from paperlode.query import matches, parse
from paperlode.query.exact import as_written
from paperlode.replica.synthetic import synthetic
from paperlode.store import Store
from paperlode.store.mirror import Mirror, Packer

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = datetime(2026, 8, 20, 6, tzinfo=UTC)
QUERIES = [
    'cat:cond-mat.mtrl-sci AND (abs:"machine learning" OR abs:"neural network")',
    "ti:crystal ANDNOT cat:cs.LG",
    '(all:learning OR abs:film) ANDNOT (ti:quantum OR au:"Example A")',
    'co:pages OR jr:"Made-Up Letters" OR ti:surf*',
]
OLD = parse("ti:crystal OR abs:glass OR cat:cs.LG")


MADE = [one.paper for one in synthetic(240, 1, TODAY)]
STORED, IMPORTED = MADE[:120:2], MADE[60:]
NEWEST = {one.id: one for one in sorted((*STORED, *IMPORTED), key=lambda one: one.version)}


@pytest.fixture(scope="module", params=["filed", "in part"])
def at_hand(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Mirror]]:
    """Put some papers into the store, most into the mirror, a few into both in any versions.

    The mirror's index knows the words of all its papers, or of half of them.
    """
    folder = tmp_path_factory.mktemp("papers")
    filed = len(IMPORTED) if request.param == "filed" else len(IMPORTED) // 2
    with Mirror.open(folder / "m.sqlite") as mirror:
        mirror.take(map(Packer().file, IMPORTED[:filed]))
    with Store.open(folder / "s.db") as store, Mirror.open(folder / "m.sqlite") as mirror:
        store.save(STORED, now=TODAY, channel="file", topic=None)
        mirror.take(map(Packer().file, IMPORTED[filed:]))
        yield store, mirror


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("query", QUERIES)
def test_counts_are_those_of_the_evaluator(
    query: str, *, exact: bool, at_hand: tuple[Store, Mirror]
) -> None:
    """Of the query, of what it gains and loses, and of every change."""
    tree = as_written(parse(query)) if exact else parse(query)
    result = trial(tree, Papers(*at_hand), old=OLD)
    mine = {one.name for one in NEWEST.values() if matches(tree, one)}
    before = {one.name for one in NEWEST.values() if matches(OLD, one)}
    groups = [mine, mine - before, mine & before, before - mine]
    told = [result.brings, result.new, result.kept, result.lost]
    assert [one.number for one in told] == [len(names) for names in groups]
    for effect in result.effects:
        changed = {one.name for one in NEWEST.values() if matches(effect.change.tree, one)}
        assert (effect.adds, effect.loses) == (len(changed - mine), len(mine - changed))
    assert result.left_out == 0


def test_the_newest_papers_are_named(at_hand: tuple[Store, Mirror]) -> None:
    """In the order of their submission, from wherever they are."""
    result = trial(parse("cat:cs.LG"), Papers(*at_hand))
    mine = [one for one in NEWEST.values() if "cs.LG" in one.categories]
    mine.sort(key=lambda one: (one.submitted, one.id), reverse=True)
    found = [f"{one.id}v{one.version}" for one in result.brings.newest]
    assert found == [one.name for one in mine[:10]]
    monday = result.weeks[-1][0]
    last = sum(one.submitted.date() >= monday for one in mine)
    assert result.weeks[-1][1] == last


def test_known_papers_of_the_mirror_are_not_new(at_hand: tuple[Store, Mirror]) -> None:
    """By their identifiers, also where the mirror has the newer version."""
    mine = [one.id for one in NEWEST.values() if "cs.LG" in one.categories]
    known = frozenset(mine[::3])
    result = trial(parse("cat:cs.LG"), Papers(*at_hand), known=known)
    assert result.new.number == len(mine) - len(known)


def test_papers_before_a_day_are_left_out(at_hand: tuple[Store, Mirror]) -> None:
    """Of the store and of the mirror."""
    days = sorted(one.submitted for one in NEWEST.values())
    since = days[len(days) // 2]
    result = trial(parse("all:a* OR cat:c*"), Papers(*at_hand, since=since), since=since)
    tree = parse("all:a* OR cat:c*")
    mine = [one for one in NEWEST.values() if matches(tree, one) and one.submitted >= since]
    assert result.brings.number == len(mine)


def test_only_papers_in_doubt_are_read(at_hand: tuple[Store, Mirror]) -> None:
    """The index knows what a query of words and categories finds."""
    tree = parse("ti:crystal AND cat:cs.LG")
    *_, judged = Papers(*at_hand).judged(tree, [tree], [("ti", "crystal", False)])
    unfiled = len(at_hand[1].look()[1])
    assert judged.read <= unfiled < len(IMPORTED)

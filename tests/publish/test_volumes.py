"""How the archive is cut for search: by the calendar, and so that little changes at a time."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.paper import calendar_month
from paperlode.publish.volumes import MOST, Volumes, numbers

MONTHS = [f"{year}{month:02}" for year in ("24", "25") for month in range(1, 13)]
sizes = st.dictionaries(st.sampled_from(MONTHS), st.sampled_from([1, 200, 900, MOST, MOST + 1]))
changes = st.dictionaries(st.sampled_from(MONTHS), st.sampled_from([-700, -1, 0, 1, 700]))


def ordered(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Give months as the store does."""
    return [(yymm, counts[yymm]) for yymm in sorted(counts, key=calendar_month) if counts[yymm]]


@pytest.mark.parametrize(
    ("counts", "names"),
    [
        ({}, []),
        ({"2401": 1, "2412": MOST - 1}, ["2024"]),
        ({"2401": 1, "2412": MOST}, ["2024h2", "2024h1"]),
        ({"2407": MOST, "2410": 1}, ["2024q4", "2024q3"]),
        ({"2408": MOST, "2409": MOST + 1}, ["2024m09", "2024m08"]),
        ({"9912": 1, "0001": 1}, ["2000", "1999"]),
    ],
)
def test_a_year_is_cut_only_where_it_is_too_large(counts: dict[str, int], names: list[str]) -> None:
    """Into halves, quarters and months; the newest volume comes first."""
    assert [volume.name for volume in Volumes(ordered(counts)).there] == names


@given(sizes)
def test_every_month_stands_in_one_volume(counts: dict[str, int]) -> None:
    """Only a volume of one month is larger than it should be."""
    there = Volumes(ordered(counts)).there
    assert Counter(m for v in there for m in v.months) == Counter(dict.fromkeys(counts, 1))
    assert all(v.papers == sum(counts[m] for m in v.months) for v in there)
    assert all(v.papers <= MOST or len(v.months) == 1 for v in there)


@given(sizes, changes)
def test_what_changed_is_due_and_what_is_no_more_is_gone(
    before: dict[str, int], change: dict[str, int]
) -> None:
    """Papers that came, went or changed: no volume is overlooked, whatever is cut anew."""
    after = {m: max(0, before.get(m, 0) + change.get(m, 0)) for m in {*before, *change}}
    moved = {m: abs(after[m] - before.get(m, 0)) or 1 for m in change}
    ids = [f"{yymm}.{n:05}" for yymm, number in moved.items() for n in range(number)]
    old, new = Volumes(ordered(before)).there, Volumes(ordered(after), ids)
    was, now = {v.name: v for v in old}, {v.name: v for v in new.there}
    due = {v.name: v for v in new.due}
    gone = {v.name: v for v in new.gone}
    touched = {name for name, v in now.items() if set(v.months) & set(change)}
    assert (now.keys() - was.keys()) | touched <= due.keys() <= now.keys()
    assert was.keys() - now.keys() <= gone.keys()
    assert not gone.keys() & now.keys()
    for name in was.keys() & (due.keys() | gone.keys()):
        assert was[name].papers <= (due | gone)[name].before


def test_a_change_leaves_the_other_volumes_alone() -> None:
    """One new paper of this month does not touch another year."""
    found = Volumes([("2412", 900), ("2501", 900), ("2502", 901)], ["2502.00001"])
    assert [volume.name for volume in found.due] == ["2025"]
    assert found.gone == []


@pytest.mark.parametrize(("papers", "files"), [(0, 0), (1, 1), (5, 1), (6, 2)])
def test_papers_fill_files(papers: int, files: int) -> None:
    """The last one may have room."""
    assert len(numbers(papers, 5)) == files

"""Lines of files become papers of the mirror: bad ones are told, stopping costs nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.importing import Brought, bring
from paperlode.query import matches, parse
from paperlode.store.mirror import Mirror

from .small_world import made_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from paperlode.paper import Paper


def lines_of(papers: Iterable[Paper]) -> list[bytes]:
    """Write records."""
    return [paper.to_line().encode() + b"\n" for paper in papers]


PAPERS = [
    made_up(n, title=f"Crystal {n}", version=1 + n % 3, categories=("cs.AI",)) for n in range(1, 40)
]


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    """Open an empty mirror."""
    with Mirror.open(tmp_path / "mirror.sqlite") as opened:
        yield opened


def imported(
    mirror: Mirror, lines: Iterable[bytes], file: str = "", processes: int = 0, block: int = 10
) -> Brought:
    """Import lines of which none may be bad."""
    bad: list[tuple[int, str]] = []
    brought = bring(
        mirror,
        lines,
        file,
        tell=lambda n, said: bad.append((n, said)),
        processes=processes,
        block=block,
        written=1,
    )
    assert not bad
    return brought


def content(mirror: Mirror) -> list[str]:
    """List all papers, newest first."""
    return [one.paper.to_line() for one in mirror.found(parse("cat:cs.AI OR ti:crystal"))]


def test_a_second_import_changes_nothing(mirror: Mirror) -> None:
    """Neither as the same file nor under another name."""
    assert imported(mirror, lines_of(PAPERS), "a").tally.new == len(PAPERS)
    before = content(mirror)
    assert imported(mirror, lines_of(PAPERS), "a").tally.unchanged == 0
    assert imported(mirror, lines_of(PAPERS), "b").tally.unchanged == len(PAPERS)
    assert content(mirror) == before
    assert len(before) == len(PAPERS)


@given(
    papers=st.lists(
        st.builds(
            lambda n, version, word: made_up(n, version=version, title=f"crystal {word}"),
            st.integers(1, 5),
            st.integers(1, 4),
            st.sampled_from(["gold", "iron", "tin"]),
        ),
        max_size=12,
    ),
    cuts=st.lists(st.integers(0, 12), max_size=3),
)
def test_the_newest_version_stays(
    tmp_path_factory: pytest.TempPathFactory, papers: list[Paper], cuts: list[int]
) -> None:
    """However the lines are spread over files, and what matches is what is found."""
    expected: dict[str, Paper] = {}
    for paper in papers:
        if paper.id not in expected or expected[paper.id].version <= paper.version:
            expected[paper.id] = paper
    with Mirror.open(tmp_path_factory.mktemp("m") / "mirror.sqlite") as mirror:
        bounds = [0, *sorted(cuts), len(papers)]
        for first, last in pairwise(bounds):
            imported(mirror, lines_of(papers[first:last]))
        found = [one.paper.to_record() for one in mirror.found(parse("ti:gold"))]
    wanted = [one for one in expected.values() if matches(parse("ti:gold"), one)]
    wanted.sort(key=lambda one: (one.submitted, one.id), reverse=True)
    assert found == [one.to_record() for one in wanted]


def test_bad_lines_are_told_and_passed_over(mirror: Mirror) -> None:
    """Each with its number, from 1; blank lines are no lines."""
    good, other = lines_of(PAPERS[:2])
    bad: list[int] = []
    lines = [good, b"\n", b"{", b"[]", b'{"id": 704.0001, "versions": []}', other]
    brought = bring(mirror, lines, tell=lambda n, _: bad.append(n), processes=0)
    assert (bad, brought.bad, mirror.held()) == ([3, 4, 5], 3, 2)


def test_an_import_that_was_stopped_goes_on(mirror: Mirror) -> None:
    """What was read before Ctrl-C is kept and not read again."""

    def stopped() -> Iterator[bytes]:
        yield from lines_of(PAPERS)[:25]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imported(mirror, stopped(), "a")
    assert mirror.held() in {10, 20}
    brought = imported(mirror, lines_of(PAPERS), "a")
    assert brought.before + brought.tally.new == len(PAPERS)
    assert mirror.held() == len(PAPERS)


def test_several_processes_do_the_same(mirror: Mirror, tmp_path: Path) -> None:
    """The words and records that they prepare are those that one would."""
    imported(mirror, lines_of(PAPERS), processes=2)
    with Mirror.open(tmp_path / "other.sqlite") as other:
        imported(other, lines_of(PAPERS))
        assert content(mirror) == content(other)


def test_a_file_that_breaks_off_is_not_whole(mirror: Mirror) -> None:
    """An error of reading is no end of the file, also where several processes read."""

    def broken() -> Iterator[bytes]:
        yield from lines_of(PAPERS) * 30
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        imported(mirror, broken(), "a", processes=1)
    assert mirror.progress_of("a")[1] is False

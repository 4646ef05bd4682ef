"""Lines of files become papers of the mirror: bad ones are told, stopping costs nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode import importing
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


FEED = b"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2603.00009v1</id>
<published>2026-03-02T10:00:00Z</published><updated>2026-03-02T10:00:00Z</updated>
<title>Kept</title><summary>An answer that was kept.</summary><author><name>Ada Made</name></author>
<category term="cs.AI"/></entry></feed>"""
LIST = b"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>
<identifier>oai:arXiv.org:2603.00002</identifier><datestamp>2026-03-09</datestamp></header>
<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2603.00002</id>
<version version="v1"><date>Mon, 2 Mar 2026 10:00:00 GMT</date></version>
<version version="v2"><date>Wed, 4 Mar 2026 10:00:00 GMT</date></version>
<title>Crystals</title><authors>Ada Made</authors><categories>cs.AI</categories>
<abstract>An answer that was kept.</abstract></arXivRaw></metadata></record>
<record><header><identifier>nonsense</identifier></header></record></ListRecords></OAI-PMH>"""


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


@pytest.mark.parametrize("heaviest", [1, 1 << 20])
def test_saved_answers_are_lines(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch, heaviest: int
) -> None:
    """Each answer is one, however many papers it has; what is no paper in it is told."""
    monkeypatch.setattr(importing, "HEAVIEST", heaviest)
    answers = [LIST, b"<html>", FEED, *lines_of(PAPERS[:1])]
    bad: list[int] = []
    brought = bring(mirror, answers, tell=lambda n, _: bad.append(n), processes=0)
    assert (brought.lines, bad, mirror.held()) == (4, [1, 2], 3)
    assert mirror.version("2603.00002") == 2
    assert mirror.version("2603.00009") == 1

"""The mirror says exactly what the evaluator says, whatever happens to it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperlode.errors import StoreError
from paperlode.query import Query, matches, parse
from paperlode.query.conditions import ALL
from paperlode.store.counts import Counts
from paperlode.store.found import ALWAYS, Window
from paperlode.store.mirror import Mirror, Packer
from paperlode.store.words import SHIFT, Words

from ..query.queries import papers, trees  # noqa: TID252  queries of all tests
from ..small_world import made_up  # noqa: TID252  the papers of all tests

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from paperlode.paper import Paper

MOMENT = datetime(2016, 5, 3, tzinfo=UTC)
FILE = Packer().file


def said(mirror: Mirror, tree: Query, window: Window = ALWAYS) -> list[str]:
    """Ask in every way, which must agree; gives identifiers, newest first."""
    found = [one.paper for one in mirror.found(tree, window)]
    assert mirror.count(tree, window) == len(found)
    numbers = [int(number) for number in mirror.numbers(tree, window)]
    assert numbers == sorted(numbers)
    named = {number: paper.id for number, paper in mirror.papers(numbers)}
    assert set(named.values()) == {paper.id for paper in found}
    seconds = [int(paper.submitted.timestamp()) for paper in reversed(found)]
    assert [number >> SHIFT for number in numbers] == seconds
    counts = Counts()
    for paper in found:
        counts.add(paper)
    assert mirror.counts(tree, window) == counts
    return [paper.id for paper in found]


def matching(tree: Query, some: Iterable[Paper]) -> list[str]:
    """Ask the evaluator about each paper."""
    ordered = sorted(some, key=lambda paper: (paper.submitted, paper.id), reverse=True)
    return [paper.id for paper in ordered if matches(tree, paper)]


numbered = st.lists(papers(), min_size=4, max_size=12).map(
    lambda some: [replace(paper, id=f"1605.{n:05}") for n, paper in enumerate(some)]
)


@given(some=numbered, asked=st.lists(trees, min_size=8, max_size=20), day=st.integers(-1, 3))
@settings(max_examples=25)
def test_it_says_what_the_evaluator_says(
    tmp_path_factory: pytest.TempPathFactory, some: list[Paper], asked: list[Query], day: int
) -> None:
    """Of every query, on all days and on some."""
    end = MOMENT + timedelta(days=day)
    window = Window(MOMENT, end) if day >= 0 else ALWAYS
    within = [paper for paper in some if day < 0 or MOMENT <= paper.submitted < end]
    with Mirror.open(tmp_path_factory.mktemp("m") / "mirror.sqlite") as mirror:
        mirror.take(map(FILE, some))
        for tree in asked:
            assert said(mirror, tree, window) == matching(tree, within)


def gold(number: int, version: int = 1) -> Paper:
    """Make a paper about gold; later versions are about tin."""
    title = "Gold crystals" if version == 1 else "Tin crystals"
    return made_up(number, version=version, title=title)


def test_a_replaced_version_is_forgotten(tmp_path: Path) -> None:
    """The index says what the newest version says, also where the submission is another."""
    with Mirror.open(tmp_path / "mirror.sqlite") as mirror:
        mirror.take(FILE(gold(n)) for n in range(1, 6))
        later = replace(gold(4, 2), submitted=MOMENT)
        mirror.take(map(FILE, [gold(2, 2), later, gold(5)]))
        assert sorted(said(mirror, parse("ti:gold"))) == [gold(n).id for n in (1, 3, 5)]
        assert said(mirror, parse("ti:tin"))[1] == later.id


PAGE = 40
WRITER = f"""
import sys
from pathlib import Path
from paperlode.paper import Paper
from paperlode.store.mirror import Mirror, Packer

paper, page, file = Paper.from_line(sys.stdin.readline()), 0, Packer().file
with Mirror.open(Path(sys.argv[1])) as mirror:
    mirror.committed = 150
    while True:
        ids = [f"2608.{{page * {PAGE} + n:05}}" for n in range({PAGE})]
        some = [paper.to_record() | {{"id": name}} for name in ids]
        if page:
            older = {{"id": f"2608.{{(page - 1) * {PAGE}:05}}", "version": 2, "title": "Tin"}}
            some.append(paper.to_record() | older)
        mirror.take([file(Paper.from_record(one)) for one in some])
        page += 1
        print(page, flush=True)
"""


@pytest.mark.parametrize("pages", [1, 6, 13])
def test_a_killed_import_loses_nothing_and_has_nothing_twice(tmp_path: Path, pages: int) -> None:
    """After SIGKILL readers and the next writer find every paper that was taken, once."""
    path = tmp_path / "mirror.sqlite"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        print(gold(1).to_line(), file=writer.stdin, flush=True)
        for _ in range(pages):
            writer.stdout.readline()
        writer.kill()
    for reading in (True, False, True):
        with Mirror.open(path, reading=reading) as mirror:
            taken = mirror.held() // PAGE
            assert taken >= pages
            assert mirror.held() % PAGE == 0
            assert len(said(mirror, parse("ti:gold"))) == taken * (PAGE - 1) + 1
            assert len(said(mirror, parse("ti:tin"))) == taken - 1
            assert len(said(mirror, parse("ti:crystal ANDNOT ti:gold"))) == 0


def test_an_import_that_breaks_off_loses_nothing(tmp_path: Path) -> None:
    """What was taken before is made sure of, what was filed in part is filed again."""
    path = tmp_path / "mirror.sqlite"
    with Mirror.open(path) as mirror:
        mirror.take([FILE(gold(1))])
        with pytest.raises(ValueError, match="zip"):
            mirror.take([FILE(gold(2)), FILE(gold(3))._replace(texts=("only one",))])
        mirror.take([FILE(gold(4)), FILE(gold(1, 2))])
        assert len(said(mirror, parse("ti:gold"))) == len([2, 3, 4])
    for reading in (True, False, True):
        with Mirror.open(path, reading=reading) as mirror:
            assert len(said(mirror, parse("ti:gold"))) == len([2, 3, 4])
            assert len(said(mirror, parse("ti:tin"))) == 1


def test_a_reader_beside_a_writer_misses_nothing(tmp_path: Path) -> None:
    """What is not in the index on the disk yet is looked at, whatever the index says of it."""
    path = tmp_path / "mirror.sqlite"
    with Mirror.open(path) as writer:
        writer.take(FILE(gold(n)) for n in range(1, 4))
    with Mirror.open(path) as writer, Mirror.open(path, reading=True) as reader:
        writer.take(map(FILE, [gold(2, 2), gold(7)]))
        assert len(said(reader, parse("ti:gold"))) == len([1, 3, 7])
        assert said(reader, parse("ti:tin")) == said(writer, parse("ti:tin")) == [gold(2).id]


@pytest.mark.parametrize("harm", ["lost", "damaged", "another's"])
def test_a_lost_index_is_made_anew(tmp_path: Path, harm: str) -> None:
    """Nobody who only reads can do that, so they are told what to do."""
    path, folder = tmp_path / "mirror.sqlite", tmp_path / "mirror.words"
    with Mirror.open(path) as mirror:
        mirror.take(FILE(gold(n)) for n in range(1, 4))
    if harm == "damaged":
        (folder / "meta.json").write_text("{")
    else:
        shutil.rmtree(folder)
    if harm == "another's":
        Words.make(folder, "another")
    with pytest.raises(StoreError, match="paperlode import"):
        Mirror.open(path, reading=True)
    for _ in range(2):
        with Mirror.open(path) as mirror:
            assert len(said(mirror, parse("ti:gold"))) == len([1, 2, 3])
            mirror.refile()
            assert mirror.look()[1] == frozenset()


class Slow(Mirror):
    """Files few papers at once."""

    batch = 2


def test_making_an_index_anew_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    """Whoever waits sees how far it is; nothing is missing or there twice at any moment."""
    path = tmp_path / "mirror.sqlite"
    with Mirror.open(path) as mirror:
        mirror.take(FILE(gold(n)) for n in range(1, 8))
    shutil.rmtree(tmp_path / "mirror.words")
    seen: list[tuple[int, int | None]] = []
    for end, left in ((4, 3), (2, 1), (9, 0)):

        def stop(what: str, done: int, total: int | None = None, end: int = end) -> None:
            assert what == "papers filed anew"
            seen.append((done, total))
            if done == end:
                raise KeyboardInterrupt

        with suppress(KeyboardInterrupt), Slow.open(path) as mirror:
            mirror.refile(stop)
        with Mirror.open(path, reading=True) as mirror:
            assert len(mirror.look()[1]) == left
            assert len(said(mirror, parse("ti:gold"))) == len(range(1, 8))
    assert seen == [(0, 7), (2, 7), (4, 7), (0, 3), (2, 3), (0, 1)]


def test_papers_are_on_the_disk_before_their_words(tmp_path: Path) -> None:
    """Else a power loss leaves numbers in the index that other papers get."""
    with Mirror.open(tmp_path / "mirror.sqlite") as mirror:
        assert mirror.rows("PRAGMA synchronous") == [(2,)]  # FULL: each commit is synced


@pytest.mark.parametrize(("kind", "kept"), [("idx", 160), ("pos", 160), ("pos", 0)])
def test_a_damaged_piece_of_the_index_can_be_made_anew(
    tmp_path: Path, kind: str, kept: int
) -> None:
    """Who asks for what stands there is told what to do, and that helps; 0: the piece is lost."""
    path, folder = tmp_path / "mirror.sqlite", tmp_path / "mirror.words"
    with Mirror.open(path) as mirror:
        mirror.take(FILE(made_up(n)) for n in range(1, 200))
    (piece,) = folder.glob(f"*.{kind}")
    content = piece.read_bytes()
    piece.write_bytes(b"\xff" * (len(content) - kept) + content[-kept:])
    if not kept:
        piece.unlink()
    with (
        pytest.raises(StoreError, match="delete this folder"),
        Mirror.open(path, reading=True) as mirror,
    ):
        mirror.count(parse('ti:"made up crystal"'))
    shutil.rmtree(folder)
    Mirror.open(path).close()
    with Mirror.open(path, reading=True) as mirror:
        assert mirror.held() == mirror.count(parse("ti:crystal"))


def test_words_are_read_where_nothing_can_be_written(tmp_path: Path) -> None:
    """Not even a lock, and the writer's files stay where they are."""
    with Mirror.open(tmp_path / "mirror.sqlite") as mirror:
        mirror.take([FILE(gold(1))])
        owner = str(mirror.recall("words"))
    folder = tmp_path / "mirror.words"
    before = sorted(folder.iterdir())
    words = Words.open(folder, owner, writable=lambda _: False)
    assert words is not None
    assert words.searcher().count(ALL) == 1
    words.close()
    assert sorted(folder.iterdir()) == before


def test_a_mirror_of_an_older_program_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    """What has to be done is said; nothing is changed."""
    path = tmp_path / "mirror.sqlite"
    with Mirror.open(path) as mirror:
        mirror.rows("PRAGMA user_version = 1")
    with pytest.raises(StoreError, match="old format 1; delete it and import the files again"):
        Mirror.open(path)

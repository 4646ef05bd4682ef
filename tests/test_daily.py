"""The run, from an arXiv in memory to the files that a reader sees."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from paperlode import archive, config, daily
from paperlode.errors import MarkersError
from paperlode.replica.faults import read_faults
from paperlode.sighting import Kind
from paperlode.store import Store
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from paperlode.daily import Report

SETTINGS = """
title = "Crystals and glasses"
[[topic]]
name = "Crystals"
query = "abs:crystal"
[[topic]]
name = "Glasses"
query = "abs:glass"
[intake]
channels = ["search_api"]
"""
README = "# Mine\n\n<!-- ARXIV_PAPERS_START -->\n<!-- ARXIV_PAPERS_END -->\n\nThe end.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with settings and a README."""
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    (tmp_path / "README.md").write_text(README)
    return tmp_path


def run(folder: Path, world: World, now: datetime = TODAY) -> Report:
    """Run a day as the command does."""
    world.service.set_clock(now)
    settings = config.load(folder, {})
    with Store.open(folder / ".paperlode" / "store.db") as store:
        return daily.run(settings, store, world.search(), now)


def files(folder: Path) -> dict[str, bytes]:
    """Read everything that a run published or archived."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".paperlode" not in path.parts
    }


def two_days() -> World:
    """Make an arXiv with two days' papers, one of which concerns both topics."""
    first = made_up(1, abstract="A crystal of glass.")
    return World.of(
        [
            first,
            made_up(2),
            made_up(3, submitted=TODAY + DAY / 2),
            made_up(
                1,
                version=2,
                submitted=first.submitted,
                updated=TODAY + DAY / 2,
                abstract="A glass and a crystal.",
            ),
        ]
    )


def test_the_second_day_shows_what_is_new_and_what_was_revised(folder: Path) -> None:
    """In the README, on the first page, on the day's page and in the feed, each paper once."""
    world = two_days()
    run(folder, world)
    report = run(folder, world, TODAY + DAY)
    assert report.kinds == {Kind.NEW: 1, Kind.REVISED: 1}
    shown = files(folder)
    for name in ("README.md", "site/index.html", "site/day/2026-08-21/index.html"):
        assert [shown[name].count(b"crystal number %d" % n) for n in (1, 2, 3)] == [1, 0, 1]
        assert b"2608.00001v2" in shown[name]


def test_running_again_changes_no_byte(folder: Path) -> None:
    """The same moment, the same papers, the same files."""
    world = two_days()
    run(folder, world)
    run(folder, world, TODAY + DAY)
    before = files(folder)
    assert run(folder, world, TODAY + DAY).written == ()
    assert files(folder) == before


def test_without_the_store_the_run_ends_in_the_same_bytes(folder: Path) -> None:
    """The store and the built site are only a convenience."""
    world = two_days()
    run(folder, world)
    other = folder.parent / "other"
    shutil.copytree(folder, other)
    shutil.rmtree(other / ".paperlode")
    shutil.rmtree(other / "site")
    run(folder, world, TODAY + DAY)
    run(other, world, TODAY + DAY)
    assert files(other) == files(folder)


def test_a_day_changes_only_files_that_show_it(folder: Path) -> None:
    """Old papers, months and days stay as they are, also their modification."""
    old = [made_up(n, id=f"2601.{n:05}", submitted=TODAY - 200 * DAY) for n in range(1, 9)]
    new = {"title": "Glasses melt", "abstract": "Viscous flow without any crystal."}
    world = World.of([*old, made_up(3, submitted=TODAY + DAY / 2, **new)])
    run(folder, world)
    before = files(folder)
    run(folder, world, TODAY + DAY)
    changed = {name for name, content in files(folder).items() if before.get(name) != content}
    assert not [name for name in changed if "2601" in name or "2026-01" in name]
    assert "site/paper/2608.00003/index.html" in changed


@pytest.mark.parametrize(("days", "state"), [(2, "no announcement"), (4, "quiet")])
def test_a_quiet_day_says_so_and_changes_no_page_of_papers(
    folder: Path, days: int, state: str
) -> None:
    """Only the status, the first page and the receipts tell of it."""
    world = two_days()
    run(folder, world)
    run(folder, world, TODAY + DAY)
    report = run(folder, world, TODAY + days * DAY)
    assert (report.status.state, report.exit_code) == (state, 0)
    assert not [name for name in report.written if "paper/" in name or "month/" in name]


@pytest.mark.parametrize(("answers", "state", "code"), [(0, "failed", 1), (1, "incomplete", 3)])
def test_a_run_that_is_cut_off_never_says_that_all_is_well(
    folder: Path, answers: int, state: str, code: int
) -> None:
    """Exit code, README, pages and status agree."""
    world = two_days()
    run(folder, world)
    world.answers_left = answers
    report = run(folder, world, TODAY + DAY)
    assert (report.status.state, report.exit_code) == (state, code)
    assert json.loads((folder / "status.json").read_text())["state"] == state
    assert report.status.sentence in (folder / "README.md").read_text()
    assert report.status.sentence in (folder / "site" / "index.html").read_text()


def test_a_first_run_that_fails_shows_nothing_that_is_not_there(folder: Path) -> None:
    """There are no latest news and no history to speak of."""
    world = two_days()
    world.answers_left = 0
    assert run(folder, world).exit_code == 1
    readme = (folder / "README.md").read_text()
    assert "*No news yet.*" in readme
    assert "latest news" not in readme


def test_a_topic_without_papers_that_was_read_is_not_a_failure(folder: Path) -> None:
    """Three answers say that the first topic has nothing; the second topic cannot be read."""
    world = World.of([made_up(1, abstract="A glass.")])
    world.answers_left = 3
    report = run(folder, world)
    assert [receipt.complete for receipt in report.receipts] == [True, False]
    assert (report.exit_code, report.status.state) == (3, "incomplete")


def test_the_run_after_one_that_was_cut_off_delivers_the_rest_once(folder: Path) -> None:
    """Nothing is lost and nothing comes twice."""
    world = two_days()
    run(folder, world)
    world.answers_left = 1
    cut = run(folder, world, TODAY + DAY)
    world.answers_left = None
    rest = run(folder, world, TODAY + 2 * DAY)
    assert cut.kinds + rest.kinds == {Kind.NEW: 1, Kind.REVISED: 1}


def test_answers_that_do_not_fit_are_said_loudly_and_published_nowhere(folder: Path) -> None:
    """Report, status, README and first page carry the sentence; the papers are in quarantine."""
    (folder / "paperlode.toml").write_text(
        SETTINGS.replace("abs:crystal", 'abs:\\"green crystal\\"')
    )
    loose = [
        made_up(n, abstract="A crystal on a green leaf.", submitted=TODAY + DAY / 2)
        for n in range(1, 6)
    ]
    world = World.of([made_up(9, abstract="A green crystal."), *loose])
    run(folder, world)
    world.service.faults = read_faults('[[fault]]\nkind = "loose-phrases"\n')
    report = run(folder, world, TODAY + DAY)
    assert report.kinds == {Kind.QUARANTINED: 5}
    (warning,) = report.status.warnings
    assert "do not fit this query" in warning
    readme = (folder / "README.md").read_text()
    assert "do not fit this query" in readme
    assert "do not fit this query" in (folder / "site" / "index.html").read_text()
    assert "2608.00001" not in readme


def test_a_dropped_paper_leaves_the_pages_and_stays_in_the_archive(folder: Path) -> None:
    """The query was changed; nothing is deleted that was once kept."""
    world = two_days()
    run(folder, world)
    (folder / "paperlode.toml").write_text(SETTINGS.replace("abs:crystal", "abs:nothing"))
    report = run(folder, world, TODAY + DAY / 4)
    assert report.kinds[Kind.DROPPED] == 2
    shown = files(folder)
    assert "site/paper/2608.00002/index.html" not in shown
    assert b"2608.00002" in shown["archive/papers/2608.jsonl"]


def test_a_query_that_was_not_asked_for_yet_is_not_known_completely(folder: Path) -> None:
    """The settings were changed and only the pages were built again."""
    run(folder, two_days())
    (folder / "paperlode.toml").write_text(SETTINGS.replace("abs:crystal", "abs:quartz"))
    with Store.open(folder / ".paperlode" / "store.db") as store:
        report = daily.build(config.load(folder, {}), store)
    assert report.status.state == "incomplete"
    assert report.status.topics[0].why == "its query was not asked for yet"


def test_a_readme_without_markers_stops_the_run_before_anything_is_fetched(folder: Path) -> None:
    """There would be no place for the news."""
    (folder / "README.md").write_text("# Mine\n")
    world = two_days()
    with pytest.raises(MarkersError):
        run(folder, world)
    assert world.asked == []


def test_the_rest_of_the_readme_is_never_touched(folder: Path) -> None:
    """Also its line ends."""
    (folder / "README.md").write_bytes(README.replace("\n", "\r\n").encode())
    run(folder, two_days())
    content = (folder / "README.md").read_bytes()
    assert content.startswith(b"# Mine\r\n\r\n<!-- ARXIV_PAPERS_START -->")
    assert content.endswith(b"<!-- ARXIV_PAPERS_END -->\r\n\r\nThe end.\r\n")


def test_building_again_from_the_archive_alone_needs_no_network(folder: Path) -> None:
    """Any clone can make the pages."""
    run(folder, two_days())
    before = files(folder)
    shutil.rmtree(folder / ".paperlode")
    shutil.rmtree(folder / "site")
    settings = config.load(folder, {})
    with Store.open(folder / ".paperlode" / "store.db") as store:
        archive.load(folder / "archive", store)
        daily.build(settings, store)
    assert files(folder) == before


def test_a_clock_that_was_wrong_does_not_hide_what_came_later(folder: Path) -> None:
    """A failure after it is a failure, news is shown, and a warning says how to undo it."""
    world = two_days()
    world.service.set_clock(TODAY)
    run(folder, world)
    settings = config.load(folder, {})
    with Store.open(folder / ".paperlode" / "store.db") as store:
        daily.run(settings, store, world.search(), TODAY + 3000 * DAY)
    report = run(folder, world, TODAY + DAY)
    assert (report.status.state, report.kinds) == ("fresh", {Kind.NEW: 1, Kind.REVISED: 1})
    assert "a clock was wrong" in (folder / "README.md").read_text()
    assert (folder / "site" / "day" / "2026-08-21" / "index.html").is_file()
    world.answers_left = 0
    assert run(folder, world, TODAY + 2 * DAY).status.state == "failed"


def test_a_backfill_brings_what_was_missed_as_history(folder: Path) -> None:
    """An old paper that arXiv's search did not return when the topic began."""
    missed = made_up(7, submitted=TODAY - 90 * DAY)
    world = World.of([made_up(1), missed])
    world.service.faults = read_faults(f'[[fault]]\nkind = "hole"\nids = ["{missed.id}"]\n')
    run(folder, world)
    world.service.faults = read_faults("")
    world.service.set_clock(TODAY + DAY)
    settings = config.load(folder, {})
    with Store.open(folder / ".paperlode" / "store.db") as store:
        report = daily.backfill(
            settings, store, world.search(), TODAY + DAY, topics=settings.topics
        )
    assert report.kinds == {Kind.BACKLOG: 1}


def test_a_note_is_counted_beside_what_the_paper_is(folder: Path) -> None:
    """Now published for the topic that has it, and new to the one that it came to match."""
    paper = made_up(1)
    published = replace(paper, abstract="A crystal of glass.", doi="10.99999/a")
    world = World.announcing([(paper, TODAY - DAY / 4), (published, TODAY + DAY / 2)])
    run(folder, world)
    report = run(folder, world, TODAY + DAY)
    assert report.kinds == {Kind.NEW: 1, Kind.PUBLISHED: 1}
    assert report.status.news[Kind.PUBLISHED] == 1

"""How the last check went, in one word and in sentences."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from paperlode.publish import status
from paperlode.sighting import Kind
from tests.hostile import HOSTILE
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from tests.shelf import Shelf

WHOLE: dict[str, Any] = {}
BROKEN_OFF: dict[str, Any] = {"complete": False, "why": "the time was used up after page 3 of 7"}
NOTHING = BROKEN_OFF | {"papers": 0}


@pytest.mark.parametrize(
    ("first", "second", "kind", "word"),
    [
        (WHOLE, WHOLE, Kind.NEW, "fresh"),
        (WHOLE, WHOLE, None, "quiet"),
        (WHOLE, WHOLE, Kind.BACKLOG, "quiet"),
        (WHOLE, BROKEN_OFF, Kind.NEW, "incomplete"),
        (WHOLE, BROKEN_OFF, None, "incomplete"),
        (BROKEN_OFF, BROKEN_OFF, None, "incomplete"),
        (WHOLE, None, None, "incomplete"),
        (WHOLE, NOTHING, None, "incomplete"),
        (NOTHING, NOTHING, None, "failed"),
    ],
)
def test_quiet_incomplete_and_failed_are_different(
    shelf: Shelf,
    first: dict[str, Any],
    second: dict[str, Any] | None,
    kind: Kind | None,
    word: str,
) -> None:
    """A topic that was not asked, or not to the end, is never passed over."""
    shelf.see(made_up(1), at=TODAY - DAY)
    if kind is not None:
        shelf.see(made_up(2), kind=kind)
    shelf.check(**first)
    if second is not None:
        shelf.check(topic=POTENTIALS, **second)
    assert shelf.status().state == word


def test_a_first_run_that_brings_only_history_is_called_so(shelf: Shelf) -> None:
    """It is neither fresh nor quiet."""
    shelf.see(made_up(1), kind=Kind.BACKLOG)
    shelf.check()
    shelf.check(topic=POTENTIALS)
    assert (shelf.status().state, shelf.status().note) == ("first", "")


def test_a_store_that_was_never_checked_claims_nothing(shelf: Shelf) -> None:
    """There is no last check and no frontier."""
    report = shelf.status()
    assert (report.run, report.checked, report.state) == (None, None, "first")


@pytest.mark.parametrize(
    ("misfits", "papers", "warned"),
    [(2, 4, False), (3, 10, True), (3, 60, False), (4, 60, True), (5, 100, False), (6, 100, True)],
)
def test_answers_do_not_fit_above_a_twentieth_and_two(
    shelf: Shelf, misfits: int, papers: int, *, warned: bool
) -> None:
    """More than 5 % and at least 3 of a topic's batch; then README and pages say so."""
    shelf.check(misfits=misfits, papers=papers)
    shelf.check(topic=POTENTIALS)
    sentences = shelf.status().warnings
    assert [s.split(":")[0] for s in sentences] == (
        ["arXiv's answers do not fit this query"] if warned else []
    )
    assert ("do not fit" in shelf.page("index.html")) is warned
    assert ("do not fit" in shelf.status().note) is warned


def test_the_frontier_is_the_last_complete_check_of_the_query_in_force(shelf: Shelf) -> None:
    """A broken-off check and one of an older query do not move it."""
    shelf.check(TODAY - 3 * DAY)
    shelf.check(TODAY - 2 * DAY, query="0123456789abcdef")
    shelf.check(TODAY - DAY, complete=False)
    assert shelf.status().topics[0].frontier == TODAY - 3 * DAY


def test_a_run_over_some_topics_does_not_make_the_others_incomplete(shelf: Shelf) -> None:
    """After a backfill of one topic everything is as fresh as the oldest of the last checks."""
    shelf.check(TODAY - DAY)
    shelf.check(TODAY - DAY, topic=POTENTIALS)
    shelf.check(TODAY, mode="sweep")
    report = shelf.status()
    assert (report.run, report.checked) == (TODAY, TODAY - DAY)
    assert all(topic.complete for topic in report.topics)


@pytest.mark.parametrize(
    ("later", "note"),
    [
        (0.25, ""),
        (1, "The last check was complete and found nothing new; these are the latest news."),
    ],
)
def test_a_quiet_check_is_noted_from_the_next_day_on(shelf: Shelf, later: float, note: str) -> None:
    """A second run on the day of the news leaves the README as it is."""
    shelf.see(made_up(1))
    for topic in (CRYSTALS, POTENTIALS):
        shelf.check(TODAY + later * DAY, topic=topic)
    assert (shelf.status().state, shelf.status().note) == ("quiet", note)


def test_the_file_says_what_the_pages_say(shelf: Shelf) -> None:
    """Format, version, state, moments, news, topics and quarantine, readable by programs."""
    shelf.see(made_up(1))
    shelf.see(made_up(2), kind=Kind.QUARANTINED)
    shelf.check(misfits=1)
    shelf.check(topic=POTENTIALS, **BROKEN_OFF)
    record = json.loads(status.file(shelf.status()).content)
    assert (record["format"], record["state"]) == (1, "incomplete")
    assert record["run"] == record["checked"] == record["updated"] == "2026-08-20T06:00:00Z"
    assert record["news"] == {"new": 1, "revised": 0, "late": 0, "backlog": 0}
    assert [(t["id"], t["tracked"], t["quarantined"], t["complete"]) for t in record["topics"]] == [
        ("crystals", 1, 1, True),
        ("potentials", 0, 0, False),
    ]
    assert record["topics"][1]["why"] == "the time was used up after page 3 of 7"
    assert [entry["id"] for entry in record["quarantine"]] == ["2608.00002v1"]


def test_the_page_shows_what_was_kept_aside_as_text(shelf: Shelf) -> None:
    """Hostile titles of quarantined papers are shown, with why and a link, and do nothing."""
    papers = [made_up(n, title=title) for n, title in enumerate(HOSTILE, start=1)]
    shelf.see(*papers, kind=Kind.QUARANTINED, topics=(CRYSTALS,))
    page = shelf.page("status/index.html")
    assert "<script" not in page
    assert page.count("does not match Crystals &amp; glasses") == len(papers)
    assert "paper/2608.00001/index.html" not in shelf.files()


def test_the_quarantine_that_is_shown_is_bounded(shelf: Shelf) -> None:
    """The newest 200 are named, all are counted."""
    shelf.see(*(made_up(n) for n in range(1, 251)), kind=Kind.QUARANTINED)
    report = shelf.status()
    assert (len(report.quarantine), report.topics[0].quarantined) == (200, 250)
    assert report.quarantine[0].paper.id == "2608.00250"

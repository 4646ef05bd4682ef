"""How the last check went, in one word and in sentences."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from paperlode.publish import status
from paperlode.sighting import NEWS, Kind
from tests.hostile import HOSTILE
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from tests.shelf import Shelf

WHOLE: dict[str, Any] = {}
BROKEN_OFF: dict[str, Any] = {"complete": False, "why": "the time was used up after page 3 of 7"}
NOTHING = BROKEN_OFF | {"papers": 0}
EMPTY: dict[str, Any] = {"papers": 0}


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
        (EMPTY, NOTHING, None, "incomplete"),
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


@pytest.mark.parametrize(
    ("before", "last", "word", "why"),
    [
        (0, 1, "quiet", ""),  # Friday morning: Thursday evening's announcement lies between
        (1, 2, "no announcement", "(no announcement on Friday evening, Eastern time)"),
        (2, 3, "no announcement", "(no announcement on Friday evening and Saturday evening, "),
        (1, 4, "quiet", ""),
        (0, 0.25, "no announcement", "after Thursday, 20 August 2026, 08:00 +08. The next"),
        (17, 18, "quiet", ""),
        (18, 18.5, "no announcement", "after Monday, 7 September 2026, 08:00 +08. The next"),
        (18, 19, "no announcement", "(no announcement on Monday evening, a holiday (Labor Day), "),
        (None, 1, "quiet", ""),  # a first check looks back one day
        (None, 2, "no announcement", "The next announcement is due on Monday, 24 August 2026, "),
    ],
)
def test_nothing_announced_is_not_the_same_as_nothing_for_us(
    shelf: Shelf, before: float | None, last: float, word: str, why: str
) -> None:
    """Days after Thursday, 20 August 2026, 06:00 UTC; the sentence says which evening, and when."""
    shelf.see(made_up(1), at=TODAY - DAY)
    for topic in (CRYSTALS, POTENTIALS):
        if before is not None:
            shelf.check(TODAY + before * DAY, topic=topic)
        shelf.check(TODAY + last * DAY, topic=topic)
    assert shelf.status().state == word
    assert why in shelf.status().sentence


def test_a_check_that_missed_something_is_no_check_before(shelf: Shelf) -> None:
    """What arXiv announced before it was seen for certain only now: quiet, although a Saturday."""
    shelf.see(made_up(1), at=TODAY - DAY)
    for topic in (CRYSTALS, POTENTIALS):
        shelf.check(TODAY, topic=topic)
        shelf.check(TODAY + DAY, topic=topic, **NOTHING)
        shelf.check(TODAY + 2 * DAY, topic=topic)
    assert shelf.status().state == "quiet"


def test_news_and_gaps_outweigh_an_evening_without_announcement(shelf: Shelf) -> None:
    """A late paper that arXiv shows on a Saturday is news; a gap stays a gap."""
    saturday = TODAY + 2 * DAY
    shelf.see(made_up(1), at=saturday)
    for topic in (CRYSTALS, POTENTIALS):
        shelf.check(TODAY + DAY, topic=topic)
        shelf.check(saturday, topic=topic)
    assert shelf.status().state == "fresh"
    shelf.check(saturday + DAY, **BROKEN_OFF)
    assert shelf.status().state == "incomplete"


def test_the_readme_does_not_tell_why_there_was_nothing(shelf: Shelf) -> None:
    """Its note stays the same over a quiet Friday and a weekend, so that it does not change."""
    shelf.see(made_up(1))
    notes = set()
    for days in (1, 2, 3, 4):
        for topic in (CRYSTALS, POTENTIALS):
            shelf.check(TODAY + days * DAY, topic=topic)
        notes.add(shelf.status().note)
    assert len(notes) == 1


def test_a_year_whose_holidays_are_not_known_is_not_passed_over(shelf: Shelf) -> None:
    """The date that follows from weekdays alone is told with its doubt."""
    shelf.check(TODAY.replace(year=2027))
    assert shelf.status().due.endswith(
        "unless that is a holiday: the holidays of 2027 are not known to this version"
    )


def test_a_gap_says_since_when_and_what_it_can_mean(shelf: Shelf) -> None:
    """Up to the last complete check everything is there; without one nothing is certain."""
    shelf.check(TODAY - 3 * DAY)
    shelf.check(TODAY, **BROKEN_OFF)
    first, second = shelf.status().gaps
    assert first == (
        "Crystals & glasses: the time was used up after page 3 of 7. It is not completely known "
        "since Monday, 17 August 2026, 14:00 +08: papers that arXiv announced after that may be "
        "missing."
    )
    assert second.endswith("It was never completely known yet: any of its papers may be missing.")


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
    assert {kind: number for kind, number in record["news"].items() if number} == {"new": 1}
    assert [(t["id"], t["tracked"], t["quarantined"], t["complete"]) for t in record["topics"]] == [
        ("crystals", 1, 1, True),
        ("potentials", 0, 0, False),
    ]
    assert record["announced"] == "2026-08-20T00:00:00Z"
    assert record["next_announcement"] == "2026-08-21T00:00:00Z"
    assert [topic["incomplete_since"] for topic in record["topics"]] == [None, None]
    assert record["topics"][1]["why"] == "the time was used up after page 3 of 7"
    assert [entry["id"] for entry in record["quarantine"]] == ["2608.00002v1"]


def test_a_note_that_a_paper_was_published_is_counted(shelf: Shelf) -> None:
    """Every kind of news has its number in the file."""
    shelf.see(made_up(1), at=TODAY - DAY)
    shelf.see(made_up(1), kind=Kind.PUBLISHED)
    shelf.check()
    shelf.check(topic=POTENTIALS)
    record = status.to_record(shelf.status())
    assert (record["state"], record["news"]["published"]) == ("fresh", 1)
    assert record["news"].keys() == {*NEWS, "backlog"}


def test_the_page_shows_what_was_kept_aside_as_text(shelf: Shelf) -> None:
    """Hostile titles of quarantined papers are shown, with why and a link, and do nothing."""
    papers = [made_up(n, title=title) for n, title in enumerate(HOSTILE, start=1)]
    shelf.see(*papers, kind=Kind.QUARANTINED, topics=(CRYSTALS,))
    page = shelf.page("status/index.html")
    assert page.count("<script") == page.count('<script src="../')
    assert page.count("does not match Crystals &amp; glasses") == len(papers)
    assert "paper/2608.00001/index.html" not in shelf.files()


def test_the_quarantine_that_is_shown_is_bounded(shelf: Shelf) -> None:
    """The newest 200 are named, all are counted."""
    shelf.see(*(made_up(n) for n in range(1, 251)), kind=Kind.QUARANTINED)
    report = shelf.status()
    assert (len(report.quarantine), report.topics[0].quarantined) == (200, 250)
    assert report.quarantine[0].paper.id == "2608.00250"

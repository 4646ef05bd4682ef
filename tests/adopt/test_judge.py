"""What an adopted tracker's papers meant on their days, and what is only known of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.adopt import account, judge
from paperlode.adopt.tracker import Known, Results, Skipped, Tracker
from paperlode.paper import Paper
from paperlode.sighting import Kind, Sighting
from paperlode.topic import Topic

BEGAN = datetime(2025, 7, 17, 4, tzinfo=UTC)
TOPIC = Topic("papers", "Papers", "ti:crystal")


def day(number: int) -> datetime:
    """Give the moment of the tracker's n-th day."""
    return BEGAN + timedelta(days=number)


def paper(
    identifier: str, version: int = 1, *, age: int = 1, on: int = 0, title: str = ""
) -> Paper:
    """Make a paper whose versions were submitted ``age`` days before day ``on``."""
    submitted = day(on - age)
    return Paper(
        id=identifier,
        version=version,
        title=title or "A crystal",
        abstract="Text.",
        authors=("Ada Example",),
        categories=("cs.LG",),
        submitted=submitted,
        updated=submitted,
    )


def tracker(*days: list[Paper], known: dict[str, int] | None = None, entries: int = 0) -> Tracker:
    """Make a tracker with one result file a day."""
    results = tuple(Results(f"{n}", day(n), tuple(papers)) for n, papers in enumerate(days))
    known = known or {}
    return Tracker(TOPIC, results, Known(known, entries or len(known)), day(99), b"{}")


def kinds(*days: list[Paper], known: dict[str, int] | None = None) -> list[tuple[str, int, str]]:
    """Judge and give version, day and kind of each sighting."""
    return [
        (f"{one.id}v{one.version}", (one.seen - BEGAN).days, str(one.kind))
        for one in judge(tracker(*days, known=known))
    ]


def test_the_first_file_is_history() -> None:
    """What the tracker began with was no news of that day."""
    assert kinds([paper("2507.00001")]) == [("2507.00001v1", 0, "backlog")]


def test_later_files_keep_their_own_day() -> None:
    """A paper of a later day is news of that day, a paper shown late is late, a version revises."""
    later = [
        paper("2507.00002", on=1),
        paper("2507.00003", on=1, age=9),
        paper("2507.00001", 2, on=1),
    ]
    assert kinds([paper("2507.00001")], later)[1:] == [
        ("2507.00001v2", 1, "revised"),
        ("2507.00002v1", 1, "new"),
        ("2507.00003v1", 1, "late"),
    ]


def test_old_papers_of_a_later_file_are_history() -> None:
    """The tracker's limit had hidden them, or a wrong answer of arXiv's brought them."""
    assert kinds([paper("2507.00001")], [paper("2001.00001", on=1, age=400)])[1] == (
        "2001.00001v1",
        1,
        "backlog",
    )


def test_a_version_is_seen_once() -> None:
    """The earliest file that lists a version is its first sighting."""
    same = paper("2507.00001")
    assert kinds([], [same], [same]) == [("2507.00001v1", 1, "new")]


def test_versions_of_one_file_go_by_in_order() -> None:
    """When a file lists two versions, the higher one revises the lower."""
    both = [paper("2507.00001", 2), paper("2507.00001", 1)]
    assert kinds([], both) == [("2507.00001v1", 1, "new"), ("2507.00001v2", 1, "revised")]


def test_what_does_not_match_goes_into_quarantine() -> None:
    """A version that the query does not match is kept and never shown; each stands for itself."""
    assert kinds([paper("2507.00001", title="Glass")], [paper("2507.00001", 2, on=1)]) == [
        ("2507.00001v1", 0, "quarantined"),
        ("2507.00001v2", 1, "new"),
    ]


def test_the_newest_record_of_a_version_is_judged() -> None:
    """A text that was mended in a later file counts from the first sighting on."""
    wrong = paper("2507.00001", title="Glass")
    assert kinds([wrong], [paper("2507.00001")]) == [("2507.00001v1", 0, "backlog")]


def test_known_without_record_is_a_sighting_of_the_last_day() -> None:
    """An identifier that only the list names, or a version above the records, is known."""
    found = kinds([paper("2507.00001")], [], known={"2507.00001": 3, "2507.00002": 1})
    assert found[1:] == [("2507.00001v3", 1, "known"), ("2507.00002v1", 1, "known")]


def test_a_tracker_without_results_knows() -> None:
    """With the list alone, papers are known as of now."""
    (one,) = judge(tracker(known={"2507.00002": 2}))
    assert one == Sighting("2507.00002", 2, day(99), "adopt", Kind.KNOWN, ("papers",))


def test_every_known_paper_is_accounted_for() -> None:
    """Tracked, quarantined, without record and unreadable entries add up to the list."""
    some = [paper("2507.00001"), paper("2507.00002", title="Glass"), paper("2507.00004")]
    known = {"2507.00001": 1, "2507.00002": 1, "2507.00003": 1}
    old = tracker(some, known=known, entries=4)
    found = account(old, judge(old))
    assert (found.known, found.tracked, found.quarantined) == (4, 1, 1)
    assert (found.without_record, found.unreadable, found.unlisted) == (1, 1, 1)
    assert found.balanced


versions = st.tuples(st.integers(1, 6), st.integers(1, 3), st.booleans()).map(
    lambda drawn: paper(f"2507.0000{drawn[0]}", drawn[1], title="Glass" if drawn[2] else "")
)


@given(
    st.lists(st.lists(versions, max_size=5), max_size=5),
    st.dictionaries(st.integers(1, 9).map("2507.0000{}".format), st.integers(1, 4)),
)
def test_nothing_is_lost(days: list[list[Paper]], known: dict[str, int]) -> None:
    """Whatever is listed, each version has one sighting, and the account balances."""
    old = tracker(*days, known=known)
    sightings = judge(old)
    listed = {one.name for papers in days for one in papers}
    seen = [f"{one.id}v{one.version}" for one in sightings if one.kind is not Kind.KNOWN]
    assert sorted(seen) == sorted(listed)
    assert account(old, sightings).balanced


@pytest.mark.parametrize("files", [0, 1])
def test_the_account_can_be_read(files: int) -> None:
    """A person reads sentences, a program the same numbers."""
    old = tracker(*[[paper("2507.00001")]][:files], known={"2507.00001": 1})
    found = account(old, judge(old))
    text = "\n".join(found.sentences())
    assert f"1 known papers = {files} tracked + 0 quarantined (never matched" in text
    assert found.to_record()["known"] == 1


def test_the_account_names_what_was_skipped() -> None:
    """The JSON names each file or entry that could not be read, and why."""
    old = Tracker(TOPIC, (), Known(), BEGAN, b"{}", (Skipped("x.json", "it is empty"),))
    assert account(old, ()).to_record()["skipped"] == [{"place": "x.json", "why": "it is empty"}]

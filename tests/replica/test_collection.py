"""What is visible at a moment; the checks are those of docs/replica.md."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.errors import RecordError
from paperlode.paper import Paper, moment
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection, from_lines, indices_of, of_indices

DAY = timedelta(days=1)
START = moment("2026-11-02T01:00:00Z")
RECORD = {
    "id": "2611.00001",
    "version": 1,
    "title": "A title",
    "abstract": "An abstract.",
    "authors": ["Ada Example"],
    "categories": ["cs.LG"],
    "submitted": "2026-11-03T12:00:00Z",
    "updated": "2026-11-03T12:00:00Z",
}


def _version(number: int, day: int, identifier: str = "2611.00001") -> Announced:
    paper = Paper.from_record({**RECORD, "id": identifier, "version": number})
    return Announced(paper, START + day * DAY)


TWO = Collection([_version(1, 0), _version(1, 2, "2611.00002"), _version(2, 5)])


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (-1, []),
        (0, ["2611.00001v1"]),
        (2, ["2611.00001v1", "2611.00002v1"]),
        (5, ["2611.00002v1", "2611.00001v2"]),
    ],
)
def test_only_the_newest_announced_version_is_current(day: int, names: list[str]) -> None:
    """Check 42: a query sees current versions, and none before its announcement."""
    position = TWO.position(START + day * DAY)
    assert [TWO.papers[index].name for index in indices_of(TWO.current(position))] == names


@pytest.mark.parametrize(
    ("name", "day", "found"),
    [
        ("2611.00001", 9, "2611.00001v2"),
        ("2611.00001", 1, "2611.00001v1"),
        ("2611.00001v1", 9, "2611.00001v1"),
        ("2611.00001v2", 1, None),
        ("2611.00001v02", 9, None),
        ("2611.00001V1", 9, None),
        ("2611.0000", 9, None),
        ("2611.00003", 9, None),
        ("v", 9, None),
    ],
)
def test_a_name_is_looked_up_as_it_stands(name: str, day: int, found: str | None) -> None:
    """An identifier gives its newest visible version, one with a version exactly that one."""
    index = TWO.named(name, TWO.position(START + day * DAY))
    assert (None if index is None else TWO.papers[index].name) == found


def _state(day: int, version: int = 1, **facts: object) -> Announced:
    return Announced(Paper.from_record({**RECORD, "version": version, **facts}), START + day * DAY)


STATES = Collection(
    [_version(1, 0), _state(1, comment="9 pages"), _version(2, 3), _state(4, comment="Found late")]
)


@pytest.mark.parametrize(
    ("day", "current", "first"),
    [
        (0, ("2611.00001v1", None), None),
        (1, ("2611.00001v1", "9 pages"), "9 pages"),
        (2, ("2611.00001v1", "9 pages"), "9 pages"),
        (3, ("2611.00001v2", None), "9 pages"),
        (4, ("2611.00001v2", None), "Found late"),
    ],
)
def test_a_record_changes_without_a_new_version(
    day: int, current: tuple[str, str | None], first: str | None
) -> None:
    """Each state is seen from its moment on; one of an older version never becomes current."""
    position = STATES.position(START + day * DAY)
    [index] = indices_of(STATES.current(position))
    paper = STATES.papers[index]
    assert (paper.name, paper.comment) == current
    assert STATES.named("2611.00001", position) == index
    named = STATES.named("2611.00001v1", position)
    assert named is not None
    assert STATES.papers[named].comment == first
    assert STATES.versions("2611.00001", position)[0].comment == first
    assert STATES.versions_by(position) == paper.version


@given(st.lists(st.integers(0, 5), max_size=8))
def test_the_clock_may_go_back(days: list[int]) -> None:
    """What is current depends on the moment alone, not on what was asked before."""
    for day in days:
        position = STATES.position(START + day * DAY)
        fresh = Collection(
            Announced(*pair) for pair in zip(STATES.papers, STATES.announced, strict=True)
        )
        assert STATES.current(position) == fresh.current(position)


@pytest.mark.parametrize(
    ("comment", "shown"),
    [
        (None, "This paper has been withdrawn by the authors"),
        ("9 pages", "This paper has been withdrawn by the authors; 9 pages"),
        ("Withdrawn by the author: an error", "Withdrawn by the author: an error"),
    ],
)
def test_a_withdrawn_paper_says_so(comment: str | None, shown: str) -> None:
    """The search API has no other place for it than the comment."""
    [paper] = Collection([_state(0, withdrawn=True, comment=comment)]).papers
    assert paper.comment == shown


def test_of_a_version_given_twice_the_later_counts() -> None:
    """A file may correct its own lines further down."""
    again = Announced(Paper.from_record({**RECORD, "title": "Corrected"}), START)
    assert [paper.title for paper in Collection([_version(1, 0), again]).papers] == ["Corrected"]


@pytest.mark.parametrize(
    ("first_seen", "announced"),
    [
        (None, "2026-11-04T01:00:00Z"),
        ("2026-11-05", "2026-11-05T00:00:00Z"),
        ("2026-11-05T06:30:00+08:00", "2026-11-04T22:30:00Z"),
        ("2026-11-01", "2026-11-03T12:00:00Z"),
    ],
)
def test_a_record_is_announced_when_it_was_first_seen(
    first_seen: str | None, announced: str
) -> None:
    """Without that knowledge by arXiv's schedule, and never before it was submitted."""
    record = RECORD if first_seen is None else {**RECORD, "first_seen": first_seen}
    [read] = from_lines([json.dumps(record), "\n"])
    assert read.announced == moment(announced)
    assert read.paper == Paper.from_record(RECORD)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: not a paper record"),
        (json.dumps({**RECORD, "title": None}), "line 2: field 'title' is missing"),
        (json.dumps({**RECORD, "first_seen": "soon"}), "line 2: field 'first_seen': 'soon'"),
        (json.dumps({**RECORD, "first_seen": 3}), "line 2: field 'first_seen': 3"),
    ],
)
def test_a_wrong_line_is_named(line: str, sentence: str) -> None:
    """The error says which line of the file is no record, and why."""
    with pytest.raises(RecordError, match=sentence.replace("(", r"\(")):
        list(from_lines([json.dumps(RECORD), line]))


@given(st.sets(st.integers(0, 300)))
def test_a_set_of_papers_keeps_its_papers(indices: set[int]) -> None:
    """Papers put into a set come out in order of announcement."""
    assert indices_of(of_indices(indices, 301)) == sorted(indices)

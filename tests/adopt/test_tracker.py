"""Reading an existing tracker: whatever is wrong in it is named, and nothing hides a paper."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from paperlode.adopt.tracker import paper_of, read
from paperlode.errors import TrackerError

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2025, 12, 31, tzinfo=UTC)
FIRST = "arxiv_results_20250717_124455.json"


def entry(identifier: str = "2506.05680", version: int = 2, **more: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    """Give one paper as such trackers keep it."""
    return {
        "id": f"http://arxiv.org/abs/{identifier}v{version}",
        "title": "Generative models\n  for crystals",
        "authors": ["Ada Example", "Bo Sample"],
        "summary": "Hard-wrapped\nlines.\n  A second\nparagraph.",
        "published": "2025-06-05T17:59:59+00:00",
        "updated": "2025-07-16T16:49:28+00:00",
        "categories": ["cs.LG", "cond-mat.mtrl-sci", "68T07"],
        "primary_category": "cond-mat.mtrl-sci",
        "comment": None,
        "journal_ref": None,
        "doi": None,
        "base_id": identifier,
        "version": str(version),
    } | more


def tracker(folder: Path, known: object = None, **files: object) -> Path:
    """Write a tracker; a text or bytes is written as it is, anything else as JSON."""
    results = folder / "data/results"
    results.mkdir(parents=True)
    settings = {"query": "abs:crystal OR ti:crystals", "max_results": 500}
    (folder / "config.json").write_text(json.dumps(settings))
    known = {"2506.05680": 2} if known is None else known
    put(folder / "data/known_papers.json", known)
    for name, content in (files or {"20250717_124455": [entry()]}).items():
        put(results / f"arxiv_results_{name.removeprefix('d')}.json", content)
    return folder


def put(path: Path, content: object) -> None:
    """Write bytes as they are and anything else as JSON."""
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


def skipped(folder: Path) -> list[str]:
    """Read the tracker and give what was skipped."""
    return [str(one) for one in read(folder, NOW).skipped]


def test_a_file_is_dated_by_its_name_in_singapore_time(tmp_path: Path) -> None:
    """12:44:55 in Singapore is 04:44:55 UTC."""
    (results,) = read(tracker(tmp_path), NOW).results
    assert results.seen == datetime(2025, 7, 17, 4, 44, 55, tzinfo=UTC)


def test_texts_are_read_like_an_answer_of_arxiv() -> None:
    """White space is collapsed, paragraphs stay, the primary category leads, others' go."""
    paper = paper_of(entry())
    assert (paper.name, paper.title) == ("2506.05680v2", "Generative models for crystals")
    assert paper.abstract == "Hard-wrapped lines.\n\nA second paragraph."
    assert paper.categories == ("cond-mat.mtrl-sci", "cs.LG")


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"id": "http://arxiv.org/abs/math.GT/0309136v1"}, "math/0309136v1"),
        ({"id": "2506.05680", "version": "3"}, "2506.05680v3"),
        ({"id": None, "version": 4}, "2506.05680v4"),
        ({"id": "2506.05680", "version": None}, "2506.05680v1"),
    ],
)
def test_identifiers_are_found_where_they_stand(more: dict[str, Any], name: str) -> None:
    """An address, an identifier, or the base identifier with the version beside it."""
    assert paper_of(entry() | more).name == name


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": None}, '"title" is missing or empty'),
        ({"summary": " "}, '"summary" is missing or empty'),
        ({"summary": 7}, '"summary" is not a text'),
        ({"authors": "Ada"}, '"authors" is not a list of texts'),
        ({"categories": [1]}, '"categories" is not a list of texts'),
        ({"published": "yesterday"}, "a time of it is wrong"),
        ({"published": "0001-01-01T00:00:00Z"}, "its time is before 1980"),
        ({"published": "0001-01-01T00:00:00+14:00"}, "out of range"),
        ({"id": "12345"}, "its identifier is '12345v2'"),
    ],
)
def test_an_entry_that_is_no_paper_is_named(
    tmp_path: Path, wrong: dict[str, Any], why: str
) -> None:
    """The rest of its file is kept."""
    folder = tracker(tmp_path, d20250717_124455=[entry(**wrong), entry("2506.00001")])
    found = read(folder, NOW)
    assert [paper.id for paper in found.results[0].papers] == ["2506.00001"]
    (one,) = found.skipped
    assert one.place == f"{FIRST}, entry 1"
    assert why in one.why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"[{", "not valid JSON"),
        (b"\xff\xfe[]", "it is not UTF-8 text"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'{"papers": []}', "it is no list of papers"),
        (b"[" + b"9" * 5000 + b"]", "Exceeds the limit"),
    ],
)
def test_a_file_that_is_no_list_is_named(tmp_path: Path, content: bytes, why: str) -> None:
    """Other files are read all the same."""
    folder = tracker(tmp_path, d20250717_124455=content, d20250718_061800=[entry()])
    found = read(folder, NOW)
    assert len(found.results) == 1
    (one,) = found.skipped
    assert one.place == FIRST
    assert why in one.why


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("arxiv_results_20259999_000000.json", "its name is not"),
        ("notes.txt", "its name is not"),
        ("arxiv_results_20300101_000000.json", "still to come"),
    ],
)
def test_a_file_without_a_good_date_is_named(tmp_path: Path, name: str, why: str) -> None:
    """A file whose time is unknown or in the future would give sightings a wrong date."""
    put(tracker(tmp_path) / "data/results" / name, [])
    (one,) = skipped(tmp_path)
    assert one.startswith(name)
    assert why in one


def test_links_are_followed_and_pipes_are_not_opened(tmp_path: Path) -> None:
    """A link to a file is that file; a dangling one, a folder and a pipe are named."""
    results = tracker(tmp_path) / "data/results"
    (results / "arxiv_results_20250718_000000.json").symlink_to(results / FIRST)
    (results / "arxiv_results_20250719_000000.json").symlink_to("nowhere")
    (results / "arxiv_results_20250720_000000.json").mkdir()
    os.mkfifo(results / "arxiv_results_20250721_000000.json")
    assert len(read(tmp_path, NOW).results) == 2
    assert [one.split(": ")[1] for one in skipped(tmp_path)] == [
        "it is not there",
        "it is no file",
        "it is no file",
    ]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    """Files that went through a Windows editor are read."""
    mark = b"\xef\xbb\xbf"
    folder = tracker(tmp_path, d20250717_124455=mark + json.dumps([entry()]).encode())
    for path in (folder / "config.json", folder / "data/known_papers.json"):
        path.write_bytes(mark + path.read_bytes())
    assert skipped(folder) == []


def test_a_version_named_twice_in_a_file_counts_once(tmp_path: Path) -> None:
    """The first record of a file is its record."""
    folder = tracker(tmp_path, d20250717_124455=[entry(), entry(title="Other"), entry(version=1)])
    (results,) = read(folder, NOW).results
    assert [paper.name for paper in results.papers] == ["2506.05680v2", "2506.05680v1"]


def test_text_that_no_file_can_hold_is_replaced(tmp_path: Path) -> None:
    """JSON can spell half of a UTF-16 pair; the paper is kept with a replacement character."""
    folder = tracker(tmp_path, d20250717_124455=[entry(title="Half \ud800 crystal")])
    (results,) = read(folder, NOW).results
    assert results.papers[0].title == "Half \ufffd crystal"


def test_known_papers_may_be_a_list(tmp_path: Path) -> None:
    """Some trackers keep identifiers with their versions, or without."""
    found = read(tracker(tmp_path, ["2506.05680v3", "math.GT/0309136"]), NOW)
    assert found.known.versions == {"2506.05680": 3, "math/0309136": 1}


def test_entries_of_the_known_papers_that_name_no_paper_are_counted(tmp_path: Path) -> None:
    """Nothing of the list is lost: what is wrong in it is named entry by entry."""
    known = b'{"x": 1, "2506.05680": 2, "2506.05680": 3, "2506.00001": 0, "2506.00002": "v2"}'
    found = read(tracker(tmp_path, known), NOW)
    assert found.known.entries == 5
    assert found.known.versions == {"2506.05680": 3, "2506.00002": 2}
    assert [one.place[-7:] for one in found.skipped] == ["entry 1", "entry 3", "entry 4"]


def test_a_missing_list_of_known_papers_is_named(tmp_path: Path) -> None:
    """The result files alone are a tracker."""
    (tracker(tmp_path) / "data/known_papers.json").unlink()
    assert skipped(tmp_path) == [
        "known_papers.json: it is not there; only the result files were read"
    ]


@pytest.mark.parametrize("known", [b"", b"{", b'"text"', b"7"])
def test_a_broken_list_of_known_papers_is_refused(tmp_path: Path, known: bytes) -> None:
    """Without it papers could not be accounted for."""
    with pytest.raises(TrackerError, match=r"known_papers\.json"):
        read(tracker(tmp_path, known), NOW)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (None, "there is no config.json in it"),
        (b"{", "not valid JSON"),
        (b"{}", "query"),
        (b'{"query": "((("}', "query"),
        (b'{"query": "cat:cs.LG", "output_dir": 7}', "output_dir"),
        (b'{"query": "cat:cs.LG", "known_papers_file": "a\\u0000b"}', "known_papers_file"),
    ],
)
def test_broken_settings_are_refused(tmp_path: Path, settings: bytes | None, why: str) -> None:
    """A folder without usable settings is no tracker."""
    path = tracker(tmp_path) / "config.json"
    path.unlink() if settings is None else path.write_bytes(settings)
    with pytest.raises(TrackerError, match=why):
        read(tmp_path, NOW)


def test_a_folder_with_settings_alone_is_no_tracker(tmp_path: Path) -> None:
    """Where neither results nor known papers are, there is nothing to go on from."""
    (tmp_path / "config.json").write_text('{"query": "cat:cs.LG"}')
    with pytest.raises(TrackerError, match="holds no tracker"):
        read(tmp_path, NOW)


def test_places_are_those_of_the_settings(tmp_path: Path) -> None:
    """``output_dir`` and ``known_papers_file`` count from the folder of config.json."""
    settings = {"query": "cat:cs.LG", "output_dir": "./out", "known_papers_file": "known.json"}
    put(tmp_path / "config.json", settings)
    put(tmp_path / "known.json", {"2506.05680": 2})
    (tmp_path / "out").mkdir()
    put(tmp_path / "out" / FIRST, [entry()])
    assert skipped(tmp_path) == []

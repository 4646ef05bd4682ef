"""``paperlode adopt``: all of a tracker or nothing, and nothing twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from paperlode.cli import adopt, start
from paperlode.sighting import Kind
from paperlode.store import Store

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = adopt.__name__  # importing the module adds the command
QUERY = "ti:crystal"
MARKED = "# Mine\n<!-- ARXIV_PAPERS_START -->\n<!-- ARXIV_PAPERS_END -->\n"


def listed(identifier: str, title: str) -> dict[str, object]:
    """Give one paper as such trackers keep it."""
    return {
        "id": f"http://arxiv.org/abs/{identifier}v1",
        "title": title,
        "authors": ["Ada Example"],
        "summary": "Text.",
        "published": "2025-07-16T10:00:00+00:00",
        "updated": "2025-07-16T10:00:00+00:00",
        "categories": ["cs.LG"],
        "primary_category": "cs.LG",
    }


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """Make a tracker of two days, with one paper that never matched and one without a record."""
    folder = tmp_path / "tracker"
    results = folder / "data/results"
    results.mkdir(parents=True)
    days = {
        "20250717_124455": [listed("2507.00001", "A crystal")],
        "20250718_061800": [listed("2507.00002", "Crystals"), listed("2507.00003", "Glass")],
    }
    for day, papers in days.items():
        (results / f"arxiv_results_{day}.json").write_text(json.dumps(papers))
    known = {f"2507.0000{number}": 1 for number in (1, 2, 3, 4)}
    (folder / "data/known_papers.json").write_text(json.dumps(known))
    (folder / "config.json").write_text(json.dumps({"query": QUERY, "max_results": 500}))
    (folder / "README.md").write_text(MARKED)
    (folder / ".gitignore").write_text("/.paperlode/\nsite/\n")
    return folder


def run(*words: object) -> object:
    """Run the command line and give its exit code."""
    with pytest.raises(SystemExit) as left:
        start([str(word) for word in words])
    return left.value.code


def files(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_history_of_the_tracker_is_kept(tracker: Path) -> None:
    """Each version has its first sighting, with what it was on that day."""
    assert run("adopt", tracker, "--quiet") == 0
    with Store.open(tracker / ".paperlode/store.db") as store:
        papers = [store.history(f"2507.0000{number}") for number in (1, 2, 3, 4)]
    seen = [(f"{one.seen:%d %H:%M}", one.kind) for paper in papers for one in paper.sightings]
    assert seen == [
        ("17 04:44", Kind.BACKLOG),
        ("17 22:18", Kind.NEW),
        ("17 22:18", Kind.QUARANTINED),
        ("17 22:18", Kind.KNOWN),
    ]


def test_every_known_paper_is_accounted_for(
    tracker: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report tells what became of the list's entries, and that they add up."""
    run("adopt", tracker)
    said = capsys.readouterr()
    assert "4 known papers = 2 tracked + 1 quarantined (never matched the query) + 1" in said.out
    assert "go on with `paperlode run`" in said.out


def test_the_report_can_be_read_by_programs(
    tracker: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--json prints one object with the same numbers."""
    run("adopt", tracker, "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["known"], said["tracked"], said["quarantined"]) == (4, 2, 1)
    assert said["kinds"] == {"new": 1, "backlog": 1, "quarantined": 1, "known": 1}
    assert (said["first"], said["advice"]) == ("2025-07-17T04:44:55Z", [])


def test_the_owners_files_stay_as_they_are(tracker: Path) -> None:
    """Only archive/ and .paperlode/ are added."""
    before = files(tracker)
    run("adopt", tracker, "-q")
    after = files(tracker)
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after.keys() - before} == {"archive", ".paperlode"}


def test_another_folder_gets_the_settings(tracker: Path, tmp_path: Path) -> None:
    """With --into the tracker's folder is only read, and config.json goes along."""
    before = files(tracker)
    assert run("adopt", tracker, "--into", tmp_path / "new", "-q") == 0
    assert files(tracker) == before
    assert (tmp_path / "new/config.json").read_bytes() == before["config.json"]
    assert (tmp_path / "new/archive/manifest.json").is_file()


def test_the_settings_of_the_other_folder_stay(tracker: Path, tmp_path: Path) -> None:
    """A topic there that asks the same takes over the papers under its own name."""
    into = tmp_path / "new"
    into.mkdir()
    (into / "paperlode.toml").write_text(
        f'title = "Mine"\n[[topic]]\nname = "Solids"\nquery = "{QUERY}"\n'
    )
    assert run("adopt", tracker, "--into", into, "-q") == 0
    assert not (into / "config.json").exists()
    (line,) = (into / "archive/topics.jsonl").read_text().splitlines()
    assert json.loads(line)["topic"] == "solids"


def test_settings_that_ask_something_else_are_refused(
    tracker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tracker's papers are judged by its own query first; nothing is written."""
    settings = 'title = "Mine"\n[[topic]]\nname = "Solids"\nquery = "ti:solid"\n'
    (tmp_path / "paperlode.toml").write_text(settings)
    assert run("adopt", tracker, "--into", tmp_path) == 2
    assert "asks what the tracker asked, ti:crystal" in capsys.readouterr().err
    assert not (tmp_path / "archive").exists()


def test_a_second_adoption_is_refused(tracker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is there stays, and the sentence says what can be done."""
    run("adopt", tracker, "-q")
    before = files(tracker / "archive")
    assert run("adopt", tracker) == 2
    assert "if this tracker was adopted before, there is nothing to do" in capsys.readouterr().err
    assert files(tracker / "archive") == before


def test_a_dry_run_writes_nothing(tracker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It reports what an adoption would do."""
    before = files(tracker)
    assert run("adopt", tracker, "--dry-run") == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert files(tracker) == before


def test_skipped_files_are_named_and_the_exit_code_says_so(
    tracker: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest is adopted; 3 means done, but incomplete."""
    (tracker / "data/results/arxiv_results_20250718_061800.json").write_text("[{")
    for number in range(25):
        (tracker / f"data/results/note{number}.txt").touch()
    assert run("adopt", tracker, "-q") == 3
    said = capsys.readouterr().err
    assert "skipped arxiv_results_20250718_061800.json: not valid JSON" in said
    assert "and 6 more; --json lists them all" in said
    assert (tracker / "archive/manifest.json").is_file()


def test_a_folder_that_is_no_tracker_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence says what is missing, and nothing is written."""
    assert run("adopt", tmp_path) == 2
    assert "there is no config.json in it" in capsys.readouterr().err
    assert files(tmp_path) == {}


@pytest.mark.parametrize("obstacle", [".paperlode", "archive"])
def test_when_writing_fails_nothing_is_adopted(
    tracker: Path, obstacle: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file where a folder has to be: the old state stays, without a half of an archive."""
    (tracker / obstacle).write_text("in the way")
    before = files(tracker)
    assert run("adopt", tracker, "-q") in {1, 2}
    assert obstacle in capsys.readouterr().err
    assert files(tracker) == before


def test_what_a_killed_adoption_left_does_no_harm(tracker: Path) -> None:
    """The unfinished archive is replaced."""
    (tracker / ".paperlode/adopting/papers").mkdir(parents=True)
    (tracker / ".paperlode/adopting/papers/9901.jsonl").write_text("half")
    assert run("adopt", tracker, "-q") == 0
    assert not (tracker / ".paperlode/adopting").exists()
    assert not (tracker / "archive/papers/9901.jsonl").exists()


def test_missing_markers_and_ignored_files_are_told(
    tracker: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What only the owner may change is said, not done."""
    (tracker / "README.md").write_text("# Mine\n")
    (tracker / ".gitignore").unlink()
    assert run("adopt", tracker, "--dry-run") == 0
    said = capsys.readouterr().err
    assert "the README has no <!-- ARXIV_PAPERS_START -->" in said
    assert "/.paperlode/ and /site/" in said
    (tracker / "README.md").unlink()
    run("adopt", tracker, "--dry-run")
    assert "no README.md in" in capsys.readouterr().err

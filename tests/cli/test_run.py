"""``paperlode init``, ``run``, ``build``, ``backfill``: two days through real HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from paperlode.cli import start
from paperlode.cli.run import gate
from paperlode.config.settings import Intake
from paperlode.paper import stamp
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection
from paperlode.replica.faults import read_faults
from paperlode.replica.server import serve
from paperlode.store import Store
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from paperlode.replica.server import Replica


@pytest.fixture
def replica() -> Iterator[Replica]:
    """Serve a paper of yesterday, one of today and a revision of today."""
    first = made_up(1)
    papers = [
        first,
        made_up(2, submitted=TODAY + DAY / 2),
        made_up(1, version=2, submitted=first.submitted, updated=TODAY + DAY / 2),
    ]
    with serve(Collection(Announced(paper, paper.updated) for paper in papers), TODAY) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, replica: Replica, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder as ``init`` makes it, with one topic, pointed at the replica."""
    assert code("--quiet", "init", str(tmp_path), "--preset", "blank") == 0
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paperlode.toml").write_text(
        f'title = "Mine"\n[[topic]]\nname = "Crystals"\nquery = "abs:crystal"\n'
        f'[intake]\nsearch_url = "{replica.search_url}"\npause_seconds = 0\n'
    )
    return tmp_path


def code(*words: str) -> int:
    """Run a command in this process; give its exit code."""
    with pytest.raises(SystemExit) as ended:
        start(list(words))
    return int(ended.value.code or 0)


def test_two_days_end_in_readme_site_feed_and_archive(
    folder: Path, replica: Replica, capsys: pytest.CaptureFixture[str]
) -> None:
    """The main job, as a person starts it."""
    assert code("run", "--now", stamp(TODAY)) == 0
    replica.service.set_clock(TODAY + DAY)
    assert code("run", "--now", stamp(TODAY + DAY)) == 0
    assert "1 new, 1 revised" in capsys.readouterr().out
    assert "**ID:** 2608.00002v1" in (folder / "README.md").read_text()
    assert "2608.00001v2" in (folder / "site" / "feed.xml").read_text()
    assert (folder / "archive" / "papers" / "2608.jsonl").read_text().count("\n") == 3


def test_with_json_a_program_reads_what_a_run_did(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard output is one JSON value and nothing else."""
    assert folder.is_dir()
    code("run", "--now", stamp(TODAY), "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["kinds"], told["receipts"][0]["complete"]) == (
        "first",
        {"backlog": 1},
        True,
    )


def test_the_summary_for_github_says_the_same_words(folder: Path) -> None:
    """It is appended, as GitHub wants it."""
    code("--quiet", "run", "--now", stamp(TODAY), "--summary", "summary.md")
    summary = (folder / "summary.md").read_text()
    assert "**First.**" in summary
    assert "| Crystals | 1 | 0 | whole |" in summary


def test_a_summary_that_cannot_be_written_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It comes last: everything else is there."""
    assert code("run", "--now", stamp(TODAY), "--summary", str(folder)) == 1
    assert f"the summary {folder} could not be written" in capsys.readouterr().err
    assert (folder / "status.json").is_file()


def test_all_commands_of_a_user_go_through_one_gate() -> None:
    """Also where the user has no name; on this machine nobody has to keep a distance."""
    arxiv = gate(Intake())
    assert arxiv is not None
    assert arxiv.name.startswith("paperlode-")
    assert "{" not in arxiv.name
    assert gate(Intake(search_url="http://127.0.0.1:8080/api/query")) is None


def test_arxiv_refusing_every_request_ends_with_code_one_and_a_published_status(
    folder: Path, replica: Replica, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing could be read: the page says so, and so does the exit code."""
    replica.service.faults = read_faults('[[fault]]\nkind = "html"\n')
    with (folder / "paperlode.toml").open("a") as settings:
        settings.write("budget_minutes = 0.001\n")
    assert code("--quiet", "run", "--now", stamp(TODAY), "--summary", "summary.md") == 1
    assert json.loads((folder / "site" / "status.json").read_text())["state"] == "failed"
    assert "**Failed.**" in (folder / "summary.md").read_text()
    assert "paperlode: Crystals: " in capsys.readouterr().err


def test_quiet_says_nothing_when_all_is_well(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For cron: no output, no mail."""
    assert folder.is_dir()
    code("--quiet", "run", "--now", stamp(TODAY))
    assert capsys.readouterr() == ("", "")


def test_build_makes_the_same_pages_from_the_archive(folder: Path, replica: Replica) -> None:
    """Without the network, after site and store are gone."""
    code("--quiet", "run", "--now", stamp(TODAY))
    before = (folder / "site" / "index.html").read_bytes()
    (folder / "site" / "index.html").unlink()
    asked = len(replica.log)
    assert code("--quiet", "build", "--full") == 0
    assert (folder / "site" / "index.html").read_bytes() == before
    assert len(replica.log) == asked


def test_backfill_names_topics_that_there_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong name is wrong usage, not an empty result."""
    assert folder.is_dir()
    assert code("--quiet", "backfill", "crystals", "--now", stamp(TODAY)) == 0
    assert code("--quiet", "backfill", "cristals") == 2
    assert 'did you mean "crystals"' in capsys.readouterr().err


@pytest.mark.parametrize("now", ["yesterday", "2026-08-20", "2026-08-20T06:00:00", "12"])
def test_a_time_without_a_zone_is_refused(
    folder: Path, now: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What "today" means would be a guess."""
    assert folder.is_dir()
    assert code("run", "--now", now) == 2
    assert "write it like 2026-08-21T06:00:00Z" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--quiet", "run"], ["run", "--quiet"], ["run", "-q"]], ids=" ".join
)
def test_shared_options_may_stand_anywhere(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the command or behind it."""
    assert folder.is_dir()
    assert code(*words, "--now", stamp(TODAY)) == 0
    assert capsys.readouterr().out == ""


def test_without_settings_a_sentence_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and the command that helps."""
    monkeypatch.chdir(tmp_path)
    assert code("run") == 2
    assert "paperlode init" in capsys.readouterr().err


def test_a_second_run_at_the_same_time_leaves_with_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It changes nothing and says who is at work."""
    with Store.open(folder / ".paperlode" / "store.db"):
        assert code("run", "--now", stamp(TODAY)) == 1
    assert "another run" in capsys.readouterr().err
    assert not (folder / "archive").exists()


def test_while_a_run_is_at_work_one_can_still_look(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is shown is how things stand while it works."""
    code("--quiet", "run", "--now", stamp(TODAY))
    with Store.open(folder / ".paperlode" / "store.db"):
        assert code("show", "2608.00001") == 0
        assert code("export", "2608.00001") == 0
    assert "Made-up crystal number 1" in capsys.readouterr().out


def test_a_damaged_archive_stops_the_run_before_anything_is_asked(
    folder: Path, replica: Replica, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names file and line; nothing is overwritten."""
    code("--quiet", "run", "--now", stamp(TODAY))
    shard = folder / "archive" / "papers" / "2608.jsonl"
    shard.write_text(shard.read_text() + "{broken\n")
    asked = len(replica.log)
    assert code("--quiet", "run", "--now", stamp(TODAY)) == 2
    assert "2608.jsonl, line 2" in capsys.readouterr().err
    assert (len(replica.log), shard.read_text().endswith("{broken\n")) == (asked, True)

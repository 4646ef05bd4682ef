"""``paperlode status``: the words of the status page, for a person and for a script."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from paperlode import archive, config, daily
from paperlode.cli import start
from paperlode.cli import status as command
from paperlode.cli.screen import Screen
from paperlode.cli.workplace import reading
from paperlode.store import Store
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from pathlib import Path

NAME = command.__name__  # importing the module adds the command
SETTINGS = """
title = "Mine"
timezone = "Asia/Singapore"
[intake]
channels = ["search_api"]
[publish]
readme = false
[[topic]]
name = "Crystals"
query = "abs:crystal"
[[topic]]
name = "Glasses"
query = "abs:glass"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a tracker with news of Friday morning."""
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    run(tmp_path, 0)
    run(tmp_path, 1)
    return tmp_path


def run(folder: Path, days: int, answers: int | None = None) -> None:
    """Run the daily job days after Thursday, with so many answers from arXiv."""
    papers = [made_up(1), made_up(2, submitted=TODAY + DAY / 2)]
    world = World.of(papers, TODAY + days * DAY)
    world.answers_left = answers
    with Store.open(folder / ".paperlode/store.db") as store:
        daily.run(config.load(folder, {}), store, world.search(), TODAY + days * DAY)


def test_a_read_only_folder_is_looked_at(folder: Path) -> None:
    """As it was last written: nothing is made there, and the newest archive is not taken in."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    with reading(Screen(), lambda _: False) as place:
        assert (place.config.title, place.store.writes) == ("Mine", False)
        assert place.store.paper("2608.00001")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_read_only_folder_without_a_store_is_read_from_its_archive(folder: Path) -> None:
    """As a checkout on a read-only disk; nothing is made there."""
    with reading(Screen()) as place:
        archive.save(folder / place.config.publish.archive, place.store)
    shutil.rmtree(folder / ".paperlode")
    with reading(Screen(), lambda _: False) as place:
        assert place.store.paper("2608.00001")
    assert not (folder / ".paperlode").exists()


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Ask for the status; give exit code and what is printed."""
    with pytest.raises(SystemExit) as left:
        start(["status", *words])
    return int(left.value.code or 0), capsys.readouterr().out


def test_a_person_reads_state_times_and_topics(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the time zone of the settings."""
    assert folder.is_dir()
    assert told(capsys) == (
        0,
        (
            "Fresh. The last check was complete and brought news.\n\n"
            "Last check:         Friday, 21 August 2026, 14:00 +08\n"
            "Last news:          2026-08-21\n"
            "Next announcement:  Monday, 24 August 2026, 08:00 +08\n\n"
            "Crystals: 2 papers, 0 in quarantine\n"
            "  completely known up to: Friday, 21 August 2026, 14:00 +08\n"
            "  agreement with arXiv's search in 90 days: 100 % of 2 papers compared\n"
            "Glasses: 0 papers, 0 in quarantine\n"
            "  completely known up to: Friday, 21 August 2026, 14:00 +08\n"
        ),
    )


@pytest.mark.parametrize(
    ("answers", "code", "word"),
    [(None, 0, "No announcement. "), (1, 3, "Incomplete. "), (0, 1, "Failed. ")],
)
def test_the_exit_code_is_that_of_the_run(
    folder: Path, capsys: pytest.CaptureFixture[str], answers: int | None, code: int, word: str
) -> None:
    """So a script can ask without running anything; gaps are told with their beginning."""
    run(folder, 2, answers)
    found, text = told(capsys)
    assert (found, text.startswith(word)) == (code, True)
    assert ("not completely known since Friday, 21 August 2026" in text) is (code != 0)
    assert told(capsys, "--quiet") == (code, "")


def test_a_program_reads_what_stands_in_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--json gives ``status.json``."""
    assert json.loads(told(capsys, "--json")[1]) == json.loads((folder / "status.json").read_text())


def test_it_works_while_a_run_holds_the_store(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It only reads."""
    with Store.open(folder / ".paperlode/store.db"):
        assert told(capsys)[1].startswith("Fresh. ")


def test_without_a_store_the_archive_tells(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a fresh checkout there is only what is under version control."""
    before = told(capsys)
    shutil.rmtree(folder / ".paperlode")
    assert told(capsys) == before


def test_before_the_first_run_nothing_is_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No check, no news, no announcement."""
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    code, text = told(capsys)
    assert code == 0
    assert "Last check:         never\n" in text
    assert "completely known up to: not yet\n" in text

"""A run that is killed costs nothing but time."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from paperlode.paper import stamp
from paperlode.replica.collection import Collection
from paperlode.replica.server import serve
from paperlode.replica.synthetic import synthetic
from tests.small_world import DAY, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from paperlode.replica.server import Replica

KILLS = 50
SETTINGS = """
title = "Killed"
[[topic]]
name = "Materials"
query = "cat:cond-mat.mtrl-sci AND abs:materials"
[[topic]]
name = "Learning"
query = 'abs:"machine learning"'
[intake]
search_url = "{url}"
pause_seconds = 0
page_size = 50
"""
README = "# Killed\n<!-- ARXIV_PAPERS_START -->\n<!-- ARXIV_PAPERS_END -->\n"


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    """Serve invented papers over HTTP: on the second day one is announced in the topics' field."""
    with serve(Collection(synthetic(800, 5, TODAY + 30 * DAY)), TODAY) as running:
        yield running


def start(folder: Path, now: datetime) -> subprocess.Popen[bytes]:
    """Start a run as a process of its own."""
    command = [sys.executable, "-m", "paperlode", "--quiet", "run", "--now", stamp(now)]
    return subprocess.Popen(command, cwd=folder)


def finish(folder: Path, now: datetime) -> None:
    """Let a run come to its end."""
    with start(folder, now) as process:
        assert process.wait(60) == 0


def begin(folder: Path, replica: Replica) -> Path:
    """Make a folder to run in."""
    folder.mkdir()
    (folder / "paperlode.toml").write_text(SETTINGS.format(url=replica.search_url))
    (folder / "README.md").write_text(README)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Read everything but the store."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".paperlode" not in path.parts
    }


@pytest.mark.parametrize("day", [0, 1], ids=["first-day", "second-day"])
def test_a_killed_run_ends_like_one_that_was_not(
    tmp_path: Path, replica: Replica, day: int
) -> None:
    """SIGKILL at random moments; the next run ends in the same archive and the same pages."""
    now = TODAY + day * DAY
    replica.service.set_clock(TODAY)
    before = begin(tmp_path / "before", replica)
    if day:
        finish(before, TODAY)
    replica.service.set_clock(now)
    whole = tmp_path / "whole"
    shutil.copytree(before, whole)
    seconds = _timed(whole, now)
    expected = contents(whole)
    assert any(path.startswith("archive/announcements/") for path in expected) is bool(day)
    moments = random.Random(day)
    for number in range(KILLS // 2):
        killed = tmp_path / f"killed-{number}"
        shutil.copytree(before, killed)
        _kill(killed, now, moments.uniform(0.1, 1.0) * seconds)
        finish(killed, now)
        assert contents(killed) == expected
        shutil.rmtree(killed)


def _timed(folder: Path, now: datetime) -> float:
    """Run once undisturbed; how long that takes bounds the moments of the kills."""
    import time  # noqa: PLC0415  measures another process, decides nothing

    began = time.monotonic()
    finish(folder, now)
    return time.monotonic() - began


def _kill(folder: Path, now: datetime, seconds: float) -> None:
    with start(folder, now) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()

"""What stands in a log while a command works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.cli.screen import Lines, Screen

if TYPE_CHECKING:
    import pytest


def test_work_that_takes_turns_fills_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    """Two kinds of work, ten times begun in a second each: a line of each, then one in a while."""
    now = 0.0
    lines = Lines(clock=lambda: now)
    for _ in range(10):
        for done in range(101):
            lines("terms looked up", done, 100)
            lines("papers read", done)
            now += 0.01
    told = capsys.readouterr().err.splitlines()
    assert told[:2] == ["terms looked up 0 of 100", "papers read 0"]
    assert len(told) <= len(["begin", "begin", "after 5 s", "after 10 s"])


def test_slow_work_says_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads a log sees that something happens."""
    now = 0.0
    lines = Lines(clock=lambda: now)
    for done in range(101):
        lines("lines imported", done * 10, 1000)
        now += 1
    told = capsys.readouterr().err.splitlines()
    assert told == [f"lines imported {n:,} of 1,000" for n in range(0, 1001, 100)]


def test_quiet_means_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    """Nor does it stand between machine-readable results."""
    for screen in (Screen(quiet=True), Screen(json=True)):
        with screen.progress() as progress:
            progress("papers read", 1, 2)
    assert capsys.readouterr().err == ""

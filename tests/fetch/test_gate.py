"""The distance between requests, over all runs on a machine."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from paperlode.errors import OutOfTimeError
from tests.wire import Wire

URL = "https://export.arxiv.org/api/query?search_query=all:x"
DESCRIPTORS = Path("/proc/self/fd")


def test_a_second_run_keeps_its_distance_to_the_first(tmp_path: Path) -> None:
    """The time of the last answer is in a file."""
    here = Wire()
    gate = tmp_path / "cache" / "gate"
    with here.fetch(gate=gate) as first:
        first(URL)
    here.time += 1
    with here.fetch(gate=gate) as second:
        second(URL)
    assert here.waits == [2.0]


@pytest.mark.parametrize("content", ["", "rubbish", "nan", "inf", "-inf", "99999999999999999999"])
def test_a_file_without_sense_costs_at_most_one_pause(tmp_path: Path, content: str) -> None:
    """Whatever the file says, nobody waits longer than the pause."""
    here = Wire()
    (tmp_path / "gate").write_text(content)
    with here.fetch(gate=tmp_path / "gate") as fetch:
        fetch(URL)
    assert sum(here.waits) <= 3


def test_a_clock_that_goes_backwards_costs_at_most_one_pause(tmp_path: Path) -> None:
    """A time in the future is a time not long ago."""
    here = Wire()
    with here.fetch(gate=tmp_path / "gate") as fetch:
        fetch(URL)
        here.time -= 100_000
        fetch(URL)
    assert max(here.waits) <= 3


def test_a_gate_that_another_run_holds_is_waited_for(tmp_path: Path) -> None:
    """One request at a time; the second run says what it waits for."""
    here, gate = Wire(), tmp_path / "gate"
    with ExitStack() as held, here.fetch(gate=gate) as first:
        held.enter_context(first._gate.passing(lambda: None))  # noqa: SLF001  as a request does
        waits: list[float] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 2:
                held.close()

        with here.fetch(gate=gate, wait=wait) as second:
            second(URL)
    assert waits == [1.0, 1.0, 3.0]
    assert here.told == ["another run on this machine is asking arXiv; waiting for our turn"]


def test_waiting_for_another_run_ends_with_the_budget(tmp_path: Path) -> None:
    """A run that hangs does not hang the others."""
    here = Wire()
    gate = tmp_path / "gate"
    with (
        here.fetch(gate=gate) as first,
        here.fetch(gate=gate, budget=20) as second,
        first._gate.passing(lambda: None),  # noqa: SLF001  as a request does
        pytest.raises(OutOfTimeError),
    ):
        second(URL)
    assert here.asked == []


def test_the_gate_is_free_again_after_an_error(tmp_path: Path) -> None:
    """A request that failed is over, and counts for the distance."""
    here = Wire(403)
    gate = tmp_path / "gate"
    with here.fetch(gate=gate) as first, pytest.raises(Exception, match="403"):
        first(URL)
    with here.fetch(gate=gate) as second:
        second(URL)
    assert here.waits == [3.0]


def test_a_gate_that_cannot_be_used_is_told_once_and_left_out(tmp_path: Path) -> None:
    """A read-only home is no reason not to run."""
    here = Wire()
    (tmp_path / "file").write_text("")
    with here.fetch(gate=tmp_path / "file" / "gate") as fetch:
        fetch(URL)
        fetch(URL)
    assert len(here.told) == 1
    assert "one at a time" in here.told[0]
    assert here.waits == [3.0]


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="only Linux lists the open files")
def test_no_file_is_left_open(tmp_path: Path) -> None:
    """Each request opens the gate and closes it."""
    with Wire().fetch(gate=tmp_path / "gate", pause=0) as fetch:
        fetch(URL)
        before = len(list(DESCRIPTORS.iterdir()))
        for _ in range(20):
            fetch(URL)
    assert len(list(DESCRIPTORS.iterdir())) <= before

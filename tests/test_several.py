"""Several processes do what one does, and one does what they leave."""

from __future__ import annotations

import os
import signal
from multiprocessing import parent_process

import pytest

from paperlode.several import AHEAD, Several, usual


def tool(name: str) -> str:
    """Make what work is done with."""
    return name


def work(name: str, thing: int) -> tuple[str, int]:
    """Do it."""
    return name, thing


def work_or_die(name: str, thing: int) -> tuple[str, int]:
    """Do it, but in no other process than that of the test."""
    if parent_process() is not None:
        os._exit(1)
    return work(name, thing)


@pytest.mark.parametrize("processes", [0, 2])
def test_what_is_done_comes_in_the_order_of_the_things(processes: int) -> None:
    """With the tool that each process made, however many they are."""
    with Several(processes, tool, "pen") as some:
        assert list(some.each(work, range(3 * AHEAD))) == [("pen", n) for n in range(3 * AHEAD)]
        assert list(some.each(work, [7])) == [("pen", 7)]
        assert some.begun is (processes > 0)


def test_what_processes_leave_when_they_die_is_done_here() -> None:
    """Nothing is lost, and the order stays."""
    with Several(1, tool, "pen") as some:
        assert list(some.each(work_or_die, range(5))) == [("pen", n) for n in range(5)]


def test_an_error_of_the_work_is_an_error_here() -> None:
    """It is not taken for a process that died."""
    with Several(1, tool, "pen") as some, pytest.raises(ZeroDivisionError):
        list(some.each(divided, [1, 0]))


def divided(_: str, thing: int) -> float:
    """Fail at nothing."""
    return 1 / thing


def test_ctrl_c_is_only_for_the_process_that_started_the_others() -> None:
    """From their first moment on they do not hear of it, and it hears of it as before."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with Several(1, tool, "pen") as some:
        assert list(some.each(hears_nothing, [1])) == [True]
        assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def hears_nothing(_: str, __: int) -> bool:
    """Say whether Ctrl-C was kept out when this process began, not only since it works."""
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_no_more_processes_than_the_machine_has() -> None:
    """One at least."""
    assert 1 <= usual() <= (os.cpu_count() or 1)

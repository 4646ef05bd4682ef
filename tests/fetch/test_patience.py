"""How long troubles are waited for, by whom."""

from __future__ import annotations

import pytest

from paperlode.fetch.patience import HURRIED, Trouble

KINDS = ("throttled", "fenced", "busy", "broken", "unusable", "unreachable")


@pytest.mark.parametrize("kind", KINDS)
def test_who_sits_at_a_command_waits_ten_seconds_at_most(kind: str) -> None:
    """For arXiv to be reached, whatever its trouble is: a run can ask later."""
    trouble = Trouble(kind, "arXiv sleeps")
    times = HURRIED.of(trouble).times
    waits = sum(HURRIED.wait(trouble, n, jitter=1) for n in range(1, times + 1))
    assert waits + (times + 1) * HURRIED.connect < 11

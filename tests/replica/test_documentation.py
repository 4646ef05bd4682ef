"""docs/replica.md says what is there."""

from __future__ import annotations

import re
from pathlib import Path

from paperlode.replica.faults import CHANNELS, KINDS, read_faults

PAGE = (Path(__file__).parents[2] / "docs" / "replica.md").read_text(encoding="utf-8")


def test_every_kind_of_fault_is_explained() -> None:
    """Each kind has its line in the table, and no line is about anything else."""
    table = PAGE.split("| kind |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE) == list(KINDS)


def test_the_examples_of_scripts_can_be_read() -> None:
    """The first shows the keys, the second every kind."""
    first, second = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert [fault.kind for fault in read_faults(first).script] == ["429", "short-page", "503"]
    assert [fault.kind for fault in read_faults(second).script] == list(KINDS)


def test_every_check_is_listed() -> None:
    """The table goes from 1 to 46 without a hole."""
    numbers: list[int] = []
    for first, last in re.findall(r"^\| (\d+)(?:(?:,| to) (\d+))? \|", PAGE, re.MULTILINE):
        numbers += range(int(first), int(last or first) + 1)
    assert numbers == list(range(1, 47))


def test_every_channel_is_named() -> None:
    """The example says which services there are."""
    assert f"only this service: {', '.join(CHANNELS[:-1])} or {CHANNELS[-1]}" in PAGE

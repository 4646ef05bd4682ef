"""Fixtures of all tests."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from paperlode.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The same examples in every run, and no deadline: a slow machine is no failure.
settings.register_profile("paperlode", derandomize=True, deadline=None)
settings.load_profile("paperlode")

# What is started in the background inherits that Ctrl-C is ignored, and hands that on.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an empty store."""
    with Store.open(tmp_path / ".paperlode" / "store.db") as opened:
        yield opened

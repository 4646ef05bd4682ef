"""Fixtures of all tests."""

from __future__ import annotations

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


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an empty store."""
    with Store.open(tmp_path / ".paperlode" / "store.db") as opened:
        yield opened

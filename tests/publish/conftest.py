"""A store that can be filled in a line, and the look of a site over it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode.publish import Look
from tests.shelf import CRYSTALS, POTENTIALS, Shelf

if TYPE_CHECKING:
    from paperlode.store import Store


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """Give an empty store with two topics, in Singapore."""
    look = Look("Crystals daily", (CRYSTALS, POTENTIALS), ZoneInfo("Asia/Singapore"))
    return Shelf(store, look)

"""One replica for all checks of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode.replica.oai_pmh import PageSizes
from paperlode.replica.server import serve
from tests.conformance.asking import COLLECTION, NOW, Asking

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def server() -> Iterator[Asking]:
    """Give somebody who asks a replica that nobody changes."""
    with serve(COLLECTION, NOW) as running:
        yield Asking(running)


@pytest.fixture
def small_pages() -> Iterator[Asking]:
    """Give the same with lists of OAI-PMH three at a time, to be changed at will."""
    with serve(COLLECTION, NOW, pages=PageSizes(3, 3)) as running:
        yield Asking(running)

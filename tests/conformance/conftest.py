"""One replica for all checks of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode.replica.collection import Collection
from paperlode.replica.oai_pmh import PageSizes
from paperlode.replica.server import serve
from tests.conformance.asking import COLLECTION, NOW, Asking
from tests.conformance.tracking import Tracker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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


@pytest.fixture
def tracker(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Tracker]:
    """Give a tracker's folder and an arXiv with the papers that the module names."""
    papers = Collection(request.module.PAPERS)
    with serve(papers, NOW) as running:
        made = Tracker(tmp_path, running)
        made.settle()
        yield made

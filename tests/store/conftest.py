"""Papers and stores for the tests of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from paperlode.paper import Paper
from paperlode.sighting import Kind, Sighting
from paperlode.store import Store
from paperlode.topic import Topic

if TYPE_CHECKING:
    from pathlib import Path

DAY_ONE = datetime(2026, 8, 3, 6, 30, tzinfo=UTC)
MakePaper = Callable[..., Paper]
Sight = Callable[..., None]


def make_paper(number: int = 1, version: int = 1, **more: Any) -> Paper:  # noqa: ANN401  any field
    """Make a paper of August 2026 about gold."""
    fields: dict[str, Any] = {
        "id": f"2608.{number:05}",
        "version": version,
        "title": f"Gold {number}",
        "abstract": "It shines.",
        "authors": ("Ada Example", "Bo Sample"),
        "categories": ("cond-mat.mtrl-sci", "cs.LG"),
        "submitted": DAY_ONE - timedelta(days=1),
        "updated": DAY_ONE - timedelta(days=1),
    }
    return Paper(**fields | more)


def note_sight(
    store: Store,
    topic: Topic,
    papers: Iterable[Paper],
    *,
    now: datetime = DAY_ONE,
    kind: Kind = Kind.NEW,
    channel: str = "search_api",
) -> None:
    """Save papers for a topic and decide that they are of one kind."""
    papers = list(papers)
    store.save(papers, now=now, channel=channel, topic=topic)
    sightings = [Sighting(p.id, p.version, now, channel, kind, (topic.id,)) for p in papers]
    store.decide(topic, sightings, store.mark())


@pytest.fixture(scope="session")
def day_one() -> datetime:
    """Give the moment of the first run."""
    return DAY_ONE


@pytest.fixture(scope="session")
def paper() -> MakePaper:
    """Give the maker of papers."""
    return make_paper


@pytest.fixture(scope="session")
def sight() -> Sight:
    """Give what saves papers and decides about them."""
    return note_sight


@pytest.fixture(scope="session")
def gold() -> Topic:
    """Give a topic that every paper here matches."""
    return Topic("gold", "Gold", "all:gold")


@pytest.fixture(scope="session")
def iron() -> Topic:
    """Give a topic that none of them matches."""
    return Topic("iron", "Iron", "all:iron")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty store."""
    with Store.open(tmp_path / "store.sqlite") as opened:
        yield opened

"""Store and mirror as one: the newest version of either counts, whatever it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

from paperlode.query import parse
from paperlode.store import Store
from paperlode.store.at_hand import AtHand
from paperlode.store.found import Window
from paperlode.store.mirror import Mirror, Packer

from ..small_world import made_up  # noqa: TID252  the papers of all tests

if TYPE_CHECKING:
    from pathlib import Path

GOLD = parse("ti:gold")
MOMENT = datetime(2026, 8, 3, tzinfo=UTC)


def test_the_newest_version_of_either_counts(tmp_path: Path) -> None:
    """Also when it does not match and the other one does."""
    cases = list(product((0, 1, 2), (0, 1, 2), (1, 2)))  # in the store, the mirror; gold since
    with Store.open(tmp_path / "s.db") as store, Mirror.open(tmp_path / "m.sqlite") as mirror:
        for number, (ours, theirs, gold) in enumerate(cases, start=1):
            made = [
                made_up(
                    number,
                    version=version,
                    title="Gold" if version == gold else "Tin",
                    submitted=MOMENT - timedelta(seconds=number // 3),
                )
                for version in (ours, theirs)
                if version
            ]
            store.save(made[:1] if ours else [], now=MOMENT, channel="file")
            mirror.take(Packer().file(paper) for paper in made[-1:] if theirs)
        hand = AtHand(store, mirror)
        found = [one.paper.id for one in hand.found(GOLD)]
        wanted = [made_up(n).id for n, (a, b, gold) in enumerate(cases, 1) if max(a, b) == gold]
        assert sorted(found) == wanted
        assert hand.counts(GOLD).papers == hand.how_many(GOLD, 99) == len(wanted)
        seconds = [int(name[-5:]) // 3 for name in found]
        assert seconds == sorted(seconds)  # the greater, the earlier
        assert hand.held() == sum(max(a, b) > 0 for a, b, _ in cases)


def test_days_bound_what_the_mirror_finds(tmp_path: Path) -> None:
    """Also where many papers share a second, and their numbers run on beyond it."""
    with Mirror.open(tmp_path / "m.sqlite") as mirror:
        packer = Packer()
        papers = [made_up(n, submitted=MOMENT + timedelta(seconds=n // 4)) for n in range(1, 12)]
        mirror.take(map(packer.file, reversed(papers)))
        window = Window(MOMENT + timedelta(seconds=1), MOMENT + timedelta(seconds=2))
        found = [one.paper.id for one in mirror.found(parse("ti:crystal"), window)]
    assert found == [made_up(n).id for n in (7, 6, 5, 4)]

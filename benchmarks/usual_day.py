"""What a usual day costs when all channels are asked: 2,500 changed records, eight topics.

    python -m benchmarks.usual_day [RECORDS]

Invented papers are served by the replica without faults; each run is a process of its own. Shown
are CPU seconds and peak memory as the operating system counts them, and requests and bytes by
channel as the replica logged them.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.daily_run import DAY, README, RUNNER, TODAY, run
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection
from paperlode.replica.server import serve
from paperlode.replica.synthetic import synthetic

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDS = 2500
CATEGORIES = ("cs.LG", "cs.AI", "cond-mat.mtrl-sci", "physics.chem-ph", "physics.comp-ph")
WORDS = ("crystal", "diffusion", "graph", "molecule", "learning", "alloy", "energy", "band")
SETTINGS = """
title = "A usual day"
{topics}
[intake]
search_url = "{url}"
pause_seconds = 0
"""


def settings(url: str) -> str:
    """Write settings with eight topics over five categories."""
    within = " OR ".join(f"cat:{category}" for category in CATEGORIES)
    topics = "".join(
        f'[[topic]]\nname = "{word}"\nquery = "({within}) AND ti:{word} AND abs:{following}"\n'
        for word, following in zip(WORDS, WORDS[1:] + WORDS[:1], strict=True)
    )
    return SETTINGS.format(topics=topics, url=url)


def papers(records: int) -> Iterator[Announced]:
    """Invent papers of the past, and so many that are announced on one evening."""
    yield from synthetic(2000, 7, TODAY - 10 * DAY)
    for place, item in enumerate(synthetic(records, 8, TODAY)):
        made = replace(
            item.paper,
            id=f"2608.{20000 + place}",
            version=1,
            categories=(CATEGORIES[place % len(CATEGORIES)], "stat.ML"),
            submitted=TODAY - DAY / 2,
            updated=TODAY - DAY / 2,
        )
        yield Announced(made, TODAY + DAY / 2)


def main() -> None:
    """Let two days pass and tell what the second one cost."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    collection = Collection(papers(records))
    with serve(collection, TODAY) as replica, tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "paperlode.toml").write_text(settings(replica.search_url))
        (folder / "README.md").write_text(README)
        for name, now in (("first day", TODAY), ("usual day", TODAY + DAY)):
            replica.service.set_clock(now + timedelta(minutes=1))
            replica.service.log.clear()
            seconds, memory = run(folder, now)
            log = list(replica.service.log)
            asked = Counter(entry["channel"] for entry in log)
            size = sum(entry["bytes"] for entry in log) / 1e6
            print(f"{name}: {seconds:.2f} s CPU, {memory:.0f} MB, {size:.1f} MB in {dict(asked)}")


if __name__ == "__main__":
    with RUNNER:
        main()

"""The papers that ``paperlode demo`` shows."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import timedelta
from importlib.resources import files

from paperlode.cli.demo import FIRST, PAPERS, SEED
from paperlode.kinds import LATE_AFTER
from paperlode.query import matches, parse, reading
from paperlode.replica.synthetic import synthetic

DAY = timedelta(days=1)

SETTINGS = tomllib.loads(files("paperlode.presets").joinpath("ai4mat.toml").read_text())
TOPICS = [parse(topic["query"]) for topic in SETTINGS["topic"]]


def test_the_second_day_of_the_demo_brings_every_kind_of_news() -> None:
    """New, revised, late and withdrawn papers of the preset's topics are announced overnight."""
    kinds: Counter[str] = Counter()
    for item in synthetic(PAPERS, SEED, FIRST + 60 * DAY):
        if FIRST < item.announced <= FIRST + DAY:
            paper, read = item.paper, reading(item.paper)
            late = item.announced - paper.submitted > LATE_AFTER
            kind = "revised" if paper.version > 1 else "late" if late else "new"
            kinds[kind] += any(matches(topic, read) for topic in TOPICS)
            kinds["withdrawn"] += paper.withdrawn
    assert kinds["new"] > 5
    assert kinds["revised"] > 2
    assert kinds["late"]
    assert kinds["withdrawn"]

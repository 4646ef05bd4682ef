"""The reference tracker's query, through the whole program, against an evaluation of its own.

What a paper must have to match is written down here a second time, without any part of
paperlode's query language: if both agree on thousands of papers, neither is wrong by accident.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import Stemmer

from paperlode import config, daily
from paperlode.replica.collection import Collection
from paperlode.replica.search import Catalogue
from paperlode.replica.service import Service
from paperlode.replica.synthetic import synthetic
from paperlode.store import Store
from tests.small_world import TODAY, World

if TYPE_CHECKING:
    from pathlib import Path

    from paperlode.paper import Paper

QUERY = (
    "(cat:cond-mat.mtrl-sci OR cat:cs.AI OR cat:cs.LG)"
    ' AND (all:"materials design" OR all:"materials discovery" OR all:"inverse design")'
    ' AND (all:"generative" OR all:"crystal structure prediction")'
)
README = "<!-- ARXIV_PAPERS_START -->\n<!-- ARXIV_PAPERS_END -->\n"
STEM = Stemmer.Stemmer("porter")


def says(paper: Paper, *phrases: str) -> bool:
    """Tell whether title or abstract has one of the phrases, word by word, by their stems."""
    for text in (paper.title, paper.abstract, paper.comment or ""):
        stems = " ".join(STEM.stemWords(re.findall(r"[^\W_]+", text.lower())))
        if any(f" {' '.join(STEM.stemWords(p.split()))} " in f" {stems} " for p in phrases):
            return True
    return False


def concerns(paper: Paper) -> bool:
    """Say in plain Python what the reference query asks for."""
    return (
        bool({"cond-mat.mtrl-sci", "cs.AI", "cs.LG"} & set(paper.categories))
        and says(paper, "materials design", "materials discovery", "inverse design")
        and says(paper, "generative", "crystal structure prediction")
    )


def test_the_run_catches_exactly_what_the_query_asks_for(tmp_path: Path) -> None:
    """Three thousand papers over the search API; each one that matches once, nothing else."""
    collection = Collection(synthetic(3000, 5, TODAY + timedelta(days=1)))
    world = World(Service(Catalogue(collection), TODAY))
    visible = collection.papers[: collection.position(TODAY)]
    current = {paper.id: paper for paper in visible}
    (tmp_path / "config.json").write_text(json.dumps({"query": QUERY, "max_results": 10}))
    (tmp_path / "README.md").write_text(README)
    settings = config.load(tmp_path, {})
    with Store.open(tmp_path / "store.db") as store:
        daily.run(settings, store, world.search(), TODAY)
        tracked = [
            entry.paper.name
            for entry in store.entries(None, None, [topic.id for topic in settings.topics])
        ]
    expected = sorted(paper.name for paper in current.values() if concerns(paper))
    assert len(expected) > 50
    assert sorted(tracked) == expected

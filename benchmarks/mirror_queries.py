"""Queries of all kinds, drawn from what the papers of a file say."""

from __future__ import annotations

import json
import random
import re
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.invented import PHRASES, word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REFERENCE = (
    "(cat:cond-mat.mtrl-sci OR cat:cs.AI OR cat:cs.LG)"
    ' AND (all:"materials design" OR all:"materials discovery" OR all:"inverse design")'
    ' AND (all:"generative" OR all:"crystal structure prediction")'
)
SAMPLE = 500
"""Papers from all over the file of which queries are made."""
_WORD = re.compile(r"[A-Za-z]{3,}")


class Asked(NamedTuple):
    """A query and its kind."""

    kind: str
    query: str


def drawn(file: Path, number: int) -> list[Asked]:
    """Draw so many queries, kinds in turn."""
    luck = random.Random(7)
    papers = _sample(file, luck)
    kinds = islice(cycle(_KINDS), number)
    return [Asked(kind, _KINDS[kind](luck, luck.choice(papers))) for kind in kinds]


def _sample(file: Path, luck: random.Random) -> list[dict[str, Any]]:
    papers, size = [], file.stat().st_size
    with file.open("rb") as lines:
        for _ in range(SAMPLE):
            lines.seek(luck.randrange(max(size - 20_000, 1)))
            lines.readline()
            if line := lines.readline():
                papers.append(json.loads(line))
    return papers


Paper = dict[str, Any]


def _some(luck: random.Random, paper: Paper) -> str:
    words: list[str] = _WORD.findall(paper["abstract"])
    return luck.choice(words or ["nothing"])


def _phrase(luck: random.Random, paper: Paper) -> str:
    if luck.random() < 0.3:
        return luck.choice(PHRASES)
    words = _WORD.findall(paper["abstract"]) or ["nothing"]
    place = luck.randrange(len(words))
    return " ".join(words[place : place + luck.choice((2, 2, 3))])


def _category(paper: Paper) -> str:
    listed = paper["categories"]
    return str(listed.split()[0] if isinstance(listed, str) else listed[0])


def _author(luck: random.Random, paper: Paper) -> str:
    if "authors_parsed" in paper:
        surname, forenames, *_ = luck.choice(paper["authors_parsed"])
    else:
        forenames, _, surname = luck.choice(paper["authors"]).rpartition(" ")
    return f'au:"{surname}, {forenames[:1]}"' if luck.random() < 0.5 else f"au:{surname}"


def _a_word(luck: random.Random, paper: Paper) -> str:
    field = luck.choice(("ti", "abs", "all"))
    spelled = word(int(10 ** luck.uniform(1.5, 6))) if luck.random() < 0.4 else _some(luck, paper)
    return f"{field}:{spelled}"


def _a_phrase(luck: random.Random, paper: Paper) -> str:
    return f'{luck.choice(("ti", "abs", "all"))}:"{_phrase(luck, paper)}"'


def _wildcard(luck: random.Random, paper: Paper) -> str:
    return f"{luck.choice(('ti', 'abs', 'all'))}:{_some(luck, paper)[: luck.randint(3, 6)]}*"


def _a_category(luck: random.Random, paper: Paper) -> str:
    category = _category(paper)
    return f"cat:{category.split('.')[0]}.*" if luck.random() < 0.2 else f"cat:{category}"


def _joined(luck: random.Random, paper: Paper) -> str:
    return f"cat:{_category(paper)} AND abs:{_some(luck, paper)} ANDNOT ti:{_some(luck, paper)}"


def _topic(luck: random.Random, paper: Paper) -> str:
    categories = f"cat:{_category(paper)} OR cat:cs.LG"
    phrases = " OR ".join(f'all:"{_phrase(luck, paper)}"' for _ in range(luck.randint(4, 12)))
    words = " OR ".join(f"abs:{_some(luck, paper)}" for _ in range(luck.randint(2, 5)))
    return f"({categories}) AND ({phrases}) AND ({words})"


_KINDS: dict[str, Callable[[random.Random, Paper], str]] = {
    "words": _a_word,
    "phrases": _a_phrase,
    "authors": _author,
    "categories": _a_category,
    "wildcards": _wildcard,
    "joined": _joined,
    "long topics": _topic,
}

"""How fast an answer of 2,000 entries is read, beside the ``arxiv`` package on the same bytes.

    python benchmarks/reading.py

The answer is made up, in the measures of real answers of 2026: five authors and 1,360 letters of
abstract a paper, a tenth of the texts not plain ASCII, some abstracts in several lines. Both
readers take turns in one process; the figures are medians of CPU time.
"""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

import arxiv

from paperlode.sources import search_api

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRIES = 2000
ROUNDS = 21
AUTHORS = 5
WORDS = 170

_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
    ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
    "  <id>https://arxiv.org/api/benchmark</id>\n"
    "  <title>arXiv Query: search_query=all:benchmark</title>\n"
    "  <updated>2026-05-01T12:00:00Z</updated>\n"
    f"  <opensearch:itemsPerPage>{ENTRIES}</opensearch:itemsPerPage>\n"
    f"  <opensearch:totalResults>{ENTRIES}</opensearch:totalResults>\n"
    "  <opensearch:startIndex>0</opensearch:startIndex>\n"
)
_SYLLABLES = (
    "ma",
    "te",
    "ri",
    "al",
    "gra",
    "phe",
    "cat",
    "lys",
    "en",
    "tro",
    "py",
    "lat",
    "ti",
    "ce",
)
_SCHEME = "http://arxiv.org/schemas/atom"


def answer(seed: int = 1) -> bytes:
    """Make up an answer of the search API."""
    dice = random.Random(seed)
    return (
        _HEAD + "".join(entry(number, dice) for number in range(ENTRIES)) + "</feed>\n"
    ).encode()


def entry(number: int, dice: random.Random) -> str:
    """Make up one entry, pretty-printed as arXiv does it."""
    name = f"26{number % 12 + 1:02}.{number + 1:05}v{dice.choice((1, 1, 1, 2, 3))}"
    summary = text(dice, WORDS)
    terms = dice.sample(["cs.LG", "cond-mat.mtrl-sci", "physics.comp-ph", "stat.ML"], k=2)
    people = "".join(
        f"    <author>\n      <name>{text(dice, 2).title()}</name>\n    </author>\n"
        for _ in range(AUTHORS)
    )
    categories = "".join(f'    <category term="{t}" scheme="{_SCHEME}"/>\n' for t in terms)
    return (
        f"  <entry>\n    <id>http://arxiv.org/abs/{name}</id>\n"
        f"    <title>{text(dice, 10).capitalize()}</title>\n"
        "    <updated>2026-04-03T10:11:12Z</updated>\n"
        f'    <link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>\n'
        f'    <link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf"'
        ' title="pdf"/>\n'
        f"    <summary>{summary}</summary>\n{categories}"
        "    <published>2026-04-01T09:08:07Z</published>\n"
        f"    <arxiv:comment>{dice.randint(4, 40)} pages</arxiv:comment>\n"
        f'    <arxiv:primary_category term="{terms[0]}"/>\n{people}  </entry>\n'
    )


def text(dice: random.Random, words: int) -> str:
    """Make up some words; one text in ten has a letter beyond ASCII, one in twenty a line end."""
    made = ["".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))) for _ in range(words)]
    if dice.random() < 0.1:
        made[0] += "é"
    end = "\n" if words > 100 and dice.random() < 0.05 else " "
    return end.join([" ".join(made[: words // 2]), " ".join(made[words // 2 :])]).strip()


def measure(readers: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Let the readers take turns; give each one's median CPU time in seconds."""
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            began = time.process_time()
            read()
            times[name].append(time.process_time() - began)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    """Print both times and their ratio."""
    body = answer()
    ours = search_api.read(body)
    theirs = arxiv._feed.parse(body)  # noqa: SLF001  what its client calls on every answer
    assert [paper.name for paper in ours.papers] == [r.get_short_id() for r in theirs.results]
    medians = measure(
        {
            "paperlode": lambda: search_api.read(body),
            "arxiv": lambda: arxiv._feed.parse(body),  # noqa: SLF001  see above
        }
    )
    print(
        f"an answer of {ENTRIES:,} entries, {len(body) / 1e6:.1f} MB; median of {ROUNDS} readings"
    )
    for name, seconds in medians.items():
        print(f"{name:>10}  {seconds * 1000:6.1f} ms  {ENTRIES / seconds:8,.0f} entries a second")
    print(f"     ratio  {medians['arxiv'] / medians['paperlode']:6.2f}")


if __name__ == "__main__":
    main()

"""Millions of invented papers whose words are as frequent as those of real ones.

No text is real. What is like arXiv's: how frequent the first, the tenth, the millionth word is and
so how many new words each paper brings; how long abstracts are; how many papers each year and each
category has; how often authors come again. Figures were counted on 60,000 real records; the
numbers of papers a year are arXiv's own, rounded. The same number of papers gives the same bytes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from paperlode.query.categories import categories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

BLOCK = 2_000
"""Papers that are drawn at once."""

WORDS = (
    *((1, 0.060), (2, 0.096), (5, 0.170), (10, 0.238), (30, 0.328), (100, 0.424), (300, 0.540)),
    *((1e3, 0.700), (3e3, 0.845), (1e4, 0.940), (3e4, 0.973), (1e5, 0.988), (1e6, 0.9945)),
    (1e8, 1.0),
)
"""Ranks of words, and the share of all text that words up to there make up."""
PEOPLE = ((1, 0.0005), (1e3, 0.07), (1e5, 0.42), (1e6, 0.85), (1e7, 1.0))
"""The same of authors."""

YEARS = (
    *(0.3, 3.2, 6.7, 10, 13, 16, 20, 24, 28, 31, 33, 36, 39, 44, 47, 50, 56, 59, 64, 70, 76, 84),
    *(92, 97, 105, 113, 123, 140, 156, 178, 181, 186, 208, 243, 284, 230),
)
"""Thousands of papers a year, from 1991."""
FIRST_YEAR = 1991
NEW_SCHEME = "0704"
FIVE_DIGITS = "1501"

COMMON = (
    *("cs.LG", "hep-ph", "hep-th", "quant-ph", "cs.CV", "cs.AI", "cond-mat.mtrl-sci", "gr-qc"),
    *("cs.CL", "cond-mat.mes-hall", "math.AP", "astro-ph.GA", "cond-mat.str-el", "math.CO"),
    *("stat.ML", "astro-ph.HE", "astro-ph.CO", "math.PR", "cond-mat.stat-mech", "math-ph"),
)
"""Categories that half of all papers are in, the most frequent first."""
OLD = (
    *("hep-th", "hep-ph", "astro-ph", "cond-mat", "gr-qc", "quant-ph", "math", "hep-lat"),
    *("nucl-th", "physics"),
)
"""Archives of the time before 2007, as they stand in identifiers."""

SMALL = (
    *("the", "of", "and", "a", "in", "to", "is", "for", "we", "with", "that", "on", "this", "by"),
    *("are", "as", "an", "from", "be", "which", "can", "at", "it", "our", "these", "not", "into"),
    *("or", "was", "such", "their", "will", "then", "there", "if", "they", "but", "no"),
)
"""The most frequent words: nearly all of them stop words."""
PHRASES = (
    *("machine learning", "neural network", "ground state", "phase transition", "dark matter"),
    *("materials design", "materials discovery", "inverse design", "crystal structure"),
    *("generative model", "crystal structure prediction", "magnetic field", "black hole"),
    *("large language model", "gauge theory", "density functional theory", "monte carlo"),
    *("deep learning", "graph neural network", "topological order"),
)
"""What people look for."""
_SYLLABLES = [
    first + second + third
    for first in ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl")
    for second in "aeiou"
    for third in ("", "n", "r")
][:100]
_FORMS = ("", "s", "ed", "ing", "al", "ation", "ity", "ic")
_LICENSE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
_TABLE = 200_000
"""Words that are spelled once."""


def write(path: Path, number: int, *, snapshot: bool = False) -> None:
    """Write so many papers, oldest first, as record lines or as lines of arXiv's snapshot."""
    with path.open("w", encoding="utf-8") as file:
        for record in records(number):
            shown = as_snapshot(record) if snapshot else record
            file.write(json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n")


def records(number: int) -> Iterator[dict[str, Any]]:
    """Invent so many papers, oldest first, in the record format."""
    random = np.random.default_rng(1)
    numbered = _Numbers()
    days = _days(number)
    for start in range(0, number, BLOCK):
        size = min(BLOCK, number - start)
        yield from _block(random, days[start : start + size], numbered)


def as_snapshot(record: dict[str, Any]) -> dict[str, Any]:
    """Say the same as arXiv's snapshot does."""
    first = datetime.fromisoformat(record["submitted"])
    count = record["version"]
    moments = [first + timedelta(days=30 * n) for n in range(count)]
    return {
        "id": record["id"],
        "submitter": record["authors"][0],
        "authors": _line(record["authors"]),
        "title": record["title"],
        "comments": record.get("comment"),
        "journal-ref": record.get("journal_ref"),
        "doi": record.get("doi"),
        "report-no": None,
        "categories": " ".join(record["categories"]),
        "license": record.get("license"),
        "abstract": f"  {record['abstract']}\n",
        "versions": [
            {"version": f"v{n}", "created": f"{moment:%a, %d %b %Y %H:%M:%S} GMT"}
            for n, moment in enumerate(moments, start=1)
        ],
        "update_date": f"{moments[-1]:%Y-%m-%d}",
        "authors_parsed": [
            [name.rpartition(" ")[2], name.rpartition(" ")[0], ""] for name in record["authors"]
        ],
    }


def _line(authors: list[str]) -> str:
    *others, last = authors
    return f"{', '.join(others)} and {last}" if others else last


def ranks(
    random: np.random.Generator, knots: tuple[tuple[float, float], ...], size: int
) -> NDArray[np.int64]:
    """Draw so many ranks, as frequent as the knots say; between them evenly by magnitude."""
    places, shares = np.array([(0.5, 0.0), *knots]).T
    drawn = np.rint(np.exp(np.interp(random.random(size), shares, np.log(places))))
    found: NDArray[np.int64] = np.maximum(drawn, 1).astype(np.int64)
    return found


def word(rank: int) -> str:
    """Spell the word of a rank, from 1."""
    if rank <= len(SMALL):
        return SMALL[rank - 1]
    stem, form = divmod(rank, len(_FORMS))
    spelled = _SYLLABLES[stem % 100]
    stem //= 100
    while stem:
        stem, place = divmod(stem, 100)
        spelled += _SYLLABLES[place]
    return spelled + _FORMS[form]


def person(rank: int) -> str:
    """Name the author of a rank: an initial or a forename, and a surname."""
    surname = word(8 * (rank // 5 + 500)).capitalize()
    if rank % 11 == 0:
        surname = surname.replace("a", "ä").replace("o", "ø")
    forename = word(8 * (rank * 7919 % 1500 + 50)).capitalize()
    return f"{forename[0]}. {surname}" if rank % 3 == 0 else f"{forename} {surname}"


@cache
def _table() -> list[str]:
    return ["", *map(word, range(1, _TABLE))]


@cache
def weighted() -> tuple[list[str], NDArray[np.float64]]:
    """Give arXiv's categories, the most frequent first, and the share of papers of each."""
    usual = [one for one in categories() if one not in COMMON and ("." in one or one in OLD)]
    weights = np.array([4.0 / (4 + place) for place in range(len(COMMON))] + [0.08] * len(usual))
    return [*COMMON, *usual], weights / weights.sum()


def _days(number: int) -> NDArray[np.int64]:
    """Spread papers over the years: seconds since 1970, ascending."""
    bounds = [datetime(FIRST_YEAR + n, 1, 1, tzinfo=UTC) for n in range(len(YEARS))]
    seconds = [one.timestamp() for one in (*bounds, datetime(2026, 11, 1, tzinfo=UTC))]
    shares = [0.0, *accumulate(YEARS)]
    places = (np.arange(number) + 0.5) / number * shares[-1]
    return np.interp(places, shares, seconds).astype(np.int64)


class _Numbers:
    """Gives out identifiers as arXiv does: by month, before 2007 by archive and month."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, moment: datetime, archive: str) -> str:
        month = f"{moment:%y%m}"
        old = moment.year < 2007 or (moment.year == 2007 and month < NEW_SCHEME)
        name = f"{archive}/{month}" if old else month
        self._last[name] = last = self._last.get(name, 0) + 1
        if old:
            return f"{name}{last:03}"
        return f"{name}.{last:05}" if month >= FIVE_DIGITS or last > 9999 else f"{name}.{last:04}"


def _block(
    random: np.random.Generator, seconds: NDArray[np.int64], numbers: _Numbers
) -> Iterator[dict[str, Any]]:
    size = len(seconds)
    lengths = np.clip(random.lognormal(5.08, 0.35, size), 20, 320).astype(int)
    titles = random.integers(5, 15, size)
    ends = np.cumsum(lengths + titles + 12)
    words = _pieces(random, int(ends[-1]))
    counts = np.clip(random.geometric(0.25, size), 1, 40)
    people = ranks(random, PEOPLE, int(counts.sum())).tolist()
    names, weights = weighted()
    chosen = random.choice(len(names), (size, 4), p=weights)
    kept = np.clip(random.geometric(0.55, size), 1, 4)
    luck = random.random((size, 6)).tolist()
    offset = 0
    for n, (second, end) in enumerate(zip(seconds.tolist(), ends.tolist(), strict=True)):
        some, title = words[end - lengths[n] - titles[n] - 12 : end], int(titles[n])
        authors = [person(rank) for rank in people[offset : offset + counts[n]]]
        offset += counts[n]
        listed = list(dict.fromkeys(names[place] for place in chosen[n, : kept[n]]))
        yield _record(second, some, title, authors, listed, luck[n], numbers)


def _record(
    second: int,
    words: list[str],
    title: int,
    authors: list[str],
    listed: list[str],
    luck: list[float],
    numbers: _Numbers,
) -> dict[str, Any]:
    moment = datetime.fromtimestamp(second, UTC)
    if moment.year < 2007:
        listed = [OLD[int(luck[0] * len(OLD))]]
    identifier = numbers.next(moment, OLD[int(luck[0] * len(OLD))])
    version = 1 + (luck[1] > 0.6) + (luck[1] > 0.85) + (luck[1] > 0.95)
    record = {
        "id": identifier,
        "version": version,
        "title": " ".join(words[:title]).capitalize(),
        "abstract": _sentences(words[title + 12 :], luck[5]),
        "authors": authors,
        "categories": listed,
        "submitted": moment.isoformat(),
        "updated": (moment + timedelta(days=30 * (version - 1))).isoformat(),
    }
    if luck[2] < 0.6:
        beside = " ".join(words[title : title + 4])
        record["comment"] = f"{int(luck[2] * 60) + 4} pages, {int(luck[3] * 12)} figures, {beside}"
    if luck[3] < 0.35:
        record["journal_ref"] = f"Phys. Made Up {int(luck[0] * 90)}, {int(luck[4] * 9e5)}"
        record["doi"] = f"10.9999/made.up.{second}"
    record["license"] = _LICENSE
    return record


def _sentences(words: list[str], luck: float) -> str:
    """Give an abstract; each phrase that is looked for is in one of sixty."""
    for part in (1, 2, 3):
        luck = luck * 97 % 1
        if luck < 0.11:
            words[len(words) * part // 4] = PHRASES[int(luck / 0.11 * len(PHRASES))]
    return " ".join(words).capitalize() + "."


def _pieces(random: np.random.Generator, size: int) -> list[str]:
    """Draw words with the signs around them; some are two words with a hyphen, or TeX."""
    table = _table()
    drawn = ranks(random, WORDS, size).tolist()
    words = [table[rank] if rank < _TABLE else word(rank) for rank in drawn]
    special = np.flatnonzero(random.random(size) < 0.15)
    luck = random.random(len(special)).tolist()
    for place, chance in zip(special.tolist(), luck, strict=True):
        words[place] = _signed(words[place], drawn[place - 1], chance)
    return words


def _signed(one: str, other: int, chance: float) -> str:  # noqa: PLR0911  one line a form
    if chance < 0.33:
        return one + ","
    if chance < 0.63:
        return one + "."
    if chance < 0.70:
        return f"({one})"
    if chance < 0.90:
        return f"{one}-{word(60 + other % 80)}"
    if chance < 0.94:
        return f"${chr(97 + other % 26)}_{{{other % 97}}}$"
    if chance < 0.97:
        return f"{other % 1000 / 10}"
    return one.capitalize()

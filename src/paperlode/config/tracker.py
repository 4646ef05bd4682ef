"""The reference tracker's ``config.json``: read exactly as it is, without editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paperlode.config.mistakes import Mistake, allowed
from paperlode.config.section import nearest
from paperlode.config.settings import POLITE_PAUSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.config.places import Places

TOPIC = "Papers"
"""The name of the one topic; such a file has none."""

NOT_NEEDED = {
    "max_results": "not needed: nothing is cut off",
    "output_dir": "not used: records are kept in archive/; `paperlode adopt` brings in the old",
    "known_papers_file": "not used: archive/ knows each paper; `paperlode adopt` brings in the old",
    "templates_dir": "not used: the pages come with paperlode",
    "archive_page_size": "not used: the site has one page a day and one a month",
    "arxiv_num_retries": "not used: an answer is asked for again while budget_minutes allow it",
}
"""Keys that mean nothing here, and why."""

_LONGEST_PAUSE = 600
_LARGEST_PAGE = 2000
_NUMBERS: dict[str, tuple[str, tuple[type, ...]]] = {
    "arxiv_delay_seconds": ("pause_seconds", (int, float)),
    "arxiv_page_size": ("page_size", (int,)),
}
KEYS = ("query", *_NUMBERS, *NOT_NEEDED)


def settings(data: dict[str, Any], places: Places) -> dict[str, Any]:
    """Say the same in the words of paperlode.toml; wrong values are left for its own check."""
    places.alias(("topic", 0, "query"), ("query",))
    intake = {
        ours: data[theirs]
        for theirs, (ours, kind) in _NUMBERS.items()
        if _is(data.get(theirs), kind) and _usable(theirs, data[theirs])
    }
    return {"topic": [{"name": TOPIC, "query": data.get("query", "all:missing")}], "intake": intake}


def notices(data: dict[str, Any]) -> Iterator[str]:
    """Tell which keys have no effect, or not the one they say."""
    for key, value in data.items():
        if key in NOT_NEEDED:
            yield f"{key}: {NOT_NEEDED[key]}"
        elif key in _NUMBERS and not _usable(key, value):
            yield f"{key}: {_INSTEAD[key]}"


_INSTEAD = {
    "arxiv_delay_seconds": f"raised to {POLITE_PAUSE:g}, which arXiv's terms of use ask for",
    "arxiv_page_size": "not used: 1000 is asked for, because arXiv's limit of 10,000 papers "
    "must be a multiple of it",
}


def mistakes(data: dict[str, Any], places: Places) -> Iterator[Mistake]:
    """Name unknown keys and numbers that are none."""
    if "query" not in data:
        yield Mistake(places.key(()), f'"query" is missing; allowed: {allowed("topic", "query")}')
    for key, value in data.items():
        if key not in KEYS:
            yield Mistake(
                places.key((key,)),
                f'unknown setting "{key}"{nearest(key, KEYS)} Allowed in a config.json: '
                f"{', '.join(KEYS)} (a paperlode.toml has more; `paperlode init` writes one)",
            )
        elif key in _NUMBERS and not _is(value, _NUMBERS[key][1]):
            yield Mistake(
                places.value((key,)),
                f'"{key}" must be a number; allowed: {allowed("intake", _NUMBERS[key][0])}',
            )


def _is(value: object, kind: tuple[type, ...]) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


def _usable(key: str, number: float) -> bool:
    """Tell whether the number may be used as it is."""
    if key == "arxiv_page_size":
        return 0 < number <= _LARGEST_PAGE and 10_000 % number == 0
    return POLITE_PAUSE <= number <= _LONGEST_PAUSE

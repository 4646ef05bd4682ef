"""Where a record stands in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode.errors import RecordError
from paperlode.sighting import Announcement, Kind, Receipt, Sighting
from paperlode.store.shards import Record, Term, place_of, shard_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from paperlode.paper import Paper

    Make = Callable[[datetime, Callable[..., Paper]], Record]


@pytest.mark.parametrize(
    ("make", "shard"),
    [
        (lambda _, paper: paper(1), "papers/2608.jsonl"),
        (lambda _, paper: paper(id="hep-th/9912345"), "papers/9912.jsonl"),
        (
            lambda now, _: Sighting("2501.00001", 1, now, "file", Kind.NEW, ("gold",)),
            "sightings/2026-08.jsonl",
        ),
        (
            lambda now, _: Receipt(
                now, "file", "gold", "ab", "sweep", None, 1, 1, 0, complete=True
            ),
            "receipts/2026-08.jsonl",
        ),
        (
            lambda now, _: Announcement("2501.00001", None, now.date(), "cross", "cs.LG"),
            "announcements/2026-08.jsonl",
        ),
        (lambda now, _: Term("gold", now, "ab", "all:gold"), "topics.jsonl"),
    ],
)
def test_every_record_has_one_place(
    make: Make, shard: str, day_one: datetime, paper: Callable[..., Paper]
) -> None:
    """Papers stand by their identifier's month, events by the month in which they happened."""
    record = make(day_one, paper)
    assert shard_of(record) == shard
    assert place_of(record) == place_of(type(record).from_record(record.to_record()))


def test_a_term_says_only_what_holds(day_one: datetime) -> None:
    """That a topic has looked is written down when it has."""
    assert "looked" not in Term("gold", day_one, "ab", "all:gold").to_record()
    term = Term("gold", day_one, "ab", "all:gold", looked=True)
    assert Term.from_record(term.to_record()) == term


def test_a_term_without_its_query_is_named() -> None:
    """A damaged line of topics.jsonl says what is missing."""
    with pytest.raises(RecordError, match="'query'"):
        Term.from_record({"topic": "gold", "since": "2026-08-01", "fingerprint": "ab"})

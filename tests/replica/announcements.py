"""Papers that were announced at given moments."""

from __future__ import annotations

from datetime import timedelta

from paperlode.paper import Paper, moment, stamp
from paperlode.replica.announced import Announced


def announced(
    name: str, when: str, categories: str = "cs.LG", version: int = 1, **facts: object
) -> Announced:
    """Give a version that was submitted a day before it was announced."""
    shown = moment(when)
    record = {
        "id": name,
        "version": version,
        "title": f"Title {name} & more",
        "abstract": "An abstract.",
        "authors": ["Ada Example", "Paul Muster"],
        "categories": categories.split(),
        "submitted": stamp(shown - timedelta(days=1)),
    }
    return Announced(Paper.from_record({**record, **facts}), shown)

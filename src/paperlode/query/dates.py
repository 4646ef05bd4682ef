"""Ranges of submission dates as arXiv's service reads them."""

from __future__ import annotations

from datetime import UTC, datetime

_FORMAT = "%Y%m%d%H%M"


def span(text: str) -> tuple[datetime, datetime]:
    """Read ``202501010000 TO 202501312359``: both ends belong to it, in UTC, at second 0.

    ValueError when it is no such range. Fewer digits pass where they happen to form a date, as in
    arXiv's service: ``2024010112`` is 01:02 on 1 January 2024.
    """
    first, last = text.split("TO")
    return _minute(first), _minute(last)


def _minute(text: str) -> datetime:
    return datetime.strptime(text.strip(), _FORMAT).replace(tzinfo=UTC)

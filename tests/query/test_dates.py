"""Ranges of submission dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from paperlode.query.dates import span


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("202401020304 TO 202501010000", datetime(2024, 1, 2, 3, 4, tzinfo=UTC)),
        ("202401020304TO202501010000", datetime(2024, 1, 2, 3, 4, tzinfo=UTC)),
        ("2024010112 TO 202501010000", datetime(2024, 1, 1, 1, 2, tzinfo=UTC)),
    ],
)
def test_a_range_is_read_as_arxiv_reads_it(text: str, first: datetime) -> None:
    """Twelve digits, or fewer where they happen to form a date."""
    assert span(text) == (first, datetime(2025, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["20240101", "20240101 TO", "202413010000 TO 202501010000", "a TO b TO c", "* TO 2024"]
)
def test_anything_else_is_no_range(text: str) -> None:
    """Single dates, open ends and months that do not exist are refused."""
    with pytest.raises(ValueError, match=r"unpack|format|convert|data"):
        span(text)

"""What a run did, in words."""

from __future__ import annotations

from paperlode.cli import report
from paperlode.sighting import Kind


def test_every_kind_has_its_word() -> None:
    """Nothing that a run decided is left out of its report."""
    assert set(report.WORDS) == set(Kind)

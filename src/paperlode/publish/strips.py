"""Rows of bars: small pictures that share one scale of time, drawn as one path each.

Each row has a scale of its own, so nothing in it is told by colour, and the numbers stand beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT = 24
"""Units of a row; a bar is one unit wide with its gap."""
_WIDTH = 0.78
_LEAST = 0.5
"""Units of the lowest bar that is not nothing."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of bars."""

    name: str
    values: tuple[float, ...]
    """Oldest first."""
    text: str
    """What the picture shows, for those who do not see it."""
    note: str
    """The numbers that stand beside it."""
    page: str | None = None
    """The address of the page about it."""

    @property
    def width(self) -> int:
        """Units that the bars take."""
        return len(self.values)

    @property
    def path(self) -> str:
        """The bars, the highest of which is as high as the row."""
        return bars(self.values, HEIGHT)


def bars(values: Sequence[float], height: float, step: float = 1.0) -> str:
    """Draw bars that stand on ``height``, ``step`` apart, as the ``d`` of an SVG path."""
    most = max(values, default=0)
    return "".join(
        f"M{_short(place * step)} {_short(height)}v-{_short(tall)}"
        f"h{_short(_WIDTH * step)}v{_short(tall)}z"
        for place, value in enumerate(values)
        if value > 0 and (tall := max(_LEAST, value / most * height))
    )


def _short(number: float) -> str:
    """Write a number with at most two digits behind the point, and no more than it needs."""
    return f"{number:.2f}".rstrip("0").rstrip(".")

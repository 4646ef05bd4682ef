"""What a page of news has room for, in bytes: no page grows beyond half a megabyte.

While there is room each paper is shown with its abstract, then without it, then by its title alone;
what a page leaves out at last stands on the pages of topics and months, to which it leads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 500_000
"""Bytes of a page, uncompressed; a telephone opens that at once."""
FORMS = {"whole": 260_000, "short": 410_000, "title": 465_000}
"""Up to where papers are shown in which form; the rest is for what stands around them."""
LEAST = 400
"""With less room than that a form is not even tried."""


class Room:
    """What is left of a page while it is filled in."""

    def __init__(self) -> None:
        self.left_out = 0
        """Papers that found no room at all."""
        self._used = 0

    def fit(self, paper: Callable[..., Markup], *told: object, **more: object) -> Markup:
        """Write a paper in the fullest form that has room.

        One that is much larger than others does not cost those after it their abstracts.
        """
        for form, most in FORMS.items():
            if self._used <= most - LEAST:
                made = paper(*told, form=form, **more)
                size = len(made.encode())
                if self._used + size <= most:
                    self._used += size
                    return made
        self.left_out += 1
        return Markup()

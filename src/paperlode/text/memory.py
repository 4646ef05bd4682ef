"""What became of pieces of text, remembered.

Of all pieces of a language a few make up nearly every text, and there is no end to the others. So
what was not met for long is forgotten, not all at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")

MOST = 200_000
"""How many pieces are remembered at least, once so many were met; twice as many at most."""
LONGEST = 64
"""Signs of a piece that is remembered; longer ones hardly come again."""


class Memory(dict[str, Found]):
    """What ``find`` makes of a piece, by piece.

    There are two generations. A piece that is met goes to the younger one; when that is full, it
    becomes the older one, and what nobody met since the last time is forgotten.
    """

    __slots__ = ("_before", "_find", "_most")

    def __init__(self, find: Callable[[str], Found], most: int = MOST) -> None:
        super().__init__()
        self._find = find
        self._most = most
        self._before: dict[str, Found] = {}

    def __missing__(self, piece: str) -> Found:
        found = self._before.get(piece)
        if found is None:
            found = self._find(piece)
        if len(piece) <= LONGEST:
            if len(self) >= self._most:
                self._before = self.copy()
                self.clear()
            self[piece] = found
        return found

    def forget(self) -> None:
        """Forget everything."""
        self.clear()
        self._before.clear()

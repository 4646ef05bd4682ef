"""How a long piece of work says how far it is; what becomes of it is decided by the caller."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Something that wants to know how far a piece of work is (a bar, lines in a log, nothing)."""

    def __call__(self, what: str, done: int, total: int | None = None) -> None:
        """Say that ``done`` of ``total`` (None: not known) are done of ``what``."""


def silent(what: str, done: int, total: int | None = None) -> None:
    """Tell nobody."""

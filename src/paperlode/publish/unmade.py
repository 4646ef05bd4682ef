"""Files that cannot be made: each costs itself only, and the run says which and why.

A mistake of ours or a paper that nobody foresaw must not keep everything else from readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.errors import PaperlodeError
from paperlode.publish import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

SHOWN = 5
"""How many files are named, each with its reason."""


@dataclass(frozen=True, slots=True)
class Unmade(File):
    """Stands for a file that could not be made; nothing is written for it."""

    why: str = ""

    @classmethod
    def of(cls, path: str, error: Exception) -> Unmade:
        """Say which file it is, or whose part of the site, and what went wrong."""
        return cls(path, b"", f"{type(error).__name__}: {' '.join(str(error).split())[:200]}")


def apart(path: str, make: Callable[[], Iterable[File]]) -> Iterator[File]:
    """Pass files on; what breaks off their making ends them and nothing else.

    Errors that are ours on purpose (the store is damaged, the disk is full) end everything.
    """
    try:
        yield from make()
    except PaperlodeError:
        raise
    except Exception as error:  # noqa: BLE001  whatever it is, it concerns these files only
        yield Unmade.of(path, error)


def sentences(unmade: Sequence[Unmade]) -> Iterator[str]:
    """Name what could not be made, and say what that means."""
    for one in unmade[:SHOWN]:
        yield (
            f"{one.path} could not be made ({one.why}): what was there before stays, everything "
            "else is published, and the next run tries again."
        )
    if len(unmade) > SHOWN:
        yield f"{len(unmade) - SHOWN} more files could not be made."

"""Files that cannot be made: each costs itself only, and the run says which and why.

A mistake of ours or a paper that nobody foresaw must not keep everything else from readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from paperlode.errors import PaperlodeError
from paperlode.publish import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Missing = list["Unmade"]
    """What could not be made in a run, in order."""

T = TypeVar("T")
SHOWN = 5
"""How many files are named, each with its reason."""
MOST = 1000
"""Files that a built site may lack; with more of them it does not count as built."""


@dataclass(frozen=True, slots=True)
class Unmade(File):
    """Stands for a file that could not be made; nothing is written for it."""

    why: str = ""

    @classmethod
    def of(cls, path: str, error: Exception) -> Unmade:
        """Say which file it is, or whose part of the site, and what went wrong."""
        return cls(path, b"", f"{type(error).__name__}: {' '.join(str(error).split())[:200]}")

    @property
    def several(self) -> bool:
        """Whether it stands for a part of the site, of which nobody knows what is missing."""
        return not PurePosixPath(self.path).suffix


def apart_from(missing: Missing, path: str, make: Callable[[], Iterable[T]]) -> list[T]:
    """Give what is made, whole or not at all; what breaks off its making is noted."""
    try:
        return list(make())
    except PaperlodeError:
        raise
    except Exception as error:  # noqa: BLE001  whatever it is, it concerns this only
        missing.append(Unmade.of(path, error))
        return []


def nearly(unmade: Sequence[Unmade]) -> bool:
    """Say whether a site is whole but for these: then they alone are made again next time."""
    return len(unmade) <= MOST and not any(one.several for one in unmade)


def spared(paths: Iterable[str], unmade: Sequence[Unmade]) -> list[str]:
    """Leave out files that stand where one could not be made: what was there before stays."""
    places = tuple(one.path.rpartition("/")[0] + "/" for one in unmade)
    return [path for path in paths if not path.startswith(places)]


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

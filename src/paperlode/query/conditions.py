"""What can be asked of an index with positions, told apart from any library.

A field of the index is a stream of :mod:`paperlode.query.reading` (``title``, ``notes``, ...) or
``words``, which has the words of :mod:`paperlode.text.index` that are no stems.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STREAMS = ("title", "abstract", "comment", "journal", "report", "notes")
WORDS = "words"
"""The field of words that have no order; each begins with the letter of its kind."""


@dataclass(frozen=True, slots=True)
class Has:
    """The words stand in the field at these distances from each other."""

    field: str
    words: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Fits:
    """One word of the field fits a regular expression of letters, groups, ``.``, ``|``, ``*``."""

    field: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Between:
    """Version 1 was submitted between two seconds since 1970, both included; None: open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; without parts, every paper fulfils it."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of the parts holds; without parts, no paper fulfils it."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The first one holds and the second one does not."""

    wanted: Condition
    left_out: Condition


Condition = Has | Fits | Between | Every | Any | Without

ALL = Every(())
NONE = Any(())


def every(parts: Iterable[Condition]) -> Condition:
    """Demand all parts, each once."""
    return _joined(Every, ALL, NONE, parts)


def either(parts: Iterable[Condition]) -> Condition:
    """Demand one of the parts."""
    return _joined(Any, NONE, ALL, parts)


def without(wanted: Condition, left_out: Condition) -> Condition:
    """Take what fulfils the first and not the second."""
    if NONE in (wanted, left_out):
        return wanted
    return NONE if left_out in (ALL, wanted) else Without(wanted, left_out)


def _joined(
    kind: type[Every | Any], neutral: Condition, decisive: Condition, parts: Iterable[Condition]
) -> Condition:
    kept: dict[Condition, None] = {}
    for part in parts:
        if part == decisive:
            return decisive
        if isinstance(part, kind):
            kept.update(dict.fromkeys(part.parts))
        else:
            kept[part] = None
    if not kept:
        return neutral
    return next(iter(kept)) if len(kept) == 1 else kind(tuple(kept))

"""Synthetic papers: a small invented arXiv around AI for materials science.

The same ``(count, seed, until)`` always gives the same papers. Every text is of our own making,
every author obviously invented.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from paperlode.replica.announced import ORDINARY
from paperlode.replica.synthetic.plan import numbered, plans
from paperlode.replica.synthetic.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from paperlode.replica.announced import Announced, Holidays

__all__ = ["synthetic"]


def synthetic(
    count: int, seed: int, until: datetime, holidays: Holidays = ORDINARY
) -> Iterator[Announced]:
    """Invent ``count`` papers submitted in the four years before ``until``, with all versions.

    In order of their announcement (the versions of a paper stand together). The last papers were
    submitted just before ``until`` and are announced after it, as on the real arXiv; nothing is
    announced on the evenings of ``holidays`` (:data:`paperlode.schedule.HOLIDAYS`).
    """
    random = Random(seed)  # noqa: S311  a seeded invention, not a secret
    writer = Writer(random)
    for identifier, plan in numbered(plans(count, random, until, holidays)):
        random.seed(seed * 2**32 + plan.index)
        yield from writer.write(identifier, plan)

"""Dates, numbers and lists as sentences have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def date_text(day: date) -> str:
    """Write a date for people: ``21 August 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """Write a date with its weekday: ``Friday, 21 August 2026``."""
    return f"{WEEKDAYS[day.weekday()]}, {date_text(day)}"


def number_of(count: int, thing: str) -> str:
    """Count things: ``1 paper``, ``1,200 papers``."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def short_date(day: date) -> str:
    """Write a date where there is little room: ``21 Aug 2026``."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def joined(names: Iterable[str]) -> str:
    """Join words as a sentence does: ``a, b and c``."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last

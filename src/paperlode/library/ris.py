"""RIS, as Zotero, Mendeley, EndNote and publishers export it."""

from __future__ import annotations

import re
from itertools import pairwise

from paperlode.library.found import Found, Reference, reference

BEGINS = re.compile(r"^TY  ?-", re.MULTILINE)
IDENTIFIERS = ("AN", "M1", "SN", "C7")
PLACES = ("UR", "L1", "L2", "LK", "T2", "JO", "JF", "PB", "N1", "M3", "AN")
_LINE = re.compile(r"^([A-Z][A-Z0-9])\s{1,2}-\s?(.*)$")


def read(text: str) -> Found:
    """Read records; a piece between two records that is none is named with its line."""
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines) if BEGINS.match(line)]
    entries: list[Reference | None] = []
    bad = [f"line {n + 1}: text before the first record" for n in _stray(lines, starts)]
    for start, following in pairwise([*starts, len(lines)]):
        record = lines[start:following]
        if not any(line.startswith("ER") for line in record):
            bad.append(f"line {start + 1}: a record without its end (ER  -); it is taken")
        entries.append(reference(_fields(record), IDENTIFIERS, PLACES, doi="DO"))
    return Found.of(entries, bad)


def _stray(lines: list[str], starts: list[int]) -> list[int]:
    """Give the first line with text before any record."""
    before = lines[: starts[0]] if starts else lines
    return [n for n, line in enumerate(before) if line.strip()][:1]


def _fields(record: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in record:
        if found := _LINE.match(line):
            name, value = found.groups()
            fields[name] = f"{fields[name]} {value}" if name in fields else value
    return fields

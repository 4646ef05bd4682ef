"""Identifiers and addresses of arXiv papers, one or more a line; ``#`` begins a remark."""

from __future__ import annotations

from paperlode.errors import InputError
from paperlode.library.found import Found, Reference
from paperlode.paper import PaperId

_LONGEST = 40


def read(text: str) -> Found:
    """Read identifiers as people write them; what is none is named with its line."""
    entries: list[Reference | None] = []
    bad: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        for word in line.partition("#")[0].replace(",", " ").split():
            try:
                entries.append(Reference(PaperId.parse(word).id))
            except InputError:
                bad.append(f"line {number}: {word[:_LONGEST]!r} is no arXiv identifier")
    return Found.of(entries, bad)

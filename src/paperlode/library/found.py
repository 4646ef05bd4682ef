"""What a library names, and how arXiv papers are recognised in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.errors import InputError
from paperlode.paper import PaperId
from paperlode.preference import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from paperlode.preference import Strike


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper that a library names."""

    id: str
    """Its arXiv identifier; empty when only the publisher's is known."""
    doi: str = ""
    """The publisher's identifier, in small letters; only of what has no arXiv identifier."""
    at: datetime | None = None
    """When it came into the library, where that is told."""
    word: Word = Word.LIKED


@dataclass(frozen=True, slots=True)
class Found:
    """What a library holds."""

    references: tuple[Reference, ...]
    """Papers that may be on arXiv, each once."""
    others: int = 0
    """Entries that name neither an arXiv paper nor a publisher's identifier."""
    bad: tuple[str, ...] = ()
    """What could not be read, with its line."""
    strikes: tuple[Strike, ...] = ()
    """Words that the reader struck out on the site."""

    @classmethod
    def of(cls, entries: Iterable[Reference | None], bad: Iterable[str] = ()) -> Found:
        """Gather entries; None stands for one that names no paper we could find."""
        found: dict[str, Reference] = {}
        others = 0
        for entry in entries:
            if entry is None:
                others += 1
            else:
                found.setdefault(entry.id or f"doi {entry.doi}", entry)
        return cls(tuple(found.values()), others, tuple(bad))


_NEW = r"\d{4}\.\d{4,5}"
_OLD = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7}"
_ID = rf"(?P<id>{_NEW}|{_OLD})(?:v\d+)?(?![\d/])"
_NAMED = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html|src|format|ps|e-print)/|10\.48550/arxiv\.|"
    rf"arxiv[:.\s]\s*(?:e-?print\s*)?(?:preprint\s*)?(?:arxiv:)?\s*){_ID}",
    re.IGNORECASE,
)
"""An identifier that is called one: ``arXiv:2506.05680``, an address, arXiv's own DOI."""
_BARE = re.compile(rf"\s*(?:arxiv:)?\s*{_ID}(?:\s*\[.*\])?\s*", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}]+")


def named(text: str) -> str:
    """Give the first arXiv identifier that a text calls one; empty when there is none."""
    return next(filter(None, (_checked(each["id"]) for each in _NAMED.finditer(text))), "")


def bare(text: str) -> str:
    """Give the arXiv identifier that a field for identifiers holds; empty when there is none."""
    found = _BARE.fullmatch(text)
    return named(text) or (_checked(found["id"]) if found else "")


def _checked(text: str) -> str:
    try:
        return PaperId.parse(text[0].lower() + text[1:]).id
    except InputError:
        return ""  # 1399.00001: no month, no paper


def reference(
    fields: Mapping[str, str], identifiers: Iterable[str], places: Iterable[str], doi: str = "doi"
) -> Reference | None:
    """Find the paper that an entry is about.

    ``identifiers`` are fields that hold an identifier as it is, ``places`` those in which one may
    be named. Abstracts and lists of references name other papers and are not looked at.
    """
    values = [bare(fields.get(name, "")) for name in identifiers]
    values += [named(fields.get(name, "")) for name in (*places, doi)]
    for value in values:
        if value:
            return Reference(value)
    found = _DOI.search(fields.get(doi, ""))
    return Reference("", found[0].rstrip(".,;").lower()) if found else None

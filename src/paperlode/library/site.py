"""The file of marks that the site's page of starred papers saves.

A star is a like, what is hidden is hidden, and either taken back is forgotten; of both the newer
one counts. What was only read says nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from paperlode.errors import InputError
from paperlode.library.found import Found, Reference
from paperlode.paper import PaperId, moment
from paperlode.preference import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "paperlode-marks"
VERSION = 1
_SAYS = {"starred": Word.LIKED, "hidden": Word.HIDDEN}


def read(text: str) -> Found:
    """Read marks; InputError when the file is none, a mark that is wrong is named."""
    bad: list[str] = []
    papers = _papers(text)
    return Found.of(_entries(papers, bad), bad)


def _papers(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"it is not JSON: {error}") from error
    if told.get("format") != FORMAT or not isinstance(told.get("papers"), dict):
        raise InputError(
            f'it is no file of marks: "format" is not "{FORMAT}", or "papers" no object'
        )
    if told.get("version") != VERSION:
        raise InputError(
            f"it is a file of marks of version {str(told.get('version'))[:20]}, and this paperlode "
            f"reads version {VERSION}; update paperlode"
        )
    papers: dict[str, Any] = told["papers"]
    return papers


def _entries(papers: dict[str, Any], bad: list[str]) -> Iterator[Reference]:
    for name, record in papers.items():
        try:
            said = _said(record)
            identifier = PaperId.parse(name).id
        except (InputError, ValueError, TypeError, KeyError, AttributeError):
            bad.append(f'papers["{name[:40]}"]: no mark on an arXiv paper')
            continue
        if said is not None:
            yield Reference(identifier, at=said[0], word=said[1])


def _said(record: dict[str, Any]) -> tuple[Any, Word] | None:
    """Give the moment and the word that hold; None when the paper was only read."""
    words = []
    for field, word in _SAYS.items():
        if field in record:
            at, on = moment(record[field]["at"]), record[field]["on"]
            if not isinstance(on, bool):
                raise TypeError(field)
            words.append((at, on, word if on else Word.FORGOTTEN))
    if not words:
        return None
    at, _, word = max(words, key=lambda said: (said[1], said[0]))
    return (at, word)

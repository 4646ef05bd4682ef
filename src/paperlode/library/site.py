"""The file of marks that the site's page of starred papers saves.

A star is a like, what is hidden is hidden, and either taken back is forgotten; of both the newer
one counts. What was only read says nothing.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from paperlode.errors import InputError, RecordError
from paperlode.library.found import Found, Reference
from paperlode.paper import PaperId, moment
from paperlode.preference import Strike, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "paperlode-marks"
VERSION = 1
_SAYS = {"starred": Word.LIKED, "hidden": Word.HIDDEN}


def read(text: str) -> Found:
    """Read marks; InputError when the file is none, a mark that is wrong is named."""
    bad: list[str] = []
    told = _told(text)
    found = Found.of(_entries(told["papers"], bad), bad)
    strikes = tuple(_strikes(told.get("words", {}), bad))
    return replace(found, bad=tuple(bad), strikes=strikes)


def _told(text: str) -> dict[str, Any]:
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
    read: dict[str, Any] = told
    return read


def _strikes(words: object, bad: list[str]) -> Iterator[Strike]:
    """Give the words that were struck out, or that count again."""
    if not isinstance(words, dict):
        bad.append('"words": no object')
        return
    for word, said in words.items():
        try:
            yield Strike.from_record({"word": word, "at": said["at"], "on": said["on"]})
        except (RecordError, TypeError, KeyError):
            bad.append(f'words["{word[:40]}"]: no word that is struck out')


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

"""CSL-JSON, as Zotero, Better BibTeX, Pandoc and paperlode itself write it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from paperlode.errors import InputError
from paperlode.library.found import Found, Reference, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IDENTIFIERS = ("number", "archive_location", "archiveLocation", "archiveID", "arXiv")
PLACES = ("url", "note", "extra", "archive", "container-title", "publisher", "repository", "id")


def read(text: str) -> Found:
    """Read items; what is no item is named by its number in the list."""
    bad: list[str] = []
    return Found.of(_entries(items(text), bad), bad)


def items(text: str) -> list[Any]:
    """Take the list of items out of a file; InputError when it is none."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"it is not JSON: {error}") from error
    if isinstance(told, dict):
        told = told.get("items", [told])
    if not isinstance(told, list):
        raise InputError("it is JSON, but no list of items (CSL-JSON) and no file of marks")
    return told


def _entries(told: Iterable[Any], bad: list[str]) -> Iterator[Reference | None]:
    for number, item in enumerate(told, start=1):
        if isinstance(item, dict):
            yield of_item(item)
        else:
            bad.append(f"item {number}: no object, but {json.dumps(item)[:40]}")


def of_item(item: dict[str, Any]) -> Reference | None:
    """Find the paper of one item; Zotero's own items have the same fields."""
    fields = {name.lower(): value for name, value in item.items() if isinstance(value, str)}
    return reference(fields, [name.lower() for name in IDENTIFIERS], PLACES)

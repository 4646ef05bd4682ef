"""A Zotero library on the web: only what changed, page by page.

Source: Zotero's manual of its web API, version 3. We ask it ourselves: pyzotero wants an old
bibtexparser and opens connections of its own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from paperlode.errors import AnswerError, InputError, StatusError
from paperlode.library.csl import of_item
from paperlode.library.found import Found, Reference
from paperlode.paper import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Protocol

    class Given(Protocol):
        """An answer (``paperlode.fetch.elsewhere.Given``)."""

        @property
        def body(self) -> bytes:
            """What was sent."""

        @property
        def headers(self) -> Mapping[str, str]:
            """Names in small letters."""

    Ask = Callable[[str, Mapping[str, str | int]], Given]

ADDRESS = "https://api.zotero.org"
PAGE = 100
"""Items in a page: the most that Zotero gives."""
_LIBRARY = re.compile(
    r"(?:zotero:|https://(?:api|www)\.zotero\.org/)"
    r"(?P<path>(?:users|groups)/\d+(?:/collections/[A-Z0-9]{8})?)(?:/items(?:/top)?)?/?"
)


def library_of(text: str) -> str:
    """Read ``zotero:users/12345`` or ``zotero:groups/678/collections/ABCD2345``; empty: no such."""
    found = _LIBRARY.fullmatch(text)
    if found is None and text.startswith("zotero:"):
        raise InputError(
            f"{text!r} is no Zotero library; write zotero:users/12345 or zotero:groups/678, with "
            "the number that Zotero's settings show under API keys, or with /collections/ABCD2345"
        )
    return found["path"] if found else ""


def headers(key: str) -> dict[str, str]:
    """Say who asks; without a key only public libraries answer."""
    return {"Zotero-API-Version": "3", **({"Zotero-API-Key": key} if key else {})}


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of a library."""

    found: Found
    version: int
    """The library's version when it was asked."""
    done: int
    total: int


def pages(library: str, ask: Ask, since: int = 0, *, base: str = ADDRESS) -> Iterator[Page]:
    """Give what changed since a version, page after page.

    Only when the last page was read is the library known up to the version of the first one:
    what changes meanwhile is asked for the next time. StatusError says what to do.
    """
    done, version = 0, 0
    while True:
        given = _page(library, ask, since, done, base)
        items = _items(given)
        version = version or _number(given, "last-modified-version")
        total = _number(given, "total-results")
        done += len(items)
        yield Page(Found.of(map(_reference, items)), version, done, total)
        if not items or done >= total:
            return


def _page(library: str, ask: Ask, since: int, start: int, base: str) -> Given:
    wanted: dict[str, str | int] = {
        "format": "json",
        "since": since,
        "sort": "dateAdded",
        "direction": "asc",
        "start": start,
        "limit": PAGE,
    }
    try:
        return ask(f"{base}/{library}/items/top", wanted)
    except StatusError as error:
        raise StatusError(
            f"{error}: the library is private and the key is missing, wrong or may not read it, "
            "or there is no such library; make a key in Zotero's settings and put it into the "
            "variable of the environment that zotero_key names (ZOTERO_API_KEY)"
        ) from error


def _items(given: Given) -> list[dict[str, Any]]:
    try:
        told = json.loads(given.body)
    except ValueError as error:
        raise AnswerError(f"Zotero's answer is no JSON: {error}") from error
    if not isinstance(told, list) or not all(isinstance(item, dict) for item in told):
        raise AnswerError("Zotero's answer is no list of items")
    return told


def _number(given: Given, header: str) -> int:
    told = given.headers.get(header, "")
    if not told.isdigit():
        raise AnswerError(f"Zotero's answer has no {header}: is it Zotero that answers?")
    return int(told)


def _reference(item: dict[str, Any]) -> Reference | None:
    data = item.get("data", item)
    found = of_item(data) if isinstance(data, dict) else None
    if found is None:
        return None
    try:
        return replace(found, at=moment(data.get("dateAdded")))
    except ValueError:
        return found

"""A Zotero library on the web: in pages, only what changed, whatever the service does."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx  # noqa: TID251  a service made up for the test
import pytest

from paperlode.errors import AnswerError, FetchError, InputError, StatusError, ThrottledError
from paperlode.fetch.elsewhere import Elsewhere
from paperlode.library import zotero

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "made-up-secret"


@dataclass
class Service:
    """A Zotero with made-up items; troubles come first, one a request."""

    items: list[dict[str, object]]
    troubles: list[httpx.Response] = field(default_factory=list)
    asked: list[httpx.Request] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer like Zotero."""
        self.asked.append(request)
        if self.troubles:
            return self.troubles.pop(0)
        if request.headers.get("zotero-api-key") != KEY:
            return httpx.Response(403, text="Forbidden")
        start, since = (int(request.url.params[name]) for name in ("start", "since"))
        changed = [item for item in self.items if int(str(item["version"])) > since]
        headers = {"last-modified-version": "900", "total-results": str(len(changed))}
        body = changed[start : start + zotero.PAGE]
        return httpx.Response(200, headers=headers, text=json.dumps(body))

    def pages(self, since: int = 0, key: str = KEY) -> Iterator[zotero.Page]:
        """Read the library."""
        transport = httpx.MockTransport(self)
        with Elsewhere(
            "Zotero", zotero.headers(key), wait=self.waits.append, transport=transport
        ) as ask:
            yield from zotero.pages("users/1", ask, since)


def item(number: int, **data: str) -> dict[str, object]:
    """Make an item as Zotero gives it."""
    usual = {"dateAdded": "2026-08-01T06:00:00Z", "url": f"http://arxiv.org/abs/2301.{number:05}"}
    return {"version": number, "data": usual | data}


LIBRARY = [item(number) for number in range(1, 251)]


def test_a_large_library_comes_in_pages() -> None:
    """A hundred at a time, with the moment at which each was added."""
    pages = list(Service(LIBRARY).pages())
    found = [one for page in pages for one in page.found.references]
    assert [page.done for page in pages] == [100, 200, 250]
    assert len({one.id for one in found}) == 250
    assert {str(one.at) for one in found} == {"2026-08-01 06:00:00+00:00"}
    assert {page.version for page in pages} == {900}


def test_only_what_changed_is_asked_for() -> None:
    """Since the version that was read last."""
    service = Service(LIBRARY)
    assert [len(page.found.references) for page in service.pages(since=245)] == [5]
    assert [page.total for page in service.pages(since=250)] == [0]


def test_overload_is_waited_for() -> None:
    """504 and 429, for as long as the service asks."""
    service = Service(LIBRARY[:1])
    service.troubles = [httpx.Response(504), httpx.Response(429, headers={"retry-after": "7"})]
    assert len(list(service.pages())) == 1
    assert service.waits == [2, 7]


def test_a_service_that_asks_to_slow_down_is_left_alone() -> None:
    """``Backoff`` holds for the next request."""
    answer = httpx.Response(
        200,
        headers={"backoff": "5", "last-modified-version": "9", "total-results": "2"},
        text=json.dumps([item(1)]),
    )
    service = Service([item(1), item(2)], [answer])
    next(pages := service.pages())
    assert service.waits == []
    next(pages, None)
    assert service.waits == [5]


def test_a_wrong_key_is_a_sentence_without_the_key() -> None:
    """What to do is said, the value never."""
    with pytest.raises(StatusError, match="key is missing, wrong or may not read it") as raised:
        list(Service(LIBRARY).pages(key="another-secret"))
    assert "another-secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([httpx.Response(504)] * 9, FetchError),
        ([httpx.Response(429, headers={"retry-after": "99999"})], ThrottledError),
        ([httpx.Response(302, headers={"location": "https://example.org/"})], StatusError),
        ([httpx.Response(200, text="<html>")], AnswerError),
        ([httpx.Response(200, text="[]")], AnswerError),
        ([httpx.Response(200, text="[7]")], AnswerError),
    ],
)
def test_no_trouble_is_taken_for_an_empty_library(
    answers: list[httpx.Response], error: type[Exception]
) -> None:
    """Each is raised in a sentence."""
    with pytest.raises(error):
        list(Service(LIBRARY, list(answers)).pages())


@pytest.mark.parametrize(
    ("text", "library"),
    [
        ("zotero:users/123", "users/123"),
        ("zotero:groups/5/collections/ABCD2345", "groups/5/collections/ABCD2345"),
        ("https://api.zotero.org/users/123/items", "users/123"),
        ("2301.00001", ""),
    ],
)
def test_libraries_are_named_as_zotero_names_them(text: str, library: str) -> None:
    """Users and groups, whole or one collection."""
    assert zotero.library_of(text) == library


def test_a_library_that_is_none_is_refused() -> None:
    """With an example."""
    with pytest.raises(InputError, match="write zotero:users/12345"):
        zotero.library_of("zotero:me")

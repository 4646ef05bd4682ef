"""Asking a service that is not arXiv: nobody waits long for one that cannot be reached."""

from __future__ import annotations

import socket

import httpx  # noqa: TID251  its transport is the seam that stands for the network
import pytest

from paperlode.errors import FetchError
from paperlode.fetch.elsewhere import CONNECT, Elsewhere, answers

URL = "https://service.example/v1"


def silent(request: httpx.Request) -> httpx.Response:
    """Be out of reach."""
    raise httpx.ConnectTimeout("nobody is there", request=request)


def test_a_service_that_cannot_be_reached_is_given_up_within_ten_seconds() -> None:
    """After a second attempt, with a sentence."""
    waits: list[float] = []
    transport = httpx.MockTransport(silent)
    with (
        Elsewhere("It", {}, wait=waits.append, transport=transport) as ask,
        pytest.raises(FetchError, match=r"It does not answer \(ConnectTimeout\), 2 times in a row"),
    ):
        ask(URL, {})
    assert sum(waits) + 2 * CONNECT <= 10


def test_a_silence_between_answers_is_borne() -> None:
    """A service that is busy does answer: only silence in a row ends it."""
    said = [None, 503, None, 503, None, 200]

    def moody(request: httpx.Request) -> httpx.Response:
        status = said.pop(0)
        return silent(request) if status is None else httpx.Response(status, content=b"yes")

    with Elsewhere("It", {}, wait=lambda _: None, transport=httpx.MockTransport(moody)) as ask:
        assert ask(URL, {}).body == b"yes"


def test_whether_anything_answers() -> None:
    """A refusal is an answer, silence is none."""
    assert answers(URL, transport=httpx.MockTransport(lambda _: httpx.Response(403)))
    assert not answers(URL, transport=httpx.MockTransport(silent))


def test_a_service_that_takes_calls_and_says_nothing_answers_not() -> None:
    """It is known when the seconds are over."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not answers(f"http://127.0.0.1:{server.getsockname()[1]}/", seconds=0.2)

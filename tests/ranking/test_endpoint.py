"""A service that gives embeddings: asked in portions, its rows put in order, its key kept."""

from __future__ import annotations

import json
from functools import partial

import httpx  # noqa: TID251  a service without a wire
import pytest

from paperlode.errors import AnswerError, StatusError
from paperlode.fetch.elsewhere import Elsewhere
from paperlode.ranking.endpoint import AT_ONCE, Endpoint

ADDRESS = "http://localhost:11434/v1/"


class Service:
    """Gives each text its length as its meaning, in the wrong order; notes what it was asked."""

    def __init__(self, answer: httpx.Response | None = None) -> None:
        self.answer = answer
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        self.asked.append(request)
        if self.answer is not None:
            return self.answer
        texts = json.loads(request.content)["input"]
        rows = [{"index": n, "embedding": [len(text)]} for n, text in enumerate(texts)]
        return httpx.Response(200, json={"data": rows[::-1]})

    def model(self) -> Endpoint:
        """Give the model behind the service."""
        headers = {"Authorization": "Bearer secret"}
        transport = httpx.MockTransport(self)
        return Endpoint(ADDRESS, "mini", partial(Elsewhere, "it", headers, transport=transport))


def test_rows_stand_in_the_order_of_the_texts() -> None:
    """Whatever the order of the answer."""
    assert Service().model().encode(["a", "bb", "ccc"]) == [[1], [2], [3]]


def test_many_texts_are_sent_in_portions() -> None:
    """A service need not take thousands at once."""
    service = Service()
    assert len(service.model().encode(["a"] * (2 * AT_ONCE + 1))) == 2 * AT_ONCE + 1
    assert [len(json.loads(one.content)["input"]) for one in service.asked] == [AT_ONCE, AT_ONCE, 1]


def test_the_model_and_the_key_are_sent() -> None:
    """The key goes in the header, and nowhere else."""
    service = Service()
    service.model().encode(["a"])
    (asked,) = service.asked
    assert (asked.method, str(asked.url)) == ("POST", "http://localhost:11434/v1/embeddings")
    assert asked.headers["Authorization"] == "Bearer secret"
    assert json.loads(asked.content)["model"] == "mini"


@pytest.mark.parametrize(
    "answer", ["<html>", "[]", "{}", '{"data": [{"index": 0}]}', '{"data": []}', '{"data": 3}']
)
def test_another_answer_is_named(answer: str) -> None:
    """What is no embedding is no embedding of nothing."""
    service = Service(httpx.Response(200, text=answer))
    with pytest.raises(AnswerError, match="not answer as an embedding service"):
        service.model().encode(["a"])


def test_a_wrong_key_is_named_and_not_told() -> None:
    """The sentence says what was refused; the key is not in it."""
    with pytest.raises(StatusError, match="HTTP 401") as told:
        Service(httpx.Response(401)).model().encode(["a"])
    assert "secret" not in str(told.value)

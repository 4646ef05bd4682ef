"""Embeddings from a service that speaks as OpenAI's does: Ollama, vLLM, llama.cpp, and others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from typing import Protocol

    class Ask(Protocol):
        """What sends a request (``paperlode.fetch.elsewhere.Elsewhere``)."""

        def __call__(
            self, url: str, parameters: Mapping[str, str | int], *, sent: object = None
        ) -> Answer:
            """Give the answer."""

    class Answer(Protocol):
        """What a service answers."""

        @property
        def body(self) -> bytes:
            """What stands in it."""


AT_ONCE = 64
"""Texts in one request: services take between some dozens and some thousands."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model behind an address such as http://localhost:11434/v1."""

    url: str
    name: str
    connect: Callable[[], AbstractContextManager[Ask]]

    def encode(self, sentences: list[str]) -> list[list[float]]:
        """Give one row a text; AnswerError when the answer is something else."""
        found: list[list[float]] = []
        with self.connect() as ask:
            for start in range(0, len(sentences), AT_ONCE):
                found += self._some(ask, sentences[start : start + AT_ONCE])
        return found

    def _some(self, ask: Ask, texts: list[str]) -> list[list[float]]:
        sent = {"model": self.name, "input": texts, "encoding_format": "float"}
        answer = ask(f"{self.url.rstrip('/')}/embeddings", {}, sent=sent)
        try:
            rows = {one["index"]: one["embedding"] for one in json.loads(answer.body)["data"]}
            return [rows[number] for number in range(len(texts))]
        except (ValueError, KeyError, TypeError) as error:
            raise AnswerError(
                f"{self.url} does not answer as an embedding service does "
                f"({type(error).__name__}: {error}); the address ends with /v1 as a rule"
            ) from error

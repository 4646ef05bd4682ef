"""Embeddings beside words: asked for once, and named when they fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from paperlode.errors import InputError
from paperlode.paper import Paper
from paperlode.ranking import Background, learn, rank
from paperlode.ranking.embeddings import Meanings, hub, load

DAY = datetime(2026, 8, 1, tzinfo=UTC)
PAPERS = [Paper(f"2608.{n:05d}", 1, t, "", (), (), DAY, DAY) for n, t in enumerate("abcd", 1)]


class Letters:
    """A model in which a text means its first letter; it notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, sentences: list[str]) -> list[list[float]]:
        """Give one row a text."""
        self.asked += sentences
        return [[float(one[0] == letter) for letter in "abcd"] for one in sentences]


def test_each_version_is_embedded_once() -> None:
    """A second ranking asks the model for nothing; a new version is asked for."""
    model = Letters()
    meanings = Meanings(model)
    meanings(PAPERS)
    meanings([*PAPERS, replace(PAPERS[0], version=2)])
    assert model.asked == ["a. ", "b. ", "c. ", "d. ", "a. "]


def test_meaning_alone_ranks() -> None:
    """Papers without a word that counts are ranked by what they mean."""
    background = replace(Background(), embed=Meanings(Letters()))
    profile = learn(PAPERS[:1], PAPERS[1:2], background)
    copies = [replace(one, id=f"2609.{n:05d}") for n, one in enumerate(PAPERS[:3])]
    assert [one.id[-1] for one in rank(copies, profile)] == ["0", "2", "1"]


def test_a_model_that_gives_too_few_rows_is_named() -> None:
    """A row too few would shift all meanings: it is an error."""

    class Lost(Letters):
        def encode(self, sentences: list[str]) -> list[list[float]]:
            return super().encode(sentences)[1:]

    with pytest.raises(InputError, match="one row of numbers a text"):
        Meanings(Lost())(PAPERS)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (MemoryError("no room"), "failed on 4 texts .MemoryError: no room"),
        ([["x"]], "failed on 4 texts .ValueError"),
        ([[float("nan")]] * 4, "not numbers"),
        ([[1.0, 2.0, 3.0]] * 4, "another length.*another model"),
    ],
)
def test_what_goes_wrong_inside_a_model_is_a_sentence(given: object, told: str) -> None:
    """Whatever a model's library raises or gives, the reader learns what to make of it."""

    class Odd:
        def encode(self, sentences: list[str]) -> object:
            del sentences
            if isinstance(given, Exception):
                raise given
            return given

    with pytest.raises(InputError, match=told):
        Meanings(Odd(), {("2601.00001", 1): np.zeros(2, np.float32)})(PAPERS)


def test_a_model_that_does_not_open_is_named() -> None:
    """The sentence names the model and says that ranking goes on."""
    with pytest.raises(InputError, match=r"no/such/model.*by words alone"):
        load("no/such/model")


def test_remembered_meanings_are_numbers() -> None:
    """What is remembered can be stored as it is."""
    meanings = Meanings(Letters())
    assert meanings(PAPERS).dtype == np.float32
    assert set(meanings.known) == {(one.id, 1) for one in PAPERS}


@pytest.mark.parametrize(
    ("name", "environment"), [(".", {}), ("a/b", {"HF_HUB_OFFLINE": "1"}), ("/", {})]
)
def test_no_hub_is_asked_for_what_is_here(name: str, environment: dict[str, str]) -> None:
    """Folders open without a network, and who is offline wants to ask nobody."""
    assert hub(name, environment) == ""

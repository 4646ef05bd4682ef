"""Answers of arXiv's services that somebody kept."""

from __future__ import annotations

import pytest

from paperlode.paper import Paper
from paperlode.sources import saved

from ..oai_answers import answer, papers, raw, record, refusal  # noqa: TID252  all tests' answers

ARXIV = (
    '<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.00001</id><created>2024-01-01</created>'
    "<authors><author><keyname>Made</keyname></author></authors><title>On crystals</title>"
    "<categories>cs.LG</categories><abstract>Some.</abstract></arXiv>"
)


@pytest.mark.parametrize(
    ("begins", "is_one"),
    [
        (b"<?xml", True),
        (b"\n <feed", True),
        (b"\xef\xbb\xbf<OAI", True),
        (b'{"id"', False),
        (b"\n", False),
        (b"\xef\xbb\xbf{", False),
    ],
)
def test_answers_are_told_from_records(begins: bytes, is_one: bool) -> None:  # noqa: FBT001  a table
    """By how they begin."""
    assert saved.is_answer(begins) is is_one


def test_all_papers_of_an_answer_are_given() -> None:
    """What is no paper is a sentence in their place; taken-away papers are none."""
    body = answer(papers(1, 2) + record("", "2401.00003", status="deleted") + "<record/>")
    found = list(saved.read(body))
    assert [one.id for one in found if isinstance(one, Paper)] == ["2401.00001", "2401.00002"]
    assert [one for one in found if isinstance(one, str)] == [
        "record 4 of arXiv's answer is no paper: it has no header"
    ]


def test_a_record_that_tells_no_version_counts_as_the_first() -> None:
    """So that any other record of the paper replaces it."""
    (paper,) = saved.read(answer(record(ARXIV)))
    (same,) = saved.read(answer(record(raw())))
    assert isinstance(paper, Paper)
    assert isinstance(same, Paper)
    assert (paper.version, same.version) == (1, 1)


@pytest.mark.parametrize("body", [b"<html>", refusal("badArgument"), b"<feed", b"<a/>", answer("")])
def test_what_is_no_answer_is_one_sentence_at_most(body: bytes) -> None:
    """Nothing that was kept stops an import."""
    assert all(isinstance(one, str) for one in saved.read(body))

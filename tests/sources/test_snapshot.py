"""Lines of arXiv's snapshot become papers as OAI-PMH would tell them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from paperlode.errors import RecordError
from paperlode.paper import Paper
from paperlode.sources.snapshot import read


def line(**changes: Any) -> bytes:  # noqa: ANN401  any JSON
    """Write a line with the snapshot's 14 keys."""
    usual: dict[str, Any] = {
        "id": "0704.0001",
        "submitter": "Ada Example",
        "authors": "Ada Ex\\'ample (Invented Lab),\n  Bo Sample Jr.",
        "title": "Made-up crystals\n  of $\\alpha$",
        "comments": None,
        "journal-ref": None,
        "doi": "10.1000/a 10.1000/b",
        "report-no": None,
        "categories": "hep-ph cs.AI",
        "license": None,
        "abstract": "  We invent\na crystal.\n",
        "versions": [
            {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
            {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        ],
        "update_date": "2008-11-26",
        "authors_parsed": [["Exámple", "Ada", "", "Invented Lab"], ["Sample", "Bo", "Jr."]],
    }
    return json.dumps(usual | changes).encode()


def test_a_line_is_the_newest_version_of_a_paper() -> None:
    """Its times are those of the first and the last version; text is as the search shows it."""
    paper = read(line())
    assert (paper.name, paper.title) == (
        "0704.0001v2",
        "Made-up crystals of $\N{GREEK SMALL LETTER ALPHA}$",
    )
    assert paper.abstract == "We invent a crystal."
    assert paper.authors == ("Ada Exámple", "Bo Sample Jr.")
    assert paper.categories == ("hep-ph", "cs.AI")
    assert paper.submitted == datetime(2007, 4, 2, 19, 18, 42, tzinfo=UTC)
    assert paper.updated == datetime(2007, 7, 24, 20, 10, 27, tzinfo=UTC)
    assert (paper.comment, paper.doi) == (None, "10.1000/a 10.1000/b")


def test_authors_in_parts_stand_in_for_a_missing_line() -> None:
    """Names come in the usual order."""
    assert read(line(authors=None)).authors == ("Ada Exámple", "Bo Sample Jr.")


def test_our_own_records_are_read_too() -> None:
    """What we wrote is read as it was."""
    paper = read(line())
    assert Paper.from_line(paper.to_line()) == read(paper.to_line())


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 704.0001},
        {"id": "nonsense"},
        {"title": None},
        {"abstract": ["a"]},
        {"versions": []},
        {"versions": None},
        {"versions": ["v1"]},
        {"versions": [{"version": "v0", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}]},
        {"versions": [{"version": "v1", "created": "Mon, 32 Apr 2007 19:18:42 GMT"}]},
        {"authors": None, "authors_parsed": None},
        {"authors": None, "authors_parsed": [7]},
        {"title": "half \ud83d"},
    ],
)
def test_what_is_no_paper_is_a_record_error(changes: dict[str, Any]) -> None:
    """With one sentence, whatever is wrong."""
    with pytest.raises(RecordError):
        read(line(**changes))

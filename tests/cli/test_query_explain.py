"""``paperlode query explain``: what a query means, and why a paper matches."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from paperlode.cli import query_explain, start
from paperlode.cli.query_explain import rows
from paperlode.store import Store

from ..small_world import made_up  # noqa: TID252  the papers of all tests

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = query_explain.__name__  # importing the module adds the command
PAPER = made_up(1, title="Crystal growth \x1b[31m", abstract="Of a crystal. " * 20)


def run(*words: str) -> object:
    """Run the command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        start(["query", "explain", *words])
    return left.value.code or 0


@pytest.fixture
def records(tmp_path: Path) -> str:
    """Make a file of one record."""
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(PAPER.to_record()) + "\n")
    return str(path)


def test_a_query_is_said_and_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    """In plain English and as a tree."""
    assert run("ti:dark AND cat:cs.LG") == 0
    told = capsys.readouterr().out
    assert "all of these:\n  the title has a word like dark\n" in told
    assert "AND\n├─ ti:dark\n└─ cat:cs.LG" in told


def test_a_meaning_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The tree and its sentences."""
    assert run("ti:dark", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["tree"] == ["ti", "dark"]
    assert told["english"] == [{"depth": 0, "text": "the title has a word like dark"}]


def test_a_match_is_explained_word_by_word(
    records: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the words marked in the text; nothing in a text reaches the terminal as a command."""
    assert run('ti:"crystal growth" ANDNOT abs:phonon', "--records", records) == 0
    told = capsys.readouterr().out
    assert told.startswith("2608.00001v1 matches.")
    assert 'yes  ├─ ti:"crystal growth"' in told
    assert 'no   └─ abs:phonon\n          - "phonon" in the abstract' in told
    assert "  [Crystal growth] \\x1b[31m" in told
    assert "\x1b" not in told


def test_a_paper_that_does_not_match_is_explained_as_json(
    records: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which part holds and which does not."""
    words = ["ti:crystal AND ti:phonon", "--records", records, "--paper", "2608.00001"]
    assert run(*words, "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["matches"] is False
    assert [part["holds"] for part in told["why"]["parts"]] == [True, False]
    assert told["marks"] == [["title", 0, 7]]


def test_a_paper_of_the_archive_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its identifier, with or without version."""
    path = tmp_path / "paperlode.toml"
    path.write_text('title = "Mine"\n[[topic]]\nname = "Solids"\nquery = "ti:crystal"\n')
    with Store.open(tmp_path / ".paperlode/store.db") as store:
        now = datetime(2026, 8, 21, 6, tzinfo=UTC)
        store.save([PAPER], now=now, channel="search_api", topic=None)
    assert run("ti:crystal", "--paper", "2608.00001v1", "--config", str(path)) == 0
    assert "2608.00001v1 matches." in capsys.readouterr().out
    assert run("ti:crystal", "--paper", "2608.00009", "--config", str(path)) == 2
    assert "2608.00009 is not among the papers" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["ti:x AND"], ["ti:x", "--paper", "nonsense"]])
def test_what_cannot_be_explained_is_told(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A query with a mistake, an identifier that is none."""
    assert run(*words) == 2
    assert capsys.readouterr().err.startswith("paperlode: ")


def test_bad_records_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And left out."""
    path = tmp_path / "records.jsonl"
    path.write_text("{broken\n")
    assert run("ti:x", "--records", str(path)) == 2
    assert "line 1: not JSON" in capsys.readouterr().err


def test_long_texts_are_broken_between_words() -> None:
    """Marks go on over the end of a line."""
    made = rows("word " * 40, [(0, 200)])
    assert all(len("".join(text for text, _ in row)) <= 89 for row in made)
    assert {marked for row in made for _, marked in row} == {True}

"""``paperlode rank evaluate``: a table, a sentence and a picture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from paperlode import archive
from paperlode.cli import start
from paperlode.preference import Mark, Word
from paperlode.sighting import Kind, Sighting
from paperlode.store import Store
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from pathlib import Path

TOPIC = Topic("crystals", "Crystals", "abs:crystal")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with four weeks of papers, every fourth of them on heat."""
    (tmp_path / "paperlode.toml").write_text(
        'title = "Mine"\n[[topic]]\nname = "Crystals"\nquery = "abs:crystal"\n'
    )
    papers = [
        made_up(n, title="Of heat" if n % 4 == 0 else "Of ice", submitted=TODAY - DAY * n / 2)
        for n in range(1, 57)
    ]
    with Store.open(tmp_path / ".paperlode/store.db") as store:
        store.save(papers, now=TODAY, channel="search_api")
        seen = [Sighting(p.id, 1, TODAY, "search_api", Kind.BACKLOG, (TOPIC.id,)) for p in papers]
        store.decide(TOPIC, seen, store.mark())
        archive.save(tmp_path / "archive", store)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def like(folder: Path) -> None:
    """Like all on heat."""
    with Store.open(folder / ".paperlode/store.db") as store:
        ids = [made_up(n).id for n in range(4, 57, 4)]
        store.mark_papers([Mark(each, TODAY, Word.LIKED, "command") for each in ids])
        archive.save(folder / "archive", store)


def code(*words: str) -> int:
    """Run a command in this process; give its exit code."""
    with pytest.raises(SystemExit) as ended:
        start(list(words))
    return int(ended.value.code or 0)


def test_history_is_played_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With intervals, the gain over newest first, and a warning when there is little of it."""
    like(folder)
    assert code("rank", "evaluate", "--plot", "plot.svg") == 0
    told = capsys.readouterr().out
    assert "3 weeks with 42 papers, of which you like" in told
    assert "newest first" in told
    assert "So few weeks say next to nothing." in told
    assert etree.parse(folder / "plot.svg").getroot().tag.endswith("svg")


def test_json_has_every_week(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For programs."""
    like(folder)
    assert code("rank", "evaluate", "--weeks", "2", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["weeks"]) == 2
    assert told["outcomes"][0]["name"] == "ranking"


def test_without_history_a_sentence_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is wrong, there is only nothing to play."""
    assert code("rank", "evaluate", "--plot", "plot.svg") == 0
    assert "There is no history to play" in capsys.readouterr().out
    assert not (folder / "plot.svg").exists()

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
    from collections.abc import Mapping
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


def lines(path: Path, *records: Mapping[str, object]) -> None:
    """Write a file of records."""
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))


@pytest.fixture
def readers(tmp_path: Path) -> Path:
    """Give a benchmark of two readers of papers on heat, one week each."""
    papers = [
        {"id": made_up(n).id, "title": "Of heat" if n % 4 == 0 else "Of ice", "abstract": "New."}
        for n in range(1, 57)
    ]
    hot = [str(one["id"]) for one in papers if one["title"] == "Of heat"]
    cold = [str(one["id"]) for one in papers if one["title"] == "Of ice"]
    week = [*hot[4:6], *cold[20:]]
    known = [{"user": u, "library": hot[:4], "seen": cold[:20]} for u in "ab"]
    lines(tmp_path / "users.jsonl", *known)
    lines(tmp_path / "pools.jsonl", *({"user": u, "type": "week", "ids": week} for u in "ab"))
    lines(tmp_path / "background.jsonl", {"ids": hot + cold})
    lines(tmp_path / "papers.jsonl", *papers)
    lines(tmp_path / "truth_dev.jsonl", *({"user": u, "relevant": hot[4:6]} for u in "ab"))
    return tmp_path


def test_readers_of_a_benchmark_are_judged(
    readers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each alone, by every way; no settings are needed for it."""
    assert code("rank", "evaluate", "--json", "--benchmark", str(readers)) == 0
    told = json.loads(capsys.readouterr().out)
    means = {one["name"]: one["mean"] for one in told["outcomes"]}
    assert len(told["weeks"]) == 2
    assert means["ranking"] == means["logistic regression"] == 1
    assert code("rank", "evaluate", "--benchmark", str(readers), "--readers", "1") == 0
    assert "So few readers" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("users.jsonl", '{"name": "a"}\n', "these are not benchmark files: KeyError"),
        ("pools.jsonl", "[\n", "pools.jsonl, line 1: not JSON"),
        ("truth_dev.jsonl", None, "has no truth.jsonl"),
    ],
)
def test_what_is_no_benchmark_is_named(
    readers: Path, name: str, content: str | None, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the file, and the line where there is one; exit code 2."""
    (readers / name).unlink() if content is None else (readers / name).write_text(content)
    assert code("rank", "evaluate", "--benchmark", str(readers)) == 2
    assert why in capsys.readouterr().err

"""``paperlode query test``: what a query would have brought."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperlode.cli import start
from paperlode.store import Store
from paperlode.store.mirror import Mirror, Packer

from ..small_world import made_up  # noqa: TID252  the papers of all tests

DAY = datetime(2026, 6, 1, tzinfo=UTC)
TITLES = [
    "Machine learning of interatomic potentials",
    "Interatomic potentials for glass",
    "Machine learning for speech",
    "Machines that learn to see",
    "Crystals of ice",
    "Grain boundaries in steel",
    "Quantum dots on glass",
    "Spin waves in thin films",
    "Superconductors under pressure",
    "Polymers in solution",
    "Magnets made of iron",
    "Liquids between plates",
]
SETTINGS = """
title = "Made up"

[[topic]]
name = "Learning"
query = "ti:machine AND ti:learning"
"""
DOCS = Path(__file__).parents[2] / "docs" / "query.md"


def run(*words: str) -> object:
    """Run the command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        start(["query", "test", *words])
    return left.value.code or 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with a topic and sixty made-up papers of sixty days."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    papers = [
        made_up(
            number + 1,
            title=TITLES[number % len(TITLES)],
            abstract="Made up.",
            submitted=DAY + timedelta(days=number),
            updated=DAY + timedelta(days=number),
        )
        for number in range(60)
    ]
    with Store.open(tmp_path / ".paperlode/store.db") as store:
        store.save(papers, now=DAY, channel="file", topic=None)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_kept_gained_and_lost_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """With their numbers, a bar for each week, and the words that were found."""
    assert run('ti:"machine learning" OR ti:glass', "--against", "Learning") == 0
    told = capsys.readouterr().out
    assert "Brings 20 papers" in told
    assert re.search(r"kept +10 .*\ngained +10 .*\nlost +5 ", told)
    assert "Kept, 10 papers:" in told
    assert "    Quantum dots on [glass]" in told


def test_settings_of_the_topic_hold_for_both(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it excludes, and words as written; what cannot be compared is named."""
    more = '\nexclude = "ti:speech"\nwords = "exact"\nminimum_version = 2\n'
    (folder / "paperlode.toml").write_text(SETTINGS.rstrip() + more)
    assert run("ti:machine OR ti:speech", "--against", "Learning", "--json") == 0
    told, warned = capsys.readouterr()
    found = json.loads(told)
    assert [found[name]["papers"] for name in ("kept", "new", "lost")] == [5, 0, 0]
    assert "minimum_version of Learning did not count in the comparison" in warned


@pytest.mark.usefixtures("folder")
def test_papers_of_the_mirror_count(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One more than in the store."""
    paper = made_up(900, title="Machine learning of speech", submitted=DAY, updated=DAY)
    with Mirror.open(folder / ".paperlode/mirror.sqlite") as mirror:
        mirror.take([Packer().file(paper)])
    assert run("ti:speech", "--json") == 0
    assert json.loads(capsys.readouterr().out)["brings"]["papers"] == 6


@pytest.mark.usefixtures("folder")
def test_everything_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers, weeks, papers with marks, and every change with its query."""
    query = 'ti:"machine learning" ANDNOT ti:speech'
    assert run(query, "--against", "ti:machine", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    numbers = {name: told[name]["papers"] for name in ("brings", "new", "kept", "lost")}
    assert numbers == {"brings": 5, "new": 0, "kept": 5, "lost": 10}
    assert sum(week["old"] for week in told["weeks"]) == 15
    assert told["papers"]["kept"][0]["marks"] == [["title", 0, 16]]
    changes = {(one["change"], one["words"]): one for one in told["changes"]}
    assert changes["without", "speech"]["adds"] == 5
    assert changes["without", "speech"]["query"] == 'ti:"machine learning"'
    assert changes["also", '"interatomic potentials"']["adds"] == 5


@pytest.mark.usefixtures("folder")
def test_only_papers_since_a_day_count(capsys: pytest.CaptureFixture[str]) -> None:
    """Days are those of the first version."""
    assert run("ti:speech", "--since", "2026-07-08", "--json") == 0
    assert json.loads(capsys.readouterr().out)["brings"]["papers"] == 2


@pytest.mark.usefixtures("folder")
def test_without_comparison_what_no_topic_has_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    """Here no topic has decided anything yet."""
    assert run("ti:speech") == 0
    told = capsys.readouterr().out
    assert "new: no topic has them." in told
    assert "5 papers:" in told


@pytest.mark.usefixtures("folder")
def test_quiet_means_nothing_but_errors(capsys: pytest.CaptureFixture[str]) -> None:
    """No bar, no lines."""
    assert run("ti:speech", "--quiet") == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


@pytest.mark.usefixtures("folder")
def test_a_query_that_finds_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is suggested."""
    assert run("ti:nothing") == 0
    assert capsys.readouterr().out == "Brings 0 papers, 0.0 a week.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ti:(a"], "column 4: this parenthesis is never closed"),
        (["ti:a", "--against", "ti:(b"], "column 4: this parenthesis is never closed"),
        (["ti:a", "--against", "lerning"], 'there is no topic "lerning": did you mean "learning"'),
        (["ti:a", "--since", "May"], "--since 'May' is not a day"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_mistakes_are_told(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where they are, and what would be right; exit code 2."""
    assert run(*words) == 2
    assert sentence in capsys.readouterr().err


def test_without_papers_it_says_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty store is no reason to say that a query brings nothing."""
    for file in (folder / ".paperlode").iterdir():
        file.unlink()
    assert run("ti:a") == 2
    assert "there are no papers here yet; `paperlode run`" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_the_example_of_the_manual_is_true(capsys: pytest.CaptureFixture[str]) -> None:
    """Word for word."""
    found = re.search(
        r"^\$ (paperlode query test [^\n]*)\n(.*?)^```", DOCS.read_text(), re.MULTILINE | re.DOTALL
    )
    assert found is not None
    assert run(*shlex.split(found[1])[3:], "--quiet") == 0
    assert run(*shlex.split(found[1])[3:]) == 0
    assert capsys.readouterr().out == found[2]

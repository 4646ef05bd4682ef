"""``paperlode search``: all papers that are here, exactly what the query says."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from paperlode.cli import search, start
from paperlode.cli.search_told import excerpt
from paperlode.preference import Mark, Word
from paperlode.store import Store

from ..hostile import HOSTILE  # noqa: TID252  titles that try to be more than text
from ..small_world import made_up  # noqa: TID252  the papers of all tests

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = search.__name__  # importing the module adds the command
SETTINGS = '[[topic]]\nname = "Solids"\nquery = "ti:crystal"\n'
MOMENT = datetime(2026, 8, 3, tzinfo=UTC)
OLD = datetime(2019, 8, 3, tzinfo=UTC)
PAPERS = [
    made_up(
        1,
        title="Gold \x1b[31m rings",
        abstract="Of gold. " + "Words go on. " * 30,
        submitted=MOMENT,
    ),
    made_up(2, title="Golden crystals", abstract="Silver and gold.", submitted=OLD),
    made_up(3, title="Wood", categories=("cs.AI",), submitted=OLD),
    *(made_up(10 + n, title=f"hostility {text}") for n, text in enumerate(HOSTILE)),
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder whose store has papers that no topic tracks."""
    folder = tmp_path_factory.mktemp("mine")
    (folder / "paperlode.toml").write_text(SETTINGS)
    with Store.open(folder / ".paperlode/store.db") as store:
        store.save(PAPERS, now=MOMENT, channel="file")
    return folder / "paperlode.toml"


def run(settings: Path, *words: str) -> object:
    """Run the command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        start(["search", "--config", str(settings), *words])
    return left.value.code or 0


def test_the_readers_own_order_follows_what_they_like(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A like for silver puts the older paper with silver first; without a like it is said."""
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    with Store.open(tmp_path / ".paperlode/store.db") as store:
        store.save(PAPERS, now=MOMENT, channel="file")
    asked = (tmp_path / "paperlode.toml", "abs:gold", "--sort", "for-me", "--format", "ids")
    assert run(*asked) == 2
    assert "needs papers that you like" in capsys.readouterr().err
    with Store.open(tmp_path / ".paperlode/store.db") as store:
        store.mark_papers([Mark("2608.00002", MOMENT, Word.LIKED, "by hand")])
    assert run(*asked) == 0
    assert capsys.readouterr().out.split() == ["2608.00002v1", "2608.00001v1"]


def test_papers_are_listed_newest_first(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without signs of marking in a pipe, and without anything a terminal obeys."""
    assert run(settings, "abs:gold") == 0
    told = capsys.readouterr().out
    assert told.startswith(
        "2608.00001v1  2026-08-03  cond-mat.mtrl-sci\n  Gold \\x1b[31m rings\n"
        "  Ada Example, Bo Invented\n    Of gold. Words go on."
    )
    assert told.index("2608.00001v1") < told.index("2608.00002v1")


def test_hostile_titles_stay_text(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of a title reaches the terminal as a command."""
    assert run(settings, "ti:hostility") == 0
    told = capsys.readouterr().out
    assert told.count("  cond-mat.mtrl-sci\n") == len(HOSTILE)
    assert all(sign.isprintable() or sign == "\n" for sign in told)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["abs:gold"], ["2608.00001v1", "2608.00002v1"]),
        (["abs:gold", "--sort", "relevance"], ["2608.00002v1", "2608.00001v1"]),
        (["abs:gold", "--sort", "relevance", "--limit", "1"], ["2608.00002v1"]),
        (["abs:gold", "--since", "2026-08-03"], ["2608.00001v1"]),
        (["abs:gold", "--until", "2019-08-03"], ["2608.00002v1"]),
        (["abs:gold", "--limit", "1"], ["2608.00001v1"]),
        (["abs:gold", "--limit", "0"], []),
    ],
)
def test_ids_one_a_line(
    settings: Path, words: list[str], ids: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Sorted, bounded and cut as asked."""
    assert run(settings, *words, "--format", "ids") == 0
    assert capsys.readouterr().out.split() == ids


def test_json_with_facets_is_one_object(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts are those of all that match, however few are listed."""
    assert run(settings, "abs:gold OR ti:wood", "--json", "--facets", "--limit", "1") == 0
    told = json.loads(capsys.readouterr().out)
    assert [paper["id"] for paper in told["papers"]] == ["2608.00001"]
    assert told["facets"]["categories"] == {"cond-mat.mtrl-sci": 2, "cs.LG": 2, "cs.AI": 1}
    assert told["facets"]["years"] == {"2019": 2, "2026": 1}
    assert told["facets"]["papers"] == 3


def test_facets_alone(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without papers, when none are asked for."""
    assert run(settings, "abs:gold", "--facets", "--limit", "0") == 0
    told = capsys.readouterr().out
    assert told.startswith("2 papers\n\nBy category")
    assert "\n  cs.LG                      2\n" in told
    assert told.endswith("  2026          1\n  2019          1\n")


@pytest.mark.parametrize(("form", "starts"), [("jsonl", '{"id":"2608.00001"'), ("bibtex", "@")])
def test_forms_for_programs(
    settings: Path, form: str, starts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As `paperlode export` writes them."""
    assert run(settings, "abs:gold", "--format", form) == 0
    assert capsys.readouterr().out.startswith(starts)


def test_nothing_found_names_the_terms_to_blame(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what each finds alone, those that find least first."""
    assert run(settings, "abs:gold AND ti:zebra ANDNOT cat:cs.LG") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert f"none of the {len(PAPERS)} papers here matches; its terms alone find:\n" in told.err
    assert "\n  ti:zebra: 0 papers\n  abs:gold: 2 papers\n  not cat:cs.LG: " in told.err


def test_nothing_found_then(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """When the days are to blame, that is said."""
    assert run(settings, "abs:gold", "--since", "2026-09-01") == 0
    assert "no paper submitted then matches; of any time 2 papers" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ti:("], "line 1, column 4"),
        (["ti:gold", "--since", "May"], "--since 'May' is not a day"),
        (["ti:gold", "--since", "2026-02-01", "--until", "2026-01-01"], "is before --since"),
        (["ti:gold", "--facets", "--format", "ids"], "--facets goes with"),
    ],
)
def test_mistakes_are_named(
    settings: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With exit code 2."""
    assert run(settings, *words) == 2
    assert told in capsys.readouterr().err


def test_an_empty_store_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Papers come with a run."""
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    assert run(tmp_path / "paperlode.toml", "ti:gold") == 2
    assert "`paperlode run`" in capsys.readouterr().err


def test_an_excerpt_keeps_its_marks() -> None:
    """Cut at spaces around the first marked word."""
    text = "word " * 50 + "gold " + "word " * 100
    shown, marks = excerpt(text, [(250, 254), (700, 704)])
    assert [shown[start:end] for start, end in marks] == ["gold"]
    assert shown.startswith("... word")
    assert shown.endswith("word ...")
    assert excerpt("gold", [(0, 4)]) == ("gold", [(0, 4)])


def test_a_terminal_has_bold_words_and_a_pager(settings: Path, tmp_path: Path) -> None:
    """The pager gets what is shown, and may stop reading."""
    main, child = pty.openpty()
    kept = tmp_path / "kept"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "paperlode",
            "--config",
            settings,
            "search",
            "ti:hostility OR ti:gold",
        ],
        stdin=child,
        stdout=child,
        stderr=subprocess.PIPE,
        env={**os.environ, "PAGER": f"sh -c 'head -c 400 > {kept}'"},
        timeout=60,
        check=False,
    )
    os.close(child)
    os.close(main)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b[1;4mhostility\x1b[0m" in kept.read_bytes()

"""``paperlode query check``: findings marked in the query, repaired on demand."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from paperlode.cli import query_check, start
from paperlode.cli.excerpt import excerpt, width
from paperlode.store import Store
from paperlode.topic import Topic

from ..small_world import made_up  # noqa: TID252  the papers of all tests

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = query_check.__name__  # importing the module adds the command


def run(*words: str) -> object:
    """Run the command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        start(["query", "check", *words])
    return left.value.code or 0


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Make a folder with two topics and 120 papers."""
    path = tmp_path / "paperlode.toml"
    path.write_text(
        'title = "Mine"\n'
        '[[topic]]\nname = "Solids"\nquery = "ti:crystals"\n'
        '[[topic]]\nname = "Sound"\nquery = "ti:phonon AND cat:cs.LG OR ti:heat"\n'
    )
    papers = [made_up(number, title="Crystallization of a crystal") for number in range(1, 121)]
    with Store.open(tmp_path / ".paperlode/store.db") as store:
        store.save(
            papers,
            now=datetime(2026, 8, 21, 6, tzinfo=UTC),
            channel="search_api",
            topic=Topic("solids", "Solids", "ti:crystals"),
        )
    return path


def test_a_finding_is_marked_in_the_query(capsys: pytest.CaptureFixture[str]) -> None:
    """With line, column, severity, code, sentence and repair."""
    assert run("ti:dark AND\n  cat:cs", "--no-papers") == 2
    told = capsys.readouterr().out
    assert "line 2, column 3: error archive-without-star\n      cat:cs\n      ^^^^^^\n" in told
    assert "repair: ti:dark AND cat:cs.*" in told
    assert told.endswith("1 error\n")


def test_a_good_query_passes(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, also with warnings and notes."""
    assert run("ti:graphene", "--no-papers") == 0
    assert "nothing to say" in capsys.readouterr().out
    assert run("ti:dark matter", "--no-papers") == 0


def test_all_topics_are_checked_with_the_papers_at_hand(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words that share a stem are counted, and terms that no paper has are named."""
    assert run("--config", str(settings)) == 0
    told = capsys.readouterr().out
    assert told.startswith("Solids\n")
    assert "also finds crystallization (120) (papers of\n      120 here)" in told
    assert "mixed-operators" in told
    assert told.count("none of the 120 papers here has ti:") == 2


def test_without_papers_nothing_is_counted(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """When speed matters, or on a fresh copy."""
    assert run("--config", str(settings), "--no-papers") == 0
    assert "no-paper" not in capsys.readouterr().out


def test_findings_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """For editors and other programs."""
    assert run("ti:x cat:cs", "--json", "--no-papers") == 2
    (told,) = json.loads(capsys.readouterr().out)
    found = {one["code"]: one for one in told["findings"]}
    assert found["archive-without-star"]["start"] == 5
    assert found["archive-without-star"]["column"] == 6
    assert found["missing-operator"]["repair"] == {"query": "ti:x OR cat:cs", "same": True}


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["ti:dark matter"], 0, "(ti:dark AND ti:matter)\n"),
        (["ti:dark ti:matter AND cat:cs", "--same"], 2, "ti:dark OR (ti:matter AND cat:cs)\n"),
        (["ti:the"], 2, "ti:the\n"),
    ],
)
def test_a_query_is_repaired(
    words: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The repaired query alone, ready for settings; exit code 2 when errors stay."""
    assert run("--fix", *words) == code
    assert " ".join(capsys.readouterr().out.split()) == told.strip()


def test_repairs_as_json_and_for_all_topics(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the codes of what was repaired."""
    assert run("--fix", "--config", str(settings)) == 0
    assert capsys.readouterr().out.startswith("# Solids\nti:crystals\n# Sound\n")
    assert run("--fix", "--json", "--config", str(settings)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told[1]["made"] == ["mixed-operators"]
    assert told[1]["same"] is True


def test_a_hostile_query_does_nothing_to_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Control characters are shown, not sent."""
    assert run("ti:\x1b[31mdark matter", "--no-papers") in {0, 2}
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert "\\x1b[31m" in told


def test_a_topic_is_needed_without_a_query(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without settings there is nothing to check."""
    monkeypatch.chdir(tmp_path)
    assert run() == 2
    assert capsys.readouterr().err.startswith("paperlode: ")


@pytest.mark.parametrize(
    ("text", "place", "line", "column", "under"),
    [
        ("abc", (1, 2), 1, 2, "b"),
        ("ab\ncd", (4, 5), 2, 2, "d"),
        ("ab\ncd", (0, 5), 1, 1, "ab"),
        ("abc", (3, 3), 1, 4, ""),
        ("x" * 200 + "y" + "x" * 200, (200, 201), 1, 201, "y"),
    ],
)
def test_an_excerpt_shows_its_place(
    text: str, place: tuple[int, int], line: int, column: int, under: str
) -> None:
    """With the marks under it, also in a long line."""
    shown = excerpt(text, *place)
    assert (shown.line, shown.column) == (line, column)
    start = len(shown.marks) - len(shown.marks.lstrip())
    assert shown.shown[start : start + len(shown.marks.strip())] == under
    assert len(shown.shown) <= 80


def test_columns_are_counted_as_terminals_do() -> None:
    """Wide signs take two, accents none, control characters what stands for them."""
    assert [width(text) for text in ("ab", "\u6676", "e\u0301", "\x1b")] == [2, 2, 1, 4]

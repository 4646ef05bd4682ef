"""``paperlode chemistry``: one line of JSON for each paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from paperlode.cli import chemistry, start

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = chemistry.__name__  # importing the module adds the command

RECORD = {
    "id": "2608.00001",
    "title": "Polarons in HfO$_2$ and Ga$_{1-x}$Al$_x$N crystals",
    "abstract": "Made up.",
    "authors": ["Ada Example"],
    "categories": ["cond-mat.mtrl-sci"],
    "submitted": "2026-08-01T00:00:00Z",
}


def run(*words: str) -> object:
    """Run the command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        start(["chemistry", *words])
    return left.value.code or 0


def test_each_paper_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Identifier, symbols in order of the alphabet, formulas in plain characters."""
    file = tmp_path / "papers.jsonl"
    file.write_text(json.dumps(RECORD) + "\n")
    assert run(str(file)) == 0
    assert json.loads(capsys.readouterr().out) == {
        "id": "2608.00001",
        "elements": ["Al", "Ga", "Hf", "N", "O"],
        "formulas": ["HfO2", "Ga1-xAlxN"],
    }


def test_a_bad_line_is_named_and_the_rest_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is lost silently: the exit code says that lines were left out."""
    file = tmp_path / "papers.jsonl"
    file.write_text("no record\n" + json.dumps(RECORD) + "\n")
    assert run(str(file)) != 0
    told = capsys.readouterr()
    assert "line 1" in told.err
    assert "HfO2" in told.out

"""``paperlode import``: files of any packing, and what `search` then finds."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import zstandard

from paperlode.cli import imports, start
from paperlode.store.mirror import Mirror

from ..small_world import made_up  # noqa: TID252  the papers of all tests

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = imports.__name__  # importing the module adds the command
LINES = "".join(made_up(n).to_line() + "\n" for n in range(1, 4)).encode() + b"{nonsense\n" * 25


@pytest.fixture
def settings(tmp_path: Path) -> str:
    """Make a folder with settings and nothing else."""
    path = tmp_path / "paperlode.toml"
    path.write_text('[[topic]]\nname = "Solids"\nquery = "ti:crystal"\n')
    return str(path)


def test_files_of_any_packing_are_imported(
    settings: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad lines are counted, twenty are named, and `search` finds the papers."""
    (tmp_path / "a.json").write_bytes(LINES)
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(LINES))
    (tmp_path / "c.json.zst").write_bytes(zstandard.compress(LINES))
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as packed:
        packed.writestr("snapshot.json", LINES)
    names = [str(tmp_path / name) for name in ("a.json", "b.json.gz", "c.json.zst", "d.zip")]
    with pytest.raises(SystemExit) as left:
        start(["import", "--config", settings, "--json", *names])
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert (left.value.code or 0, told["papers"]) == (0, 3)
    assert [one["new"] for one in told["files"]] == [3, 0, 0, 0]
    assert [one["bad"] for one in told["files"]] == [25] * 4
    assert said.err.count("line ") >= 80
    assert "line 24:" not in said.err
    with pytest.raises(SystemExit):
        start(["search", "--config", settings, "--format", "ids", "ti:crystal"])
    assert capsys.readouterr().out.split() == ["2608.00003v1", "2608.00002v1", "2608.00001v1"]


def test_a_file_that_is_not_there_is_named(
    settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is imported."""
    with pytest.raises(SystemExit) as left:
        start(["import", "--config", settings, "nowhere.json"])
    assert left.value.code == 2
    assert "nowhere.json" in capsys.readouterr().err


def test_a_folder_is_no_file(
    settings: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is there, so it is not said to be missing."""
    with pytest.raises(SystemExit) as left:
        start(["import", "--config", settings, str(tmp_path)])
    assert left.value.code == 2
    assert "is a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n\x00\xff\nendobj\n", b"\x89PNG\r\n\x1a\n\x00", b"hello\n" * 30]
)
def test_a_file_without_any_paper_is_an_error(
    settings: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    """Each time it is imported; files beside it are taken all the same."""
    (tmp_path / "nonsense.json").write_bytes(content)
    (tmp_path / "good.jsonl").write_bytes(LINES)
    names = [str(tmp_path / name) for name in ("nonsense.json", "good.jsonl")]
    for _ in range(2):
        with pytest.raises(SystemExit) as left:
            start(["import", "--config", settings, *names])
        said = capsys.readouterr()
        assert left.value.code == 2
        assert "nonsense.json: no line is a paper's" in said.err
        assert "3 papers are in the mirror" in said.out


def test_a_pipe_is_imported(
    settings: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the shell's `<(...)` makes it, packed or not; it cannot be read twice to be known."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as beside:
        beside.submit(pipe.write_bytes, gzip.compress(LINES))
        with pytest.raises(SystemExit) as left:
            start(["import", "--config", settings, str(pipe)])
    assert (left.value.code or 0) == 0
    assert "3 papers are in the mirror" in capsys.readouterr().out


def test_a_second_import_beside_the_first_says_so(
    settings: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence, as a second run does; nothing that was given is wrong, so it is no 2."""
    (tmp_path / "a.jsonl").write_bytes(LINES)
    with Mirror.open(tmp_path / imports.MIRROR), pytest.raises(SystemExit) as left:
        start(["import", "--config", settings, str(tmp_path / "a.jsonl")])
    assert left.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1


ANSWER = b"""
<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<entry><id>http://arxiv.org/abs/2603.0000%dv1</id><title>Kept</title><summary>Crystals.</summary>
<published>2026-03-02T10:00:00Z</published><category term="cs.AI"/></entry>
</feed>"""


def test_saved_answers_are_imported(
    settings: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Packed or not, several in one archive; what is no answer is named and fatal to nothing."""
    (tmp_path / "a.xml").write_bytes(ANSWER.lstrip() % 1)
    (tmp_path / "b.xml.gz").write_bytes(gzip.compress(ANSWER.lstrip() % 2))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as packed:
        packed.writestr("1.xml", ANSWER.lstrip() % 3)
        packed.writestr("2.xml", b"<html>Rate exceeded.</html>")
        packed.writestr("3.jsonl", LINES.splitlines()[0])
        packed.writestr("4.xml", ANSWER.lstrip() % 4)
    names = [str(tmp_path / name) for name in ("a.xml", "b.xml.gz", "c.zip")]
    with pytest.raises(SystemExit):
        start(["import", "--config", settings, "--json", *names])
    said = capsys.readouterr()
    assert [(one["new"], one["bad"]) for one in json.loads(said.out)["files"]] == [
        (1, 0),
        (1, 0),
        (3, 1),
    ]
    assert "web page" in said.err

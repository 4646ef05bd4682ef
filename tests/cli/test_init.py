"""`paperlode init`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from paperlode import cli
from paperlode.cli.init import requirement

if TYPE_CHECKING:
    from pathlib import Path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[object, str, str]:
    """Run the command line; give exit code and what it printed."""
    with pytest.raises(SystemExit) as ended:
        cli.start([str(word) for word in words])
    return (ended.value.code or 0, *capsys.readouterr())


def test_it_says_what_it_wrote_and_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line a file, then the steps to the first page."""
    code, out, _ = run(capsys, "init", tmp_path / "new")

    assert code == 0
    assert f"Wrote {tmp_path / 'new' / '.github/workflows/daily.yml'}" in out
    assert f"cd {tmp_path / 'new'} && paperlode run" in out


def test_it_says_what_it_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second time nothing is written."""
    run(capsys, "init", tmp_path)
    _, out, _ = run(capsys, "init", tmp_path, "--preset", "blank")

    assert f"Kept as it was: {tmp_path / 'paperlode.toml'}" in out
    assert "Wrote" not in out


def test_an_existing_tracker_is_led_to_adopt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it has found is brought in before the first run."""
    (tmp_path / "config.json").write_text('{"query": "all:x"}')
    out = run(capsys, "init", tmp_path)[1]

    assert out.index(f"paperlode adopt {tmp_path}") < out.index("paperlode run")


def test_programs_get_it_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same facts."""
    (tmp_path / "README.md").write_text("# Mine\n")
    told = json.loads(run(capsys, "init", tmp_path, "--preset", "blank", "--json")[1])

    assert told["extended"] == ["README.md"]
    assert told["written"] == [
        "paperlode.toml",
        ".gitignore",
        ".gitattributes",
        ".github/workflows/daily.yml",
    ]


def test_an_unknown_preset_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And names the nearest."""
    code, _, err = run(capsys, "init", tmp_path, "--preset", "ai4mats")

    assert code == 2
    assert "did you mean ai4mat" in err


def test_a_folder_that_cannot_be_made_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence, without a trace."""
    (tmp_path / "file").touch()
    code, _, err = run(capsys, "init", tmp_path / "file")

    assert code == 1
    assert err.startswith("paperlode: ")


@pytest.mark.parametrize(
    ("direct", "wanted"),
    [
        (None, "paperlode==1.2"),
        ({"url": "file:///x", "dir_info": {"editable": True}}, ""),
        (
            {
                "url": "https://github.com/example/paperlode",
                "vcs_info": {"vcs": "git", "commit_id": "0123abc", "requested_revision": "main"},
            },
            "paperlode @ git+https://github.com/example/paperlode@0123abc",
        ),
    ],
)
def test_the_workflow_installs_what_is_installed_here(
    direct: dict[str, object] | None, wanted: str
) -> None:
    """Pinned; a copy that only this machine has cannot be named."""
    assert requirement("1.2", direct) == wanted

"""`paperlode config`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from paperlode import cli

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = "title = 'Mine'\n[[topic]]\nname = 'x'\nquery = 'all:crystal'\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with settings."""
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[object, str, str]:
    """Run the command line; give exit code and what it printed."""
    with pytest.raises(SystemExit) as ended:
        cli.start([str(word) for word in words])
    return (ended.value.code or 0, *capsys.readouterr())


def test_right_settings_are_said_to_be(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a line."""
    assert run(capsys, "config", "check", "--config", folder) == (
        0,
        "paperlode.toml is right: 1 topic.\n",
        "",
    )


def test_wrong_settings_end_with_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And with the sentence on standard error."""
    (folder / "paperlode.toml").write_text("titel = 'x'\n" + SETTINGS)
    code, out, err = run(capsys, "config", "check", "--config", folder)

    assert (code, out) == (2, "")
    assert err.startswith("paperlode: paperlode.toml, line 1, column 1: unknown setting")


def test_notices_of_an_old_trackers_settings_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What has no effect is told."""
    (tmp_path / "config.json").write_text('{"query": "all:x", "max_results": 500}')

    assert (
        "Note: max_results: not needed: nothing is cut off"
        in run(capsys, "config", "check", "--config", tmp_path)[1]
    )


def test_settings_in_effect_are_shown_as_json(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For programs."""
    _, out, _ = run(capsys, "config", "show", "--json", "--config", folder)

    assert json.loads(out)["publish"]["site"] == "site"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("title", "Mine\n"),
        ("publish.site", "site\n"),
        ("intake.page_size", "1000\n"),
        ("url", ""),
    ],
)
def test_one_setting_is_printed_for_scripts(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, printed: str
) -> None:
    """Bare, and nothing when it is not set."""
    assert run(capsys, "config", "get", name, "--config", folder) == (0, printed, "")


def test_a_setting_that_is_none_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong name is wrong usage."""
    assert run(capsys, "config", "get", "sites", "--config", folder)[0] == 2


@pytest.mark.parametrize(
    ("more", "right"),
    [
        ("[publish]\nreadme = false\n", True),
        ("[publish]\nsites = 'x'\n", False),
        ("[intake]\npage_size = 'x'\n", False),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(
    folder: Path, capsys: pytest.CaptureFixture[str], more: str, *, right: bool
) -> None:
    """Editors that know JSON schemas can check a paperlode.toml."""
    (folder / "schema.json").write_text(run(capsys, "config", "schema")[1])
    (folder / "paperlode.toml").write_text(SETTINGS + more)
    command = ["-m", "check_jsonschema", "--schemafile", "schema.json", "paperlode.toml"]
    checked = subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False
    )

    assert (checked.returncode == 0) is right, checked.stdout
    assert (run(capsys, "config", "check", "--config", folder)[0] == 0) is right

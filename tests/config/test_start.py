"""The first files of a new tracker."""

from __future__ import annotations

import errno
from functools import partial
from typing import TYPE_CHECKING

import pytest

from paperlode import config, deliver, presets
from paperlode.config.start import Wish, start
from paperlode.errors import DeliveryError, InputError, SettingsError
from paperlode.publish.readme import END, START

if TYPE_CHECKING:
    from pathlib import Path

FILES = [
    "paperlode.toml",
    "README.md",
    ".gitignore",
    ".gitattributes",
    ".github/workflows/daily.yml",
]


def test_four_files_are_written(tmp_path: Path) -> None:
    """Into a folder that need not be there."""
    started = start(tmp_path / "new" / "tracker", Wish())

    assert started.written == FILES
    assert all((tmp_path / "new" / "tracker" / name).is_file() for name in FILES)


def test_what_was_written_can_be_loaded(tmp_path: Path) -> None:
    """The default is the balanced set of nine topics."""
    start(tmp_path, Wish())

    assert len(config.load(tmp_path, {}).topics) == 9


def test_wishes_stand_in_the_settings_and_in_the_readme(tmp_path: Path) -> None:
    """Whatever characters they have."""
    title = 'A "quoted" \\1 title \U0001f600'
    start(tmp_path, Wish(title=title, description="d", url="https://example.org/x/"))

    loaded = config.load(tmp_path, {})
    assert (loaded.title, loaded.description) == (title, "d")
    assert loaded.url == "https://example.org/x"
    assert (tmp_path / "README.md").read_text("utf-8").startswith(f"# {title}\n\nd\n\n")


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    """Everything is kept and named."""
    start(tmp_path, Wish())
    before = {name: (tmp_path / name).read_bytes() for name in FILES}
    started = start(tmp_path, Wish(preset="blank", title="Other"))

    assert (started.written, started.kept) == ([], FILES)
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == before


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_readme_without_markers_gets_them_at_its_end(tmp_path: Path, line_end: bytes) -> None:
    """Once; every byte before them stays."""
    old = b"# Mine" + line_end + b"Text without an end"
    (tmp_path / "README.md").write_bytes(old)
    start(tmp_path, Wish())
    start(tmp_path, Wish())

    new = (tmp_path / "README.md").read_bytes()
    assert new.startswith(old)
    assert (new.count(START.encode()), new.count(END.encode())) == (1, 1)
    assert new.count(line_end) == new.count(b"\n")


@pytest.mark.parametrize("text", [START, END, END + START, START + START + END])
def test_a_readme_with_wrong_markers_stays_and_is_told(tmp_path: Path, text: str) -> None:
    """Only its owner can know what was meant."""
    (tmp_path / "README.md").write_text(text)
    started = start(tmp_path, Wish())

    assert (tmp_path / "README.md").read_text() == text
    assert "README.md stays as it is, but" in started.notes[0]


def test_a_gitignore_that_stays_is_told_what_it_lacks(tmp_path: Path) -> None:
    """What is there may say it in other words."""
    (tmp_path / ".gitignore").write_text("site\n")

    assert start(tmp_path, Wish()).notes == [".gitignore stays as it is; add to it: /.paperlode/"]


def test_an_existing_trackers_settings_go_on(tmp_path: Path) -> None:
    """No new settings are put before a config.json, unless a preset is asked for."""
    (tmp_path / "config.json").write_text('{"query": "all:x"}')

    assert "paperlode.toml" not in start(tmp_path, Wish()).written
    assert "paperlode.toml" in start(tmp_path, Wish(preset="blank")).written


def test_other_workflows_are_told_of(tmp_path: Path) -> None:
    """An older tracker's own would go on running beside ours."""
    old = tmp_path / ".github" / "workflows" / "arxiv.yml"
    old.parent.mkdir(parents=True)
    old.touch()

    assert "also has arxiv.yml" in start(tmp_path, Wish()).notes[0]
    assert start(tmp_path, Wish()).notes == []


def test_nothing_is_written_when_a_wish_is_wrong(tmp_path: Path) -> None:
    """Neither for an address nor for a preset that does not exist."""
    with pytest.raises(SettingsError, match='--url: "url" is "example"; allowed'):
        start(tmp_path / "new", Wish(url="example"))
    with pytest.raises(InputError, match="did you mean ai4mat-strict"):
        start(tmp_path / "new", Wish(preset="ai4mat-strikt"))

    assert not (tmp_path / "new").exists()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    """In a sentence."""
    (tmp_path / "taken").touch()

    with pytest.raises(DeliveryError, match="cannot be made"):
        start(tmp_path / "taken" / "new", Wish())


def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    """In a sentence that says what to do."""

    def refuse(path: Path, content: bytes) -> None:
        raise PermissionError(errno.EACCES, f"{len(content)} bytes refused", path)

    with pytest.raises(DeliveryError, match="the folder is read-only for us; choose another"):
        start(tmp_path, Wish(), write=partial(deliver.write, put=refuse))


def test_the_workflow_installs_what_was_asked_for(tmp_path: Path) -> None:
    """The requirement stands in it, pinned."""
    source = "paperlode @ git+https://github.com/example/paperlode@0123abc"
    start(tmp_path, Wish(source=source))

    workflow = (tmp_path / FILES[-1]).read_text("utf-8")
    assert f"vars.PAPERLODE_SOURCE || '{source}'" in workflow
    assert "@SOURCE@" not in workflow


@pytest.mark.parametrize("name", presets.NAMES)
def test_every_preset_says_where_its_settings_are_explained(name: str) -> None:
    """A person who opens the file knows where to read on."""
    assert "docs/settings.md" in presets.settings(name)

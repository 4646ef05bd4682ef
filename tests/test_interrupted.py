"""A run that is stopped by its user or by the system leaves nothing half-written."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from paperlode.paper import stamp
from paperlode.replica.collection import Collection
from paperlode.replica.server import serve
from paperlode.replica.synthetic import synthetic
from tests.small_world import DAY, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from paperlode.replica.server import Replica

SETTINGS = """
title = "Stopped"
[[topic]]
name = "Materials"
query = "cat:cond-mat.mtrl-sci AND abs:materials"
[intake]
search_url = "{url}"
pause_seconds = 0
page_size = 50
"""


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    """Serve a few hundred invented papers over HTTP."""
    with serve(Collection(synthetic(400, 3, TODAY + 30 * DAY)), TODAY) as running:
        yield running


@pytest.fixture(scope="module")
def whole(replica: Replica, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give what a run writes that nobody stops."""
    folder = begun(tmp_path_factory.mktemp("whole"), replica)
    code, _ = finished(started(folder))
    assert code == 0
    return contents(folder)


def begun(folder: Path, replica: Replica) -> Path:
    """Make a folder to run in."""
    (folder / "paperlode.toml").write_text(SETTINGS.format(url=replica.search_url))
    (folder / "README.md").write_text("<!-- ARXIV_PAPERS_START -->\n<!-- ARXIV_PAPERS_END -->\n")
    return folder


def started(folder: Path, before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """Start a run; ``before`` is done in its process first."""
    return subprocess.Popen(
        [sys.executable, "-m", "paperlode", "--quiet", "run", "--now", stamp(TODAY)],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,  # noqa: PLW1509  no threads of ours matter to the new process
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for the end; give the exit code and what was said."""
    with process:
        _, said = process.communicate(timeout=60)
        return process.returncode, said


def contents(folder: Path) -> dict[str, bytes]:
    """Read everything but the store."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".paperlode" not in path.parts
    }


@pytest.mark.parametrize("answers", [1, 2, 4])
def test_a_run_stopped_by_its_user_says_so_and_the_next_one_completes_it(
    tmp_path: Path, replica: Replica, whole: dict[str, bytes], answers: int
) -> None:
    """Ctrl-C after some answers: exit code 130, each file whole or untouched."""
    folder, before = begun(tmp_path, replica), contents(tmp_path)
    asked = len(replica.service.log)
    process = started(folder)
    while len(replica.service.log) < asked + answers and process.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.01)
    process.send_signal(signal.SIGINT)
    code, said = finished(process)
    assert code in (130, -signal.SIGINT)  # a shell calls both 130
    assert "Traceback" not in said
    for path, content in contents(folder).items():
        assert content in (before.get(path), whole.get(path))
    assert finished(started(folder)) == (0, "")
    assert contents(folder) == whole


@pytest.mark.parametrize("size", [1000, 100_000, 500_000])
def test_a_limit_of_the_system_is_named_and_the_next_run_completes_what_it_stopped(
    tmp_path: Path, replica: Replica, whole: dict[str, bytes], size: int
) -> None:
    """No file may grow beyond a size: one sentence, exit code 1, nothing half-written."""
    folder, before = begun(tmp_path, replica), contents(tmp_path)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    code, said = finished(started(folder, limit))
    assert (code, said.count("\n")) == (1, 1)
    assert "the disk takes no more" in said
    for path, content in contents(folder).items():
        assert content in (before.get(path), whole.get(path))
    assert finished(started(folder)) == (0, "")
    assert contents(folder) == whole
    assert json.loads(whole["status.json"])["state"] == "first"

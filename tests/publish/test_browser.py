"""The site in a real browser."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from paperlode import deliver
from paperlode.publish import File
from tests.hostile import HOSTILE
from tests.small_world import made_up

if TYPE_CHECKING:
    from pathlib import Path

    from tests.shelf import Shelf

CHROMIUM = shutil.which("chromium")
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--enable-logging=stderr", "--dump-dom"),
)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium; Debian: apt-get install chromium")
@pytest.mark.parametrize("page", ["index.html", "status/index.html", "paper/2608.00002/index.html"])
def test_pages_open_from_a_disk_without_a_complaint(
    shelf: Shelf, tmp_path: Path, page: str
) -> None:
    """Hostile titles and all: the console stays empty, the policy refuses nothing of ours."""
    shelf.see(*(made_up(n, title=title) for n, title in enumerate(HOSTILE, start=1)))
    site = tmp_path / "site"
    deliver.write((File(path, content) for path, content in shelf.files().items()), site)
    command = [str(CHROMIUM), *OPTIONS, f"--user-data-dir={tmp_path}", (site / page).as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    assert b"CONSOLE" not in done.stderr
    assert b"Thank you to arXiv" in done.stdout

"""A process that is killed while it writes leaves a store that can be used."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from paperlode.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from paperlode.paper import Paper

PAGE = 40
WRITER = f"""
import sys
from pathlib import Path
from paperlode.paper import Paper
from paperlode.store import Store

paper, page = Paper.from_line(sys.stdin.readline()), 0
with Store.open(Path(sys.argv[1])) as store:
    while True:
        papers = [Paper.from_record(paper.to_record() | {{"id": f"2608.{{page * {PAGE} + n:05}}"}})
                  for n in range({PAGE})]
        store.save(papers, now=paper.updated, channel="file")
        page += 1
        print(page, flush=True)
"""


@pytest.mark.parametrize("pages", [0, 1, 7])
def test_a_killed_writer_leaves_whole_pages(
    tmp_path: Path, paper: Callable[..., Paper], pages: int
) -> None:
    """After SIGKILL every page is there whole or not at all, and the next writer may begin."""
    path = tmp_path / "store.sqlite"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        print(paper().to_line(), file=writer.stdin, flush=True)
        for _ in range(pages):
            writer.stdout.readline()
        writer.kill()
    with Store.open(path) as store:
        (number,) = store.first("SELECT count(*) FROM paper") or (None,)
        assert number >= pages * PAGE
        assert number % PAGE == 0
        assert store.rows("PRAGMA integrity_check") == [("ok",)]

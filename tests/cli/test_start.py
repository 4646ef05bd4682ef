"""The command line as a process: what it ends with, and what it can write."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.small_world import made_up

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = [f"{made_up(n).to_line()}\n".encode() for n in range(1, 2000)]


@contextmanager
def matching() -> Iterator[subprocess.Popen[bytes]]:
    """Start a command in the middle of its work: one paper is read and named."""
    command = [sys.executable, "-m", "paperlode", "query", "match", "abs:crystal", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(LINES[0])
        process.stdin.flush()
        assert process.stdout.readline().strip() == made_up(1).name.encode()
        yield process


def test_ctrl_c_ends_with_130_and_a_sentence() -> None:
    """Whoever stops a run is told that nothing is lost."""
    with matching() as process:
        process.send_signal(signal.SIGINT)
        told = process.communicate()[1].decode()
    assert process.returncode == 130
    assert told.strip() == "paperlode: stopped; what was saved is kept, the next run goes on"


def test_a_reader_that_has_gone_ends_the_work_without_a_word() -> None:
    """As ``paperlode query match ... | head`` does."""
    with matching() as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"".join(LINES[:50]))
        process.stdin.close()
        told = process.stderr.read()
    assert (process.returncode, told) == (141, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_character_can_be_said_in_any_encoding(encoding: str) -> None:
    """To people as far as the encoding goes, to programs always as valid JSON."""
    asked = ["query", "parse", "au:M\u00fcller_\u6f22"]
    said, written = (
        subprocess.run(
            [sys.executable, "-m", "paperlode", *words],
            env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for words in (asked, ["--json", *asked])
    )
    assert b"ller" in said
    assert json.loads(written.decode(encoding))["tree"][0] == "au"

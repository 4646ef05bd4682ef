"""Files of paper records, plain and packed."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
import zstandard

from paperlode.cli.record_files import opened
from paperlode.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

LINES = b'{"id": "2611.00001"}\n{"id": "2611.00002"}\n'


def zipped(content: bytes) -> bytes:
    """Pack one file into a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as folder:
        folder.writestr("papers.jsonl", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("papers.jsonl", LINES),
        ("papers.jsonl.gz", gzip.compress(LINES)),
        ("papers.jsonl.zst", zstandard.compress(LINES)),
        ("packed.json", gzip.compress(LINES)),
        ("zstandard.gz", zstandard.compress(LINES)),
        ("zip.zst", zipped(LINES)),
        ("papers.jsonl.zst", zstandard.compress(LINES[:21]) + zstandard.compress(LINES[21:])),
    ],
)
def test_every_packing_gives_the_same_lines(tmp_path: Path, name: str, content: bytes) -> None:
    """The first bytes say how a file is packed; several packed parts may follow each other."""
    path = tmp_path / name
    path.write_bytes(content)
    with opened(str(path)) as lines:
        assert b"".join(lines) == LINES


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records can be piped in."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LINES)))
    with opened("-") as lines:
        assert list(lines) == LINES.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.gz", gzip.compress(LINES * 50)[:40]),
        ("cut.zst", zstandard.compress(bytes(range(256)) * 50)[:20]),
        ("wrong.gz", b"plain"),
        ("wrong.zst", b"plain"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    """Damage is told as a sentence, be it found only while reading."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=f"cannot read .*{name}"), opened(str(path)) as lines:
        list(lines)


def test_errors_of_the_reader_are_not_the_files(tmp_path: Path) -> None:
    """Whoever reads our output may go, or its disk be full: no file is at fault then."""
    (tmp_path / "papers.jsonl").write_bytes(LINES)
    with pytest.raises(BrokenPipeError), opened(str(tmp_path / "papers.jsonl")):
        raise BrokenPipeError

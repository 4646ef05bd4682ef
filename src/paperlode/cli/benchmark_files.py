"""The files of a ranking benchmark: JSON lines, packed or not; papers also as Parquet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from paperlode.cli.record_files import opened
from paperlode.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from paperlode.benchmark import Benchmark


def read(folder: Path) -> Benchmark:
    """Read a folder; InputError names the file or the line that is wrong."""
    from paperlode.benchmark import FILES, Benchmark  # noqa: PLC0415  only when it is asked

    return Benchmark.of({name: _records(folder, name) for name in FILES})


def _records(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Read the files called name, name_dev and name_hidden; papers may be a table."""
    table = folder / f"{name}.parquet"
    ends = ("", "_dev", "_hidden")
    files = sorted(path for end in ends for path in folder.glob(f"{name}{end}.jsonl*"))
    if not files and not table.exists():
        raise InputError(f"{folder} has no {name}.jsonl: is it a benchmark's folder?")
    if table.exists():
        yield from _table(table)
        return
    for path in files:
        with opened(str(path)) as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise InputError(f"{path}, line {number}: not JSON: {error}") from error


def _table(path: Path) -> Iterator[dict[str, Any]]:
    try:
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415  optional
    except ImportError as error:
        raise InputError(f"{path} is a Parquet file: install pyarrow to read it") from error
    with ParquetFile(path) as file:
        wanted = {"id", "title", "abstract", "categories", "authors"}
        columns = [name for name in file.schema_arrow.names if name in wanted]
        for batch in file.iter_batches(2_000, columns=columns):
            yield from batch.to_pylist()

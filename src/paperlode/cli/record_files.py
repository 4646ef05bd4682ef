"""Files of paper records: plain, packed, or standard input."""

from __future__ import annotations

import gzip
import io
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from paperlode.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextmanager
def opened(name: str) -> Iterator[Iterable[bytes]]:
    """Give the lines of ``.jsonl``, ``.jsonl.gz`` or ``.jsonl.zst``; ``-`` is standard input.

    Raises InputError when the file cannot be read, be it only in the middle.
    """
    import zstandard  # noqa: PLC0415  only commands that read records pay for it

    try:
        with _open(name) as lines:
            yield lines
    except (OSError, EOFError, zstandard.ZstdError) as error:
        raise InputError(f"cannot read {name}: {error}") from error


@contextmanager
def _open(name: str) -> Iterator[Iterable[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
    elif name.endswith(".zst"):
        import zstandard  # noqa: PLC0415  only packed files need it

        unpacker = zstandard.ZstdDecompressor()
        with Path(name).open("rb") as packed, unpacker.stream_reader(packed) as plain:
            yield io.BufferedReader(cast("io.RawIOBase", plain), buffer_size=1 << 20)
    elif name.endswith(".gz"):
        with gzip.open(name, "rb") as unpacked:
            yield unpacked
    else:
        with Path(name).open("rb") as file:
            yield file

"""Files of paper records: plain, packed, or standard input."""

from __future__ import annotations

import gzip
import sys
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from io import BufferedReader
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from paperlode.errors import InputError, RecordError
from paperlode.paper import Paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperlode.cli.screen import Screen

MOST_NAMED = 100
"""Bad lines that are named one by one; the rest is counted."""


_PACKED = {
    b"\x1f\x8b": ".gz",  # RFC 1952, 2.3.1
    b"\x28\xb5\x2f\xfd": ".zst",  # RFC 8878, 3.1.1
    b"PK\x03\x04": ".zip",  # PKWARE's APPNOTE, 4.3.7
    b"PK\x05\x06": ".zip",  # an empty one; 4.3.16
}
"""What packed files begin with, and the ending that says the same."""

Whole = Callable[[bytes], bool]
"""Tells from its first line that is not blank whether a file means something only as a whole."""


@contextmanager
def opened(name: str, whole: Whole = lambda _: False) -> Iterator[Iterable[bytes]]:
    """Give the lines of a file, plain, gzip, Zstandard or zip; ``-`` is standard input.

    How it is packed is known by its first bytes, else by its name, so a pipe may be packed, too. A
    file that is only read as a whole, also one in a ``.zip``, is given as one line. Raises
    InputError when the file cannot be read, be it only in the middle.
    """
    with ExitStack() as open_files:
        with _named(name):
            files = open_files.enter_context(_open(name))
        yield _told(name, chain.from_iterable(_together(file, whole) for file in files))


def _told(name: str, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Name the file when it cannot be read on; what else goes wrong is not its fault."""
    with _named(name):
        yield from lines


@contextmanager
def _named(name: str) -> Iterator[None]:
    import zstandard  # noqa: PLC0415  only commands that read records pay for it

    try:
        yield
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, zstandard.ZstdError) as error:
        raise InputError(f"cannot read {name}: {error}") from error


@contextmanager
def _open(name: str) -> Iterator[Iterable[Iterable[bytes]]]:
    """Give the lines of each file that a file holds."""
    with ExitStack() as stack:
        file = _standard_input() if name == "-" else stack.enter_context(Path(name).open("rb"))
        packing = _packing(name, file)
        if packing == ".zst":
            yield [_lines(_unpacked(file))]
        elif packing == ".gz":
            yield [stack.enter_context(gzip.GzipFile(fileobj=file))]
        elif packing == ".zip":
            if not file.seekable():
                raise InputError(f"{name}: a .zip cannot be read from a pipe; name the file")
            yield _inside(stack.enter_context(zipfile.ZipFile(file)))
        else:
            yield [file]


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise InputError("there is no standard input to read; name a file")
    return sys.stdin.buffer


def _packing(name: str, file: BinaryIO) -> str:
    """Tell how a file is packed by what it begins with; what begins otherwise, by its name."""
    begin = file.peek(4) if isinstance(file, BufferedReader) else b""
    found = (ending for start, ending in _PACKED.items() if begin.startswith(start))
    return next(found, Path(name).suffix)


def _inside(folder: zipfile.ZipFile) -> Iterator[Iterable[bytes]]:
    for one in folder.infolist():
        if not one.is_dir():
            with folder.open(one) as file:
                yield file


def _together(lines: Iterable[bytes], whole: Whole) -> Iterable[bytes]:
    """Put all lines together where only the whole means something."""
    lines, begin = iter(lines), []
    for line in lines:
        begin.append(line)
        if not line.isspace():
            break
    if begin and whole(begin[-1]):
        return [b"".join(chain(begin, lines))]
    return chain(begin, lines)


def _unpacked(packed: BinaryIO) -> Iterator[bytes]:
    """Unpack Zstandard frames one after the other; EOFError when the last one is cut short."""
    import zstandard  # noqa: PLC0415  only packed files need it

    frame = zstandard.ZstdDecompressor().decompressobj()
    while block := packed.read(1 << 17):
        while block:
            if frame.eof:
                frame = zstandard.ZstdDecompressor().decompressobj()
            yield frame.decompress(block)
            block = frame.unused_data
    if not frame.eof:
        raise EOFError("the packed file ends in the middle")


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    begun = b""
    for block in blocks:
        *whole, begun = (begun + block).split(b"\n")
        for line in whole:
            yield line + b"\n"
    if begun:
        yield begun


class Records:
    """Reads files of records; names the lines that are none, and goes on."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.bad = 0

    def of(self, name: str) -> Iterator[Paper]:
        """Give the papers of one file."""
        with opened(name) as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    yield Paper.from_line(line)
                except RecordError as error:
                    self._name(name, number, error)

    def _name(self, file: str, number: int, error: RecordError) -> None:
        self.bad += 1
        if self.bad <= MOST_NAMED:
            place = "standard input" if file == "-" else file
            self.screen.warn(f"{place}, line {number}: {error}")

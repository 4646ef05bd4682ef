"""XML from outside, read so that no answer can reach anything or grow without bound.

What is parsed has no document type, so it can define no entities; the parser resolves none, loads
nothing and knows no network.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from lxml import etree

from paperlode.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element as Element

    Tag = str | tuple[str, ...]

T_co = TypeVar("T_co", covariant=True)


class Reader(Protocol[T_co]):
    """What makes something of an answer, a part at a time."""

    def take(self, part: Element) -> None:
        """Read one part; it is forgotten afterwards."""
        ...

    def result(self, root: Element) -> T_co:
        """Give what was made, knowing the outermost element without its parts."""
        ...


def read(body: bytes, what: str, tag: Tag, reader: Callable[[], Reader[T_co]]) -> T_co:
    """Read an answer with a reader, part by part: the parts are the elements called ``tag``.

    ``what`` says what it should be, for messages: ``a feed``. Several tags may be given. A second
    reader is made when a character that XML forbids has to be taken out first. Raises AnswerError
    for what is no whole XML document, and whatever the reader raises.
    """
    _raise_when_something_else(body, what)
    try:
        return _parsed(body, tag, reader())
    except etree.XMLSyntaxError:
        pass  # one odd character must not hide a page of papers
    try:
        return _parsed(_mended(body), tag, reader())
    except etree.XMLSyntaxError as error:
        raise AnswerError(f"arXiv's answer is broken or cut short: {error.msg}") from error


_LARGE = 8_000_000
"""Bytes above which an answer's parts are forgotten one by one; below, that only costs time."""

_SLICE = 1 << 15
_DOCTYPE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!doctype", re.DOTALL | re.IGNORECASE
)
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,8}));", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _raise_when_something_else(body: bytes, what: str) -> None:
    """Recognise what is no such answer; after this check no DTD can be in what is parsed."""
    if not body.strip():
        raise AnswerError("arXiv's answer is empty")
    if _WEB_PAGE.match(body):
        raise AnswerError(f"arXiv answered with a web page instead of {what}")
    if body[:200].lstrip().lower().startswith(b"rate exceeded"):
        raise AnswerError(f"arXiv answered 'Rate exceeded.' instead of {what}")
    if _DOCTYPE.match(body):
        raise AnswerError(f"arXiv's answer declares a document type, which {what} never does")


def _parsed(body: bytes, tag: Tag, reader: Reader[T_co]) -> T_co:
    """Parse a slice at a time; of a large answer, little is in memory at once."""
    parser = _parser(tag)
    large = len(body) > _LARGE
    for start in range(0, len(body), _SLICE):
        parser.feed(body[start : start + _SLICE])
        for _, part in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            reader.take(part)
            if large:
                part.clear()
    return reader.result(parser.close())


def _parser(tag: Tag) -> etree.XMLPullParser:
    """Make a parser that gives whole parts; entities, DTDs and the network are out of reach."""
    return etree.XMLPullParser(
        events=("end",),
        tag=tag,
        encoding="utf-8",  # whatever is declared: what was checked must be what is parsed
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,  # many entries; without a DTD nothing can grow
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )


def _mended(body: bytes) -> bytes:
    """Take out the characters that XML forbids (XML 1.0, 2.2), as they are or as references."""
    text = _REFERENCE.sub(_checked, body.decode("utf-8", "replace"))
    return _FORBIDDEN.sub("", text).encode()


def _checked(reference: re.Match[str]) -> str:
    """Keep a character reference unless what it stands for is forbidden."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    allowed = number <= sys.maxunicode and not _FORBIDDEN.match(chr(number))
    return reference[0] if allowed else ""

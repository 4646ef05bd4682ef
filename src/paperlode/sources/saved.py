"""Answers of arXiv's services that somebody kept: OAI-PMH in any format, or the search API's Atom.

One file is one answer. Records of formats that do not tell their version (all but ``arXivRaw``)
count as version 1, so any other record of the paper replaces them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.errors import AnswerError
from paperlode.sources import oai_pmh, search_api

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.paper import Paper

_BEGINNING = 4096
"""Bytes in which the outermost element begins."""
_BOM = b"\xef\xbb\xbf"


def is_answer(text: bytes) -> bool:
    """Tell the beginning of such an answer from a line of records."""
    return text[:1] in b"<\xef \t\r\n" and text.removeprefix(_BOM).lstrip().startswith(b"<")


def read(body: bytes) -> Iterator[Paper | str]:
    """Give the papers of an answer, and a sentence for each part of it that is none."""
    try:
        if b"<feed" in body[:_BEGINNING]:
            page = search_api.read(body)
            yield from page.papers
            yield from page.unreadable
        else:
            answer = oai_pmh.read(body)
            yield from (record.paper for record in answer.records)
            yield from answer.unreadable
    except AnswerError as error:
        yield str(error)

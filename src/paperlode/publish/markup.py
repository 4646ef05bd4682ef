"""arXiv's text as HTML: everything escaped, mathematics as MathML."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from paperlode.publish.mathml import convert
from paperlode.publish.prose import Formula, Words, clean, runs
from paperlode.text import plain as readable


def html(text: str) -> Markup:
    """Write a title or an abstract for a page."""
    text = clean(text)
    if "$" not in text and "\\" not in text:
        return escape(words(text))
    return Markup().join(_shown(run) for run in runs(text))


def _shown(run: Words | Formula) -> Markup:
    if isinstance(run, Words):
        return escape(words(run.text))
    formula = convert(run.tex, display=run.source.startswith(("$$", "\\[")))
    return escape(run.source) if formula is None else formula


_DOLLAR = re.compile(r"(?<!\\)\$")
_ADDRESS = re.compile(r"((?<!\{)https?://[^\s\\{}<>]+)")


def words(text: str) -> str:
    """Turn TeX accents and commands of ordinary text into Unicode; spaces around it stay.

    Dollars that reach this are money, and addresses stay as they are.
    """
    if "\\" not in text and "{" not in text and "--" not in text and "''" not in text:
        return text
    parts = _ADDRESS.split(text)
    parts[::2] = [_readable(part) for part in parts[::2]]
    return "".join(parts)


def _readable(text: str) -> str:
    inside = text.strip()
    if not inside:
        return text
    before, _, after = text.partition(inside)
    told = readable(_DOLLAR.sub(r"\\$", inside))
    return f"{before}{told}{after}"


def plain(text: str) -> str:
    """Write a title or an abstract without any markup, mathematics included."""
    text = clean(text)
    if "$" not in text and "\\" not in text:
        return words(text)
    told = [
        words(run.text) if isinstance(run, Words) else readable(run.source) for run in runs(text)
    ]
    return clean("".join(told))

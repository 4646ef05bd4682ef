"""arXiv's text as HTML: everything escaped, mathematics as MathML."""

from __future__ import annotations

from markupsafe import Markup, escape

from paperlode.publish.mathml import convert
from paperlode.publish.prose import Formula, Words, clean, runs
from paperlode.text import plain as readable


def html(text: str) -> Markup:
    """Write a title or an abstract for a page."""
    text = clean(text)
    if "$" not in text and "\\" not in text and "{" not in text:
        return escape(text)
    return Markup().join(_shown(run) for run in runs(text))


def _shown(run: Words | Formula) -> Markup:
    if isinstance(run, Words):
        return escape(words(run.text))
    formula = convert(run.tex, display=run.source.startswith(("$$", "\\[")))
    return escape(run.source) if formula is None else formula


def words(text: str) -> str:
    """Turn TeX accents and commands of ordinary text into Unicode; spaces around it stay."""
    if "\\" not in text and "{" not in text:
        return text
    inside = text.strip()
    before, _, after = text.partition(inside)
    return f"{before}{readable(inside)}{after}"


def plain(text: str) -> str:
    """Write a title or an abstract without any markup, mathematics included."""
    text = clean(text)
    if "$" not in text and "\\" not in text and "{" not in text:
        return text
    told = [
        words(run.text) if isinstance(run, Words) else readable(run.source) for run in runs(text)
    ]
    return clean("".join(told))

"""arXiv's text as HTML: everything escaped, mathematics as MathML."""

from __future__ import annotations

from markupsafe import Markup, escape

from paperlode.publish.mathml import convert
from paperlode.publish.prose import Words, clean, runs


def html(text: str) -> Markup:
    """Write a title or an abstract for a page."""
    text = clean(text)
    if "$" not in text and "\\" not in text:
        return escape(text)
    return Markup().join(_shown(run) for run in runs(text))


def _shown(run: object) -> Markup:
    if isinstance(run, Words):
        return escape(words(run.text))
    formula = convert(run.tex, display=run.source.startswith(("$$", "\\[")))
    return escape(run.source) if formula is None else formula


def words(text: str) -> str:
    """Turn TeX accents and commands of ordinary text into Unicode."""
    return text.replace("\\$", "$").replace("\\%", "%").replace("\\&", "&")


def plain(text: str) -> str:
    """Write a title or an abstract without any markup, mathematics included."""
    return words(clean(text))

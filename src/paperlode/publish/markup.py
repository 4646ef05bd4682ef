"""arXiv's text as HTML: everything escaped, mathematics as MathML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from paperlode.publish.mathml import convert, width
from paperlode.publish.prose import Formula, Words, clean, runs
from paperlode.text import plain as readable

if TYPE_CHECKING:
    from collections.abc import Callable

NARROW = 15
"""A formula up to so many em fits on the narrowest page; a wider one cannot be broken."""
NARROW_TITLE = 9
"""The same for a title's letters, which are larger."""
_BOX = Markup('<span class="formula" role="group" aria-label="Formula" tabindex="0">{}</span>')


def html(text: str) -> Markup:
    """Write an abstract with all its mathematics."""
    return _written(text, _formula)


def boxed(text: str) -> Markup:
    """Write an abstract for the page of its paper; wide formulas scroll in a box of their own."""
    return _written(text, _boxed)


def flowing(text: str) -> Markup:
    """Write an abstract for a list; wide formulas become text, which can be broken anywhere."""
    return _written(text, lambda run: _narrow(run, NARROW))


def headline(text: str) -> Markup:
    """Write a title; it is never mathematics alone, which gives a link no name."""
    written = _written(text, lambda run: _narrow(run, NARROW_TITLE))
    return written if _has_words(text) else escape(plain(text))


def _written(text: str, shown: Callable[[Formula], Markup]) -> Markup:
    text = clean(text)
    if "$" not in text and "\\" not in text:
        return escape(words(text))
    return Markup().join(
        escape(words(run.text)) if isinstance(run, Words) else shown(run) for run in runs(text)
    )


def _formula(run: Formula) -> Markup:
    formula = convert(run.tex, display=run.source.startswith(("$$", "\\[")))
    return escape(run.source) if formula is None else formula


def _boxed(run: Formula) -> Markup:
    formula = _formula(run)
    return _BOX.format(formula) if "<math" in formula and width(formula) > NARROW else formula


def _narrow(run: Formula, most: float) -> Markup:
    formula = _formula(run)
    if "<math" in formula and width(formula) > most:
        return escape(readable(run.source))
    return formula


def _has_words(text: str) -> bool:
    return any(isinstance(run, Words) and run.text.strip() for run in runs(clean(text)))


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

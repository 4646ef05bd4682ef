"""arXiv's text as HTML: everything escaped, mathematics as MathML, emphasis and links as such."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from paperlode.publish.links import link, linked, spans
from paperlode.publish.mathml import convert, width
from paperlode.publish.prose import Formula, Words, clean, runs
from paperlode.text import plain as readable
from paperlode.text.tex import formula as spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NARROW = 15
"""A formula up to so many em fits on the narrowest page; a wider one cannot be broken."""
NARROW_TITLE = 9
"""The same for a title's letters, which are larger."""
_BOX = Markup('<span class="formula" role="group" aria-label="Formula" tabindex="0">{}</span>')


class _Style(NamedTuple):
    """How the parts of a text are written."""

    formula: Callable[[Formula], Markup]
    words: Callable[[str], Markup]


def html(text: str) -> Markup:
    """Write an abstract with all its mathematics."""
    return _written(text, _Style(_formula, _linked))


def boxed(text: str) -> Markup:
    """Write an abstract for the page of its paper; wide formulas scroll in a box of their own."""
    return _written(text, _Style(_boxed, _linked))


def flowing(text: str) -> Markup:
    """Write an abstract for a list; wide formulas become text, which can be broken anywhere."""
    return _written(text, _Style(lambda run: _narrow(run, NARROW), _linked))


def headline(text: str) -> Markup:
    """Write a title, which is a link itself.

    It is never mathematics alone, which gives a link no name.
    """
    style = _Style(lambda run: _narrow(run, NARROW_TITLE, links=False), _unlinked)
    return _written(text, style) if _has_words(text) else escape(plain(text))


def _written(text: str, style: _Style) -> Markup:
    text = clean(text)
    if "$" not in text and "\\" not in text:
        return style.words(text)
    parts = list(runs(text))
    if not _EMPHASIS.search(text):
        return _joined(parts, style)
    return Markup().join(_emphasised(text, parts, style))


def _joined(parts: list[Words | Formula], style: _Style) -> Markup:
    return Markup().join(
        style.words(run.text) if isinstance(run, Words) else style.formula(run) for run in parts
    )


_INSIDE = r"((?:[^{}\\]|\\[^a-zA-Z]|\\[a-zA-Z]+|\{[^{}]*\}){1,600})\}"
_EMPHASIS = re.compile(
    r"\\(emph|text(?:it|sl|bf|tt|subscript|superscript))\s?\{"
    + _INSIDE
    # a font that holds to the end of its braces
    + r"|\{\s*\\(em|it|sl|bf|tt)(?![a-zA-Z])\s*"
    + _INSIDE
)
_TAGS = (
    {"emph": "em", "em": "em", "textit": "i", "it": "i", "textsl": "i", "sl": "i"}
    | {"textbf": "b", "bf": "b", "texttt": "code", "tt": "code"}
    | {"textsubscript": "sub", "textsuperscript": "sup"}
)


def _emphasised(text: str, parts: list[Words | Formula], style: _Style) -> Iterator[Markup]:
    """Write what is emphasised in its font, unless a formula or address is cut by that."""
    whole = _spans(parts) + spans(text)
    told = 0
    for found in _EMPHASIS.finditer(text):
        if any(
            start < found.end() and found.start() < end
            for start, end in whole
            if not (found.start() < start and end < found.end())
        ):
            continue
        tag, inside = _TAGS[found[1] or found[3]], found[2] or found[4]
        yield _joined(list(runs(text[told : found.start()])), style)
        if inner := _written_inside(inside, style):
            yield Markup(f"<{tag}>{{}}</{tag}>").format(inner)  # noqa: S704  one of our own tags
        told = found.end()
    yield _joined(list(runs(text[told:])), style)


def _written_inside(text: str, style: _Style) -> Markup:
    """Write what is emphasised; what is emphasised in it is not, so that depth has an end."""
    return _joined(list(runs(text)), style)


def _spans(parts: list[Words | Formula]) -> list[tuple[int, int]]:
    """Say where the formulas stand."""
    spans, at = [], 0
    for run in parts:
        if isinstance(run, Words):
            at += len(run.text)
        else:
            spans.append((at, at + len(run.source)))
            at += len(run.source)
    return spans


def _linked(text: str) -> Markup:
    return linked(text, words)


def _unlinked(text: str) -> Markup:
    return escape(words(text))


def _formula(run: Formula, *, links: bool = True) -> Markup:
    if run.tex.startswith(("\\href", "\\url")) and (address := link(run.tex)):
        return address if links else escape(plain(run.source))
    formula = convert(run.tex, display=run.source.startswith(("$$", "\\[", "\\begin")))
    return escape(run.source) if formula is None else formula


def _boxed(run: Formula) -> Markup:
    formula = _formula(run)
    return _BOX.format(formula) if "<math" in formula and width(formula) > NARROW else formula


def _narrow(run: Formula, most: float, *, links: bool = True) -> Markup:
    formula = _formula(run, links=links)
    if "<math" in formula and width(formula) > most:
        return escape(spoken(run.tex))
    return formula


def _has_words(text: str) -> bool:
    return any(isinstance(run, Words) and run.text.strip() for run in runs(clean(text)))


_DOLLAR = re.compile(r"(?<!\\)\$")
_TIE = re.compile(r"(?:^|(?<=[^\W_][.,;:)\]}])|(?<=[^\W_]))~(?=[\w\\($])")
"""A space that holds its line together; elsewhere ``~`` says *about*."""
_ADDRESS = re.compile(r"((?<!\{)https?://[^\s\\{}<>]+)")


def words(text: str) -> str:
    """Turn TeX accents and commands of ordinary text into Unicode; spaces around it stay.

    Dollars that reach this are money, and addresses stay as they are.
    """
    if "~" in text:
        text = _TIE.sub(" ", text)
    if not ("\\" in text or "{" in text or "}" in text or "--" in text or "''" in text):
        return text
    parts = _ADDRESS.split(text)
    parts[::2] = [_readable(part) for part in parts[::2]]
    return "".join(parts)


def _readable(text: str) -> str:
    """Read TeX, but keep the spaces at its ends, where a formula may follow."""
    told = readable(f"{_EDGE}{_DOLLAR.sub(_BACKSLASHED, text)}{_EDGE}")
    return told.replace(_EDGE, "")


_EDGE = "\0"
"""Stands in no text that was cleaned."""
_BACKSLASHED = r"\\$"


def plain(text: str) -> str:
    """Write a title or an abstract without any markup, mathematics included."""
    text = clean(text)
    if "$" not in text and "\\" not in text:
        return words(text)
    told = [words(run.text) if isinstance(run, Words) else _told(run) for run in runs(text)]
    return clean("".join(told))


def _told(run: Formula) -> str:
    r"""Read a formula aloud; a formula of which nothing is left is shown as it is written."""
    return spoken(run.tex) or run.source

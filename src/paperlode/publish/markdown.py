"""arXiv's text as GitHub's Markdown: nothing in it is markup, mathematics keeps working.

GitHub takes ``$x$`` as mathematics only between spaces or punctuation, and its backtick form also
elsewhere, but never right after a letter (github/markup, issues 1644 and 1742). So a formula is
written in the form that works where it stands; a simple index becomes a Unicode one.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from paperlode.publish.markup import plain, words
from paperlode.publish.prose import Formula, clean, runs

_SPECIAL = re.compile(r"([\\`*\[\]~|#$])")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_MENTION = re.compile(r"@(?=\w)")
_REFERENCE = re.compile(r"(\\#|\bGH-)(?=\d)", re.IGNORECASE)
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LINK = re.compile(r"https?://[\w./:%?=+-]*[\w/]", re.ASCII)
BREAK = "&#x200b;"
"""A space of no width: what GitHub would take for a mention or an issue is only text."""


def markdown(text: str) -> str:
    """Write a title or an abstract as one line of Markdown."""
    written = ""
    for run in runs(clean(text)):
        if isinstance(run, Formula):
            written += _formula(run, written[-1:])
        else:
            written += _words(words(run.text))
    return written


def literally(text: str) -> Markup:
    """Write text for HTML inside of Markdown: nothing in it is markup of either.

    GitHub looks for mentions and issues in finished HTML, too.
    """
    text = _MENTION.sub("@\N{ZERO WIDTH SPACE}", plain(text))
    text = re.sub(r"(#|\bGH-)(?=\d)", "\\1\N{ZERO WIDTH SPACE}", text, flags=re.IGNORECASE)
    return escape(text).replace("$", Markup("&#36;"))


def _words(text: str) -> str:
    """Escape ordinary text; addresses stay whole, so that GitHub links them."""
    written, told = "", 0
    for link in _LINK.finditer(text):
        if not _UNDERSCORE.search(link[0]):
            written += _escaped(text[told : link.start()]) + link[0]
            told = link.end()
    return written + _escaped(text[told:])


def _escaped(text: str) -> str:
    text = _SPECIAL.sub(r"\\\1", text.translate(_ENTITIES))
    text = _UNDERSCORE.sub(r"\\_", text)
    text = _MENTION.sub("@" + BREAK, text)
    return _REFERENCE.sub(rf"\1{BREAK}", text)


_SIMPLE = re.compile(r"([_^])\{?([-+0-9]{1,6})\}?")
_SCRIPTS = {
    "_": str.maketrans("-+0123456789", "₋₊₀₁₂₃₄₅₆₇₈₉"),
    "^": str.maketrans("-+0123456789", "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹"),
}
_UNSAFE = re.compile(r"`|<!|--|\n")
_RISKY = re.compile(r"[<>*~|\[\]!&#@]|\\[^a-zA-Z]")


def _formula(run: Formula, before: str) -> str:
    if simple := _SIMPLE.fullmatch(run.tex):
        return simple[2].translate(_SCRIPTS[simple[1]])
    if _UNSAFE.search(run.tex):
        return _escaped(run.source)
    if before.isalpha():
        return f"{BREAK}$`{run.tex}`$"
    plain = not before or before.isspace() or before in "([,.;:"
    return f"${run.tex}$" if plain and not _RISKY.search(run.tex) else f"$`{run.tex}`$"

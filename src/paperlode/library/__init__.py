"""Libraries of papers in the forms in which people keep them: text in, arXiv identifiers out.

One file here is one form. To read a further one, add a file with a ``read(text) -> Found`` and
name it in ``FORMS``.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from paperlode.library import bibtex, csl, plain, ris, site
from paperlode.library.found import Found, Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["FORMS", "Found", "Reference", "form_of", "read"]

FORMS: Mapping[str, Callable[[str], Found]] = {
    "bibtex": bibtex.read,
    "ris": ris.read,
    "csl-json": csl.read,
    "marks": site.read,
    "identifiers": plain.read,
}
"""Every form by its name."""

_ENDINGS = {".bib": "bibtex", ".bibtex": "bibtex", ".ris": "ris", ".txt": "identifiers"}


def form_of(name: str, text: str) -> str:
    """Say in which form a file is, by its ending and else by how it begins."""
    begins = text.lstrip("\ufeff \t\r\n")[:2000]
    if begins.startswith(("{", "[")):
        return "marks" if site.FORMAT in begins else "csl-json"
    ending = _ENDINGS.get(PurePath(name).suffix.lower())
    if ending:
        return ending
    if ris.BEGINS.search(begins):
        return "ris"
    return "bibtex" if bibtex.BEGINS.search(begins) else "identifiers"


def read(name: str, text: str) -> Found:
    """Read a library; InputError when the whole is not what it looks like.

    What cannot be read of it is named in ``Found.bad`` and costs nothing else.
    """
    return FORMS[form_of(name, text)](text.removeprefix("\ufeff"))

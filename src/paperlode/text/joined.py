"""What two channels say of the same version, put together so that neither undoes the other.

Channels differ without meaning anything: one has TeX where another has Unicode, one leaves out
suffixes of names, breaks lines elsewhere, orders the categories otherwise, knows no licence. Kept
naively, such a record would change with every run.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from paperlode.text.converted import unicode_as_arxiv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlode.paper import Paper

Text = TypeVar("Text", str, str | None)

_SUFFIX = re.compile(r"\s(?:Jr|Sr|I{1,3}|I?V)\.?$")
_UNSEEN = re.compile(r"[\s{}~]+")


def joined(said: Paper, held: Paper) -> Paper:
    """Give the record to keep when a channel says ``said`` of a version we hold as ``held``.

    What differs in meaning is taken as it is said now. Where both mean the same, the held wording
    stays, for names the fuller one. What only one of them tells stays: licence, report number,
    DOI, journal reference, a withdrawal. Joining the same again changes nothing.
    """
    return replace(
        said,
        title=_kept(said.title, held.title),
        abstract=_kept(said.abstract, held.abstract),
        authors=_names(said.authors, held.authors),
        categories=_categories(said.categories, held.categories),
        comment=_kept(said.comment, held.comment),
        journal_ref=_kept(said.journal_ref or held.journal_ref, held.journal_ref),
        doi=said.doi or held.doi,
        report_no=said.report_no or held.report_no,
        license=said.license or held.license,
        withdrawn=said.withdrawn or held.withdrawn,
    )


def alike(one: str, other: str) -> bool:
    """Say whether two texts are the same but for TeX that arXiv converts, and for white space.

    A Greek macro swallows the space behind it, but not the line end that may stand there instead.
    """
    return one == other or _seen(one) == _seen(other)


def _seen(text: str) -> str:
    return _UNSEEN.sub("", unicode_as_arxiv(text))


def _kept(said: Text, held: Text) -> Text:
    return held if said and held and alike(said, held) else said


def _names(said: Sequence[str], held: Sequence[str]) -> tuple[str, ...]:
    """Keep of each name the fuller form when both lists name the same people."""
    if len(said) != len(held) or not all(map(_same_name, said, held)):
        return tuple(said)
    return tuple(new if len(new) > len(old) else old for new, old in zip(said, held, strict=True))


def _same_name(one: str, other: str) -> bool:
    """Compare names without suffixes, which the search service leaves out."""
    return one == other or alike(_SUFFIX.sub("", one), _SUFFIX.sub("", other))


def _categories(said: tuple[str, ...], held: tuple[str, ...]) -> tuple[str, ...]:
    """Keep the order that is held when only the order differs, and not the primary category."""
    same = said[:1] == held[:1] and set(said) == set(held)
    return held if same else said

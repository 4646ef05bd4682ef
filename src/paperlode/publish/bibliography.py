"""Papers as reference managers and LaTeX read them: BibTeX, RIS, CSL-JSON.

Titles and names come from strangers. Nothing in them may end a field, unbalance a file or run a
command of TeX: formulas and a short list of harmless commands stay, everything else is written
so that it is printed as it stands. Non-ASCII letters stay UTF-8, as biber and every current
BibTeX style expect.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paperlode.paper import Author
from paperlode.publish.latex import tex
from paperlode.publish.prose import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperlode.paper import Paper


def bibtex(papers: Iterable[Paper]) -> str:
    """Give one BibTeX entry a paper, in the order of the papers.

    ``@article`` where the journal reference can be read with certainty, else ``@misc`` with the
    reference as ``note``. Titles stand in double braces, so that no style lower-cases a formula.
    """
    papers = _distinct(papers)
    keys = citation_keys(papers)
    return "\n".join(_bibtex_entry(paper, keys[paper.name]) for paper in papers)


def ris(papers: Iterable[Paper]) -> str:
    """Give one RIS record a paper; lines end with CR LF, as the format asks."""
    papers = _distinct(papers)
    keys = citation_keys(papers)
    return "\r\n".join(_ris_record(paper, keys[paper.name]) for paper in papers)


def csl_json(papers: Iterable[Paper]) -> str:
    """Give a CSL-JSON array (CSL 1.0.2), which Zotero, pandoc and citeproc read."""
    papers = _distinct(papers)
    keys = citation_keys(papers)
    items = [_csl_item(paper, keys[paper.name]) for paper in papers]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _distinct(papers: Iterable[Paper]) -> list[Paper]:
    """Keep the first record of each version: a key may stand only once in a file."""
    first: dict[str, Paper] = {}
    for paper in papers:
        first.setdefault(paper.name, paper)
    return list(first.values())


# Citation keys

_FOLDED = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L"}
    | {
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "\u0131": "i",
        "ħ": "h",
        "ŋ": "n",
    }
)
_SMALL_WORDS = frozenset(
    {"a", "an", "the", "on", "of", "in", "for", "to", "from", "with", "and", "at", "by", "as"}
)


def citation_keys(papers: Iterable[Paper]) -> dict[str, str]:
    """Give every paper (by its name, ``2506.05680v2``) a key such as ``doe2025learning``.

    Surname of the first author, year of submission, first word of the title that says something;
    lower-case ASCII. Where several papers would share a key, the oldest keeps it and the others
    add their identifier, so that keys do not depend on the order of the papers.
    """
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for paper in sorted(papers, key=lambda paper: (paper.submitted, paper.id, paper.version)):
        key = _plain_key(paper)
        if key in taken:
            key = f"{key}-{paper.name.replace('/', '-')}"
        taken.add(key)
        keys[paper.name] = key
    return keys


def _plain_key(paper: Paper) -> str:
    surnames = (_ascii(author.surname) for author in _authors(paper))
    words = (_ascii(word) for word in re.split(r"[\s\-\u2010-\u2015/:]+", paper.title))
    first_word = next((word for word in words if word and word not in _SMALL_WORDS), "")
    return f"{next(surnames, '') or 'arxiv'}{paper.submitted.year}{first_word[:40]}"


def _ascii(text: str) -> str:
    """Fold text to lower-case ASCII letters and digits; TeX commands do not count as letters."""
    bare = re.sub(r"\\[A-Za-z]{2,}", "", text).translate(_FOLDED)
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


# What all three formats say

_LETTER = re.compile(r"[^\W_]")


def _authors(paper: Paper) -> list[Author]:
    """Split the names, leaving out what is none (arXiv has authors called ``:``)."""
    names = (clean(name).strip(" ,;\\") for name in paper.authors)
    names = (re.sub(r"(\\[\"'`^~=.]) (?=[A-Za-z])", r"\1", name) for name in names)
    return [Author.of(name) for name in names if _LETTER.search(name)]


_NAME = r"(?P<journal>[^\d,;:()]*[^\d,;:()\s]),? (?:[Vv]ol(?:\.|ume)? ?)?(?P<volume>\d+)"
_PAGES = r"(?P<pages>[A-Z]?\d+(?:(?:-{1,2}|\u2013)[A-Z]?\d+)?)"
_YEAR = r"\((?P<year>(?:19|20)\d\d)\)"
_REFERENCES = (
    re.compile(rf"{_NAME}(?:\((?P<issue>\d+)\))?, {_PAGES},? {_YEAR}\.?"),
    re.compile(rf"{_NAME}(?:\((?P<issue>\d+)\))?,? {_YEAR},? {_PAGES}\.?"),
)


@dataclass(frozen=True, slots=True)
class _Journal:
    """A journal reference whose parts are certain."""

    name: str
    volume: str
    issue: str
    pages: str
    year: str

    @classmethod
    def of(cls, paper: Paper) -> _Journal | None:
        """Read ``Phys. Rev. B 90, 123 (2014)`` and ``Carbon 170 (2020) 477-486``, nothing else."""
        reference = clean(paper.journal_ref or "")
        for form in _REFERENCES:
            if found := form.fullmatch(reference):
                pages = re.sub(r"-{1,2}|\u2013", "-", found["pages"])
                return cls(
                    found["journal"], found["volume"], found["issue"] or "", pages, found["year"]
                )
        return None


def _doi(paper: Paper) -> str:
    """Give the first DOI that looks like one; what could end a field is percent-encoded."""
    for doi in (paper.doi or "").split():
        if re.match(r"10\.\d{4,9}/\S", doi):
            return re.sub(r"[^!-~]|[{}\\\"%]", _percent_encoded, doi)
    return ""


def _percent_encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


def _note(paper: Paper, journal: _Journal | None) -> str:
    """Say what no field of its own can: a reference in free form, a withdrawal."""
    reference = "" if journal else clean(paper.journal_ref or "")
    return "; ".join(part for part in (reference, "withdrawn" if paper.withdrawn else "") if part)


# BibTeX

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _bibtex_name(author: Author) -> str:
    """Write a name as BibTeX splits it: ``von Last, Jr, First``; a collaboration in braces."""
    parts = [author.surname, author.suffix, author.forenames]
    if not author.forenames:
        return f"{{{tex(' '.join(part for part in parts if part))}}}"
    return ", ".join(_guarded(part) for part in parts if part)


def _guarded(part: str) -> str:
    """Protect what BibTeX would take for the end of a name."""
    return f"{{{tex(part)}}}" if re.search(r",|\band\b", part, re.IGNORECASE) else tex(part)


def _bibtex_entry(paper: Paper, key: str) -> str:
    journal = _Journal.of(paper)
    lines = [f"@{'article' if journal else 'misc'}{{{key},"]
    lines += [f"  {name} = {value}," for name, value in _bibtex_fields(paper, journal) if value]
    return "\n".join([*lines, "}", ""])


def _bibtex_fields(paper: Paper, journal: _Journal | None) -> Iterator[tuple[str, str]]:
    yield "title", _braced(f"{{{tex(paper.title)}}}")
    yield "author", _braced(" and ".join(_bibtex_name(author) for author in _authors(paper)))
    if journal:
        yield "journal", _braced(tex(journal.name))
        yield "volume", _braced(journal.volume)
        yield "number", _braced(journal.issue)
        yield "pages", _braced(journal.pages.replace("-", "--"))
    yield "year", _braced(journal.year if journal else str(paper.submitted.year))
    yield "month", "" if journal else _MONTHS[paper.submitted.month - 1]
    yield "eprint", _braced(paper.id)
    yield "archivePrefix", _braced("arXiv")
    yield "primaryClass", _braced(re.sub(r"[^\w.-]", "", paper.primary))
    yield "doi", _braced(_doi(paper))
    yield "url", _braced(paper.abs_url)
    yield "note", _braced(tex(_note(paper, journal)))


def _braced(value: str) -> str:
    return f"{{{value}}}" if value.strip("{}") else ""


# RIS


def _ris_record(paper: Paper, key: str) -> str:
    pairs = ((tag, clean(value)) for tag, value in _ris_fields(paper, key))
    lines = [f"{tag}  - {value}" for tag, value in pairs if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _ris_fields(paper: Paper, key: str) -> Iterator[tuple[str, str]]:
    journal = _Journal.of(paper)
    yield "TY", "JOUR" if journal else "UNPB"
    yield "ID", key
    yield "TI", paper.title
    for author in _authors(paper):
        # The format gives commas and asterisks in names a meaning of their own.
        parts = (author.surname, author.forenames, author.suffix)
        yield "AU", ", ".join(re.sub(r"[,*]", " ", part) for part in parts if part)
    if journal:
        yield from (("T2", journal.name), ("VL", journal.volume), ("IS", journal.issue))
        first, _, last = journal.pages.partition("-")
        yield from (("SP", first), ("EP", last))
    yield "PY", journal.year if journal else str(paper.submitted.year)
    yield "DA", "" if journal else paper.submitted.strftime("%Y/%m/%d")
    yield "AB", paper.abstract
    yield from (("KW", category.replace("*", "")) for category in paper.categories)
    yield "DO", _doi(paper)
    yield "UR", paper.abs_url
    yield "L1", paper.pdf_url
    yield "AN", f"arXiv:{paper.name}"
    yield "PB", "" if journal else "arXiv"
    yield "N1", _note(paper, journal)


# CSL-JSON


def _csl_item(paper: Paper, key: str) -> dict[str, Any]:
    journal = _Journal.of(paper)
    item: dict[str, Any] = {
        "id": key,
        "type": "article-journal" if journal else "article",
        "title": clean(paper.title),
        "author": [_csl_name(author) for author in _authors(paper)],
        "issued": {"date-parts": [_csl_date(paper, journal)]},
        "abstract": clean(paper.abstract),
        "DOI": _doi(paper),
        "URL": paper.abs_url,
        "archive": "arXiv",
        "archive_location": paper.primary,
        "number": f"arXiv:{paper.name}",
        "keyword": ", ".join(paper.categories),
        "note": _note(paper, journal),
    }
    item |= _csl_journal(journal) if journal else {"genre": "preprint", "publisher": "arXiv"}
    return {name: value for name, value in item.items() if value}


def _csl_journal(journal: _Journal) -> dict[str, str]:
    return {
        "container-title": journal.name,
        "volume": journal.volume,
        "issue": journal.issue,
        "page": journal.pages,
    }


def _csl_date(paper: Paper, journal: _Journal | None) -> list[int]:
    day = paper.submitted
    return [int(journal.year)] if journal else [day.year, day.month, day.day]


def _csl_name(author: Author) -> dict[str, str]:
    if not author.forenames:
        return {"literal": " ".join(part for part in (author.surname, author.suffix) if part)}
    name = {"family": author.surname, "given": author.forenames, "suffix": author.suffix}
    return {part: value for part, value in name.items() if value}

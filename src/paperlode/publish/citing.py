"""What a paper's page tells programs: reference managers, search engines, BibTeX as a file.

COinS (an OpenURL ContextObject in a span, ANSI/NISO Z39.88-2004) and the ``citation_`` names are
what Zotero's connector reads, schema.org's ScholarlyArticle what search engines do. All are data:
nothing in them is executed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from paperlode.paper import month_of
from paperlode.publish.markup import plain
from paperlode.publish.news import doi_url, dois
from paperlode.publish.starred import as_data, cited, record_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from paperlode.paper import Paper

HTML_SINCE = 2312
"""From December 2023 on arXiv makes HTML of what was sent as TeX (arXiv's page on HTML)."""
DESCRIBED = 200
"""Letters of the abstract that search engines show."""
NAMED = 100
"""Authors whom data beside the text name; the page itself and ``citation_author`` name all."""
MOST_IN_FILE = 1_000
"""With more authors BibTeX stands on the page only; in an address it would be too long."""


def html_url(paper: Paper) -> str | None:
    """Give the address of a version's HTML, where arXiv may have one."""
    if "/" in paper.id or int(month_of(paper.id)) < HTML_SINCE or paper.withdrawn:
        return None
    return f"https://arxiv.org/html/{paper.name}"


def described(paper: Paper) -> str:
    """Give the beginning of the abstract."""
    text = " ".join(plain(paper.abstract).split())
    return text if len(text) <= DESCRIBED else f"{text[:DESCRIBED].rsplit(' ', 1)[0]} …"


def bibtex_file(paper: Paper) -> str | None:
    """Give a paper's BibTeX as an address that is a file, which needs no script to be saved."""
    if len(paper.authors) > MOST_IN_FILE:
        return None
    return f"data:application/x-bibtex;charset=utf-8,{quote(cited(paper), safe='')}"


def coins(paper: Paper) -> str:
    """Write a paper as an OpenURL ContextObject in KEV format."""
    item = record_of(paper)
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_id", paper.abs_url)]
    if "DOI" in item:
        pairs.append(("rft_id", f"info:doi/{item['DOI']}"))
    pairs += _in_journal(item) if "container-title" in item else _preprint(paper)
    pairs += [("rft.au", _name(author)) for author in item.get("author", ())[:NAMED]]
    return urlencode(pairs)


def _in_journal(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"
    yield "rft.genre", "article"
    yield "rft.date", str(item["issued"]["date-parts"][0][0])
    names = {"atitle": "title", "jtitle": "container-title", "volume": "volume", "issue": "issue"}
    for key, name in {**names, "pages": "page"}.items():
        if name in item:
            yield f"rft.{key}", item[name]


def _preprint(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
    yield "rft.type", "preprint"
    yield "rft.title", plain(paper.title) or paper.name
    yield "rft.publisher", "arXiv"
    yield "rft.date", f"{paper.submitted:%Y-%m-%d}"
    yield "rft.identifier", f"arXiv:{paper.name}"


def _name(author: dict[str, str]) -> str:
    parts = (author.get(part, "") for part in ("given", "family", "suffix", "literal"))
    return " ".join(part for part in parts if part)


def json_ld(paper: Paper, address: str) -> Markup:
    """Write a paper as schema.org's ScholarlyArticle, so that it may stand in a page."""
    authors = record_of(paper).get("author", ())
    record: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": plain(paper.title) or paper.name,
        "author": [{"@type": "Person", "name": _name(one)} for one in authors[:NAMED]],
        "datePublished": f"{paper.submitted:%Y-%m-%d}",
        "dateModified": f"{paper.updated:%Y-%m-%d}",
        "identifier": f"arXiv:{paper.name}",
        "url": address,
        "sameAs": [paper.abs_url, *map(doi_url, dois(paper))],
    }
    if paper.license and paper.license.startswith(("http://", "https://")):
        record["license"] = paper.license
    return as_data(record)

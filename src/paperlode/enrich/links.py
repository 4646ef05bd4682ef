r"""Links to code and data that authors name in abstract and comment, cleaned.

Authors write them in many ways: ``\url{https://...}``, ``github.com/a/b``, with the full stop of
the sentence at the end, with ``\_`` for an underscore, broken by a space after a slash.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from paperlode.facts import CODE, DATA, PAGE, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.paper import Paper

HOSTS = {
    "github.com": CODE,
    "github.io": PAGE,
    "gist.github.com": CODE,
    "gitlab.com": CODE,
    "gitlab.io": PAGE,
    "gitee.com": CODE,
    "bitbucket.org": CODE,
    "codeberg.org": CODE,
    "codeocean.com": CODE,
    "colab.research.google.com": CODE,
    "git.sr.ht": CODE,
    "sourceforge.net": CODE,
    "pypi.org": CODE,
    "anonymous.4open.science": CODE,
    "huggingface.co": CODE,
    "hf.co": CODE,
    "zenodo.org": DATA,
    "figshare.com": DATA,
    "osf.io": DATA,
    "datadryad.org": DATA,
    "kaggle.com": DATA,
    "materialscloud.org": DATA,
    "materialsproject.org": DATA,
    "nomad-lab.eu": DATA,
    "oqmd.org": DATA,
    "aflowlib.org": DATA,
    "jarvis.nist.gov": DATA,
    "quantum-machine.org": DATA,
    "data.mendeley.com": DATA,
    "ieee-dataport.org": DATA,
    "physionet.org": DATA,
    "openneuro.org": DATA,
    "openml.org": DATA,
}
"""Hosts, with all their subdomains, and what lies there most often."""
_PREFIXES = {
    "10.5281": DATA,
    "10.6084": DATA,
    "10.17605": DATA,
    "10.24435": DATA,
    "10.17632": DATA,
    "10.5061": DATA,
    "10.7910": DATA,
    "10.21227": DATA,
    "10.24433": CODE,
    "10.57967": CODE,
}
"""Registrants of DOIs: Zenodo, figshare, OSF, Materials Cloud, Mendeley, Dryad, Harvard's
Dataverse, IEEE DataPort, Code Ocean, Hugging Face."""
_SUFFIXES = ("4tu.nl", "edmond.mpg.de", "dataverse.org", "dataverse.harvard.edu", "dataverse.nl")
_NAMED = re.compile(r"(?:^|\.)(gitlab|git|dataverse|data|darus|radar)\.")
"""Hosts of institutes: ``gitlab.mpcdf.mpg.de``, ``dataverse.uclouvain.be``."""

_ORDER = {CODE: 0, DATA: 1, PAGE: 2}
MOST = 12
"""Links of one paper; a longer list is a catalogue."""
_LONGEST = 300

_HOST = "|".join(re.escape(host) for host in sorted(HOSTS, key=len, reverse=True))
_BARE = re.compile(
    rf"(?<![\w./@-])(?:https?://)?(?:[a-z0-9-]+\.)*(?:{_HOST}|doi\.org)(?![\w.-]*\w\.\w)/[^\s<>\"]+"
    r"|https?://[^\s<>\"]+"
    r"|(?<![\w./@-])(?:[a-z0-9-]+)\.(?:github|gitlab)\.io(?:/[^\s<>\"]*)?"
    rf"|(?<![\w./])(?:doi: ?)?(?:{'|'.join(map(re.escape, _PREFIXES))})/[^\s<>\"]+",
    re.IGNORECASE | re.ASCII,
)
_TEX = re.compile(r"\\(?:url|href|texttt|path|nolinkurl)\s*\{([^{}]*)\}")
_LATER = re.compile(r"[\\{}|^`\[\]$<>\"'\u2018-\u201f\u3000-\u3003\uff08-\uff0c].*$", re.DOTALL)
_END = ".,;:!?*_~-'\u2019\""
"""What ends a sentence and no address."""


def links(paper: Paper) -> tuple[Link, ...]:
    """Find links to code and data in abstract and comment, each once, those to code first."""
    found: dict[str, Link] = {}
    for text in (paper.abstract, paper.comment or ""):
        for link in _in(text):
            found.setdefault(link.url.lower().removesuffix(".git"), link)
    ordered = sorted(found.values(), key=lambda link: _ORDER[link.kind])
    return tuple(ordered[:MOST])


def _in(text: str) -> Iterator[Link]:
    if "/" not in text:
        return
    text = _TEX.sub(r" \1 ", text).replace("\\_", "_").replace("\\%", "%").replace("\\#", "#")
    text = text.replace("\\&", "&").replace("\\~{}", "~").replace("\\sim", "~")
    text = re.sub(r"(?<=:) ?// ?", "//", text)
    for one in _BARE.finditer(text):
        link = _link(one[0])
        if link is not None:
            yield link


def _link(text: str) -> Link | None:
    url = _clean(text)
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if len(url) > _LONGEST or parts.username or not host.isascii():
        return None
    kind = _kind(host, parts.path)
    path = parts.path.rstrip("/") if not parts.query else parts.path
    rest = f"?{parts.query}" if parts.query else ""
    rest += f"#{parts.fragment}" if parts.fragment else ""
    return None if kind is None else Link(kind, f"https://{parts.netloc.lower()}{path}{rest}")


def _clean(text: str) -> str:
    """Take away what surrounds an address and does not belong to it."""
    text = re.sub(r"^doi: ?", "", text, flags=re.IGNORECASE)
    text = _LATER.sub("", text)
    while text and (text[-1] in _END or (text[-1] == ")" and text.count("(") < text.count(")"))):
        text = text[:-1]
    if re.match(r"10\.\d+/", text):
        text = f"doi.org/{text}"
    return f"https://{re.sub('^https?://', '', text, flags=re.IGNORECASE)}"


def _kind(host: str, path: str) -> str | None:
    """Say what lies at an address; None when it is neither code nor data, or only a front page."""
    inside = [part for part in path.split("/") if part]
    if host in {"doi.org", "dx.doi.org"}:
        return _PREFIXES.get(inside[0]) if len(inside) > 1 else None
    own = next((known for known in HOSTS if _below(host, known)), None)
    if own is None:
        return _of_institute(host) if inside else None
    if own in {"huggingface.co", "hf.co"}:
        return _of_hugging_face(inside)
    own_page = host != own if own in {"github.io", "gitlab.io"} else bool(inside)
    return HOSTS[own] if own_page or own in _BASES else None


def _below(host: str, known: str) -> bool:
    return host == known or host.endswith(f".{known}")


def _of_institute(host: str) -> str | None:
    named = _NAMED.search(host)
    if named is None:
        return DATA if any(_below(host, known) for known in _SUFFIXES) else None
    return CODE if "git" in named[1] else DATA


_BASES = frozenset({"materialsproject.org", "oqmd.org", "aflowlib.org"})
"""Data bases that are meant when their front page is named; other front pages are nobody's."""


def _of_hugging_face(inside: list[str]) -> str | None:
    if not inside or inside[0] in {"papers", "blog", "docs"}:
        return None
    return DATA if inside[0] == "datasets" else CODE

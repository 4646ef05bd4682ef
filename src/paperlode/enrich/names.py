"""Names of elements in running text, and what compounds' names bring with them."""

from __future__ import annotations

import re

from paperlode.enrich.elements import ENDINGS, NAMES
from paperlode.enrich.setting import ALL, MUCH

_NAME = "|".join(sorted(NAMES, key=len, reverse=True))
_ENDING = "|".join(sorted(ENDINGS, key=len, reverse=True))
_NAMED = re.compile(
    rf"\b(?P<name>{_NAME})s?\b"
    rf"(?P<rest>(?:(?:\([iv]+\))?[- /](?:{_NAME}|{_ENDING})s?\b)*)",
    re.IGNORECASE,
)
_PART = re.compile(rf"\b(?:({_NAME})|({_ENDING}))s?\b", re.IGNORECASE)
_ENDED = re.compile(rf"^[- ]({_ENDING})s?\b")

_CARBON = re.compile(
    r"[- ](?:footprints?|emissions?|neutral\w*|tax\w*|credits?|pric\w+|costs?"
    r"|budgets?|intensity|aware\w*"
    r"|efficien\w+|accounting|offsets?|markets?|trading|copy|copies|negativ\w+|free"
    r"|conscious|reductions?"
    r"|savings?|impacts?|constrained|economy|polic\w+|dating)\b",
    re.IGNORECASE,
)
_GOLD = re.compile(
    r"[- ](?:standards?|labels?|labell?ed|annotat\w+|answers?|references?|data\w*"
    r"|summar\w+|passages?|parses?"
    r"|documents?|evidence|rush|medal\w*|trees?|entit\w+|mentions?|spans?|sentences?"
    r"|responses?|truth"
    r"|bullets?|linings?|prices?|quer\w+|code|sql|tags?|corpus|programs?|logical"
    r"|rationales?|contexts?"
    r"|explanations?|knowledge|test|training|level|quality|examples?|translations?"
    r"|facts?|paths?)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:[- ](?:halides?|based|acid|atoms?|ions?|isotopes?|salts?|perovskites?"
    r"|chalcogenides?|nuclei|targets?"
    r"|glass|contamination|poisoning|pollution|pipes?|bismuth|magnesium|zinc|tin"
    r"|antimony|mixed|apatite"
    r"|titanium|containing|shot|levels in|nucleus|collisions|cation|cations|shield\w*"
    r"|bricks?)\b| ?\(Pb)",
    re.IGNORECASE,
)
_FREE = re.compile(r"[- ]free\b", re.IGNORECASE)
_NOT_BEHIND = {
    "iron": re.compile(r" (?:out|man|law|cross|age|curtain|dome)\b", re.IGNORECASE),
    "silicon": re.compile(
        r" (?:valley|subjects?|sampl\w+|participants?|respondents?)\b", re.IGNORECASE
    ),
    "radon": re.compile(
        r"(?:[- ](?:transform\w*|nikod\w+|space|measure\w*|projections?|domain|data|inver\w+))"
        r"|'s",
        re.IGNORECASE,
    ),
    "tin": re.compile(r" (?:can|cans|whiskers? man|foil hat|box)\b", re.IGNORECASE),
    "mercury": re.compile(r"'s|, venus| and venus| mission", re.IGNORECASE),
    "selenium": re.compile(r" (?:webdriver|ide|test\w*|script\w*)", re.IGNORECASE),
    "carbon": _CARBON,
    "gold": _GOLD,
    "silver": _GOLD,
    "platinum": re.compile(r" (?:standard|medal)", re.IGNORECASE),
}
_NOT_BEFORE = {
    "carbon": re.compile(
        r"(?:low|zero|high|net|lower)[- ]$|(?:embodied|operational) $", re.IGNORECASE
    ),
    "silicon": re.compile(r"(?:pre|post|apple)[- ]$", re.IGNORECASE),
    "radon": re.compile(r"(?:generalized|inverse|discrete) $", re.IGNORECASE),
}
_NEEDS = {"gold": 2, "silver": 2, "tin": 2, "neon": 2, "mercury": 2, "selenium": 1, "argon": 1}
_NEEDS |= {"krypton": 1, "lead": 0, "iron": 0, "wolfram": 3, "radon": 1, "titanium": 0}
_PROPER = frozenset({"radon", "wolfram", "mercury", "selenium", "neon", "gold", "silver", "lead"})
"""Names that are somebody or something else when capitalized inside a sentence."""


def named(text: str, where: int) -> set[str]:
    """Give the symbols of the elements whose names stand in a text."""
    elements: set[str] = set()
    for found in _NAMED.finditer(text):
        rest = found["rest"]
        if _meant(found, text, where):
            elements.add(NAMES[found["name"].lower()])
        for name, ending in _PART.findall(rest):
            if name and name.lower() not in {"lead", "gold", "silver"}:
                elements.add(NAMES[name.lower()])
            elif ending:
                elements.update(ENDINGS[ending.lower()].split())
    return elements


def _meant(found: re.Match[str], text: str, where: int) -> bool:
    """Tell whether a name of an element means the element here."""
    written, name = found["name"], found["name"].lower()
    if where < _NEEDS.get(name, 0) or _odd(written):
        return False
    behind = text[found.end("name") : found.end("name") + 24]
    before = text[max(0, found.start() - 16) : found.start()]
    if _FREE.match(behind) and name != "hydrogen":
        return False
    if name == "lead":
        return bool(found["rest"] or _LEAD.match(behind))
    inside = bool(before) and not before.endswith((". ", "\n"))
    if written[0].isupper() and inside and where < (ALL if name in _PROPER else MUCH):
        return bool(found["rest"])
    bad, early = _NOT_BEHIND.get(name), _NOT_BEFORE.get(name)
    return not (bad and bad.match(behind)) and not (early and early.search(before))


def _odd(written: str) -> bool:
    """Tell whether a name is written as acronyms and products are: ``IRON``, ``OxyGen``."""
    return not (written.islower() or written.istitle() or len(written) >= len("hydrogen"))


def ending(behind: str) -> list[str]:
    """Give what a compound's name adds behind a symbol: ``Ga nitride``."""
    found = _ENDED.match(behind)
    return ENDINGS[found[1]].split() if found else []

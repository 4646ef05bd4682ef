"""Which runs of symbols on a line are meant as elements and formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from paperlode.enrich import words
from paperlode.enrich.elements import NUMBERS
from paperlode.enrich.formulas import MENTION, SYMBOL, Formula, read
from paperlode.enrich.names import ending
from paperlode.enrich.setting import ALL, LITTLE, MUCH

if TYPE_CHECKING:
    from collections.abc import Iterator

_DASH = re.compile(r"[-/]")
_LINK = re.compile(r"[-/:]|,? (?:and|or|&|to|vs\.?|versus) (?:the )?|, ?|,? and/or ")
_SEVERAL = 3
_MOST_ATOMS = 20
_MOST_DIGITS = 3
_HARDLY = "He Ne Ar Kr Rn Po At Fr Ra Ac Pa No Es Md Lr Fm Bk Cf Am Cm Pm"
_RARE = frozenset(_HARDLY.split())
_VALENCE = re.compile(r"(?<=[a-zUV])\((?:I{1,3}|IV|VI{0,3})\)|(?<=[A-Z][a-z])I[IV]+(?![A-Za-z])")
"""Roman numbers behind a symbol: ``Ag(II)``, ``HeII``."""
_ION = re.compile(r"\d?[+\u207a-](?=[^\w]|$)")
_PLURAL = re.compile(r"^[A-Z]+s$")
"""``BCs`` are boundary conditions, not boron and caesium."""
_STARTS = re.compile(r"(?:^|[.:;!?])\s*$")
_NUMBER = re.compile(r" (?:atoms?|ions?|nuclei|dimers?|impurit)")
"""``N atoms`` is how many, more often than what."""
_WITH_OTHERS = re.compile(r"(?:[A-Z][a-z]?,? (?:and|or) |interstitial |substitutional )$")
_UNKNOWN = re.compile(rf"\b([A-Z]) ?(?:=|∈) ?\(?{SYMBOL}(?=, |/| or | and |\))")
"""A letter that stands for several elements: ``Y = Pb, Sn``."""
_ISOTOPE = re.compile(rf"(?<![\w.])(\d{{1,3}})({SYMBOL})(?![A-Za-z\d])")
_NO_SYMBOL = re.compile(r" et al|\.,|'s")
_MORE = re.compile(r",? (?:and )?[A-Z]\b(?!-)|,? \.\.")
_SHORT = re.compile(
    r"\b(?:(Au|Ag|Cu|Pt|Pd|Si|Ge)N[PCRW]s?|(Si|Sn|Pb)Vs?|(Li|Na|K)(?:T?FSI|TFSA|BOB|DFOB))\b"
)
"""An element and what is made of it: AuNPs, SiV centres, LiTFSI."""
_SYMBOL = re.compile(SYMBOL)
_TWICE = re.compile(r"([A-Z][a-z]?)\1(?![a-z])")
_GRADE = re.compile(
    rf"(?<![\w-])({SYMBOL})((?:-\d+(?:\.\d+)?(?: ?(?:wt|at)?\.? ?%)? ?{SYMBOL})+)(?![A-Za-z\d])"
)
"""An alloy by its contents: ``Ti-6Al-4V``."""
_PREFIX = re.compile(r"-(?:[a-z]{2,}|[A-Z][a-z]{2,}|[A-Z]{3,})")
_NAME = re.compile(r"[A-Z][a-z]{2,}-$")
_FREE = re.compile(r"[- ]free\b")


@dataclass(slots=True)
class Mention:
    """A formula at its place."""

    formula: Formula
    start: int
    end: int
    mass: int
    before: str
    behind: str
    meant: bool = False


def formulas_in(text: str, where: int, *, title: bool = False) -> tuple[list[str], set[str]]:
    """Give the formulas (in order) and the elements of a flat text."""
    text = _VALENCE.sub("", text)
    mentions = list(_mentions(text))
    for mention in mentions:
        mention.meant = believed(mention, where, title=title)
    for group in _groups(mentions, text):
        _settle(group, text, where, title=title)
    formulas = [one.formula.text for one in mentions if one.meant and _is_formula(one)]
    unknown = set(_UNKNOWN.findall(text))
    elements: set[str] = set()
    for one in mentions:
        if one.meant:
            elements.update(set(one.formula.elements) - unknown)
            elements.update(ending(one.behind))
    return formulas, elements | _isotopes(text, where) | _named_otherwise(text, where)


def _named_otherwise(text: str, where: int) -> set[str]:
    """Find elements in ``AuNPs``, ``SiV`` and ``LiTFSI``, and in alloys like ``Ti-6Al-4V``."""
    if where < LITTLE:
        return set()
    short = {symbol for found in _SHORT.findall(text) for symbol in found if symbol}
    alloyed = {
        symbol for first, rest in _GRADE.findall(text) for symbol in (first, *_SYMBOL.findall(rest))
    }
    return short | alloyed


def _isotopes(text: str, where: int) -> set[str]:
    """Find isotopes whose mass is written on the line: ``87Rb``, ``13C``."""
    found = _ISOTOPE.findall(text) if where >= MUCH else []
    return {
        symbol
        for mass, symbol in found
        if mass + symbol in words.ISOTOPES or (len(symbol) > 1 and _weighs(symbol, int(mass)))
    }


def _weighs(symbol: str, mass: int) -> bool:
    """Tell whether an isotope can have a mass (in nucleons)."""
    number = NUMBERS[symbol]
    return max(3, 1.8 * number) <= mass <= 3 * number + 2


def _is_isotope(formula: Formula) -> bool:
    """Tell whether the amount is a mass: ``Pu240``."""
    symbol, amount = formula.elements[0], formula.amounts[0]
    heavy = NUMBERS[symbol] > _MOST_ATOMS and len(formula.elements) == 1
    return heavy and amount.isdigit() and _weighs(symbol, int(amount))


def _is_formula(mention: Mention) -> bool:
    formula = mention.formula
    if len(formula.elements) == 1 and formula.amounts:
        ion = not formula.low and _ION.match(mention.behind)
        return not ion and not _is_isotope(formula) and _digits(formula) <= _MOST_DIGITS
    return len(formula.elements) > 1 or bool(formula.amounts) or bool(formula.open)


def _mentions(text: str) -> Iterator[Mention]:
    for found in MENTION.finditer(text):
        mass = found["mass"] or ""
        formula = read(found[0][len(mass) :])
        if formula.elements:
            before, behind = (
                text[max(0, found.start() - 24) : found.start()],
                text[found.end() :][:24],
            )
            number = int(mass[1:-1]) if mass else 0
            yield Mention(formula, found.start(), found.end(), number, before, behind)


def believed(mention: Mention, where: int, *, title: bool) -> bool:
    """Judge a mention by itself."""
    formula = mention.formula
    if formula.text in words.FALSE or not formula.sound or _FREE.match(mention.behind):
        return False
    if len(formula.elements) > 1 or formula.open:
        return _compound(mention, where)
    symbol = formula.elements[0]
    if mention.mass:
        return symbol == "H" or _weighs(symbol, mention.mass)
    if formula.amounts:
        return _molecule(mention, where)
    return _letter(mention, where) if len(symbol) == 1 else _symbol(mention, where, title=title)


def _compound(mention: Mention, where: int) -> bool:
    formula = mention.formula
    if formula.open:
        return _partly_open(formula, where)
    if _RARE.intersection(formula.elements):
        return formula.text in words.BINARIES and where >= LITTLE
    if not formula.mixed:
        return _capitals(mention, where)
    if any(not amount.isalpha() for amount in formula.amounts):
        return where >= LITTLE or (formula.low and len(formula.amounts) > 1)
    return formula.text in words.BINARIES or where >= _needed(formula)


def _needed(formula: Formula) -> int:
    """Say how much a text must speak of matter that a formula without amounts is believed."""
    if _PLURAL.search(formula.text) or _TWICE.search(formula.text):
        return ALL + 1
    if any(len(symbol) == 1 for symbol in formula.elements):
        return ALL
    return LITTLE if len(formula.elements) >= _SEVERAL else MUCH


def _partly_open(formula: Formula, where: int) -> bool:
    """``CsPbX3`` names two elements; ``ABO3`` names a kind of structure."""
    if _RARE.intersection(formula.elements):
        return False
    if "A" in formula.open and not formula.mixed:
        return False
    return formula.mixed and bool(formula.amounts) and where >= MUCH


def _capitals(mention: Mention, where: int) -> bool:
    """One-letter symbols alone, as in acronyms."""
    formula = mention.formula
    if formula.amounts:
        if formula.text in {"SO2", "SO3"} and words.ROTATIONS.match(mention.behind):
            return False
        if words.MOLECULES.fullmatch(formula.text):
            return where >= LITTLE
        if (
            words.HYDROGENOUS.fullmatch(re.sub(r"[()\[\]]", "", formula.text))
            and len(formula.amounts) > 1
        ):
            return where >= MUCH
        return where == ALL and (_few(formula) if formula.low else _salt(formula))
    if formula.text == "BN":
        return where >= LITTLE and bool(re.search(r"\b[hcwr]-$", mention.before))
    return formula.text in words.BARE and where == ALL


def _salt(formula: Formula) -> bool:
    """Tell whether capitals and amounts read as a metal and what it binds: ``KB2C2``."""
    metal = words.METALS.intersection(formula.elements)
    numbers = [amount for amount in formula.amounts if amount.isdigit()]
    return bool(metal) and len(numbers) == len(formula.amounts) > 1 and _few(formula)


def _digits(formula: Formula) -> int:
    return max(map(len, formula.amounts))


def _few(formula: Formula) -> bool:
    """Tell whether the amounts are those of a small formula: not ``IC50``."""
    numbers = [int(amount) for amount in formula.amounts if amount.isdigit()]
    return bool(numbers) and max(numbers) <= _MOST_ATOMS


def _molecule(mention: Mention, where: int) -> bool:
    """One element and an amount: ``O2``, ``C60``, ``Au25``."""
    formula = mention.formula
    symbol = formula.elements[0]
    if len(symbol) == 1:
        named = mention.before.endswith(("Model ", "System ", "Quantinuum "))
        return bool(words.MOLECULES.fullmatch(formula.text)) and where >= MUCH and not named
    if _is_isotope(formula):
        return where >= MUCH
    if symbol in words.ELUSIVE or not formula.amounts[0][:1].isdigit():
        return False
    return where == ALL or (formula.low and where >= MUCH)


def _letter(mention: Mention, where: int) -> bool:
    if mention.formula.text == "N" and _NUMBER.match(mention.behind):
        return bool(_WITH_OTHERS.search(mention.before))
    if where < MUCH or mention.formula.charge == "":
        if mention.formula.text == "W" and words.SYMBOL_BEFORE.match(mention.behind):
            return where == ALL
        near = words.LETTER_BEFORE.match(mention.behind) or (
            where == ALL
            and words.BEFORE.search(mention.before)
            and mention.formula.text not in "IK"
        )
        return where >= MUCH and bool(near)
    return bool(re.fullmatch(r"\d?[+-]", mention.formula.charge)) and where == ALL


def _symbol(mention: Mention, where: int, *, title: bool) -> bool:
    """Judge a symbol of two letters alone."""
    symbol, near = mention.formula.elements[0], _near(mention)
    if symbol in words.ENGLISH and (title or _STARTS.search(mention.before)):
        clear = symbol == "He" or mention.behind.startswith("-")
        return clear and near and where >= MUCH
    if symbol in words.ELUSIVE:
        return near and where >= MUCH and not _NO_SYMBOL.match(mention.behind)
    prefix = symbol in words.PREFIXES and _PREFIX.match(mention.behind)
    if _NO_SYMBOL.match(mention.behind) or (prefix and not near):
        return False
    if symbol in words.DOUBTFUL:
        named = _NAME.search(mention.before)
        return not named and where >= (MUCH if near else ALL)
    return where >= (LITTLE if near else MUCH)


def _near(mention: Mention) -> bool:
    """Tell whether the neighbours of a symbol say that it is one."""
    return bool(
        words.SYMBOL_BEFORE.match(mention.behind)
        or words.BEFORE.search(mention.before)
        or re.fullmatch(r"\d?[+-]|\*+", mention.formula.charge)
        or _ION.match(mention.behind)
    )


def _groups(mentions: list[Mention], text: str) -> Iterator[list[Mention]]:
    """Give runs of mentions that are listed or joined: ``Ni-Mn-Ga``, ``Fe, Co, and Ni``."""
    group: list[Mention] = []
    for mention in mentions:
        if group and not _LINK.fullmatch(text[group[-1].end : mention.start]):
            if len(group) > 1:
                yield group
            group = []
        group.append(mention)
    if len(group) > 1:
        yield group


def _settle(group: list[Mention], text: str, where: int, *, title: bool) -> None:
    """Let the members of a list vouch for each other."""
    links = [text[a.end : b.start] for a, b in pairwise(group)]
    listed = bool(words.LISTED.search(group[0].before))
    if all(one.formula.single and len(one.formula.text) == 1 for one in group):
        _letters(group, links, where, listed=listed)
        return
    sure = [one for one in group if one.meant]
    joined = all(_DASH.fullmatch(link) for link in links)
    obvious = _obvious(group)
    if not sure and (listed or obvious) and where >= LITTLE:
        sure = group
    if sure and where >= LITTLE and (where >= MUCH or joined or obvious):
        for one in group:
            one.meant = one.meant or _fits(one, group, joined=joined, listed=listed, title=title)


def _obvious(group: list[Mention]) -> bool:
    """Tell whether a list is one of elements whatever the text is about: ``C, Cu, Ge, and Xe``."""
    plain = [one for one in group if len(one.formula.text) > 1]
    odd = words.ELUSIVE | words.DOUBTFUL
    known = {one.formula.text for one in plain} - odd
    return all(one.formula.single for one in group) and len(group) >= _SEVERAL and len(known) > 1


def _fits(one: Mention, group: list[Mention], *, joined: bool, listed: bool, title: bool) -> bool:
    if one.formula.text in words.SMALL:
        return any(len(other.formula.elements) > 1 or one.meant for other in group if other.meant)
    if not one.formula.single or one.formula.text in words.FALSE:
        return False
    if listed or joined or (_obvious(group) and not title):
        return True
    if title and one.formula.text in words.ENGLISH:
        return False
    if len(one.formula.text) > 1:
        return any(other.meant for other in group)
    return any(other.meant and other.formula.single for other in group)


def _letters(group: list[Mention], links: list[str], where: int, *, listed: bool) -> None:
    """One-letter symbols only: ``C-H``, ``H, C, N and O``."""
    name = "-".join(one.formula.text for one in group)
    if all(_DASH.fullmatch(link) for link in links):
        bond = words.BOND.match(group[-1].behind)
        fits = name in words.BONDS and (where == ALL or (where >= LITTLE and bool(bond)))
    else:
        usual = all(one.formula.text in "HCNOSPFBI" for one in group)
        more = re.search(r"\b[A-Z], $", group[0].before) or _MORE.match(group[-1].behind)
        fits = (
            listed
            or (usual and len(group) >= _SEVERAL and not more)
            or any(one.meant for one in group)
        )
        fits = fits and where >= MUCH
    for one in group:
        one.meant = one.meant or fits

"""Elements and formulas that a paper names in its title and abstract.

Many short words are also symbols (In, As, No, CNN, GAN, VO), so each mention is judged by its own
shape, by its neighbours, and by whether the text speaks of matter at all. docs/chemistry.md says
what counts as naming an element.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.enrich.flat import flat
from paperlode.enrich.mentions import formulas_in
from paperlode.enrich.names import named
from paperlode.enrich.setting import setting

if TYPE_CHECKING:
    from paperlode.paper import Paper


@dataclass(frozen=True, slots=True)
class Chemistry:
    """What a paper names."""

    elements: tuple[str, ...] = ()
    """Symbols in alphabetical order."""
    formulas: tuple[str, ...] = ()
    """Plain text in the order of their first mention: ``HfO2``, ``Ga1-xAlxN``."""


def chemistry(paper: Paper) -> Chemistry:
    """Find the elements and formulas that a paper names in title and abstract."""
    title, abstract = flat(paper.title), flat(paper.abstract)
    where = setting(f"{title}\n{abstract}", paper.categories)
    found = formulas_in(title, where, title=True), formulas_in(abstract, where)
    elements = {symbol for _, symbols in found for symbol in symbols}
    elements |= named(f"{title}\n{abstract}", where)
    formulas = dict.fromkeys(formula for formulas, _ in found for formula in formulas)
    return Chemistry(tuple(sorted(elements)), tuple(formulas))

"""How much a text speaks of matter, from 0 (not at all) to 3 (of nothing else)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.enrich.formulas import MENTION, Formula, read
from paperlode.enrich.words import FALSE, FIELDS, MATTER, STRONG_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING, LITTLE, MUCH, ALL = range(4)
_STEPS = ((6, ALL), (3, MUCH), (1, LITTLE))


def setting(text: str, categories: Sequence[str]) -> int:
    """Judge a flat text by its words, its formulas and its paper's categories."""
    words = {found[0] for found in MATTER.finditer(text.lower())}
    score = min(len(words), 6) + _field(categories)
    if score:
        score += 2 * min(3, len({one[0] for one in MENTION.finditer(text) if clear(read(one[0]))}))
    return next((level for least, level in _STEPS if score >= least), NOTHING)


def _field(categories: Sequence[str]) -> int:
    if any(category in STRONG_FIELDS for category in categories):
        return 3
    return 1 if any(category.startswith(FIELDS) for category in categories) else 0


def clear(formula: Formula) -> bool:
    """Tell whether a formula needs no context: two elements, two-letter symbols, amounts."""
    return (
        len(formula.elements) > 1
        and formula.mixed
        and formula.sound
        and bool(formula.amounts)
        and not formula.open
        and formula.text not in FALSE
    )

"""Which stems words with a given beginning may have."""

from __future__ import annotations

_PORTER = """
ational tional enci anci izer abli alli entli eli ousli ization ation ator alism iveness fulness
ousness aliti iviti biliti ibili abli logi icate ative alize iciti ical ful ness al ance ence er ic
able ible abl ibl ant ement ment ent ion ou ism at ate iti ous ive iz ize e l i y eed ed ing s es bl
bli ional li r or iliti abiliti ibiliti d
"""
_ENDINGS = tuple(_PORTER.split())
"""What Porter's stemmer takes off, step by step."""


def stems_of(beginning: str) -> list[str]:
    """Give regular expressions for the stems of all words that begin with these letters.

    A stem is the word without endings, its last letter perhaps another one. So it has all the
    letters, or those that it lacks are endings in a row, the last one perhaps only begun; the
    letter that was changed may be the first of them.
    """
    shorter = (
        f"{beginning[: length - 1]}."
        for length in range(len(beginning), 0, -1)
        if _ends(beginning, length) or _ends(beginning, length - 1)
    )
    return [f"{beginning}.*", *shorter]


def _ends(word: str, length: int) -> bool:
    """Tell whether nothing but endings follows; of two equal letters the second is one, too."""
    reached = {length}
    for place in range(length, len(word)):
        if place in reached:
            rest = word[place:]
            if any(ending.startswith(rest) for ending in _ENDINGS):
                return True
            reached.update(place + len(end) for end in _ENDINGS if rest.startswith(end))
            if place and word[place] == word[place - 1]:
                reached.add(place + 1)
    return len(word) in reached

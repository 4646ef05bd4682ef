"""Names folded to what people type: ``Müller``, ``Mueller`` and ``MULLER`` become one word.

The filters of arXiv's index, in its order: ICU folding, lower case, German normalisation,
Scandinavian normalisation and folding, Serbian normalisation (Elasticsearch 6, Lucene 7). ICU
folding is approximated: compatibility decomposition, combining marks and signs without width
removed, case folded, strokes and dashes replaced.
"""

from __future__ import annotations

import re
import unicodedata

_STROKES = str.maketrans(
    {
        **dict(zip("łđðøħŧƀɨɵʉɏɍɉⱥɇıȷŋɛəƒɓɗɠ", "lddohtbiouyrjaeijneefbdg", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02b9\u02bc\u02bb\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    }
)
_SERBIAN = str.maketrans(
    {
        **dict(zip("абвгдежзијклмнопрстћуфхцчш", "abvgdezzijklmnoprstcufhccs", strict=True)),
        "ђ": "dj",
        "љ": "lj",
        "њ": "nj",
        "џ": "dz",
    }
)
_GERMAN = re.compile(r"(?<=[ao])e|(?<![aeiouyq])ue")
_SCANDINAVIAN = re.compile(r"a[aeo]|o[eo]")
_PAIRS = re.compile(r"a[aeo]|o[eo]|ue")


def icu(text: str) -> str:
    """Fold case, accents, ligatures, strokes, widths and dashes, as ICU's search folding does."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in parts if not _unseen(sign))
    return unicodedata.normalize("NFC", bare.translate(_STROKES)).replace(" ", "")


def _unseen(sign: str) -> bool:
    """Tell accents and signs without width, such as soft hyphens, from letters."""
    return unicodedata.combining(sign) > 0 or unicodedata.category(sign) == "Cf"


def _german(word: str) -> str:
    """Treat ``ae oe ue`` as umlauts (``ue`` not after a vowel or q), as Lucene's filter does."""
    return _GERMAN.sub(lambda found: "" if found[0] == "e" else "u", word)


def name(word: str) -> str:
    """Fold one word of a name: the end of arXiv's chains ``author_folding`` and ``combined``."""
    folded = icu(word)
    if changes(folded):
        folded = _SCANDINAVIAN.sub(lambda pair: pair[0][0], _german(folded))
    return folded if folded.isascii() else folded.translate(_SERBIAN)


def changes(small: str) -> bool:
    """Tell whether a word in lower case has a pair of vowels that is written shorter."""
    return _PAIRS.search(small) is not None

"""An index with positions in a few lines, for the laws of what one is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from paperlode.query.conditions import Any, Between, Condition, Every, Fits, Has, Without
from paperlode.store.packed import texts
from paperlode.store.words import FIELDS
from paperlode.text.chains import GAP

if TYPE_CHECKING:
    from paperlode.paper import Paper


class Indexed:
    """A paper as an index knows it."""

    def __init__(self, paper: Paper) -> None:
        split = (re.split(r"[ \n]+", text.strip(" \n")) for text in texts(paper))
        self.words = dict(zip(FIELDS, split, strict=True))
        self.submitted = int(paper.submitted.timestamp())

    def fulfils(self, condition: Condition) -> bool:
        """Say whether the paper fulfils a condition."""
        match condition:
            case Has(field, words):
                there = self.words[field]
                return any(
                    all(there[at + n : at + n + 1] == [word] for n, word in words)
                    for at in range(len(there))
                )
            case Fits(field, pattern):
                fits = re.compile(pattern).fullmatch
                return any(fits(word) for word in self.words[field] if word and word[0] != GAP)
            case Between(first, last):
                after = first is None or first <= self.submitted
                return after and (last is None or self.submitted <= last)
            case Every(parts):
                return all(map(self.fulfils, parts))
            case Any(parts):
                return any(map(self.fulfils, parts))
            case Without(wanted, left_out):
                return self.fulfils(wanted) and not self.fulfils(left_out)

"""A topic: a name and what it takes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from paperlode.query import matches
from paperlode.rule import PLAIN, Rule, Sharper

if TYPE_CHECKING:
    from paperlode.paper import Paper
    from paperlode.query import Query, Reading
    from paperlode.rule import Ruling


def slug(text: str) -> str:
    """Make a name for files and addresses: ``Property prediction`` -> ``property-prediction``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return short or f"topic-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Topic:
    """Something a reader follows: every paper that its rule takes concerns them."""

    id: str
    """Stable name in archive, files and addresses: lower-case letters, digits, hyphens."""
    name: str
    text: str
    """The query as its writer wrote it, in arXiv's language."""
    description: str = ""
    sharper: Sharper = PLAIN
    """How it is sharper than arXiv's search, by choice."""
    rule: Rule = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rule", Rule(self.text, self.sharper))

    @property
    def tree(self) -> Query:
        """The query."""
        return self.rule.tree

    @cached_property
    def query(self) -> str:
        """What arXiv is asked: every binary node in parentheses, so that it has one meaning."""
        return str(self.rule.asked)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change exactly when what is taken may."""
        return self.rule.fingerprint

    def takes(self, paper: Paper | Reading) -> bool:
        """Say whether the paper concerns this topic: the only place that decides."""
        return self.rule.takes(paper)

    def ruling(self, paper: Paper | Reading) -> Ruling:
        """Say the same, and which setting decided."""
        return self.rule.ruling(paper)

    def asks(self, paper: Paper | Reading) -> bool:
        """Say whether arXiv has to return the paper: more is asked than is taken."""
        return matches(self.rule.asked, paper)

"""Whether a paper is withdrawn: the search API shows it only in what people wrote.

arXiv's interface has no such field. Authors and arXiv's administrators say it in the comment,
seldom in the place of the abstract. The patterns below were made from 140 real comments; they
rather overlook an odd wording than mark a paper that is about withdrawing something.
"""

from __future__ import annotations

import re

_WORK = (
    r"(?:paper|manuscript|article|submission|version|preprint|e-?print|work|study|draft|note|"
    r"letter|document|entry)s?"
)
_NOT_ELSEWHERE = r"(?!\s+(?:from(?!\s+(?:the\s+)?arxiv)|and\s+(?:replaced|substituted)\s+by\s+v))"
_SAID = re.compile(
    rf"""
      \b(?:this|the|our|present|current)\s+(?:\w+\s+)?{_WORK}(?:\s+\S+)?\s+
        (?:has\s+been|have\s+been|is\s+being|is|was|are)?\s*(?:now\s+|temporarily\s+)?
        withdrawn\b{_NOT_ELSEWHERE}
    | (?:^|[.;:,]\s*)(?:paper\s+|submission\s+)?(?:temporarily\s+)?withdrawn\s+
        (?:by\s+(?:the\s+|its\s+)?(?:arxiv|authors?|submitters?|administrat|admins?\b)|due\b|because\b
          |pending\b|to\s+(?:make|comply|allow)|at\s+(?:the\s+)?(?:authors?\b|request)|in\s+accordance)
    | \bwithdrawn\s+by\s+(?:the\s+|its\s+)?(?:\w+\s+)?(?:arxiv|authors?|submitters?)\b
    | \bauthors?\s+(?:have|has)\s+withdrawn\s+(?:this|the|their)\b
    | \b(?:are|am|is)\s+withdrawing\s+(?:it\b|(?:this|the|our|my)\s+(?:\w+\s+)?{_WORK}\b)
    | \b(?:to|we|i|must|should|please|authors?)\s+(?:temporarily\s+)?withdraw\s+
        (?:and\s+resubmit\s+)?(?:it\b|(?:this|the|our|my)\s+(?:\w+\s+){{0,2}}{_WORK}\b){_NOT_ELSEWHERE}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_IN_PLACE_OF_THE_ABSTRACT = re.compile(
    rf"(?:this\s+|the\s+)?(?:{_WORK}\s+)?(?:has\s+been\s+|have\s+been\s+|is\s+|was\s+)?"
    rf"withdrawn\s+(?:by|due|because|as|since|for|pending|in\s+order)\b"
    rf"|(?:this|the)\s+{_WORK}\s+(?:has\s+been|is)\s+withdrawn\b{_NOT_ELSEWHERE}",
    re.IGNORECASE,
)


def is_withdrawn(comment: str | None, abstract: str) -> bool:
    """Say whether the authors or arXiv write that this version is withdrawn.

    >>> is_withdrawn("This paper has been withdrawn by the author due to an error", "We show ...")
    True
    >>> is_withdrawn("9 pages; withdrawn from the proceedings", "A plate is withdrawn from a bath.")
    False
    """
    if comment and "withdr" in comment.lower() and _SAID.search(comment):
        return True
    return "ithdrawn" in abstract[:80] and _IN_PLACE_OF_THE_ABSTRACT.match(abstract) is not None

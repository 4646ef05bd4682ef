"""Withdrawn papers are known only by what people write."""

from __future__ import annotations

import pytest

from paperlode.sources.withdrawn import is_withdrawn


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn by the author due to a sign error in equation 4",
        "7 pages, 5 figures. This manuscript has been withdrawn",
        "The paper is withdrawn pending a major revision",
        "this version is being withdrawn in favor of another one",
        "arXiv admin note: Withdrawn by arXiv administrators due to concerns",
        "Withdrawn due to a critical error",
        "7 pages, LaTeX; Withdrawn in accordance with the policies of a journal",
        "Paper withdrawn to make some revisions",
        "The authors have withdrawn this article",
        "We are withdrawing this preprint because it was too early",
        "we have decided to withdraw the current version for further checks",
        "Please withdraw the paper. Thank you",
        "There were errors, so I have to withdraw it",
    ],
)
def test_a_comment_that_says_so_marks_the_paper(comment: str) -> None:
    """In the words that authors and administrators use."""
    assert is_withdrawn(comment, "We show something.")


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "9 pages",
        "This paper was withdrawn from the proceedings for lack of a presentation",
        "accepted as a conference paper but withdrawn",
        "A revised version of the previously withdrawn manuscript",
        "Withdraw from one special issue and submit to another",
        "v3: Retracted six findings in Section 11",
        "Equations 7 and 8 need to be withdrawn and revised in many places",
        "We study how ions are withdrawn by the electrode",
    ],
)
def test_a_comment_that_only_uses_the_word_does_not(comment: str | None) -> None:
    """A mark that is wrong is worse than one that is missing."""
    assert not is_withdrawn(comment, "When a plate is withdrawn from a liquid bath, a film forms.")


@pytest.mark.parametrize(
    "abstract",
    [
        "This paper has been withdrawn.",
        "This submission has been withdrawn by arXiv administrators because of its licence.",
        "Withdrawn by arXiv administrators because of its licence.",
    ],
)
def test_a_notice_in_place_of_the_abstract_marks_the_paper(abstract: str) -> None:
    """Administrators write it there."""
    assert is_withdrawn(None, abstract)


@pytest.mark.parametrize(
    "abstract",
    [
        "A solid withdrawn from a liquid bath entrains a film.",
        "The note was withdrawn from circulation by the bank in 1990.",
        "Funds withdrawn by customers follow a power law.",
    ],
)
def test_an_abstract_about_withdrawing_does_not(abstract: str) -> None:
    """Only a notice counts."""
    assert not is_withdrawn(None, abstract)

"""Text: what counts as a word (arXiv's analysis chains), and TeX made readable."""

from __future__ import annotations

from paperlode.text.chains import words
from paperlode.text.index import index_words
from paperlode.text.tex import plain

__all__ = ["index_words", "plain", "words"]

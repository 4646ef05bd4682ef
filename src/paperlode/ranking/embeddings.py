"""Meaning beside words: sentence embeddings, where a reader has a model; never needed.

A ``Background`` with ``embed`` set to ``Meanings`` lets ``learn``, ``rank`` and ``why`` take the
meaning into account. What was embedded once is remembered for its version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from paperlode.errors import InputError, PaperlodeError

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from numpy.typing import NDArray

    from paperlode.paper import Paper

    Vector = NDArray[np.float32]


class Model(Protocol):
    """What turns texts into rows of numbers, as sentence-transformers and model2vec do."""

    def encode(self, sentences: list[str]) -> Any:  # noqa: ANN401  each library has its own arrays
        """Give one row a text."""


def load(name: str) -> Model:
    """Open a model by its name or folder with model2vec or sentence-transformers.

    Raises InputError when neither is installed or opens it.
    """
    told = []
    for opener in (_static, _transformer):
        try:
            return opener(name)
        except ImportError as error:
            told.append(f"{error.name} is not installed")
        except Exception as error:  # noqa: BLE001  a model's libraries raise anything
            told.append(f"{type(error).__name__}: {error}")
    raise InputError(
        f"the embedding model {name!r} does not open ({'; '.join(told)}); "
        "ranking goes on by words alone"
    )


def _static(name: str) -> Model:
    from model2vec import StaticModel  # noqa: PLC0415  optional

    model: Model = StaticModel.from_pretrained(name)
    return model


def _transformer(name: str) -> Model:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  optional, and slow

    model: Model = SentenceTransformer(name, device="cpu")
    return model


def text(paper: Paper) -> str:
    """Give what a model reads of a paper."""
    return f"{paper.title}. {paper.abstract}"


@dataclass(frozen=True, slots=True)
class Meanings:
    """A model's embeddings of papers, each found once for its version."""

    model: Model
    known: MutableMapping[tuple[str, int], Vector] = field(default_factory=dict)
    """By identifier and version; of this model only. The caller keeps it from run to run."""

    def __call__(self, papers: Sequence[Paper]) -> Vector:
        """Give one row a paper."""
        new = {(p.id, p.version): p for p in papers if (p.id, p.version) not in self.known}
        if new:
            rows = _rows(self.model, [text(paper) for paper in new.values()])
            if len({len(row) for row in (*rows, *self.known.values())}) > 1:
                raise InputError(
                    "the embedding model gives rows of another length than those that are kept: "
                    "it is another model under the same name; name it otherwise"
                )
            self.known.update(zip(new, rows, strict=True))
        return np.stack([self.known[p.id, p.version] for p in papers])


def _rows(model: Model, texts: list[str]) -> Vector:
    """Ask a model for one row a text; InputError with a sentence, whatever it raises."""
    try:
        rows = np.asarray(model.encode(texts), np.float32)
    except PaperlodeError:
        raise
    except Exception as error:
        raise InputError(
            f"the embedding model failed on {len(texts)} texts ({type(error).__name__}: {error})"
        ) from error
    if rows.ndim != len("ij") or len(rows) != len(texts):
        raise InputError("the embedding model does not give one row of numbers a text")
    if not np.isfinite(rows).all():
        raise InputError("the embedding model gives rows that are not numbers")
    return rows

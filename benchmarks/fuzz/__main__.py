"""A coverage-guided fuzzer over queries and papers: no crash, no hang, and the laws hold.

    python -m pip install atheris
    nice -n 10 python -m benchmarks.fuzz reading --seconds 600

Targets: ``reading`` (text to tree and back), ``checking`` (findings and repairs), ``matching``
(one query, one paper, every way to ask), ``growing`` (steps grow as the text does). Atheris
(libFuzzer) mutates the bytes of :mod:`benchmarks.fuzz.language`; what covers new lines is kept, in
``--corpus`` also for the next time. An input that breaks a law is written to a file in the working
folder, named by the last lines; ``--again FILE`` tries it once more.
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

from benchmarks.fuzz.language import PART, given

TARGETS = {
    "reading": ("laws", 40, ["paperlode.query"]),
    "checking": ("laws", 24, ["paperlode.query.lint"]),
    "matching": ("laws", 120, ["paperlode.query", "paperlode.text"]),
    "growing": ("growth", 12, ["paperlode.query", "paperlode.text"]),
}
"""Where the target stands, the bytes of its longest input (each may be a piece of many characters),
and the packages in which new lines count: the fewer, the faster."""
SLOWEST = 10
"""Seconds after which an input counts as a hang; the instrumented code is several times slower."""
EXAMPLES = Path(__file__).parents[2] / "docs" / "lint.md"


def main() -> None:
    """Fuzz for as long as is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", metavar="FOLDER", help="keep what covers new lines here")
    parser.add_argument("--again", metavar="FILE", help="try one input that was written before")
    asked = parser.parse_args()
    module, longest, packages = TARGETS[asked.target]
    with atheris.instrument_imports(include=packages):
        one = getattr(import_module(f"benchmarks.fuzz.{module}"), asked.target)
    if asked.again:
        one(Path(asked.again).read_bytes())
        return
    with TemporaryDirectory() as folder:
        corpus = Path(asked.corpus or folder)
        corpus.mkdir(parents=True, exist_ok=True)
        _seed(corpus, longest)
        limits = [f"-max_total_time={asked.seconds}", f"-max_len={longest}", f"-timeout={SLOWEST}"]
        options = [*limits, "-len_control=10", "-print_final_stats=1", str(corpus)]
        atheris.Setup([sys.argv[0], *options], one)
        atheris.Fuzz()


def _seed(corpus: Path, longest: int) -> None:
    """Begin with the examples of the manual: each as a query, and as a paper's text."""
    blocks = re.findall(r"^```\n(.*?)^```", EXAMPLES.read_text(), re.MULTILINE | re.DOTALL)
    for number, block in enumerate(blocks):
        query = given(block.strip())
        seed = bytes([PART]).join([query, *[query[:60]] * 3])[:longest]
        (corpus / f"example-{number}").write_bytes(seed)


if __name__ == "__main__":
    main()

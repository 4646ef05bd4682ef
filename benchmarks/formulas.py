"""How much of the mathematics of real abstracts is shown as mathematics, and what it costs.

    python benchmarks/formulas.py FILE [--papers N] [--show N]

FILE: paper records (``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst``). Counts formulas and distinct ones,
those that cannot be converted with the most frequent reasons, those in which a command is known
by its name only, dollars that are left in the words (is it money?), and commands left in the
words. Times are CPU seconds of one process.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from paperlode.cli.record_files import opened
from paperlode.paper import Paper
from paperlode.publish import markup, mathml
from paperlode.publish.prose import Formula, clean, runs
from paperlode.text.packages import spelled_out

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 20
MONEY = re.compile(r"\$\s?(?:\d|<|[-\u2013\u2014]?\.?\d)|(?:US|A|C|HK|\()\$|\$[/)]|\\\$")
CORE = frozenset(
    {"math", "mi", "mn", "mo", "ms", "mtext", "mspace", "mrow", "mfrac", "msqrt"}
    | {"mroot", "mstyle", "mpadded", "mphantom", "mtable", "mtr", "mtd", "msub", "msup"}
    | {"msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "sub"}
    | {"sup", "i"}
)
HARMLESS = frozenset(
    {"display", "alttext", "displaystyle", "scriptlevel", "mathvariant", "form"}
    | {"lspace", "rspace", "stretchy", "symmetric", "maxsize", "minsize", "largeop"}
    | {"movablelimits", "width", "height", "depth", "voffset", "linethickness", "accent"}
    | {"accentunder", "columnspan", "rowspan"}
)


def main() -> None:
    """Print all figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file")
    options.add_argument("--papers", type=int, help="so many records of the file")
    options.add_argument("--show", type=int, default=3, help="examples of each reason")
    given = options.parse_args()
    with opened(given.file) as lines:
        papers = [Paper.from_line(line) for line in islice(lines, given.papers)]
    texts = [clean(text) for paper in papers for text in (paper.title, paper.abstract)]
    print(f"{len(papers):,} records")
    formulas = Counter(run for text in texts for run in runs(text) if isinstance(run, Formula))
    _formulas(formulas, given.show)
    _dollars(texts, given.show)
    _speed(texts)


def _formulas(formulas: Counter[Formula], show: int) -> None:
    distinct = {run.tex: run for run in formulas}
    reasons: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    named = lost = 0
    began = time.process_time()
    for tex, run in distinct.items():
        try:
            written = mathml.written(tex, display=run.source.startswith(("$$", "\\[")))
        except mathml.FormulaError as error:
            lost += formulas[run]
            reasons[str(error)] += 1
            examples.setdefault(str(error), []).append(run.source)
        else:
            _check(str(written))
    seconds = time.process_time() - began
    for tex in distinct:
        named += _is_named(tex)
    unconverted = sum(reasons.values())
    print(f"{formulas.total():,} formulas, {len(distinct):,} distinct")
    print(
        f"  {unconverted:,} of them unconverted ({unconverted / len(distinct):.3%}), {lost} times"
    )
    print(f"  {named:,} with a command known by its name only ({named / len(distinct):.2%})")
    print(
        f"  {len(distinct) / seconds:,.0f} distinct formulas a second, the check of each included"
    )
    for reason, number in reasons.most_common(MOST):
        print(f"  {number:5} {reason}  {examples[reason][:show]}")


def _check(written: str) -> None:
    """Look at what was made: well-formed, and nothing in it that MathML Core does not know."""
    if "<" in written:
        for element in etree.fromstring(written).iter():
            assert element.tag in CORE, written
            assert set(element.attrib) <= HARMLESS, written


def _is_named(tex: str) -> bool:
    try:
        return bool(mathml.made(spelled_out(tex), display=False).names)
    except mathml.FormulaError:
        return False


_HIDDEN = re.compile(r"<[^>]*>")
_COMMAND = re.compile(r"\\[a-zA-Z]+")


def _dollars(texts: Iterable[str], show: int) -> None:
    """Look for dollars in what a reader sees, and for commands of TeX."""
    money = 0
    left: list[str] = []
    commands: Counter[str] = Counter()
    for text in texts:
        if "$" not in text and "\\" not in text:
            continue
        seen = _HIDDEN.sub("", str(markup.html(text)))
        commands.update(_COMMAND.findall(seen))
        for dollar in re.finditer(r"\$", seen):
            around = seen[max(0, dollar.start() - 4) : dollar.end() + 3]
            if MONEY.search(around):
                money += 1
            else:
                left.append(seen[max(0, dollar.start() - 20) : dollar.end() + 20])
    print(f"dollars on pages: {money:,} before amounts, {len(left)} others")
    for example in left[: 10 * show]:
        print(f"        {example!r}")
    print(f"commands left on pages: {commands.total()} {commands.most_common(MOST)}")


def _speed(texts: list[str]) -> None:
    for name in ("first time", "again"):
        began = time.process_time()
        for text in texts:
            markup.flowing(text)
        seconds = time.process_time() - began
        print(f"  {len(texts) / 2 / seconds:,.0f} papers a second, title and abstract, {name}")


if __name__ == "__main__":
    main()

"""Titles and abstracts of our own making: sentences with holes, filled with a field's words.

Words are drawn as in real language: the k-th choice about 1/k times as often as the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperlode.replica.synthetic.fields import Field

T = TypeVar("T")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_TITLES = (
    "%(M)s for %(g)s of %(s)s", "%(N)s: %(m)s for %(s)s", "Towards %(g)s with %(m)s",
    "%(A)s %(m)s for %(g)s", "On %(q)s of %(s)s", "%(N)s: %(a)s %(g)s with %(m)s",
    "%(G)s of %(s)s: %(a)s %(m)s", "How %(a)s are %(m)s? A study of %(s)s",
    "Learning %(q)s of %(s)s from %(w)s %(w)s", "%(A)s %(g)s beyond %(w)s %(w)s",
    "%(M)s and %(q)s in %(f)s", "%(S)s under %(w)s: %(q)s from %(m)s",
)  # fmt: skip

_OPENINGS = (
    "Progress in %(g)s depends on %(q)s of %(s)s.", "%(G)s remains %(a)s for %(s)s.",
    "Understanding %(s)s is a prerequisite for %(g)s.",
    "We study %(g)s of %(s)s with %(m)s.", "%(M)s have changed how %(s)s are studied.",
)  # fmt: skip

_SENTENCES = (
    "We introduce %(N)s, a framework that combines %(m)s with %(w)s and %(w)s.",
    "Here, %(m)s are used to determine %(q)s of %(s)s.",
    "Our approach to %(g)s needs neither %(w)s nor %(w)s.",
    "The %(w)s is trained on %(n)s %(w)s and evaluated on %(s)s such as %(f)s.",
    "We find that %(q)s improves by %(p)s when %(m)s take %(w)s into account.",
    "For %(f)s, %(q)s agrees with %(w)s to within %(p)s.",
    "Compared with %(m)s, the %(a)s %(w)s reduces the %(w)s by %(p)s.",
    "Our %(a)s analysis of the %(w)s shows how %(q)s depends on %(w)s, %(w)s and %(w)s.",
    "This connects %(g)s to the %(w)s of %(s)s.",
    "In contrast to earlier %(w)s, the %(w)s scales as %(e)s.",
    "The %(w)s holds for %(n)s samples of %(s)s, including %(f)s and %(f)s.",
    "Limits of the %(w)s and its %(w)s are discussed.",
    "We also report %(q)s for %(w)s %(w)s, where %(e)s.",
    "An ablation separates the %(w)s of %(m)s from that of %(w)s.",
)

_CLOSINGS = (
    "These results open a route to %(g)s.", "Code and data are available.",
    "We release the %(w)s as open source.", "Our %(w)s suggests %(a)s strategies for %(g)s.",
    "This makes %(m)s one more %(a)s tool for %(g)s.",
)  # fmt: skip

_ADJECTIVES = _words(
    """
    robust scalable data-driven transferable interpretable efficient multimodal physics-aware
    hierarchical uncertainty-aware sparse differentiable self-consistent open lightweight adaptive
    provable coarse-grained probabilistic nonlocal symmetric unified
    """
)
_NOUNS = _words(
    """
    model data method structure energy result training system baseline sample temperature surface
    prior accuracy cost noise symmetry domain scale error pressure network calculation experiment
    measurement interface phase gradient benchmark distribution bias boundary constraint
    correlation transition budget ensemble encoder field representation solvent defect lattice
    density regime spectrum response kernel geometry coupling barrier reference protocol
    descriptor simulation estimator embedding sampling rate topology annealing threshold
    relaxation disorder composition stoichiometry diffusion strain instrument workflow heuristic
    likelihood posterior trajectory manifold perturbation truncation saturation hysteresis
    segregation percolation nucleation anisotropy retrieval curation provenance checksum
    granularity interpolation extrapolation regularisation quadrature tessellation commutator
    """
)
_FORMULAS = (
    "Li$_7$La$_3$Zr$_2$O$_{12}$", "MoS$_2$", "SrTiO$_3$", "Fe$_3$O$_4$", "\u03b1-quartz",
    "CsPbI$_3$",
    "GaN", "Ni-Co-Cr", "TiO2", "$\\mathrm{Bi}_2\\mathrm{Te}_3$", "CH$_3$NH$_3$PbI$_3$",
    "β-Ga$_2$O$_3$", "ZIF-8", "Si(111)", "La$_{2-x}$Sr$_x$CuO$_4$", "graphene", "NaCl", "H2O",
    "Al$_x$CoCrFeNi", "Nd₂Fe₁₄B", "MgB$_2$", "LiFePO$_4$",
)  # fmt: skip
_FORMULAE = (
    "$\\mathcal{O}(n \\log n)$", "$E_g = 1.42\\,\\mathrm{eV}$", "$\\sim N^{3/2}$",
    "$T_c \\approx 90$ K", "$\\", "x - y\\", "_2 < \\varepsilon$", "$\\langle S^2 \\rangle$",
    "$R^2 > 0.9$", "$\\Delta E \\le 5$ meV/atom", "$\u03b1= β$",
    "$p(x \\mid y) \\propto p(y \\mid x)\\,p(x)$", "$10^{-3}\\,Å^{-1}$", "$k \\& l$",
)  # fmt: skip
_SYLLABLES = _words(
    """
    Cry Lat Mat Pho Syn Tes Vor Zeo Kri Gen Flo Dif Ato Per Qua Neb Lum Rho Sig Tau
    """
)
_ENDS = _words(
    """
    Net Former GPT Bench -X Lab Flow DB ium ica ode 2 Agent Gen py
    """
)


class Wording:
    """Fills the holes of a sentence with the words of a field; one object for all papers.

    ``draw`` gives the next random number from 0 to 1.
    """

    def __init__(self, draw: Callable[[], float]) -> None:
        self._draw = draw
        self._name = ""
        self._lists: dict[str, Sequence[str]] = {
            "a": _ADJECTIVES, "w": _NOUNS, "f": _FORMULAS, "e": _FORMULAE,
        }  # fmt: skip

    def begin(self, field: Field) -> None:
        """Take up the words of another paper."""
        self._lists |= {"m": field.methods, "s": field.subjects, "g": field.goals}
        self._lists["q"] = field.quantities
        self._name = self.common(_SYLLABLES) + self.common(_SYLLABLES).lower() + self.common(_ENDS)

    def common(self, words: Sequence[T]) -> T:
        """Choose a word, the first ones most often (Zipf's law)."""
        return words[int((len(words) + 0.999) ** self._draw()) - 1]

    def any(self, words: Sequence[T]) -> T:
        """Choose a word, all of them equally often."""
        return words[int(len(words) * self._draw())]

    def __getitem__(self, hole: str) -> str:  # what "%" asks for a hole's word
        if hole in self._lists:
            return self.any(self._lists[hole]) if hole in "af" else self.common(self._lists[hole])
        if hole == "N":
            return self._name
        if hole == "n":
            return f"{int(10 ** (2 + 4 * self._draw())):,}"
        if hole == "p":
            return f"{int(60 * self._draw()) + 1}%"
        word = self[hole.lower()]
        return word[:1].upper() + word[1:]

    def title(self) -> str:
        """Write a title."""
        return self.any(_TITLES) % self

    def sentence(self) -> str:
        """Write a sentence from the middle of an abstract."""
        return self.any(_SENTENCES) % self

    def abstract(self) -> list[str]:
        """Write the sentences of an abstract."""
        middle = [self.sentence() for _ in range(3 + int(4 * self._draw()))]
        return [self.any(_OPENINGS) % self, *middle, self.any(_CLOSINGS) % self]

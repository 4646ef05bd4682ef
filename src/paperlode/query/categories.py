"""arXiv's categories: identifier, name, archive, and what an old or second name stands for.

Facts from arXiv's public taxonomy (``arxiv/taxonomy/definitions.py`` in arXiv's repository
arxiv-base, June 2026).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from paperlode.text.index import archive_of, is_category

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLE = """
# Physics
acc-phys Accelerator Physics [now physics.acc-ph]
adap-org Adaptation, Noise, and Self-Organizing Systems [now nlin.AO]
ao-sci Atmospheric-Oceanic Sciences [now physics.ao-ph]
astro-ph Astrophysics [retired]
  CO Cosmology and Nongalactic Astrophysics
  EP Earth and Planetary Astrophysics
  GA Astrophysics of Galaxies
  HE High Energy Astrophysical Phenomena
  IM Instrumentation and Methods for Astrophysics
  SR Solar and Stellar Astrophysics
atom-ph Atomic, Molecular and Optical Physics [now physics.atom-ph]
bayes-an Bayesian Analysis [now physics.data-an]
chao-dyn Chaotic Dynamics [now nlin.CD]
chem-ph Chemical Physics [now physics.chem-ph]
comp-gas Cellular Automata and Lattice Gases [now nlin.CG]
cond-mat Condensed Matter [retired]
  dis-nn Disordered Systems and Neural Networks
  mes-hall Mesoscale and Nanoscale Physics
  mtrl-sci Materials Science
  other Other Condensed Matter
  quant-gas Quantum Gases
  soft Soft Condensed Matter
  stat-mech Statistical Mechanics
  str-el Strongly Correlated Electrons
  supr-con Superconductivity
gr-qc General Relativity and Quantum Cosmology
hep-ex High Energy Physics - Experiment
hep-lat High Energy Physics - Lattice
hep-ph High Energy Physics - Phenomenology
hep-th High Energy Physics - Theory
math-ph Mathematical Physics
mtrl-th Materials Theory [now cond-mat.mtrl-sci]
nlin Nonlinear Sciences [archive]
  AO Adaptation and Self-Organizing Systems
  CD Chaotic Dynamics
  CG Cellular Automata and Lattice Gases
  PS Pattern Formation and Solitons
  SI Exactly Solvable and Integrable Systems
nucl-ex Nuclear Experiment
nucl-th Nuclear Theory
patt-sol Pattern Formation and Solitons [now nlin.PS]
physics Physics [archive]
  acc-ph Accelerator Physics
  ao-ph Atmospheric and Oceanic Physics
  app-ph Applied Physics
  atm-clus Atomic and Molecular Clusters
  atom-ph Atomic Physics
  bio-ph Biological Physics
  chem-ph Chemical Physics
  class-ph Classical Physics
  comp-ph Computational Physics
  data-an Data Analysis, Statistics and Probability
  ed-ph Physics Education
  flu-dyn Fluid Dynamics
  gen-ph General Physics
  geo-ph Geophysics
  hist-ph History and Philosophy of Physics
  ins-det Instrumentation and Detectors
  med-ph Medical Physics
  optics Optics
  plasm-ph Plasma Physics
  pop-ph Popular Physics
  soc-ph Physics and Society
  space-ph Space Physics
plasm-ph Plasma Physics [now physics.plasm-ph]
quant-ph Quantum Physics
solv-int Exactly Solvable and Integrable Systems [now nlin.SI]
supr-con Superconductivity [now cond-mat.supr-con]
# Mathematics
alg-geom Algebraic Geometry [now math.AG]
dg-ga Differential Geometry [now math.DG]
funct-an Functional Analysis [now math.FA]
math Mathematics [archive]
  AC Commutative Algebra
  AG Algebraic Geometry
  AP Analysis of PDEs
  AT Algebraic Topology
  CA Classical Analysis and ODEs
  CO Combinatorics
  CT Category Theory
  CV Complex Variables
  DG Differential Geometry
  DS Dynamical Systems
  FA Functional Analysis
  GM General Mathematics
  GN General Topology
  GR Group Theory
  GT Geometric Topology
  HO History and Overview
  IT Information Theory [also cs.IT]
  KT K-Theory and Homology
  LO Logic
  MG Metric Geometry
  MP Mathematical Physics [also math-ph]
  NA Numerical Analysis
  NT Number Theory
  OA Operator Algebras
  OC Optimization and Control
  PR Probability
  QA Quantum Algebra
  RA Rings and Algebras
  RT Representation Theory
  SG Symplectic Geometry
  SP Spectral Theory
  ST Statistics Theory
q-alg Quantum Algebra and Topology [now math.QA]
# Quantitative Biology
q-bio Quantitative Biology [retired]
  BM Biomolecules
  CB Cell Behavior
  GN Genomics
  MN Molecular Networks
  NC Neurons and Cognition
  OT Other Quantitative Biology
  PE Populations and Evolution
  QM Quantitative Methods
  SC Subcellular Processes
  TO Tissues and Organs
# Computer Science
cmp-lg Computation and Language [now cs.CL]
cs Computer Science [archive]
  AI Artificial Intelligence
  AR Hardware Architecture
  CC Computational Complexity
  CE Computational Engineering, Finance, and Science
  CG Computational Geometry
  CL Computation and Language
  CR Cryptography and Security
  CV Computer Vision and Pattern Recognition
  CY Computers and Society
  DB Databases
  DC Distributed, Parallel, and Cluster Computing
  DL Digital Libraries
  DM Discrete Mathematics
  DS Data Structures and Algorithms
  ET Emerging Technologies
  FL Formal Languages and Automata Theory
  GL General Literature
  GR Graphics
  GT Computer Science and Game Theory
  HC Human-Computer Interaction
  IR Information Retrieval
  IT Information Theory
  LG Machine Learning
  LO Logic in Computer Science
  MA Multiagent Systems
  MM Multimedia
  MS Mathematical Software
  NA Numerical Analysis [also math.NA]
  NE Neural and Evolutionary Computing
  NI Networking and Internet Architecture
  OH Other Computer Science
  OS Operating Systems
  PF Performance
  PL Programming Languages
  RO Robotics
  SC Symbolic Computation
  SD Sound
  SE Software Engineering
  SI Social and Information Networks
  SY Systems and Control [also eess.SY]
# Quantitative Finance
q-fin Quantitative Finance [archive]
  CP Computational Finance
  EC Economics [also econ.GN]
  GN General Finance
  MF Mathematical Finance
  PM Portfolio Management
  PR Pricing of Securities
  RM Risk Management
  ST Statistical Finance
  TR Trading and Market Microstructure
# Statistics
stat Statistics [archive]
  AP Applications
  CO Computation
  ME Methodology
  ML Machine Learning
  OT Other Statistics
  TH Statistics Theory [also math.ST]
# Electrical Engineering and Systems Science
eess Electrical Engineering and Systems Science [archive]
  AS Audio and Speech Processing
  IV Image and Video Processing
  SP Signal Processing
  SY Systems and Control
# Economics
econ Economics [archive]
  EM Econometrics
  GN General Economics
  TH Theoretical Economics
"""
# A heading names a group. A line names an archive, an indented one a category in it. In brackets:
# [archive] no category of its own; [retired] only on old papers; [now X] old papers only, continued
# as X; [also X] a second name of X.

_LINE = re.compile(r"(?P<indent> *)(?P<id>\S+) (?P<name>[^\[]*[^\[ ])(?: \[(?P<mark>[^\]]+)\])?")


@dataclass(frozen=True, slots=True)
class Category:
    """One category of arXiv."""

    id: str
    name: str
    archive: str
    archive_name: str
    group: str
    canonical: str
    """The category to compare by: the main name of a second name, the successor of an old one."""
    active: bool
    """Whether new papers may be put into it."""

    @property
    def oai_set(self) -> str:
        """Its set in arXiv's OAI-PMH service: ``cs:cs:LG``, ``physics:hep-th``."""
        return ":".join((group_sets()[self.group], *self.id.split(".")))


@cache
def categories() -> Mapping[str, Category]:
    """Give all categories by their identifiers."""
    found: dict[str, Category] = {}
    group = archive = archive_name = ""
    for line in _TABLE.strip().splitlines():
        if line.startswith("# "):
            group = line[2:]
            continue
        parts = _LINE.fullmatch(line)
        if parts is None:  # pragma: no cover  the table is ours
            raise ValueError(line)
        name, mark = parts["name"], parts["mark"] or ""
        identifier = f"{archive}.{parts['id']}" if parts["indent"] else parts["id"]
        if not parts["indent"]:
            archive, archive_name = parts["id"], name
        if mark != "archive":
            active = not mark.startswith(("retired", "now"))
            canonical = mark.split()[1] if mark.startswith(("now", "also")) else identifier
            found[identifier] = Category(
                identifier, name, archive, archive_name, group, canonical, active
            )
    return MappingProxyType(found)


@cache
def group_sets() -> Mapping[str, str]:
    """Give the OAI-PMH set of each group by the group's name.

    A group is called as its main archive is: Physics has the set ``physics``.
    """
    known = categories().values()
    return MappingProxyType({c.group: c.archive for c in known if c.archive_name == c.group})


def name_of(category: str) -> str:
    """Give a category's name, or its identifier when arXiv's taxonomy does not know it."""
    known = categories().get(category)
    return known.name if known else category


def labels(category: str) -> tuple[str, ...]:
    """Give what arXiv's catch-all field says of a category: archive and category, id and name."""
    known = categories().get(category)
    if known is None:
        return (archive_of(category), category) if is_category(category) else (category,)
    return known.archive, known.archive_name, category, known.name


def under_all_names(name: str) -> tuple[str, ...]:
    """Give the values of ``cat:`` that find every paper of a category, or of a whole archive.

    arXiv's search knows a paper only by the names it carries, so second names and those of what
    was taken over belong to them: ``math.ST`` is ``stat.TH`` as well, ``math`` has ``alg-geom``.
    Raises KeyError for what arXiv's taxonomy does not know.
    """
    known = categories().values()
    meant = [category for category in known if name in (category.id, category.archive)]
    if not meant:
        raise KeyError(name)
    same = {category.canonical for category in meant}
    found = [category.id for category in known if category.canonical in same]
    if name in categories():
        return (name, *(each for each in found if each != name))
    return (f"{name}.*", *(each for each in found if not each.startswith(f"{name}.")))

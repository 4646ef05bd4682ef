"""The fields of research that synthetic papers come from: categories and the words of each trade.

Nine fields make up AI for materials science; the rest are their neighbours, so that a query has
something to leave out. Phrases are plural where a sentence needs a plural.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Field:
    """A field: how many papers it has, where they are filed, and what they speak of."""

    share: int
    """Papers out of :data:`ALL`."""
    categories: tuple[tuple[str, ...], ...]
    """Primary category and cross-lists; the first choice is the most frequent."""
    methods: tuple[str, ...]
    subjects: tuple[str, ...]
    goals: tuple[str, ...]
    quantities: tuple[str, ...]


def _field(share: int, filed: str, methods: str, subjects: str, goals: str, of: str) -> Field:
    categories = tuple(tuple(choice.split()) for choice in filed.split(";"))
    lists = [
        tuple(item.strip() for item in text.split(",")) for text in (methods, subjects, goals, of)
    ]
    return Field(share, categories, *lists)


MATERIALS = (
    _field(
        7,
        "cond-mat.mtrl-sci cs.LG; cs.LG cond-mat.mtrl-sci; cond-mat.mtrl-sci; cs.AI cs.LG "
        "cond-mat.mtrl-sci; cond-mat.mtrl-sci physics.comp-ph cs.AI",
        "generative models, diffusion models, flow matching, variational autoencoders, "
        "denoising diffusion models, generative adversarial networks, crystal generation, deep "
        "generative models with a smooth latent space",
        "inorganic crystals, crystalline materials, space group orbits, crystal structures, "
        "molecules and materials, layered materials, disordered alloys",
        "inverse design, crystal structure prediction, materials discovery, materials design, "
        "inverse materials design, materials generation, crystal structure generation",
        "validity, stability above the convex hull, novelty, the space group, diversity",
    ),
    _field(
        8,
        "cond-mat.mtrl-sci physics.comp-ph; physics.comp-ph cond-mat.mtrl-sci; physics.chem-ph "
        "physics.comp-ph; cs.LG physics.chem-ph; cond-mat.mtrl-sci cs.LG",
        "machine learning interatomic potentials, neural network potentials, equivariant "
        "message passing, machine learning force fields, the atomic cluster expansion, moment "
        "tensor potentials, universal interatomic potentials, Gaussian approximation potentials",
        "liquid silicates, molten salts, grain boundaries, amorphous carbon, oxide interfaces, "
        "water at surfaces, metallic glasses",
        "atomistic simulation, machine learning molecular dynamics, active learning, ab initio "
        "molecular dynamics, free-energy sampling",
        "forces, the phonon spectrum, viscosity, thermal conductivity, the melting point",
    ),
    _field(
        9,
        "cond-mat.mtrl-sci cs.LG; cond-mat.mtrl-sci; cs.LG cond-mat.mtrl-sci; cond-mat.mtrl-sci "
        "physics.comp-ph stat.ML; physics.comp-ph cs.LG",
        "graph neural networks, deep learning, random forests, symbolic regression, neural "
        "networks, gradient boosting, representation learning",
        "perovskites, ternary oxides, intermetallic compounds, alloys, two-dimensional "
        "crystals, semiconductors",
        "property prediction, high-throughput screening, materials discovery, material property "
        "regression, electronic structure prediction",
        "the band gap, the formation energy, the charge density, elastic moduli, the dielectric "
        "constant",
    ),
    _field(
        5,
        "cond-mat.mtrl-sci cs.CL; cs.CL cond-mat.mtrl-sci; cs.AI cond-mat.mtrl-sci; cs.LG "
        "cs.AI; cs.AI cs.MA",
        "large language models, AI agents, retrieval augmented generation, knowledge graphs, "
        "agentic workflows, text mining, a multi agent AI scientist",
        "synthesis recipes, the materials science literature, laboratory notebooks, crystal "
        "structures as text, polymer papers",
        "materials discovery, literature mining, materials informatics, hypothesis generation, "
        "computational materials research",
        "factual accuracy, recall, the number of tool calls, agreement with experts",
    ),
    _field(
        5,
        "cond-mat.mtrl-sci cs.RO; physics.app-ph cond-mat.mtrl-sci; cond-mat.mtrl-sci cs.LG; "
        "physics.chem-ph cs.LG; cond-mat.soft cs.AI",
        "Bayesian optimization, closed loop active learning, reinforcement learning, Gaussian "
        "processes, Bayesian experimental design, a self driving laboratory",
        "thin films, electrolytes, nanoparticles, polymer blends, catalysts, perovskite inks",
        "autonomous experimentation, synthesis optimisation, autonomous materials growth, "
        "robotic screening",
        "yield, growth rate, the number of experiments, conductivity",
    ),
    _field(
        5,
        "cond-mat.mtrl-sci cs.CV; cs.CV cond-mat.mtrl-sci; physics.app-ph; cond-mat.mes-hall "
        "cs.LG; eess.IV cond-mat.mtrl-sci",
        "convolutional neural networks, vision transformers, deep learning, autoencoders, "
        "unsupervised learning, segmentation with foundation models",
        "transmission electron microscopy images, powder diffraction patterns, Raman spectra, "
        "micrographs of alloys, ptychography data, X-ray absorption spectra",
        "phase identification, defect detection, microscopy at low dose, materials "
        "characterisation",
        "resolution, the signal-to-noise ratio, lattice strain, peak positions",
    ),
    _field(
        4,
        "cond-mat.mtrl-sci cs.LG; cs.LG cond-mat.mtrl-sci; physics.comp-ph; cond-mat.mtrl-sci "
        "cs.DL",
        "machine learning, foundation models, deep learning, neural networks, language models",
        "a new dataset of crystal structures, an open source database, publicly available "
        "calculations, a comprehensive benchmark of inorganic compounds, materials project "
        "entries",
        "materials discovery, reproducible materials science, interatomic potential training, "
        "benchmarking",
        "coverage, convergence, formation energies, duplicates",
    ),
    _field(
        6,
        "cond-mat.mtrl-sci; cond-mat.mtrl-sci physics.chem-ph; physics.chem-ph cs.LG; "
        "cond-mat.soft cs.LG; physics.app-ph cond-mat.mtrl-sci",
        "machine learning, neural networks, surrogate models, active learning, inverse design, "
        "deep learning",
        "solid electrolytes, metal organic frameworks, high entropy alloys, perovskite solar "
        "cells, electrocatalysts, thermoelectrics, polymers, mechanical metamaterials",
        "battery design, adsorption, photovoltaic efficiency, catalyst design, materials design",
        "ionic conductivity, adsorption energy, capacity, the figure of merit",
    ),
    _field(
        5,
        "cond-mat.mtrl-sci; cs.CE cond-mat.mtrl-sci; physics.comp-ph cs.LG; cond-mat.mtrl-sci "
        "cs.CE physics.app-ph",
        "neural operators, physics informed neural networks, surrogate models, deep learning, "
        "machine learning of constitutive laws",
        "polycrystalline materials, additive manufacturing, steel, composites, concrete "
        "microstructures, dislocation networks",
        "microstructure evolution, crystal plasticity, phase field simulation, fracture prediction",
        "yield stress, grain size, toughness, porosity",
    ),
)

NEIGHBOURS = (
    _field(
        9,
        "cs.LG stat.ML; stat.ML cs.LG; cs.LG; cs.LG cs.AI; cs.LG math.OC",
        "stochastic gradient descent, transformers, kernel methods, generative models, graph "
        "neural networks, diffusion models, low-rank adapters",
        "overparametrised networks, long sequences, tabular data, heterogeneous graphs, noisy "
        "labels",
        "generalisation, representation learning, continual learning, uncertainty estimation, "
        "compression",
        "sample complexity, test error, calibration, memory",
    ),
    _field(
        6,
        "cs.CV; cs.CV cs.LG; eess.IV cs.CV; cs.CV cs.AI",
        "vision transformers, contrastive learning, diffusion models, neural rendering",
        "video streams, satellite images, medical scans, point clouds, street scenes",
        "segmentation, image generation, tracking, depth estimation",
        "intersection over union, latency, fidelity",
    ),
    _field(
        6,
        "cs.CL; cs.CL cs.AI; cs.AI cs.CL; cs.IR cs.CL",
        "large language models, retrieval augmented generation, instruction tuning, sparse "
        "attention",
        "multilingual corpora, dialogue, legal text, low-resource languages, code",
        "question answering, translation, reasoning, summarisation",
        "perplexity, faithfulness, token cost",
    ),
    _field(
        5,
        "cond-mat.str-el; cond-mat.supr-con cond-mat.str-el; cond-mat.mes-hall; "
        "cond-mat.mes-hall quant-ph",
        "angle-resolved photoemission, tensor networks, transport measurements, mean-field "
        "theory, neutron scattering",
        "kagome metals, twisted bilayers, cuprates, spin liquids, topological insulators",
        "pairing symmetry, band topology, charge order, quantum transport",
        "the critical temperature, Hall conductance, spin gap",
    ),
    _field(
        4,
        "cond-mat.mtrl-sci; cond-mat.mtrl-sci cond-mat.mes-hall; physics.chem-ph cond-mat.mtrl-sci",
        "density functional theory, hybrid functionals, molecular beam epitaxy, "
        "first-principles calculations",
        "nitride films, ferroelectric domains, vacancy complexes, halide perovskites, magnetic "
        "multilayers",
        "defect engineering, strain tuning, epitaxial growth, polarisation switching",
        "the band gap, formation energies, coercive fields, carrier mobility",
    ),
    _field(
        4,
        "quant-ph; quant-ph cs.ET; quant-ph cond-mat.stat-mech",
        "variational circuits, error-correcting codes, quantum annealing, randomised measurements",
        "superconducting qubits, trapped ions, noisy devices, bosonic modes",
        "state preparation, error mitigation, simulation of molecules, sensing",
        "fidelity, circuit depth, coherence time",
    ),
    _field(
        3,
        "cond-mat.soft; cond-mat.stat-mech; cond-mat.soft physics.bio-ph; physics.flu-dyn",
        "Brownian dynamics, lattice models, microfluidics, renormalisation arguments",
        "active particles, colloidal gels, polymer melts, sheared suspensions, foams",
        "self-assembly, jamming, pattern formation, mixing",
        "viscosity, structure factors, relaxation times",
    ),
    _field(
        3,
        "astro-ph.GA; astro-ph.CO; astro-ph.HE; astro-ph.EP; astro-ph.IM cs.LG",
        "spectroscopic surveys, simulation-based inference, radio interferometry, photometric fits",
        "dwarf galaxies, exoplanet atmospheres, compact binaries, the intergalactic medium",
        "mass measurements, population studies, transient searches, cosmological inference",
        "redshift, metallicity, surface brightness",
    ),
    _field(
        3,
        "hep-ph; hep-th; hep-ex; gr-qc hep-th; nucl-th",
        "effective field theory, holographic methods, lattice simulations, boosted decision trees",
        "axion-like particles, black holes, heavy mesons, conformal defects",
        "scattering amplitudes, dark matter searches, anomaly cancellation",
        "cross sections, anomalous dimensions, branching fractions",
    ),
    _field(
        3,
        "math.OC; math.NA cs.NA; math.PR; math.AP; math.CO",
        "proximal methods, finite elements, coupling arguments, spectral estimates, the "
        "probabilistic method",
        "convex problems, nonlinear waves, random graphs, degenerate operators",
        "convergence analysis, well-posedness, extremal bounds, a posteriori estimates",
        "the rate of convergence, regularity, condition numbers",
    ),
    _field(
        2,
        "q-bio.QM cs.LG; q-bio.BM; physics.bio-ph q-bio.BM",
        "protein language models, molecular docking, neural network force fields, stochastic "
        "kinetics",
        "membrane proteins, gene circuits, antibodies, disordered peptides",
        "structure prediction, drug discovery, inverse design of proteins, cell tracking",
        "binding affinity, expression noise, folding rates",
    ),
)

FIELDS = MATERIALS + NEIGHBOURS
UP_TO = tuple(accumulate(field.share for field in FIELDS))
ALL = UP_TO[-1]
CROSS_LISTS = (
    "cs.AI", "cs.LG", "physics.comp-ph", "stat.ML", "physics.chem-ph", "cond-mat.dis-nn",
    "quant-ph", "physics.data-an", "cs.CE", "cond-mat.stat-mech", "eess.SP", "cs.NE",
)  # fmt: skip
"""What a paper may be cross-listed to, the most frequent first."""

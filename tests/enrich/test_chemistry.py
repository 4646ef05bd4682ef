"""What counts as naming an element, by example."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.enrich import Chemistry, chemistry
from paperlode.enrich.elements import SYMBOLS
from paperlode.paper import Paper

LABELS = Path(__file__).parent / "labels.jsonl"
MATTER = "We study crystals, alloys and their band gaps with density functional theory and phonons."


def paper(title: str, abstract: str = "", category: str = "cond-mat.mtrl-sci") -> Paper:
    """Make up a paper."""
    day = datetime(2026, 8, 1, tzinfo=UTC)
    return Paper("2608.00001", 1, title, abstract, ("Ada Example",), (category,), day, day)


def in_matter(text: str) -> Chemistry:
    """Find what a text names in a paper that speaks of matter."""
    return chemistry(paper("Made up", f"{MATTER} It is about {text}."))


@pytest.mark.parametrize(
    ("written", "plain", "elements"),
    [
        ("HfO$_2$", "HfO2", "Hf O"),
        (r"BaZrS$_\text{3}$", "BaZrS3", "Ba S Zr"),
        ("Co$_{0.325}$TaS$_2$", "Co0.325TaS2", "Co S Ta"),
        (r"$\mathrm{Cr_2C_2S_6}$", "Cr2C2S6", "C Cr S"),
        (r"$\mathrm{Nd}_{1-x}\mathrm{Sr}_x\mathrm{NiO}_2$", "Nd1-xSrxNiO2", "Nd Ni O Sr"),
        (r"${\rm La}_{2-x}{\rm Sr}_x{\rm CuO}_4$", "La2-xSrxCuO4", "Cu La O Sr"),
        ("Fe2WS2Se2", "Fe2WS2Se2", "Fe S Se W"),
        ("Ga$_{1-x}$Al$_x$N", "Ga1-xAlxN", "Al Ga N"),
        ("Ga1-xAlxN", "Ga1-xAlxN", "Al Ga N"),
        (r"YBa$_2$Cu$_3$O$_{7-\delta}$", "YBa2Cu3O7-δ", "Ba Cu O Y"),
        ("Li₇La₃Zr₂O₁₂", "Li7La3Zr2O12", "La Li O Zr"),
        (r"Fe\textsubscript{3}O\textsubscript{4}", "Fe3O4", "Fe O"),
        ("MoS<sub>2</sub>", "MoS2", "Mo S"),
        (r"\ce{LiFePO4}", "LiFePO4", "Fe Li O P"),
        ("CuSO$_4$·5H$_2$O", "CuSO4·5H2O", "Cu H O S"),
        ("(Ba,Sr)TiO$_3$", "(Ba,Sr)TiO3", "Ba O Sr Ti"),
        ("[(CH$_3$)$_2$NH$_2$]Zn(HCOO)$_3$", "[(CH3)2NH2]Zn(HCOO)3", "C H N O Zn"),
        ("CsPbX$_3$", "CsPbX3", "Cs Pb"),
        ("MAPbI$_3$", "MAPbI3", "I Pb"),
        ("C$_{60}$", "C60", "C"),
        ("H$_2$O", "H2O", "H O"),
        ("the alloy CoCrFeMnNi", "CoCrFeMnNi", "Co Cr Fe Mn Ni"),
        ("a layer of $h$-BN", "BN", "B N"),
    ],
)
def test_formulas_are_read_through_tex(written: str, plain: str, elements: str) -> None:
    """Plain digits, variables kept; the elements are those of the formula."""
    found = in_matter(written)
    assert plain in found.formulas
    assert " ".join(found.elements) == elements


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("Ni-Mn-Ga films", "Ga Mn Ni"),
        ("the Li-P-S system", "Li P S"),
        ("Fe, Co, and Ni", "Co Fe Ni"),
        ("halides (X = Cl, Br, I)", "Br Cl I"),
        ("perovskites (Y = Pb, Sn)", "Pb Sn"),
        ("N-doped carbon", "C N"),
        ("O vacancies", "O"),
        ("the O 1s level", "O"),
        ("breaking C-H bonds", "C H"),
        ("Cu(111)", "Cu"),
        ("In-doped samples", "In"),
        ("Fe$^{3+}$ and Li+", "Fe Li"),
        ("$^{13}$C and 87Rb", "C Rb"),
        ("Ag(II) fluorides", "Ag F"),
        ("lithium and sulphur", "Li S"),
        ("gallium nitride", "Ga N"),
        ("lithium iron phosphate", "Fe Li O P"),
        ("lead zirconate titanate", "O Pb Ti Zr"),
        ("lead halides", "Pb"),
        ("gold nanoparticles", "Au"),
        ("Ti-6Al-4V, U-6Nb and Al-4.1%Cu", "Al Cu Nb Ti U V"),
        ("the model FeNNix", ""),
        ("AuNPs, SiV centers and LiTFSI", "Au Li Si"),
        ("calculations for C, Cu, Ge, and Xe", "C Cu Ge Xe"),
        ("IC$_{50}$ values", ""),
        ("lead-free materials", ""),
        ("transition metal oxides", ""),
        ("structures such as ABO$_3$ and MX$_2$", ""),
        ("YBCO and PZT films", ""),
        ("a temperature of 300 K, 5 V and 3 W", ""),
        ("an I-V curve", ""),
        ("the SARS-CoV-2 virus", ""),
        ("SO3 equivariance", ""),
        ("a result. In addition, He et al. found it. No As", ""),
        ("DFT+U and VASP", ""),
        ("the group $S_3$ and the norm $H_1$", ""),
    ],
)
def test_elements_are_told_from_their_neighbours(text: str, elements: str) -> None:
    """In a paper on matter: symbols and names, and what only looks like them."""
    assert " ".join(in_matter(text).elements) == elements


@pytest.mark.parametrize(
    "text",
    [
        "CNN, GAN, BO, CIF, COF, OC20, PSCs, CoV, NIPS, VO, PCA, SI, SOC and NaN",
        "We train a U-Net. In no case do we say I. As shown, He et al. agree. No, At 5 K.",
        "UCF101, CUB200, COCO2017, WN18, FB15k, VOC2007, BF16, C4 and SUN397",
        "gold standard labels, a silver bullet, to iron out errors that lead to a tin can",
        "carbon footprint, carbon-aware and low-carbon computing in Silicon Valley",
        "Radon transforms, Bi-LSTM, Co-training, Re-ranking, CoT and MoCo v2 in C and K-means",
        "We call our tool Cobalt; Iron Man and Helium run in a Chromium-based browser",
    ],
)
def test_texts_on_other_things_name_nothing(text: str) -> None:
    """What reads as symbols in machine learning is none."""
    assert chemistry(paper("A method", text, "cs.LG")) == Chemistry()


def test_ions_and_isotopes_are_no_formulas() -> None:
    """They name their element only."""
    found = in_matter("Ca2+, Pu240, Fe$^{3+}$ and Bi2212")
    assert found == Chemistry(("Bi", "Ca", "Fe", "Pu"), ())


def test_formulas_stand_in_the_order_of_their_mention() -> None:
    """Title first, each once; elements in order of the alphabet."""
    found = chemistry(paper("ZnO on GaN", "Layers of ZnO on Al$_2$O$_3$ crystals."))
    assert found == Chemistry(("Al", "Ga", "N", "O", "Zn"), ("ZnO", "GaN", "Al2O3"))


@given(st.text(alphabet="HfO2In$_{}^\\ -(),.xδCa", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Broken TeX and nonsense raise nothing, and nothing but elements comes out."""
    found = chemistry(paper("Alloys of crystals", text))
    assert set(found.elements) <= set(SYMBOLS)
    assert list(found.elements) == sorted(set(found.elements))


def test_a_long_text_takes_no_longer_than_it_must() -> None:
    """Sixty thousand characters made of symbols are read (no pattern runs away)."""
    for piece in ("(", "Si(", "C", "[Fe", "$_{", "Ga1-x", "lead oxide ", "{\\rm "):
        chemistry(paper("Alloys", piece * (60_000 // len(piece))))


def test_labels_are_sound() -> None:
    """Three hundred papers, labelled by hand; the texts are not ours to keep here."""
    labels = [json.loads(line) for line in LABELS.read_text().splitlines()]
    assert len({label["id"] for label in labels}) == 300
    assert all(set(label["elements"]) <= set(SYMBOLS) for label in labels)

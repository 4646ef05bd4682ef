"""Words that tell whether a text speaks of matter, and what only looks like chemistry."""

from __future__ import annotations

import re

MATTER = re.compile(
    r"\b(?:atom(?:s|ic|istic)?|adatoms?|alloys?|anodes?|cathodes?|electrodes?|electrolytes?|ions?"
    r"|ionic|batter(?:y|ies)|catalysts?|catalysis|catalytic|crystals?|crystallin\w+|crystal\w+"
    r"|density[- ]functional|dft|ab initio|first[- ]principles|molecul(?:e|es|ar)"
    r"|dop(?:ed|ing|ants?)"
    r"|superconduct\w+|(?:ferro|antiferro|ferri|para)?magnet(?:s|ic|ism|ization)?|semiconduct\w+"
    r"|perovskites?|oxides?|nitrides?|carbides?|hydrides?|halides?|chalcogenides?"
    r"|sulfides?|phonons?"
    r"|monolayers?|bilayers?|heterostructures?|thin films?|nanoparticles?|nanowires?|nanotubes?"
    r"|adsor(?:ption|bed|bates?)|desorption|spectroscop\w+|photoemission|band ?gaps?"
    r"|band structures?"
    r"|electronic structures?|lattices?|interatomic|stoichiometr\w+|compounds?"
    r"|chemical\w*|chemistry"
    r"|oxidation|reduction reaction|electrochemical\w*|electrocatal\w+|diffraction"
    r"|annealing|epitax\w+"
    r"|ferroelectric\w*|piezoelectric\w*|thermoelectric\w*|dielectrics?"
    r"|topological insulators?|weyl"
    r"|metal(?:s|lic)?|intermetallics?|steels?|glass(?:es|y)?|melts?|liquids?|isotop\w+|nuclei"
    r"|quantum dots?|excitons?|defects?|vacanc(?:y|ies)|dislocations?"
    r"|grain boundar\w+|microstructure"
    r"|solvents?|solvation|reactions?|bonds?|ligands?|minerals?|graphene"
    r"|materials science|materials?"
    r"|plasmas?|metallicit\w+|stellar abundances?|abundances|high-entropy|spintronic\w*|heusler"
    r"|photovoltaics?|solar cells?|polymorphs?|wafers?|lasers?|qubits?|x-ray"
    r"|neutron\w*|synthesi[sz]ed)\b"
)
"""Words of solids, molecules and reactions; each different one counts."""

STRONG_FIELDS = ("cond-mat.mtrl-sci", "cond-mat.supr-con", "physics.chem-ph")
FIELDS = ("cond-mat", "physics", "nucl-", "astro-ph.S", "astro-ph.G", "quant-ph")

_FALSE = """
LiFSI NaFSI KFSI PBe SiV SnV PbV SiVs AuNP AuNPs AgNP AgNPs CuNP CuNPs PtNP PtNPs PdNP PdNPs
SiNP SiNPs AuNC AuNCs AgNC AgNCs CuNC CuNCs AuNR AuNRs SiNW SiNWs AgNW AgNWs CuNW CuNWs FeNNix
CLaC NaN NaNs BaB CoS MoCo CoCo CoCos CoV CoV2 HCoV IoU IoT IoC PoS PoC PoCs PoI PoIs PoW PoP
CoNP InK InC CaSh CoIn PaSH NiN PhC CoRe CoP CoPs CoT CoTs CoN CoNN NoC NoCs SoC SoCs HoI HOIs
SiPs CsPs CoIL ReCo GeV TeV PeV BiO BiC BiS BiCo PaNN NeSy ReNN CaNN BaN NeSI PeS CoCa CuPy RePO
SCoP HPGe SNe CoCoN CoSy CoIR CaCo InCo VoI NoI CoH NoSe SePO ReSPO PoE CoB HoC UPo
"""
FALSE = frozenset(_FALSE.split())
"""Acronyms and names that read as formulas and are none."""

_ELUSIVE = """
In As At No He Be Tc Re Pr Ra Pa Am Es Md Fm Cf Cm Po Rn Ac Np Pm Fr Bk Lr Os Pu Th Ne Ar
"""
ELUSIVE = frozenset(_ELUSIVE.split())
"""Symbols that are more often a word, a number's name, a unit or somebody's name."""
_DOUBTFUL = """
Co La Ca Sc Mo Ho Al Er Cs Hf Tm Te Nd Ta Ba Se Ga Bi Sb Lu Ti
"""
DOUBTFUL = frozenset(_DOUBTFUL.split())
"""Symbols that now and then are something else."""

_BINARIES = """
KrF ArF ArH HeH NeH ArCl XeF
GaN GaAs GaP GaSb GaSe GaS AlN AlAs AlP AlSb InN InAs InP InSb InSe BAs BiSb BiTe ZnO ZnS ZnSe
ZnTe CdS CdSe CdTe HgTe HgSe PbS PbSe PbTe PbO SnO SnS SnSe SnTe GeTe GeS GeSe SiC SiN SiO SiGe
GeSn TiN TiC TiO ZrN ZrC ZrO HfN HfC HfO NbN NbC NbO TaN TaC TaAs TaP NbAs NbP WC MgO CaO SrO
BaO BeO MnO FeO CoO NiO CuO AgO FeS FeSe FeTe MnTe MnAs MnSi MnGe MnBi FeSi FeGe CoSi CrN CrSb
CrTe RuO NaCl KCl KBr LiF LiCl LiH LiBr LiI NaI NaF NaH NaBr CsI CsCl CsBr CsF RbCl AgCl AgBr
AgI CuI CuCl CuBr HCl HBr NiTi NiAl TiAl FeAl CoFe FeCo FeNi NiFe FeRh FePt CoPt FePd CoPd AuCu
CuZn CuNi CuZr CuPd PdAg AgPd PtNi PtCo NiCu AlCu AlNi CuAu AgAu AuAg PtPd IrMn PtMn FeCr FeMn
CoCrNi CrCoNi CoNi NiCo MoSe WSe EuO EuS GdN YN ScN LaN SmS CeO UO UN ThO InGaAs AlGaAs
InGaN AlGaN AlInN InAlN InAlAs InGaP GaAsSb GaAsN InAsSb AlScN ScAlN AlGaInP InGaAsP SiGeSn
CdZnTe CdMnTe HgCdTe HgMnTe CoFeB CoFeAl CoCrFeNi CoCrFeMnNi CrMnFeCoNi CrFeCoNi NiCoCr FeNiCr
FeCrNi FeCrAl TiZr TiNb TiV NbTi NbSn TiAlN TiSiN GeSbTe GeSb NdFeB SmCo AlCoCrFeNi MoNbTaW
NbMoTaW MoNbTaVW HfNbTaZr HfNbTaTiZr HfNbTiZr LiPON SiON SiOC SiCN SiCO AlO GaO InO ZnSnO
InGaZnO FeTeSe FeSeTe NaK CuInSe CsPb AgSbTe BaF CaF SrF RaF YbF AlF AlCl AlH CaH MgH NaRb KRb
NaCs RbCs LiCs NaLi CsYb OsO
"""
BINARIES = frozenset(_BINARIES.split())
"""Formulas without amounts that nothing else is called."""

MOLECULES = re.compile(
    r"(?:H2O(?:2)?|CO2|SO[234]|NO[23]|N2O[45]?|N2|NH[234]|NH4(?:F|NO3|I)|H2|O[23]|CH[234]"
    r"|C[1-9]\d?H\d{1,2}(?:O[H\d]?)?"
    r"|C[1-9]\d?H\d{1,2}(?:N\d?)?(?:O\d?)?|CH3[A-Z][A-Z\d]*|H2S|H2CO|H2SO4|HNO3|H3PO4|PO4"
    r"|PH3|PF[356]|SF6"
    r"|BF[34]|B[24]H[46]|BH4|BN?C?3?N[4]?|CF[34]|CS2|B4C|V2O[35]|VO2|WO[23]|UO2"
    r"|U3O8|K2O|B2O3|P2O5"
    r"|Y2O3|WS2|VS2|WN2|UF[46]|KH2PO4|KNO3|K2SO4|K2CO3|C2N|C3N4?|C2N3|C(?:20|24|28|36"
    r"|60|70|76|84|240|540)|C3B|C2F\d|BC2N|BC3|YH[369]|H3S"
    r"|VF3|VI3|YI3|BI3|NF3|HO2|HCO2|HCO3|CO3|COOH|CH3OH|C2H5OH|NCN|YB[2466]|UB2|YN"
    r"|V3O5|V2C|W2C|V2N|VN2|UN2|UH3"
    r"|YF3|UC2?|US2|KVO3|YVO[34]|YCO3|KPF6|KOH|CSH|C4N3|C6N[68]|C5N|S8|F2|I2|K3C60"
    r"|H5O2|H3O|SO2F2)"
)
"""Formulas of one-letter symbols that are common enough to believe without a subscript."""
METALS = frozenset({"K", "V", "Y", "W", "U"})
SMALL = frozenset({"BN", "BP", "HI", "HF", "CN", "CO", "NO", "NH", "OH", "CH"})
"""Molecules that are believed beside others only."""
PREFIXES = frozenset({"Co", "Re", "Bi", "In", "As", "Be"})
"""Symbols that are also prefixes, as in Co-training."""
HYDROGENOUS = re.compile(r"(?:[BCNOPSF]\d{0,2}|H\d{0,2})*H\d(?:[BCHNOPSF]\d{0,2})*")
"""Molecules with hydrogen, such as ``BH3NH3``."""
_ISOTOPES = """
13C 14C 12C 15N 14N 17O 18O 16O 19F 31P 33S 39K 40K 10B 11B 51V 238U 235U 233U 131I
"""
ISOTOPES = frozenset(_ISOTOPES.split())
ROTATIONS = re.compile(r"[- ](?:equi|in)varian\w*|[- ](?:group|rotation|manifold)|[ ,/(]+S[EO]3")
"""What stands behind ``SO3`` where it is the group of rotations."""
_ENGLISH = """
In As At No He Be I
"""
ENGLISH = frozenset(_ENGLISH.split())
_BARE = """
CO OH HCN KOH HCOOH UN WC VN UO HCO
"""
BARE = frozenset(_BARE.split())
"""Of one-letter symbols and without amounts; believed where nothing but chemistry is spoken."""

_HOW = (
    r"atoms?|adatoms?|ions?|cations?|anions?|(?:co)?dop\w+|vacanc\w+|interstitials?|intercalat\w+"
    r"|implant\w+|substitut\w+|isotop\w+|rich|poor|deficient|bearing|containing"
    r"|terminated|passivated"
    r"|decorated|alloyed|dimers?|impurit\w+|nuclei|nucleus|adsor\w+"
)
LETTER_BEFORE = re.compile(rf"^(?:[- ](?:{_HOW}|bond\w*)\b| \d ?[spdf]\b| ?[KLM][- ]edge)")
"""What stands behind a one-letter symbol that is one."""
SYMBOL_BEFORE = re.compile(
    rf"^(?:[- ](?:{_HOW}|contents?|concentrations?|based|supported|coated|alloys?|surfaces?|nano\w+"
    r"|clusters?|monolayers?|bilayers?|(?:thin )?films?|foils?|(?:metal )?electrodes?"
    r"|anodes?|cathodes?"
    r"|substrates?|sites?|sublattice\w*|metals?|crystals?|diffusion|migration|spins?"
    r"|moments?|bond\w*"
    r"|layers?|octahedra\w*|tetrahedra\w*|catalysts?|gas|bubbles?|clusters?|addition|precipitates?"
    r"|compounds?|single crystals?|segregation|[KLM][- ]edge)\b| \d ?[spdf]\b|\((?:\d{3,4}|[IV]+)\)"
    r"| [IVX]+\b)"
)
"""What stands behind a symbol of two letters that is one."""
BEFORE = re.compile(
    r"(?:doped (?:with|by)|(?:substitution|doping|addition|replacement|incorporation|diffusion"
    r"|concentration|content|amounts?) of|(?:atoms|ions|isotopes|vacancies) of|interstitial|atomic"
    r"|metallic|elemental|substitutional|liquid|solid|bulk|amorphous|crystalline|elements?) $"
)
LISTED = re.compile(r"(?:\b[A-Z][A-Z]?'? ?(?:=|is|are|being|∈|:) ?\(?|, where [A-Z] (?:is|=) )$")
"""What stands before a list of elements: ``X = Cl, Br, I``."""

_BONDS = """
C-H H-C C-C C-N N-C C-O O-C O-H H-O N-H H-N S-H H-S C-F C-S S-S P-O O-O H-H B-N N-N B-H O-H-O
N-H-O C-B C-P P-S B-O V-O W-S U-O K-O W-C O-H-N C-H-O C-O-C H-O-H S-N C-I
"""
BONDS = frozenset(_BONDS.split())
"""Pairs of one-letter symbols that are bonds or binaries."""
BOND = re.compile(r"^[- ](?:bond\w*|stretch\w*|activation|vibration\w*|coupling|cleavage|scission)")

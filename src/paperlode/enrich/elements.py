"""The elements, their names in English, and the endings of compounds' names."""

from __future__ import annotations

_ROWS = """
H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr
Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb
Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr
"""
SYMBOLS = tuple(_ROWS.split())
"""By atomic number, from hydrogen to lawrencium; heavier ones are made one atom at a time."""
NUMBERS = {symbol: number for number, symbol in enumerate(SYMBOLS, start=1)}

_NAMES = """
hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium
aluminium silicon phosphorus sulfur chlorine argon potassium calcium scandium titanium vanadium
chromium manganese iron cobalt nickel copper zinc gallium germanium arsenic selenium bromine krypton
rubidium strontium yttrium zirconium niobium molybdenum technetium ruthenium rhodium palladium
silver cadmium indium tin antimony tellurium iodine xenon caesium barium lanthanum cerium
praseodymium neodymium promethium samarium europium gadolinium terbium dysprosium holmium erbium
thulium ytterbium lutetium hafnium tantalum tungsten rhenium osmium iridium platinum gold mercury
thallium lead bismuth polonium astatine radon francium radium actinium thorium protactinium uranium
neptunium plutonium americium curium berkelium californium einsteinium fermium mendelevium nobelium
lawrencium
"""
NAMES = dict(zip(_NAMES.split(), SYMBOLS, strict=True)) | {
    "aluminum": "Al",
    "cesium": "Cs",
    "sulphur": "S",
    "phosphorous": "P",
    "wolfram": "W",
    "deuterium": "H",
    "tritium": "H",
}


def name_of(symbol: str) -> str:
    """Give the name of an element in English: ``lithium``."""
    return _NAMES.split()[NUMBERS[symbol] - 1]


ENDINGS = {
    "oxide": "O",
    "dioxide": "O",
    "monoxide": "O",
    "trioxide": "O",
    "pentoxide": "O",
    "sesquioxide": "O",
    "suboxide": "O",
    "peroxide": "O",
    "superoxide": "O",
    "oxyhydroxide": "O H",
    "hydroxide": "O H",
    "nitride": "N",
    "mononitride": "N",
    "oxynitride": "O N",
    "carbide": "C",
    "carbonitride": "C N",
    "hydride": "H",
    "dihydride": "H",
    "trihydride": "H",
    "superhydride": "H",
    "polyhydride": "H",
    "deuteride": "H",
    "boride": "B",
    "diboride": "B",
    "hexaboride": "B",
    "borohydride": "B H",
    "fluoride": "F",
    "difluoride": "F",
    "trifluoride": "F",
    "hexafluoride": "F",
    "oxyfluoride": "O F",
    "chloride": "Cl",
    "dichloride": "Cl",
    "trichloride": "Cl",
    "tetrachloride": "Cl",
    "bromide": "Br",
    "tribromide": "Br",
    "iodide": "I",
    "diiodide": "I",
    "triiodide": "I",
    "sulfide": "S",
    "sulphide": "S",
    "disulfide": "S",
    "disulphide": "S",
    "trisulfide": "S",
    "selenide": "Se",
    "diselenide": "Se",
    "triselenide": "Se",
    "telluride": "Te",
    "ditelluride": "Te",
    "tritelluride": "Te",
    "pentatelluride": "Te",
    "phosphide": "P",
    "triphosphide": "P",
    "arsenide": "As",
    "diarsenide": "As",
    "antimonide": "Sb",
    "stannide": "Sn",
    "silicide": "Si",
    "disilicide": "Si",
    "germanide": "Ge",
    "aluminide": "Al",
    "bismuthide": "Bi",
    "titanate": "Ti O",
    "zirconate": "Zr O",
    "niobate": "Nb O",
    "tantalate": "Ta O",
    "tungstate": "W O",
    "molybdate": "Mo O",
    "vanadate": "V O",
    "chromate": "Cr O",
    "manganate": "Mn O",
    "manganite": "Mn O",
    "ferrite": "Fe O",
    "cobaltate": "Co O",
    "cobaltite": "Co O",
    "nickelate": "Ni O",
    "cuprate": "Cu O",
    "ruthenate": "Ru O",
    "iridate": "Ir O",
    "stannate": "Sn O",
    "aluminate": "Al O",
    "gallate": "Ga O",
    "silicate": "Si O",
    "borate": "B O",
    "carbonate": "C O",
    "bicarbonate": "H C O",
    "nitrate": "N O",
    "nitrite": "N O",
    "phosphate": "P O",
    "thiophosphate": "P S",
    "sulfate": "S O",
    "sulphate": "S O",
    "thiocyanate": "S C N",
    "cyanide": "C N",
    "azide": "N",
    "orthosilicate": "Si O",
    "chlorate": "Cl O",
    "perchlorate": "Cl O",
    "iodate": "I O",
}
"""Last words of a compound's name, and the elements that they bring."""

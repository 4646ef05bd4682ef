"""What TeX's commands look like in Unicode."""
# ruff: noqa: RUF001  this file is about signs that look like others

from __future__ import annotations


def _pairs(text: str) -> dict[str, str]:
    """Read a table of names and signs, which stand one after another."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
    "d": "\u0323",
    "b": "\u0331",
}
"""Accents in text, by the sign or letter after the backslash, as combining marks."""

HATS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0304",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "mathring": "\u030a",
}
"""Accents in formulas, as combining marks."""

LETTERS = _pairs(
    r"""
    ss ß o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å dh ð DH Ð dj đ DJ Đ th þ TH Þ ng ŋ NG Ŋ
    i ı j ȷ S § P ¶ copyright © pounds £ euro € texteuro € textdegree ° degree ° textmu µ
    micro µ textregistered ® texttrademark ™ textendash – textemdash — textquoteleft ‘
    textquoteright ’ textquotedblleft “ textquotedblright ” textasciitilde ~ textbackslash \
    textunderscore _ textbar | textless < textgreater > textperiodcentered · TeX TeX LaTeX LaTeX
    ldots … dots …
    """
)
"""Letters and signs of ordinary text."""

_GREEK_NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma
    sigma tau upsilon phi chi psi omega
"""
GREEK = dict(zip(_GREEK_NAMES.split(), map(chr, range(0x3B1, 0x3CA)), strict=True))

"""Small Greek letters by name."""

SYMBOLS = {
    **GREEK,
    **{f"text{name}": letter for name, letter in GREEK.items()},
    **_pairs("textcelsius °C textohm Ω textangstrom Å"),
    **{name.title(): letter.upper() for name, letter in GREEK.items() if name != "varsigma"},
    **_pairs(
        r"""
        varepsilon ε vartheta ϑ varphi φ varrho ϱ varpi ϖ varkappa ϰ digamma ϝ times × pm ± mp ∓
        cdot · ast * star ⋆ div ÷ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ cap ∩ cup ∪
        wedge ∧ vee ∨ land ∧ lor ∨ neg ¬ setminus ∖ dagger † dag † ddagger ‡ leq ≤ le ≤ geq ≥ ge ≥
        leqslant ≤ geqslant ≥ lesssim ≲ gtrsim ≳ ll ≪ gg ≫ neq ≠ ne ≠ equiv ≡ approx ≈ simeq ≃
        cong ≅ sim ~ propto ∝ prec ≺ succ ≻ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ in ∈ ni ∋
        notin ∉ perp ⊥ parallel ∥ mid | vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖ models ⊨
        vdash ⊢ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ mapsto ↦ Rightarrow ⇒
        Leftarrow ⇐ Leftrightarrow ⇔ longrightarrow ⟶ longleftrightarrow ⟷ implies ⇒ iff ⇔
        rightleftharpoons ⇌ rightharpoonup ⇀ hookrightarrow ↪ uparrow ↑ downarrow ↓ updownarrow ↕
        nearrow ↗ searrow ↘ infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ emptyset ∅ varnothing ∅
        sum ∑ prod ∏ int ∫ oint ∮ iint ∬ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ wp ℘ angle ∠ triangle △
        square □ Box □ diamond ⋄ prime ′ backslash \ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊
        rfloor ⌋ lbrace { rbrace } cdots ⋯ vdots ⋮ ldots … dots … dotsc … dotsb ⋯ colon : top ⊤
        bot ⊥ checkmark ✓ surd √ sharp ♯ flat ♭ natural ♮ imath ı jmath ȷ lt < gt > sun ☉ lbrack [
        rbrack ]
        """
    ),
}
"""Letters and signs of formulas."""

_BOLD_CAPITALS = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
BLACKBOARD = {
    letter: _BOLD_CAPITALS.get(letter, chr(0x1D538 + number))
    for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
"""Letters of ``\\mathbb``."""

RAISED = dict(zip("0123456789+-=()ni*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ*", strict=True))
RAISED |= _pairs("− ⁻ ∘ ° ′ ′ † † ° ° T ᵀ")
"""What may stand raised."""

LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True)) | {"−": "₋"}
"""What may stand lowered."""

LOWERED_LETTERS = dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
"""Letters that may stand lowered alone."""

SPACES = frozenset({" ", ",", ";", ":", ">", "quad", "qquad", "newline", "linebreak", "\\", "\n"})
"""Commands that are a space."""

SILENT = frozenset(
    {"left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "!", "/"}
    | {"displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "rm", "it", "bf", "sf"}
    | {"tt", "em", "cal", "sl", "sc", "bfseries", "itshape", "rmfamily", "ttfamily", "noindent"}
    | {"par", "small", "large", "Large", "normalsize", "centering", "protect", "ensuremath", "-"}
    | {"boldmath", "middle", "normalfont", "textnormal", "hfill", "item", "scshape", "upshape"}
)
"""Commands of which nothing is seen."""

FONTS = frozenset(
    {"mathbf", "mathrm", "mathit", "mathcal", "mathbb", "mathfrak", "mathsf", "mathtt", "mathscr"}
    | {"boldsymbol", "bm", "pmb", "mathnormal", "frak", "Bbb", "operatorname"}
)
"""Commands that choose a font for what follows, in braces or not."""

WITHOUT_TEXT = frozenset(
    {"cite", "citep", "citet", "ref", "eqref", "label", "begin", "end", "vspace", "hspace"}
    | {"thanks", "footnotemark", "color", "index", "phantom", "vphantom", "hphantom", "cref"}
)
"""Commands whose argument is no text."""

"""Text as LaTeX: a stranger's title, printed as it stands, without effect on what follows it.

Formulas and a short list of harmless commands stay; every other command, and every character to
which TeX gives a meaning, is written so that it is printed.
"""

from __future__ import annotations

import re

from paperlode.publish.prose import Formula, Words, clean, runs


def tex(text: str) -> str:
    """Write text as LaTeX: balanced, without effect outside of the field, formulas kept."""
    parts = list(runs(clean(text)))
    words = "".join(part.text for part in parts if isinstance(part, Words))
    braces = _balanced(_TOKENS.sub(_brace, words))
    return "".join(
        _words(part.text, braces=braces) if isinstance(part, Words) else _formula(part)
        for part in parts
    )


_LETTERS_AND_FONTS = frozenset(
    {"em", "it", "bf", "sl", "sc", "tt", "rm", "o", "O", "l", "L", "ae", "AE", "oe", "OE", "aa"}
    | {"AA", "ss", "i", "j"}
)
"""Commands of plain LaTeX that stand for a letter or choose a font."""
_ACCENTS_AND_FONTS = frozenset(
    {"emph", "textit", "textbf", "textsc", "texttt", "textsl", "textsubscript", "textsuperscript"}
    | {"underline", "c", "H", "k", "r", "u", "v", "b", "d", "t"}
)
"""Commands of plain LaTeX that do so to what follows them."""
_WRAPPERS = frozenset({"ce", "ch", "hbox", "mbox", "text"})
"""Commands that need a package or mean nothing here; what they wrap is kept."""
_GREEK = frozenset(
    {"alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "kappa"}
    | {"lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi"}
    | {"omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"}
    | {"sim", "approx", "times", "pm", "deg", "circ", "infty", "rightarrow", "to", "leq", "geq"}
)
"""Commands that are only allowed inside a formula."""
_DANGEROUS = re.compile(
    r"\^\^|\\(?:input[a-z]*|include[a-z]*|write|read|open(?:in|out)|[egx]?def|let|futurelet"
    r"|catcode|csname|immediate|special|output|new[a-z]+|renew[a-z]+|every[a-z]+|jobname|verb"
    r"|expandafter|aftergroup|noexpand|loop|repeat|uppercase|lowercase|scantokens|directlua"
    r"|latelua|begin|end|usepackage|documentclass|url|href|par|else|fi|(?!iff\b)if[a-z]*"
    r"|message|errmessage|show[a-z]*|shipout|bye|stop|font|setbox|copy|global)(?![A-Za-z])"
)
"""In a formula any command may stand, except those that reach outside of it."""
_TOKENS = re.compile(
    r"(?P<word>\\(?P<name>[A-Za-z]+)\s*)"
    r"|(?P<accent>\\[\"'`^~=.](?=\s*[A-Za-z{\\]))"
    r"|(?P<escaped>\\[&%$#_ ,;/-])"
    r"|(?P<tie>(?<=[^\W_][\w.])~(?=\w))"
    r"|(?P<literal>\\?[\\{}%&#_^~$])"
)
_LITERAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
} | {character: f"\\{character}" for character in "%&#_$"}


def _brace(found: re.Match[str]) -> str:
    """Keep of a token only what groups: an unescaped brace outside of formulas."""
    return found[0] if found[0] in {"{", "}"} else ""


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _words(text: str, *, braces: bool) -> str:
    return _TOKENS.sub(lambda found: _written(found, braces=braces), text)


def _written(found: re.Match[str], *, braces: bool) -> str:
    whole = found[0]
    if found["word"]:
        return _command(found, grouped=braces)
    if found["accent"]:
        return whole if braces else ""
    if found["escaped"] or found["tie"] or (braces and whole in {"{", "}"}):
        return whole
    return _LITERAL[whole[-1]]


def _command(found: re.Match[str], *, grouped: bool) -> str:
    """Keep a command that only changes letters; write any other as text."""
    name = found["name"]
    has_argument = grouped and re.match(r"[^\W_]|\{", found.string[found.end() :][:1])
    if name in _LETTERS_AND_FONTS or (name in _ACCENTS_AND_FONTS and has_argument):
        return found[0]
    if name in _GREEK:
        return f"\\ensuremath{{\\{name}}}"
    return "" if name in _WRAPPERS else _LITERAL["\\"] + found[0][1:]


def _formula(formula: Formula) -> str:
    """Keep a formula that stays inside itself; write any other as text.

    BibTeX counts escaped braces as braces, so those get the names that LaTeX has for them.
    """
    inside = _MEANING.sub(lambda found: _INSIDE.get(found[0], found[0]), formula.tex)
    if _DANGEROUS.search(inside) or not _balanced(inside):
        return "".join(_LITERAL.get(character, character) for character in formula.source)
    return f"${inside}$"


_MEANING = re.compile(r"\\.|[%#&$]|\\$")
_INSIDE = {r"\{": r"\lbrace ", r"\}": r"\rbrace ", "\\": ""} | {
    character: f"\\{character}" for character in "%#&$"
}

"""TeX in titles and abstracts: its formulas, and TeX made readable as plain text.

arXiv's texts use a little TeX that every reader of abstracts knows: accents, Greek, emphasis,
formulas between dollar signs. What is not understood stays as its writer wrote it, without
backslashes and braces.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from paperlode.text import symbols
from paperlode.text.packages import CALL, call, closing

if TYPE_CHECKING:
    from collections.abc import Callable

_PIECE = re.compile(r"\$[^$]+\$")
_TOKEN = re.compile(
    r"\\(?P<command>[A-Za-z]+)\*?\s?|\\(?P<sign>.)|(?P<math>\$\$?)|(?P<other>[{}_^~]|-{2,3}|``|'')"
    r"|(?P<text>[^\\${}_^~`'\-]+|.)",
    re.DOTALL,
)
_ACCENTED_LETTER = re.compile(r"\s*(?:\\(?P<dotless>[ij])(?![A-Za-z])\s?|(?P<letter>[^\W\d_]))")
_TORN = re.compile(r"\{([a-z]{2,6})\}")
_OPTION = re.compile(r"\[([^\]\\{}]*)\]")
_ESCAPED = re.compile(r"\\([%#&_~{}])")
_DASHES = {"--": "\u2013", "---": "\u2014", "``": "\u201c", "''": "\u201d", "~": " "}
_MONEY = re.compile(r"\$(?=\d)([^$]*)\$(?=\d)")
DEEPEST = 40
"""Braces in braces that are understood."""


def pieces(text: str) -> list[str]:
    """Give the formulas of a text, each whole with its dollar signs, as the index holds them."""
    return _PIECE.findall(text) if "$" in text else []


def plain(text: str) -> str:
    r"""Turn TeX into readable text of one line: ``$\alpha_2$`` becomes ``α₂``."""
    if not re.search(r"[\\${}~]|--|``|''", text):
        return " ".join(text.split())
    read = _Reader(_MONEY.sub(r"\\$\1\\$", text)).all()
    return " ".join(unicodedata.normalize("NFC", read).split())


def formula(tex: str) -> str:
    r"""Turn a formula without its dollar signs into readable text: ``T_c \to 0`` is ``T_c → 0``."""
    read = _Reader(tex.replace("$", " "), math=True).all()
    return " ".join(unicodedata.normalize("NFC", read).split())


class _Reader:
    """Reads TeX from left to right."""

    def __init__(self, text: str, *, math: bool = False) -> None:
        self.text = text
        self.at = 0
        self.math = math
        self.depth = 0

    def all(self) -> str:
        """Read to the end; braces that were never opened are left out."""
        told = [self._to_brace()]
        while self.at < len(self.text):
            self.at += 1
            told.append(self._to_brace())
        return "".join(told)

    def _to_brace(self) -> str:
        """Read up to a closing brace, or to the end; the brace is left."""
        told = []
        while self.at < len(self.text) and self.text[self.at] != "}":
            told.append(self._one())
        return "".join(told)

    def _one(self) -> str:
        """Read one command, group, sign or run of text."""
        token = _TOKEN.match(self.text, self.at)
        if token is None:  # a backslash at the very end
            self.at += 1
            return ""
        self.at = token.end()
        if command := token["command"]:
            return self._command(command, token[0])
        if token["sign"]:
            return self._sign(token["sign"])
        if token["math"]:
            return self._dollar(token["math"])
        return self._other(token[0]) if token["other"] else token[0]

    def _dollar(self, sign: str) -> str:
        if not self.math and self.text.find(sign, self.at) < 0:
            return sign  # a lone dollar sign is money
        self.math = not self.math
        return ""

    def _other(self, sign: str) -> str:
        if sign == "{":
            return self._group()
        if sign in "_^" and self.math:
            return (_lowered if sign == "_" else _raised)(self._argument())
        if sign[0] in "-`'" and self.math:
            return sign.replace("'", "\u2032")
        if sign == "~" and not self.math and self.text[self.at - 2 : self.at - 1] in {" ", "("}:
            return "~" if self.text[self.at : self.at + 1].isdigit() else " "  # about so many
        return _DASHES.get(sign, sign)

    def _group(self) -> str:
        """Read the rest of a group whose brace is already read."""
        if self.depth >= DEEPEST:
            return ""
        self.depth += 1
        math = self.math
        inside = self._to_brace()
        self.math = math
        self.depth -= 1
        self.at += 1
        return inside

    def _argument(self) -> str:
        """Read what a command is applied to: a group, a command or one sign."""
        while self.text.startswith(" ", self.at):
            self.at += 1
        if self.at >= len(self.text) or self.text[self.at] in "}$":
            return ""
        if self.text[self.at] not in "{\\" or self.depth >= DEEPEST:
            self.at += 1
            return self.text[self.at - 1]
        self.depth += 1
        inside = self._one()
        self.depth -= 1
        return inside

    def _sign(self, sign: str) -> str:
        if sign in symbols.ACCENTS and not self.math:
            return self._accented(symbols.ACCENTS[sign], "\\" + sign)
        if sign in "()[]":
            self.math = sign in "(["
            return ""
        if sign in symbols.SPACES:
            return " "
        return "" if sign in symbols.SILENT else sign

    def _accented(self, mark: str, source: str) -> str:
        """Put an accent on the letter that follows, in braces or not."""
        start = self.at
        letter = _ACCENTED_LETTER.match(self.text, start)
        if letter is not None:
            self.at = letter.end()
            return (letter["dotless"] or letter["letter"]) + mark
        if not self.text.startswith("{", start):
            return source[1:] if source[1:] == "'" else ""
        inside = self._argument().replace("\u0131", "i").replace("\u0237", "j")
        return inside[:1] + (mark if inside else "") + inside[1:]

    def _command(self, name: str, source: str) -> str:
        space = " " if source[-1].isspace() else ""
        if len(name) == 1 and (letter := self._torn(name)):
            return letter
        if name in symbols.ACCENTS and not self.math and self._accents_next(source):
            return self._accented(symbols.ACCENTS[name], "\\" + name)
        if name in symbols.LETTERS or name in symbols.SYMBOLS:
            return self._named_sign(name, space)
        if name in symbols.HATS:
            return _hatted(self._argument(), symbols.HATS[name])
        if name in symbols.SPACES or name in symbols.SILENT:
            return " " if name in symbols.SPACES else ""
        return self._with_arguments(name, source)

    def _named_sign(self, name: str, space: str) -> str:
        if name in symbols.LETTERS and not (self.math and name in symbols.SYMBOLS):
            return symbols.LETTERS[name]
        sign = symbols.SYMBOLS[name]
        return sign + (space if not (self.math and sign.isalpha()) else "")

    def _torn(self, name: str) -> str:
        r"""Read a Greek letter that an old conversion of arXiv's tore: ``\b{eta}``."""
        torn = _TORN.match(self.text, self.at)
        if torn is None or name + torn[1] not in symbols.GREEK:
            return ""
        self.at = torn.end()
        return symbols.GREEK[name + torn[1]]

    def _accents_next(self, source: str) -> bool:
        r"""Tell ``\c{c}`` and ``\c c`` from a command that happens to be called c."""
        return source[-1].isspace() or self.text.startswith(("{", "\\"), self.at)

    def _with_arguments(self, name: str, source: str) -> str:
        if (found := CALL.match(self.text, self.at - len(source))) and (
            meaning := call(self.text, found)
        ):
            self.at = meaning[1]
            return _Reader(meaning[0], math=True).all()
        if name in symbols.WITHOUT_TEXT:
            self._argument()
            return ""
        if name in _COMMANDS:
            return _COMMANDS[name](self)
        if name in symbols.FONTS or self.text.startswith("{", self.at):
            return self._argument()  # \emph{word}, \mathrm{word}, \textbf{word}, ...
        return self._standing_apart(name, source)

    def _standing_apart(self, name: str, source: str) -> str:
        """Write the name of a command, of a function mostly: ``n log n``."""
        start = self.at - len(source)
        before = " " if self.text[start - 1 : start].isalnum() else ""
        after = " " if self.text[self.at : self.at + 1].isalnum() else ""
        return before + name + (after or source[len(name) + 1 :].lstrip("*"))

    def fraction(self) -> str:
        r"""Read ``\frac{a}{b}``."""
        above, below = self._argument(), self._argument()
        return f"{_one_thing(above)}/{_one_thing(below)}"

    def root(self) -> str:
        r"""Read ``\sqrt{a}`` or ``\sqrt[3]{a}``."""
        degree = ""
        if option := _OPTION.match(self.text, self.at):
            self.at = option.end()
            degree = _raised(option[1])
        return f"{degree}√{_one_thing(self._argument())}"

    def above(self) -> str:
        r"""Read ``\overset{a}{b}``."""
        sign = self._argument()
        return self._argument() + _raised(sign)

    def below(self) -> str:
        r"""Read ``\underset{a}{b}``."""
        sign = self._argument()
        return self._argument() + _lowered(sign)

    def arrow(self) -> str:
        r"""Read ``\xrightarrow{a}``."""
        return "→" + _raised(self._argument())

    def index(self) -> str:
        r"""Read ``\textsubscript{2}``."""
        return _lowered(self._argument())

    def exponent(self) -> str:
        r"""Read ``\textsuperscript{2}``."""
        return _raised(self._argument())

    def address(self) -> str:
        r"""Read ``\url{address}``, in which no sign has a meaning."""
        end = closing(self.text, self.at)
        if end is None:
            return ""
        inside, self.at = self.text[self.at + 1 : end], end + 1
        return _ESCAPED.sub(r"\1", inside)

    def option(self) -> str:
        r"""Read ``\textcolor[rgb]{1,0,0}{text}``."""
        if found := _OPTION.match(self.text, self.at):
            self.at = found.end()
        self._argument()
        return self._argument()

    def blackboard(self) -> str:
        r"""Read ``\mathbb{R}``."""
        return "".join(symbols.BLACKBOARD.get(letter, letter) for letter in self._argument())

    def link(self) -> str:
        r"""Read ``\href{address}{text}``."""
        self._argument()
        return self._argument()

    def words(self) -> str:
        r"""Read ``\text{words}``: ordinary text inside a formula."""
        math, self.math = self.math, False
        inside = self._argument()
        self.math = math
        return inside


_COMMANDS: dict[str, Callable[[_Reader], str]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "nicefrac", "sfrac"), _Reader.fraction),
    **dict.fromkeys(("text", "mbox", "hbox", "textrm", "textit", "textbf"), _Reader.words),
    **dict.fromkeys(("overset", "stackrel"), _Reader.above),
    "href": _Reader.link,
    "textcolor": _Reader.option,
    "underset": _Reader.below,
    "xrightarrow": _Reader.arrow,
    "textsubscript": _Reader.index,
    "textsuperscript": _Reader.exponent,
    "url": _Reader.address,
    "sqrt": _Reader.root,
    "mathbb": _Reader.blackboard,
}


def _one_thing(text: str) -> str:
    """Put what is more than one thing into parentheses."""
    return text if re.fullmatch(r"\w*|\d+[.,]\d+|\S", text) else f"({text})"


def _raised(text: str) -> str:
    bare = text.strip()
    if bare and all(sign in symbols.RAISED for sign in bare):
        return "".join(symbols.RAISED[sign] for sign in bare)
    return bare if bare in _ORDINALS else f"^{_grouped(bare)}"


_ORDINALS = {"st", "nd", "rd", "th"}


_LOWERED = symbols.LOWERED | symbols.LOWERED_LETTERS


def _lowered(text: str) -> str:
    bare = text.strip()
    if bare in symbols.LOWERED_LETTERS:
        return symbols.LOWERED_LETTERS[bare]
    if not bare.isalpha() and all(sign in _LOWERED for sign in bare):
        return "".join(_LOWERED[sign] for sign in bare)
    return f"_{_grouped(bare)}"


def _grouped(text: str) -> str:
    return text if re.fullmatch(r"\w*|\S", text) else f"({text})"


def _hatted(text: str, mark: str) -> str:
    """Put an accent over one letter; over more it would only be in the way."""
    return text + mark if len(text) == 1 and text.isprintable() else text

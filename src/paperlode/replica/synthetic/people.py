"""Authors who obviously do not exist: their surnames say "example" in some language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_BEGIN = ("A", "Be", "Cor", "Da", "El", "Fi", "Gu", "Ha", "Io", "Ja", "Ki", "Lu", "Mi", "No", "Ö",
          "Pa", "Ri", "Šu", "To", "Ul", "Ve", "Wi", "Ya", "Zo", "É", "Ł")  # fmt: skip
_MIDDLE = ("", "", "da", "li", "mo", "ra", "ste", "vi", "nü", "ka", "ñe", "th")
_END = ("a", "o", "in", "el", "ra", "k", "mir", "na", "s", "ë", "wen", "ard")
_SURNAMES = (
    "Example", "Invented", "Placeholder", "Sample", "Beispiel", "Exemple", "Ejemplo", "Esempio",
    "Příklad", "Przykład", "Esimerkki", "Örnek", "Példa", "Voorbeeld", "Eksempel", "Exemplo",
    "van Example", "de l'Exemple", "del Ejemplo", "O'Example", "von Beispiel", "Example-Invented",
    "Παράδειγμα", "Примеров", "例", "예시", "مثال", "उदाहरण", "Ví-Dụ", "Müller-Beispiel",
)  # fmt: skip
_COLLABORATIONS = ("Invented Crystals Collaboration", "Example Beamline Consortium")


def authors(random: Random) -> tuple[str, ...]:
    """Invent the authors of one paper: mostly a handful, now and then one, a crowd or a group."""
    draw = random.random
    if draw() < 0.004:  # noqa: PLR2004  a few papers in a thousand
        return (
            _COLLABORATIONS[int(len(_COLLABORATIONS) * draw())],
            _person(draw()),
            _person(draw()),
        )
    amount = 1 + int(24 ** draw() ** 1.5) if draw() < 0.998 else 180  # noqa: PLR2004  rare crowds
    return tuple(dict.fromkeys(_person(draw()) for _ in range(amount)))


def _person(number: float) -> str:
    """Make a name out of one random number from 0 to 1."""
    number, begin = _take(number, _BEGIN)
    number, middle = _take(number, _MIDDLE)
    number, end = _take(number, _END)
    number, style = _take(number, ("", "", "", " B.", " C. D.", "-Ada", "."))
    rank = int((len(_SURNAMES) + 0.999) ** number)
    forename = f"{begin}." if style == "." else f"{begin}{middle}{end}{style}"
    return f"{forename} {_SURNAMES[rank - 1]}"


def _take(number: float, choices: tuple[str, ...]) -> tuple[float, str]:
    scaled = number * len(choices)
    return scaled % 1, choices[int(scaled)]

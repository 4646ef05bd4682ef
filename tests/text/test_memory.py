"""What became of pieces of text, remembered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperlode.text.memory import LONGEST, Memory


@given(st.lists(st.text(alphabet="abc", max_size=2)), st.integers(1, 5))
def test_memory_is_bounded_and_changes_nothing(pieces: list[str], most: int) -> None:
    """However many pieces there are, each is found as without memory."""
    memory = Memory(str.upper, most)
    assert [memory[piece] for piece in pieces] == [piece.upper() for piece in pieces]
    assert len(memory) <= most


def test_what_is_met_often_is_never_forgotten() -> None:
    """A piece that comes again before so many others did is made once."""
    made: list[str] = []

    def find(piece: str) -> str:
        made.append(piece)
        return piece

    memory = Memory(find, 3)
    for number in range(20):
        assert memory[str(number)] + memory["often"] == f"{number}often"
    assert made.count("often") == 1


def test_long_pieces_are_not_remembered() -> None:
    """They hardly come again and would fill the memory."""
    memory = Memory(len)
    assert (memory["a" * LONGEST], memory["a" * (LONGEST + 1)]) == (LONGEST, LONGEST + 1)
    assert len(memory) == 1

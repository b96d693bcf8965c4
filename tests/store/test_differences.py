"""Differences between two versions of a text, by words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.exports.differences import Piece, differences
from tests.timing import growth

_TEXT = st.lists(st.sampled_from(["قال", "نادر", "الجسر", "\n", "12", "."]), max_size=30).map(
    " ".join
)


def test_words_that_were_changed() -> None:
    assert differences("قتل 12 شخصا أمس", "قتل 14 شخصا") == [
        Piece("same", "قتل "),
        Piece("removed", "12 "),
        Piece("added", "14 "),
        Piece("same", "شخصا"),
        Piece("removed", "أمس"),
    ]


def test_equal_texts() -> None:
    assert differences("قال\n\nنادر", "قال\n\nنادر") == [Piece("same", "قال\n\nنادر")]
    assert differences("", "") == []


@given(_TEXT, _TEXT)
@settings(deadline=None)
def test_both_texts_are_in_the_pieces(earlier: str, later: str) -> None:
    pieces = differences(earlier, later)
    kept = [piece.text for piece in pieces if piece.change != "added"]
    new = [piece.text for piece in pieces if piece.change != "removed"]
    assert " ".join(kept).split() == earlier.split()
    assert "".join(new) == later


def test_long_texts_do_not_take_the_square_of_their_length() -> None:
    def work(size: int):
        earlier = "\n".join(f"سطر {n} من النص" for n in range(size))
        later = earlier.replace("سطر 7 ", "سطر جديد ")
        return lambda: differences(earlier, later)

    assert growth(work, 6_000, 24_000, 9) < 9

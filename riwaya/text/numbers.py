"""Arabic numbers in figures and in words: folded tokens in, a value and a length out.

The words come from the caller (rows of `number_words.tsv`), since this layer reads no resources.
Tokens are words in the letters view (`Word.letters`). The grammar is that of counting in modern
written Arabic: units before tens joined by و, hundreds, then scale words from large to small
(`مئة وخمسة وعشرون ألفا وثلاثمئة`); figures may stand in any place (`27 ألفا و500`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from riwaya.text.fold import fold, fold_letters

_DIGITS = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:[,٬.]\d{3})+")
_DECIMAL = re.compile(r"\d+[.,٫]\d+")
_THOUSAND_GROUP = re.compile(r"\d{3}")
_SEPARATORS = str.maketrans("", "", ",٬.")
_LONGEST_FIGURE = 24  # characters: more is an identifier, not an amount
_AND = "و"
_THE = "ال"
_Part = Callable[[], Fraction | None]


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A number found in tokens: its exact value, how many tokens it took, and how it looked.

    `definite`: it carried ال (الأربعة); `spelled`: its first token was a word, not a figure.
    """

    value: Fraction
    consumed: int
    definite: bool = False
    spelled: bool = False

    @property
    def whole(self) -> int | None:
        """The value as an integer, or None when it has a fraction."""
        return self.value.numerator if self.value.denominator == 1 else None


def read_figure(token: str, scaled: bool = False) -> Fraction | None:
    """The value of one figure token (`1600`, `27,500`, `1.7`, `1,9`), or None.

    Three digits after each separator are read as thousands; with `scaled` (a word such as مليون
    follows) a point or comma before them is a decimal one, as in `3.531 مليون`.
    """
    if not token or not token[0].isdigit() or len(token) > _LONGEST_FIGURE:
        return None
    if _DIGITS.fullmatch(token):
        return Fraction(int(token))
    if _GROUPED.fullmatch(token) and not (scaled and _DECIMAL.fullmatch(token)):
        return Fraction(int(token.translate(_SEPARATORS)))
    if _DECIMAL.fullmatch(token):
        return Fraction(token.replace(",", ".").replace("٫", "."))
    return None


class NumberReader:
    """Reads numbers with the vocabulary given as rows of `word`, `value`, `role`."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._values: dict[str, dict[str, Fraction]] = {}
        for row in rows:
            if row["value"]:
                word = fold_letters(fold(row["word"]).text)
                self._values.setdefault(row["role"], {})[word] = Fraction(row["value"])
        self._known = {word for words in self._values.values() for word in words}

    def knows(self, token: str) -> bool:
        """Whether `token` (with or without ال) is a number word."""
        return token in self._known or token.removeprefix(_THE) in self._known

    def read(self, tokens: Sequence[str], start: int = 0) -> NumberRead | None:
        """The longest number that begins at token `start`, or None."""
        first = _Cursor(self, tokens, start)
        definite, spelled = first.definite, not first.token[:1].isdigit()
        value = first.number()
        if value is None:
            return None
        return NumberRead(value, first.at - start, definite, spelled)

    def scales(self, token: str) -> bool:
        """Whether `token` multiplies the number before it (ألف، ملايين)."""
        return any(self.value(role, token) is not None for role in ("scale", "scale_plural"))

    def value(self, role: str, word: str) -> Fraction | None:
        """Value of `word` (ال allowed) in `role`, or None."""
        words = self._values.get(role, {})
        found = words.get(word)
        return found if found is not None else words.get(word.removeprefix(_THE))


class _Cursor:
    """A place in the tokens; methods return a value and advance, or return None and stay."""

    def __init__(self, reader: NumberReader, tokens: Sequence[str], at: int) -> None:
        self._reader, self._tokens, self.at = reader, tokens, at
        self._glued = ""  # the token at `at` without its و, once that has been read

    @property
    def token(self) -> str:
        if self._glued:
            return self._glued
        return self._tokens[self.at] if self.at < len(self._tokens) else ""

    @property
    def definite(self) -> bool:
        if self.token == _THE and self.at + 1 < len(self._tokens):
            return self._tokens[self.at + 1][:1].isdigit()
        known = self._reader.knows
        return self.token.startswith(_THE) and known(self.token) and known(self.token[2:])

    def number(self) -> Fraction | None:
        if self.token == _THE and self.definite:
            self.at += 1
        parts = self._scaled(None)
        if parts is None:
            return None
        total, scale = parts
        while scale is not None and scale > 1:
            more = self._addend(scale)
            if more is None:
                break
            total, scale = total + more[0], more[1]
        return total

    def _scaled(self, below: Fraction | None) -> tuple[Fraction, Fraction | None] | None:
        """A group with its scale word: (value, scale); scale None when there is no such word."""
        mark = (self.at, self._glued)
        twice = self._take("scale_dual")
        value, scale = (twice, twice / 2) if twice else self._group_and_scale()
        limit = scale if scale is not None else value
        if value is None or (below is not None and limit is not None and limit >= below):
            self.at, self._glued = mark
            return None
        return value, scale

    def _group_and_scale(self) -> tuple[Fraction | None, Fraction | None]:
        group = self._group()
        scale = self._take("scale")
        if scale is None and group is not None:
            scale = self._take("scale_plural")  # آلاف alone is no number
        if group is None and scale is None:
            return None, None
        if scale is None:
            return group, None
        return (Fraction(1) if group is None else group) * scale, scale

    def _addend(self, below: Fraction) -> tuple[Fraction, Fraction | None] | None:
        """What follows a scale word after و: `و500`, `ومئتا ألف`, `ونصف المليون`."""
        mark = (self.at, self._glued)
        if not self._and():
            return None
        part = self._take("fraction")
        if part is not None:
            self._take("scale")
            return part * below, None
        found = self._scaled(below)
        if found is None:
            self.at, self._glued = mark
        return found

    def _group(self) -> Fraction | None:
        """A number below a thousand in words, any figure, or a fraction that a scale follows."""
        figure = self._figure()
        if figure is not None:
            return figure
        part = self._fraction_of_scale()
        if part is not None:
            return part
        hundreds = self._hundreds()
        if hundreds is None:
            return self._below_hundred()
        rest = self._joined(self._below_hundred) or self._joined(lambda: self._take("one"))
        return hundreds + (rest or 0)

    def _figure(self) -> Fraction | None:
        scaled = self._reader.scales(self._after())
        value = read_figure(self.token, scaled)
        if value is None:
            return None
        leading = self.token
        self._advance()
        if len(leading) <= 3 and leading.isdigit() and leading[0] != "0":
            while _THOUSAND_GROUP.fullmatch(self.token):  # `27 500`
                value = value * 1000 + int(self.token)
                self._advance()
        return value

    def _fraction_of_scale(self) -> Fraction | None:
        return self._take("fraction") if self._reader.scales(self._after()) else None

    def _hundreds(self) -> Fraction | None:
        whole = self._take("hundreds") or self._take("hundred")
        if whole is not None:
            return whole
        if self._reader.value("hundred", self._after()) is None:
            return None
        unit = self._take("unit")  # `ثلاث مئة`
        return None if unit is None else unit * (self._take("hundred") or 1)

    def _below_hundred(self) -> Fraction | None:
        if self._reader.value("teen", self._after()) is not None:
            unit = self._take("unit") or self._take("unit_in_teen")
            if unit is not None:
                return unit + (self._take("teen") or 0)
        ten = self._take("ten") or self._take("teen")
        if ten is not None:
            return ten
        return self._unit_and_ten()

    def _unit_and_ten(self) -> Fraction | None:
        mark = (self.at, self._glued)
        for role in ("unit", "one", "unit_in_teen"):
            unit = self._take(role)
            if unit is None:
                continue
            ten = self._joined(lambda: self._take("ten"))
            if ten is not None:
                return unit + ten
            if role == "unit":
                return unit
            self.at, self._glued = mark  # واحد alone is left to the rules
        return None

    def _joined(self, part: _Part) -> Fraction | None:
        """`part` after a و, or None with nothing taken."""
        mark = (self.at, self._glued)
        value = part() if self._and() else None
        if value is None:
            self.at, self._glued = mark
        return value

    def _and(self) -> bool:
        """Step over و, whether it stands alone (before a figure) or is written to its word."""
        token = self.token
        if token == _AND:
            self._advance()
            return True
        if token.startswith(_AND) and not self._glued and self._reader.knows(token[1:]):
            if self._reader.knows(token) and self._reader.value("teen", self._after()) is None:
                return False  # واحد is a word of its own, but not in `وأحد عشر`
            self._glued = token[1:]
            return True
        return False

    def _take(self, role: str) -> Fraction | None:
        value = self._reader.value(role, self.token)
        if value is not None:
            self._advance()
        return value

    def _after(self) -> str:
        return self._tokens[self.at + 1] if self.at + 1 < len(self._tokens) else ""

    def _advance(self) -> None:
        self.at += 1
        self._glued = ""

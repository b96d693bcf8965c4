"""Other numbers for the same thing, and the same numbers written in another way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

from riwaya.resources import lexicon
from training.pair_edits_words import is_word, listed, replaced, stems, tokens

_FIGURE = re.compile(r"\d{1,3}(?:[,٬]\d{3})+|\d{1,7}")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_PLURAL = range(3, 11)  # counts whose noun stands in the plural
_WORD_KINDS = ("unit", "ten", "hundreds", "scale", "teen")
_BEFORE = (" ", "(", '"', "و", "ب", "ل")  # else it is part of a name (إتش17) or an ordinal (ال93)
_ENDINGS = ("ون", "ين", "ة", "مئة", "مائة")


@cache
def months() -> frozenset[str]:
    """Names of months, after which or before which a figure is a date."""
    return frozenset(row["form"] for row in lexicon("time_months"))


@cache
def number_words() -> dict[str, tuple[int, str]]:
    """Number words with their value and the class in which they may change places."""
    found = {}
    for row in lexicon("number_words"):
        if row["role"] in _WORD_KINDS and row["value"].isdigit():
            ending = next((e for e in reversed(_ENDINGS) if row["word"].endswith(e)), "")
            found[row["word"]] = (int(row["value"]), f"{row['role']}{ending}")
    return found


def value_of(token: str) -> int | None:
    """The value of a figure, or None."""
    if not _FIGURE.fullmatch(token):
        return None
    return int(token.replace(",", "").replace("٬", ""))


def counted(text: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Tokens that are figures and count something, with their values."""
    for at, token in enumerate(text):
        value = value_of(token)
        if value is not None and _counts(text, at, value):
            yield at, value


def _counts(text: Sequence[str], at: int, value: int) -> bool:
    if value == 0 or _FIRST_YEAR <= value <= _LAST_YEAR:
        return False
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    inside = after[0].isalpha() or after in "-/:–" or (after == "." and at + 2 < len(text))
    if inside or before not in _BEFORE:
        return False
    near = [t for t in (*text[max(0, at - 4) : at], *text[at + 1 : at + 5]) if is_word(t)]
    last = [t for t in text[max(0, at - 2) : at] if is_word(t)]
    return not (months() & set(near)) and not (listed("no_count_after") & set(last))


def other_value(value: int, rng: Random, wide: bool = False) -> int:
    """Another count of the same size and grammar; `wide`: at least a third away."""
    if value in (1, 2):
        return value
    if value in _PLURAL:
        return rng.choice([n for n in _PLURAL if n != value])
    unit: int = 10 ** max(0, len(str(value)) - len(str(value).rstrip("0")))
    for _ in range(20):
        factor = rng.choice((0.3, 0.5, 0.6, 1.5, 1.8, 2.5) if wide else (0.4, 0.7, 0.85, 1.2, 1.6))
        step = rng.choice((-3, -2, -1, 1, 2, 4)) * unit
        new = round(value * factor / unit) * unit if wide or rng.random() < 0.6 else value + step
        if new > 10 and new != value and _suits(new):
            return new
    return value + (10 if value > 10 and _suits(value + 10) else 0)


def _suits(value: int) -> bool:
    """Whether a count takes its noun as 11 to 99 and whole hundreds do: in the singular."""
    return not _FIRST_YEAR <= value <= _LAST_YEAR and value % 100 not in (1, 2, *_PLURAL)


def other_number(text: str, rng: Random) -> str | None:
    """The text with one of its counts changed, or None when it counts nothing."""
    parts = tokens(text)
    places: list[tuple[int, str]] = []
    for at, value in counted(parts):
        loose = bool(listed("loose_count") & {t for t in parts[max(0, at - 4) : at] if is_word(t)})
        new = other_value(value, rng, wide=loose)
        if new != value:
            places.append((at, f"{new:,}" if "," in parts[at] else str(new)))
    places += [(at, rng.choice(others)) for at, others in _spelled(parts)]
    if not places:
        return None
    at, new_words = rng.choice(places)
    return replaced(parts, at, at + 1, new_words)


def _spelled(parts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    known = number_words()
    for at, token in enumerate(parts):
        for proclitic, rest in stems(token) if is_word(token) else ():
            if rest in known and known[rest][0] > 2 and not known[rest][1].startswith("scale"):
                value, kind = known[rest]
                same = [w for w, (v, k) in known.items() if k == kind and v not in (value, 1, 2)]
                if same:
                    yield at, [proclitic + word for word in sorted(same)]
                break


def rewritten_number(text: str, rng: Random) -> str | None:
    """The text with a count between 3 and 99 in words instead of figures, or the reverse."""
    parts = tokens(text)
    known = number_words()
    places: list[tuple[int, str]] = []
    for at, value in counted(parts):
        spelled = [w for w, (v, k) in known.items() if v == value and k in ("unitة", "tenين")]
        if spelled and (at == 0 or parts[at - 1] == " "):
            places.append((at, spelled[0]))
    for at, token in enumerate(parts):
        if token in known and known[token][0] > 2 and known[token][1][:3] in ("uni", "ten"):
            beside = parts[at + 2] if at + 2 < len(parts) else ""
            if not any(rest in known for _, rest in stems(beside)):
                places.append((at, str(known[token][0])))
    if not places:
        return None
    at, new = rng.choice(places)
    return replaced(parts, at, at + 1, new)


def numbers_of(text: str) -> frozenset[int]:
    """The counts of a text, whether in figures or words."""
    parts = tokens(text)
    known = number_words()
    spelled = {
        known[rest][0]
        for token in parts
        for _, rest in (stems(token) if is_word(token) else ())
        if rest in known and known[rest][0] > 2
    }
    return frozenset({value for _, value in counted(parts)} | spelled)

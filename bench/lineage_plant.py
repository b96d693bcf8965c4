"""Plants copies: takes a part of a report, edits it lightly, and puts it into a new report.

Everything is drawn from a seeded generator. What was copied is noted as spans of both texts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from riwaya.model import Document, Span, document_id, text_sha256

_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"[^.!?؟\n]+[.!?؟]*")
_SPELLINGS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"})
_BACK = str.maketrans({"ي": "ى"})
_DATELINES = ("دمشق - خاص - ", "بيروت (خاص) - ", "متابعات - ", "القاهرة – ", "من مراسلنا: ")


@dataclass(frozen=True, slots=True)
class Way:
    """How copies are made.

    `copied` is the part of the source that is taken, from–to; `edits` the part of its words that
    is dropped, replaced or put in (each a third); `unit` what is taken whole; `own` whether the
    rest of the copy is another report's text, so that `copied` is also about the copy's part.
    """

    name: str
    copied: tuple[float, float] = (0.3, 1.0)
    edits: float = 0.05
    unit: str = "paragraph"
    reordered: bool = False
    own: bool = True
    spelling: bool = True
    same_outlet: bool = False
    times: bool = True


@dataclass(frozen=True, slots=True)
class Planted:
    """A copy, and what of it stands where in its source: pairs of spans (source, copy).

    `filler` is the report that the rest of the copy is from.
    """

    source: str
    filler: str
    document: Document
    spans: tuple[tuple[Span, Span], ...]


def plant(source: Document, other: Document, way: Way, rng: random.Random) -> Planted:
    """A copy of `source`, the rest of it from `other`."""
    taken = _taken(_units(source.text, way.unit), way, rng)
    edited = [(span, _edited(span.of(source.text), other.text, way, rng)) for span in taken]
    own = [span.of(other.text) for span in _units(other.text, way.unit)[1:]] if way.own else []
    room = sum(len(text) for _, text in edited) * (1 / _share(way, rng) - 1)
    pieces: list[tuple[Span | None, str]] = [*edited]
    while own and room > 0:
        text = own.pop(0)
        room -= len(text)
        pieces.insert(rng.randrange(len(pieces) + 1), (None, text))
    if way.reordered:
        rng.shuffle(pieces)
    return _laid_out(source, pieces, way, rng, other)


def _share(way: Way, rng: random.Random) -> float:
    """The part of the copy that is copied."""
    return rng.uniform(*way.copied)


def _units(text: str, unit: str) -> list[Span]:
    pattern = _SENTENCE if unit == "sentence" else re.compile(r"[^\n]+")
    spans = [Span(*match.span()) for match in pattern.finditer(text)]
    return [span for span in spans if span.of(text).strip()]


def _taken(units: Sequence[Span], way: Way, rng: random.Random) -> list[Span]:
    """Units without the headline: a stretch of them, or (sentences) any of them."""
    body = list(units[1:]) or list(units)
    need = rng.uniform(*way.copied) * sum(span.stop - span.start for span in body)
    if way.unit == "sentence":
        order = rng.sample(range(len(body)), len(body))
    else:
        first = rng.randrange(len(body))
        order = [*range(first, len(body)), *range(first - 1, -1, -1)]
    kept: list[int] = []
    for index in order:
        if need <= 0:
            break
        kept.append(index)
        need -= body[index].stop - body[index].start
    return [body[index] for index in sorted(kept)]


def _edited(text: str, other: str, way: Way, rng: random.Random) -> str:
    words, made = other.split(), []
    for word in _WORD.findall(text):
        drawn = rng.random()
        if drawn < way.edits / 3:
            continue
        if drawn < 2 * way.edits / 3:
            word = rng.choice(words)
        elif drawn < way.edits:
            made.append(rng.choice(words))
        if way.spelling and rng.random() < 0.2:
            word = word.translate(_SPELLINGS if rng.random() < 0.7 else _BACK)
        made.append(word)
    return " ".join(made)


def _laid_out(
    source: Document, pieces: Sequence[tuple[Span | None, str]], way: Way, rng: random.Random,
    other: Document,
) -> Planted:  # fmt: skip
    title = (other.title or other.text.split("\n")[0]) + " - تحديث"
    text = f"{title}\n{rng.choice(_DATELINES)}"
    spans = []
    for span, piece in pieces:
        if span is not None:
            spans.append((span, Span(len(text), len(text) + len(piece))))
        text += piece + "\n"
    outlet = source.outlet if way.same_outlet else f"copy-{rng.randrange(20)}"
    document = replace(
        source,
        id=document_id(outlet, f"planted {rng.random()}", text),
        text=text,
        sha256=text_sha256(text),
        outlet=outlet,
        url=None,
        title=title,
        published=_later(source.published, rng) if way.times else None,
    )
    return Planted(source.id, other.id, document, tuple(spans))


def _later(published: str | None, rng: random.Random) -> str | None:
    if not published:
        return None
    later = datetime.fromisoformat(published) + timedelta(minutes=rng.randrange(5, 2000))
    return later.isoformat()

"""The gold cases: reading the files, running the pipeline on them, comparing by token."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from riwaya.exports.brackets import ParsedCase, ParsedClaim, parse, render_case
from riwaya.model import Document, Span, document_id, text_sha256

FOLDER = Path(__file__).parent
# Particles and marks at a span's edges never decide a match: as in the project's scorer.
EDGE = frozenset(
    "أن إن ان بأن بان إلى الى عن على أنّ إنّ و في من ب لـ بـ".split()  # noqa: SIM905
)
STRIP = "«»\"'“”‘’()[]،,.؛;:!?؟…-–—\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
HALF = 0.5
_HEADER = re.compile(r"# (published|checks): (.*)")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True)
class GoldCase:
    """One line of a gold file. `checks` name the claims' fields that its file is about."""

    file: str
    number: int
    line: str
    published: str | None
    checks: tuple[str, ...]

    @property
    def name(self) -> str:
        """`file:line`, as editors open it."""
        return f"{self.file}.txt:{self.number}"

    @property
    def case(self) -> ParsedCase:
        """What the line states."""
        return parse(self.line)

    @property
    def document(self) -> Document:
        """The case's text as a document."""
        text = self.case.text
        return Document(
            document_id(None, None, text), text, text_sha256(text), published=self.published
        )


@dataclass(frozen=True)
class Verdict:
    """How a case went: the layers and fields that differ (none: it passes), and what was read."""

    case: GoldCase
    differs: tuple[str, ...]
    got: str

    def __str__(self) -> str:
        differs = ", ".join(self.differs)
        return f"{self.case.name} [{differs}]\n  want {self.case.line}\n  got  {self.got}"


def gold_files() -> list[str]:
    """Names of the gold files, without `.txt`."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def gold_cases(file: str) -> Iterator[GoldCase]:
    """The cases of one file in order."""
    published: str | None = None
    checks: tuple[str, ...] = ()
    lines = (FOLDER / f"{file}.txt").read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        header = _HEADER.fullmatch(line)
        if header and header[1] == "published":
            published = header[2]
        elif header:
            checks = tuple(header[2].split())
        elif line and not line.startswith("#"):
            yield GoldCase(file, number, line, published, checks)


def judged(case: GoldCase, got: ParsedCase) -> Verdict:
    """The verdict on what was read from a case."""
    return Verdict(case, tuple(_differences(case, got)), render_case(got))


def _differences(gold: GoldCase, got: ParsedCase) -> Iterator[str]:
    want, view = gold.case, _Tokens(gold.case.text)
    pairs = view.paired(want.claims, got.claims)
    if len(pairs) < len(want.claims):
        yield f"{len(want.claims) - len(pairs)} missed"
    if len(pairs) < len(got.claims):
        yield f"{len(got.claims) - len(pairs)} spurious"
    found = {field for a, b in pairs for field in view.unlike(a, b, gold.checks)}
    if "parent" in gold.checks and not _same_parents(pairs):
        found.add("parent")
    yield from sorted(found)
    if not view.same_values([(t.span, t.value) for t in want.times],
                            [(t.span, t.value) for t in got.times]):  # fmt: skip
        yield "times"
    if not view.same_values([(c.span, (c.minimum, c.maximum)) for c in want.counts],
                            [(c.span, (c.minimum, c.maximum)) for c in got.counts]):  # fmt: skip
        yield "counts"


def _same_parents(pairs: list[tuple[ParsedClaim, ParsedClaim]]) -> bool:
    number = {b.number: a.number for a, b in pairs}
    return all(a.parent == number.get(b.parent or 0) for a, b in pairs)


class _Tokens:
    """A text's white-space tokens, and comparisons of spans by the tokens that they touch."""

    def __init__(self, text: str) -> None:
        self._tokens = [
            (match.start(), match.end(), match.group().strip(STRIP))
            for match in _TOKEN.finditer(text)
        ]

    def touched(self, spans: Iterable[Span], trim: bool = True) -> set[int]:
        """Indexes of the tokens touched; edge particles and bare punctuation left out."""
        out: set[int] = set()
        for start, stop in spans:
            hit = [i for i, (a, b, w) in enumerate(self._tokens) if a < stop and b > start and w]
            while trim and len(hit) > 1 and self._tokens[hit[0]][2] in EDGE:
                hit.pop(0)
            while trim and len(hit) > 1 and self._tokens[hit[-1]][2] in EDGE:
                hit.pop()
            out.update(hit)
        return out

    def overlap(self, a: Iterable[Span], b: Iterable[Span], trim: bool = True) -> float:
        """F1 of the tokens touched; 1 when neither touches any."""
        one, two = self.touched(a, trim), self.touched(b, trim)
        return 2 * len(one & two) / (len(one) + len(two)) if one or two else 1.0

    def paired(
        self, want: Iterable[ParsedClaim], got: Iterable[ParsedClaim]
    ) -> list[tuple[ParsedClaim, ParsedClaim]]:
        """Claims that share cue words, one to one, best cue and content overlap first."""
        got = tuple(got)
        ranked = sorted(
            (
                (self.overlap(a.cue, b.cue, False) + self.overlap(a.content, b.content), i, a, b)
                for i, a in enumerate(want)
                for b in got
                if self.touched(a.cue, False) & self.touched(b.cue, False)
            ),
            key=lambda row: (-row[0], row[1]),
        )
        out: list[tuple[ParsedClaim, ParsedClaim]] = []
        for _, _, a, b in ranked:
            if all(a is not x and b is not y for x, y in out):
                out.append((a, b))
        return out

    def unlike(self, a: ParsedClaim, b: ParsedClaim, checks: tuple[str, ...]) -> Iterator[str]:
        """Fields of a pair that do not agree: source, content, and those that are asked for."""
        if not self._same_source(a, b):
            yield "source"
        if self.overlap(a.content, b.content) < HALF:
            yield "content"
        if "via" in checks and self.overlap(a.via, b.via) < HALF:
            yield "via"
        for field in ("mode", "stance", "source_type"):
            if field in checks and getattr(a, field) != getattr(b, field):
                yield field

    def _same_source(self, a: ParsedClaim, b: ParsedClaim) -> bool:
        return any(self.overlap(x, y) >= HALF for x in _sources(a) for y in _sources(b))

    def same_values(self, want: list[tuple[Span, object]], got: list[tuple[Span, object]]) -> bool:
        """Whether the expressions are the same ones, in order, with equal values."""
        want, got = sorted(want, key=lambda x: x[0]), sorted(got, key=lambda x: x[0])
        return len(want) == len(got) and all(
            self.touched([a]) & self.touched([b]) and x == y
            for (a, x), (b, y) in zip(want, got, strict=True)
        )


def _sources(claim: ParsedClaim) -> list[tuple[Span, ...]]:
    resolved = (claim.source_from,) if claim.source_from else ()
    return [spans for spans in (claim.source, resolved) if spans] or [()]

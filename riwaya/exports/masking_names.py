"""Finds the names of persons in any string: whole names, and the parts that tell who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from riwaya.exports.data_tables import rows
from riwaya.exports.masking_latin import Pair, latin_pairs, latin_spans
from riwaya.exports.masking_view import MASK, Seen, blotted, letters_of, seen
from riwaya.model import Span

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\W_]{0,6}"
_ARTICLE = "ال"
_SHORTEST_PART = 3  # letters: shorter parts are masked only beside another part
_SHORTEST_BARE = 5  # letters of a part whose article may be left out
_GAP = re.compile(rf"(?:[\s_+\-.{MASK}]|%20|&nbsp;){{0,3}}")
Words = tuple[str, ...]
"""The words of a name in levelled letters."""

_NEVER = re.compile(r"(?!)")
_ARABIC = "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff"
_ATTACHED = "[وفبلكس]{0,2}"


@dataclass(frozen=True, slots=True)
class Finder:
    """What is looked for: `whole` names anywhere, `parts` as whole words. Words in `kept`, names
    that are not masked, are left where only a part is found in them."""

    whole: re.Pattern[str]
    parts: re.Pattern[str]
    kept: re.Pattern[str]
    latin: frozenset[Pair] = frozenset()
    """Sounds of the names, for where they are written in Latin letters."""

    def spans(self, text: str, protected: Iterable[Span] = ()) -> list[Span]:
        """The stretches of `text` to mask. `protected` are spans of `text` that names which are not
        masked cover."""
        view = seen(text)
        found = [*_named(self.whole, view), *latin_spans(view, self.latin)]
        guards = [*protected, *_named(self.kept, view)]
        found += [span for span in self._parts(view) if not any(g.holds(span) for g in guards)]
        return joined(text, found)

    def whole_masked(self, text: str) -> str:
        """`text` with whole names masked, and their parts left."""
        view = seen(text)
        found = [*_named(self.whole, view), *latin_spans(view, self.latin)]
        return blotted(text, joined(text, found))

    def masked(self, text: str) -> str:
        """`text` with names and parts masked."""
        return blotted(text, self.spans(text))

    def _parts(self, view: Seen) -> Iterable[Span]:
        for match in self.parts.finditer(view.letters):
            start, stop = match.span(match.lastgroup or 0)
            if not _is_ordinary(view.plain[start:stop]):
                yield view.back(start, stop)


def finder(names: Iterable[str], kept: Iterable[str] = (), whole: Iterable[str] = ()) -> Finder:
    """A Finder of `names`. `kept` are names that stay: only those of several words protect, for a
    single word may be part of both. Of the names `whole` parts are not looked for."""
    tokens = sorted({words_of(name) for name in names} - {()})
    several = [words for words in tokens if len(words) > 1]
    more = [words_of(name) for name in whole]
    single = {words[0] for words in tokens if len(words) == 1}
    parts = {p for words in several for p in words if len(p) >= _SHORTEST_PART} | single
    keep = sorted({words_of(name) for name in kept} - set(tokens))
    return Finder(
        _bounded(map(_pattern, [*several, *more])),
        _parts_pattern(parts),
        _bounded(_pattern(words) for words in keep if len(words) > 1),
        latin_pairs(several),
    )


def words_of(name: str) -> Words:
    """The words of a name."""
    return tuple(_WORD.findall(letters_of(name)))


def _pattern(words: Words) -> str:
    return _BETWEEN.join(map(re.escape, words))


def joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """`spans` without overlaps; those with nothing but a space or a hyphen between are one, so that
    the number of words is not shown."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].stop:
            out[-1] = Span(out[-1].start, max(out[-1].stop, span.stop))
        elif out and _GAP.fullmatch(text, out[-1].stop, span.start):
            out[-1] = Span(out[-1].start, span.stop)
        else:
            out.append(span)
    return out


def _named(pattern: re.Pattern[str], view: Seen) -> list[Span]:
    return [view.back(*m.span(m.lastgroup or 0)) for m in pattern.finditer(view.letters)]


def _parts_pattern(parts: Iterable[str]) -> re.Pattern[str]:
    """Parts of names as words, with the article or without it."""
    cores = set()
    for part in parts:
        if _is_ordinary(part) or part.isdigit():
            continue
        bare = part.removeprefix(_ARTICLE)
        cores.add(bare if bare != part and len(part) >= _SHORTEST_BARE else part)
    return _bounded(map(re.escape, cores), article=True)


def _bounded(patterns: Iterable[str], article: bool = False) -> re.Pattern[str]:
    """Any of the patterns as a whole word or words: whatever particles are attached before, and an
    accusative's alif behind, where it is Arabic. The longest is tried first."""
    ordered = sorted(set(patterns), key=lambda pattern: (-len(pattern), pattern))
    arabic = "|".join(p for p in ordered if "\u0620" <= p[0] <= "\u06ff")
    other = "|".join(p for p in ordered if not "\u0620" <= p[0] <= "\u06ff")
    kinds = []
    if arabic:
        the = f"(?:{_ARTICLE})?" if article else ""
        kinds.append(f"(?<![{_ARABIC}]){_ATTACHED}(?P<arabic>{the}(?:{arabic})ا?)(?![{_ARABIC}])")
    if other:
        kinds.append(rf"(?<![^\W\d_])(?P<other>{other})(?![^\W\d_])")
    return re.compile("|".join(kinds)) if kinds else _NEVER


def _is_ordinary(word: str) -> bool:
    return word in _ordinary() or letters_of(word) in _ordinary()


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("masking_words"))

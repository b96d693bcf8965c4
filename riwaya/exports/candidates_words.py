"""Finds the words that report a death or an event in a sentence, and those that take it back.

The words are data (`data/event_words.tsv`, `death_words.tsv`, `event_contexts.tsv`). They match in
the letters view, with attached و ف ب ل ك and ال before and pronouns or tanwin's alif after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from riwaya.exports.data_tables import rows
from riwaya.model import Span
from riwaya.text import TextView, Word, fold_letters

_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_ARTICLE = "ال"
_ENDINGS = ("هما", "هم", "ها", "ه", "ا")
_SHORTEST = 3
_FURTHEST = 4

Entry = dict[str, str]
_Index = dict[str, list[tuple[tuple[str, ...], Entry]]]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that report something: their span, the lexicon's row, and their place in the view."""

    span: Span
    entry: Entry
    first: int
    last: int


class Lexicon:
    """Entries by their first word, the longest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._index: _Index = {}
        for entry in entries:
            words = tuple(fold_letters(entry["words"]).split())
            self._index.setdefault(words[0], []).append((words, entry))
        for found in self._index.values():
            found.sort(key=lambda one: -len(one[0]))

    def at(self, words: Sequence[Word], start: int, stop: int) -> tuple[int, Entry] | None:
        """The longest entry that begins at word `start`, and how many words it takes; of two, the
        one that leaves most of the first word as it stands."""
        best: tuple[int, Entry] | None = None
        for form in forms(words[start].letters):
            for tokens, entry in self._index.get(form, ()):
                length = len(tokens)
                if (best and length <= best[0]) or start + length > stop:
                    continue
                rest = zip(tokens[1:], words[start + 1 : start + length], strict=True)
                if all(token in forms(word.letters) for token, word in rest):
                    best = length, entry
        return best


@cache
def lexicon(name: str) -> Lexicon:
    """The lexicon of one table."""
    return Lexicon(rows(name))


@cache
def context_lexicon(role: str, side: str) -> Lexicon:
    """The words of one part in `event_contexts.tsv`, on one side of what they change."""
    return Lexicon(
        row for row in rows("event_contexts") if (row["role"], row["side"]) == (role, side)
    )


@lru_cache(maxsize=8192)
def forms(letters: str) -> tuple[str, ...]:
    """A word as it stands, and without what can be attached to it, the longest first."""
    bare = {letters}
    bare |= {form[1:] for form in bare if form.startswith(_CONJUNCTIONS) and len(form) > 2}
    longer = {form[1:] for form in bare if form.startswith(_PREPOSITIONS)}
    longer |= {form.removeprefix(_ARTICLE) for form in bare | longer}
    longer |= {form.removeprefix("لل") for form in bare}
    longer |= {form.removesuffix(end) for form in bare | longer for end in _ENDINGS}
    found = bare | {form for form in longer if len(form) >= _SHORTEST}
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


class SentenceWords:
    """The words of one sentence (or of a stretch of it)."""

    def __init__(self, view: TextView, stretch: Span) -> None:
        self._words = view.words
        self._view = view
        found = view.words_in(stretch)
        self._start, self._stop = found.start, found.stop

    def triggers(self, name: str, extra: str = "") -> Iterator[Trigger]:
        """What the table `name` knows, without what is denied, only planned, feared or called for.

        `extra` is one more part of `event_contexts.tsv` that takes a trigger back.
        """
        at, known = self._start, lexicon(name)
        while at < self._stop:
            found = known.at(self._words, at, self._stop)
            if found is None:
                at += 1
                continue
            length, entry = found
            span = self._view.span_of(at, at + length - 1)
            trigger = Trigger(span, entry, at, at + length - 1)
            if _reports(entry) and not self.is_taken_back(trigger.first, trigger.last, extra):
                yield trigger
            at += length

    def is_taken_back(self, first: int, last: int, extra: str = "") -> bool:
        """Whether words before or after say that it was not, or not yet, or not really."""
        return (
            (self._near("negated", first, last) and not self._near("still", first, last))
            or self._near("unreal", first, last)
            or bool(extra and self._near(extra, first, last))
        )

    def is_among(self, span: Span) -> bool:
        """Whether a word right before says that these are some of those counted before."""
        found = self._view.words_in(span)
        return self._near("among", found.start, found.stop - 1)

    def says_none(self, trigger: Trigger) -> bool:
        """Whether the words say outright that none died (`لم يسقط قتلى`, `دون وقوع قتلى`)."""
        links = context_lexicon("none-link", "before")
        at = trigger.first - 1
        while at >= self._start and links.at(self._words, at, at + 1):
            at -= 1
        return at >= self._start and bool(
            context_lexicon("none", "before").at(self._words, at, at + 1)
        )

    def denied_deaths(self) -> Iterator[Trigger]:
        """Words for deaths that are said outright not to have been."""
        for at in range(self._start, self._stop):
            found = lexicon("death_words").at(self._words, at, self._stop)
            if found and found[1]["reports"] != "no":
                last = at + found[0] - 1
                trigger = Trigger(self._view.span_of(at, last), found[1], at, last)
                if self.says_none(trigger):
                    yield trigger

    def _near(self, role: str, first: int, last: int) -> bool:
        before, after = context_lexicon(role, "before"), context_lexicon(role, "after")
        return any(self._reaches(before, at, first - at) for at in self._back_from(first)) or any(
            self._reaches(after, at, at - last) for at in self._forth_from(last)
        )

    def _reaches(self, lexicon_: Lexicon, at: int, distance: int) -> bool:
        found = lexicon_.at(self._words, at, self._stop)
        return found is not None and distance <= int(found[1]["reach"])

    def _back_from(self, first: int) -> Iterator[int]:
        """Words before, up to the nearest mark."""
        for at in range(first - 1, max(self._start, first - 1 - _FURTHEST) - 1, -1):
            if not self._words[at].is_word:
                return
            yield at

    def _forth_from(self, last: int) -> Iterator[int]:
        for at in range(last + 1, min(self._stop, last + 1 + _FURTHEST)):
            if not self._words[at].is_word:
                return
            yield at


def _reports(entry: Entry) -> bool:
    """Whether the words report something by themselves. Some rows are there to keep others from it
    (`خطف الأضواء`, `عقوبة الإعدام`), some to be denied (`دون ضحايا`: victims need not be dead)."""
    return entry.get("event_type") != "-" and entry.get("reports", "yes") == "yes"

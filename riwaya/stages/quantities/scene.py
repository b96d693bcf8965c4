"""A sentence as the rules see it, and what a rule gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from riwaya.model import CountKind, Span
from riwaya.stages.quantities.amounts import Amount, hedge, read_amount
from riwaya.stages.quantities.people import Noun, people_nouns
from riwaya.stages.quantities.vocabulary import Vocabulary, vocabulary
from riwaya.text import TextView

_QUOTES = "\"«»“”'"
_PERCENTS = ("%", "٪")


@dataclass(frozen=True, slots=True)
class Found:
    """A count that a rule found: tokens `first` to `last` of the scene, and what it says.

    `clip` letters of the first token are attached particles. `kind` is what the noun itself tells
    ("" when it tells nothing). The scan goes on at token `resume`.
    """

    first: int
    last: int
    amount: Amount
    kind: str = ""
    clip: int = 0
    resume: int = 0
    rule: str = ""


Opener = Literal["amount", "noun", "one_of"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule, tried where a word opens an amount, is a people noun, or says `one of`.

    `sure` rules stand even where a model saw no count.
    """

    name: str
    opens: Opener
    match: Callable[[Scene, int], Found | None]
    sure: bool = False


class Scene:
    """The words of one sentence, by number from 0."""

    def __init__(self, view: TextView, words: range, first: bool = False) -> None:
        self.view = view
        self.first = first  # the headline, where one person is a toll
        self.base = words.start
        self.letters = [view.words[i].letters for i in words]
        self.words: Vocabulary = vocabulary()
        self.found: list[Found] = []
        self._amounts: dict[int, Amount | None] = {}

    def __len__(self) -> int:
        return len(self.letters)

    def at(self, index: int) -> str:
        """Letters of token `index`; '' outside the sentence."""
        return self.letters[index] if 0 <= index < len(self.letters) else ""

    def amount(self, index: int) -> Amount | None:
        """The amount that begins at token `index`; percentages and Mondays are none."""
        if not self.words.opens_amount(self.at(index)):
            return None
        if self.is_("percent", index) or self._is_monday(index):
            return None
        if index not in self._amounts:
            amount = read_amount(self.letters, index, self.words)
            self._amounts[index] = None if amount and self._percent(amount.after) else amount
        return self._amounts[index]

    def _is_monday(self, index: int) -> bool:
        return self.is_("monday", index) and not self.at(index + 1).startswith("عشر")

    def _percent(self, index: int) -> bool:
        place = index + 1 if self.at(index) == "في" else index
        return self.at(place) in _PERCENTS or self.is_("percent", place)

    def noun(self, index: int) -> Noun | None:
        """Token `index` as a people noun without clitics."""
        return people_nouns().read(self.at(index))

    def noun_with_clitics(self, index: int) -> Noun | None:
        """Token `index` as a people noun; clitics allowed."""
        return people_nouns().read_with_clitics(self.at(index))

    def letters_after(self, index: int) -> bool:
        """Whether a word (not a mark) stands at token `index`."""
        return self.at(index)[:1].isalpha()

    def is_(self, role: str, index: int) -> bool:
        """Whether token `index` plays `role` in the particles' lexicon."""
        return self.words.has(role, self.at(index))

    def skip_quote(self, index: int) -> int:
        """`index`, or the next one when a quotation mark stands there."""
        return index + 1 if self.at(index) and self.at(index) in _QUOTES else index

    def closing_hedge(self, last: int) -> tuple[int, str] | None:
        """A hedge after token `last` (`على الأقل`): its last token and its effect."""
        start = self.skip_quote(last + 1)
        for phrase, effect in self.words.hedges_after.get(self.at(start), ()):
            if tuple(self.letters[start : start + len(phrase)]) == phrase:
                return start + len(phrase) - 1, effect
        return None

    def settle(self, found: Found) -> Found:
        """`found` with a hedge that follows it taken in, and the place to go on."""
        closing = self.closing_hedge(found.last)
        if closing is None:
            return _with(found, found.last, found.amount)
        return _with(found, closing[0], hedge(found.amount, closing[1]))

    def span(self, found: Found) -> Span:
        """The original span of `found`, attached particles left out."""
        words = self.view.words
        start = words[self.base + found.first].span.start
        if found.clip:
            plain = self.view.plain
            start = plain.starts[plain.forth(start) + found.clip]
        return Span(start, words[self.base + found.last].span.stop)


KINDS: tuple[CountKind, ...] = (
    "killed", "injured", "displaced", "evacuated", "detained", "missing", "released", "present",
    "other",
)  # fmt: skip


def _with(found: Found, last: int, amount: Amount) -> Found:
    resume = max(found.resume, last + 1)
    return Found(found.first, last, amount, found.kind, found.clip, resume, found.rule)

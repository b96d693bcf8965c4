"""Joins the forms of names: exact forms are joined already, rules join those that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from riwaya.stages.entities.bodies import same_body, stands_for_body, stem, without_generic
from riwaya.stages.entities.forms import Form
from riwaya.stages.entities.link import named_like
from riwaya.stages.entities.people import same_person, stands_for_person, without_titles
from riwaya.stages.entities.sets import Sets
from riwaya.stages.entities.words import LONG_ENOUGH, skeleton, without_filiation

_MOST_COMPARED = 40  # forms that share a word: more are compared with their nearest only
_BEGINNING = 3  # letters that two spellings of one name share, or else their consonants

# The strongest first: what a short name stands for by a stronger rule it does not by a weaker.
_STRENGTH = (
    "shorter-name", "last-name", "one-word", "first-name", "last-name-spelling", "middle-name",
    "fathers-name",
)  # fmt: skip


class Joining:
    """The sets of forms. `open` holds short forms that may stand for several sets, with the full
    forms that they may stand for and the rule."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms
        self.sets = Sets(len(forms))
        self.open: dict[int, dict[int, str]] = {}
        self._actors = [
            {actor.id for actor in named_like(form.namings[0].text, form.family == "person")}
            for form in forms
        ]
        self._names = [
            without_titles(form.words) if form.family == "person" else form.words for form in forms
        ]

    def run(self) -> Joining:
        """Join whatever the rules join."""
        self._join_aliases()
        shorts: dict[int, dict[int, str]] = {}
        for one, other in self._pairs():
            if self._are_two_actors(one, other):
                continue
            if rule := self._same(one, other):
                self.sets.join(one, other, rule)
                continue
            for short, full in ((one, other), (other, one)):
                if rule := self._stands_for(short, full):
                    shorts.setdefault(short, {})[full] = rule
        for short in sorted(shorts, key=lambda at: (-len(self._names[at]), at)):
            self._attach(short, shorts[short])
        return self

    def _join_aliases(self) -> None:
        """Join names of which one is given in brackets after the other, or as another name."""
        pairs = sorted(
            (naming.mention.span.start, form.index, naming.alias)
            for form in self.forms
            for naming in form.namings
        )
        for (_, one, _), (_, other, alias) in pairwise(pairs):
            if alias and self._may_be_alias(one, other):
                self.sets.join(one, other, "also-called")

    def _may_be_alias(self, one: int, other: int) -> bool:
        if self.forms[one].family != self.forms[other].family or self._are_two_actors(one, other):
            return False
        return self.forms[one].family != "place"

    def _are_two_actors(self, one: int, other: int) -> bool:
        """Whether the lexicon knows both names, and as names of different actors."""
        a, b = self._actors[one], self._actors[other]
        return bool(a and b) and not a & b

    def _attach(self, short: int, fulls: dict[int, str]) -> None:
        strongest = min(fulls.values(), key=_STRENGTH.index)
        best = {full: rule for full, rule in fulls.items() if rule == strongest}
        sure = [full for full in best if full not in self.open]
        if len({self.sets.root(full) for full in sure}) == 1:
            self.sets.join(sure[0], short, strongest)
        elif sure:
            self.open[short] = dict.fromkeys(sure, strongest)

    def _same(self, one: int, other: int) -> str | None:
        a, b, family = self._names[one], self._names[other], self.forms[one].family
        return same_person(a, b) if family == "person" else same_body(a, b, family)

    def _stands_for(self, short: int, full: int) -> str | None:
        a, b, family = self._names[short], self._names[full], self.forms[short].family
        return stands_for_person(a, b) if family == "person" else stands_for_body(a, b, family)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Pairs of forms of one family that share a word, its consonants, or a group's stem."""
        blocks: dict[tuple[str, str], list[int]] = {}
        seen: set[tuple[int, int]] = set()
        for form in self.forms:
            for key in sorted(self._keys(form)):
                block = blocks.setdefault((form.family, key), [])
                for other in block[-_MOST_COMPARED:]:
                    if (other, form.index) not in seen:
                        seen.add((other, form.index))
                        yield other, form.index
                block.append(form.index)

    def _keys(self, form: Form) -> set[str]:
        words = without_filiation(self._names[form.index])
        keys = set(words) | {skeleton(word) for word in words}
        keys |= {word[:_BEGINNING] for word in words if len(word) >= LONG_ENOUGH}
        if form.family == "body":
            keys.update(stem(words))
        return keys | set(without_generic(words, form.family))

"""What a rule is, what it reads, and what it may look at while reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from riwaya.model import Anchor as AnchorName
from riwaya.model import TimeType
from riwaya.stages.dates.calendar import Anchor, valid_day
from riwaya.stages.dates.vocabulary import Vocabulary, alternation, vocabulary

_LOOK_BACK = 140
_LOOK_AHEAD = 25
_RECENT = 3  # days: as far back as a part of a day takes its day from the words before
_CLAUSE_END = re.compile(r"[.؟!\n؛:]")
_FULL_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_LEADING_YEAR = re.compile(r"(\d{4})(?:-(\d\d))?(?!\d)")
_LAST_WORD = re.compile(r"(\w+)\W{0,3}$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule makes of a match. `value` None: a time expression that cannot be resolved."""

    type: TimeType
    value: str | None
    anchor: AnchorName | None = None
    inferred: bool = False


ValueOf = Callable[[re.Match[str], "Scene"], Reading | None]


@dataclass(frozen=True)
class Rule:
    """A named rule. `pattern` builds its expression over the letters view (one space stands for
    one or two); `value` reads a match or refuses it with None. `sure`: kept even when a model that
    knows what annotators leave out does not propose the place.
    """

    name: str
    pattern: Callable[[Vocabulary], str]
    value: ValueOf
    sure: bool = False

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(re.sub(r" (?![?*{])", " {1,2}", self.pattern(vocabulary())))


@dataclass
class Scene:
    """One document while it is read from left to right: its anchor and the times met so far.

    `lenient`: the place is known to hold a time, so that rules ask for no leading preposition.
    """

    letters: str
    anchor: Anchor
    lenient: bool = False
    last_day: date | None = None
    last_day_at: int = -1
    last_month: str | None = None
    last_year: int | None = None
    heading_year: int | None = None
    last_stop: int = -1
    last_was_year: bool = False
    age_stop: int = -1
    coming_weekdays: set[int] = field(default_factory=set)
    words: Vocabulary = field(default_factory=vocabulary)

    def remember(self, reading: Reading, start: int, stop: int) -> None:
        """Keep the day, month and year of a reading for later `اليوم نفسه`, `ليلا` …"""
        value = reading.value or ""
        self.last_stop = stop
        self.last_was_year = value.isdigit() and len(value) == 4
        if day := _FULL_DAY.match(value):
            self.last_day = valid_day(*map(int, day.groups()))
            self.last_day_at = start
        if reading.type not in ("date", "time"):
            return
        if found := _LEADING_YEAR.match(value):
            self.last_year = int(found[1])
            self.last_month = f"{found[1]}-{found[2]}" if found[2] else self.last_month
            if len(value) == 4 and self._fills_its_line(start, stop):
                self.heading_year = self.last_year

    def before(self, start: int) -> str:
        """The word before `start`, or the clitic that `start` is attached to; '' if none."""
        found = _LAST_WORD.search(self.letters, max(0, start - 24), start)
        return found[1] if found else ""

    def plays(self, role: str, word: str) -> bool:
        """Whether `word`, with or without an attached و or ف, plays `role`."""
        table = self.words.roles[role]
        return word in table or (word[:1] in ("و", "ف") and word[1:] in table)

    def led_by(self, role: str, start: int) -> bool:
        """Whether the word before `start` plays `role`; always when `lenient`."""
        return self.lenient or self.plays(role, self.before(start))

    def looks_ahead(self, start: int, stop: int) -> bool:
        """Whether the clause around the match speaks of what is still to come."""
        window = self.letters[max(0, start - _LOOK_BACK) : start]
        before = _CLAUSE_END.split(window)[-1]
        after = _own_clause().split(self.letters[stop : stop + _LOOK_AHEAD])[0]
        return any(
            not self.plays("not_future", match[0])
            for part in (before, after)
            for match in _future_cue().finditer(part)
        )

    def day_nearby(self, start: int) -> date | None:
        """The recent day named shortly before `start` in its paragraph."""
        day, today = self.last_day, self.anchor.day
        if day is None or start - self.last_day_at > _LOOK_BACK:
            return None
        if "\n" in self.letters[self.last_day_at : start]:
            return None
        if today is not None and abs((today - day).days) > _RECENT:
            return None
        return day

    def joined(self, start: int) -> bool:
        """Whether only و, a dash or a comma parts `start` from the last time expression."""
        gap = self.letters[self.last_stop : start] if self.last_stop >= 0 else "no"
        return len(gap) <= 4 and not gap.strip(" و-–،,")

    def _fills_its_line(self, start: int, stop: int) -> bool:
        before = self.letters[max(0, start - 1) : start]
        return before in ("", "\n") and self.letters[stop : stop + 1] in ("", "\n")


def pick(match: re.Match[str], name: str) -> str | None:
    """The text of group `name`, or of its twin `name_2`: a pattern may hold a part twice."""
    groups = match.groupdict()
    return groups.get(name) or groups.get(f"{name}_2")


@cache
def _own_clause() -> re.Pattern[str]:
    """What ends a clause to the right: a mark, or a particle that opens a reported one."""
    return re.compile(rf"[.؟!\n؛:،]|(?<!\w){alternation(vocabulary().roles['complement'])}")


@cache
def _future_cue() -> re.Pattern[str]:
    stated = alternation(vocabulary().roles["future"])
    return re.compile(rf"(?<!\w)(?:[وف]?س[يتن]\w{{2,}}|[وف]?{stated})")

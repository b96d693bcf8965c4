"""How many: every number of an account with its bounds and what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from riwaya.compare.facts_data import counted_nouns, words_of
from riwaya.compare.facts_ground import Ground
from riwaya.compare.facts_times import When, hours_of
from riwaya.compare.facts_tokens import Tokens
from riwaya.compare.facts_words import is_content, root, without_clitics
from riwaya.model import Quantity, Span, TimeValue
from riwaya.stages.quantities.amounts import Amount, read_amount
from riwaya.stages.quantities.vocabulary import vocabulary

_BEFORE = 4  # words before a number within which it can be marked as a part of another
_NOUN_AFTER = 4  # words after a number within which its noun stands
_DUAL = ("ين", "ان")
PEOPLE = frozenset(("person", "attacker", "child", "fighter", "passenger", "woman"))
"""Classes of nouns that name people."""
_LONGEST_PERIOD = 366  # days
_YEARS = range(1900, 2101)
_VAGUE = (("عشر", 20, 99), ("مئ", 200, 999), ("مي", 200, 999), ("ال", 2000, 99_999),
          ("ملايين", 2_000_000, 99_999_999))  # fmt: skip
_THOUSANDS = ("الاف", "الالاف", "ملايين", "الملايين")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of an account.

    `minimum`–`maximum` are its bounds, None where open; `exact`: one value without a hedge.
    `kind` is what became of people (killed, injured …), `thing` for other counts, or `percent`,
    `money`, `duration` (then in hours). `noun` is the key of what is counted, '' for people as
    such; `group` is the noun's class (child, attacker …). `part`: the words mark it as a part of
    another count (بينهم), `base` as what a part is taken from (من أصل), `whole` as a total (حصيلة).
    `scope` are the roots of the clause around it; `days` the days or years named there (ordinals),
    `places` the places below a country, with those that hold them.
    """

    minimum: float | None
    maximum: float | None
    exact: bool
    kind: str
    noun: str
    span: Span
    first: int
    part: bool = False
    whole: bool = False
    base: bool = False
    group: str = ""
    scope: frozenset[str] = frozenset()
    days: tuple[tuple[int, int], ...] = ()
    places: frozenset[str] = frozenset()

    @property
    def people(self) -> bool:
        """Whether it counts people."""
        return self.kind not in ("thing", "percent", "money", "duration")

    def meets(self, other: Figure) -> bool:
        """Whether the two can be one number: their bounds overlap."""
        low = max(_low(self), _low(other))
        return low <= min(_high(self), _high(other))


def figures_of(
    ground: Ground,
    tokens: Tokens,
    whens: Sequence[When] = (),
    places: Mapping[Span, frozenset[str]] = MappingProxyType({}),
) -> tuple[Figure, ...]:
    """All numbers of an account, in order; `whens` are the days that it names,
    `places` its places with their names and those of the units that hold them."""
    if not tokens.letters:
        return ()
    window = Span(tokens.spans[0].start, tokens.spans[-1].stop)
    near = [count for count in ground.counts if count.span.meets(window)]
    times = [time for time in ground.times if time.span.meets(window)]
    reading = _Reading(tokens, whens, places)
    found = [figure for count in near if (figure := reading.of_people(count)) is not None]
    taken = [figure.span for figure in found]
    found.extend(reading.lengths(time for time in times if time.type == "duration"))
    found.extend(reading.others([*taken, *(time.span for time in times)]))
    return tuple(sorted(found, key=lambda figure: figure.span))


def _low(figure: Figure) -> float:
    return 0.0 if figure.minimum is None else figure.minimum


def _high(figure: Figure) -> float:
    return float("inf") if figure.maximum is None else figure.maximum


class _Reading:
    """Reads the numbers of one account."""

    def __init__(
        self, tokens: Tokens, whens: Sequence[When], places: Mapping[Span, frozenset[str]]
    ) -> None:
        self._tokens = tokens
        self._days: dict[int, list[tuple[int, int]]] = {}
        for when in whens:
            index = tokens.index_of(when.span)
            if index is not None and when.last - when.first <= _LONGEST_PERIOD:
                self._days.setdefault(tokens.clauses[index], []).append((when.first, when.last))

        self._places: dict[int, frozenset[str]] = {}
        for span, names in places.items():
            index = tokens.index_of(span)
            if index is not None:
                clause = tokens.clauses[index]
                self._places[clause] = self._places.get(clause, frozenset()) | names

    def of_people(self, count: Quantity) -> Figure | None:
        """A count of people that the report has, where the account holds it."""
        place = self._tokens.place_of(count.span)
        if place is None:
            return None
        low: float | None = count.minimum
        high: float | None = count.maximum
        approx = count.approx
        if low is None and high is None:
            low, high = _vague(self._tokens.letters[place[0] : place[1]])
            approx = True
        minimum, maximum = _widened(low, high, approx)
        noun = _noun_in(self._tokens, *place)
        exact = low is not None and low == high and not approx
        return self._settled(place, (minimum, maximum, exact), (count.kind, noun), count.span)

    def lengths(self, times: Iterable[TimeValue]) -> Iterator[Figure]:
        """Lengths of time, in hours."""
        for time in times:
            hours, place = hours_of(time.value), self._tokens.place_of(time.span)
            if hours is not None and place is not None:
                bounds = (*_widened(hours, hours, True), False)
                yield self._settled(place, bounds, ("duration", ""), time.span)

    def others(self, taken: Sequence[Span]) -> Iterator[Figure]:
        """Numbers of things, percentages and sums of money outside `taken`."""
        words, letters, spans = vocabulary(), self._tokens.letters, self._tokens.spans
        at = 0
        while at < len(letters):
            opens = words.opens_amount(letters[at])
            if not opens and not letters[at].endswith(_DUAL):
                at += 1  # no number
            elif any(spans[at].meets(span) for span in taken):
                at += 1
            elif not opens:
                yield from self._dual_of_things(at)
                at += 1
            else:
                amount = read_amount(letters, at, words)
                if amount is not None and not amount.nameless:
                    yield from self._of_things(at, amount)
                    at = max(at, amount.after - 1)
                at += 1

    def _of_things(self, at: int, amount: Amount) -> Iterator[Figure]:
        letters = self._tokens.letters
        if at and letters[at - 1] in words_of("identifier"):
            return
        kind, noun = _what_is_counted(letters, amount.after)
        if kind == "thing" and (not noun or _is_year(amount)):
            return
        low: float | None = amount.minimum
        high: float | None = amount.maximum
        if amount.vague:
            low, high = _vague(letters[at : amount.after])
        exact = low is not None and low == high and not amount.approx and not amount.hedged
        minimum, maximum = _widened(low, high, amount.approx)
        span = self._tokens.span(at, min(len(letters), amount.after + (1 if noun else 0)))
        place = (at, amount.after)
        yield self._settled(place, (minimum, maximum, exact), (kind, noun), span)

    def _dual_of_things(self, at: int) -> Iterator[Figure]:
        """`صاروخين`, `طائرتان`: two of a noun of the table."""
        for form in without_clitics(self._tokens.letters[at]):
            noun, group = counted_nouns().get(form, ("", ""))
            if noun and noun != form and group not in PEOPLE and _is_dual(form, noun):
                span = self._tokens.spans[at]
                yield self._settled((at, at + 1), (2, 2, True), ("thing", noun), span)
                return

    def _settled(
        self,
        place: tuple[int, int],
        bounds: tuple[float | None, float | None, bool],
        what: tuple[str, str],
        span: Span,
    ) -> Figure:
        first, stop = place
        roles, clause = self._tokens.roles, self._tokens.clauses[first]
        before = range(max(0, first - _BEFORE), first)
        part = any(a in before for a, _ in roles.get("subset", ()))
        return Figure(
            *bounds,
            *what,
            span,
            first,
            part=part or any(a == stop for a, _ in roles.get("part_after", ())),
            whole=any(self._tokens.clauses[a] == clause for a, _ in roles.get("total", ())),
            base=any(end == first for _, end in roles.get("base", ())),
            group=counted_nouns().get(what[1], ("", ""))[1],
            scope=self._tokens.scopes[clause],
            days=tuple(self._days.get(clause, ())),
            places=self._places.get(clause, frozenset()),
        )


def _widened(
    low: float | None, high: float | None, approx: bool
) -> tuple[float | None, float | None]:
    """About 95 can be 90 or 100: a twentieth on either side, more for round numbers."""
    if not approx or low is None or high is None or low != high:
        return low, high
    share = 0.1 if low % 10 == 0 else 0.05
    return low * (1 - share), high * (1 + share)


def _vague(letters: Sequence[str]) -> tuple[float | None, float | None]:
    """The bounds that عشرات، مئات، آلاف and their products suggest; open where unknown."""
    words = [word.removeprefix("ال") for word in letters]
    for beginning, low, high in _VAGUE:
        for at, word in enumerate(words):
            if word.startswith(beginning) and (
                len(beginning) > 2 or word in ("مئات", "ميات", "الاف", "اف")
            ):
                scaled = any(later in _THOUSANDS for later in letters[at + 1 :])
                factor = 1000 if scaled else 1
                return low * factor, high * factor
    return None, None


def _noun_in(tokens: Tokens, first: int, stop: int) -> str:
    """The key of the first noun among the words `first` to `stop`, '' for people as such."""
    known = vocabulary().numbers.knows
    for index in range(first, stop):
        word = tokens.letters[index]
        if word[:1].isdigit() or known(word) or vocabulary().vague(word) or not is_content(word):
            continue
        noun = _noun_key(word)
        if noun is not None:
            return noun
    return ""


def _noun_key(word: str) -> str | None:
    """The key of a counted noun: '' for people as such, None for a word of no use."""
    people, nouns = words_of("person"), counted_nouns()
    for form in without_clitics(word):
        if form in people:
            return ""
        if form in nouns:
            return nouns[form][0]
    return root(word)


def _is_year(amount: Amount) -> bool:
    return amount.figure and amount.minimum in _YEARS and amount.minimum == amount.maximum


def _what_is_counted(letters: Sequence[str], after: int) -> tuple[str, str]:
    """(kind, key of the noun) from the words after a number; no noun: ('thing', '')."""
    near = letters[after : after + _NOUN_AFTER]
    if near[:1] == ("في",) and near[1:2] and near[1] in words_of("percent"):
        return "percent", ""
    for offset, word in enumerate(near):
        if word in words_of("percent"):
            return ("percent", "") if offset == 0 else ("thing", "")
        if word in words_of("money"):
            return "money", root(word)
        if offset > 1 or not word[:1].isalpha():
            break
        if offset == 0 and word == "من":
            continue
        if is_content(word):
            return "thing", _noun_key(word) or "person"
    return "thing", ""


def _is_dual(form: str, noun: str) -> bool:
    base = noun[:-1] + "ت" if noun.endswith("ه") else noun
    return form in (base + "ين", base + "ان")

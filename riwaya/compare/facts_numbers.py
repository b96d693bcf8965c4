"""How many: every number of an account with its bounds and what it counts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riwaya.compare.facts_data import counted_nouns, words_of
from riwaya.compare.facts_ground import Ground
from riwaya.compare.facts_times import hours_of
from riwaya.compare.facts_tokens import Tokens
from riwaya.compare.facts_words import is_content, root, without_clitics
from riwaya.model import Quantity, Span, TimeValue
from riwaya.stages.quantities.amounts import Amount, read_amount
from riwaya.stages.quantities.vocabulary import vocabulary

_BEFORE = 4  # words before a number within which it can be marked as a part of another
_NOUN_AFTER = 4  # words after a number within which its noun stands
_YEARS = range(1900, 2101)
_VAGUE = (("عشر", 20, 99), ("مئ", 200, 999), ("مي", 200, 999), ("ال", 2000, 99_999),
          ("ملايين", 2_000_000, 99_999_999))  # fmt: skip
_THOUSANDS = ("الاف", "الالاف", "ملايين", "الملايين")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of an account.

    `minimum`–`maximum` are its bounds, None where open; `exact`: one value without a hedge.
    `kind` is what became of people (killed, injured …), `thing` for other counts, or `percent`,
    `money`, `length of time` (then in hours). `noun` is the key of what is counted, '' for people
    as such. `part`: the words mark it as a part of another count (بينهم), `whole` as a total
    (حصيلة). `scope` are the roots of the clause around it.
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
    scope: frozenset[str] = frozenset()

    @property
    def people(self) -> bool:
        """Whether it counts people."""
        return self.kind not in ("thing", "percent", "money", "duration")

    def meets(self, other: Figure) -> bool:
        """Whether the two can be one number: their bounds overlap."""
        low = max(_low(self), _low(other))
        return low <= min(_high(self), _high(other))


def figures_of(ground: Ground, tokens: Tokens) -> tuple[Figure, ...]:
    """All numbers of an account, in order."""
    if not tokens.letters:
        return ()
    starts = [span.start for span in tokens.spans]
    found = [
        figure
        for count in ground.counts
        if (figure := _of_people(tokens, starts, count)) is not None
    ]
    taken = [figure.span for figure in found]
    lasting = [time for time in ground.times if time.type == "duration"]
    found.extend(_lengths(lasting, tokens, starts))
    dated = [time.span for time in ground.times]
    found.extend(_others(tokens, [*taken, *dated]))
    return tuple(sorted(found, key=lambda figure: figure.span))


def _low(figure: Figure) -> float:
    return 0.0 if figure.minimum is None else figure.minimum


def _high(figure: Figure) -> float:
    return float("inf") if figure.maximum is None else figure.maximum


def _place(span: Span, starts: Sequence[int]) -> tuple[int, int] | None:
    """The indexes of the account's words that `span` begins with and ends before."""
    first = bisect_right(starts, span.start) - 1
    stop = bisect_left(starts, span.stop)
    return (max(first, 0), stop) if stop > max(first, 0) else None


def _of_people(tokens: Tokens, starts: Sequence[int], count: Quantity) -> Figure | None:
    place = _place(count.span, starts)
    if place is None or not tokens.span(*place).meets(count.span):
        return None
    low: float | None = count.minimum
    high: float | None = count.maximum
    approx = count.approx
    if low is None and high is None:
        low, high = _vague(tokens.letters[place[0] : place[1]])
        approx = True
    minimum, maximum = _widened(low, high, approx)
    noun = _noun_in(tokens, place[0], place[1])
    exact = low is not None and low == high and not approx
    return _settled(tokens, place, (minimum, maximum, exact), (count.kind, noun), count.span)


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


def _settled(
    tokens: Tokens,
    place: tuple[int, int],
    bounds: tuple[float | None, float | None, bool],
    what: tuple[str, str],
    span: Span,
) -> Figure:
    first, stop = place
    clause = tokens.clause(first)
    scope = frozenset(root(tokens.letters[i]) for i in tokens.content if i in clause)
    before = range(max(0, first - _BEFORE), first)
    part = any(a in before for a, _ in tokens.roles.get("subset", ()))
    part = part or any(a == stop for a, _ in tokens.roles.get("part_after", ()))
    whole = any(a in clause and a < first for a, _ in tokens.roles.get("total", ()))
    return Figure(*bounds, *what, span, first, part, whole, scope)


def _lengths(times: Sequence[TimeValue], tokens: Tokens, starts: Sequence[int]) -> Iterator[Figure]:
    for time in times:
        hours, place = hours_of(time.value), _place(time.span, starts)
        if hours is None or place is None or not tokens.span(*place).meets(time.span):
            continue
        bounds = (*_widened(hours, hours, True), False)
        yield _settled(tokens, place, bounds, ("duration", ""), time.span)


def _others(tokens: Tokens, taken: Sequence[Span]) -> Iterator[Figure]:
    """Numbers of things, percentages and sums of money."""
    words, letters = vocabulary(), tokens.letters
    at = 0
    while at < len(letters):
        if not words.opens_amount(letters[at]) or any(tokens.spans[at].meets(s) for s in taken):
            dual = _dual_of_things(tokens, at, taken)
            if dual is not None:
                yield dual
            at += 1
            continue
        amount = read_amount(letters, at, words)
        if amount is None or amount.nameless:
            at += 1
            continue
        figure = _of_things(tokens, at, amount)
        if figure is not None:
            yield figure
        at = max(at + 1, amount.after)


def _of_things(tokens: Tokens, at: int, amount: Amount) -> Figure | None:
    letters = tokens.letters
    if at and letters[at - 1] in words_of("identifier"):
        return None
    kind, noun = _what_is_counted(letters, amount.after)
    if kind == "thing" and (not noun or _is_year(amount)):
        return None
    low: float | None = amount.minimum
    high: float | None = amount.maximum
    if amount.vague:
        low, high = _vague(letters[at : amount.after])
    exact = low is not None and low == high and not amount.approx and not amount.hedged
    minimum, maximum = _widened(low, high, amount.approx)
    span = tokens.span(at, min(len(letters), amount.after + (1 if noun else 0)))
    place = (at, amount.after)
    return _settled(tokens, place, (minimum, maximum, exact), (kind, noun), span)


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


def _dual_of_things(tokens: Tokens, at: int, taken: Sequence[Span]) -> Figure | None:
    """`صاروخين`, `طائرتان`: two of a noun of the table."""
    word = tokens.letters[at]
    if not word.endswith(("ين", "ان")) or any(tokens.spans[at].meets(span) for span in taken):
        return None
    for form in without_clitics(word):
        entry = counted_nouns().get(form)
        if entry is None:
            continue
        noun, kind = entry
        if kind == "person" or form == noun or not _is_dual(form, noun):
            return None
        return _settled(tokens, (at, at + 1), (2, 2, True), ("thing", noun), tokens.spans[at])
    return None


def _is_dual(form: str, noun: str) -> bool:
    base = noun[:-1] + "ت" if noun.endswith("ه") else noun
    return form in (base + "ين", base + "ان")

"""The numbers given for one thing, by voice and time: what each counts, never which is right.

Numbers are only set beside each other where they count the same: the killed are not the injured, a
part (بينهم ثلاثة أطفال) is not the whole, and another day or place is another number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.compare.facts import Scene, scene_of
from riwaya.compare.facts_ground import ground_of
from riwaya.compare.facts_names import state_of
from riwaya.compare.facts_numbers import Figure
from riwaya.compare.facts_times import When
from riwaya.compare.facts_words import is_content, root
from riwaya.compare.model import NO_COMMENT, Account, Question, SourceGroup, Tally, Toll
from riwaya.compare.tally_places import places_in, places_named
from riwaya.model import Quantity, Report, Span
from riwaya.resources import lexicon
from riwaya.resources.actors import name_words
from riwaya.stages.quantities.vocabulary import vocabulary
from riwaya.text import Word, fold_letters

_BEFORE = 3  # words shown before a number
_AFTER = 5  # and behind it


@dataclass(frozen=True, slots=True)
class _Number:
    """A toll with what it must share with others of one tally: its kind of thing, and the days and
    places of its clause."""

    toll: Toll
    key: tuple[str, str, bool]
    whens: tuple[When, ...]
    places: Mapping[str, frozenset[str]]


def tallies(
    reports: Sequence[Report],
    accounts: Sequence[Account],
    groups: Sequence[SourceGroup],
    questions: Sequence[Question],
) -> tuple[Tally, ...]:
    """The tallies of all questions that ask how many, in the questions' order.

    A question has one tally for each thing that its answers count (the largest first). In a tally
    tolls are in the order of their days, those without one last, so that a voice's later toll
    stands behind its earlier: an update. One voice's same number on one day stands once.
    `minimum`–`maximum` of a tally is the range of the bounds that are stated; a toll's own bound
    is None where the text leaves it open (عشرات: 20 and more, أكثر من، لا يقل عن).
    """
    work = _Work(reports, accounts, groups)
    return tuple(tally for q in questions if q.kind == "count" for tally in work.tallies_of(q))


def latest(tally: Tally) -> dict[str, Toll]:
    """The last toll of each voice, by the group's id; one without a day only where none has one."""
    found: dict[str, Toll] = {}
    for toll in tally.tolls:
        if toll.said is not None or found.get(toll.group, toll).said is None:
            found[toll.group] = toll
    return found


class _Work:
    """The reports and accounts as the tallies need them."""

    def __init__(
        self,
        reports: Sequence[Report],
        accounts: Sequence[Account],
        groups: Sequence[SourceGroup],
    ) -> None:
        self._reports = {report.document.id: report for report in reports}
        self._accounts = {account.ref: account for account in accounts}
        self._groups = {ref: group.id for group in groups for ref in group.accounts}
        bare = [report for report in reports if not report.mentions]
        self._named = places_named(ground_of(report).view for report in bare)

    def tallies_of(self, question: Question) -> list[Tally]:
        """The tallies of one question, the one with most tolls first."""
        clusters: list[list[_Number]] = []
        numbers = list(self._numbers(question))
        split = _of_several_places(numbers)
        for number in numbers:
            fits = (
                c
                for c in clusters
                if all(
                    _is_same_thing(number, other)
                    and not (number.key in split and bool(number.places) != bool(other.places))
                    for other in c
                )
            )
            cluster = next(fits, None)
            if cluster is None:
                clusters.append([number])
            else:
                cluster.append(number)
        clusters.sort(key=lambda cluster: -len(cluster))
        if not any(position.spans for position in question.positions):
            clusters = _asked_for(question, clusters)
        return [_tally(question.id, cluster) for cluster in clusters]

    def _numbers(self, question: Question) -> Iterator[_Number]:
        """The numbers of the answers, first those of the words that an answer rests on."""
        asked = {
            ref: [span for other, span in position.spans if other == ref]
            for position in question.positions
            if position.label != NO_COMMENT
            for ref in position.claims
            if ref in self._accounts
        }
        found = {ref: list(self._of_account(ref, spans)) for ref, spans in asked.items()}
        keys = {number.key[:2] for numbers in found.values() for number in numbers}
        for ref, numbers in found.items():
            # An answer whose words hold no number may give it beside them, if of the same thing.
            beside = () if numbers else self._of_account(ref, ())
            yield from (*numbers, *(number for number in beside if number.key[:2] in keys))

    def _of_account(self, ref: str, spans: Sequence[Span]) -> Iterator[_Number]:
        account = self._accounts[ref]
        report = self._reports.get(account.document)
        if report is None:
            return
        scene = scene_of(report, account)
        counts = {count.span: count for count in ground_of(report).counts}
        for figure in scene.figures:
            if figure.kind == "duration" or not _asked(figure.span, spans):
                continue
            toll = self._toll(account, scene, figure, counts.get(figure.span))
            yield _Number(toll, _key(figure), *self._around(scene, figure))

    def _around(
        self, scene: Scene, figure: Figure
    ) -> tuple[tuple[When, ...], dict[str, frozenset[str]]]:
        """The days and places named in the figure's clause; each place with its own name and those
        of the units that hold it."""
        clause = scene.tokens.clause(figure.first)
        span = scene.tokens.span(clause.start, clause.stop)
        places = {
            key: names
            for key, names in scene.held.items()
            if key in scene.places and scene.places[key].meets(span)
        }
        if not places and self._named:
            later = (other.first for other in scene.figures if other.first > figure.first)
            stop = min(clause.stop, next(later, clause.stop))
            places = places_in(scene.tokens.letters[figure.first : stop], self._named)
        return tuple(when for when in scene.whens if when.span.meets(span)), places

    def _words(self, account: Account, figure: Figure) -> Iterator[Word]:
        view = ground_of(self._reports[account.document]).view
        return (view.words[at] for at in view.words_in(figure.span))

    def _toll(self, account: Account, scene: Scene, figure: Figure, count: Quantity | None) -> Toll:
        low, high, approx = _bounds(figure, count)
        if approx and any(vocabulary().vague(w.letters) for w in self._words(account, figure)):
            high = None
        return Toll(
            ref=account.ref,
            group=self._groups.get(account.ref, ""),
            said=account.said,
            minimum=low,
            maximum=high,
            approx=approx,
            counts=_words_around(self._reports[account.document], scene, figure),
            kind=figure.kind,
            span=figure.span,
        )


def _asked_for(question: Question, clusters: Sequence[list[_Number]]) -> list[list[_Number]]:
    """Of a question whose answers name no words (one that a person added) the numbers of what
    its words ask for (قُتل), else of the kind in whose clauses its words stand the most."""
    asked = {_contexts()[word] for word in name_words(question.question_ar) if word in _contexts()}
    meant = [cluster for cluster in clusters if cluster[0].key[0] in asked]
    if meant:
        return meant
    words = _roots(question.question_ar)
    heard: Counter[tuple[str, str]] = Counter()
    for number in (number for cluster in clusters for number in cluster):
        heard[number.key[:2]] += len(words & _roots(number.toll.counts))
    best = max(heard, key=lambda key: heard[key], default=None)
    return [cluster for cluster in clusters if cluster[0].key[:2] == best]


@cache
def _contexts() -> dict[str, str]:
    """What a verb or noun says became of people (قتل: killed)."""
    return {fold_letters(row["word"]): row["kind"] for row in lexicon("count_contexts")}


def _roots(words: str) -> frozenset[str]:
    return frozenset(root(word) for word in name_words(words) if is_content(word))


def _asked(span: Span, spans: Sequence[Span]) -> bool:
    return not spans or any(span.meets(other) for other in spans)


def _bounds(figure: Figure, count: Quantity | None) -> tuple[float | None, float | None, bool]:
    """The bounds as stated. A plural without a number (عشرات) gives where it begins, no end."""
    if count is None:
        return figure.minimum, figure.maximum, not figure.exact
    if count.minimum is None and count.maximum is None:
        return figure.minimum, None, True
    return count.minimum, count.maximum, count.approx


def _key(figure: Figure) -> tuple[str, str, bool]:
    """What is counted: people of one state or none named are people as such."""
    noun = "" if figure.people and state_of(figure.noun) is not None else figure.noun
    return figure.kind, noun, figure.part


def _of_several_places(numbers: Sequence[_Number]) -> frozenset[tuple[str, str, bool]]:
    """The things that are counted for several places: beside those a number without a place is
    that of the whole."""
    placed: dict[tuple[str, str, bool], list[_Number]] = {}
    for number in numbers:
        if number.places:
            placed.setdefault(number.key, []).append(number)
    return frozenset(
        key
        for key, found in placed.items()
        if any(not _share_place(found[0].places, other.places) for other in found[1:])
    )


def _is_same_thing(a: _Number, b: _Number) -> bool:
    if a.key != b.key:
        return False
    if a.whens and b.whens and not any(x.meets(y) for x in a.whens for y in b.whens):
        return False
    return not a.places or not b.places or _share_place(a.places, b.places)


def _share_place(a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]) -> bool:
    """Whether a place is named in both, or one of a's lies in one of b's or the reverse."""
    pairs = ((x, y) for x in a.values() for y in b.values())
    return not a.keys().isdisjoint(b) or any(x <= y or y <= x for x, y in pairs)


def _words_around(report: Report, scene: Scene, figure: Figure) -> str:
    """The number with a few words of its clause, as they stand in the text."""
    tokens, clause = scene.tokens, scene.tokens.clause(figure.first)
    last = max((i for i in clause if tokens.spans[i].meets(figure.span)), default=figure.first)
    first = max(clause.start, figure.first - _BEFORE)
    stop = min(clause.stop, last + 1 + _AFTER)
    home = next((s for s in scene.account.spans if s.meets(figure.span)), scene.whole)
    start = max(home.start, tokens.spans[first].start)
    end = min(home.stop, tokens.spans[max(first, stop - 1)].stop)
    whole = Span(min(start, figure.span.start), max(end, figure.span.stop))
    return " ".join(whole.of(report.document.text).split())


def _tally(question: str, numbers: Iterable[_Number]) -> Tally:
    kept: dict[object, Toll] = {}
    for number in numbers:
        toll = number.toll
        voice = toll.group or toll.ref
        kept.setdefault((voice, toll.said, toll.minimum, toll.maximum, toll.approx), toll)
    tolls = sorted(kept.values(), key=lambda toll: (toll.said is None, toll.said or ""))
    bounds = [b for toll in tolls for b in (toll.minimum, toll.maximum) if b is not None]
    return Tally(question, tuple(tolls), min(bounds, default=None), max(bounds, default=None))

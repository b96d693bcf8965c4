"""The numbers given for one thing, by voice and time: what each counts, never which is right.

Numbers are only set beside each other where they count the same: the killed are not the injured, a
part (بينهم ثلاثة أطفال) is not the whole, and another day or place is another number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from riwaya.compare.facts import Scene, scene_of
from riwaya.compare.facts_ground import ground_of
from riwaya.compare.facts_names import holders_of, state_of
from riwaya.compare.facts_numbers import Figure
from riwaya.compare.facts_times import When
from riwaya.compare.model import NO_COMMENT, Account, Question, SourceGroup, Tally, Toll
from riwaya.model import Quantity, Report, Span

_BEFORE = 3  # words shown before a number
_AFTER = 5  # and behind it
_GLOBAL = ("geonames:", "pcode:", "actor:")


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

    def tallies_of(self, question: Question) -> list[Tally]:
        """The tallies of one question, the one with most tolls first."""
        clusters: list[list[_Number]] = []
        for number in self._numbers(question):
            fits = (c for c in clusters if all(_is_same_thing(number, other) for other in c))
            cluster = next(fits, None)
            if cluster is None:
                clusters.append([number])
            else:
                cluster.append(number)
        clusters.sort(key=lambda cluster: -len(cluster))
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
            yield _Number(toll, _key(figure), *_around(scene, figure, report))

    def _toll(self, account: Account, scene: Scene, figure: Figure, count: Quantity | None) -> Toll:
        low, high, approx = _bounds(figure, count)
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


def _around(
    scene: Scene, figure: Figure, report: Report
) -> tuple[tuple[When, ...], dict[str, frozenset[str]]]:
    """The days and places named in the figure's clause; each place with the units that hold it."""
    clause = scene.tokens.clause(figure.first)
    span = scene.tokens.span(clause.start, clause.stop)
    holders = holders_of(ground_of(report))
    places = {
        key: holders.get(key, frozenset())
        for key, at in scene.places.items()
        if at.meets(span) and key.startswith(_GLOBAL)
    }
    return tuple(when for when in scene.whens if when.span.meets(span)), places


def _is_same_thing(a: _Number, b: _Number) -> bool:
    if a.key != b.key:
        return False
    if a.whens and b.whens and not any(x.meets(y) for x in a.whens for y in b.whens):
        return False
    return not a.places or not b.places or _share_place(a.places, b.places)


def _share_place(a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]) -> bool:
    """Whether a place is named in both, or one of a's lies in one of b's or the reverse."""
    wide_a = {key for key, above in a.items() for key in (key, *above)}
    wide_b = {key for key, above in b.items() for key in (key, *above)}
    return bool(wide_a & set(b) or wide_b & set(a))


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

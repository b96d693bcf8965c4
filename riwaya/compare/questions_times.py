"""When a thing happens, by the accounts of a topic: times that fit together are one answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from riwaya.compare.questions_clauses import Clause
from riwaya.compare.questions_gather import Bearing, Gathering
from riwaya.model import Span, TimeValue

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")
_WEEKDAY = re.compile(r"XXXX-WXX-([1-7])(?:T.*)?")
_NIGHT = "TNI"
_NO_YEAR = 1

Days = tuple[date, date]


def timed(gathering: Gathering, before: Mapping[tuple[str, int], Clause]) -> Iterator[Gathering]:
    """The gathering of a topic's times, if accounts of different tellers give any.

    First and last day of an answer are its value. Times that share a day are one answer, since a
    day, its night and a night until the next morning differ in precision alone. `before` gives the
    clauses by their nodes: a time may stand in the one before (انتهت ليلة السبت، صفقة إخراج …).
    """
    answers: list[tuple[Days, list[Bearing]]] = []
    dated = _of_one_calendar(list(_dated(gathering.around, before)))
    for days, bearing in sorted(dated, key=lambda pair: pair[0]):
        if answers and days[0] <= answers[-1][0][1]:
            first, last = answers[-1][0]
            answers[-1] = ((first, max(last, days[1])), [*answers[-1][1], bearing])
        else:
            answers.append((days, [bearing]))
    bearings = [
        replace(bearing, value=f"{days[0]}/{days[1]}")
        for days, found in answers
        for bearing in found
    ]
    topic = gathering.topic
    found = Gathering("when", f"when:{gathering.key}", bearings, topic, gathering.mark)
    if found.several:
        yield found


def _dated(
    around: Iterable[Clause], before: Mapping[tuple[str, int], Clause]
) -> Iterator[tuple[Days, Bearing]]:
    for clause in around:
        earlier = before.get((clause.account.ref, clause.number - 1))
        for place in filter(None, (clause, earlier)):
            known = [(days, time.span) for time in place.times if (days := days_of(time))]
            if known:
                days = min(d[0] for d, _ in known), max(d[1] for d, _ in known)
                span = Span(min(s.start for _, s in known), max(s.stop for _, s in known))
                yield days, Bearing(place, "", span)
                break


def _of_one_calendar(dated: list[tuple[Days, Bearing]]) -> list[tuple[Days, Bearing]]:
    """The times that can be compared: those with a date; failing these, the weekdays of the one
    document that has most of them, since which weeks two documents mean is open."""
    known = [pair for pair in dated if pair[0][0].year > _NO_YEAR]
    if known or not dated:
        return known
    documents = Counter(bearing.account.document for _, bearing in dated)
    most = documents.most_common(1)[0][0]
    return [pair for pair in dated if pair[1].account.document == most]


def days_of(time: TimeValue) -> Days | None:
    """First and last day of a time that is known to the day; a night ends on the day after. Of a
    weekday without a date, days of the first week of the calendar stand for those of its week."""
    value = time.value or ""
    match, weekday = _DAY.fullmatch(value), _WEEKDAY.fullmatch(value)
    if (match is None and weekday is None) or time.type not in ("date", "time"):
        return None
    try:
        if match is not None:
            day = date(*(int(part) for part in match.groups()))
        else:
            day = date(_NO_YEAR, 1, int(weekday[1]) if weekday else 1)
        night = value.endswith(_NIGHT)
        return day, day + timedelta(days=1) if night else day
    except (ValueError, OverflowError):
        return None

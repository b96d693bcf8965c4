"""Which of two documents had the shared text first, as far as they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from riwaya.model import Span
from riwaya.stories.credit import Stated
from riwaya.stories.lineage_known import Known, Moment
from riwaya.stories.lineage_weight import Weighed
from riwaya.stories.model import Direction, Passage

_WHOLE = 0.9  # share of a text that makes it contained in another
_QUOTED = 0.8  # share of the passages that is quoted in both: a statement, not a copy
_BESIDE = 200  # characters between a passage and credit in the body that is for it

Told = tuple[Direction | None, str, str | None]


def told(a: Known, b: Known, passages: tuple[Passage, ...], weighed: Weighed) -> Told:
    """The direction (None: nothing says), what it rests on, and the origin that is credited.

    In this order: one credits the other by name; both, or one, credit a third; both quote one
    statement; one was published before the other. Containment is named, and decides nothing by
    itself: a short text can be cut from a long one, or be made longer.
    """
    own = _credited(a, b, passages)
    if own is not None:
        return own
    held = _contained(weighed)
    third = _third(a, b, passages)
    if third is not None:
        return _by_third(third, held)
    quoted = _statement(a, b, passages)
    if quoted is not None:
        return (
            None,
            f"both quote the same words{held}; neither need have them from the other",
            quoted or None,
        )
    return _by_time(a, b, held)


def _credited(a: Known, b: Known, passages: tuple[Passage, ...]) -> Told | None:
    """One of the two names the other as its source."""
    in_a = [each for each in _for_passages(a, [p.a for p in passages]) if each.tellers & b.tellers]
    in_b = [each for each in _for_passages(b, [p.b for p in passages]) if each.tellers & a.tellers]
    same = bool(a.tellers & b.tellers)
    if same or bool(in_a) == bool(in_b):
        return None
    stated, direction = (in_b[0], "a>b") if in_b else (in_a[0], "b>a")
    credit = f"{'b' if in_b else 'a'} credits {stated.words}"
    return (
        ("a>b" if direction == "a>b" else "b>a"),
        f"{credit}, who published {'a' if in_b else 'b'}",
        stated.words,
    )


def _third(
    a: Known, b: Known, passages: tuple[Passage, ...]
) -> tuple[list[Stated], list[Stated]] | None:
    """Credit of both to agencies or outlets that published neither."""
    own = a.tellers | b.tellers
    in_a = [each for each in _for_passages(a, [p.a for p in passages]) if not each.tellers & own]
    in_b = [each for each in _for_passages(b, [p.b for p in passages]) if not each.tellers & own]
    return (in_a, in_b) if in_a or in_b else None


def _by_third(third: tuple[list[Stated], list[Stated]], held: str) -> Told:
    in_a, in_b = third
    both = next(
        (each for each in in_a if any(_same(each, other) for other in in_b)),
        None,
    )
    if both is not None:
        return None, f"both credit {both.words}{held}", both.words
    if in_a and in_b:
        return None, f"a credits {in_a[0].words}, b {in_b[0].words}{held}", None
    stated, which = (in_a[0], "a") if in_a else (in_b[0], "b")
    return None, f"{which} credits {stated.words}, the other nobody{held}", stated.words


def _same(one: Stated, other: Stated) -> bool:
    """Whether two credits name the same; "agencies" without a name are the same word only."""
    return bool(one.tellers & other.tellers) or one.words == other.words


def _for_passages(known: Known, spans: list[Span]) -> Iterator[Stated]:
    """Credit for the whole text, or beside one of the passages."""
    for stated in known.credits:
        near = Span(stated.span.start - _BESIDE, stated.span.stop + _BESIDE)
        if stated.place != "body" or any(near.meets(span) for span in spans):
            yield stated


def _statement(a: Known, b: Known, passages: tuple[Passage, ...]) -> str | None:
    """The source of a statement that both quote; "" when it is not named, None for no statement."""
    sides = (a, [each.a for each in passages]), (b, [each.b for each in passages])
    for known, spans in sides:
        length = sum(span.stop - span.start for span in spans)
        quoted = sum(_common(span, quote) for span in spans for quote, _ in known.quoted)
        if quoted < _QUOTED * length:
            return None
    return next(
        (words for span in sides[0][1] for quote, words in a.quoted if quote.meets(span)), ""
    )


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.stop, other.stop) - max(one.start, other.start))


def _contained(weighed: Weighed) -> str:
    whole_a, whole_b = weighed.share_a >= _WHOLE, weighed.share_b >= _WHOLE
    if whole_a and whole_b:
        return "; the texts are the same but for edits"
    if whole_a or whole_b:
        return f"; {'a' if whole_a else 'b'} stands wholly in {'b' if whole_a else 'a'}"
    return ""


def _by_time(a: Known, b: Known, held: str) -> Told:
    if a.moment is None or b.moment is None:
        return None, f"neither credit nor times tell{held}", None
    sooner, by = _sooner(a.moment, b.moment)
    if not sooner:
        return None, f"published {by}{held}", None
    first, second = ("a", "b") if sooner < 0 else ("b", "a")
    return (
        ("a>b" if sooner < 0 else "b>a"),
        f"{first} was published {by} before {second}{held}",
        None,
    )


def _sooner(a: Moment, b: Moment) -> tuple[int, str]:
    """-1 where `a` is earlier, 1 where `b` is, 0 where it cannot be told; and by how much."""
    if a.exact and b.exact and (a.exact.tzinfo is None) == (b.exact.tzinfo is None):
        seconds = (b.exact - a.exact).total_seconds()
        if not seconds:
            return 0, "at the same time"
        return (-1 if seconds > 0 else 1), _duration(abs(seconds))
    days = (b.day - a.day).days
    if not days:
        return 0, "on the same day"
    return (-1 if days > 0 else 1), _duration(abs(days) * 86400)


def _duration(seconds: float) -> str:
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count = int(seconds // size)
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "less than a second"


def instant(moment: Moment) -> float:
    """A number to sort by: seconds of the moment, or of its day's beginning."""
    if moment.exact is None:
        return float(moment.day.toordinal() * 86400)
    begun = datetime(moment.day.year, moment.day.month, moment.day.day, tzinfo=moment.exact.tzinfo)
    offset = moment.exact.utcoffset()
    shift = offset.total_seconds() if offset else 0.0
    return moment.day.toordinal() * 86400 + (moment.exact - begun).total_seconds() - shift

"""Which fields a correction may name, and what their values must be in the JSON contract."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, get_args

from riwaya import model
from riwaya.errors import InputError
from riwaya.model import Report
from riwaya.records import TargetKind

Check = Callable[[Any, Report], str | None]
"""What a value must be, in words, where it is not; None where it fits."""


def check_value(kind: TargetKind, field: str, value: Any, report: Report) -> None:
    """Raise InputError unless an annotation of this kind has the field and it can hold the value
    (any JSON, already parsed) in this report."""
    checks = _FIELDS[kind]
    if field not in checks:
        raise InputError(
            f"a {kind} has no field {field!r} that can be corrected.",
            advice=f"The fields are: {', '.join(checks)}.",
        )
    wanted = checks[field](value, report)
    if wanted is not None:
        raise InputError(f"the field {field!r} cannot be {value!r}: it must be {wanted}.")


def _text(value: Any, report: Report) -> str | None:  # noqa: ARG001
    return None if isinstance(value, str) and value.strip() else "a text that is not empty"


def _flag(value: Any, report: Report) -> str | None:  # noqa: ARG001
    return None if isinstance(value, bool) else "true or false"


def _span(value: Any, report: Report) -> str | None:
    fits = (
        isinstance(value, list)
        and len(value) == 2
        and all(type(place) is int for place in value)
        and 0 <= value[0] < value[1] <= len(report.document.text)
    )
    return None if fits else f"[start, stop] inside the text (0 to {len(report.document.text)})"


def _date(value: Any, report: Report) -> str | None:  # noqa: ARG001
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return "a date as 2018-03-31, or with a time"
    return None


def _one_of(options: Collection[Any]) -> Check:
    named = ", ".join(str(option) for option in options)
    return lambda value, report: (  # noqa: ARG005
        None
        if type(value) in {type(o) for o in options} and value in options
        else f"one of {named}"
    )


def _number(least: float, most: float | None, whole: bool = False) -> Check:
    limits = f"of at least {least:g}" if most is None else f"from {least:g} to {most:g}"
    kinds = (int,) if whole else (int, float)

    def check(value: Any, report: Report) -> str | None:  # noqa: ARG001
        fits = type(value) in kinds and least <= value and (most is None or value <= most)
        return None if fits else f"a {'whole ' if whole else ''}number {limits}"

    return check


def _or_null(check: Check) -> Check:
    def checked(value: Any, report: Report) -> str | None:
        wanted = None if value is None else check(value, report)
        return wanted and f"{wanted}, or null"

    return checked


def _list_of(check: Check, least: int = 0) -> Check:
    def checked(value: Any, report: Report) -> str | None:
        if not isinstance(value, list) or len(value) < least:
            return f"a list of {least} or more"
        wanted = next(filter(None, (check(item, report) for item in value)), None)
        return wanted and f"a list, each {wanted}"

    return checked


def _id_of(layer: str) -> Check:
    def check(value: Any, report: Report) -> str | None:
        ids = {annotation.id for annotation in getattr(report, layer)}
        return None if isinstance(value, str) and value in ids else f"an id of the report's {layer}"

    return check


def _refs(value: Any, report: Report) -> str | None:
    fits = isinstance(value, dict) and all(not _text(ref, report) for ref in value.values())
    return None if fits else "an object of texts"


_MAYBE_TEXT = _or_null(_text)
_SPANS = _list_of(_span)
_NAMES = _one_of(get_args(model.NameKind))
_POINT = {"lat": _or_null(_number(-90, 90)), "lon": _or_null(_number(-180, 180))}
_COUNT = _or_null(_number(0, None, whole=True))

_FIELDS: dict[TargetKind, dict[str, Check]] = {
    "claim": {
        "cue": _list_of(_span, least=1),
        "source": _SPANS,
        "source_from": _or_null(_span),
        "content": _SPANS,
        "via": _SPANS,
        "mode": _one_of(get_args(model.Mode)),
        "stance": _one_of(get_args(model.Stance)),
        "source_type": _one_of(get_args(model.SourceType)),
        "parent": _or_null(_id_of("claims")),
        "speaker": _MAYBE_TEXT,
        "role": _MAYBE_TEXT,
        "role_kind": _MAYBE_TEXT,
        "organisation": _MAYBE_TEXT,
        "isnad": _list_of(_MAYBE_TEXT),
        "isnad_words": _list_of(_MAYBE_TEXT),
        "mentions": _list_of(_id_of("mentions")),
        "times": _list_of(_id_of("times")),
        "counts": _list_of(_id_of("counts")),
    },
    "mention": {"span": _span, "kind": _NAMES, "entity": _MAYBE_TEXT, "nominal": _flag},
    "time": {
        "span": _span,
        "type": _one_of(get_args(model.TimeType)),
        "value": _MAYBE_TEXT,
        "anchor": _or_null(_one_of(get_args(model.Anchor))),
        "inferred": _flag,
    },
    "count": {
        "span": _span,
        "min": _COUNT,
        "max": _COUNT,
        "approx": _flag,
        "kind": _one_of(get_args(model.CountKind)),
    },
    "place": {
        "span": _span,
        "entity": _MAYBE_TEXT,
        "level": _MAYBE_TEXT,
        "where_prec": _or_null(_number(1, 7, whole=True)),
        "geo_precision": _or_null(_number(1, 3, whole=True)),
        **_POINT,
        "country": _MAYBE_TEXT,
        "admin": _list_of(_text),
        "coarsened": _flag,
    },
    "entity": {
        "name": _text,
        "kind": _NAMES,
        "names": _list_of(_text),
        "name_en": _MAYBE_TEXT,
        "refs": _refs,
        "country": _MAYBE_TEXT,
        **_POINT,
        "standing": _or_null(_one_of(get_args(model.Standing))),
    },
    "document": {
        "outlet": _MAYBE_TEXT,
        "url": _MAYBE_TEXT,
        "title": _MAYBE_TEXT,
        "published": _or_null(_date),
        "language": _text,
    },
}

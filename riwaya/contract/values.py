"""What all layers of the JSON share: origins, and spans beside the words that they cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from riwaya.errors import SpanError
from riwaya.model import Origin, Span, check_span


def origins_to_json(origins: Iterable[Origin]) -> list[dict[str, Any]]:
    """Each origin as an object."""
    return [
        {
            "field": origin.field,
            "stage": origin.stage,
            "rule": origin.rule,
            "score": origin.score,
        }
        for origin in origins
    ]


def origins_from_json(values: Iterable[Mapping[str, Any]]) -> tuple[Origin, ...]:
    """The origins that origins_to_json wrote."""
    return tuple(Origin(**value) for value in values)


def quote(span: Span, text: str) -> str:
    """The words that `span` covers. Raises SpanError for a span outside `text`."""
    check_span(span, text, "export")
    return span.of(text)


def checked(value: Iterable[int], words: str, text: str) -> Span:
    """The span of a pair. Raises SpanError unless `text` says `words` there."""
    start, stop = value
    span = Span(start, stop)
    check_span(span, text, "report")
    if span.of(text) != words:
        raise SpanError(
            f"the quote {words[:40]!r} is not what the text says at {tuple(span)}: "
            f"{span.of(text)[:40]!r}.",
            where="report",
            advice="The report or its text was changed; read the document again.",
        )
    return span

"""Decisions of people as they read beside the machine's reading in the printed dossier."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from riwaya.exports.dossier_model_words import Piece, Text, Wording, code, given, separated
from riwaya.records import Judged, Judgement

_KINDS_OF_LABELS = ("stance", "mode", "source_type", "kind", "type")


def decision_text(judged: Judged, wording: Wording) -> Text:
    """What was decided on what, by whom, when and why; for a correction what the machine had read
    and what it should be; whether that reading still stands."""
    judgement = judged.judgement
    parts: list[Text] = [
        (wording.label(f"decision.{judgement.decision}", "strong"),),
        _labelled(wording, "decision.on", *_target(judgement, wording)),
    ]
    if judgement.decision == "correct" and judgement.field:
        parts += _correction(judgement, wording)
    by = (given(judgement.user), wording.label("decision.at", "label"), code(judgement.at))
    parts.append(_labelled(wording, "decision.by", *by))
    parts.append(_labelled(wording, "decision.reason", given(judgement.reason)))
    parts += _standing(judged, wording)
    return separated(parts, "·")


def _target(judgement: Judgement, wording: Wording) -> Iterator[Piece]:
    yield wording.label(f"target.{judgement.kind}")
    if judgement.kind != "claim":
        ground = _ground(judgement)
        named = ground.get("quote") or ground.get("name")
        if isinstance(named, str):
            yield given(f"«{named}»")


def _correction(judgement: Judgement, wording: Wording) -> Iterator[Text]:
    field = judgement.field or ""
    ground = _ground(judgement)
    if field in ground:
        read = _value(field, ground[field], wording)
        yield _labelled(wording, "decision.machine", _field(field, wording), Piece("="), read)
    value = _value(field, _decoded(judgement.value), wording)
    yield _labelled(wording, "decision.corrected", _field(field, wording), Piece("="), value)


def _standing(judged: Judged, wording: Wording) -> Iterator[Text]:
    if judged.ground != "same":
        yield (wording.label(f"decision.ground.{judged.ground}", "mark"),)
    if judged.superseded:
        yield (wording.label("decision.superseded", "mark"),)


def _labelled(wording: Wording, key: str, *pieces: Piece) -> Text:
    return Piece(f"{wording[key]}:", style="label"), *pieces


def _field(field: str, wording: Wording) -> Piece:
    key = f"field.{field}"
    return wording.label(key) if wording.has(key) else given(field)


def _value(field: str, value: Any, wording: Wording) -> Piece:
    """A value in words where it has a label, a string as it is, anything else as JSON."""
    if isinstance(value, str):
        keys = (f"{field}.{value}", f"name_{field}.{value}")
        for key in keys if field in _KINDS_OF_LABELS else ():
            if wording.has(key):
                return wording.label(key)
        return given(value)
    return given(json.dumps(value, ensure_ascii=False))


def _ground(judgement: Judgement) -> dict[str, Any]:
    value = _decoded(judgement.ground)
    return value if isinstance(value, dict) else {}


def _decoded(value: str | None) -> Any:
    """What JSON says; a text that is none stands for itself."""
    try:
        return json.loads(value) if value is not None else None
    except (ValueError, RecursionError):
        return value

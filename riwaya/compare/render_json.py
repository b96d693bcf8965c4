"""A comparison as JSON for the page and for programs (docs/compare.md says what each key is)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from riwaya.compare.judged import RelationMark
from riwaya.compare.matrix import Entry, Matrix, Row
from riwaya.compare.model import Position, Question, Relation, SourceGroup, Tally, Toll
from riwaya.compare.reasons import reason_words
from riwaya.model import Span
from riwaya.stories.model import Copy

SCHEMA = "riwaya.comparison/1"
_DIGITS = 4


def to_json(matrix: Matrix) -> str:
    """One line of JSON, ended. Lone surrogates, which UTF-8 cannot hold, become escapes."""
    text = json.dumps(to_object(matrix), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def to_object(matrix: Matrix) -> dict[str, Any]:
    """The comparison as plain lists and dicts."""
    return {
        "schema": SCHEMA,
        "story": matrix.story,
        "documents": list(_documents(matrix)),
        "groups": [_group(row.group) for row in matrix.rows],
        "questions": [_question(matrix, question) for question in matrix.questions],
        "cells": [cell for row in matrix.rows for cell in _cells(matrix, row)],
        "relations": [_relation(matrix, r, mark) for r, mark in matrix.relations],
        "timeline": [
            {"said": m.entry.said, "question": m.question, "group": m.group, "ref": m.entry.ref,
             "position": m.entry.position}
            for m in matrix.timeline
        ],
        "tallies": [_tally(tally) for tally in matrix.tallies],
        "headlines": {
            "checked": list(matrix.checked),
            "relations": [relation.id for relation in matrix.headlines],
        },
        "passages": [_copy(matrix, copy) for copy in matrix.copies],
        "judgements": [asdict(judgement) for judgement in matrix.judgements],
        "notes": list(matrix.notes),
    }  # fmt: skip


def _documents(matrix: Matrix) -> Iterator[dict[str, Any]]:
    for report in matrix.reports.values():
        document = report.document
        yield {
            "id": document.id,
            "outlet": document.outlet,
            "title": document.title,
            "url": document.url,
            "published": document.published,
        }


def _group(group: SourceGroup) -> dict[str, Any]:
    return {
        "id": group.id,
        "label": group.label,
        "body": group.body,
        "accounts": list(group.accounts),
        "proposed": group.proposed,
        **_why(group.why),
    }


def _why(reason: str) -> dict[str, str]:
    return {
        "reason": reason,
        "why_ar": reason_words(reason, "ar"),
        "why_en": reason_words(reason, "en"),
    }


def _question(matrix: Matrix, question: Question) -> dict[str, Any]:
    decisions = [j for j in matrix.judgements if j.kind == "question" and j.target == question.id]
    return {
        "id": question.id,
        "question_ar": question.question_ar,
        "question_en": question.question_en,
        "kind": question.kind,
        "state": question.state,
        "added": any(judgement.decision == "add" for judgement in decisions),
        "judgement": decisions[-1].decision if decisions else None,
        "positions": [_position(matrix, position) for position in question.positions],
        "silent": list(question.silent),
        "turns": [asdict(turn) for turn in question.turns],
    }


def _position(matrix: Matrix, position: Position) -> dict[str, Any]:
    known = [(ref, span) for ref, span in position.spans if ref in matrix.accounts]
    return {
        "position": position.label,
        "claims": list(position.claims),
        "spans": [
            {"ref": ref, "span": list(span), "quote": matrix.words(ref, [span])[0]}
            for ref, span in known
        ],
    }


def _cells(matrix: Matrix, row: Row) -> Iterator[dict[str, Any]]:
    for question in matrix.questions:
        entries = row.cells.get(question.id, ())
        silent = question.id in row.silent
        if entries or silent:
            yield {
                "group": row.group.id,
                "question": question.id,
                "silent": silent,
                "entries": [_entry(entry) for entry in entries],
            }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "ref": entry.ref,
        "position": entry.position,
        "refusal": entry.refusal,
        "words": list(entry.words),
        "spans": _spans(entry.spans),
        "said": entry.said,
        "outlet": entry.outlet,
        "speaker": entry.speaker,
        "chain": list(entry.chain),
        "stance": entry.stance,
    }


def _relation(matrix: Matrix, relation: Relation, mark: RelationMark | None) -> dict[str, Any]:
    return {
        "id": relation.id,
        "a": relation.a,
        "b": relation.b,
        "relation": relation.relation,
        "question": relation.question,
        "confidence": round(relation.confidence, _DIGITS),
        **_why(relation.reason),
        "evidence_a": _evidence(matrix, relation.a, relation.evidence_a),
        "evidence_b": _evidence(matrix, relation.b, relation.evidence_b),
        "signals": [signal.name for signal in relation.signals],
        "judgement": None if mark is None else asdict(mark),
    }


def _evidence(matrix: Matrix, ref: str, spans: Iterable[Span]) -> list[dict[str, Any]]:
    if ref not in matrix.accounts:
        return []
    return [{"span": list(span), "quote": matrix.words(ref, [span])[0]} for span in spans]


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "question": tally.question,
        "min": tally.minimum,
        "max": tally.maximum,
        "tolls": [_toll(toll) for toll in tally.tolls],
    }


def _toll(toll: Toll) -> dict[str, Any]:
    return {
        "ref": toll.ref,
        "group": toll.group,
        "said": toll.said,
        "min": toll.minimum,
        "max": toll.maximum,
        "approx": toll.approx,
        "counts": toll.counts,
        "kind": toll.kind,
        "span": list(toll.span),
    }


def _copy(matrix: Matrix, copy: Copy) -> dict[str, Any]:
    texts = [matrix.reports[name].document.text for name in (copy.a, copy.b)]
    return {
        "a": copy.a,
        "b": copy.b,
        "share_a": round(copy.share_a, _DIGITS),
        "share_b": round(copy.share_b, _DIGITS),
        "direction": copy.direction,
        "why": copy.why,
        "origin": copy.origin,
        "passages": [
            {
                "a": list(passage.a),
                "b": list(passage.b),
                "quote_a": passage.a.of(texts[0]),
                "quote_b": passage.b.of(texts[1]),
            }
            for passage in copy.passages
        ],
    }


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]

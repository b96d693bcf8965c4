"""A story as `riwaya relate` writes it: questions with positions, and relations."""

from __future__ import annotations

from typing import Any

from riwaya.compare.model import Comparison
from riwaya.compare.reasons import reason_words

_DIGITS = 4


def contract(comparison: Comparison) -> dict[str, Any]:
    """The story under exactly the keys that scripts rely on; `why` is the reason in words."""
    return {
        "story": comparison.story,
        "questions": [
            {
                "id": question.id,
                "question_ar": question.question_ar,
                "question_en": question.question_en,
                "kind": question.kind,
                "positions": [
                    {"position": position.label, "claims": list(position.claims)}
                    for position in question.positions
                ],
            }
            for question in comparison.questions
        ],
        "relations": [
            {
                "a": relation.a,
                "b": relation.b,
                "relation": relation.relation,
                "question": relation.question,
                "confidence": round(relation.confidence, _DIGITS),
                "why": reason_words(relation.reason, "en"),
            }
            for relation in comparison.relations
        ],
    }

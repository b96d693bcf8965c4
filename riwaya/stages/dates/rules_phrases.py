"""Rules for whole expressions that the lexicon reads (حاليا, مؤخرا, يوميا), and for غداة."""

from __future__ import annotations

import re
from typing import cast

from riwaya.model import TimeType
from riwaya.stages.dates.rule import Reading, Rule, Scene
from riwaya.stages.dates.vocabulary import Vocabulary, alternation


def _phrase(match: re.Match[str], scene: Scene) -> Reading | None:
    phrase = scene.words.phrases[" ".join(match[0].split())]
    if phrase.needs and not scene.led_by(phrase.needs, match.start()):
        return None
    return Reading(cast(TimeType, phrase.type), phrase.value)


def _morrow(_match: re.Match[str], scene: Scene) -> Reading | None:
    """غداة + event: the report tells it as its own day; nothing in the words says so."""
    anchor = scene.anchor
    value = anchor.day.isoformat() if anchor.day else None
    return Reading("date", value, anchor.kind, True)


def _late_pattern(words: Vocabulary) -> str:
    return words.role("late")


def _late(match: re.Match[str], scene: Scene) -> Reading | None:
    """وقت مبكر, وقت متأخر with no day beside it."""
    form = " ".join(match[0].split())
    code, anchor = scene.words.code("late", form), scene.anchor
    if not code or form.endswith(" من"):
        return None
    value = anchor.day.isoformat() + code if anchor.day else code
    return Reading("time", value, anchor.kind, anchor.inferred)


PHRASE_RULES = (
    Rule("phrase", lambda words: alternation(words.phrases), _phrase, sure=True),
    Rule("morrow", lambda words: words.role("morrow"), _morrow),
    Rule("late-or-early", _late_pattern, _late),
)

"""Questions in plain words: templates (`question_templates.tsv`) filled with the accounts' own.

English words come from templates, from the names that the entities carry, and from a small table
(`question_english.tsv`); whatever has no English there stays in Arabic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from riwaya.compare.model import NO_COMMENT
from riwaya.compare.questions_clauses import (
    Clause,
    Scenes,
    governing_words,
    joining_words,
    past_verbs,
)
from riwaya.compare.questions_gather import Bearing, Gathering
from riwaya.compare.questions_names import (
    event_of,
    group_naming,
    holder_naming,
    place_of,
    thing_naming,
)
from riwaya.compare.questions_words import carries, folded, stop_words, words_of
from riwaya.model import Span
from riwaya.resources import lexicon

_LONGEST = 12  # words of an account in a question
_LEAST = 3
_FEMININE = ("ة", "ات", "ه")
_VERBAL = ("ي", "سي", "ست", "لن", "لم", "لا", "قد", "تم", "سوف", "ليس")

Wording = tuple[str, str]


def worded(gathering: Gathering, scenes: Scenes) -> Wording:
    """The question in Arabic and in English."""
    if gathering.topic is not None:
        return _topical(gathering, scenes)
    if gathering.kind == "count":
        return _counting(gathering, scenes)
    clause = _spokesman(gathering.bearings)
    what = _cut(_bare_start(clause, scenes))
    if gathering.kind in ("responsible", "who", "when", "where"):
        return _filled(gathering.kind, what)
    return _filled(_opening(clause, scenes), what)


def _bare_start(clause: Clause, scenes: Scenes) -> str:
    """A clause without what joins it to the words before: إلا أن، و، and the ب of a content that
    the cue governs (طالب بتشكيل لجنة), where the story knows the word without it."""
    words = [word for word in clause.words if word.span.stop > word.span.start]
    while len(words) > _LEAST and words[0].letters in joining_words() - _pronouns():
        del words[0]
    text = scenes.text(clause.account.ref, Span(words[0].span.start, clause.span.stop))
    first = words[0].letters
    return text[1:] if len(first) >= _LEAST and _is_joined(first, clause, scenes) else text


def _is_joined(first: str, clause: Clause, scenes: Scenes) -> bool:
    """Whether the first letter of a clause's first word is a particle."""
    rest = first[1:]
    if first[0] in "وف":
        return rest in past_verbs() or (len(rest) >= _LEAST and rest in scenes.known)
    if first[0] != "ب" or clause.number or clause.account.claim is None:
        return False
    view = scenes.views[clause.account.document]
    cue = words_of(view, clause.account.claim.cue)
    return rest in scenes.known or any(_governs(word.letters) for word in cue)


def _governs(letters: str) -> bool:
    return letters in governing_words() or letters[1:] in governing_words()


def _topical(gathering: Gathering, scenes: Scenes) -> Wording:
    topic = gathering.topic
    assert topic is not None
    if gathering.kind == "when":
        what = thing_naming(gathering, scenes, topic.needs)
        return _filled("when.topic", what[0], what[1])
    places = place_of(gathering.bearings, scenes)
    if topic.by_group:
        who = group_naming(gathering)
    elif "{who}" in topic.question_ar:
        who = holder_naming(gathering, scenes)
    else:
        who = thing_naming(gathering, scenes)
    feminine = who[0].split()[0].endswith(_FEMININE)
    arabic = topic.question_ar_feminine if feminine else topic.question_ar
    fields = [
        {"who": words, "what": words, "place": place, "from": _bare(place)}
        for words, place in zip(who, places, strict=True)
    ]
    return arabic.format(**fields[0]), topic.question_en.format(**fields[1])


def _bare(place: str) -> str:
    """A place as what is left, which takes no preposition in either language (يغادر الرقة)."""
    return f" {place.split(maxsplit=1)[1]}" if place else ""


def _counting(gathering: Gathering, scenes: Scenes) -> Wording:
    places = event_of(gathering.bearings) or place_of(gathering.bearings, scenes)
    if gathering.key in _templates():
        arabic, english = _templates()[gathering.key]
        return arabic.format(place=places[0]), english.format(place=places[1])
    nouns = Counter(filter(None, (_noun(bearing) for bearing in gathering.bearings)))
    accusative = [noun for noun in nouns if noun.endswith("ا")]
    if accusative:
        noun = max(accusative, key=lambda word: nouns[word])
        arabic, english = _templates()["count.noun"]
        fields = [{"what": noun, "place": place} for place in places]
        return arabic.format(**fields[0]), english.format(**fields[1])
    first = gathering.bearings[0]
    return _filled("count", _cut(scenes.text(first.account.ref, first.span)))


def _noun(bearing: Bearing) -> str | None:
    """The word that is counted: the first one behind the figures."""
    words = [word for word in bearing.clause.words if word.span.start >= bearing.span.start]
    return next((word.plain for word in words if word.is_word and carries(word)), None)


def _spokesman(bearings: Sequence[Bearing]) -> Clause:
    """The clause that puts the point best: of a plain account, short, no bare word, and not one
    that hangs on the words before (التي …، من بينهم …)."""

    def order(bearing: Bearing) -> tuple[bool, bool, bool, bool, int]:
        clause = bearing.clause
        size = len(clause.words)
        refused = bearing.account.stance in (NO_COMMENT, "denied")
        return refused, size < _LEAST, _hangs(clause), not clause.account.claim, size

    return min(bearings, key=order).clause


def _hangs(clause: Clause) -> bool:
    first = clause.words[0].letters
    return first in stop_words() and first not in past_verbs() | _pronouns() | joining_words()


def _opening(clause: Clause, scenes: Scenes) -> str:
    """The name of the template that a clause's first word asks for."""
    if clause.account.stance == "directive":
        return "directive"
    first = folded(_bare_start(clause, scenes).split()[0])
    if first in _pronouns():
        return "that.pronoun"
    if first in past_verbs() or first.startswith(_VERBAL):
        return "verb"
    return "that" if _follows_that(clause, scenes) or first.startswith("ال") else "noun"


def _follows_that(clause: Clause, scenes: Scenes) -> bool:
    """Whether أن or إن stands right before a clause."""
    view = scenes.views[clause.account.document]
    at = view.words_in(clause.span).start
    return at > 0 and view.words[at - 1].letters in _conjunctions()


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(word for word in stop_words() if word[:2] in ("ان", "با") and len(word) > 2)


@cache
def _conjunctions() -> frozenset[str]:
    return frozenset(folded(word) for word in ("أن", "إن", "بأن"))


def _cut(text: str) -> str:
    words = text.split()
    return " ".join(words[:_LONGEST]) + (" …" if len(words) > _LONGEST else "")


def _filled(name: str, arabic: str, english: str | None = None) -> Wording:
    templates = _templates()[name]
    return templates[0].format(what=arabic), templates[1].format(what=english or arabic)


@cache
def _templates() -> dict[str, Wording]:
    rows: Iterable[dict[str, str]] = lexicon("question_templates")
    return {row["name"]: (row["question_ar"], row["question_en"]) for row in rows}

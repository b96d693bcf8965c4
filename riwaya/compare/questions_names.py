"""What questions call people, things and places: the accounts' own words, and English if known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import takewhile

from riwaya.compare.questions_clauses import Clause, Scenes
from riwaya.compare.questions_gather import Bearing, Gathering
from riwaya.compare.questions_people import groups_in
from riwaya.compare.questions_topics import MENTION, forms_of
from riwaya.compare.questions_words import carries, folded, root_of, stems_of, stop_words
from riwaya.model import Entity, Mention, Report, Span
from riwaya.resources import lexicon
from riwaya.text import Word

_IN_AR, _IN_EN = " في ", " in "
_LEAST_PLACE = 2  # accounts that name a place, before a question names it
_WITHIN = frozenset(("في", "خلال", "جراء", "اثر"))
_EVENT_WORDS = 4
_NOMINATIVE = ("ون", "ان")
_HOLDERS = ("group", "organisation", "person")

Naming = tuple[str, str]


def group_naming(gathering: Gathering) -> Naming:
    """A group of people, in the nominative where an account has it so."""
    clauses = [*gathering.named, *(bearing.clause for bearing in gathering.bearings)]
    found: Counter[str] = Counter()
    for clause in clauses:
        for group in groups_in(clause.words):
            if gathering.mark in group.marks:
                found[_plain(clause, group.span)] += 1
    named = sorted(found, key=lambda words: (not _nominative(words), -found[words], len(words)))
    return (named[0], english_of(named[0])) if named else ("", "")


def holder_naming(gathering: Gathering, scenes: Scenes) -> Naming:
    """Whose matter it is: the actor that most of the clauses name, or that their accounts do."""
    topic = gathering.topic
    wanted = [b for b in gathering.bearings if topic is None or b.value == topic.needs]
    for reach in ([b.clause.span] for b in wanted), (b.account.spans for b in wanted):
        found: Counter[Naming] = Counter()
        for bearing, spans in zip(wanted, reach, strict=True):
            for mention, entity in _mentions(scenes, bearing, spans):
                if mention.kind in _HOLDERS or (entity and entity.kind in _HOLDERS):
                    words = scenes.text(bearing.account.ref, mention.span)
                    found[words, (entity and entity.name_en) or f"“{words}”"] += 1
        if found:
            return found.most_common(1)[0][0]
    return _definite(wanted)


def thing_naming(gathering: Gathering, scenes: Scenes, value: str = MENTION) -> Naming:
    """What the topic's words of `value` call the thing most often in these documents."""
    topic = gathering.topic
    forms = forms_of(topic.name, value) if topic else frozenset()
    documents = {bearing.account.document for bearing in gathering.bearings}
    found: Counter[str] = Counter()
    for clauses in scenes.clauses.values():
        for clause in clauses:
            if clause.account.document in documents:
                found.update(w.plain for w in clause.words if _is_thing(w.letters, forms))
    if not found:
        return _definite(gathering.bearings)
    words = max(found, key=lambda word: (found[word], word))
    return words, english_of(words)


def _is_thing(letters: str, forms: frozenset[str]) -> bool:
    """A noun with the article, as a thing that is known is named."""
    return letters.startswith("ال") and bool(stems_of(letters) & forms)


def place_of(bearings: Sequence[Bearing], scenes: Scenes) -> Naming:
    """The place that most accounts name, with its preposition; empty where none does."""
    seen: dict[str, set[str]] = {}
    names: dict[str, Naming] = {}
    for bearing in bearings:
        for mention, entity in _mentions(scenes, bearing, bearing.account.spans):
            if entity is not None and entity.kind == "place":
                seen.setdefault(entity.id, set()).add(bearing.account.ref)
                words = scenes.text(bearing.account.ref, mention.span)
                names[entity.id] = entity.name, entity.name_en or f"“{words}”"
    best = max(seen, key=lambda name: (len(seen[name]), name), default=None)
    if best is None or len(seen[best]) < _LEAST_PLACE:
        return "", ""
    return _IN_AR + names[best][0], _IN_EN + names[best][1]


def event_of(bearings: Sequence[Bearing]) -> Naming | None:
    """In what the counted came to harm or were found: the words after the number from في on, if
    several accounts agree on the first of them, else as the first account has them."""
    found: dict[str, list[str]] = {}
    for bearing in bearings:
        words = [w for w in bearing.clause.words if w.span.start >= bearing.span.start]
        at = next((n for n, w in enumerate(words) if w.letters in _WITHIN), None)
        after = words[at + 1 : at + 1 + _EVENT_WORDS] if at is not None else []
        named = [w.plain for w in takewhile(_names, after)]
        if named:
            found.setdefault(root_of(folded(named[0])), []).append(" ".join(named))
    if not found:
        return None
    namings = max(found.values(), key=len)
    words_of_it = Counter(namings).most_common(1)[0][0]
    return _IN_AR + words_of_it, f" in “{words_of_it}”"


def _names(word: Word) -> bool:
    return word.is_word and word.letters not in stop_words()


def english_of(words: str) -> str:
    """English for a naming whose words are all in the table; else the words as they are."""
    known = [_english(word) for word in words.split()]
    if not known or not all(known):
        return f"“{words}”"
    nouns = [word for word in known if word and word[0] == "noun"] or known[:1]
    adjectives = [word for word in known if word and word not in nouns]
    return "the " + " ".join(word[1] for word in (*reversed(adjectives), *nouns) if word)


@cache
def _english(word: str) -> tuple[str, str] | None:
    table = {
        folded(row["word"]): (row["role"], row["english"]) for row in lexicon("question_english")
    }
    stems = sorted(stems_of(folded(word)) & table.keys(), key=len, reverse=True)
    return table[stems[0]] if stems else None


def _mentions(
    scenes: Scenes, bearing: Bearing, spans: Iterable[Span]
) -> Iterator[tuple[Mention, Entity | None]]:
    report: Report = scenes.reports[bearing.account.document]
    entities = {entity.id: entity for entity in report.entities}
    reach = tuple(spans)
    for mention in report.mentions:
        if any(span.holds(mention.span) for span in reach):
            yield mention, entities.get(mention.entity or "")


def _plain(clause: Clause, span: Span) -> str:
    """A naming without the particles that are written on its first word."""
    words = [w.plain for w in clause.words if span.holds(w.span)]
    first = words[0]
    for clitic in ("وال", "بال", "فال", "كال"):
        if first.startswith(clitic):
            words[0] = first[1:]
    if first.startswith("لل"):
        words[0] = f"ال{first[2:]}"
    return " ".join(words)


def _nominative(words: str) -> bool:
    return words.split()[0].endswith(_NOMINATIVE)


def _definite(bearings: Iterable[Bearing]) -> Naming:
    found: Counter[str] = Counter()
    for bearing in bearings:
        found.update(w.plain for w in bearing.clause.words if carries(w) and w.letters[:2] == "ال")
    words = found.most_common(1)[0][0] if found else "—"
    return words, english_of(words)

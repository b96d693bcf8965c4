"""Which clauses take a position on a point that reports often differ on (`question_topics.tsv`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.compare.questions_clauses import Clause
from riwaya.compare.questions_people import Group, groups_in
from riwaya.compare.questions_words import carries, folded, stems_of, words_of
from riwaya.resources import lexicon
from riwaya.text import Word

MENTION = "mention"
"""The value of words that only speak of a topic."""
_REACH = 6  # words between a form and the word that has to follow
_NEAR, _FAR, _CLOSE = 3, 8, 2  # words before a form in which negations are looked for


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of point, and the templates of its question. `needs` is the value without which no
    question is raised; `by_group`: each group of people named has a question of its own."""

    name: str
    kind: str
    question_ar: str
    question_ar_feminine: str
    question_en: str
    needs: str
    by_group: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A clause's position on a topic. `universal` holds for all, also for a group not named;
    `groups` are the groups of people in the clause."""

    topic: str
    value: str
    clause: Clause
    universal: bool
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    stem: str
    after: str
    not_next: str
    not_before: str
    value: str
    rank: int
    negated: str
    universal: bool
    verb: bool
    beside: str


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order of the table."""
    return tuple(
        Topic(
            row["topic"],
            row["kind"],
            row["question_ar"],
            row["question_ar_feminine"],
            row["question_en"],
            row["needs"],
            row["by_group"] == "yes",
        )
        for row in lexicon("question_topics")
    )


def points_of(clauses: Iterable[Clause], topic: Topic) -> Iterator[Point]:
    """The clauses that take a position on a topic, or speak of it, each with its strongest word."""
    for clause in clauses:
        found = min(_found(clause, topic.name), key=lambda form: form[0], default=None)
        if found is not None:
            _, value, universal = found
            yield Point(topic.name, value, clause, universal, groups_in(clause.words))


def _found(clause: Clause, topic: str) -> Iterator[tuple[int, str, bool]]:
    words = (*_cue(clause), *clause.words)
    table = _forms(topic)
    for at, word in enumerate(words):
        for stem in stems_of(word.letters) & table.keys():
            for form in table[stem]:
                if _fits(form, words, at) and _is_beside(form, clause, topic):
                    negated = bool(form.negated) and _is_negated(words, at)
                    value = form.negated if negated else form.value
                    yield form.rank - negated, value, form.universal or negated


def _cue(clause: Clause) -> Iterator[Word]:
    """The verb that opens a claim says how its first clause is meant (وصفها بأنها …)."""
    if clause.account.claim is not None and clause.number == 0:
        yield from words_of(clause.view, clause.account.claim.cue)


def _is_beside(form: _Form, clause: Clause, topic: str) -> bool:
    """Whether a word that only speaks of the topic stands where the form wants one."""
    if not form.beside:
        return True
    if form.beside == "clause":
        words: Iterable[Word] = clause.words
    else:
        words = words_of(clause.view, [clause.view.paragraphs[clause.account.paragraph]])
    mentions = forms_of(topic, MENTION)
    return any(stems_of(word.letters) & mentions for word in words)


def _is_verbal(letters: str) -> bool:
    """Whether a word can be a verb: without the article, and not ending as nouns of one thing do
    (بقية)."""
    return not letters.endswith("ه") and not letters.lstrip("وفبك").startswith(("ال", "لل"))


def _fits(form: _Form, words: Sequence[Word], at: int) -> bool:
    if form.verb and not _is_verbal(words[at].letters):
        return False
    following = words[at + 1 : at + 1 + _REACH]
    if form.not_next and following and following[0].letters == form.not_next:
        return False
    if form.not_before and at and words[at - 1].letters == form.not_before:
        return False
    return not form.after or any(form.after in stems_of(word.letters) for word in following)


def _is_negated(words: Sequence[Word], at: int) -> bool:
    """Whether a negation stands close before, or farther off a word of barring, or one of
    tolerating that is negated itself (لن يتغاضى عن …)."""
    letters = [word.letters for word in words[max(0, at - _FAR) : at]]
    if any(word in _words("negation") for word in letters[-_NEAR:]):
        return True
    for n, word in enumerate(letters):
        before = letters[max(0, n - _CLOSE) : n]
        if word in _words("barring"):
            return True
        if word in _words("tolerating") and any(w in _words("negation") for w in before):
            return True
    return False


@cache
def _forms(topic: str) -> dict[str, tuple[_Form, ...]]:
    found: dict[str, list[_Form]] = {}
    for row in lexicon("question_forms"):
        if row["topic"] == topic:
            stem = folded(row["word"])
            form = _Form(
                stem,
                folded(row["next"]),
                folded(row["not_next"]),
                folded(row["not_before"]),
                row["value"],
                int(row["rank"]),
                row["negated"],
                row["universal"] == "yes",
                row["word_class"] == "verb",
                row["beside"],
            )
            found.setdefault(stem, []).append(form)
    return {stem: tuple(forms) for stem, forms in found.items()}


@cache
def _words(kind: str) -> frozenset[str]:
    rows = lexicon("question_turns")
    return frozenset(folded(row["words"]) for row in rows if row["kind"] == kind)


def speaks_of(clause: Clause, topic: str) -> bool:
    """Whether any word of a clause belongs to a topic."""
    table = _forms(topic)
    return any(stems_of(word.letters) & table.keys() for word in clause.words if carries(word))


@cache
def forms_of(topic: str, value: str) -> frozenset[str]:
    """The stems of a topic's words that stand for a value."""
    return frozenset(
        stem for stem, forms in _forms(topic).items() if any(f.value == value for f in forms)
    )

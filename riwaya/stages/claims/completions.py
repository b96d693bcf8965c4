"""Named rules that complete what a reader leaves half done: names, refusals, whole quotations."""

from __future__ import annotations

from functools import cache

from riwaya.model import Claim, Span
from riwaya.resources import lexicon
from riwaya.stages.claims.quoted import Quoted
from riwaya.text import TextView, fold, fold_letters

_LONGEST_NAME = 4
_LONGEST_OPENING = 3
_LOOKED_BACK = 4
_SENTENCE_ENDS = frozenset(".!?؟")
_COMMAS = frozenset("،,")


@cache
def _refusals() -> frozenset[str]:
    rows = (row for row in lexicon("cues_phrases") if row["kind"] == "refusal")
    return frozenset(fold_letters(row["words"]) for row in rows)


@cache
def _openings() -> frozenset[str]:
    return frozenset(fold_letters(row["words"]) for row in lexicon("refusal_openings"))


@cache
def _that_words() -> tuple[str, ...]:
    """أن, إن, بأن … of which a content's first word may be one with a pronoun (أنه)."""
    rows = lexicon("edge_words")
    left = (r["words"] for r in rows if (r["field"], r["side"]) == ("content", "left"))
    return tuple(sorted({fold_letters(words) for words in left if words.endswith("ن")}))


def with_quoted_name(quoted: Quoted, claim: Claim) -> tuple[Span, ...]:
    """`عضو المجلس، "فلان"`: the quoted name beside a title belongs to the source.

    Only a short closed quotation between commas or right beside the title, outside the content.
    """
    return tuple(_joined(quoted, claim, span) for span in claim.source)


def _joined(quoted: Quoted, claim: Claim, span: Span) -> Span:
    text = quoted.view.text
    at = _past(text, span.stop, _COMMAS)
    closed = [q for q in quoted.opened_at(at) if q.closed]
    if not closed or text[span.stop : at].strip("،, "):
        return span
    name = closed[-1]
    words = len(quoted.view.words_in(name.inner))
    taken = any(name.outer.meets(part) for part in (*claim.content, *claim.cue, *claim.via))
    after = _past(text, name.outer.stop, frozenset())
    ended = text[after : after + 1] in _COMMAS or any(part.start == after for part in claim.cue)
    if not 0 < words <= _LONGEST_NAME or taken or not ended:
        return span
    return Span(span.start, name.outer.stop)


def _past(text: str, at: int, marks: frozenset[str]) -> int:
    """The first place from `at` on that holds neither space nor one of `marks`, in the line."""
    while at < len(text) and (text[at] in marks or (text[at].isspace() and text[at] != "\n")):
        at += 1
    return at


def stance_of_refusal(view: TextView, claim: Claim) -> str:
    """no_comment where the cue is a refusal, or the content is that one will not comment."""
    if len(claim.cue) > 1 and " ".join(_cue_letters(view, s) for s in claim.cue) in _refusals():
        return "no_comment"
    words = _letters(view, *claim.content[:1])[: _LONGEST_OPENING + 1]
    if words and _is_that_with_pronoun(words[0]):
        words = words[1:]
    opening = any(" ".join(words[:size]) in _openings() for size in range(2, len(words) + 1))
    return "no_comment" if opening else claim.stance


def cue_with_refused_object(view: TextView, claim: Claim) -> tuple[Span, ...]:
    """رفض … التعليق: the object that makes a refusal of the verb is a part of its cue."""
    if len(claim.cue) != 1 or not claim.content:
        return claim.cue
    cue = _cue_letters(view, claim.cue[0])
    words = view.words_in(claim.content[0])
    for size in (1, 2):
        phrase = f"{cue} {' '.join(_letters(view, claim.content[0])[:size])}"
        if size <= len(words) and phrase in _refusals():
            return (*claim.cue, view.span_of(words.start, words.start + size - 1))
    return claim.cue


def content_without_cue(view: TextView, claim: Claim) -> tuple[Span, ...]:
    """Content less the cue's last part, where that stands at its beginning."""
    first = claim.content[0] if claim.content else None
    if first is None or len(claim.cue) < 2 or claim.cue[-1].start != first.start:
        return claim.content
    if claim.cue[-1].stop >= first.stop or not view.words_in(Span(claim.cue[-1].stop, first.stop)):
        return claim.content[1:]
    return (Span(claim.cue[-1].stop, first.stop), *claim.content[1:])


def _cue_letters(view: TextView, span: Span) -> str:
    """The letters of a span that may begin inside a word (قال of وقال)."""
    return fold_letters(fold(span.of(view.text)).text)


def _letters(view: TextView, *spans: Span) -> list[str]:
    return [view.words[index].letters for span in spans for index in view.words_in(span)]


def _is_that_with_pronoun(word: str) -> bool:
    return any(word.startswith(that) and len(word) - len(that) <= 3 for that in _that_words())


def within_its_quotation(quoted: Quoted, claim: Claim) -> tuple[Span, ...]:
    """Content that is a quotation whose closing mark ends a sentence does not run on after it."""
    if len(claim.content) != 1:
        return claim.content
    span = claim.content[0]
    text = quoted.view.text
    for quotation in quoted.opened_at(span.start - 1) or quoted.opened_at(span.start):
        after = text[quotation.outer.stop : quotation.outer.stop + 2]
        ends = after[:1] in _SENTENCE_ENDS and after[1:].isspace()
        if quotation.closed and ends and quotation.outer.stop < span.stop:
            return (Span(span.start, quotation.inner.stop),)
    return claim.content


def without_doubled_colons(view: TextView, claims: list[Claim]) -> list[Claim]:
    """Claims, in the order of their cues, less those of a colon whose words a verb before has."""
    kept = []
    for index, claim in enumerate(claims):
        before = claims[max(0, index - _LOOKED_BACK) : index]
        verbs = (other for other in before if not _is_colon(view, other))
        if not _is_colon(view, claim) or not any(_doubles(claim, other) for other in verbs):
            kept.append(claim)
    return kept


def _is_colon(view: TextView, claim: Claim) -> bool:
    return claim.cue[0].of(view.text) == ":"


def _doubles(colon: Claim, other: Claim) -> bool:
    """Whether `other`, whose cue comes first, says the same words."""
    return any(a.meets(b) for a in colon.content for b in other.content)

"""The named, ordered rules that find claims: each looks at one word and may read a claim there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from riwaya.model import Stance
from riwaya.stages.rules_reader.before import clause_before, quotation_before, subject_before
from riwaya.stages.rules_reader.between import Between, Range, first_noun_phrase, read_between
from riwaya.stages.rules_reader.content import Complement, content_end, find_complement
from riwaya.stages.rules_reader.cues import Cue, forms, homographs, phrases, without_proclitic
from riwaya.stages.rules_reader.ground import Ground, words_of

_LONGEST_HEADLINE_SOURCE = 7
_LONGEST_SOURCE = 25
_NEAR = 14
_COMMAS = frozenset("،,")


@dataclass(slots=True)
class Reading:
    """A claim as word ranges (first, last), before it becomes spans."""

    rule: str
    cue: list[Range]
    stance: Stance
    source: Range | None = None
    content: Range | None = None
    media: list[Range] = field(default_factory=list)


Rule = Callable[[Ground, int], Reading | None]


def headline_colon(ground: Ground, at: int) -> Reading | None:
    """`X: content` in the first paragraph."""
    if ground.letters[at] != ":" or ground.paragraph_of[at] != 0:
        return None
    first = ground.sentence_begin(at)
    last = ground.paragraph_end(at)
    if not 0 < at - first <= _LONGEST_HEADLINE_SOURCE or at == last:
        return None
    if any(word in words_of("preposition") for word in ground.letters[first:at]):
        return None
    return Reading("headline-colon", [(at, at)], "asserted", (first, at - 1), (at + 1, last))


def set_phrase(ground: Ground, at: int) -> Reading | None:
    """بحسب, وفقا لـ, نقلا عن; بحسب ما أعلن; refusals to comment; لم يستبعد."""
    letters = ground.letters[at]
    for start in (letters, letters[1:] if letters[:1] in ("و", "ف") else letters):
        for words, cue in phrases().get(start, ()):
            size = _matched(ground, at, start, words)
            if size and (found := _phrase_reading(ground, at, at + size - 1, cue)):
                return found
    return None


def _matched(ground: Ground, at: int, start: str, words: tuple[str, ...]) -> int:
    """How many words of the text the phrase covers; a last ل may be glued to the next word."""
    here = [start, *ground.letters[at + 1 : at + len(words)]]
    if len(words) > 1 and words[-1] == "ل" and len(here) == len(words):
        glued = here[-1].startswith("ل") and here[:-1] == list(words[:-1])
        return len(words) - 1 if glued else 0
    return len(words) if here == list(words) else 0


def _phrase_reading(ground: Ground, at: int, last: int, cue: Cue) -> Reading | None:
    after = last + 1
    if (
        cue.kind == "source"
        and after < len(ground.letters)
        and _fused_report(ground.letters[after])
    ):
        return _sourced(ground, "sourcing-clause", (at, after), after + 1)
    if cue.kind == "source":
        return _sourced(ground, "sourcing-phrase", (at, last), last + 1)
    if cue.kind == "report":
        verb = after < len(ground.letters) and forms().get(ground.letters[after])
        told = after < len(ground.letters) and _is_relay(ground.letters[after])
        if told or (verb and verb.kind == "verb"):
            return _sourced(ground, "sourcing-clause", (at, after), after + 1)
        return None
    if cue.kind == "refusal":
        return _refusal(ground, at, last)
    return None


def _fused_report(letters: str) -> bool:
    """مانقلت, ماذكرته: a verb with ما written onto it."""
    cue = forms().get(letters.removeprefix("ما"))
    told = letters.removeprefix("ما") in _relays() or (cue is not None and cue.kind == "verb")
    return letters.startswith("ما") and told


def _sourced(ground: Ground, rule: str, cue: Range, first: int) -> Reading | None:
    """Source right after the cue; content is the clause before it or, fronted, after it."""
    end = _source_end(ground, first)
    if end < first:
        return None
    between = read_between(ground, first, end + 1)
    content = clause_before(ground, cue[0])
    if content is None and end + 1 < ground.sentence_end(cue[0]):
        start = end + 2 if ground.letters[end + 1] in _COMMAS else end + 1
        content = (start, content_end(ground, start))
    name = rule + "-fronted" if content and content[0] > cue[0] else rule
    return Reading(name, [cue], "asserted", between.subject, content, between.media)


def _source_end(ground: Ground, first: int) -> int:
    if first >= len(ground.words):
        return -1
    end = min(ground.sentence_end(first), first + _LONGEST_SOURCE)
    for at in range(first, end + 1):
        if ground.letters[at] in _COMMAS or ground.letters[at] in (".", ":", "؛"):
            return at - 1
        inner = without_proclitic(ground.letters[at])
        if at > first and (inner in forms() and forms()[inner].kind != "noun"):
            return at - 1
    return end


def _refusal(ground: Ground, at: int, last: int) -> Reading | None:
    end = ground.sentence_end(at)
    between = read_between(ground, last + 1, min(end, last + 12) + 1)
    content: Range | None = None
    for index in range(last + 1, min(end, last + 14)):
        if ground.letters[index] in words_of("content preposition"):
            first = index + (ground.letters[index] in words_of("preposition"))
            content = (first, content_end(ground, first)) if first <= end else None
            between = read_between(ground, last + 1, index)
            break
    source = between.subject or subject_before(ground, at)
    return Reading("refusal", [(at, last)], "no_comment", source, content, between.media)


def relay(ground: Ground, at: int) -> Reading | None:
    """نقلت X عن Y قوله إن …: the source is Y, X relays it."""
    if without_w(ground.letters[at]) not in _relays():
        return None
    end = min(ground.sentence_end(at), at + 20)
    from_ = next((i for i in range(at + 1, end) if ground.letters[i] == "عن"), None)
    if from_ is None:
        return None
    say = Cue("verb", frozenset(("say",)), "asserted")
    found = find_complement(ground, say, from_)
    if found is None:
        return None
    told = next((i for i in range(from_ + 1, found.opener) if ground.letters[i] in _told()), None)
    between = read_between(ground, from_ + 1, told if told is not None else found.opener)
    media = read_between(ground, at + 1, from_).subject
    cue = [(told, told)] if told is not None else [(at, at), (from_, from_)]
    extra = [media] if media else []
    content = (found.first, found.last)
    return Reading("relay", cue, "asserted", between.subject, content, [*extra, *between.media])


def _is_relay(letters: str) -> bool:
    """نقلت, نقلته, ذكرته: a relaying verb, also with its object."""
    return any(letters.removesuffix(ending) in _relays() for ending in ("", "ه", "ها"))


def _relays() -> frozenset[str]:
    return homographs().get("relay", frozenset())


def _told() -> frozenset[str]:
    return homographs().get("told", frozenset())


def without_w(letters: str) -> str:
    """`letters` without a proclitic و or ف."""
    return letters[1:] if letters[:1] in ("و", "ف") and len(letters) > 3 else letters


def reporting_word(ground: Ground, at: int) -> Reading | None:
    """A verb, participle or noun of the lexicon with one of its complements."""
    inner = without_proclitic(ground.letters[at])
    cue = forms().get(inner)
    if cue is None or not _allowed(ground, at, inner):
        return None
    negation = at > 0 and ground.letters[at - 1] in words_of("negation")
    found = find_complement(ground, cue, at)
    says = inner == ground.letters[at] and cue.complements & {"say", "quote"}
    inverted = quotation_before(ground, at) if says else None
    if found is None or (inverted and found.kind not in ("that", "colon")):
        return _inverted(ground, at, cue, inverted) if inverted else _bare_object(ground, at, cue)
    between = read_between(ground, at + 1, found.opener)
    source = _source(ground, at, cue, between, inner)
    rule = f"{cue.kind}-{found.kind}"
    first = at - 1 if negation and cue.kind == "verb" else at
    content = (found.first, found.last)
    return Reading(rule, [(first, at)], cue.stance, source, content, between.media)


def _allowed(ground: Ground, at: int, inner: str) -> bool:
    for rule, words in homographs().items():
        if rule.startswith("near ") and inner in words:
            return rule[5:] in ground.letters[at + 1 : at + _NEAR]
    return True


def _inverted(ground: Ground, at: int, cue: Cue, content: Range) -> Reading:
    """`"…"، قال X`."""
    between = read_between(ground, at + 1, _source_end(ground, at + 1) + 1)
    source = between.subject if cue.kind == "verb" else None
    return Reading("quotation-first", [(at, at)], cue.stance, source, content, between.media)


def _bare_object(ground: Ground, at: int, cue: Cue) -> Reading | None:
    """`انتقد X سياسة Y`: subject and object side by side, or the subject before the verb."""
    if cue.kind != "verb" or "obj" not in cue.complements or at + 1 >= len(ground.words):
        return None
    end = content_end(ground, at + 1)
    subject = read_between(ground, at + 1, min(end, at + _LONGEST_SOURCE) + 1).subject
    if subject is None:
        return None
    source = first_noun_phrase(ground, subject)
    if source != subject:
        return Reading("verb-bare-object", [(at, at)], cue.stance, source, (source[1] + 1, end))
    before = subject_before(ground, at)
    if before is None:
        return None
    return Reading("verb-after-subject", [(at, at)], cue.stance, before, (subject[0], end))


def _source(ground: Ground, at: int, cue: Cue, between: Between, inner: str) -> Range | None:
    if cue.kind == "participle":
        return None
    if between.subject is not None and "two" in cue.complements and cue.kind == "verb":
        coordinated = inner != ground.letters[at] and at != ground.sentence_begin(at)
        return None if coordinated else first_noun_phrase(ground, between.subject)
    if between.subject is not None:
        return between.subject
    if cue.kind == "verb" and inner == ground.letters[at]:
        return subject_before(ground, at)
    return None


RULES: tuple[tuple[str, Rule], ...] = (
    ("headline-colon", headline_colon),
    ("set-phrase", set_phrase),
    ("relay", relay),
    ("reporting-word", reporting_word),
)

__all__ = ["RULES", "Complement", "Reading"]

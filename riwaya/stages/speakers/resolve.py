"""The named rules that find a speaker's fuller naming, in the order in which they are asked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cache

from riwaya.model import Span
from riwaya.resources import lexicon
from riwaya.stages.speakers.agreement import (
    bare,
    can_be_first,
    has_object,
    heads,
    is_bare_noun,
    is_participle,
)
from riwaya.stages.speakers.namings import Naming, anaphors, is_anaphor
from riwaya.stages.speakers.phrases import is_stop, phrase_before, phrase_from, words_of
from riwaya.stages.speakers.scene import Scene
from riwaya.text import fold_letters

Finder = Callable[[Scene, int], Naming | None]
_SEARCHED = 30
_OPENING = 12
_DATELINE = 12
_DASHES = frozenset("-–—")


@cache
def _past_verbs() -> frozenset[str]:
    return frozenset(fold_letters(row["past"]) for row in lexicon("cues_verbs"))


def first_person(scene: Scene, index: int) -> Naming | None:
    """نأمل، أعتقد, طلبتُ inside a quotation: whoever is quoted."""
    parent = scene.parent(index)
    speaker = scene.speakers[parent] if parent is not None else None
    if parent is None or speaker is None:
        return None
    direct = scene.claims[parent].mode == "direct"
    cue = scene.agreement(index)
    i_said = scene.cue_text(index).endswith("ت") and not cue.fits(speaker.agreement)
    first = cue.person == 1 or (direct and (i_said or can_be_first(scene.cue_text(index))))
    return speaker if first else None


def what_he_called(scene: Scene, index: int) -> Naming | None:
    """ما وصفته بـ, بما اعتبره, مواقع وصفها: whoever speaks the content that it stands in."""
    parent = scene.parent(index)
    at = scene.cue_index(index)
    if parent is None or at == 0:
        return None
    which = scene.view.words[at - 1].letters in words_of("that which")
    if not which and not has_object(scene.cue_text(index)):
        return None
    speaker = scene.speakers[parent]
    return speaker if speaker and _agrees(scene, index, speaker) else None


def relative_antecedent(scene: Scene, index: int) -> Naming | None:
    """The noun before التي / الذي, unless the relative is the verb's object (التي قالت إنها)."""
    if _points_back(scene, index):
        return None
    at = scene.cue_index(index) - 1
    while at > 0 and scene.view.words[at].letters in words_of("auxiliary"):
        at -= 1
    if at < 1 or scene.view.words[at].letters not in words_of("relative"):
        return None
    limit = scene.sentence_start(scene.claims[index].start)
    return _fitting(scene, index, _without_verb(scene, phrase_before(scene.view, at, limit)))


def _without_verb(scene: Scene, span: Span | None) -> Span | None:
    """لجنة المصالحة out of ذكرت لجنة المصالحة, where the phrase was followed back too far."""
    if span is None:
        return None
    words = scene.view.words_in(span)
    first = scene.view.words[words.start].letters
    forms = {first, first.removesuffix("ت"), first[1:], first[1:].removesuffix("ت")}
    if len(words) < 2 or not forms & _past_verbs():
        return span
    return scene.view.span_of(words.start + 1, words.stop - 1)


def _points_back(scene: Scene, index: int) -> bool:
    """Whether the cue or the word after it holds a pronoun for the antecedent."""
    at = scene.view.words_in(scene.claims[index].cue[-1])[-1]
    letters = scene.view.words[at].letters
    if letters.endswith(("ته", "تها", "تهم")) or (letters[:1] in "يت" and letters.endswith("ها")):
        return True
    after = scene.view.words[at + 1].letters if at + 1 < len(scene.view.words) else ""
    return after.startswith(("انه", "بانه", "عنه", "عنها"))


def nested_subject(scene: Scene, index: int) -> Naming | None:
    """Inside another claim's content: a pronoun for its speaker, or the content's own subject."""
    parent = scene.parent(index)
    if parent is None or is_bare_noun(scene.cue_text(index)):
        return None
    start = scene.claims[index].start
    content = next((s for s in scene.claims[parent].content if s.start <= start), None)
    if content is None:
        return None
    first = scene.view.words_in(content).start
    letters = scene.view.words[first].letters
    speaker = scene.speakers[parent]
    if letters.startswith(("انه", "بانه")):
        return speaker if speaker and _agrees(scene, index, speaker) else None
    return _fitting(scene, index, _subject_of(scene, content.start, start))


def same_sentence(scene: Scene, index: int) -> Naming | None:
    """Who spoke last in the same sentence, at the same depth."""
    return _last_within(scene, index, scene.sentence)


def participle(scene: Scene, index: int) -> Naming | None:
    """مضيفا, مؤكدة: who spoke last in the paragraph, at the same depth."""
    if not is_participle(scene.cue_text(index)):
        return None
    return _last_within(scene, index, scene.paragraph)


def _last_within(scene: Scene, index: int, unit: Callable[[int], int]) -> Naming | None:
    """Who spoke last at the same depth, in the `unit` (of an offset) that holds the claim."""
    here = unit(scene.claims[index].start)
    for other in scene.earlier(index):
        if unit(scene.claims[other].start) != here:
            return None
        speaker = scene.speakers[other]
        level = scene.parent(other) == scene.parent(index)
        if level and speaker and _agrees(scene, index, speaker):
            return speaker
    return None


def sentence_subject(scene: Scene, index: int) -> Naming | None:
    """The subject with which the sentence begins, after its verb or before it."""
    start = scene.sentence_start(scene.claims[index].start)
    if is_bare_noun(scene.cue_text(index)):
        return None
    return _fitting(scene, index, _subject_of(scene, start, scene.claims[index].start))


def _subject_of(scene: Scene, start: int, limit: int) -> Span | None:
    """The phrase with which the sentence at `start` begins, after its verb if that is first."""
    first = bisect_left(range(len(scene.view.words)), start, key=_starts(scene))
    first = _after_dateline(scene, first)
    while first + 1 < len(scene.view.words) and _leads_in(scene, first):
        first += 1
    if first + 1 >= len(scene.view.words) or is_stop(scene.view.words[first].letters):
        return None
    if _verb_first(scene, first):
        first += 1
    return phrase_from(scene.view, first, limit)


def _after_dateline(scene: Scene, first: int) -> int:
    """Index of the word after `دبي، الإمارات (CNN)—`, or `first`."""
    words = scene.view.words
    for at in range(first, min(first + _DATELINE, len(words) - 2)):
        if words[at].plain == ")" and words[at + 1].plain in _DASHES:
            return at + 2
    return first


def _leads_in(scene: Scene, at: int) -> bool:
    letters = scene.view.words[at].letters
    mark = not scene.view.words[at].is_word
    return mark or letters in words_of("auxiliary") or letters[1:] in words_of("auxiliary")


def _starts(scene: Scene) -> Callable[[int], int]:
    return lambda at: scene.view.words[at].span.start


def _verb_first(scene: Scene, at: int) -> bool:
    """Whether a sentence opens with its verb: no head noun, and a definite or known noun after."""
    letters = scene.view.words[at].letters
    word = letters[1:] if letters[:1] in "وف" and len(letters) > 3 else letters
    if word in _past_verbs() or word[:1] in "يت":
        return True
    if word.startswith("ال") or bare(word) in heads() or at + 1 >= len(scene.view.words):
        return False
    after = scene.view.words[at + 1].letters
    return letters[0] == "و" or word.endswith("ت") or bare(after) in heads()


def previous_speaker(scene: Scene, index: int) -> Naming | None:
    """Who spoke last in the report, outside all nested claims.

    From another paragraph the fuller naming of a bare surname is taken.
    """
    if is_bare_noun(scene.cue_text(index)):
        return None
    start = scene.claims[index].start
    here = scene.paragraph(start)
    if start - scene.sentence_start(start) > _OPENING:
        return None
    for other in scene.earlier(index):
        speaker = scene.speakers[other]
        if scene.parent(other) is not None or is_bare_noun(scene.cue_text(other)):
            continue
        if speaker and _agrees(scene, index, speaker):
            near = scene.paragraph(scene.claims[other].start) == here
            return speaker if near else scene.fuller(speaker)
    return None


def same_head(scene: Scene, index: int) -> Naming | None:
    """An earlier fuller naming of a speaker with the anaphor's head noun."""
    source = scene.sources[index]
    if source is None:
        return None
    for other in scene.earlier(index):
        speaker = scene.speakers[other]
        if not speaker or is_anaphor(speaker):
            continue
        if speaker.head == source.head or (source.head in speaker.bare and _is_person(source)):
            return speaker
    return None


def _is_person(naming: Naming) -> bool:
    return anaphors().get(" ".join(naming.words)) == "person"


def named_title(scene: Scene, index: int) -> Naming | None:
    """المندوب الروسي for whom an earlier naming gives that title and a name."""
    source = scene.sources[index]
    if source is None:
        return None
    for other in scene.earlier(index):
        speaker = scene.speakers[other]
        longer = speaker is not None and len(speaker.words) > len(source.words)
        if speaker and longer and source.bare <= speaker.bare:
            return speaker
    return None


def named_in_text(scene: Scene, index: int) -> Naming | None:
    """An earlier fuller phrase of the text with the anaphor's head noun."""
    source = scene.sources[index]
    if source is None:
        return None
    places = scene.by_head.get(source.head, [])
    before = bisect_left(places, scene.view.words_in(source.span).start)
    for at in reversed(places[max(0, before - _SEARCHED) : before]):
        paragraph = scene.view.paragraphs[scene.paragraph(scene.view.words[at].span.start)]
        found = phrase_from(scene.view, at, paragraph.stop)
        naming = scene.naming(_definite_part(scene, found)) if found else None
        if naming and len(naming.words) > len(source.words) and not is_anaphor(naming):
            return naming
    return None


def _definite_part(scene: Scene, span: Span) -> Span:
    """الشرطة البريطانية out of الشرطة البريطانية بقتله: a definite head takes definite words."""
    words = scene.view.words_in(span)
    if not scene.view.words[words.start].letters.startswith("ال"):
        return span
    last = words.start
    while last + 1 in words and scene.view.words[last + 1].letters.startswith("ال"):
        last += 1
    return scene.view.span_of(words.start, last)


def same_kind(scene: Scene, index: int) -> Naming | None:
    """The last speaker whose type is that of the anaphor."""
    source = scene.sources[index]
    kind = anaphors().get(" ".join(source.words)) if source else None
    for other in scene.earlier(index):
        speaker = scene.speakers[other]
        if not speaker or not source or scene.claims[other].source_type != kind:
            continue
        if {source.agreement.gender, speaker.agreement.gender} != {"m", "f"}:
            return speaker
    return None


def _fitting(scene: Scene, index: int, span: Span | None) -> Naming | None:
    """The naming in `span` when the cue agrees with it and it is not a bare anaphor."""
    if span is None:
        return None
    naming = scene.naming(span)
    return naming if naming.words and _agrees(scene, index, naming) else None


def _agrees(scene: Scene, index: int, naming: Naming) -> bool:
    return scene.agreement(index).fits(naming.agreement)


FOR_VERB_ONLY: tuple[tuple[str, Finder], ...] = (
    ("first-person", first_person),
    ("what-he-called", what_he_called),
    ("relative-antecedent", relative_antecedent),
    ("same-sentence", same_sentence),
    ("participle", participle),
    ("nested-subject", nested_subject),
    ("sentence-subject", sentence_subject),
    ("previous-speaker", previous_speaker),
)

FOR_TITLE: tuple[tuple[str, Finder], ...] = (("named-title", named_title),)

FOR_ANAPHOR: tuple[tuple[str, Finder], ...] = (
    ("same-head", same_head),
    ("named-in-text", named_in_text),
    ("same-kind", same_kind),
    ("previous-speaker", previous_speaker),
)

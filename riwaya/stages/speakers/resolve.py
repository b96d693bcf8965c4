"""The named rules that find a speaker's fuller naming, in the order in which they are asked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cache

from riwaya.model import Span
from riwaya.resources import lexicon
from riwaya.stages.speakers.namings import Naming, anaphors, is_anaphor
from riwaya.stages.speakers.phrases import is_stop, phrase_before, phrase_from, words_of
from riwaya.stages.speakers.scene import Scene
from riwaya.text import fold_letters

Finder = Callable[[Scene, int], Naming | None]
_SEARCHED = 30


@cache
def _past_verbs() -> frozenset[str]:
    return frozenset(fold_letters(row["past"]) for row in lexicon("cues_verbs"))


def first_person(scene: Scene, index: int) -> Naming | None:
    """نأمل، أعتقد inside a quotation: whoever is quoted."""
    parent = scene.parent(index)
    if parent is None or scene.agreement(index).person != 1:
        return None
    return scene.speakers[parent]


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
    return _fitting(scene, index, phrase_before(scene.view, at, limit))


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
    if parent is None:
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
    found = None if is_stop(letters) else phrase_from(scene.view, first, scene.claims[index].start)
    return _fitting(scene, index, found)


def same_sentence(scene: Scene, index: int) -> Naming | None:
    """Who spoke last in the same sentence, at the same depth."""
    here = scene.sentence(scene.claims[index].start)
    for other in scene.earlier(index):
        if scene.sentence(scene.claims[other].start) != here:
            return None
        speaker = scene.speakers[other]
        level = scene.parent(other) == scene.parent(index)
        if level and speaker and _agrees(scene, index, speaker):
            return speaker
    return None


def sentence_subject(scene: Scene, index: int) -> Naming | None:
    """The subject with which the sentence begins, after its verb or before it."""
    start = scene.sentence_start(scene.claims[index].start)
    first = bisect_left(range(len(scene.view.words)), start, key=_starts(scene))
    if first >= scene.cue_index(index):
        return None
    if _looks_like_verb(scene.view.words[first].letters):
        first += 1
    found = phrase_from(scene.view, first, scene.claims[index].start)
    return _fitting(scene, index, found)


def _starts(scene: Scene) -> Callable[[int], int]:
    return lambda at: scene.view.words[at].span.start


def _looks_like_verb(letters: str) -> bool:
    word = letters[1:] if letters[:1] in "وف" and len(letters) > 3 else letters
    return word in _past_verbs() or word[:1] in "يت" or (word.endswith("ت") and word[:2] != "ال")


def previous_speaker(scene: Scene, index: int) -> Naming | None:
    """Who spoke last in the report, outside all nested claims."""
    for other in scene.earlier(index):
        speaker = scene.speakers[other]
        if scene.parent(other) is None and speaker and _agrees(scene, index, speaker):
            return speaker
    return None


def same_head(scene: Scene, index: int) -> Naming | None:
    """An earlier fuller naming of a speaker with the anaphor's head noun."""
    source = scene.sources[index]
    if source is None:
        return None
    for other in scene.earlier(index):
        speaker = scene.speakers[other]
        if speaker and source.head in speaker.words and len(speaker.words) > len(source.words):
            return speaker
        if speaker and speaker.head == source.head and not is_anaphor(speaker):
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
        if source.agreement.fits(speaker.agreement):
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
    ("relative-antecedent", relative_antecedent),
    ("same-sentence", same_sentence),
    ("nested-subject", nested_subject),
    ("sentence-subject", sentence_subject),
    ("previous-speaker", previous_speaker),
)

FOR_ANAPHOR: tuple[tuple[str, Finder], ...] = (
    ("same-head", same_head),
    ("named-in-text", named_in_text),
    ("same-kind", same_kind),
    ("previous-speaker", previous_speaker),
)

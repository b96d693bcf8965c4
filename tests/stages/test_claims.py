"""The claim rules on short invented sentences, and on arbitrary spans over arbitrary text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Claim, Document, Span, annotation_id
from riwaya.stages.base import Draft
from riwaya.stages.claims import ClaimsStage
from riwaya.stages.claims.quotes import quotations
from riwaya.text import TextView


def spans(text: str, *parts: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(part), text.index(part) + len(part)) for part in parts if part)


def tidy(text: str, *claims: Claim) -> tuple[Claim, ...]:
    draft = Draft.of(Document("d", text)).having(claims=claims)
    return ClaimsStage().run(draft).claims


def one(text: str, cue: str, content: str = "", via: str = "", source: str = "") -> Claim:
    fields = {"content": spans(text, content), "via": spans(text, via)}
    claim = Claim("x", spans(text, cue), source=spans(text, source), **fields)  # type: ignore[arg-type]
    return tidy(text, claim)[0]


@pytest.mark.parametrize(
    ("word", "cue"),
    [
        ("وقال", "قال"),
        ("فقال", "قال"),
        ("وحثّ", "حثّ"),
        ("وصف", "وصف"),
        ("ووصف", "وصف"),
        ("وصفوه", "وصفوه"),
        ("واصفا", "واصفا"),
        ("وعد", "وعد"),
        ("وعدت", "وعدت"),
        ("وافق", "وافق"),
        ("ووافقت", "وافقت"),
        ("فسر", "فسر"),
        ("وجه", "وجه"),
        ("وجدد", "جدد"),
        ("وضح", "وضح"),
        ("وفقا", "وفقا"),
        ("ونفى", "نفى"),
        ("وردت", "ردت"),
        ("وأفاد", "أفاد"),
    ],
)
def test_a_proclitic_is_cut_and_a_root_letter_stays(word: str, cue: str) -> None:
    text = f"{word} الناطق سامر الحوراني إن الجسر مغلق."
    assert one(text, word).cue[0].of(text) == cue


@pytest.mark.parametrize(
    ("text", "given_content", "content", "mode"),
    [
        ("قال سامر إن الجسر مغلق.", "إن الجسر مغلق.", "الجسر مغلق", "indirect"),
        ("أشار سامر إلى أن الجسر مغلق", "إلى أن الجسر مغلق", "الجسر مغلق", "indirect"),
        ("قال سامر بأن الجسر مغلق،", "بأن الجسر مغلق،", "الجسر مغلق", "indirect"),
        ("قال سامر إنه عائد.", "إنه عائد.", "إنه عائد", "indirect"),
        ('قال سامر: "الجسر مغلق".', ': "الجسر مغلق".', "الجسر مغلق", "direct"),
        ("قال سامر «الجسر مغلق»", "«الجسر مغلق»", "الجسر مغلق", "direct"),
        ("قال سامر »الجسر مغلق« أمس", "»الجسر مغلق«", "الجسر مغلق", "direct"),
        ("قال سامر ”الجسر مغلق“ أمس", "”الجسر مغلق“", "الجسر مغلق", "direct"),
        ('قال إن الجسر "مغلق تماما".', 'الجسر "مغلق تماما".', 'الجسر "مغلق تماما"', "mixed"),
        ('قال "إن الجسر مغلق".', '"إن الجسر مغلق".', "إن الجسر مغلق", "direct"),
        ('قال إن" الجسر مغلق".', '" الجسر مغلق".', "الجسر مغلق", "direct"),
        (
            'قال إن صحيفة "الفنار" أغلقت.',
            'صحيفة "الفنار" أغلقت.',
            'صحيفة "الفنار" أغلقت',
            "indirect",
        ),
        ('قال إن الجسر "مغلق. وعاد الناس.', 'الجسر "مغلق', 'الجسر "مغلق', "mixed"),
        ("قال إن القرية (النبعة) آمنة", "القرية (النبعة)", "القرية (النبعة)", "indirect"),
    ],
)
def test_content_edges_and_mode(text: str, given_content: str, content: str, mode: str) -> None:
    claim = one(text, "أشار" if "أشار" in text else "قال", given_content)
    assert [span.of(text) for span in claim.content] == [content]
    assert claim.mode == mode


def test_a_quotation_over_sentences_is_taken_whole() -> None:
    text = 'قال سامر: "عدنا أمس. لم نجد أحدا. سنبقى هنا". ثم غادر.'
    claim = one(text, "قال", "عدنا أمس")
    assert claim.content[0].of(text) == "عدنا أمس. لم نجد أحدا. سنبقى هنا"
    assert any(origin.rule == "whole-quotation" for origin in claim.origins)


def test_a_quotation_over_paragraphs_gives_one_part_each() -> None:
    text = 'قال سامر: "عدنا أمس.\nلم نجد أحدا". ثم غادر.'
    claim = one(text, "قال", "عدنا أمس")
    assert [span.of(text) for span in claim.content] == ["عدنا أمس", "لم نجد أحدا"]


def test_an_unclosed_quotation_ends_with_its_sentence() -> None:
    view = TextView('قال إنهم سيتركون "للبرد أو الجوع. وفي القرية عاد "سوق النبعة" إلى العمل.')
    assert [q.inner.of(view.text) for q in quotations(view)] == ["للبرد أو الجوع", "سوق النبعة"]
    assert [q.closed for q in quotations(view)] == [False, True]


def test_nested_quotations_and_apostrophes() -> None:
    view = TextView("قال «لن نبيع 'الدار' أبدا» في O'Neil")
    assert [q.inner.of(view.text) for q in quotations(view)] == ["لن نبيع 'الدار' أبدا", "الدار"]


def test_via_and_source_edges() -> None:
    text = "قال سامر، في بيان، إن الجسر مغلق"
    claim = one(text, "قال", "الجسر مغلق", via="في بيان،", source="سامر،")
    assert claim.via[0].of(text) == "بيان"
    assert claim.source[0].of(text) == "سامر"


def test_parent_is_the_smallest_content_that_holds_the_cue() -> None:
    text = "قالت الوكالة إن المجلس أعلن أن القائد أكد أن الجسر مغلق"
    outer = Claim("a", spans(text, "قالت"), content=spans(text, text[text.index("المجلس") :]))
    middle = Claim("b", spans(text, "أعلن"), content=spans(text, text[text.index("القائد") :]))
    inner = Claim("c", spans(text, "أكد"), content=spans(text, "الجسر مغلق"))
    found = tidy(text, inner, outer, middle)
    assert [claim.cue[0].of(text) for claim in found] == ["قالت", "أعلن", "أكد"]
    assert [claim.parent for claim in found] == [None, found[0].id, found[1].id]
    assert found[0].id == annotation_id("d", "claim", found[0].cue)


def test_claims_on_one_cue_become_one() -> None:
    text = "قال سامر إن الجسر مغلق"
    weak = Claim("a", spans(text, "قال"), source=spans(text, "سامر"), confidence=0.3)
    strong = Claim("b", spans(text, "قال"), content=spans(text, "الجسر مغلق"), confidence=0.9)
    (claim,) = tidy(text, weak, strong)
    assert claim.source[0].of(text) == "سامر"
    assert claim.content[0].of(text) == "الجسر مغلق"
    assert claim.confidence == 0.9


def test_running_twice_changes_nothing() -> None:
    text = 'وقال سامر: "عدنا أمس. لم نجد أحدا". وأضاف أن الجسر "مغلق".'
    first = Claim("a", spans(text, "وقال"), content=spans(text, ': "عدنا أمس'))
    second = Claim("b", spans(text, "وأضاف"), content=spans(text, 'أن الجسر "مغلق".'))
    once = tidy(text, first, second)
    again = tidy(text, *once)
    assert [(c.id, c.cue, c.content, c.mode) for c in once] == [
        (c.id, c.cue, c.content, c.mode) for c in again
    ]


SPAN = st.builds(Span, st.integers(-3, 60), st.integers(-3, 60))
SPANS = st.lists(SPAN, max_size=3).map(tuple)
CLAIM = st.builds(
    Claim,
    id=st.text(max_size=3),
    cue=SPANS,
    source=SPANS,
    source_from=st.none() | SPAN,
    content=SPANS,
    via=SPANS,
    confidence=st.floats(0, 1),
)
MARKED = st.text(alphabet="قالوفأنإى \"«»“”'‘’.:،()\n؟\u0640\u064e\u200f", max_size=60)


@settings(max_examples=400, deadline=None)
@given(text=st.one_of(MARKED, st.text(max_size=60)), claims=st.lists(CLAIM, max_size=6))
def test_any_spans_over_any_text_give_spans_inside_it(text: str, claims: list[Claim]) -> None:
    found = tidy(text, *claims)
    ids = {claim.id for claim in found}
    assert len(ids) == len(found)
    for claim in found:
        assert claim.cue
        assert claim.parent is None or claim.parent in ids - {claim.id}
        resolved = (claim.source_from,) if claim.source_from else ()
        for span in (*claim.cue, *claim.source, *claim.content, *claim.via, *resolved):
            assert 0 <= span.start < span.stop <= len(text)
    assert [claim.start for claim in found] == sorted(claim.start for claim in found)

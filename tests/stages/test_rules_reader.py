"""The rules-only reader on invented sentences in bracket form, one readable line a case.

`<cue>` marks the cue, `{source}`, `[content]`, `(via)`; the marks are taken out before reading.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Claim, Document, Span
from riwaya.stages.base import Draft
from riwaya.stages.claims import ClaimsStage
from riwaya.stages.rules_reader import RulesReader

MARKS = {"<": "cue", ">": "cue", "{": "source", "}": "source", "[": "content", "]": "content"}
MARKS |= {"(": "via", ")": "via"}

CASES = [
    "<قال> {الناطق سامر الحوراني} إن [الجسر مغلق منذ يومين].",
    "و<قال> {الناطق سامر الحوراني} إن [الجسر مغلق]، وأضاف أن العمل بدأ.",
    "و<أضاف> أن [العمل بدأ].",
    "<أعلنت> {وزارة الري} [فتح السد].",
    "<قالت> {وزارة الري} في (بيان) إن [السد آمن].",
    "و<قال> {عضو المجلس عمر الراوي} (لوكالة البرق) إن [الطريق مفتوح].",
    'و<قال> {سامر الحوراني}: "[عدنا أمس ولم نجد أحدا هنا]".',
    '"[عدنا أمس ولم نجد أحدا هنا]"، <قال> {سامر الحوراني}.',
    "<دعا> {مجلس النبعة} إلى [وقف القتال فورا].",
    "<طالبت> {منظمة النور} ب[فتح الطريق].".replace("ب[", "[ب"),
    "و<حذر> {مدير المشفى} من [نقص الدواء].",
    "أغلق الجسر صباحا، <بحسب> {مجلس النبعة}.",
    "<نفى> {قائد الشرطة} أن [يكون الطريق مقطوعا].",
    "{رئيس البلدية} <قال> إن [السوق مفتوح].",
    "لكن {رئيس البلدية} <قال> إن [السوق مفتوح].",
    "<رفض التعليق> على [الخبر].",
    "<اعتبر> {وزير النقل} أن [القرار متأخر].",
    "<نقلت> (وكالة البرق) عن {مصدر طبي} قوله إن [الجرحى غادروا].".replace("<نقلت>", "نقلت")
    .replace("قوله", "<قوله>"),
]  # fmt: skip


def unmark(line: str) -> tuple[str, dict[str, list[str]]]:
    text, parts, begun = "", {"cue": [], "source": [], "content": [], "via": []}, 0
    for char in line:
        if char in "<{[(":
            begun = len(text)
        elif char in ">}])":
            parts[MARKS[char]].append(text[begun:])
        else:
            text += char
    return text, parts


def read(text: str) -> tuple[Claim, ...]:
    return ClaimsStage().run(RulesReader().run(Draft.of(Document("d", text)))).claims


@pytest.mark.parametrize("line", CASES)
def test_the_first_claim_of_a_line(line: str) -> None:
    text, parts = unmark(line)
    claim = read(text)[0]
    assert [span.of(text) for span in claim.cue] == parts["cue"]
    assert [span.of(text) for span in claim.source] == parts["source"]
    assert [span.of(text) for span in claim.via] == parts["via"]
    if parts["content"]:
        assert [span.of(text) for span in claim.content] == parts["content"]


def test_a_headline_gives_its_colon() -> None:
    text = "الحوراني: الجسر مغلق حتى الغد\nتوقف السير على الجسر."
    (claim,) = read(text)
    assert claim.cue[0].of(text) == ":"
    assert claim.source[0].of(text) == "الحوراني"
    assert claim.content[0].of(text) == "الجسر مغلق حتى الغد"


def test_a_fronted_sourcing_phrase() -> None:
    text = "وبحسب مجلس النبعة، أغلق الجسر صباح الأحد."
    (claim,) = read(text)
    assert claim.cue[0].of(text) == "بحسب"
    assert claim.source[0].of(text) == "مجلس النبعة"
    assert claim.content[0].of(text) == "أغلق الجسر صباح الأحد"


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("قال سامر إن الجسر مغلق.", "asserted"),
        ("نفى سامر أن يكون الجسر مغلقا.", "denied"),
        ("دعا سامر إلى فتح الجسر.", "directive"),
        ("يعتقد سامر أن الجسر مغلق.", "uncertain"),
        ("قال سامر إنه يجب فتح الجسر.", "directive"),
        ("ولم يصدر أي تعليق من مجلس النبعة.", "no_comment"),
    ],
)
def test_stance(text: str, stance: str) -> None:
    assert read(text)[0].stance == stance


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("وزارة الري", "organisation"),
        ("مصدر أمني", "anonymous"),
        ("سامر الحوراني", "person"),
        ("سكان القرية", "group"),
        ("وكالة البرق", "media"),
        ("بيان المجلس", "document"),
    ],
)
def test_source_type(source: str, kind: str) -> None:
    assert read(f"وقال {source} إن الجسر مغلق.")[0].source_type == kind


def test_every_field_has_an_origin_and_the_rules_measured_precision() -> None:
    (claim,) = read("قال الناطق سامر الحوراني لوكالة البرق إن الجسر مغلق.")
    fields = {origin.field for origin in claim.origins}
    assert {"cue", "source", "content", "via", "stance", "source_type"} <= fields
    assert 0.5 < claim.confidence < 1


def test_prose_without_reports_gives_nothing() -> None:
    assert read("فتح السوق أبوابه صباحا بين القرية والنهر. وعاد الناس إلى بيوتهم.") == ()


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(
        st.lists(
            st.sampled_from(
                [
                    "قال",
                    "وقال",
                    "إن",
                    "أن",
                    ":",
                    '"',
                    "»",
                    "«",
                    "،",
                    ".",
                    "بحسب",
                    "ما",
                    "أعلن",
                    "نقلت",
                    "عن",
                    "قوله",
                    "رفض",
                    "التعليق",
                    "في",
                    "بيان",
                    "التي",
                    "مشيرا",
                    "إلى",
                    "لم",
                    "(CNN)",
                    "سامر",
                    "\n",
                    "ـ",
                    "\u200f",
                    "x",
                ]
            )
        ).map(" ".join),
        st.text(max_size=120),
    )
)
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for claim in RulesReader().run(Draft.of(Document("d", text))).claims:
        for span in (*claim.cue, *claim.source, *claim.content, *claim.via):
            assert isinstance(span, Span)
            assert 0 <= span.start < span.stop <= len(text)
            assert re.search(r"\S", span.of(text))

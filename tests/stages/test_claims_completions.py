"""The rules that complete a claim: quoted names, refusals, whole quotations, doubled colons."""

from __future__ import annotations

import pytest
from test_claims import one, spans, tidy

from riwaya.model import Claim


@pytest.mark.parametrize(
    ("text", "source", "whole"),
    [
        (
            'لكن عضو المجلس، "سامر الحوراني"، قال إن الجسر مغلق',
            "عضو المجلس",
            'عضو المجلس، "سامر الحوراني"',
        ),
        ("لكن عضو المجلس «سامر» قال إن الجسر مغلق", "عضو المجلس", "عضو المجلس «سامر»"),
        ('قال عضو المجلس "الجسر مغلق" أمس', "عضو المجلس", "عضو المجلس"),
        ('لكن عضو المجلس، "كل من في البلدة عاد"، قال', "عضو المجلس", "عضو المجلس"),
    ],
)
def test_a_quoted_name_beside_a_title_joins_the_source(text: str, source: str, whole: str) -> None:
    assert one(text, "قال", source=source).source[0].of(text) == whole


def test_quoted_words_that_are_said_never_join_the_source() -> None:
    text = 'لكن عضو المجلس، "الجسر مغلق"، قال ذلك'
    assert one(text, "قال", "الجسر مغلق", source="عضو المجلس").source[0].of(text) == "عضو المجلس"


@pytest.mark.parametrize(
    ("text", "cue", "content", "stance"),
    [
        ("أضاف أنه لن يعلق على القافلة", "أضاف", "أنه لن يعلق على القافلة", "no_comment"),
        ("قالت إنها لا تعلق على الأنباء", "قالت", "إنها لا تعلق على الأنباء", "no_comment"),
        ("أضاف أنه لن يعود", "أضاف", "أنه لن يعود", "asserted"),
        ("قال سامر الجسر مغلق", "قال", "الجسر مغلق", "asserted"),
    ],
)
def test_a_content_that_one_will_not_comment_is_a_refusal(
    text: str, cue: str, content: str, stance: str
) -> None:
    assert one(text, cue, content).stance == stance


@pytest.mark.parametrize("verb", ["رفض", "ورفض"])
def test_the_refused_object_joins_the_cue(verb: str) -> None:
    text = f"{verb} الناطق التعليق على الأنباء"
    claim = one(text, verb, "التعليق على الأنباء", source="الناطق")
    assert [part.of(text) for part in claim.cue] == ["رفض", "التعليق"]
    assert [part.of(text) for part in claim.content] == ["على الأنباء"]
    assert claim.stance == "no_comment"
    bare = f"{verb} الناطق التعليق"
    assert one(bare, verb, "التعليق").content == ()


def test_a_quotation_that_ends_a_sentence_does_not_run_on() -> None:
    text = 'قال سامر: "السوق خال. لا أحد يشتري". وأغلقت المحال أبوابها.'
    claim = one(text, "قال", text[text.index("السوق") : -1])
    assert claim.content[0].of(text) == "السوق خال. لا أحد يشتري"
    assert claim.mode == "direct"


def test_a_colon_beside_a_verb_is_no_claim_of_its_own() -> None:
    text = "قال سامر: الجسر مغلق"
    said = Claim("a", spans(text, "قال"), content=spans(text, "الجسر مغلق"))
    colon = Claim("b", spans(text, ":"), content=spans(text, "الجسر مغلق"))
    assert [claim.cue[0].of(text) for claim in tidy(text, said, colon)] == ["قال"]
    assert [claim.cue[0].of(text) for claim in tidy(text, colon)] == [":"]

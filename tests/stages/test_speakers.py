"""Who speaks: short invented reports with verb-only subjects, anaphors, relays and nesting."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Claim, Document, Mention, Origin, Span
from riwaya.stages.base import Draft
from riwaya.stages.claims import ClaimsStage
from riwaya.stages.speakers import SpeakersStage
from riwaya.stages.speakers.scene import Scene
from riwaya.text import TextView


def at(text: str, part: str) -> tuple[Span, ...]:
    return (Span(text.index(part), text.index(part) + len(part)),) if part else ()


def claim(text: str, cue: str, source: str = "", content: str = "", via: str = "") -> Claim:
    return Claim(cue, at(text, cue), at(text, source), content=at(text, content), via=at(text, via))


def read(text: str, *claims: Claim) -> dict[str, Claim]:
    draft = Draft.of(Document("d", text)).having(claims=claims)
    done = SpeakersStage().run(ClaimsStage().run(draft)).claims
    return {c.cue[0].of(text): c for c in done}


def named(text: str, found: Claim) -> str | None:
    return found.source_from.of(text) if found.source_from else None


def test_a_verb_that_continues_takes_the_last_speaker() -> None:
    text = "قال الناطق سامر الحوراني إن الجسر مغلق.\nوأضاف أن العمل بدأ."
    found = read(
        text,
        claim(text, "قال", "الناطق سامر الحوراني", "الجسر مغلق"),
        claim(text, "أضاف", "", "العمل بدأ"),
    )
    assert named(text, found["أضاف"]) == "الناطق سامر الحوراني"
    assert any(o.rule == "previous-speaker" for o in found["أضاف"].origins)


def test_gender_decides_between_two_speakers() -> None:
    text = "قالت وزارة الري إن السد آمن. وقال رئيس البلدية إنه قلق. وأضافت أن الفحص انتهى."
    found = read(
        text,
        claim(text, "قالت", "وزارة الري", "السد آمن"),
        claim(text, "وقال", "رئيس البلدية", "إنه قلق"),
        claim(text, "أضافت", "", "الفحص انتهى"),
    )
    assert named(text, found["أضافت"]) == "وزارة الري"


def test_a_participle_takes_the_speaker_of_its_sentence() -> None:
    text = "أعلن مجلس النبعة فتح الطريق، مشيرا إلى أن الجسر سليم."
    found = read(
        text,
        claim(text, "أعلن", "مجلس النبعة", "فتح الطريق"),
        claim(text, "مشيرا", "", "الجسر سليم"),
    )
    assert named(text, found["مشيرا"]) == "مجلس النبعة"
    assert any(o.rule == "same-sentence" for o in found["مشيرا"].origins)


def test_an_anaphor_goes_back_to_its_head_noun() -> None:
    text = "قال مصدر طبي في النبعة إن الطريق مقطوع. وقال عمدة النبعة إنه سالك. وذكر المصدر أن لا."
    found = read(
        text,
        claim(text, "قال", "مصدر طبي", "الطريق مقطوع"),
        claim(text, "وقال", "عمدة النبعة", "إنه سالك"),
        claim(text, "ذكر", "المصدر", "لا"),
    )
    assert named(text, found["ذكر"]) == "مصدر طبي"


def test_an_institution_named_in_the_text() -> None:
    text = "أغلقت شركة النور للنقل خطها أمس. وقالت الشركة إن العطل كبير."
    found = read(text, claim(text, "قالت", "الشركة", "العطل كبير"))
    assert named(text, found["قالت"]) == "شركة النور للنقل خطها"


def test_the_relative_clause_takes_its_antecedent() -> None:
    text = "وتوجه الوفد إلى هيئة النبعة التي رفضت فتح الطريق."
    found = read(text, claim(text, "رفضت", "", "فتح الطريق"))
    assert named(text, found["رفضت"]) == "هيئة النبعة"


def test_a_full_source_needs_no_other_naming() -> None:
    text = "قال سامر الحوراني إن الجسر مغلق."
    found = read(text, claim(text, "قال", "سامر الحوراني", "الجسر مغلق"))
    assert found["قال"].source_from is None
    assert found["قال"].isnad_words == (None, "سامر الحوراني")
    assert found["قال"].role is None


def test_role_and_chain_through_an_agency_are_carried_over() -> None:
    text = "قال عضو مجلس النبعة، عمر الراوي، لوكالة البرق إن الطريق مفتوح.\nوأوضح أن الخروج غدا."
    found = read(
        text,
        claim(text, "قال", "عضو مجلس النبعة، عمر الراوي", "الطريق مفتوح", "لوكالة البرق"),
        claim(text, "أوضح", "", "الخروج غدا"),
    )
    assert found["قال"].role == "عضو مجلس النبعة"
    assert found["قال"].isnad_words == ("لوكالة البرق", "عضو مجلس النبعة، عمر الراوي")
    assert found["أوضح"].isnad_words == found["قال"].isnad_words
    assert any(o.rule == "via-carried" for o in found["أوضح"].origins)


def test_a_nested_claim_goes_through_its_parents_speaker() -> None:
    text = "ذكرت وكالة البرق أن مجلس النبعة أعلن أن الطريق مفتوح."
    found = read(
        text,
        claim(text, "ذكرت", "وكالة البرق", "مجلس النبعة أعلن أن الطريق مفتوح"),
        claim(text, "أعلن", "مجلس النبعة", "الطريق مفتوح"),
    )
    assert found["ذكرت"].isnad_words == ("وكالة البرق",)
    assert found["أعلن"].isnad_words == ("وكالة البرق", "مجلس النبعة")


def test_first_person_inside_a_quotation_is_the_one_quoted() -> None:
    text = 'قال سامر الحوراني: "نأمل أن يفتح الطريق".'
    found = read(
        text,
        claim(text, "قال", "سامر الحوراني", "نأمل أن يفتح الطريق"),
        claim(text, "نأمل", "", "يفتح الطريق"),
    )
    assert named(text, found["نأمل"]) == "سامر الحوراني"
    assert found["نأمل"].isnad_words == found["قال"].isnad_words


def test_a_rule_goes_before_the_readers_own_naming() -> None:
    text = "قال سامر الحوراني إن الجسر مغلق. وأضاف أن العمل بدأ."
    head = Origin("source_from", "reader", "head:source_from", 0.9)
    pointed = Claim(
        "b",
        at(text, "أضاف"),
        source_from=at(text, "الجسر")[0],
        content=at(text, "العمل بدأ"),
        origins=(head,),
    )
    found = read(text, claim(text, "قال", "سامر الحوراني", "الجسر مغلق"), pointed)["أضاف"]
    assert named(text, found) == "سامر الحوراني"
    assert head not in found.origins


def test_the_readers_naming_stands_where_no_rule_finds_one() -> None:
    text = "في المدينة مجلس. ثم أضاف أن العمل بدأ."
    head = Origin("source_from", "reader", "head:source_from", 0.3)
    pointed = Claim(
        "b",
        at(text, "أضاف"),
        source_from=at(text, "مجلس")[0],
        content=at(text, "العمل بدأ"),
        origins=(head,),
    )
    found = read(text, pointed)["أضاف"]
    assert named(text, found) == "مجلس"
    assert head in found.origins


SPAN = st.builds(Span, st.integers(0, 80), st.integers(0, 80))
SPANS = st.lists(SPAN, max_size=2).map(tuple)
CLAIM = st.builds(Claim, id=st.just("x"), cue=SPANS, source=SPANS, content=SPANS, via=SPANS)
WORDS = st.lists(
    st.sampled_from(["قال", "التي", "المصدر", "إن", "وأضاف", "مصدر", "،", ".", "\n", "نأمل", "x"])
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(WORDS, st.text(max_size=80)), claims=st.lists(CLAIM, max_size=6))
def test_any_claims_over_any_text_resolve_inside_it(text: str, claims: list[Claim]) -> None:
    draft = Draft.of(Document("d", text)).having(claims=tuple(claims))
    for found in SpeakersStage().run(ClaimsStage().run(draft)).claims:
        if found.source_from:
            assert 0 <= found.source_from.start < found.source_from.stop <= len(text)
        assert found.isnad_words


def test_where_names_are_known_a_speaker_has_one_or_is_a_noun_for_one() -> None:
    text = "الحرب طويلة في الجبال. وأكد أن الطريق مفتوح."
    view = TextView(text)
    claims = (Claim("a", at(text, "أكد")),)
    naming = Scene(view, claims).naming(at(text, "الحرب طويلة")[0])
    name = Mention("m", at(text, "الجبال")[0], "place")
    assert Scene(view, claims).can_speak(naming)
    assert not Scene(view, claims, (name,)).can_speak(naming)
    assert Scene(view, claims, (name,)).can_speak(Scene(view, claims).naming(name.span))

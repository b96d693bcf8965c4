"""Each rule on pairs that it should see and pairs that it should not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.compare.facts import Scene, scene_of
from riwaya.compare.model import Signal
from riwaya.compare.reasons import evidence, reason_of, reason_words, reasons
from riwaya.compare.signals import RULES, SIGNAL_NAMES, Rarity, signals
from riwaya.errors import SettingError
from riwaya.model import Document, Report, Span
from tests.compare.signals_kit import account_of, between, found, scene
from tests.timing import growth

ARABIC = st.text(alphabet="ابتجحدرسشعفقكلمنهويةى 0123456789،.\n", min_size=1, max_size=80)
MINE = "قتل 12 عاملا في انهيار منجم تل الغراب"


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        (MINE, "مقتل 12 عاملا بانهيار المنجم في تل الغراب", "number.same"),
        (MINE, "قتل 19 عاملا في انهيار منجم تل الغراب", "number.differs"),
        (MINE, "قتل 12 عاملا على الأقل في انهيار منجم تل الغراب", "number.compatible"),
        (MINE, "قتل 4 عمال على الأقل في انهيار المنجم", "number.compatible_far"),
        (MINE, "انهيار المنجم أصاب 20 بينهم 3 قتلى من العمال", "number.other_subset"),
        ("انهار السد يوم الاثنين", "انهيار السد الاثنين", "date.same"),
        ("انهار السد يوم الاثنين", "انهيار السد الأحد", "date.differs"),
        ("انهار السد في مارس 2021", "انهار السد يوم الاثنين", "date.compatible"),
        ("انهار سد الوادي", "لم ينهر سد الوادي", "polarity.differs"),
        ("لم يغادر الحراس الجسر", "الحراس لم يغادروا الجسر", "polarity.same"),
        ("دخل الحراس جسر الوادي", "غادر الحراس جسر الوادي", "predicate.opposite"),
        ("غادر الحراس جسر الوادي", "خرج الحراس من جسر الوادي", "predicate.same"),
        ("المهندس على قيد الحياة", "مقتل المهندس في المنجم", "opposite.alive_dead"),
        ("القصة مختلقة من أساسها", "القصة حقيقية تماما", "opposite.real_fake"),
        ("غادر الحراس الجسر أمس", "سيغادر الحراس الجسر قريبا", "status.done_vs_not"),
        ("يشمل الاتفاق عمال المناجم", "الاتفاق يسري على الجميع باستثناء عمال المناجم",
         "included_excluded"),
        ("تأكد انهيار السد رسميا", "لم يتأكد انهيار السد بعد", "confirmed_unconfirmed"),
        ("قتل الراعي برصاص الجيش النرويجي", "قتل الراعي برصاص الجيش السويدي",
         "responsible.differs"),
        ("قتل الراعي برصاص الجيش النرويجي", "الراعي قتل بنيران نرويجية", "responsible.same"),
        ("انهيار السد كارثة خطيرة", "انهيار السد أمس", "opinion"),
        ("قال إن انهيار السد لم يكن متوقعا أبدا", "انهيار السد لم يكن متوقعا", "quote.shared"),
        ("قتل الراعي برصاص قرب السد", "قتل الراعي بقذيفة قرب السد", "kind.differs"),
        ("قتل الراعي برصاص قرب السد", "أصابت رصاصة الراعي قرب السد", "kind.same"),
        ("قصة انهيار السد مختلقة", "انهيار السد أمس", "made_up"),
        ("ألقى الراعي حجرا على الجسر", "حاول الراعي إلقاء حجر على الجسر", "status.done_vs_not"),
        ("انهار شمال السد", "انهار جنوب السد", "attribute.opposite"),
        ("سقط القارب قرب الميناء", "القارب غرق قرب ميناء المدينة", "stems.overlap"),
        ("أطلقت الزوارق 30 صاروخا", "أطلقت الزوارق 12 صاروخا", "number.differs"),
    ],
)  # fmt: skip
def test_a_rule_sees_what_it_is_for(one: str, other: str, name: str) -> None:
    assert name in between(one, other)


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        (MINE, "قتل 12 عاملا في انهيار المنجم", "number.differs"),
        (MINE, "أصيب 19 عاملا في انهيار المنجم", "number.differs"),
        (MINE, "أطلقت الزوارق 19 صاروخا", "number.differs"),
        (MINE, "قتل 19 عاملا في انهيار منجم تل الغراب", "number.same"),
        ("قتل 12 عاملا على الأقل", "قتل 15 عاملا في المنجم", "number.differs"),
        ("أنقذت الفرق 6 من أصل 12 صبيا", "أنقذت الفرق 12 صبيا", "number.other_subset"),
        ("انهار السد في مارس 2021", "انهار السد يوم الاثنين", "date.differs"),
        ("انهار السد", "انهار السد أيضا", "polarity.differs"),
        ("السد سليم", "غير أن السد قديم", "polarity.differs"),
        ("لم يغادر الحراس", "وصل الحراس", "polarity.differs"),
        ("دخل الحراس الجسر", "وصل الحراس إلى الجسر", "predicate.opposite"),
        ("لم يغادر الحراس الجسر", "دخل الحراس الجسر", "predicate.opposite"),
        ("نجا المهندس وقتل العامل", "قتل العامل ونجا المهندس", "status.done_vs_not"),
        ("غادر الحراس أمس", "الحراس غادروا الجسر", "status.done_vs_not"),
        ("يشمل الاتفاق العمال", "الاتفاق يشمل الجميع", "included_excluded"),
        ("تأكد انهيار السد", "تأكد الأمر رسميا", "confirmed_unconfirmed"),
        ("قتل الراعي برصاص الجيش النرويجي", "زار الراعي السويد", "responsible.differs"),
        ("قتل الراعي برصاص", "وصل الراعي إلى السد", "kind.differs"),
        ("انهيار السد أمس", "انهيار سد الوادي", "made_up"),
        ("سقط القارب", "زرع الفلاح حقله", "stems.overlap"),
        ("سقط القارب قرب الميناء", "زرع الفلاح حقله", "quote.shared"),
    ],
)
def test_a_rule_is_silent_on_look_alikes(one: str, other: str, name: str) -> None:
    assert name not in between(one, other)


def test_a_larger_toll_on_a_later_day_has_grown() -> None:
    early = scene(MINE, said="2021-03-10")
    late = scene("قتل 19 عاملا في انهيار منجم تل الغراب", "d2", said="2021-03-11")
    assert {"number.later_grew", "time.later"} <= found(early, late).keys()
    assert {"number.later_grew", "time.earlier"} <= found(late, early).keys()
    smaller = scene("قتل 7 عمال في انهيار منجم تل الغراب", "d2", said="2021-03-11")
    assert "number.later_other" in found(early, smaller)


def test_hours_tell_which_account_of_a_day_is_later() -> None:
    early, late = (scene_at(f"2021-03-10T{hour}:00:00+00:00", f"d{hour}") for hour in ("08", "20"))
    assert found(early, late)["time.hours"].weight == 1.0
    assert "time.hours" in found(late, early)
    assert "time.hours" not in found(early, early)


def scene_at(published: str, name: str) -> Scene:
    report = Report(Document(name, MINE, outlet=name, published=published))
    return scene_of(report, account_of(MINE, name))


def test_a_denial_of_charges_weighs_more_beside_what_it_means() -> None:
    text = "اتهمت البلدية المصنع بتلويث مياه الوادي.\nنفى المصنع هذه الاتهامات"
    report = Report(Document("d9", text, outlet="d9", published="2021-03-10"))
    start = text.index("هذه الاتهامات")
    denial = replace(
        account_of(text, "d9", stance="denied"), paragraph=1, spans=(Span(start, len(text)),)
    )
    one = scene_of(report, denial)
    meant = found(scene("تلويث مياه الوادي"), one)["stance.denial_of_charge"]
    other = found(scene("زراعة القمح في الحقول"), one)["stance.denial_of_charge"]
    assert meant.weight > other.weight


def test_words_of_revision_are_told() -> None:
    names = between("ارتفعت حصيلة انهيار المنجم إلى 19", "كانت حصيلة سابقة تحدثت عن 12 قتيلا")
    assert {"update.grows", "update.revised"} <= names.keys()


def test_numbers_of_other_days_are_no_difference() -> None:
    names = between("قتل 12 عاملا يوم الاثنين", "قتل 19 عاملا يوم الأحد")
    assert "number.other_time" in names
    assert "number.differs" not in names


def test_a_recalled_number_is_of_another_time() -> None:
    names = between("قتل 12 عاملا في انهيار المنجم", "قتل 40 عاملا في انهيار المنجم عام 2014")
    assert "number.other_time" in names
    assert "number.differs" not in names


def test_a_number_with_its_like_beside_it_does_not_differ() -> None:
    names = between(MINE, "قتل 12 عاملا في المنجم، وقتل 3 عمال في حفرة مجاورة")
    assert "number.same" in names
    assert "number.differs" not in names


def test_a_denial_meets_what_it_denies() -> None:
    claim = scene("انهيار سد الوادي أمس")
    denial = scene("انهيار سد الوادي", "d2", stance="denied")
    assert "stance.denial_of" in found(claim, denial)
    assert "stance.denial_of" not in found(claim, scene("زراعة القمح", "d2", stance="denied"))
    assert "stance.both_denied" in found(denial, denial)


def test_a_denial_of_charges_meets_any_claim() -> None:
    denial = scene("هذه الاتهامات", "d2", stance="denied")
    assert "stance.denial_of_charge" in found(scene("تلويث مياه الوادي"), denial)
    assert "stance.denial_of_charge" not in found(scene("تلويث الوادي"), scene("كلام", "d2"))


@pytest.mark.parametrize("stance", ["no_comment", "directive", "uncertain"])
def test_stances_are_told(stance: str) -> None:
    other = scene("انهيار السد", "d2", stance=stance)  # type: ignore[arg-type]
    assert found(scene("السد انهار"), other)[f"stance.{stance}"].weight == 0.5


def test_narration_headlines_and_documents_are_told() -> None:
    names = between("انهار السد", "انهار السد")
    assert {"narration.both", "headline", "time.same_day", "quote.run"} - names.keys() == {
        "quote.run"
    }
    assert "document.same" in found(scene("انهار السد"), scene("سد آخر"))


def test_opposite_ends_in_one_account_say_less() -> None:
    clear = between("نجا مهندس المنجم", "مات مهندس المنجم")
    torn = between("نجا مهندس المنجم ومات عامل", "مات مهندس المنجم")
    assert torn["predicate.opposite"].weight < clear["predicate.opposite"].weight


def test_every_signal_is_announced_bounded_and_given_once() -> None:
    texts = [MINE, "لم يقتل أحد في المنجم", "سيغادر 19 عاملا منجم تل الغراب الأحد", "كلام"]
    scenes = [scene(text, f"d{n}") for n, text in enumerate(texts)]
    rarity = Rarity(scenes)
    for one in scenes:
        for other in scenes:
            names = [signal.name for signal in signals(one, other, rarity)]
            assert len(names) == len(set(names))
            assert set(names) <= set(SIGNAL_NAMES)
    assert len(SIGNAL_NAMES) == len(set(SIGNAL_NAMES))
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_rare_roots_weigh_more() -> None:
    scenes = [scene(f"السد {word}", f"d{n}") for n, word in enumerate(["قمح", "قمح", "زعتر"])]
    rarity = Rarity(scenes)
    assert rarity.of(["زعتر"]) > rarity.of(scenes[0].roots.keys() & scenes[1].roots.keys() - {"سد"})


@settings(max_examples=60, deadline=None)
@given(ARABIC, ARABIC)
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    a, b = scene(one), scene(other, "d2")
    forth, back = found(a, b), found(b, a)
    for signal in forth.values():
        assert 0.0 <= signal.weight <= 1.0 + 1e-9
        for span, text in ((signal.a, one), (signal.b, other)):
            assert span is None or 0 <= span.start < span.stop <= len(text)
    turned = {"roots.a_in_b": "roots.b_in_a", "roots.b_in_a": "roots.a_in_b"}  # fmt: skip
    assert {turned.get(name, name) for name in forth} == back.keys()


def test_comparing_grows_with_the_number_of_pairs_only() -> None:
    def make(size: int):  # type: ignore[no-untyped-def]
        scenes = [scene(f"{MINE} رقم {n}", f"d{n}") for n in range(size)]
        return lambda: [signals(a, b) for a in scenes for b in scenes]

    assert growth(make, 10, 20, 6.0) < 6.0  # four times the pairs


@pytest.mark.parametrize(
    ("kind", "one", "other", "reason"),
    [
        ("contradicts", MINE, "قتل 19 عاملا في انهيار منجم تل الغراب", "different_number"),
        ("agrees", MINE, "مقتل 12 عاملا بانهيار منجم تل الغراب", "same_number"),
        ("updates", MINE, "قتل 19 عاملا في انهيار منجم تل الغراب", "later_number"),
        ("contradicts", "المهندس على قيد الحياة", "مقتل المهندس", "alive_dead"),
        ("contradicts", "كلام", "قول", "different_matter"),
        ("repeats", "كلام", "قول", "same_statement"),
    ],
)
def test_a_relation_has_its_best_reason(kind: str, one: str, other: str, reason: str) -> None:
    assert reason_of(kind, tuple(between(one, other).values())) == reason


def test_reasons_have_words_in_both_languages() -> None:
    for name in reasons():
        assert reason_words(name, "ar")
        assert reason_words(name, "en")
        assert reason_words(name, "ar") != reason_words(name, "en")
    assert reason_words("no_such_reason") == "no_such_reason"
    with pytest.raises(SettingError):
        reason_of("resembles", ())


def test_signals_of_reasons_exist() -> None:
    for reason in reasons().values():
        assert set(reason.signals) <= set(SIGNAL_NAMES), reason.name


def test_evidence_is_the_words_that_a_reason_rests_on() -> None:
    other = "قتل 19 عاملا في انهيار منجم تل الغراب"
    here, there = evidence(
        tuple(between(MINE, other).values()),
        account_of(MINE),
        account_of(other, "d2"),
        "different_number",
    )
    assert [span.of(MINE) for span in here] == ["12 عاملا"]
    assert [span.of(other) for span in there] == ["19 عاملا"]


def test_evidence_leaves_out_what_stands_between_the_accounts_words() -> None:
    text = "انهار السد قالت الشركة أمس فجرا"
    parts = (Span(0, 10), Span(text.index("أمس"), len(text)))
    torn = replace(account_of(text), spans=parts)
    whole = Signal("stance.denial_of", Span(0, len(text)), Span(0, 4))
    here, _ = evidence((whole,), torn, account_of("كلام", "d2"), "denial")
    assert here == parts


def test_without_signals_the_accounts_are_the_evidence() -> None:
    a, b = account_of("كلام"), account_of("قول", "d2")
    assert evidence((), a, b) == (a.spans, b.spans)

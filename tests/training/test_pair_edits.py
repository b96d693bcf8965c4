"""Edits of texts for training pairs: what they change, and what they leave."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from training import pair_edits_meaning as meaning
from training import pair_edits_none as none
from training import pair_edits_numbers as numbers
from training import pair_edits_told as teller
from training import pair_edits_toll as toll
from training import pair_edits_wording as wording
from training.pair_edits import clashes
from training.pair_edits_words import Swaps, clean, pick, table, tokens, words

TABLES = (
    "acts",
    "denials",
    "edit_words",
    "opposites",
    "parties",
    "places",
    "subsets",
    "synonyms",
    "tellers",
    "toll_words",
    "tolls",
    "verbs",
)
TEXT = "أعلن مجلس بلدة السنديانة أن 14 عاملا وصلوا إلى تل الريحان يوم الثلاثاء"


def results(edit: meaning.Edit, text: str, draws: int = 40) -> set[str]:
    """All that an edit gives for a text over many draws."""
    found = {edit(text, Random(seed)) for seed in range(draws)}
    return {text for text in found if text}


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_sorted_and_without_doubles(name: str) -> None:
    rows = table(name)
    assert rows
    assert list(rows) == sorted(set(rows))
    assert all(all(cell.strip() == cell and cell for cell in row) for row in rows)


def test_no_word_is_its_own_synonym_and_opposite() -> None:
    opposed = {frozenset(row) for row in table("opposites")}
    assert not opposed & {frozenset(row) for row in table("synonyms")}


@given(st.text(alphabet="ابتن 12.،\n(/", max_size=60))
@hypothesis_settings(deadline=None, max_examples=60)
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


def test_clean_drops_marks_that_do_not_matter() -> None:
    assert clean("قالَ  #تل_الريحان\u200f ـ ٣") == "قال تل الريحان 3"


def test_attached_particles_stay() -> None:
    swaps = Swaps([("مؤقت", "دائم")])
    assert pick(tokens("وبالمؤقت"), swaps, Random(1)) is None  # two particles: not among those cut
    assert pick(tokens("والمؤقت"), swaps, Random(1)) == "والدائم"


def test_an_adjective_with_the_article_is_denied_before_it() -> None:
    swaps = Swaps([("مؤكدة", "غير مؤكدة")])
    assert pick(tokens("الأنباء المؤكدة"), swaps, Random(1)) == "الأنباء غير المؤكدة"


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("غادرت الحافلة بلدة السنديانة", "لم تغادر الحافلة بلدة السنديانة"),
        ("قال المختار إن القافلة ستغادر البلدة", "قال المختار إن القافلة لن تغادر البلدة"),
        ("وقد انسحب الحراس من الجسر", "لم ينسحب الحراس من الجسر"),
        ("تمت صيانة الجسر", "لم تتم صيانة الجسر"),
    ],
)
def test_denial_takes_the_form_of_the_verb(text: str, denied: str) -> None:
    found = {new.replace(" بعد", "").removeprefix("و") for new in results(meaning.denied, text)}
    assert denied in found


@pytest.mark.parametrize(
    ("text", "affirmed"),
    [
        ("لم تغادر الحافلة البلدة", "غادرت الحافلة البلدة"),
        ("لم تصل الشاحنة بعد إلى الجسر", "وصلت الشاحنة إلى الجسر"),
        ("قالت الحارسة إنها لن تشارك", "قالت الحارسة إنها ستشارك"),
        ("أكد المختار عدم وجود أضرار", "أكد المختار وجود أضرار"),
    ],
)
def test_a_denial_taken_away_leaves_a_right_verb(text: str, affirmed: str) -> None:
    assert affirmed in results(meaning.affirmed, text)


def test_what_goes_on_is_not_affirmed_by_dropping_a_particle() -> None:
    assert not results(meaning.affirmed, "الحراس لا يزال عملهم جاريا")
    assert not results(meaning.denied, "يذكر أن الجسر قديم")


def test_a_relayed_cue_is_no_denial() -> None:
    assert not results(meaning.denial_cued, "وصلت الحافلة وفق ما أعلن المختار")
    assert "نفى المختار وصول الحافلة" in results(meaning.denial_cued, "أعلن المختار وصول الحافلة")


def test_parties_change_places_only_where_an_act_is_told() -> None:
    act = "قصفت القوات الروسية مواقع القوات التركية قرب التل"
    assert results(meaning.parties_exchanged, act) == {
        "قصفت القوات التركية مواقع القوات الروسية قرب التل"
    }
    assert all("الروسية" in new or "التركية" in new for new in results(meaning.other_party, act))
    assert not results(meaning.other_party, "زار الوفد الغابة الروسية")


def test_numbers_change_and_dates_do_not() -> None:
    for new in results(numbers.other_number, TEXT):
        assert new != TEXT
        assert numbers.numbers_of(new) != numbers.numbers_of(TEXT)
        assert [w for w in words(new) if not w.isdigit()] == [
            w for w in words(TEXT) if not w.isdigit()
        ]
    assert not results(numbers.other_number, "افتتح الجسر في 12 نيسان عام 2015 الساعة 10")


@given(st.integers(3, 5_000_000), st.integers(0, 99))
@hypothesis_settings(deadline=None, max_examples=100)
def test_another_count_is_another_of_the_same_grammar(value: int, seed: int) -> None:
    other = numbers.other_value(value, Random(seed))
    assert other > 2
    if 3 <= value <= 10:
        assert other != value
        assert 3 <= other <= 10


def test_numbers_are_written_in_words_and_back() -> None:
    assert numbers.rewritten_number("وصلت 5 حافلات", Random(1)) == "وصلت خمسة حافلات"
    assert numbers.rewritten_number("وصل ثلاثة عمال", Random(1)) == "وصل 3 عمال"
    assert numbers.rewritten_number("وصل خمسة وعشرون عاملا", Random(1)) is None


@pytest.mark.parametrize("seed", range(30))
def test_other_words_keep_the_numbers_and_denials(seed: int) -> None:
    text = "نفى المختار أن 25 عاملا لم يصلوا إلى تل الريحان الثلاثاء، وأكد عودتهم (مساء)"
    again = wording.told_again(text, Random(seed))
    assert numbers.numbers_of(again) <= numbers.numbers_of(text) | {25}
    assert 25 in numbers.numbers_of(again)
    assert "لم" in words(again)


def test_lookalikes_change_two_things() -> None:
    text = "قتل 14 عاملا في حلب يوم الثلاثاء"
    for kind, new in none.lookalikes(text, Random(2)):
        changed = set(words(text)) ^ set(words(new))
        assert len(changed) >= 4, (kind, new)


def test_tolls_hold_to_their_number() -> None:
    text = "مقتل 14 عاملا في انهيار جسر السنديانة"
    for seed in range(40):
        for new, label, _ in toll.tolls(text, Random(seed)):
            same = 14 in numbers.numbers_of(new)
            assert same == (label == "agrees"), new
            if label == "updates":
                assert max(numbers.numbers_of(new)) > 14
            if label == "none":
                assert "قتيلا" not in new
                assert "القتلى" not in new
    assert not list(toll.tolls("بلغت كلفة الجسر 14 ألف دينار", Random(1)))


def test_who_tells_and_when_makes_the_label() -> None:
    for seed in range(60):
        rng = Random(seed)
        left, right, label = teller.told("الجسر مفتوح", "الجسر مغلق", False, rng)
        days = {d for d in words(left) if d in words("الاثنين الثلاثاء الأربعاء الخميس الجمعة")}
        assert label in ("updates", "contradicts")
        if label == "updates":
            assert not days & set(words(right))


def test_a_detail_that_only_one_text_has_is_no_contradiction() -> None:
    short = "وصل 14 عاملا إلى تل الريحان"
    long = "وصل 14 عاملا إلى تل الريحان يوم الثلاثاء"
    assert not clashes(short, long, long.replace("الثلاثاء", "الخميس"))
    assert clashes(short, long, long.replace("14", "17"))
    assert clashes(short, long, long.replace("وصل", "لم يصل"))
    assert not clashes("عاد العمال إلى التل", long, long.replace("14", "17"))


def test_numbers_inside_names_are_no_counts() -> None:
    assert not results(numbers.other_number, "تحطمت الطائرة تي17 وهي من الفوج ال93")
    assert results(numbers.other_number, "أقر المجلس البند ب17 صوتا")


def test_what_only_seems_denied_is_left() -> None:
    assert not results(meaning.affirmed, "أكد الحارس أنه لا يحتاج إلا وقتا")


def test_holders_of_an_office_keep_their_country() -> None:
    text = "قصف مواقع الرئيس الإيراني"
    assert not results(meaning.other_party, text)


def test_a_lookalike_told_whole_keeps_what_sets_it_apart() -> None:
    text = "زار الوفد التل، وقتل 14 عاملا هناك"
    for seed in range(40):
        assert 14 in numbers.numbers_of(wording.told_again(text, Random(seed), whole=True))


def test_nouns_of_a_toll_agree_with_its_number() -> None:
    for seed in range(80):
        for new, _, _ in toll.tolls("مقتل 5 عمال في انهيار الجسر", Random(seed)):
            assert "|" not in new
            found = words(new)
            few = [w for w in found if w.isdigit() and 3 <= int(w) <= 10]
            assert not few or not {"قتيلا", "جريحا", "شخصا"} & set(found), new

"""Counts of people, each case one line: the text with its counts in brackets, and their values."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Document, Quantity
from riwaya.resources import lexicon
from riwaya.stages.base import Draft
from riwaya.stages.quantities import QuantitiesStage
from riwaya.stages.quantities.scan import RULES
from riwaya.stages.quantities.scene import KINDS
from tests.timing import Work, growth


def counts(text: str) -> tuple[Quantity, ...]:
    """What the rules alone find."""
    return QuantitiesStage().run(Draft.of(Document("d", text))).counts


def shown(text: str) -> tuple[str, list[str]]:
    """The text with brackets round its counts, and `min max ~ kind` of each (`-`: open)."""
    out, at, values = [], 0, []
    for count in counts(text):
        out += [text[at : count.span.start], "[", count.span.of(text), "]"]
        at = count.span.stop
        low, high = ("-" if n is None else str(n) for n in (count.minimum, count.maximum))
        values.append(f"{low} {high}{' ~' if count.approx else ''} {count.kind}")
    return "".join([*out, text[at:]]), values


CASES = [
    # figures and their nouns
    ("قتل [12 شخصا] في انفجار ببلدة الرمانة", ["12 12 killed"]),
    ("وأصيب [٣٥ مدنيا] بجروح", ["35 35 injured"]),
    ("فر [1,200 لاجئ] من الوادي", ["1200 1200 displaced"]),
    ("نزح [27 ألفا و500 شخص] من المدينة", ["27500 27500 displaced"]),
    ("يحتاج [1.5 مليون شخص] إلى الغذاء", ["1500000 1500000 other"]),
    ("أجلت الفرق [2,3 مليون شخص] من الساحل", ["2300000 2300000 evacuated"]),
    ("كان على متنها [60 راكبا] و[6 أفراد]", ["60 60 present", "6 6 present"]),
    ("وأصيب[54 آخرون] في الحادث", ["54 54 injured"]),
    # words
    ("قتل [ثلاثة جنود] قرب النهر", ["3 3 killed"]),
    ("إصابة [خمسة وعشرين عاملا] في المصنع", ["25 25 injured"]),
    ("اعتقال [أحد عشر ناشطا]", ["11 11 detained"]),
    ("قتل [مئتا شخص] منذ الربيع", ["200 200 killed"]),
    ("نزح [ثلاثة آلاف مدني]", ["3000 3000 displaced"]),
    ("توفي [مئة وثمانية عشر مريضا]", ["118 118 killed"]),
    ("صدرت أوامر بإخلاء [مليوني شخص]", ["2000000 2000000 evacuated"]),
    ("غرق القارب وفقد [تسعة عشر مهاجرا]", ["19 19 missing"]),
    # duals
    ("مقتل [شخصين] في حريق", ["2 2 killed"]),
    ("سقط [قتيلان] في القصف", ["2 2 killed"]),
    ("إصابة [طفلتين] بشظايا", ["2 2 injured"]),
    ("قتل [مدنيين اثنين] في القصف", ["2 2 killed"]),
    ("وأصيب [اثنان] حين انهار الجدار", ["2 2 injured"]),
    ("جرح [جنديين آخرين] قرب السد", ["2 2 injured"]),
    # hedges
    ("خرج [نحو 400 مدني] من الحي", ["400 400 ~ evacuated"]),
    ("قتل [ما لا يقل عن 23 مقاتلا]", ["23 - killed"]),
    ("مقتل [7 أشخاص على الأقل] في انهيار", ["7 - killed"]),
    ("إصابة [أكثر من خمسين شخصا]", ["50 - injured"]),
    ("احتجاز [أقل من 20 ناشطا]", ["- 20 detained"]),
    ("يعيش في المخيم [حوالي ألفي نازح]", ["2000 2000 ~ present"]),
    ("نزح [ما يزيد على عشرة آلاف شخص]", ["10000 - displaced"]),
    ("يعتقد أن [أكثر من شخص] داخل المبنى", ["1 - other"]),
    # ranges
    ("قتل [بين 20 و30 شخصا]", ["20 30 killed"]),
    ("قتل [ما بين عشرين وثلاثين شخصا]", ["20 30 killed"]),
    ("نزح [بين 180 و220 ألف شخص]", ["180000 220000 displaced"]),
    ("أسر [6-12 مسلحا]", ["6 12 detained"]),
    ("فقد [من 5 إلى 7 صيادين]", ["5 7 missing"]),
    # vague amounts
    ("سقط [عشرات القتلى والجرحى] في الهجوم", ["- - ~ killed"]),
    ("مقتل [العشرات] وإصابة [المئات]", ["- - ~ killed", "- - ~ injured"]),
    ("تظاهر [عشرات الآلاف من السكان]", ["- - ~ present"]),
    ("أجبر القتال [عدة ملايين] على ترك منازلهم", ["- - ~ displaced"]),
    ("قتل [بضعة أفراد] في الانهيار", ["- - ~ killed"]),
    # the noun before its number, and parts of a whole
    ("العثور على [الأطفال الاثني عشر]", ["12 12 other"]),
    ("مقتل [زملائه الأربعة] في المنجم", ["4 4 killed"]),
    ("ومقتل [ركابها الـ66]", ["66 66 killed"]),
    ("إنقاذ [ستة] من أصل [12 صبيا]", ["6 6 evacuated", "12 12 other"]),
    ("قتل [أربعة مدنيين] بينهم [ثلاثة أطفال]", ["4 4 killed", "3 3 killed"]),
    ("جرح [ثلاثة من رجال] الإطفاء", ["3 3 injured"]),
    ("قتل [5 من قوات] الحرس", ["5 5 killed"]),
    ("أصيب [ثمانية عمال] حال [اثنين منهم] خطرة", ["8 8 injured", "2 2 injured"]),
    # bare numbers
    ("قتل [46 شخصا] في الشمال، و[31] في الجنوب", ["46 46 killed", "31 31 killed"]),
    ("ارتفع عدد القتلى إلى [40]", ["40 40 killed"]),
    ("بلغ عدد الوفيات [74 حالة].", ["74 74 killed"]),
    ("سجلت الوزارة [74 حالة وفاة]", ["74 74 killed"]),
    ("البالغ عددهم [نحو مليونين].", ["2000000 2000000 ~ other"]),
    ("دفع القتال [أربعة ملايين] إلى الفرار", ["4000000 4000000 displaced"]),
    # one
    ("مقتل [شخص] في حريق", ["1 1 killed"]),
    ("[قتيل] و[4 جرحى] في حادث سير", ["1 1 killed", "4 4 injured"]),
    ("أصيب [جندي واحد] بجروح", ["1 1 injured"]),
    ("قتل [أحد المارة] في الشارع", ["1 1 killed"]),
    # attached particles stay outside
    ("أودى ب[ثلاثة عمال] و[طفلين]", ["3 3 killed", "2 2 killed"]),
    ("الإفراج عن [خمسة معتقلين]", ["5 5 released"]),
    # the fate told after the count
    ("قالت الوزارة إن [36 شخصا] لقوا حتفهم", ["36 36 killed"]),
    ("وأكد أن [3100 شخص] أجلوا", ["3100 3100 evacuated"]),
    ("وقال إن [14 صحفيا] ما زالوا مفقودين", ["14 14 missing"]),
    ("أسفر عن مقتل وجرح [العشرات].", ["- - ~ killed"]),
    ("إن [أربعة أشخاص] قتلوا وأصيب [ثلاثة آخرون]", ["4 4 killed", "3 3 injured"]),
    ("سقط [مئات بين قتيل وجريح]", ["- - ~ killed"]),
    ("حاول [198] من بين [350 نائبا]", ["198 198 other", "350 350 other"]),
    ("إن [جنديين تركيين] قتلا في الوادي", ["2 2 killed"]),
]

NO_COUNT = [
    "ارتفعت الأسعار 20 في المئة خلال عام 2018",
    "قطع الوفد 30 كيلومترا في ثلاثة أيام",
    "بلغت الخسائر 5 ملايين دولار",
    "يبلغ من العمر 25 عاما",
    "عقد الاجتماع يوم الاثنين 12 مارس",
    "دمر القصف خمسة منازل وثلاث سيارات",
    "تراجع الإنتاج بنسبة 40%",
    "أصيب بنسبة 40 بالمئة من الأسهم",
    "محطات رئيسية في تاريخ المدينة",
    "ولدينا ما يكفي من الماء",
    "عدد من السكان غادروا البلدة",
    "قال رجل من أهل القرية إن الماء انقطع",
    "وافقت الدولتان الكبريان على عمليتين انتحاريتين",
    "عام 2018 لاجئون جدد",
    "واحد من كل خمسة أشخاص يعاني",
    "قتل كثيرون بين عامي 1936 و1939 في البلاد",
    "شهد 68 في المئة من الأوروبيين",
    "استعادة كميات من الأسلحة",
    "ولديها رخصة",
    "التقى الزعيمان في العاصمة",
    "",
    "…",
]


@pytest.mark.parametrize(("marked", "values"), CASES, ids=[case[0] for case in CASES])
def test_counts(marked: str, values: list[str]) -> None:
    text = marked.replace("[", "").replace("]", "")
    assert shown(text) == (marked, values)


@pytest.mark.parametrize("text", NO_COUNT)
def test_no_count(text: str) -> None:
    assert shown(text) == (text, [])


@pytest.mark.parametrize("case", CASES[:20:4], ids=lambda case: str(case[0]))
def test_typesetting_changes_nothing(case: tuple[str, list[str]]) -> None:
    marked, values = case
    text = marked.replace("[", "\u202b").replace("]", "\u202c").replace("ش", "شـَ")
    assert shown(text)[1] == values


def test_every_field_has_its_origin() -> None:
    (count,) = counts("قتل 12 شخصا في انفجار")
    assert {origin.field for origin in count.origins} == {"span", "value", "kind"}
    rules = {origin.field: origin.rule for origin in count.origins}
    assert rules == {
        "span": "number-with-noun",
        "value": "number-with-noun",
        "kind": "kind-by-verb-before",
    }


def test_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)


def test_ids_do_not_change_between_runs() -> None:
    text = "قتل 12 شخصا وأصيب ثلاثة آخرون"
    assert [c.id for c in counts(text)] == [c.id for c in counts(text)]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("count_people", ("singular",)),
        ("count_hedges", ("phrase", "side")),
        ("count_contexts", ("word", "side")),
        ("count_particles", ("word", "role")),
        ("count_groups", ("word",)),
        ("number_words", ("word", "role")),
    ],
)
def test_lexicons_are_sorted_and_sourced(name: str, keys: tuple[str, ...]) -> None:
    rows = lexicon(name)
    found = [tuple(row[key] for key in keys) for row in rows]
    assert found == sorted(set(found))
    assert all(row["source"] for row in rows)


def test_contexts_name_known_kinds() -> None:
    kinds = {row["kind"] for row in lexicon("count_contexts")}
    kinds |= {row["kind"] for row in lexicon("count_people")} - {""}
    assert kinds <= set(KINDS)


SOUP = (
    "قتل أصيب نحو 20 3 ثلاثة وعشرون ألف آلاف عشرات مليون شخصا أشخاص جنود من بين و الى - "
    "على الأقل أكثر منهم آخرين شخصين واحد أحد الـ 1.5 20-30 ، . في % \u202e ـ \ud800 \ufdfa"
)
WORDS = st.sampled_from(SOUP.split())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=3)), max_size=40), st.sampled_from(["", " "]))
def test_spans_are_sound_on_any_text(words: list[str], space: str) -> None:
    text = space.join(words)
    found = counts(text)
    assert all(0 <= c.span.start < c.span.stop <= len(text) for c in found)
    assert all(a.span.stop <= b.span.start for a, b in zip(found, found[1:], strict=False))  # noqa: RUF007
    for count in found:
        low, high = count.minimum, count.maximum
        assert low is None or high is None or 0 <= low <= high


@pytest.mark.parametrize(
    "unit",
    ["قتل 12 شخصا وأصيب ثلاثة آخرون في البلدة ", "جنود ", "شخص ", "قتل شخص ", "3 ", "وثلاثة ",
     "بين 20 و", "شخصين ", "عشرات ", "مئة و", "12,"],
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    def reading(size: int) -> Work:
        draft = Draft.of(Document("d", unit * (size // len(unit))))
        return lambda: QuantitiesStage().run(draft)

    assert growth(reading, 10_000, 80_000, enough=24) < 24

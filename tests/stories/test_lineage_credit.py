"""Credit that texts give, and names in running text that are none."""

from __future__ import annotations

import pytest

from riwaya.model import Document
from riwaya.stories.credit import credits_of, teller_keys
from riwaya.stories.sketch import fingerprints_of, resemblance, sketch_of, words_of
from tests.stories.lineage_kit import OTHER, WIRE, edited


def credit(text: str) -> list[tuple[str, str, str]]:
    found = credits_of(Document(id="d", text=text))
    for each in found:
        assert each.span.holds(each.named)
        assert each.named.of(text) == each.words
    return [(each.words, each.kind, each.place) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"ترميم الجسر\nعين السرو - رويترز - {WIRE}", ("رويترز", "agency", "head")),
        (f"ترميم الجسر\nعين السرو (أ ف ب) - {WIRE}", ("أ ف ب", "agency", "head")),
        (f"ترميم الجسر\nوكالات: {WIRE}", ("وكالات", "agency", "head")),
        (f"ترميم الجسر\n{WIRE}\nفرانس برس/ صوت المرج", ("فرانس برس", "agency", "foot")),
        (f"ترميم الجسر\n{WIRE}\nالمصدر: وكالة الأناضول", ("وكالة الأناضول", "agency", "foot")),
        (f"ترميم الجسر\n{WIRE} (د ب أ)", ("د ب أ", "agency", "foot")),
        (f"ترميم الجسر\n{WIRE} #رويترز", ("رويترز", "agency", "foot")),
        (f"ترميم الجسر\n{WIRE}\nنقلاً عن صحيفة الضفاف.", ("صحيفة الضفاف", "outlet", "foot")),
    ],
)
def test_credit_is_found_where_newsrooms_put_it(text: str, expected: tuple[str, ...]) -> None:
    assert expected in credit(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "وقالت رويترز إن الجسر سيغلق أسبوعا واحدا فقط أمام الشاحنات الثقيلة القادمة من الجنوب.",
        "ونشرت وكالة الأنباء السعودية (واس) صورا للجسر بعد أن بدأت الأعمال الأولى فيه صباح اليوم.",
        "وقال شاهد نقلا عن جاره إن العمال وصلوا قبل الفجر ومعهم ثلاث رافعات كبيرة.",
    ],
)
def test_a_source_in_running_text_is_no_credit(sentence: str) -> None:
    assert credit(f"ترميم الجسر\n{sentence}\n{WIRE}") == []


def test_the_names_of_one_agency_are_one_teller() -> None:
    assert teller_keys("أ ف ب") & teller_keys("وكالة فرانس برس") & teller_keys("AFP")
    assert not teller_keys("رويترز") & teller_keys("أ ف ب")
    assert teller_keys(None) == frozenset()
    assert teller_keys("صوت المرج") == {"صوتالمرج"}


def test_credit_is_found_in_text_with_diacritics_and_marks_and_its_span_is_the_text() -> None:
    text = f"ترميم الجسر\nنقلًا عن «روي\u0640ترز»: {WIRE}"
    assert credit(text)[0][:2] == ("روي\u0640ترز", "agency")


def test_spelling_and_marks_make_no_other_words() -> None:
    one, other = words_of("إلى الجهةِ الأُخرى، قال"), words_of("الي الجهه الاخري قال")
    assert one.hashes.tolist() == other.hashes.tolist()
    assert one.span(1, 2).of("إلى الجهةِ الأُخرى، قال") == "الجهةِ الأُخرى"


def test_eight_words_in_a_row_give_a_fingerprint_in_common() -> None:
    words = OTHER.split()
    whole = set(fingerprints_of(words_of(OTHER)).keys.tolist())
    for at in range(len(words) - 8):
        part = set(fingerprints_of(words_of(" ".join(words[at : at + 8]))).keys.tolist())
        # Parts at a line's end hold marks, which are no words.
        assert part & whole or len(words_of(" ".join(words[at : at + 8]))) < 8


def test_the_sketch_of_a_text_resembles_that_of_its_edited_copy_and_no_other() -> None:
    assert resemblance(sketch_of(WIRE), sketch_of(WIRE)) == 1
    assert 0.4 < resemblance(sketch_of(WIRE), sketch_of(edited(WIRE, 1))) < 1
    assert resemblance(sketch_of(WIRE), sketch_of(OTHER)) < 0.1
    assert resemblance(sketch_of(WIRE), sketch_of("…")) == 0

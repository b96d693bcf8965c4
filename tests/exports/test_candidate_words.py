"""Which words make a row of a candidate table, which days a date allows, and the word lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.exports.candidates_dates import days_of
from riwaya.exports.candidates_words import forms
from riwaya.exports.data_tables import rows as data_rows
from tests.exports.candidate_tables import table

# A row only where a death, or an event, is reported


QUIET = [
    "زار الوفد بلدة تل الرمان.",
    "لم يقتل أحد في تل الرمان.",
    "مر اليوم دون سقوط قتلى.",
    "حذر المجلس من قصف البلدة.",
    "هدد القائد بقصف تل الرمان.",
    "دعا المجلس إلى وقف القصف.",
    "توقف القصف صباحا.",
    "خطف الأضواء في الحفل.",
    "صدر حكم بالإعدام.",
    "نجا النائب من محاولة قتله.",
    "اتفق الطرفان على وقف إطلاق النار.",
    "{1.cue نفى} {1.source القائد} {1.content قصف البلدة ومقتل {n=5..5:killed خمسة مدنيين}}."
    " ⇒ 1: indirect denied person",
    "{1.cue أمر} {1.source القائد} {1.content بقصف البلدة وقتل {n=5..5:killed خمسة}}."
    " ⇒ 1: indirect directive person",
    "{1.cue قال} {1.source سالم} إن {1.content {2.source القائد} {2.cue نفى}"
    " {2.content قصف البلدة ومقتل {n=5..5:killed خمسة}}}."
    " ⇒ 1: indirect asserted person; 2: indirect denied person in 1",
]


@pytest.mark.parametrize("line", QUIET)
def test_no_row_where_nothing_is_reported(line: str, tmp_path: Path) -> None:
    assert table(line, tmp_path, "ucdp") == []
    assert table(line, tmp_path, "acled") == []


@pytest.mark.parametrize(
    ("line", "trigger"),
    [
        ("سقط قتلى في تل الرمان.", "قتلى"),
        ("وقُتِل جاره أمس.", "وقُتِل"),
        ("أعلن المشفى وفاة الجريح.", "وفاة"),
        ("أودى الانفجار بحياة طفل وأودت بحياة أمه.", "وأودت بحياة"),
        ("نعى المجلس شهداءه ومقتلهم.", "شهداءه"),
    ],
)
def test_a_death_word_makes_a_row_without_a_number(line: str, trigger: str, tmp_path: Path) -> None:
    (row,) = table(line, tmp_path, "ucdp")
    assert row["riwaya_trigger"] == trigger
    assert row["riwaya_rule"] == "death-word"
    assert [row[name] for name in ("best", "low", "high", "riwaya_deaths_words")] == [""] * 4


@pytest.mark.parametrize(
    ("line", "kind", "sub_kind"),
    [
        ("استهدف قصف مدفعي تل الرمان.", "Explosions/Remote violence",
         "Shelling/artillery/missile attack"),
        ("استهدف القصف تل الرمان.", "Explosions/Remote violence", ""),
        ("سمع دوي قصفٍ وغارتين جويتين.", "Explosions/Remote violence", "Air/drone strike"),
        ("وفجّر انتحاري نفسه في السوق.", "Explosions/Remote violence", "Suicide bomb"),
        ("اندلعت اشتباكات عنيفة فجرا.", "Battles", "Armed clash"),
        ("خرجت مظاهرة في البلدة.", "Protests", ""),
        ("حملت الصحف خبر سحل رجل.", "Riots", "Mob violence"),
        ("واعتقلته الدورية.", "Strategic developments", "Arrests"),
        ("اختطف مسلحون طبيبا.", "Violence against civilians", "Abduction/forced disappearance"),
        ("شهدت البلدة هجوما.", "", ""),
        ("لا يزال القصف مستمرا.", "Explosions/Remote violence", ""),
    ],
)  # fmt: skip
def test_event_words_give_type_and_sub_type_and_no_more_than_they_tell(
    line: str, kind: str, sub_kind: str, tmp_path: Path
) -> None:
    (row,) = table(line, tmp_path, "acled")
    assert (row["event_type"], row["sub_event_type"]) == (kind, sub_kind)
    assert bool(row["disorder_type"]) == bool(kind)
    assert row["fatalities"] == ""


# Days


@pytest.mark.parametrize(
    ("value", "first", "last", "ucdp", "acled"),
    [
        ("2018-04-01", "2018-04-01", "2018-04-01", 1, 1),
        ("2018-04-01TMO", "2018-04-01", "2018-04-01", 1, 1),
        ("2018-W14", "2018-04-02", "2018-04-08", 3, 2),
        ("2018-W14-WE", "2018-04-07", "2018-04-08", 2, 2),
        ("2020-02", "2020-02-01", "2020-02-29", 4, 3),
        ("2018", "2018-01-01", "2018-12-31", 5, None),
        ("2018-Q2", "2018-04-01", "2018-06-30", 5, None),
        ("2018-H2", "2018-07-01", "2018-12-31", 5, None),
    ],
)
def test_days_and_precision_of_a_value(
    value: str, first: str, last: str, ucdp: int, acled: int | None
) -> None:
    days = days_of(value)
    assert days is not None
    assert (days.first.isoformat(), days.last.isoformat()) == (first, last)
    assert (days.ucdp, days.acled) == (ucdp, acled)


@pytest.mark.parametrize(
    "value", [None, "", "PRESENT_REF", "P3D", "XXXX-04-01", "2018-02-30", "0000", "2018-W60", "201"]
)
def test_no_days_of_what_names_none(value: str | None) -> None:
    assert days_of(value) is None


# The lexicons


@pytest.mark.parametrize(
    "name", ["event_words", "event_contexts", "death_words", "event_types", "annotation_terms"]
)
def test_tables_are_sorted_without_repetition_and_with_a_source(name: str) -> None:
    rows = data_rows(name)
    keys = [tuple(row.values()) for row in rows]
    assert keys == sorted(set(keys))
    assert all(row["source"] for row in rows)
    first = [row.get("words") for row in rows if name in ("event_words", "death_words")]
    assert len(set(first)) == len(first)


def test_event_types_are_those_of_acled() -> None:
    known = {(row["event_type"], row["sub_event_type"]) for row in data_rows("event_types")}
    assert len({kind for kind, _ in known}) == 6
    assert len([sub for _, sub in known if sub]) == 25
    for row in data_rows("event_words"):
        pair = (row["event_type"], row["sub_event_type"])
        assert pair in known | {("", ""), ("-", "")}, row["words"]


@pytest.mark.parametrize(
    ("word", "form"),
    [("والقصف", "قصف"), ("بالقصف", "قصف"), ("للقصف", "قصف"), ("قصفا", "قصف"), ("ولم", "لم"),
     ("فاعتقلته", "اعتقلت"), ("وبمقتلهم", "مقتل"), ("كالاشتباكات", "اشتباكات")],
)  # fmt: skip
def test_attached_particles_and_pronouns_come_off(word: str, form: str) -> None:
    assert form in forms(word)
    assert forms(word)[0] == word


def test_an_entry_for_the_whole_word_wins_over_one_for_a_part_of_it(tmp_path: Path) -> None:
    assert table("اتهم بالقتل وجريمة القتل.", tmp_path, "ucdp") == []
    (row,) = table("أكد الأهل قتله.", tmp_path, "ucdp")
    assert row["riwaya_trigger"] == "قتله"

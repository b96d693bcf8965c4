"""Candidate tables: when there is a row, what it fills, and what it never says."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import DocumentError
from riwaya.exports import candidates
from riwaya.exports.base import RecordExporter
from riwaya.exports.brackets import parse
from riwaya.exports.candidates_dates import days_of
from riwaya.exports.candidates_words import forms
from riwaya.exports.csv_cells import guarded
from riwaya.exports.data_tables import rows as data_rows
from riwaya.model import Document, Entity, Mention, PlaceReading, Report, Span
from riwaya.records import Judged, Judgement, Record
from tests.conformance.export_kit import PRIVATE, masked_records, sample_context, sample_records
from tests.exports.memory import peak_of
from tests.exports.sample_reports import report_of

Row = dict[str, str]


def written(records: list[Record], folder: Path, kind: str) -> list[Row]:
    """The rows of a table, after its form has been checked."""
    folder.mkdir(exist_ok=True)
    write = {"ucdp": candidates.write_ucdp, "acled": candidates.write_acled}[kind]
    (name,) = write(iter(records), folder, sample_context())
    assert [path.name for path in folder.iterdir()] == [name]
    content = (folder / name).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    rows = list(csv.DictReader(text.splitlines(keepends=True), strict=True))
    (folder / name).unlink()
    header = next(csv.reader([text.split("\r\n")[0]]))
    assert header == candidates.columns(f"{kind}_columns")
    for row in rows:
        assert None not in row
        assert None not in row.values()
        assert row["riwaya_status"] == "candidate, uncoded"
        assert all(guarded(cell) == cell for cell in row.values() if not is_number(cell))
    return rows


def is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdigit()


def record_of(line: str, **document: str) -> Record:
    return Record(report_of(parse(line), **document))


def table(line: str, tmp_path: Path, kind: str, **document: str) -> list[Row]:
    return written([record_of(line, **document)], tmp_path / "out", kind)


def with_place(record: Record, words: str, **fields: object) -> Record:
    """The record with a reading of its first `words` as a place."""
    report = record.report
    start = report.document.text.index(words)
    span = Span(start, start + len(words))
    number = len(report.places)
    id_ = str(fields.pop("entity", f"geonames:{number}"))
    place = PlaceReading(f"m{number}", span, id_, "city", 1, 1, 35.25, 36.5, "SY",
                         ("سوريا", "إدلب", "حارم", "سلقين"))  # fmt: skip
    found = replace(
        report,
        mentions=(*report.mentions, Mention(f"m{number}", span, "place", id_)),
        entities=(*report.entities, Entity(id_, words, "place", (words,))),
        places=(*report.places, replace(place, **fields)),  # type: ignore[arg-type]
    )
    return replace(record, report=found)


# The published columns


def test_the_columns_are_the_published_ones_and_then_ours() -> None:
    ucdp, acled = candidates.columns("ucdp_columns"), candidates.columns("acled_columns")
    assert len(data_rows("ucdp_columns")) == 49
    assert len(data_rows("acled_columns")) == 31
    assert ucdp[:4] == ["id", "relid", "year", "active_year"]
    assert ucdp[44:49] == ["best", "high", "low", "gwnoa", "gwnob"]
    assert acled[:4] == ["event_id_cnty", "event_date", "year", "time_precision"]
    assert acled[28:31] == ["fatalities", "tags", "timestamp"]
    for columns in (ucdp, acled):
        assert len(set(columns)) == len(columns)
        ours = [column for column in columns if column.startswith("riwaya_")]
        assert columns[-len(ours) :] == ours


@pytest.mark.parametrize("kind", ["ucdp", "acled"])
def test_what_coders_decide_stays_empty(kind: str, tmp_path: Path) -> None:
    rows = written(sample_records(), tmp_path / "out", kind)
    assert rows
    table_ = data_rows(f"{kind}_columns")
    coded = {row["column"] for row in table_ if not row["filled"]}
    assert {"side_a", "side_b", "type_of_violence", "event_clarity"} <= coded or "actor1" in coded
    assert all(row[column] == "" for row in rows for column in coded)


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


def test_two_types_of_event_in_one_sentence_are_two_rows(tmp_path: Path) -> None:
    rows = table("وقعت اشتباكات وقصف مدفعي ثم غارة جوية أمس.", tmp_path, "acled")
    assert [row["sub_event_type"] for row in rows] == [
        "Armed clash", "Shelling/artillery/missile attack", "Air/drone strike",
    ]  # fmt: skip
    assert len({row["riwaya_group"] for row in rows}) == 2


# Numbers


COUNTS = [
    ("5..5", "5", "5", "5", "no", "5"),
    ("400..400~", "400", "", "", "yes", "400"),
    ("20..30", "", "20", "30", "no", ""),
    ("7..", "", "7", "", "no", ""),
    ("..9", "", "", "9", "no", ""),
    ("..~", "", "", "", "yes", ""),
]


@pytest.mark.parametrize(("bounds", "best", "low", "high", "approximate", "fatalities"), COUNTS)
def test_bounds_stay_bounds(
    bounds: str, best: str, low: str, high: str, approximate: str, fatalities: str, tmp_path: Path
) -> None:
    line = f"قتل {{n={bounds}:killed كذا من الناس}} في قصف."
    (row,) = table(line, tmp_path, "ucdp")
    assert (row["best"], row["low"], row["high"]) == (best, low, high)
    assert row["riwaya_deaths_approximate"] == approximate
    assert row["riwaya_deaths_words"] == "كذا من الناس"
    (row,) = table(line, tmp_path, "acled")
    assert row["fatalities"] == fatalities
    assert (row["riwaya_deaths_low"], row["riwaya_deaths_high"]) == (low, high)


def test_the_injured_are_no_dead(tmp_path: Path) -> None:
    line = "أصيب {n=5..5:injured خمسة} في قصف."
    assert table(line, tmp_path, "ucdp") == []
    assert table(line, tmp_path, "acled")[0]["fatalities"] == ""


@pytest.mark.parametrize(
    "line",
    [
        "استهدف قصف البلدة دون وقوع قتلى.",
        "استهدف قصف البلدة ولم يسقط أي قتيل.",
        "استهدف قصف البلدة دون ضحايا.",
    ],
)
def test_zero_only_where_the_words_say_that_none_died(line: str, tmp_path: Path) -> None:
    (row,) = table(line, tmp_path, "acled")
    assert row["fatalities"] == "0"
    assert table(line, tmp_path, "ucdp") == []


def test_no_news_of_dead_is_not_none(tmp_path: Path) -> None:
    (row,) = table("استهدف قصف البلدة ولم ترد أنباء عن قتلى.", tmp_path, "acled")
    assert row["fatalities"] == ""


def test_one_number_for_two_events_is_given_to_neither(tmp_path: Path) -> None:
    line = "قتل {n=5..5:killed خمسة} في اشتباكات وقصف."
    rows = table(line, tmp_path, "acled")
    assert [row["fatalities"] for row in rows] == ["", ""]
    assert len(table(line, tmp_path, "ucdp")) == 1


def test_some_of_a_number_are_not_added_to_it(tmp_path: Path) -> None:
    line = "قتل {n=5..5:killed خمسة مدنيين} بينهم {n=2..2:killed طفلان} في قصف."
    whole, part = table(line, tmp_path, "ucdp")
    assert (whole["best"], whole["riwaya_part"]) == ("5", "")
    assert (part["best"], part["riwaya_part"]) == ("2", "part")
    assert whole["riwaya_group"] == part["riwaya_group"]
    assert table(line, tmp_path, "acled")[0]["fatalities"] == "5"


def test_two_numbers_of_dead_are_not_summed(tmp_path: Path) -> None:
    line = "قتل {n=5..5:killed خمسة جنود} و{n=3..3:killed ثلاثة مدنيين} في قصف."
    assert [row["best"] for row in table(line, tmp_path, "ucdp")] == ["5", "3"]
    assert table(line, tmp_path, "acled")[0]["fatalities"] == ""


# Tellers


TWO = (
    "قتل {n=5..5:killed خمسة أشخاص}. {1.cue قال} {1.source سالم} إن {1.content {2.content"
    " {n=5..5:killed خمسة} قتلوا}} و{2.cue أكد} {2.source نادر} ذلك."
    " ⇒ 1: indirect asserted person; 2: indirect uncertain person"
)


def test_several_tellers_of_one_number_stay_several_rows_of_one_group(tmp_path: Path) -> None:
    rows = table(TWO, tmp_path, "ucdp")
    assert [row["riwaya_claim"] for row in rows] == ["", "id1", "id2"]
    assert [row["riwaya_stance"] for row in rows] == ["", "asserted", "uncertain"]
    assert len({row["riwaya_group"] for row in rows}) == 1


def test_what_is_said_inside_a_claim_is_the_inner_tellers(tmp_path: Path) -> None:
    line = (
        "{1.cue قال} {1.source سالم} إن {1.content {2.source نادر} {2.cue أكد}"
        " {2.content مقتل {n=5..5:killed خمسة}}}."
        " ⇒ 1: indirect asserted person; 2: indirect asserted person in 1"
    )
    (row,) = table(line, tmp_path, "ucdp")
    assert row["riwaya_claim"] == "id2"


def test_a_standing_judgement_is_shown_beside_the_reading(tmp_path: Path) -> None:
    record = record_of(TWO)
    made = Judgement("j", 1, "d1", "claim", "id1", "reject", None, None, "u", "r", "t", "{}")
    other = replace(made, id="k", target="id2", decision="confirm")
    judged = (Judged(made, "same"), Judged(other, "same", superseded=True))
    rows = written([replace(record, judgements=judged)], tmp_path / "out", "ucdp")
    assert [row["riwaya_judgement"] for row in rows] == ["", "reject (ground same)", ""]


def test_the_report_and_its_words_can_be_found_again(tmp_path: Path) -> None:
    line = "جاء الليل. قتل {n=5..5:killed خمسة} في قصف."
    record = record_of(line, outlet="الضفاف", title="ليل", published="2018-04-02T10:00:00Z")
    for kind in ("ucdp", "acled"):
        (row,) = written([record], tmp_path / "out", kind)
        text = record.report.document.text
        for name in ("quote", "trigger", "deaths"):
            start, stop = map(int, row[f"riwaya_{name}_span"].split("-"))
            words = row["riwaya_deaths_words" if name == "deaths" else f"riwaya_{name}"]
            assert words == text[start:stop]
        assert row["riwaya_document"] == "d1"
    (row,) = written([record], tmp_path / "out", "ucdp")
    assert row["source_article"] == "الضفاف, 2018-04-02, ليل"
    assert row["source_date"] == "2018-04-02"


# Dates


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


def test_a_date_is_that_of_the_words_and_never_of_publication(tmp_path: Path) -> None:
    line = (
        "{1.cue قال} {1.source سالم} {t=2018-04-05 الخميس} إن {1.content {n=5..5:killed خمسة}"
        " قتلوا في قصف {t=2018-04-01 الأحد}}. ووقع قصف. ⇒ 1: indirect asserted person"
    )
    record = record_of(line, published="2018-04-06")
    (row,) = written([record], tmp_path / "out", "ucdp")
    assert (row["date_start"], row["date_end"], row["date_prec"]) == (
        "2018-04-01", "2018-04-01", "1",
    )  # fmt: skip
    assert (row["year"], row["riwaya_date_words"]) == ("2018", "الأحد")
    assert row["riwaya_date_counted_from"] == "published"
    said, told = written([record], tmp_path / "out", "acled")
    assert (said["event_date"], said["time_precision"]) == ("2018-04-01", "1")
    assert not any(value for name, value in told.items() if "date" in name or name == "year")


def test_a_month_is_no_day(tmp_path: Path) -> None:
    (row,) = table("وقع قصف في {t=2018-03 آذار}.", tmp_path, "acled")
    assert (row["event_date"], row["time_precision"], row["year"]) == ("", "3", "2018")
    assert (row["riwaya_date_start"], row["riwaya_date_end"]) == ("2018-03-01", "2018-03-31")


def test_a_date_may_have_no_time_precision_of_acled(tmp_path: Path) -> None:
    (row,) = table("وقع قصف عام {t=2017 2017}.", tmp_path, "acled")
    assert (row["event_date"], row["time_precision"]) == ("", "")


# Places


def test_the_place_is_the_first_one_after_the_words_with_its_precision(tmp_path: Path) -> None:
    line = "من تل الزيت خبر عن قصف على تل الرمان ثم خربة النحل."
    record = record_of(line)
    for name in ("تل الزيت", "تل الرمان", "خربة النحل"):
        record = with_place(record, name, where_prec=2, geo_precision=2)
    (row,) = written([record], tmp_path / "out", "acled")
    assert row["location"] == "تل الرمان"
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == ("35.25", "36.5", "2")
    assert (row["country"], row["admin1"], row["admin2"], row["admin3"]) == (
        "سوريا", "إدلب", "حارم", "سلقين",
    )  # fmt: skip
    assert row["riwaya_country"] == "SY"


def test_where_somebody_speaks_from_is_not_where_it_was(tmp_path: Path) -> None:
    line = (
        "{1.cue قال} {1.source محافظ تل الزيت} إن {1.content قصفا وقع}."
        " ⇒ 1: indirect asserted person"
    )
    (row,) = written([with_place(record_of(line), "تل الزيت")], tmp_path / "out", "acled")
    assert (row["location"], row["latitude"], row["riwaya_place_words"]) == ("", "", "")


def test_a_site_kept_back_in_a_later_record_has_no_point_in_an_earlier_one(tmp_path: Path) -> None:
    line = "استهدف قصف مشفى الرحمة ومقتل مريض."
    exact = with_place(record_of(line), "مشفى الرحمة", entity="geonames:9", lat=35.111111)
    careful = with_place(
        record_of(line), "مشفى الرحمة", entity="geonames:9", lat=35.0, coarsened=True
    )
    for kind in ("ucdp", "acled"):
        first, second = written([exact, careful], tmp_path / "out", kind)
        assert (first["latitude"], first["riwaya_place_kept_back"]) == ("", "yes")
        assert (second["latitude"], second["riwaya_place_kept_back"]) == ("35.0", "yes")
        assert "35.11" not in str(first)
        assert "geonames" not in str(first)


# Whole tables


@pytest.mark.parametrize("kind", ["ucdp", "acled"])
def test_masked_names_stay_masked_and_rows_the_same(kind: str, tmp_path: Path) -> None:
    open_rows = written(sample_records(), tmp_path / "out", kind)
    rows = written(masked_records(), tmp_path / "out", kind)
    assert len(rows) == len(open_rows)
    assert not any(word in str(rows) for word in PRIVATE)


def test_versions_of_one_report_are_told(tmp_path: Path) -> None:
    rows = written(sample_records(), tmp_path / "out", "acled")
    assert [row["riwaya_version"] for row in rows] == ["1 of 2", "2 of 2"]
    assert {row["riwaya_series"] for row in rows} == {"series-1"}


def test_cells_run_nothing(tmp_path: Path) -> None:
    record = record_of("قتل {n=5..5:killed خمسة}.", outlet="=cmd()", title="\u200f+1")
    (row,) = written([record], tmp_path / "out", "ucdp")
    assert row["source_office"] == "'=cmd()"
    assert row["source_headline"] == "'\u200f+1"


@pytest.mark.parametrize("write", [candidates.write_ucdp, candidates.write_acled])
def test_memory_does_not_grow_with_the_records(write: RecordExporter, tmp_path: Path) -> None:
    (record, *_) = sample_records()
    record = replace(record, judgements=(), versions=1)

    assert peak_of(write, record, 90, tmp_path) < 2 * peak_of(write, record, 15, tmp_path)


def test_an_error_on_the_way_leaves_no_spooled_file(tmp_path: Path) -> None:
    record = with_place(record_of("قصف على تل الرمان."), "تل الرمان", lat=95.0)
    for write in (candidates.write_ucdp, candidates.write_acled):
        with pytest.raises(DocumentError, match="impossible coordinates"):
            write(iter([record]), tmp_path, sample_context())
    assert list(tmp_path.iterdir()) == []


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


TEXTS = st.lists(
    st.sampled_from([*"قصفمتل .،\n", "قتلى", " في ", "{", "قصف ", "لم ", "\ud800", "=1", "\u202e"]),
    min_size=1, max_size=25,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.data())
def test_any_report_makes_valid_tables(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    cuts = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = [Span(a, b) for a, b in data.draw(st.lists(cuts, max_size=4)) if a < b]
    base = report_of(parse("{1.cue قال} {1.content كذا} ⇒ 1: direct asserted person")).claims[0]
    claims = tuple(
        replace(base, id=f"c{n}", cue=(span,), content=(span,), parent=f"c{n - 1}" if n else None)
        for n, span in enumerate(spans)
    )
    record = Record(Report(Document("d", text), claims))
    folder = tmp_path_factory.mktemp("tables")
    for kind in ("ucdp", "acled"):
        for row in written([record], folder / "out", kind):
            start, stop = map(int, row["riwaya_trigger_span"].split("-"))
            assert 0 <= start < stop <= len(text)

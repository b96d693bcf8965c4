"""Candidate tables: when there is a row, what it fills, and what it never says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import DocumentError
from riwaya.exports import candidates
from riwaya.exports.base import RecordExporter
from riwaya.exports.brackets import parse
from riwaya.exports.data_tables import rows as data_rows
from riwaya.model import Document, Report, Span
from riwaya.records import Judged, Judgement, Record
from tests.conformance.export_kit import PRIVATE, masked_records, sample_context, sample_records
from tests.exports.candidate_tables import record_of, table, with_place, written
from tests.exports.memory import peak_of
from tests.exports.sample_reports import report_of

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


# Events


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

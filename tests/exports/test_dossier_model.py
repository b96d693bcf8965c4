"""The printed dossier without a format: order, numbers, quotations, notes, decisions."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riwaya.errors import DocumentError, SettingError
from riwaya.exports.base import ExportContext
from riwaya.exports.display import visible
from riwaya.exports.dossier_model import Dossier, Entry, Row, open_dossier
from riwaya.exports.dossier_model_claims import numbered
from riwaya.exports.dossier_model_words import Text, Wording, address, plain
from riwaya.exports.labels import LANGUAGES
from riwaya.exports.spool import Spool
from riwaya.model import Claim, Document, Report, Span, document_id, text_sha256
from riwaya.records import Decision, Ground, Judged, Judgement, Method, Record, TargetKind
from tests.conformance.export_kit import masked_records, sample_context, sample_records


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[object]:
    """Opens dossiers that are closed after the test."""
    with ExitStack() as stack:
        yield lambda records, context: stack.enter_context(open_dossier(records, tmp_path, context))


def record_of(text: str, *claims: Claim, **fields: str | None) -> Record:
    outlet, url = fields.get("outlet"), fields.get("url")
    document = Document(
        document_id(outlet, url, text), text, text_sha256(text), outlet, url,
        fields.get("title"), fields.get("published"),
    )  # fmt: skip
    return Record(Report(document, claims))


def rows_of(rows: tuple[Row, ...]) -> dict[str, str]:
    return {row.label: plain(row.text) for row in rows}


def entries_of(dossier: Dossier) -> list[Entry]:
    return [entry for section in dossier.sections() for entry in section.entries]


def texts_of(dossier: Dossier) -> Iterator[Text]:
    """Every text that a format would show."""
    yield from (row.text for row in dossier.cover().rows)
    for heading in dossier.headings():
        yield from (heading.text, heading.about)
    for section in dossier.sections():
        yield section.heading
        yield from (row.text for row in section.rows)
        yield from (row.text for rows in section.captures for row in rows)
        yield from section.decisions
        for entry in section.entries:
            yield from (entry.heading, entry.traits, entry.words, *entry.decisions)
            note = (*entry.note.words, *entry.note.about)
            yield from (row.text for row in (*entry.rows, *note))
    for table in dossier.tables():
        yield from (cell for row in table.rows() for cell in row)


def test_reports_stand_by_moment_of_publication_then_by_id(opened):
    dates = [None, "2019-04-21T01:00:00+03:00", "2019-04-20T23:30:00Z", "2019-04-20", "2019-04-20"]
    records = [record_of(f"نص {n}", published=date) for n, date in enumerate(dates)]
    dossier = opened(iter(records), sample_context("en"))
    ids = [rows_of(section.rows)["Id"] for section in dossier.sections()]
    same_day = sorted(records[n].report.document.id for n in (3, 4))
    # 01:00 in Damascus is 22:00 UTC of the day before.
    assert ids == [*same_day, *(records[n].report.document.id for n in (1, 2, 0))]


@pytest.mark.parametrize(
    ("lang", "numbers"),
    [("en", ["1.1", "1.2", "1.2.1", "1.3"]), ("ar", ["١-١", "١-٢", "١-٢-١", "١-٣"])],
)
def test_claims_are_numbered_under_their_parents(opened, lang, numbers):
    dossier = opened([sample_records()[0]], sample_context(lang))
    entries = entries_of(dossier)
    assert [entry.number for entry in entries][:4] == numbers
    assert [entry.depth for entry in entries][:4] == [0, 0, 1, 0]
    assert entries[0].anchor == "c1-1"


def test_footnotes_count_through_the_whole_document(opened):
    entries = entries_of(opened(sample_records(), sample_context("ar")))
    assert [entry.note.number for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[11].note.mark == "١٢"


def test_a_circle_of_parents_and_a_missing_parent_lose_no_claim():
    cue = (Span(0, 1),)
    claims = [
        Claim("a", cue, parent="b"), Claim("b", cue, parent="a"), Claim("c", cue, parent="c"),
        Claim("d", cue, parent="gone"), Claim("e", cue, parent="d"),
    ]  # fmt: skip
    found = {claim.id: numbers for claim, numbers in numbered(claims)}
    assert found == {"d": (1,), "e": (1, 1), "a": (2,), "b": (2, 1), "c": (3,)}


def test_thousands_of_claims_inside_each_other_are_numbered():
    cue = (Span(0, 1),)
    claims = [Claim(str(n), cue, parent=str(n - 1)) for n in range(3000)]
    assert len(list(numbered(claims))) == 3000


@pytest.mark.parametrize(
    ("text", "mode", "shown"),
    [
        ('قال سامر: "غادرنا فجرا".', "direct", '"غادرنا فجرا"'),
        ("قال سامر: «غادرنا فجرا».", "direct", "«غادرنا فجرا»"),
        ("قال سامر: “ غادرنا فجرا ”.", "direct", "“غادرنا فجرا”"),
        ("قال سامر غادرنا فجرا.", "direct", "«غادرنا فجرا»"),
        ('قال سامر إن "غادرنا فجرا" لهم.', "indirect", "غادرنا فجرا"),
    ],
)
def test_only_direct_quotations_stand_in_the_marks_of_the_source(opened, text, mode, shown):
    at = text.index("غادرنا")
    claim = Claim("c", (Span(0, 3),), content=(Span(at, at + len("غادرنا فجرا")),), mode=mode)
    entry = entries_of(opened([record_of(text, claim)], sample_context("ar")))[0]
    assert plain(entry.words) == shown
    assert entry.kind == ("quotation" if mode == "direct" else "report")


def test_every_note_has_the_words_at_their_places_and_the_hashes(opened):
    records = sample_records()[:2]
    dossier = opened(records, sample_context("en", masked=False))
    for section, record in zip(dossier.sections(), records, strict=True):
        text = record.report.document.text
        for entry in section.entries:
            about = rows_of(entry.note.about)
            assert about["Hash of the text (SHA-256)"] == text_sha256(text)
            assert about["Hash of the original (SHA-256)"] == record.captures[0].sha256
            assert record.report.document.id in about["Report"]
            located = [row.text for row in entry.note.words]
            assert {row.label for row in entry.note.words} >= {"Cue", "Words"}
            for pieces in located:
                for words, place in zip(pieces[::2], pieces[1::2], strict=True):
                    start, stop = place.text.strip("[)").split(",")
                    assert words.text == f"«{visible(text[int(start) : int(stop)]).strip()}»"


def judged(id_: str, **fields: object) -> Judged:
    record = sample_records()[0]
    base = Judgement(
        id_, 9, record.report.document.id, "claim", record.report.claims[1].id, "reject", None,
        None, "مراجع", "لا يقول النص ذلك", "2026-11-19T10:00:00Z", "{}",
    )  # fmt: skip
    ground = fields.pop("ground_state", "same")
    return Judged(replace(base, **fields), ground, superseded=id_ == "old")


def test_decisions_stand_beside_the_reading_which_is_kept(opened):
    record = sample_records()[0]
    entry = entries_of(opened([record], sample_context("en", masked=False)))[0]
    assert plain(entry.traits).startswith("asserts · ")
    (decision,) = map(plain, entry.decisions)
    assert "the machine's reading as it stood: stance = asserts" in decision
    assert "correction: stance = as possible or expected" in decision
    assert "محررة" in decision
    assert "2026-11-19T09:00:00Z" in decision
    assert "سألنا رباب العنقاوي عن ذلك" in decision


def test_every_decision_is_shown_once_at_least_with_its_standing(opened):
    more = (
        judged("old"), judged("gone", kind="time", target="nowhere", ground_state="gone"),
        judged("whole", kind="document", target="x", decision="confirm", reason="قرئ كله"),
        judged("odd", decision="correct", field="parent", value="null", ground="no json"),
    )  # fmt: skip
    record = sample_records()[0]
    record = replace(record, judgements=(*record.judgements, *more))
    section = next(iter(opened([record], sample_context("en")).sections()))
    on_claims = [plain(text) for entry in section.entries for text in entry.decisions]
    others = [plain(text) for text in section.decisions]
    assert len({*on_claims, *others}) == len(record.judgements)
    assert any("replaced by a later decision" in text for text in on_claims)
    assert any("inside claim = null" in text for text in on_claims)
    assert any("no longer found" in text for text in others)
    assert any("the whole report" in text and "قرئ كله" in text for text in others)


def test_the_title_page_says_what_it_is_and_counts(opened):
    cover = opened(sample_records(), sample_context("en")).cover()
    rows = rows_of(cover.rows)
    assert "no finding of what is true" in cover.subtitle
    assert (rows["Reports"], rows["Claims"]) == ("4", "13")
    assert rows["Names masked"].startswith("yes")
    assert rows["Selection"] == "everything in the store"
    assert rows["Made"] == "20 November 2026 (2026-11-20T10:00:00Z)"
    unmasked = opened(sample_records(), sample_context("ar", masked=False)).cover()
    assert rows_of(unmasked.rows)["الأسماء محجوبة"].startswith("لا")
    assert rows_of(unmasked.rows)["عدد الأقوال"] == "١٣"
    assert len(unmasked.guide) == len(cover.guide) - 1


def test_lists_count_reports_and_keep_protected_sites_back(opened):
    outlets, sources, places, hashes = opened(sample_records(), sample_context("en")).tables()
    assert [plain(cell) for cell in next(iter(outlets.rows()))] == ["صحيفة الضفاف", "2", "12"]
    top = next(iter(sources.rows()))
    assert [plain(cell) for cell in top[1:]] == ["person", "2", "6"]
    assert "no proof" in sources.caution
    shown = {plain(row[0]): [plain(cell) for cell in row[1:]] for row in places.rows()}
    mercy = next(cells for name, cells in shown.items() if "مشفى الرحمة" in name)
    assert mercy[2:4] == ["protected site, shown by its district", "35.0000, 36.0000"]
    assert not any("35.1235" in cell for cells in shown.values() for cell in cells)
    assert len(list(hashes.rows())) == 4
    assert list(hashes.rows()) == list(hashes.rows())


def test_a_site_that_one_report_keeps_back_is_kept_back_in_all(opened):
    first, second = sample_records()[:2]
    bare = replace(second.report.places[1], coarsened=False, lat=35.123456, lon=36.654321)
    places = (second.report.places[0], bare)
    open_one = replace(second, report=replace(second.report, places=places))
    for order in ([first, open_one], [open_one, first]):
        *_, listed, _ = opened(order, sample_context("en")).tables()
        cells = [plain(cell) for row in listed.rows() for cell in row]
        assert not any(cell.startswith("35.12") for cell in cells)


def test_versions_and_captures_are_told(opened):
    section = next(iter(opened(sample_records(), sample_context("en")).sections()))
    assert rows_of(section.rows)["Version"] == "1 of 2"
    capture = rows_of(section.captures[1])
    assert capture["Collected as"] == "fetched from an address"
    assert capture["Collected by"] == "المحررة سعاد"
    assert len(capture["Hash of the original (SHA-256)"]) == 64


def test_nothing_unprintable_leaves_the_model(opened):
    dossier = opened(sample_records(), sample_context("ar", masked=False))
    pieces = [piece for text in texts_of(dossier) for piece in text]
    assert len(pieces) > 500
    assert all(visible(piece.text) == piece.text for piece in pieces)
    assert any("‹U+202E›" in piece.text for piece in pieces)


def test_masked_names_are_in_no_piece(opened):
    for lang in LANGUAGES:
        dossier = opened(masked_records()[:2], sample_context(lang))
        shown = " ".join(plain(text) for text in texts_of(dossier))
        assert not any(name in shown for name in ("رباب", "العنقاوي", "زهير", "Anqawi"))
        assert "قصاب" in shown


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30), st.text(max_size=30), st.text(min_size=1, max_size=60))
def test_any_words_are_shown_safely_and_wholly(tmp_path, title, outlet, text):
    claim = Claim("c", (Span(0, 1),), content=(Span(0, len(text)),))
    record = record_of(text, claim, title=title, outlet=outlet, url=title, published=outlet)
    context = ExportContext("ar", "2026-11-20T10:00:00Z", title, True, outlet)
    with open_dossier([record], tmp_path, context) as dossier:
        pieces = [piece for shown in texts_of(dossier) for piece in shown]
        assert all(visible(piece.text) == piece.text for piece in pieces)
        (entry,) = entries_of(dossier)
    assert plain(entry.words) == visible(text).strip()


def test_records_come_back_from_the_spool_as_they_were(tmp_path):
    with Spool(tmp_path) as spool:
        at = [spool.add(record) for record in sample_records()]
        back = [spool.at(offset) for offset in reversed(at)]
    assert back == sample_records()[::-1]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://a.example/x?y=1#z", True), ("HTTPS://a.example", True),
        ("javascript:alert(1)", False), ("data:text/html,x", False), ("file:///etc/x", False),
        ("https:///x", False), ("https://a.example/\u202e", False), ("https://a b", False),
        ("//a.example", False), ("https://[::1", False), (" https://a.example", False),
    ],
)  # fmt: skip
def test_only_plain_addresses_of_the_web_lead_anywhere(url, links):
    assert (address(url).link is not None) is links


def test_labels_are_sorted_whole_and_cover_all_that_records_can_say():
    table = Path(__file__).parents[2] / "riwaya/exports/data/dossier_labels.tsv"
    head, *rows = (line.split("\t") for line in table.read_text("utf-8").splitlines())
    assert head == ["key", "ar", "en"]
    keys = [row[0] for row in rows]
    assert keys == sorted(set(keys))
    assert all(len(row) == 3 and all(cell.strip() == cell and cell for cell in row) for row in rows)
    for lang in LANGUAGES:
        words = Wording(lang)
        assert all(words.has(f"method.{method}") for method in get_args(Method))
        assert all(words.has(f"decision.{one}") for one in get_args(Decision))
        assert all(words.has(f"target.{kind}") for kind in get_args(TargetKind))
        grounds = set(get_args(Ground)) - {"same"}
        assert all(words.has(f"decision.ground.{ground}") for ground in grounds)


def test_days_are_said_in_words():
    assert Wording("ar").day("2019-04-20T21:40:00+03:00") == "٢٠ نيسان/أبريل ٢٠١٩"
    assert Wording("en").day("2019-04-20") == "20 April 2019"
    assert Wording("en").day("2019-13-20") is None
    assert Wording("en").day("soon") is None


def test_an_unknown_language_and_impossible_points_are_refused(opened):
    with pytest.raises(SettingError, match="no labels in 'fr'"):
        opened([], sample_context("fr"))
    record = sample_records()[0]
    places = (replace(record.report.places[0], lat=99.0),)
    with pytest.raises(DocumentError, match=record.report.document.id):
        opened([replace(record, report=replace(record.report, places=places))], sample_context())
